"""Amounts and quantities keep what a source says: number, bound, range, rate, price basis; and can be read back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.values.amount import Amount, Bound, Quantity
from solidary.values.money import Money

BOUNDS: list[Bound] = ["exactly", "about", "up to", "at least", "over", "under"]
NUMBERS = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**15), 10**15),
                    st.integers(0, 4))  # fmt: skip
STEPS = st.none() | st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(1, 10**12),
                              st.integers(0, 4))  # fmt: skip
UNITS = st.sampled_from(["people", "%", "projects", "joint projects", "percentage points", "명", "t of CO₂"])


def amount(number: int | str, currency: str = "USD", high: int | str | None = None, **said: Any) -> Amount:
    basis = said.pop("basis", "current")
    upper = None if high is None else Money(Decimal(high), currency, basis)
    return Amount(Money(Decimal(number), currency, basis), upper=upper, **said)


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    number, step = draw(NUMBERS), draw(STEPS)
    return amount(
        str(number),
        draw(st.sampled_from(["USD", "KRW"])),
        None if step is None else str(number + step),
        bound=draw(st.sampled_from(BOUNDS)),
        rate=draw(st.sampled_from(["in all", "a year", "each"])),
        basis=draw(st.sampled_from(["current", "2022"])),
    )


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    number, step = draw(NUMBERS), draw(STEPS)
    high = None if step is None else number + step
    return Quantity(number, draw(UNITS), draw(st.sampled_from(BOUNDS)), high)


AMOUNTS = {
    "USD 19 million": amount(19_000_000),
    "USD 19": amount(19),
    "USD 0": amount(0),
    "USD -3 million": amount(-3_000_000),
    "USD 1,388,888": amount(1_388_888),
    "USD 1,388.25": amount("1388.25"),
    "USD 500 thousand": amount(500_000),
    "KRW 180.4 billion": amount(180_400_000_000, "KRW"),
    "JPY 2 trillion": amount(2_000_000_000_000, "JPY"),
    "about USD 200 million": amount(200_000_000, bound="about"),
    "up to USD 0.5 million": amount(500_000, bound="up to"),
    "at least EUR 10 billion": amount(10_000_000_000, "EUR", bound="at least"),
    "over GBP 175 million": amount(175_000_000, "GBP", bound="over"),
    "under THB 1 million": amount(1_000_000, "THB", bound="under"),
    "USD 0.3 to 1.0 million": amount(300_000, high=1_000_000),
    "about USD 300,000 to 500,000": amount(300_000, high=500_000, bound="about"),
    "USD 48 million a year": amount(48_000_000, rate="a year"),
    "USD 50 thousand each": amount(50_000, rate="each"),
    "USD 32 million (in 2022 prices)": amount(32_000_000, basis="2022"),
    "over USD 3 to 4 million a year (in 2015 prices)": amount(
        3_000_000, high=4_000_000, bound="over", rate="a year", basis="2015"
    ),
    "  about   USD\n 2 million ": amount(2_000_000, bound="about"),
}
NO_AMOUNTS = """\

