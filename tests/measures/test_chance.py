"""The null model against a full count of all shuffles, where they are few enough to count."""

from __future__ import annotations

from itertools import permutations
from statistics import mean, pstdev

import pytest
from hypothesis import given, settings

from solidary.measures.chance import against_chance
from solidary.measures.overlap import schoener
from tests.measures.samples import portfolios

FIRST, SECOND = [6.0, 3.0, 1.0, 0.0], [5.0, 5.0, 0.0, 0.0]


def every_shuffle() -> list[float]:
    """Only where the rows lie to each other counts, so it is enough to shuffle one of them."""
    return [sum(min(p / 10, q / 10) for p, q in zip(FIRST, row, strict=True)) for row in permutations(SECOND)]


def test_simulations_come_close_to_the_full_count() -> None:
    found, counted = against_chance(FIRST, SECOND, simulations=20_000), every_shuffle()
    assert found is not None
    assert found.observed == schoener(FIRST, SECOND) == pytest.approx(0.8)
    # three standard errors of a mean of 20,000
    assert found.expected == pytest.approx(mean(counted), abs=3 * pstdev(counted) / 20_000**0.5)
    assert found.effect == pytest.approx((0.8 - mean(counted)) / pstdev(counted), rel=0.02)
    part = sum(value >= 0.8 - 1e-9 for value in counted) / len(counted)
    assert found.as_high == pytest.approx(part, abs=3 * (part * (1 - part) / 20_000) ** 0.5)
    assert min(counted) - 1e-9 <= found.low <= found.high <= max(counted) + 1e-9


def test_the_same_seed_gives_the_same_answer_and_another_a_close_one() -> None:
    assert against_chance(FIRST, SECOND) == against_chance(FIRST, SECOND)
    one, other = against_chance(FIRST, SECOND), against_chance(FIRST, SECOND, seed=1)
    assert one is not None
    assert other is not None
    assert one != other
    assert one.expected == pytest.approx(other.expected, abs=0.05)


def test_two_who_sit_in_the_same_few_of_many_places_are_unlike_chance() -> None:
    found = against_chance([8, 2, *[0] * 18], [7, 3, *[0] * 18])
    assert found is not None
    assert found.unlike
    assert (found.effect or 0) > 2


def test_where_no_shuffle_changes_anything_there_is_no_effect() -> None:
    found = against_chance([1, 1, 1], [5, 1, 0])
    assert found is not None
    assert (found.effect, found.unlike, found.as_high) == (None, False, 1.0)
    assert against_chance([0, 0], [1, 1]) is None


@settings(max_examples=40)
@given(portfolios(2))
def test_low_expected_and_high_are_in_order_and_nothing_leaves_0_to_1(two: list[list[float]]) -> None:
    found = against_chance(two[0], two[1], simulations=60)
    assert found is not None
    assert -1e-9 <= found.low <= found.high <= 1 + 1e-9
    assert 0 <= found.as_high <= 1
