"""Concentration against published values (methods T10) and what must hold for any shares (14b).

Source: Council for the Development of Cambodia, Aid Effectiveness Report 2007, annex VIII: four countries with
one donor, with 60, 20, 10, 10 per cent, with three equal ones, and with 40, 30, 10, 10, 10; the index sets the median
of the four to 100. US Department of Justice, Horizontal Merger Guidelines: 30, 30, 20, 20 give 2,600.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.measures.concentration import (
    corrected_herfindahl,
    effective_number,
    fragmentation,
    herfindahl,
    herfindahl_bounds,
    indexed,
)
from tests.measures.samples import portfolios

CAMBODIA = {10000.0: [100], 4200.0: [60, 20, 10, 10], 3333.3: [1, 1, 1], 2800.0: [40, 30, 10, 10, 10]}


@pytest.mark.parametrize(("printed", "given"), [*CAMBODIA.items(), (2600.0, [30, 30, 20, 20])])
def test_concentration_comes_out_as_printed(printed: float, given: list[float]) -> None:
    assert 10_000 * (herfindahl(given) or 0) == pytest.approx(printed, abs=0.1)


def test_the_index_on_the_median_comes_out_as_printed() -> None:
    found = indexed([herfindahl(shares) or 0 for shares in CAMBODIA.values()])
    assert found == pytest.approx([265.5, 111.5, 88.5, 74.3], abs=0.1)


@given(portfolios(1))
def test_concentration_lies_between_equal_parts_and_one_part(one: list[list[float]]) -> None:
    found, number = herfindahl(one[0]), effective_number(one[0])
    assert found is not None
    assert number is not None
    assert 1 / len(one[0]) - 1e-12 <= found <= 1 + 1e-12
    assert 1 - 1e-9 <= number <= len(one[0]) + 1e-9
    assert fragmentation(one[0]) == pytest.approx(1 - found)


@given(portfolios(1), st.floats(1e-6, 1e6))
def test_another_currency_changes_no_concentration(one: list[list[float]], rate: float) -> None:
    exchanged = [amount * rate for amount in one[0]]
    assert herfindahl(exchanged) == pytest.approx(herfindahl(one[0]))
    assert corrected_herfindahl(exchanged) == pytest.approx(corrected_herfindahl(one[0]), abs=1e-9)


@given(portfolios(1), st.randoms())
def test_the_order_of_the_parts_changes_nothing(one: list[list[float]], chance: st.DataObject) -> None:
    mixed = list(one[0])
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert herfindahl(mixed) == pytest.approx(herfindahl(one[0]), rel=1e-12)


@given(portfolios(1), st.floats(0, 1e6), st.integers(0, 11), st.floats(0, 1))
def test_the_bounds_hold_whatever_becomes_of_the_unallocated(
    one: list[list[float]], rest: float, place: int, part: float
) -> None:
    found = herfindahl_bounds(one[0], rest)
    assert found is not None
    placed = [*one[0], rest * (1 - part)]
    placed[place % len(one[0])] += rest * part
    assert found[0] - 1e-9 <= (herfindahl(placed) or 0) <= found[1] + 1e-9


def test_without_anything_unallocated_the_bounds_meet() -> None:
    assert herfindahl_bounds([3, 1], 0) == pytest.approx((10 / 16, 10 / 16))
    assert herfindahl_bounds([], 5) == (0, 1)
    assert herfindahl_bounds([0], 0) is None


def test_the_correction_for_few_parts_is_0_for_equal_parts_and_1_for_one() -> None:
    assert corrected_herfindahl([5, 5, 5, 5]) == pytest.approx(0, abs=1e-12)
    assert corrected_herfindahl([5, 0, 0, 0]) == pytest.approx(1)
    # (0.5 - 0.1) / (1 - 0.1): two equal parts where ten were possible
    assert corrected_herfindahl([1, 1], parts=10) == pytest.approx(0.4 / 0.9)


def test_where_nothing_is_there_is_no_concentration() -> None:
    assert herfindahl([]) is herfindahl([0, 0]) is effective_number([0]) is fragmentation([]) is None
    assert corrected_herfindahl([3]) is None
    assert indexed([]) is indexed([0.0]) is None


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueFault, match="zero or more"):
        herfindahl([-1, 2])
    with pytest.raises(ValueFault, match="possible parts"):
        corrected_herfindahl([1, 1, 1], parts=2)
