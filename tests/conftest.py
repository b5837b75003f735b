"""Shared fixtures: the bundled workspace, read once, and small dossiers written as YAML in a test."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import solidary
from solidary.analyses.perspective import perspective
from solidary.analyses.view import View
from solidary.register.register import Register
from solidary.sources.dossier import read_claims
from solidary.terms.dossier import DossierFile
from solidary.terms.library import Dossier, DossierPart, Library
from solidary.terms.reading import read_terms
from solidary.workspace import Workspace

TODAY = date(2026, 11, 24)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background; children would be deaf too
    signal.signal(signal.SIGINT, signal.default_int_handler)
Look = Callable[[str, date, str], View]
# Files that take minutes begin first, or one process waits for the other at the end.
LONG = tuple(
    f"tests/{name}.py"
    for name in ("store/engine/test_spark", "store/engine/test_cluster", "test_docs", "app/test_browser",
                 "refine/test_conservation", "app/test_pages", "store/test_together", "brief/test_print")
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first; the sort is stable, so all else stays in its random order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


HEAD = """\
initiative:
  key: bridge
  title: Green Bridge
  short: Bridge
  partner: KR
  beneficiary: ASEAN
  compiled: 2026-11-24
  coded_by: a tester
sources:
  speech: {title: The speech, published: 2020-01-01, grade: official}
  report: {title: The report, published: 2023-01-01, grade: official}
  paper: {title: The newspaper, published: 2024-01-01, grade: news}
"""


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The bundled dossiers as of a fixed day; nothing in a test may write to it."""
    return solidary.open(today=TODAY)


@pytest.fixture(scope="session")
def library(workspace: Workspace) -> Library:
    """All bundled definitions and dossiers."""
    return workspace.library


@pytest.fixture(scope="session")
def look(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Read the entries of a small dossier on the bundled definitions, and look at them on a day as a reader."""
    folder = tmp_path_factory.mktemp("small")

    def read(entries: str, day: date, reader: str) -> View:
        path = folder / "bridge.yml"
        path.write_text(entries if entries.startswith("initiative:") else HEAD + entries, "utf-8")
        terms, document = read_terms(path, DossierFile)
        assert terms is not None and terms.initiative is not None, document.faults
        dossier = Dossier(terms.initiative, [DossierPart(terms, document)])
        own = replace(library, sources=library.sources | terms.sources, dossiers={dossier.key: dossier})
        register = Register(own, day, tuple(read_claims(own, dossier)))
        return View(register, terms.initiative, perspective(reader, own, terms.initiative, day))

    return read


@pytest.fixture(scope="session")
def with_money(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The bundled dossiers and a few activities; nothing in a test may write to it."""
    from tests.loaded import loaded

    return loaded(tmp_path_factory.mktemp("money"))


@pytest.fixture(scope="session")
def with_spending(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The bundled dossiers and the spending of a few donors; nothing in a test may write to it."""
    from tests.spent import spent_in

    return spent_in(tmp_path_factory.mktemp("spent"))
