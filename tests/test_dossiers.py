"""Every bundled claim says where it stands, and no contradiction was settled by leaving a side out."""

from __future__ import annotations

import re
from datetime import date

import pytest

from solidary.records.claim import spell
from solidary.terms.definition import GRADES
from solidary.terms.dossier import Contradiction
from solidary.terms.library import Library
from solidary.workspace import Workspace

INITIATIVES = ("kasi", "japan", "australia", "india", "china", "usa", "eu", "uk", "canada")
AMOUNT = re.compile(r"\b[A-Z]{3}\s?\d|[$€£¥₩]\s?\d|\d\s?(?:thousand|million|billion|trillion)")
NUMBERED = [f"x-{number:02}" for number in range(1, 25)]


def contradictions(library: Library) -> dict[str, tuple[str, Contradiction]]:
    return {
        key: (name, found)
        for name, dossier in library.dossiers.items()
        for key, found in dossier.contradictions.items()
        if re.fullmatch(r"x-\d\d", key)
    }


def test_the_initiative_and_its_eight_comparators_are_bundled(library: Library) -> None:
    assert set(library.dossiers) >= set(INITIATIVES)


@pytest.mark.parametrize("initiative", INITIATIVES)
def test_every_statement_has_a_source_that_exists_and_a_locator(library: Library, initiative: str) -> None:
    for _, key, entry, _ in library.dossier(initiative).entries():
        assert entry.claims, key
        for statement in entry.claims:
            assert statement.source in library.sources, key
            assert statement.locator.strip(), key


@pytest.mark.parametrize("initiative", INITIATIVES)
def test_every_claim_has_grade_day_title_and_place(workspace: Workspace, initiative: str) -> None:
    claims = [claim for claim in workspace.claims if claim.subject.startswith(f"{initiative}/")]
    assert claims
    compiled = workspace.library.dossier(initiative).initiative.compiled
    for claim in claims:
        assert claim.evidence.grade in GRADES
        assert date(1980, 1, 1) < claim.known_from <= compiled
        assert claim.evidence.title.strip() and claim.evidence.locator.strip() and claim.asserted_by.strip()
        assert re.fullmatch(r".+\.yml:\d+", claim.place)


def test_every_thing_said_became_a_claim(workspace: Workspace) -> None:
    said = sum(
        len(statement.says.model_fields_set)
        for dossier in workspace.library.dossiers.values()
        for _, _, entry, _ in dossier.entries()
        for statement in entry.claims
    )
    assert len(workspace.claims) == said
    assert len({claim.id for claim in workspace.claims}) == said


def test_every_entry_has_a_neutral_title(library: Library) -> None:
    for name, dossier in library.dossiers.items():
        for _, key, entry, _ in dossier.entries():
            assert entry.title.strip(), f"{name}/{key}"
            assert not AMOUNT.search(entry.title), f"{name}/{key}: {entry.title}"


def test_the_partnership_of_october_2024_stands_in_no_title_known_before(workspace: Workspace) -> None:
    before = workspace.register(date(2024, 10, 9)).subjects
    early = [key for key, found in before.items() if "Comprehensive Strategic Partnership" in found.title]
    assert [key for key in early if key.startswith("kasi/")] == []
    assert "kasi/csp-established" in workspace.register(date(2024, 10, 31)).subjects


def test_all_24_contradictions_are_pointed_at(library: Library) -> None:
    assert sorted(contradictions(library)) == NUMBERED


@pytest.mark.parametrize("key", NUMBERED)
def test_a_contradiction_keeps_both_sides(workspace: Workspace, key: str) -> None:
    initiative, found = contradictions(workspace.library)[key]
    claims = workspace.register().contradiction(initiative, found)
    assert len(claims) >= 2
    assert len({spell(claim.value) for claim in claims}) >= 2
    assert found.title.strip() and found.reading.strip()


PAIRS = {
    "x-01": {"USD 19 million", "USD 20 million", "2023-2026", "2024-2027"},
    "x-03": {"about USD 200 million", "USD 48 million a year"},
    "x-04": {"USD 4 million a year", "USD 5 million a year"},
    "x-05": {"USD 3.5 million"},
    "x-06": {"2024-2028", "until 2029"},
    "x-07": {"USD 7 million a year", "USD 14 million a year"},
    "x-10": {"2019-06-22", "2019-06-23"},
    "x-12": {"2024-09", "2024-11-21"},
    "x-13": {"USD 56 billion", "USD 38.2 billion", "USD 17.8 billion"},
    "x-14": {"USD 12.4 billion", "USD 12.5 billion", "USD 25 billion", "USD 32.1 billion"},
    "x-15": {"2013", "2015"},
    "x-19": {"USD 15 billion", "USD 150 billion"},
    "x-21": {"9 states", "10 states"},
    "x-23": {"KRW 4,278.8 billion", "KRW 4,027.8 billion"},  # 4.2788 trillion, and 4 trillion 27.8 billion
}


@pytest.mark.parametrize(("key", "values"), PAIRS.items())
def test_the_competing_values_are_those_of_the_sources(workspace: Workspace, key: str, values: set[str]) -> None:
    initiative, found = contradictions(workspace.library)[key]
    assert values <= {spell(claim.value) for claim in workspace.register().contradiction(initiative, found)}
