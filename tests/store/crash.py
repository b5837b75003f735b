"""Loads in processes of their own, and what is left of them: found by their session, in /proc."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from solidary.store.snapshot import Lake
from tests.cli.outcome import SCRIPT, environment

PROC = Path("/proc")
PATIENCE = 15.0  # seconds until a test gives up; no test asks how long a thing takes


def started(paths: Sequence[Path], workspace: Path, workers: int = 2) -> subprocess.Popen[str]:
    """Start a load in a session of its own, as a terminal would."""
    command = [SCRIPT, "ingest", *map(str, paths), "--workspace", str(workspace), "--workers", str(workers)]
    return subprocess.Popen(
        command,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def finish(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    """Wait for all; return exit code and complaint of each."""
    told = [process.communicate(timeout=60)[1] for process in processes]
    return [(process.returncode, text) for process, text in zip(processes, told, strict=True)]


def members(session: int) -> list[int]:
    """Return the living processes of a session."""
    return [
        number
        for number in (int(path.name) for path in PROC.iterdir() if path.name.isdigit())
        if _lives(number, session)
    ]


def _lives(number: int, session: int) -> bool:
    try:
        fields = (PROC / str(number) / "stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[3]) == session and fields[0] not in "ZX"


def until(condition: Callable[[], bool]) -> bool:
    """Wait until something holds; say whether it ever did."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def ended(session: int) -> bool:
    """Wait until no process of a session is left; what is left all the same is ended, so that tests leave nothing."""
    gone = until(lambda: not members(session))
    for number in members(session):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    return gone


def drafts(lake: Lake) -> list[Path]:
    """Return what lies among the snapshots and is none."""
    return sorted((lake.folder / "snapshots").glob(".*"))


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that a load has started."""
    return [number for number in members(process.pid) if number != process.pid]
