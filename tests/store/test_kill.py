"""Whatever is killed, the lake stays as it was, the next load works, and nothing keeps running."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from solidary.store.load import load
from solidary.store.snapshot import Lake
from tests.store.conftest import MADE
from tests.store.crash import PROC, drafts, ended, started, until, workers_of
from tests.store.samples import activity, document, many, write

pytestmark = pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to see what is left running")

ACTIVITIES = 3000
MOMENTS = 12
LONGEST = 0.75  # seconds; a load of this size ends soon after, so that the kills fall all over it


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two large files."""
    made = many(ACTIVITIES, seed=1)
    half = ACTIVITIES // 2
    return write(tmp_path_factory.mktemp("big"), {"a.xml": document(*made[:half]), "b.xml": document(*made[half:])})


@pytest.fixture
def filled(tmp_path: Path) -> Lake:
    """A lake with one snapshot, in the workspace ``tmp_path``."""
    lake = Lake(tmp_path / "lake")
    load(lake, write(tmp_path / "small", {"small.xml": document(activity("XM-SMALL"))}), MADE)
    return lake


def check_whole(lake: Lake, small: str) -> None:
    """The lake is readable: what it held is there, what it names is there, and all of it has its rows."""
    known = lake.snapshots()
    assert small in {one.id for one in known}
    assert lake.snapshot().id == (lake.folder / "HEAD").read_text("utf-8").strip()
    for one in known:
        records = one.manifest["records"]["loaded"]
        assert one.table("activity").num_rows == records == (1 if one.id == small else ACTIVITIES)


def killed(paths: list[Path], workspace: Path, seconds: float) -> bool:
    """Start a load, kill it after some time, and say whether its workers ended by themselves."""
    process = started(paths, workspace)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return ended(process.pid)


def test_a_kill_at_any_moment_leaves_the_lake_readable_and_no_process_behind(big: list[Path], filled: Lake) -> None:
    small, dice = filled.snapshot().id, random.Random(20261124)
    for _ in range(MOMENTS):
        assert killed(big, filled.folder.parent, dice.uniform(0.05, LONGEST)), "a worker outlived its load"
        check_whole(filled, small)
    done = load(filled, big, MADE)
    assert done.snapshot.manifest["records"]["loaded"] == ACTIVITIES
    check_whole(filled, small)


def test_a_load_after_a_kill_sweeps_what_the_killed_one_left(big: list[Path], filled: Lake) -> None:
    process = started(big, filled.folder.parent)
    assert until(lambda: any(one.name.startswith(".making-") for one in drafts(filled)))
    assert until(lambda: any(one.rglob("*.parquet") for one in drafts(filled)))
    process.kill()
    process.communicate()
    assert ended(process.pid)
    load(filled, big, MADE)
    assert drafts(filled) == []


def test_a_kill_while_the_input_is_copied_leaves_no_part_of_a_file(filled: Lake, tmp_path: Path) -> None:
    digest = "ab" + "0" * 62
    (filled.folder / "raw" / "ab").mkdir(parents=True)
    part = filled.folder / "raw" / "ab" / f".{digest}-999999999"
    part.write_bytes(b"<iati-act")
    head = filled.folder / ".HEAD-999999999"
    head.write_text("half", "utf-8")
    load(filled, write(tmp_path / "next", {"next.xml": document(activity("XM-NEXT"))}), MADE)
    assert [one for one in (part, head) if one.exists()] == []


def stop(numbers: list[int], sign: signal.Signals) -> None:
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, sign)


def test_a_worker_that_outlives_its_load_for_a_while_leaves_nothing_behind(big: list[Path], filled: Lake) -> None:
    process = started(big, filled.folder.parent)
    assert until(lambda: any(list(one.rglob("*.parquet")) for one in drafts(filled)))
    workers = workers_of(process)
    stop(workers, signal.SIGSTOP)
    process.kill()
    process.wait()
    done = load(filled, big, MADE)
    stop(workers, signal.SIGCONT)
    process.communicate()
    assert ended(process.pid)
    load(filled, [big[0]], MADE)
    assert drafts(filled) == []
    assert filled.snapshot(done.snapshot.id).table("activity").num_rows == ACTIVITIES


def test_a_draft_without_a_lock_is_swept_too(filled: Lake, tmp_path: Path) -> None:
    stale = filled.folder / "snapshots" / ".making-stale"
    (stale / "activity").mkdir(parents=True)
    os.utime(stale, (0, 0))
    load(filled, write(tmp_path / "next", {"next.xml": document(activity("XM-NEXT"))}), MADE)
    assert not stale.exists()


def test_a_worker_that_is_killed_ends_the_load_with_an_error_and_leaves_the_lake_as_before(
    big: list[Path], filled: Lake
) -> None:
    before = filled.snapshot().id
    process = started(big, filled.folder.parent)
    assert until(lambda: bool(drafts(filled) and workers_of(process)))
    stop(workers_of(process), signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert ended(process.pid)
    assert process.returncode == 1
    assert "worker" in told
    assert "Traceback" not in told
    assert [one.id for one in filled.snapshots()] == [before]
    assert drafts(filled) == []


def test_a_draft_of_a_load_that_is_alive_is_left_alone(filled: Lake, tmp_path: Path) -> None:
    with filled.making() as draft:
        load(filled, write(tmp_path / "next", {"next.xml": document(activity("XM-NEXT"))}), MADE)
        assert draft.is_dir()
