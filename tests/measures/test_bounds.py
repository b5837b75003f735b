"""Low, central and high: never out of order, never narrower for more doubt, never an end that nobody knows."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.measures.bounds import (
    Bounds,
    around,
    monte_carlo,
    proportion,
    root_sum_square,
    share,
    split,
    together,
)

numbers = st.decimals(0, 10**9, places=2)
percents = st.lists(st.none() | st.decimals(0, 30, places=1), min_size=1, max_size=3)


def made(values: list[Decimal]) -> Bounds:
    low, central, high = sorted(values)
    return Bounds(low, central, high)


triples = st.lists(numbers, min_size=3, max_size=3).map(made)


@given(triples, triples)
def test_sums_keep_their_order(one: Bounds, two: Bounds) -> None:
    found = one + two
    assert found.low is not None and found.high is not None
    assert found.low <= found.central <= found.high


@given(numbers, st.lists(numbers, max_size=3), st.lists(numbers, max_size=3))
def test_a_second_doubt_never_narrows_the_first(central: Decimal, one: list[Decimal], two: list[Decimal]) -> None:
    first, second = around(central, *one), around(central, *two)
    found = together([first, second])
    assert found.low is not None and found.high is not None and first.low is not None and first.high is not None
    assert found.low <= first.low <= central <= first.high <= found.high


def test_an_end_that_is_open_stays_open() -> None:
    whole = together([around(Decimal(5), Decimal(4)), Bounds(Decimal(5), Decimal(5), None)])
    assert (whole.low, whole.high) == (Decimal(4), None)
    assert (whole + Bounds(None, Decimal(1), Decimal(2))).low is None


def test_doubts_of_two_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="one number"):
        together([around(Decimal(1)), around(Decimal(2))])


@given(triples, triples)
def test_a_share_lies_between_0_and_100_and_in_its_bounds(part: Bounds, rest: Bounds) -> None:
    if part.central + rest.central > 0:
        found = share(part, rest)
        assert found.low is not None and found.high is not None
        assert 0 <= found.low <= found.central <= found.high <= 100


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_proportion_among_unknowns_reaches_both_ends(true: int, unknown: int, false: int) -> None:
    whole = true + unknown + false
    if whole:
        found = proportion(true, unknown, whole)
        assert found.low == Decimal(true * 100) / whole
        assert found.high == Decimal((true + unknown) * 100) / whole


@given(percents, st.data())
def test_a_split_holds_whatever_the_missing_shares_are(stated: list[Decimal | None], data: st.DataObject) -> None:
    """Any way to share what is left among those without a percentage lies between the bounds, and both ends occur."""
    chosen = data.draw(st.lists(st.booleans(), min_size=len(stated), max_size=len(stated)))
    low, high = split(stated, chosen)
    left = 100 - sum((one for one in stated if one is not None), Decimal(0))
    blank = [number for number, one in enumerate(stated) if one is None]
    sure = sum((one for one, mine in zip(stated, chosen, strict=True) if one is not None and mine), Decimal(0))
    ways = [sure + (left if chosen[taker] else 0) for taker in blank] or [sure]
    assert (low, high) == (min(ways), max(ways))


def test_root_sum_square_and_draws_agree_on_a_sum() -> None:
    # Two even intervals of width 12 ** 0.5 have a standard error of 1 each, so their sum has 2 ** 0.5.
    half = 12**0.5 / 2
    assert root_sum_square([1, 1]) == pytest.approx(2**0.5)
    low, middle, high = monte_carlo(lambda one, two: one + two, [(-half, half)] * 2, draws=40_000)
    # The sum has a triangle of density: 2.5 % lie below -(1 - 0.05 ** 0.5) x 2 x half.
    end = (1 - 0.05**0.5) * 2 * half
    assert (low, middle, high) == pytest.approx((-end, 0, end), abs=0.04)
    assert monte_carlo(np.minimum, [(0, 1), (0, 1)], draws=100) == monte_carlo(np.minimum, [(0, 1), (0, 1)], draws=100)
