"""A bar for people, and nothing for programs."""

from __future__ import annotations

import io
import sys

import pytest

from solidary.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("unit", ["bytes", "rows"])
def test_a_program_gets_no_bar(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    with progress(unit) as told:  # type: ignore[arg-type]
        assert told is None
    assert out.getvalue() == ""


def test_a_person_sees_what_is_being_done_and_no_name_steers_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setenv("TERM", "xterm")
    with progress("rows") as told:
        assert told
        told("first[bold]", 3, 10)
        told("second\x1b]0;evil\x07", 1, None)
    shown = out.getvalue()
    assert "second]0;evil" in shown
    assert "\x1b]0;evil" not in shown
