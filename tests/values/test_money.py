"""Money is exact: sums do not depend on order, and nothing adds up that has no common unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import MixedCurrencies, ValueFault
from solidary.values.currencies import CODES
from solidary.values.money import Money, total

CENTS = st.integers(-(10**17), 10**17)  # up to a thousand trillion, to the cent
CURRENCIES = st.sampled_from(sorted(CODES))
BASES = st.sampled_from(["current", "2015", "2022"])


def usd(number: str) -> Money:
    return Money(Decimal(number), "USD")


def of_cents(cents: int) -> Money:
    return Money(Decimal(cents).scaleb(-2), "USD")


@given(st.lists(CENTS, min_size=1))
def test_a_sum_is_exact_to_the_cent(cents: list[int]) -> None:
    found = total(map(of_cents, cents))
    assert found is not None
    assert found.number * 100 == sum(cents)


@given(st.lists(CENTS, min_size=1).flatmap(lambda cents: st.tuples(st.just(cents), st.permutations(cents))))
def test_a_sum_does_not_depend_on_the_order(orders: tuple[list[int], list[int]]) -> None:
    one, two = orders
    assert total(map(of_cents, one)) == total(map(of_cents, two))


@given(CENTS, CENTS)
def test_what_was_added_can_be_taken_away_again(one: int, two: int) -> None:
    assert of_cents(one) + of_cents(two) - of_cents(two) == of_cents(one)


def test_ten_dimes_are_a_dollar() -> None:
    assert total([usd("0.10")] * 10) == usd("1")


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total([]) is None


@given(CURRENCIES, CURRENCIES)
def test_two_currencies_never_add_up(one: str, two: str) -> None:
    first, second = Money(Decimal(1), one), Money(Decimal(1), two)
    if one == two:
        assert (first + second).currency == one
        return
    for act in (Money.__add__, Money.__sub__, Money.__lt__, Money.share_of):
        with pytest.raises(MixedCurrencies):
            act(first, second)


@given(BASES, BASES)
def test_two_price_bases_never_add_up(one: str, two: str) -> None:
    first, second = Money(Decimal(1), "USD", one), Money(Decimal(1), "USD", two)
    if one == two:
        assert (first + second).basis == one
        return
    for act in (Money.__add__, Money.__sub__, Money.__lt__, Money.share_of):
        with pytest.raises(MixedCurrencies):
            act(first, second)


def test_a_total_over_two_currencies_is_refused_with_both_named() -> None:
    with pytest.raises(MixedCurrencies, match=r"USD \+ KRW"):
        total([usd("1"), Money(Decimal(1), "KRW")])


@pytest.mark.parametrize("number", [1.5, 1, "1", None, Decimal("NaN"), Decimal("Infinity")])
def test_only_a_finite_decimal_is_a_number_of_money(number: Any) -> None:
    with pytest.raises(ValueFault, match="finite Decimal"):
        Money(number, "USD")


def test_money_is_not_multiplied_by_a_float() -> None:
    with pytest.raises(TypeError):
        usd("10") * 0.1  # type: ignore[operator]


@pytest.mark.parametrize("code", ["", "usd", "US", "XXX", "ABC"])
def test_money_needs_a_currency_of_iso_4217(code: str) -> None:
    with pytest.raises(ValueFault, match="ISO 4217"):
        Money(Decimal(1), code)


def test_the_three_flagships_are_a_sixth_and_a_bit_of_the_announced_money() -> None:
    # 19 + 11 + 5 = 35; 35 / 200 = 0.175
    flagships = total([usd("19000000"), usd("11000000"), usd("5000000")])
    assert flagships is not None
    assert flagships.share_of(usd("200000000")) == Decimal("17.5")


@given(CENTS)
def test_a_share_of_zero_is_none(cents: int) -> None:
    assert of_cents(cents).share_of(usd("0")) is None


@given(CENTS.filter(bool))
def test_everything_is_a_hundred_per_cent_of_itself(cents: int) -> None:
    assert of_cents(cents).share_of(of_cents(cents)) == 100


@given(st.lists(CENTS, min_size=1))
def test_money_sorts_by_its_number(cents: list[int]) -> None:
    assert [money.number * 100 for money in sorted(map(of_cents, cents))] == sorted(cents)
