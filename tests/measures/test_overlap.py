"""Overlap against published values (methods T6) and what must hold for any two portfolios (14b).

Source of the values: EcoSimR 0.1.0 and spaa 0.2.2 on MacArthur's five warblers (MacArthur 1958, Ecology 39, as given
in EcoSimR's `dataMacWarb`): mean Pianka 0.55514, mean Schoener (Czekanowski) 0.50650, mean Morisita-Horn 0.53613.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.measures.overlap import Index, mean_of_pairs, morisita_horn, pianka, schoener
from tests.measures.samples import portfolios

INDICES = [schoener, pianka, morisita_horn]


# Use of 16 parts of spruces by five warblers, in % (MacArthur 1958): Cape May, Myrtle, Black-throated green,
# Blackburnian, Bay-breasted. Typed from the table of EcoSimR.
WARBLERS = [
    [49.9, 13.2, 0, 20.6, 8.3, 0, 4.0, 0.5, 0, 0, 0, 0, 0, 0, 0, 3.5],
    [6.6, 4.1, 0.3, 7.8, 4.9, 1.3, 9.3, 9.8, 3.6, 1.7, 1.3, 5.1, 0, 0.6, 15.9, 27.7],
    [12.1, 5.7, 0, 17.3, 8.8, 0.7, 21.8, 14.1, 1.5, 6.2, 4.7, 4.5, 1.4, 0.3, 0.9, 0],
    [34.8, 10.5, 3.2, 15.1, 8.3, 2.7, 13.1, 11.0, 0.7, 0.3, 0.3, 0, 0, 0, 0, 0],
    [3.5, 1.9, 1.4, 6.5, 8.0, 5.9, 11.4, 19.1, 13.1, 7.7, 8.8, 10.1, 0, 0.1, 2.5, 0],
]


@pytest.mark.parametrize(("index", "mean"), [(pianka, 0.55514), (schoener, 0.50650), (morisita_horn, 0.53613)])
def test_five_warblers_overlap_as_published(index: Index, mean: float) -> None:
    assert mean_of_pairs(WARBLERS, index) == pytest.approx(mean, abs=1e-5)


def test_cape_may_and_myrtle_warbler_overlap_as_published() -> None:
    assert pianka(WARBLERS[0], WARBLERS[1]) == pytest.approx(0.34354, abs=1e-5)
    assert schoener(WARBLERS[0], WARBLERS[1]) == pytest.approx(0.314, abs=1e-3)


@pytest.mark.parametrize("index", INDICES)
@given(portfolios(2))
def test_overlap_has_no_direction_and_stays_between_0_and_1(index: Index, two: Sequence[list[float]]) -> None:
    found = index(*two)
    assert found is not None
    assert found == pytest.approx(index(two[1], two[0]))
    assert -1e-12 <= found <= 1


@pytest.mark.parametrize("index", INDICES)
@given(portfolios(1), st.floats(0.01, 1000))
def test_equal_shares_overlap_wholly_whatever_the_size(index: Index, one: Sequence[list[float]], size: float) -> None:
    assert index(one[0], [amount * size for amount in one[0]]) == pytest.approx(1)


@pytest.mark.parametrize("index", INDICES)
@given(portfolios(2))
def test_portfolios_without_a_common_category_do_not_overlap(index: Index, two: Sequence[list[float]]) -> None:
    first, second = two
    assert index([*first, *[0.0] * len(second)], [*[0.0] * len(first), *second]) == pytest.approx(0, abs=1e-12)


@given(portfolios(2))
def test_schoener_is_the_sum_of_the_smaller_shares(two: Sequence[list[float]]) -> None:
    p, q = ([amount / sum(one) for amount in one] for one in two)
    assert schoener(*two) == pytest.approx(sum(map(min, p, q)))


@given(portfolios(2, least=2))
def test_merging_two_categories_never_lowers_schoener(two: Sequence[list[float]]) -> None:
    merged = [[one[0] + one[1], *one[2:]] for one in two]
    apart, together = schoener(*two), schoener(*merged)
    assert apart is not None
    assert together is not None
    assert together >= apart - 1e-12


@pytest.mark.parametrize("index", INDICES)
def test_nothing_overlaps_with_nothing_is_undefined_and_not_zero(index: Index) -> None:
    assert index([0, 0], [1, 2]) is None
    assert mean_of_pairs([[0, 0], [1, 2]], index) is None


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("amounts", [[-1, 2], [float("nan"), 1], [1, 2, 3]])
def test_amounts_below_zero_and_lists_that_do_not_match_are_refused(index: Index, amounts: list[float]) -> None:
    with pytest.raises(ValueFault):
        index(amounts, [1, 1])
