"""Definitions that say where they were read become claims, so that figures which rest on them can be opened."""

from __future__ import annotations

from datetime import date

import pytest

from solidary.records.claim import Claim
from solidary.sources.definitions import read_definitions
from solidary.terms.library import Library
from tests.terms.samples import bundled

COMPILED = date(2026, 11, 23)


@pytest.fixture(scope="module")
def library() -> Library:
    return bundled()


@pytest.fixture(scope="module")
def claims(library: Library) -> list[Claim]:
    return list(read_definitions(library, COMPILED))


def test_every_sourced_definition_gives_one_claim(library: Library, claims: list[Claim]) -> None:
    sections = (library.groupings, library.frameworks, library.mechanisms, library.channels,
                library.code_lists, library.funds, library.coordinators, library.governments)  # fmt: skip
    assert len(claims) == sum(len(section) for section in sections)


def test_no_two_definitions_share_a_subject_or_an_id(claims: list[Claim]) -> None:
    assert len({claim.subject for claim in claims}) == len({claim.id for claim in claims}) == len(claims)


def test_the_claim_on_asean_names_its_eleven_members_and_its_source(library: Library, claims: list[Claim]) -> None:
    (asean,) = [claim for claim in claims if claim.subject == "definitions/groupings/ASEAN"]
    assert set(asean.value) == {"BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN", "TL"}  # type: ignore[arg-type]
    assert asean.evidence.title == library.sources[asean.evidence.source].title


def test_a_later_member_is_named_once(claims: list[Claim]) -> None:
    for claim in claims:
        if isinstance(claim.value, tuple):
            assert len(set(claim.value)) == len(claim.value), claim.subject


def test_no_definition_is_known_after_the_day_of_compiling(claims: list[Claim]) -> None:
    assert all(claim.known_from <= COMPILED for claim in claims)
