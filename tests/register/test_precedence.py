"""The rule of precedence, step by step: at each step everything below it speaks for the loser."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.records.claim import Claim
from solidary.register.held import Held
from solidary.register.precedence import ranked
from solidary.terms.definition import Grade
from solidary.terms.scalars import NOT_STATED, Stated
from solidary.values.amount import Amount, Quantity
from solidary.values.period import Period
from tests.register.samples import CLAIMS, EARLY, LATE, claim, usd


def in_force(*claims: Claim) -> Claim | None:
    return Held("amount", "", claims).claim


def before(winner: Claim, loser: Claim) -> bool:
    """Whatever the order of reading, one claim is in force beside the other."""
    return in_force(winner, loser) == winner == in_force(loser, winner)


def test_a_stated_value_goes_before_silence() -> None:
    stated = claim(Amount.parse("about USD 19 million"), "weak", EARLY, key="c-9", method="arithmetic")
    assert before(stated, claim(NOT_STATED, "official", LATE, key="c-1"))


def test_a_doubted_claim_goes_behind_one_that_nobody_doubts() -> None:
    plain = claim(Amount.parse("about USD 19 million"), "weak", EARLY, key="c-9", method="arithmetic")
    assert before(plain, claim(usd("20 million"), "official", LATE, key="c-1", doubt="a slip of unit"))


def test_a_doubted_claim_never_takes_force() -> None:
    doubted = claim(usd("20 million"), doubt="a slip of unit", key="c-1")
    assert in_force(doubted) is None
    assert in_force(doubted, claim(NOT_STATED, key="c-2")) is None
    assert Held("amount", "", (doubted,)).drift == ()


def test_a_source_goes_before_arithmetic() -> None:
    said = claim(Amount.parse("about USD 19 million"), "weak", EARLY, key="c-9")
    assert before(said, claim(usd("20 million"), "official", LATE, key="c-1", method="arithmetic"))


@pytest.mark.parametrize(
    ("higher", "lower"),
    [("official", "repost"), ("repost", "news"), ("repost", "analysis"), ("news", "weak"), ("analysis", "weak")],
)
def test_a_better_grade_goes_before_a_worse_one(higher: Grade, lower: Grade) -> None:
    better = claim(Amount.parse("about USD 19 million"), higher, EARLY, key="c-9")
    assert before(better, claim(usd("20 million"), lower, LATE, key="c-1"))


@pytest.mark.parametrize(("one", "two"), [("news", "analysis"), ("analysis", "news")])
def test_news_and_analysis_stand_on_one_step(one: Grade, two: Grade) -> None:
    later = claim(usd("20 million"), one, LATE, key="c-9")
    assert before(later, claim(usd("19 million"), two, EARLY, key="c-1"))


def test_later_goes_before_earlier() -> None:
    later = claim(Amount.parse("about USD 19 million"), day=date(2023, 1, 2), key="c-9")
    assert before(later, claim(usd("20 million"), day=date(2023, 1, 1), key="c-1"))


SPECIFIC: list[tuple[Stated, Stated]] = [
    (usd("19 million"), Amount.parse("about USD 20 million")),
    (usd("19 million"), Amount.parse("USD 19 to 21 million")),
    (Quantity.parse("10 states"), Quantity.parse("over 9 states")),
    (Period.parse("2024-11-21"), Period.parse("2024-11")),
    (Period.parse("2024-11"), Period.parse("2024")),
    (Period.parse("2024"), Period.parse("about 2024")),
    (Period.parse("2024-28"), Period.parse("until 2029")),
]


@pytest.mark.parametrize(("exact", "loose"), SPECIFIC, ids=str)
def test_specific_goes_before_less_specific(exact: Stated, loose: Stated) -> None:
    assert before(claim(exact, key="c-9"), claim(loose, key="c-1"))


def test_a_tie_goes_to_the_smaller_id() -> None:
    assert before(claim(usd("20 million"), key="c-1"), claim(usd("19 million"), key="c-9"))


def test_the_losers_stay_visible_in_the_order_of_their_strength() -> None:
    first, second = claim(usd("19 million"), key="c-3"), claim(usd("20 million"), "news", key="c-2")
    third = claim(usd("21 million"), doubt="a slip", key="c-1")
    assert ranked([third, second, first]) == (first, second, third)


@given(CLAIMS, st.randoms())
def test_the_value_in_force_does_not_depend_on_the_order_of_claims(claims: list[Claim], chance: object) -> None:
    mixed = list(claims)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, two = Held("amount", "", tuple(claims)), Held("amount", "", tuple(mixed))
    assert (one.claim, one.ranked, one.drift, one.rivals) == (two.claim, two.ranked, two.drift, two.rivals)


@given(CLAIMS)
def test_reading_a_claim_twice_changes_nothing(claims: list[Claim]) -> None:
    once, twice = Held("amount", "", tuple(claims)), Held("amount", "", (*claims, *claims))
    assert (once.claim, once.drift, once.silent) == (twice.claim, twice.drift, twice.silent)
    assert set(once.rivals) == set(twice.rivals)
    assert set(once.supporters) == set(twice.supporters)


@given(CLAIMS)
def test_what_is_in_force_is_stated_and_undoubted(claims: list[Claim]) -> None:
    found = in_force(*claims)
    fit = [one for one in claims if one.value is not NOT_STATED and one.doubt is None]
    assert (found in fit) if fit else (found is None)
