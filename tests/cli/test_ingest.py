"""`solidary ingest`: what it prints, what it sets aside, how it ends, and that it can be stopped."""

from __future__ import annotations

import json
import os
import pty
import resource
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from solidary.store.snapshot import Lake
from tests.cli.outcome import SCRIPT, TRACEBACK, Run, environment, files, process
from tests.store.crash import PROC, drafts, ended, started, until
from tests.store.samples import activity, document, many, write

GOOD = document(activity("XM-1"), activity("XM-2"))
BROKEN = document(activity("XM-3"), activity("XM-4").replace("</title>", "</titel>"))


def ingested(run: Run, *arguments: str) -> Any:
    done = run("ingest", *arguments, "--workers", "1", "--format", "json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


# What it prints


def test_a_person_is_told_what_was_loaded_and_what_was_set_aside(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", {"good.xml": GOOD, "broken.xml": BROKEN, "page.html": b"<html></html>"})
    done = run("ingest", "in", "--workers", "1")
    text = " ".join(done.out.split())
    assert (done.code, done.err) == (0, "")
    assert "files: 3 = 2 loaded + 1 set aside" in text
    assert "records: 4 = 3 loaded + 1 set aside" in text
    assert f"snapshot {Lake(tmp_path / 'lake').snapshot().id}" in text


def test_each_fault_is_told_with_file_line_rule_and_record(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", {"broken.xml": BROKEN, "page.html": b"<html></html>"})
    lines = run("ingest", "in", "--workers", "1").out.splitlines()
    [page] = [line for line in lines if "page.html" in line]
    [broken] = [line for line in lines if "broken.xml" in line]
    last = BROKEN.decode().splitlines().index("</iati-activity>", 8) + 1  # the second activity ends there
    assert "[not-iati]" in page
    assert "[not-well-formed] XM-4" in broken
    assert int(broken.split("broken.xml:")[1].split(":")[0]) in range(7, last + 1)


def test_doubtful_values_are_counted_by_their_rule(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": document(activity("XM-1", status="99"), activity("XM-2", status="98"))})
    done = run("ingest", "a.xml")
    assert " ".join(done.out.split()).count("flag: 2 code-unknown") == 1


def test_json_is_the_manifest_and_nothing_else(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", {"good.xml": GOOD, "broken.xml": BROKEN, "page.html": b"<html></html>"})
    manifest = ingested(run, "in")
    kept = Lake(tmp_path / "lake").snapshot().manifest
    assert manifest == kept
    assert manifest["files"] == {"read": 3, "loaded": 2, "set_aside": 1}
    assert manifest["records"] == {"read": 4, "loaded": 3, "set_aside": 1}


def test_the_same_bytes_again_are_told_to_be_loaded_already(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD})
    first, again = run("ingest", "good.xml"), run("ingest", "good.xml")
    assert (first.code, again.code) == (0, 0)
    assert "loaded" not in first.out.splitlines()[-1]
    assert "already" in again.out.splitlines()[-1]
    assert len(Lake(tmp_path / "lake").snapshots()) == 1


def test_the_folder_of_the_workspace_itself_can_be_loaded_twice(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD})
    first, again = ingested(run, "."), ingested(run, ".")
    assert first["records"] == again["records"] == {"read": 2, "loaded": 2, "set_aside": 0}
    assert first["id"] == again["id"]


def test_snapshots_go_to_the_workspace_that_is_named(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD})
    assert run("ingest", "good.xml", "-w", "else/where").code == 0
    assert len(Lake(tmp_path / "else" / "where" / "lake").snapshots()) == 1
    assert not (tmp_path / "lake").exists()


def test_the_input_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, {"good.xml": GOOD, "broken.xml": BROKEN})
    before = files(folder)
    run("ingest", "in", "--workers", "1")
    assert files(folder) == before


@pytest.mark.parametrize("workers", ["1", "2", "7"])
def test_any_number_of_workers_tells_the_same(run: Run, tmp_path: Path, workers: str) -> None:
    write(tmp_path / "in", {"good.xml": GOOD, "broken.xml": BROKEN})
    done = run("ingest", "in", "--workers", workers)
    assert done.code == 0
    assert "records: 4 = 3 loaded + 1 set aside" in " ".join(done.out.split())


@pytest.mark.parametrize("workers", ["0", "-1", "many"])
def test_a_number_of_workers_that_is_none_is_wrong_use(run: Run, tmp_path: Path, workers: str) -> None:
    write(tmp_path, {"good.xml": GOOD})
    assert run("ingest", "good.xml", f"--workers={workers}").code == 2


def test_what_a_file_says_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    evil = activity("XM-\x1b[31mRED\x07")
    write(tmp_path, {"evil.xml": document(evil), "page\x1b[2J.html": b"\x1b[31mno"})
    done = run("ingest", ".", "--workers", "1")
    assert "RED" in done.out
    assert not set(done.out + done.err) & {"\x1b", "\x07"}


# Nothing to load


def test_a_missing_path_is_wrong_use_and_the_nearest_is_offered(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"iati.xml": GOOD})
    done = run("ingest", "iati.xmI")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'iati.xml'?" in done.err
    assert not (tmp_path / "lake").exists()


def test_one_missing_path_among_good_ones_loads_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD})
    assert run("ingest", "good.xml", "nowhere.xml").code == 2
    assert not (tmp_path / "lake").exists()


