"""Calls the command line inside the test's own process, in an empty folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from solidary.cli.main import main
from solidary.terms.library import Library, load_library
from solidary.workspace import opened
from tests.cli.outcome import Outcome, Run


@cache
def bundled(definitions: tuple[Path, ...], dossiers: tuple[Path, ...]) -> Library:
    """The library without a workspace, read once for all tests: it is the same files every time."""
    return load_library(definitions, dossiers)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each call the reading of the bundled files; a workspace's own files are always read anew."""

    def read(definitions: Sequence[Path], dossiers: Sequence[Path]) -> Library:
        paths = (*definitions, *dossiers)
        if all(path.is_relative_to(opened.HERE) for path in paths):
            return bundled(tuple(definitions), tuple(dossiers))
        return load_library(definitions, dossiers)

    monkeypatch.setattr(opened, "load_library", read)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOLIDARY_WORKSPACE", raising=False)

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), captured.out, captured.err)

    return call


# The same dossier with brackets and a formula (harmless), and with sequences that steer a terminal (refused).
RED = r"""
initiative:
  key: red
  title: "Red \e[31mAlarm\a"
  short: "Red \e[31mAlarm\a"
  partner: JP
  beneficiary: ASEAN
  frameworks: [aoip]
  compiled: 2025-06-30
  coded_by: "me \e[2J"
sources:
  red-text:
    title: "Ti\e]0;owned\atle"
    published: 2025-01
    grade: official
promises:
  one:
    title: "=Alarm \e[31mthing\e[0m"
    serves: {aoip: [maritime]}
    claims:
      - says: {amount: USD 5 million}
        source: red-text
        locator: "page \e[2J1"
"""


@pytest.fixture
def red_dossier(tmp_path: Path) -> Path:
    """A workspace whose dossier holds what looks like markup of a terminal, and a formula."""
    return _red(tmp_path, re.sub(r"\\e|\\a", "", RED))


@pytest.fixture
def steering_dossier(tmp_path: Path) -> Path:
    """A workspace whose dossier holds terminal control sequences, which YAML allows as escapes."""
    return _red(tmp_path, RED)


def _red(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "red-workspace"
    (folder / "dossiers").mkdir(parents=True)
    (folder / "dossiers" / "red.yml").write_text(text, "utf-8")
    return folder
