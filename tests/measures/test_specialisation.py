"""Specialisation against published values (methods T12) and by hand.

Source: economiccomplexity (R, Apache licence), Balassa index of world trade 1998 to 2000, 226 countries and 785
products of SITC revision 2; the counts of products with an advantage of 1 or more are reckoned with it.
"""

from __future__ import annotations

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.measures.specialisation import advantage, symmetric
from tests.measures.samples import rows_of

TABLES = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")), st.floats(0.01, 1e6), min_size=1, max_size=16
)


@pytest.fixture(scope="module")
def world() -> dict[tuple[str, str], float]:
    found = {(row[1], row[2]): float(row[3]) for row in rows_of("world_trade_avg_1998_to_2000.csv")[1:]}
    assert len({country for country, _ in found}) == 226
    assert len({product for _, product in found}) == 785
    return advantage(found)


@pytest.mark.parametrize(
    ("country", "product", "expected"),
    [("afg", "0011", 0.2312238), ("afg", "0012", 0.2854387), ("ago", "0012", 0.0874363), ("and", "0011", 2.4826)],
)
def test_advantages_in_world_trade_are_as_published(
    world: dict[tuple[str, str], float], country: str, product: str, expected: float
) -> None:
    assert world[country, product] == pytest.approx(expected, abs=5e-5 if expected > 1 else 1e-6)


@pytest.mark.parametrize(("country", "products"), [("tha", 269), ("kor", 214), ("idn", 173)])
def test_so_many_products_are_specialised_as_published(
    world: dict[tuple[str, str], float], country: str, products: int
) -> None:
    assert sum(value >= 1 for (who, _), value in world.items() if who == country) == products


@given(TABLES)
def test_advantages_average_to_one_when_weighed_by_what_all_have(table: dict[tuple[str, str], float]) -> None:
    found, whole = advantage(table), fsum(table.values())
    for who in {one for one, _ in table}:
        things = {what for _, what in table}
        weights = {what: fsum(amount for pair, amount in table.items() if pair[1] == what) / whole for what in things}
        assert fsum(weights[what] * found.get((who, what), 0) for what in things) == pytest.approx(1)


def test_advantage_by_hand_and_its_symmetric_form() -> None:
    found = advantage({("KR", "health"): 30, ("KR", "roads"): 10, ("JP", "health"): 10, ("JP", "roads"): 50})
    assert found["KR", "health"] == pytest.approx((30 / 40) / (40 / 100))
    assert symmetric(found["KR", "health"]) == pytest.approx((1.875 - 1) / (1.875 + 1))
    assert (symmetric(0), symmetric(1)) == (-1, 0)


def test_nothing_has_no_advantage_and_nothing_is_below_zero() -> None:
    assert advantage({}) == advantage({("KR", "health"): 0}) == {}
    with pytest.raises(ValueFault):
        advantage({("KR", "health"): -1})
