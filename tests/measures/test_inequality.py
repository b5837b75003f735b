"""Theil's T against published values (methods T11) and what must hold for any list (14b).

Source of the expected values: PySAL inequality 1.0, tests of Theil and TheilD, on incomes per head of 32 Mexican states
1940 to 2000. Source of the figures: Rey and Sastré-Gutiérrez 2010, Spatial Economic Analysis 5, as in PySAL's `mexico`;
the groups are the regions of Hanson 1998.
"""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.measures.inequality import decompose, theil
from tests.measures.samples import portfolios

# State, region, income per head in 1940, 1950, 1960, 1970, 1980, 1990, 2000.
MEXICO = """
Aguascalientes 2 10384 6234 8714 16078 21022 20787 27782
Baja-California 1 22361 20977 17865 25321 29283 26839 29855
Baja-California-Sur 2 9573 16013 16707 24384 29038 25842 26103
Campeche 5 3758 4929 5925 10274 12166 51123 36163
Chiapas 5 2934 4138 5280 7015 16200 8637 8684
Chihuahua 1 8578 13997 16265 19178 23399 25332 30735
Coahuila 1 8537 9673 12318 20562 25688 26084 28460
Colima 3 6909 6049 6036 12551 17427 18313 21358
Distrito-Federal 4 17816 17119 23174 32386 42028 43810 54349
Durango 2 12132 8859 9323 12700 16726 17353 17379
Guanajuato 3 4359 5686 8209 11635 13864 13607 15585
Guerrero 5 2181 3629 4991 6497 8727 9084 11820
Hidalgo 3 4414 5194 6399 7767 12391 13091 12348
Jalisco 3 5309 8232 9953 16288 20659 20133 21610
Mexico 4 3408 4972 9053 17164 20165 18547 16322
Michoacan 3 3327 5272 5244 8109 11206 10980 11838
Morelos 3 6936 8962 10499 13892 16513 17701 18170
Nayarit 2 4836 7515 7621 10880 13354 12757 11478
Nuevo-Leon 1 9073 11490 20117 28206 34856 34726 38672
Oaxaca 5 1892 4538 4140 5230 7730 8465 9010
Puebla 3 3569 6415 6542 9775 13374 11895 15685
Quertaro 3 11016 5560 7110 14073 20088 22441 26149
Quintana-Roo 5 21965 28747 9677 17046 26695 25049 33442
San-Luis-Potosi 2 4372 7533 6440 9721 12691 15436 15866
Sinaloa 2 4840 6663 9613 14477 15312 15823 15242
Sonora 1 6399 10345 12134 22662 23181 24784 24068
Tabasco 5 2459 3857 6494 9367 42361 16055 13360
Tamaulipas 1 7508 8536 8383 17128 21937 19983 23546
Tlaxcala 3 3605 4178 4357 6245 9882 10339 11701
Veracruz 3 5203 10143 11404 12240 14252 13796 12191
Yucatan 5 7990 8428 10067 11665 15239 13979 17509
Zacatecas 2 3734 6435 5821 7426 8876 11656 11130
"""
STATES = [line.split() for line in MEXICO.strip().splitlines()]
REGIONS = [state[1] for state in STATES]
TOTAL = [0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832]
BETWEEN = [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872]


@pytest.mark.parametrize("year", range(7))
def test_incomes_of_mexican_states_are_as_unequal_as_published(year: int) -> None:
    incomes = [float(state[2 + year]) for state in STATES]
    found = decompose(incomes, REGIONS)
    assert found is not None
    assert theil(incomes) == pytest.approx(TOTAL[year], abs=1e-7)
    assert found.between == pytest.approx(BETWEEN[year], abs=1e-7)
    assert found.within == pytest.approx(TOTAL[year] - BETWEEN[year], abs=1e-7)


def test_all_inequality_lies_between_groups_that_are_equal_inside() -> None:
    found = decompose([0, 0, 0, 10, 10, 10], list("aaabbb"))
    assert found is not None
    assert found.total == found.between == pytest.approx(log(2), abs=1e-6)
    assert found.within == pytest.approx(0, abs=1e-12)


@given(portfolios(1), st.lists(st.sampled_from("abc"), min_size=12, max_size=12))
def test_the_total_is_what_lies_between_and_within(one: list[list[float]], groups: list[str]) -> None:
    found = decompose(one[0], groups[: len(one[0])])
    assert found is not None
    assert found.total == pytest.approx(found.between + found.within, abs=1e-9)
    assert found.between >= -1e-9
    assert found.within >= -1e-9


@given(portfolios(1), st.floats(1e-6, 1e6))
def test_another_currency_changes_no_inequality(one: list[list[float]], rate: float) -> None:
    assert theil([amount * rate for amount in one[0]]) == pytest.approx(theil(one[0]), abs=1e-9)


@given(portfolios(1))
def test_inequality_lies_between_0_and_the_logarithm_of_the_length(one: list[list[float]]) -> None:
    assert -1e-12 <= (theil(one[0]) or 0) <= log(len(one[0])) + 1e-12


def test_a_recipient_without_money_makes_the_list_more_unequal() -> None:
    assert (theil([1, 1, 0]) or 0) == pytest.approx(log(3 / 2))
    assert theil([1, 1]) == pytest.approx(0)


def test_nothing_has_no_inequality_and_groups_must_match() -> None:
    assert theil([0, 0]) is None
    assert decompose([0], ["a"]) is None
    with pytest.raises(ValueFault, match="one group for each"):
        decompose([1, 2], ["a"])
