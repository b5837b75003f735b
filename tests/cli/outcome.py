"""What one call of the command line gave, and how to make one as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

SCRIPT: Final = str(Path(sys.executable).with_name("solidary"))
TRACEBACK: Final = "Traceback (most recent call last)"
LATE: Final = ("--as-of", "2025-12-31")  # a fixed day, so that no answer changes with the calendar


class Outcome(NamedTuple):
    """Exit code, what was printed, what was complained of."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that a person sees, frames and line breaks taken out."""
        return " ".join(f"{self.out}\n{self.err}".replace("│", " ").split())


Run = Callable[..., Outcome]


def environment() -> dict[str, str]:
    """The environment without a workspace of the person who runs the tests."""
    return {name: value for name, value in os.environ.items() if name != "SOLIDARY_WORKSPACE"}


def process(*arguments: str, cwd: Path) -> Outcome:
    """Run the installed command as people do."""
    done = subprocess.run(
        [SCRIPT, *arguments], cwd=cwd, env=environment(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder with what is in them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