def test_no_path_at_all_is_wrong_use(run: Run, tmp_path: Path) -> None:
    done = run("ingest")
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "lake").exists()


def test_an_empty_folder_is_an_error_that_says_so_and_makes_no_snapshot(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD})
    latest = ingested(run, "good.xml")["id"]
    (tmp_path / "empty").mkdir()
    done = run("ingest", "empty")
    assert done.code in (1, 2)
    assert "empty" in done.err
    assert [one.id for one in Lake(tmp_path / "lake").snapshots()] == [latest]


def test_a_folder_without_iati_ends_with_a_fault_and_all_reasons(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.csv": b"a,b\n", "b.json": b"{}", "c.xml": b"<catalogue/>"})
    done = run("ingest", "in", "--workers", "1")
    assert done.code == 1
    assert {name for name in ("a.csv", "b.json", "c.xml") if f"{name}: [not-iati]" in done.out} == {
        "a.csv", "b.json", "c.xml",
    }  # fmt: skip
    assert "files: 3 = 0 loaded + 3 set aside" in " ".join(done.out.split())


def test_files_without_iati_do_not_take_the_place_of_the_latest_snapshot(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD, "page.html": b"<html></html>"})
    latest = ingested(run, "good.xml")["id"]
    assert run("ingest", "page.html").code == 1
    assert Lake(tmp_path / "lake").snapshot().id == latest


# No place to write


def test_a_workspace_below_a_file_is_an_error_of_our_own(tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD})
    done = process("ingest", "good.xml", "--workspace", "good.xml/inner", cwd=tmp_path)
    assert done.code in (1, 2)
    assert TRACEBACK not in done.err
    assert done.err.startswith("solidary: ")
    assert "good.xml" in done.err


def test_a_file_in_the_place_of_the_lake_is_an_error_of_our_own(tmp_path: Path) -> None:
    write(tmp_path, {"good.xml": GOOD, "lake": b"in the way"})
    done = process("ingest", "good.xml", cwd=tmp_path)
    assert done.code in (1, 2)
    assert TRACEBACK not in done.err
    assert done.err.startswith("solidary: ")
    assert (tmp_path / "lake").read_bytes() == b"in the way"


@pytest.mark.parametrize("most", [20_000, 3])
def test_a_disk_that_takes_no_more_is_an_error_of_our_own(tmp_path: Path, most: int) -> None:
    """A limit on the size of files stands for a full disk: every write beyond it fails, whoever we are."""
    write(tmp_path, {"good.xml": document(*many(200, seed=2))})
    done = subprocess.run(
        [SCRIPT, "ingest", "good.xml", "--workers", "1"],
        cwd=tmp_path,
        env=environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert done.returncode in (1, 2)
    assert TRACEBACK not in done.stderr
    assert done.stderr.startswith("solidary: ")
    assert Lake(tmp_path / "lake").snapshots() == []


# Progress and interruption


def test_progress_is_silent_where_nobody_looks(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": GOOD, "b.xml": BROKEN})
    done = process("ingest", "a.xml", "b.xml", "--workers", "2", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert not set(done.out) & {"\x1b", "\r"}


def drain(terminal: int, shown: bytearray) -> None:
    with suppress(OSError):  # the other end was closed
        while data := os.read(terminal, 1 << 16):
            shown += data


def test_progress_is_shown_on_a_terminal_beside_the_answer_not_in_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": document(*many(1500, seed=8)), "b.xml": GOOD})
    ours, theirs = pty.openpty()
    shown = bytearray()
    reader = Thread(target=drain, args=(ours, shown), daemon=True)  # a terminal that nobody reads stops who writes
    reader.start()
    try:
        done = subprocess.run(
            [SCRIPT, "ingest", "a.xml", "b.xml", "--workers", "1", "--format", "json"],
            cwd=tmp_path,
            env=environment() | {"TERM": "xterm", "COLUMNS": "100"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=False,
            timeout=60,
        )
    finally:
        os.close(theirs)
        reader.join(10)
        os.close(ours)
    assert done.returncode == 0
    assert json.loads(done.stdout)["records"]["loaded"] == 1502
    assert b"MB" in shown
    assert "MB" not in done.stdout.decode()


@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to see what is left running")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_with_130_and_a_message_and_leaves_the_lake_as_before(tmp_path: Path, workers: int) -> None:
    write(tmp_path, {"good.xml": GOOD, "a.xml": document(*many(3000, seed=6)), "b.xml": document(*many(3000, seed=7))})
    assert process("ingest", "good.xml", cwd=tmp_path).code == 0
    lake = Lake(tmp_path / "lake")
    before = lake.snapshot().id
    running = started([tmp_path / "a.xml", tmp_path / "b.xml"], tmp_path, workers)
    assert until(lambda: any(list(one.rglob("*.parquet")) for one in drafts(lake)))
    os.killpg(running.pid, signal.SIGINT)  # a terminal tells all processes in the foreground
    told, complaint = running.communicate(timeout=60)
    assert ended(running.pid)
    assert (running.returncode, told) == (130, "")
    assert complaint == "solidary: stopped; nothing was left half-written\n"
    assert [one.id for one in lake.snapshots()] == [lake.snapshot().id] == [before]
    assert drafts(lake) == []
