"""Statements of a dossier become claims whose ids and dates depend on what was said, never on where a file has it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.records.claim import Claim
from solidary.sources.dossier import read_claims
from solidary.sources.dossier.reader import known
from solidary.terms.library import Library, load_library
from solidary.values.period import Period
from tests.terms.samples import (
    BUNDLED_DEFINITIONS,
    BUNDLED_DOSSIERS,
    DOSSIER,
    ENTRIES,
    HEAD,
    SOURCES,
    bundled,
    bundled_dossiers,
    load,
    write,
)

COMPILED = date(2026, 11, 23)


def claims(library: Library, initiative: str = "bridge") -> list[Claim]:
    return list(read_claims(library, library.dossier(initiative)))


def ids(path: Path) -> set[str]:
    return {claim.id for claim in claims(load(path))}


def known_from(tmp_path: Path, published: str, asserted: str = "") -> set[date]:
    text = DOSSIER.replace("published: 2023-06\n", f"published: {published}\n")
    if asserted:
        text = text.replace("locator: page 2", f"locator: page 2\n        asserted: {asserted}")
    found = claims(load(write(tmp_path / "bridge.yml", text)))
    return {claim.known_from for claim in found if claim.evidence.locator == "page 2"}


def test_one_claim_is_made_for_each_thing_that_a_statement_says(tmp_path: Path) -> None:
    found = claims(load(write(tmp_path / "bridge.yml", DOSSIER)))
    assert [(claim.subject, claim.predicate, claim.evidence.source) for claim in found] == [
        ("bridge/money", "amount", "bridge-text"),
        ("bridge/money", "period", "bridge-text"),
        ("bridge/money", "amount", "bridge-news"),
        ("bridge/opening", "date", "bridge-text"),
    ]


def test_a_claim_knows_the_line_of_its_statement(tmp_path: Path) -> None:
    path = write(tmp_path / "bridge.yml", DOSSIER)
    lines = DOSSIER.splitlines()
    for claim in claims(load(path)):
        file, _, line = claim.place.rpartition(":")
        assert file == str(path)
        assert "says:" in lines[int(line) - 1]


def test_ids_do_not_depend_on_the_files_of_a_dossier(tmp_path: Path) -> None:
    whole = ids(write(tmp_path / "one" / "bridge.yml", DOSSIER))
    for name, order in (("two", "abc"), ("three", "cba")):
        for letter, text in zip(order, (HEAD, SOURCES, ENTRIES), strict=True):
            write(tmp_path / name / "bridge" / f"{letter}.yml", text)
        assert ids(tmp_path / name / "bridge") == whole
    assert len(whole) == 4


def test_ids_do_not_depend_on_the_order_of_statements(tmp_path: Path) -> None:
    head, _, rest = DOSSIER.partition("    claims:\n")
    statements, _, tail = rest.partition("milestones:\n")
    first, second = statements.split("      - ")[1:]
    turned = f"{head}    claims:\n      - {second}      - {first}milestones:\n{tail}"
    assert turned != DOSSIER
    assert ids(write(tmp_path / "a" / "bridge.yml", turned)) == ids(write(tmp_path / "b" / "bridge.yml", DOSSIER))


def test_ids_of_kasi_do_not_depend_on_the_names_of_its_files(tmp_path: Path) -> None:
    files = sorted((BUNDLED_DOSSIERS / "kasi").glob("*.yml"))
    (tmp_path / "kasi").mkdir()
    for number, path in enumerate(reversed(files)):
        shutil.copy(path, tmp_path / "kasi" / f"{number:02}.yml")
    others = [path for path in bundled_dossiers() if path.stem != "kasi"]
    moved = load_library([BUNDLED_DEFINITIONS], [*others, tmp_path / "kasi"])
    assert {claim.id for claim in claims(moved, "kasi")} == {claim.id for claim in claims(bundled(), "kasi")}


def test_every_bundled_claim_has_an_id_of_its_own_and_says_where_it_stands() -> None:
    library = bundled()
    found = [claim for key in library.dossiers for claim in claims(library, key)]
    assert len({claim.id for claim in found}) == len(found)
    assert all(claim.evidence.source and claim.evidence.locator and claim.evidence.title for claim in found)


@pytest.mark.parametrize(
    ("published", "first_day"),
    [
        ("2023-06-15", date(2023, 6, 15)),
        ("2023-06", date(2023, 6, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2023", date(2023, 12, 31)),
        ("about 2019", date(2019, 12, 31)),
        ("2023-24", date(2024, 12, 31)),
        ("undated", COMPILED),
        ("from 2020", COMPILED),
        ("2026", COMPILED),
        ("2030-01-01", COMPILED),
    ],
)
def test_a_claim_is_known_from_the_last_day_that_its_date_allows(
    tmp_path: Path, published: str, first_day: date
) -> None:
    assert known_from(tmp_path, published) == {first_day}


@pytest.mark.parametrize(
    ("published", "asserted", "first_day"),
    [
        ("2023-06-15", "2021-03", date(2021, 3, 31)),
        ("2023-06-15", "2024", date(2024, 12, 31)),
        ("undated", "2022-11-11", date(2022, 11, 11)),
        ("2023-06-15", "2027", COMPILED),
    ],
)
def test_what_was_asserted_at_another_time_counts_from_then(
    tmp_path: Path, published: str, asserted: str, first_day: date
) -> None:
    assert known_from(tmp_path, published, asserted) == {first_day}


@given(st.dates(), st.dates(), st.booleans())
def test_nothing_is_known_later_than_the_day_of_compiling(day: date, compiled: date, year_only: bool) -> None:
    text = f"{day.year:04}" if year_only else day.isoformat()
    last = date(day.year, 12, 31) if year_only else day
    assert known(Period.parse(text), compiled) == min(last, compiled)


def test_no_bundled_claim_is_known_before_its_source_or_after_its_dossier() -> None:
    library = bundled()
    for key, dossier in library.dossiers.items():
        for claim in claims(library, key):
            assert claim.known_from <= dossier.initiative.compiled
