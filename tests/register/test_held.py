"""What is held on one slot: its value, how it drifted, who contradicts it, and silence as a value."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given

from solidary.records.claim import Claim, agree
from solidary.register.held import Held
from solidary.terms.scalars import NOT_STATED
from solidary.values.amount import Amount
from tests.register.samples import CLAIMS, EARLY, LATE, claim, usd

MIDDLE = date(2022, 1, 1)


def held(*claims: Claim, predicate: str = "amount") -> Held:
    return Held(predicate, "", claims)


def test_a_later_value_of_equal_grade_is_a_drift_and_no_rival() -> None:
    first, last = claim(usd("19 million"), day=EARLY, key="c-1"), claim(usd("20 million"), day=LATE, key="c-2")
    found = held(last, first)
    assert found.drift == (first, last)
    assert found.drifted
    assert found.rivals == ()


def test_a_value_that_comes_back_is_told_as_three_steps() -> None:
    steps = [
        claim(usd(f"{number} million"), day=day, key=f"c-{day.year}")
        for number, day in ((19, EARLY), (20, MIDDLE), (19, LATE))
    ]
    assert held(*steps).drift == tuple(steps)


def test_a_weaker_later_claim_is_a_rival_and_no_drift() -> None:
    official, news = claim(usd("19 million"), key="c-1"), claim(usd("20 million"), "news", LATE, key="c-2")
    found = held(official, news)
    assert found.rivals == (news,)
    assert not found.drifted
    assert found.value == usd("19 million")


def test_a_value_that_the_bound_allows_is_neither_drift_nor_rival() -> None:
    about = claim(Amount.parse("about USD 20 million"), day=EARLY, key="c-1")
    exact = claim(usd("20.5 million"), day=LATE, key="c-2")
    found = held(about, exact)
    assert (found.drifted, found.rivals) == (False, ())
    assert set(found.supporters) == {about, exact}


def test_a_doubted_value_stays_a_visible_rival() -> None:
    good, slip = claim(usd("19 million"), key="c-1"), claim(usd("19 billion"), doubt="slip of unit", key="c-2")
    assert held(good, slip).rivals == (slip,)
    assert held(good, slip).drift == (good,)


def test_two_facts_may_both_be_true() -> None:
    one, two = claim("a frame document", predicate="fact", key="c-1"), claim("a manual", predicate="fact", key="c-2")
    found = held(one, two, predicate="fact")
    assert (found.rivals, found.drifted) == ((), False)


def test_not_stated_is_a_value_of_its_own() -> None:
    silence = claim(NOT_STATED)
    found = held(silence)
    assert found.silent
    assert found.value is None
    assert found.ranked == (silence,)
    assert not held().silent


def test_silence_ends_where_another_source_speaks() -> None:
    found = held(claim(NOT_STATED, key="c-1"), claim(usd("19 million"), "news", key="c-2"))
    assert not found.silent
    assert found.rivals == ()


@given(CLAIMS)
def test_each_step_of_a_drift_excludes_the_one_before(claims: list[Claim]) -> None:
    drift = held(*claims).drift
    assert all(not agree(one.value, two.value) for one, two in pairwise(drift))
    assert [one.known_from for one in drift] == sorted(one.known_from for one in drift)


@given(CLAIMS)
def test_rivals_never_were_in_force(claims: list[Claim]) -> None:
    found = held(*claims)
    assert not set(found.rivals) & {*found.drift, *found.supporters}
