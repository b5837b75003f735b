"""Grades of evidence: each letter and figure from a small dossier, and one for every stated figure of the real one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from solidary.analyses.finding import Figure
from solidary.analyses.grade import grade_of
from solidary.analyses.questions import QUESTIONS, ask
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.conftest import Look

DAY = date(2026, 11, 24)
HEAD = "promises:\n  thing:\n    title: A thing\n    claims:\n"


def said(amount: str, source: str, more: str = "") -> str:
    return f"      - {{says: {{amount: {amount}}}, source: {source}, locator: a place{more}}}\n"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (said("USD 5 million", "report"), "A2"),
        (said("USD 5 million", "report") + said("USD 5 million", "paper"), "A1"),
        (said("USD 5 million", "paper"), "C2"),
        (said("USD 5 million", "report") + said("USD 9 million", "paper"), "A3"),
        (said("USD 5 million", "report") + said("USD 5 million", "report") + said("USD 9 million", "speech"), "A2"),
    ],
)
def test_a_promise_is_graded_by_its_sources(look: Look, claims: str, expected: str) -> None:
    # The speech of 2020 is older than the report of 2023: what it said was in force and then changed, no contradiction.
    view = look(HEAD + claims, DAY, "")
    assert grade_of(view.register.subject("bridge/thing"), view.register) == expected


def test_every_stated_sum_of_the_real_register_has_a_grade(workspace: Workspace) -> None:
    view = workspace.view("kasi", "TH", DAY)
    known = view.register.by_id
    for question in QUESTIONS:
        for figure in ask(question, view).figures.values():
            if figure.evidence and isinstance(figure.value, (Money, Decimal)):
                assert figure.grade[0] in "ABCEF" and figure.grade[1] in "123456", figure.key
                official = any(known[claim].evidence.grade == "official" for claim in figure.evidence)
                assert official or figure.grade[0] != "A", figure.key


def test_counts_have_no_grade(workspace: Workspace) -> None:
    found = workspace.ask("concreteness", "kasi", "TH", DAY)
    assert all(figure.grade == "" for figure in found.figures.values() if isinstance(figure.value, int))


def test_the_level_that_several_sources_state_is_confirmed(workspace: Workspace) -> None:
    found = workspace.ask("overstretch", "kasi", "", DAY)
    figure: Figure = found.figures["annual-target"]
    sources = {workspace.register().by_id[claim].evidence.source for claim in figure.evidence}
    assert len(sources) == 3 and figure.grade[1] == "1"
