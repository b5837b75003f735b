"""Krippendorff's alpha on his own tables, and what must hold for any coding."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.measures.agreement import Level, alpha

# Krippendorff 2011, section D: four coders, twelve units.
FOUR = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# The worked example of the encyclopedia's article: three coders, fifteen units.
THREE = (
    (None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3),
    (1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None),
    (None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4),
)
codings = st.lists(st.lists(st.none() | st.integers(1, 4), min_size=6, max_size=6), min_size=2, max_size=4)


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_t3_four_coders_of_twelve_units(level: Level, expected: float) -> None:
    assert alpha(FOUR, level) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.691), ("interval", 0.811)])
def test_t3_three_coders_of_fifteen_units(level: Level, expected: float) -> None:
    assert alpha(THREE, level) == pytest.approx(expected, abs=5e-4)


@given(st.lists(st.integers(1, 5), min_size=2).filter(lambda codes: len(set(codes)) > 1), st.integers(2, 4))
def test_identical_coders_agree_wholly(codes: list[int], coders: int) -> None:
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert alpha([codes] * coders, level) == 1


def test_shuffled_codes_agree_as_chance_would() -> None:
    chance = random.Random(1)
    codes = [chance.choice("abcd") for _ in range(4000)]
    other = chance.sample(codes, len(codes))
    # With 4,000 units of four even codes the standard error of alpha is about 1 / (3 x 4000) ** 0.5, below 0.01.
    assert abs(alpha([codes, other])) < 0.04


@given(codings, st.randoms())
def test_the_order_of_coders_and_units_does_not_matter(codes: list[list[int | None]], chance: random.Random) -> None:
    moved = chance.sample(codes, len(codes))
    places = chance.sample(range(6), 6)
    again = [[row[place] for place in places] for row in moved]
    for level in ("nominal", "ordinal", "interval"):
        assert alpha(again, level) == pytest.approx(alpha(codes, level), nan_ok=True)


def test_where_nothing_could_differ_there_is_no_alpha() -> None:
    assert math.isnan(alpha([[1, 1], [1, 1]]))
    assert math.isnan(alpha([[1, None], [None, 2]]))