USD
19 million
USD nineteen
USD 19 millions
USD 19M
USD million
$19 million
US$ 19 million
usd 19 million
ABC 19 million
USD 1,38 million
USD 1,2345
USD 1.388.888
USD .5 million
USD 5.
USD 1e6
USD NaN
USD Infinity
USD 5 to 3 million
USD 3 to 3 million
USD 3-5 million
around USD 5 million
about about USD 5 million
USD 19 million a month
USD 19 million million
USD 19 million (in 22 prices)
USD 19 million, later more
USD 19 million THB 2 million""".split("\n")


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_as_it_is_said(text: str) -> None:
    assert Amount.parse(text) == AMOUNTS[text]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_refused_with_the_text_that_was_read(text: str) -> None:
    with pytest.raises(ValueFault) as caught:
        Amount.parse(text)
    assert caught.value.read in (text, text[:3])  # an unknown currency is named alone


@given(amounts())
def test_an_amount_that_was_written_can_be_read_back(said: Amount) -> None:
    assert Amount.parse(str(said)) == said


@given(st.integers(10**28, 10**40))
def test_a_number_too_long_for_the_arithmetic_is_kept_whole_or_refused(number: int) -> None:
    try:
        said = Amount.parse(f"USD {number}")
    except ValueFault:
        return
    assert int(said.money.number) == number
    assert Amount.parse(str(said)) == said


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("USD 19,000,000", "USD 19 million"),
        ("USD 1,000,000,000", "USD 1 billion"),
        ("USD 180.4 thousand", "USD 180,400"),
        ("USD 0.3 to 1.0 million", "USD 0.3 to 1 million"),
        ("USD 500,000", "USD 500,000"),
    ],
)
def test_two_spellings_of_one_amount_are_written_alike(text: str, written: str) -> None:
    assert str(Amount.parse(text)) == written


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("USD 19 million", "USD 19,000,000", True),
        ("USD 19 million", "USD 20 million", False),
        ("USD 19 million", "KRW 19 million", False),
        ("USD 48 million", "USD 48 million a year", False),
        ("USD 32 million", "USD 32 million (in 2022 prices)", False),
        ("about USD 200 million", "USD 192 million", True),  # 200 less five per cent is 190
        ("about USD 200 million", "USD 189 million", False),
        ("about USD 200 million", "USD 211 million", False),
        ("over USD 60 million", "USD 62 million", True),
        ("over USD 60 million", "USD 59 million", False),
        ("up to USD 0.5 million", "USD 300,000", True),
        ("up to USD 0.5 million", "USD 500,001", False),
        ("at least USD 2 million", "up to USD 1 million", False),
        ("at least USD 2 million", "under USD 3 million", True),
        ("USD 0.3 to 1.0 million", "USD 0.5 million", True),
        ("USD 0.3 to 1.0 million", "USD 1.1 million", False),
    ],
)
def test_amounts_agree_where_both_can_be_true(one: str, two: str, agree: bool) -> None:
    assert Amount.parse(one).agrees_with(Amount.parse(two)) is agree


@given(amounts(), amounts())
def test_agreement_of_amounts_is_symmetric(one: Amount, two: Amount) -> None:
    assert one.agrees_with(two) is two.agrees_with(one)


@given(amounts())
def test_an_amount_agrees_with_itself(said: Amount) -> None:
    assert said.agrees_with(said)


QUANTITIES = {
    "40,000 people": Quantity(Decimal(40000), "people"),
    "about 40,000 people": Quantity(Decimal(40000), "people", "about"),
    "over 400 projects": Quantity(Decimal(400), "projects", "over"),
    "67.2 %": Quantity(Decimal("67.2"), "%"),
    "67.2%": Quantity(Decimal("67.2"), "%"),
    "-3.1 %": Quantity(Decimal("-3.1"), "%"),
    "5 to 7 joint projects": Quantity(Decimal(5), "joint projects", upper=Decimal(7)),
    "2 million tonnes": Quantity(Decimal(2_000_000), "tonnes"),
    "at least 1.5 to 2 thousand visits a year": Quantity(Decimal(1500), "visits a year", "at least", Decimal(2000)),
    "up to 12 한글": Quantity(Decimal(12), "한글", "up to"),
    "3 billionaires": Quantity(Decimal(3), "billionaires"),
    "4 trillion-won projects": Quantity(Decimal(4), "trillion-won projects"),
}
NO_QUANTITIES = [
    "", "people", "40,000", "5 million", "about 7", "40.000,5 people", "400 people, 20 buses", "3 people (2 boys)",
    "forty people", "5 to 3 people", "7 people; 2 more", "ten %", "5 7", "2 1st prizes 3", "over", "3 -",
]  # fmt: skip


@pytest.mark.parametrize("text", QUANTITIES)
def test_a_quantity_is_read_as_it_is_said(text: str) -> None:
    assert Quantity.parse(text) == QUANTITIES[text]


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_what_is_no_quantity_is_refused_with_the_text_that_was_read(text: str) -> None:
    with pytest.raises(ValueFault) as caught:
        Quantity.parse(text)
    assert caught.value.read == text


@given(quantities())
def test_a_quantity_that_was_written_can_be_read_back(said: Quantity) -> None:
    assert Quantity.parse(str(said)) == said


@given(quantities(), quantities())
def test_agreement_of_quantities_is_symmetric(one: Quantity, two: Quantity) -> None:
    assert one.agrees_with(two) is two.agrees_with(one)


@given(quantities())
def test_a_quantity_agrees_with_itself(said: Quantity) -> None:
    assert said.agrees_with(said)


def test_quantities_of_two_units_never_agree() -> None:
    assert not Quantity.parse("5 people").agrees_with(Quantity.parse("5 projects"))
