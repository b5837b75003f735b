"""TOPSIS and AHP on published examples; weights that decide nothing; the trap of rank reversal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.measures.criteria import CONSISTENT, acceptability, reversals, topsis, weights_from_pairs

# Saaty 2008, relative consumption of drinks in the United States: the first is drunk so many times as much.
DRINKS = {
    ("coffee", "wine"): 9, ("coffee", "tea"): 5, ("coffee", "beer"): 2, ("coffee", "soda"): 1, ("coffee", "milk"): 1,
    ("water", "coffee"): 2, ("tea", "wine"): 3, ("beer", "wine"): 9, ("soda", "wine"): 9, ("milk", "wine"): 9,
    ("water", "wine"): 9, ("beer", "tea"): 3, ("soda", "tea"): 4, ("milk", "tea"): 3, ("water", "tea"): 9,
    ("soda", "beer"): 2, ("milk", "beer"): 1, ("water", "beer"): 3, ("soda", "milk"): 2, ("water", "soda"): 2,
    ("water", "milk"): 3,
}  # fmt: skip
# Saaty 2005, which of four cities to move to: what matters, and the cities on each of it.
MATTERS: dict[tuple[str, str], float] = {
    ("culture", "housing"): 3, ("culture", "transport"): 5, ("family", "culture"): 5, ("family", "housing"): 7,
    ("family", "transport"): 7, ("housing", "transport"): 3, ("jobs", "culture"): 2, ("jobs", "housing"): 4,
    ("jobs", "transport"): 7, ("family", "jobs"): 1,
}  # fmt: skip
BETHESDA, BOSTON, PITTSBURGH, SANTA_FE = "Bethesda", "Boston", "Pittsburgh", "Santa Fe"
CITIES: dict[str, dict[tuple[str, str], float]] = {
    "culture": {
        (BETHESDA, PITTSBURGH): 1, (BOSTON, BETHESDA): 2, (BOSTON, PITTSBURGH): 2.5, (BOSTON, SANTA_FE): 1,
        (SANTA_FE, BETHESDA): 2, (SANTA_FE, PITTSBURGH): 2.5,
    },
    "family": {
        (BETHESDA, BOSTON): 2, (BETHESDA, SANTA_FE): 4, (BOSTON, SANTA_FE): 2, (PITTSBURGH, BETHESDA): 3,
        (PITTSBURGH, BOSTON): 8, (PITTSBURGH, SANTA_FE): 9,
    },
    "housing": {
        (BETHESDA, BOSTON): 5, (BETHESDA, SANTA_FE): 2.5, (PITTSBURGH, BETHESDA): 2, (PITTSBURGH, BOSTON): 9,
        (PITTSBURGH, SANTA_FE): 7, (SANTA_FE, BOSTON): 4,
    },
    "jobs": {
        (BETHESDA, PITTSBURGH): 3, (BETHESDA, SANTA_FE): 4, (BOSTON, BETHESDA): 2, (BOSTON, PITTSBURGH): 6,
        (BOSTON, SANTA_FE): 8, (PITTSBURGH, SANTA_FE): 1,
    },
    "transport": {
        (BETHESDA, BOSTON): 1.5, (BETHESDA, SANTA_FE): 4, (BOSTON, SANTA_FE): 2.5, (PITTSBURGH, BETHESDA): 2,
        (PITTSBURGH, BOSTON): 3.5, (PITTSBURGH, SANTA_FE): 9,
    },
}  # fmt: skip
tables = st.lists(st.lists(st.integers(1, 20), min_size=3, max_size=3), min_size=2, max_size=5)


def test_t19_topsis_of_tzeng_and_huang() -> None:
    found = topsis([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], [0.3, 0.4, 0.3])
    assert found.tolist() == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=1e-3)


def test_t19_drinks_of_saaty() -> None:
    weights, ratio = weights_from_pairs(DRINKS)
    told = {"water": 0.327, "soda": 0.190, "coffee": 0.177, "milk": 0.129, "beer": 0.116, "tea": 0.042, "wine": 0.019}
    assert weights == pytest.approx(told, abs=1e-3)
    assert ratio == pytest.approx(0.022, abs=1e-3) and ratio < CONSISTENT


def test_t19_cities_of_saaty() -> None:
    matters, _ = weights_from_pairs(MATTERS)
    on_each = {name: weights_from_pairs(pairs)[0] for name, pairs in CITIES.items()}
    found = {city: sum(matters[name] * on_each[name][city] for name in matters) for city in on_each["jobs"]}
    assert found == pytest.approx({BETHESDA: 0.229, BOSTON: 0.275, PITTSBURGH: 0.385, SANTA_FE: 0.111}, abs=1e-3)


def test_a_comparison_that_is_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="not compared"):
        weights_from_pairs({("a", "b"): 2, ("b", "c"): 3})


@given(st.lists(st.floats(0.2, 5), min_size=3, max_size=5))
def test_comparisons_that_follow_from_weights_give_them_back(weights: list[float]) -> None:
    names = "abcde"[: len(weights)]
    pairs = {(one, other): weights[i] / weights[j] for i, one in enumerate(names) for j, other in enumerate(names)
             if i < j}  # fmt: skip
    found, ratio = weights_from_pairs(pairs)
    assert list(found.values()) == pytest.approx([weight / sum(weights) for weight in weights], abs=1e-6)
    assert abs(ratio) < 1e-6


@given(tables)
def test_topsis_lies_between_0_and_1_and_the_better_is_never_behind(table: list[list[int]]) -> None:
    found = topsis(table, [1, 2, 3])
    assert ((found >= 0) & (found <= 1)).all()
    for one, mine in enumerate(table):
        for other, theirs in enumerate(table):
            if all(a >= b for a, b in zip(mine, theirs, strict=True)):
                assert found[one] >= found[other] - 1e-9


@given(tables)
def test_places_of_drawn_weights_add_up(table: list[list[int]]) -> None:
    found = acceptability(lambda weights: topsis(table, list(weights)), 3, draws=40)
    assert found.sum(axis=0).tolist() == pytest.approx([1] * len(table))
    assert found.sum(axis=1).tolist() == pytest.approx([1] * len(table))


def test_with_even_criteria_each_of_two_wins_half_of_the_draws() -> None:
    found = acceptability(lambda weights: np.array([[2.0, 1.0], [1.0, 2.0]]) @ weights, 2, draws=4000)
    assert found[0, 0] == pytest.approx(0.5, abs=0.03)  # four standard errors of 0.5 / 4000 ** 0.5


def test_an_order_that_turns_round_without_a_third_is_found() -> None:
    # The first alternative stretches the first criterion, so that it hardly separates the other two. By hand, without
    # it: lengths 10 ** 0.5 and 5 ** 0.5, distances 2 / 10 ** 0.5 = 0.63 and 1 / 5 ** 0.5 = 0.45, so the third leads.
    table = [[9.0, 1.0], [1.0, 2.0], [3.0, 1.0]]
    assert reversals(table, [1.0, 1.0]) == [(0, 1, 2)]
    assert topsis(table[1:], [1, 1]).tolist() == pytest.approx([0.4472 / 1.0797, 0.6325 / 1.0797], abs=1e-4)
