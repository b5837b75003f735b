"""The id of a claim follows from what it says and where; the same claim read twice is the same claim."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.records.claim import agree, claim_id, spell
from solidary.sources.dossier import read_claims
from solidary.terms.scalars import NOT_STATED, Stated
from solidary.values.amount import Amount, Quantity
from solidary.values.period import Period
from tests.terms.samples import DOSSIER, load, write

PARTS: tuple[str, str, Period | None, Stated, str, str] = (
    "kasi/casa", "amount", Period.parse("2024"), Amount.parse("USD 11 million"), "isc-2306", "CASA",
)  # fmt: skip


@pytest.mark.parametrize(
    ("position", "other"),
    [
        (0, "kasi/methane"),
        (1, "cumulative"),
        (2, None),
        (2, Period.parse("2025")),
        (3, Amount.parse("about USD 11 million")),
        (3, Amount.parse("KRW 11 million")),
        (3, NOT_STATED),
        (4, "isc-2307"),
        (5, "page 2"),
    ],
)
def test_whatever_identifies_a_claim_changes_its_id(position: int, other: object) -> None:
    parts = list(PARTS)
    parts[position] = other  # type: ignore[call-overload]
    assert claim_id(*parts) != claim_id(*PARTS)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["USD 11,000,000", "USD 11.0 million", "USD  11 million"])
def test_another_spelling_of_the_value_is_the_same_claim(text: str) -> None:
    assert claim_id(*PARTS[:3], Amount.parse(text), *PARTS[4:]) == claim_id(*PARTS)


def test_the_same_dossier_read_twice_gives_the_same_claims(tmp_path: Path) -> None:
    path = write(tmp_path / "bridge.yml", DOSSIER)
    one, two = load(path), load(path)
    assert list(read_claims(one, one.dossier("bridge"))) == list(read_claims(two, two.dossier("bridge")))


def test_the_same_dossier_at_another_place_gives_the_same_claims(tmp_path: Path) -> None:
    one = load(write(tmp_path / "a" / "bridge.yml", DOSSIER))
    two = load(write(tmp_path / "b" / "bridge.yml", "# moved down\n\n" + DOSSIER))
    first = [replace(claim, place="") for claim in read_claims(one, one.dossier("bridge"))]
    assert first == [replace(claim, place="") for claim in read_claims(two, two.dossier("bridge"))]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Amount.parse("over USD 60,000,000"), "over USD 60 million"),
        (Quantity.parse("about 40,000 people"), "about 40,000 people"),
        (Period.parse("2023-26"), "2023-2026"),
        (("TH", "VN"), "TH, VN"),
        ("a text", "a text"),
        (NOT_STATED, "not stated"),
    ],
)
def test_a_value_is_spelt_as_a_dossier_writes_it(value: Stated, text: str) -> None:
    assert spell(value) == text


VALUES: list[Stated] = [
    Amount.parse("USD 19 million"), Amount.parse("about USD 20 million"), Quantity.parse("19 people"),
    Period.parse("2023"), Period.parse("2023-01"), ("TH", "VN"), ("VN", "TH"), ("TH",), "TH", NOT_STATED,
]  # fmt: skip


@given(st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_agreement_of_values_is_symmetric_and_reflexive(one: Stated, two: Stated) -> None:
    assert agree(one, two) is agree(two, one)
    assert agree(one, one)


def test_silence_contradicts_nothing_and_the_order_of_codes_does_not_matter() -> None:
    assert all(agree(NOT_STATED, value) for value in VALUES)
    assert agree(("TH", "VN"), ("VN", "TH"))
    assert not agree(("TH", "VN"), ("TH",))
    assert not agree(Amount.parse("USD 19 million"), Quantity.parse("19 people"))
