"""The command as a whole: exit codes, no traceback for our own errors, reads that leave no trace, pipes and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from solidary import __version__
from solidary.cli.main import COMMANDS
from tests.cli.outcome import LATE, SCRIPT, TRACEBACK, Outcome, Run, environment, files, process

READS = (
    ("ask",),
    ("ask", "delivery", "kasi", "-p", "TH"),
    ("ask", "delivery", "--format", "csv", "-w", "."),
    ("explain", "kasi/overstretch/annual-target@TH"),
    ("explain", "kasi/methane", "-w", "."),
    ("check",),
    ("ref",),
    ("ref", "akcf"),
    ("brief", "kasi", "--format", "md"),
    ("--help",),
    ("--version",),
    ("ask", "delivry"),
    ("explain", "kasi/methan"),
    ("check", "nowhere.yml"),
    ("ref", "akfc", "-w", "."),
    ("explain", "kasi/methane", "-w", "nowhere"),
)


def test_a_read_never_creates_a_file(run: Run, tmp_path: Path) -> None:
    for arguments in READS:
        run(*arguments)
        assert list(tmp_path.iterdir()) == [], arguments


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    for command, purpose in COMMANDS.items():
        assert command in done.out
        assert purpose in done.text


def test_without_a_command_the_help_is_shown_and_nothing_is_done(run: Run, tmp_path: Path) -> None:
    assert "Usage: solidary COMMAND" in run().out
    assert files(tmp_path) == {}


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").out.strip() == __version__


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("brief",),
        ("brief", "kasi", "--bogus"),
        ("brief", "kasi", "extra"),
        ("brief", "kasi", "--format", "pdff"),
        ("ask", "delivery", "--format", "xml"),
        ("explain",),
        ("init",),
        ("claim",),
    ],
)
def test_wrong_use_of_the_parser_has_code_two(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ref", "akcf"), 0),
        (("bogus",), 2),
        (("brief", "kassi"), 2),
        (("brief", "kasi", "--out", "no/such/folder.html"), 2),
        (("explain", "kasi/methan"), 2),
    ],
)
def test_a_real_process_ends_with_the_code_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = process(*arguments, cwd=tmp_path)
    assert done.code == code
    assert TRACEBACK not in done.err
    assert files(tmp_path) == {}


@pytest.mark.parametrize("arguments", [("brief", "kasi", "--format", "md", *LATE), ("ask", "outreach", *LATE)])
def test_head_may_close_the_pipe(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [SCRIPT, *arguments], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as work:
        head = subprocess.run(["head", "-1"], stdin=work.stdout, capture_output=True, check=True)
        _, complaint = work.communicate(timeout=60)
    assert head.stdout.strip()
    assert complaint == b""


@pytest.mark.parametrize(
    "arguments",
    [("brief", "kasi", "--format", "md"), ("ref", "akcf"), ("ask",), ("ask", "delivery"), ("explain", "kasi/methane")],
)
def test_a_reader_that_has_gone_is_no_fault(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [SCRIPT, *arguments], cwd=tmp_path, env=environment(), stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 0


# Stops the work at a place where it surely is under way, says so, and waits for the signal.
STOPPED = """
import pathlib, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
import {module}
def wait(*arguments, **options):
    print("working", flush=True)
    time.sleep(60)
{target} = wait
from solidary.cli.main import main
main(["brief", "kasi", "--out", "brief.html"])
"""
PLACES = {
    "while the page is made": ("solidary.brief.page", "solidary.brief.page.page"),
    "while the file is written": ("solidary.cli.brief", "pathlib.Path.replace"),
}


def interrupted(place: str, cwd: Path) -> Outcome:
    """Press Ctrl-C once the work has come to a place."""
    module, target = PLACES[place]
    work = subprocess.Popen(
        [sys.executable, "-c", STOPPED.format(module=module, target=target)], cwd=cwd, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with work:
        assert work.stdout is not None
        assert work.stdout.readline() == "working\n"
        work.send_signal(signal.SIGINT)
        rest, complaint = work.communicate(timeout=60)
    return Outcome(work.returncode, rest, complaint)


@pytest.mark.parametrize("place", PLACES)
def test_ctrl_c_leaves_no_half_written_file_and_no_traceback(tmp_path: Path, place: str) -> None:
    done = interrupted(place, tmp_path)
    assert TRACEBACK not in done.err
    assert done.code == 130  # 128 + 2, as shells count an interrupt
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_is_answered_with_a_word(tmp_path: Path) -> None:
    assert "stopped" in interrupted("while the page is made", tmp_path).err


def test_ctrl_c_keeps_the_brief_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "brief.html").write_text("yesterday's brief", "utf-8")
    assert interrupted("while the file is written", tmp_path).code == 130
    assert files(tmp_path) == {"brief.html": b"yesterday's brief"}
