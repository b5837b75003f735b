"""Trade by hand. The arithmetic of complementarity and similarity is that of Schoener's overlap, proved in T6.

No worked table of complementarity or intensity with printed outcomes could be opened, so the values here are reckoned
from the definitions of the World Bank.
"""

from __future__ import annotations

import pytest
from hypothesis import given

from solidary.errors import ValueFault
from solidary.measures.overlap import schoener
from solidary.measures.trade import complementarity, intensity, similarity
from tests.measures.samples import portfolios


def test_complementarity_by_its_definition() -> None:
    # shares of exports 0.5, 0.3, 0.2, of imports 0.1, 0.3, 0.6: 100 (1 - (0.4 + 0 + 0.4) / 2)
    assert complementarity([50, 30, 20], [2, 6, 12]) == pytest.approx(60)


def test_intensity_is_one_where_a_partner_gets_its_part_of_the_world() -> None:
    assert intensity(between=10, exports=100, to_partner=100, world=1000) == pytest.approx(1)
    assert intensity(between=0, exports=100, to_partner=100, world=1000) == 0
    # 15 % of the exports go to a partner that takes 5 % of the world's
    assert intensity(between=6, exports=40, to_partner=50, world=1000) == pytest.approx(3)


def test_who_exports_nothing_has_no_intensity() -> None:
    assert intensity(0, 0, 10, 100) is intensity(0, 10, 0, 100) is None


@pytest.mark.parametrize("wrong", [(5, 4, 10, 100), (5, 10, 4, 100), (5, 200, 10, 100), (-1, 4, 10, 100)])
def test_a_part_larger_than_its_whole_is_refused(wrong: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueFault, match="parts within"):
        intensity(*wrong)


@given(portfolios(2))
def test_similarity_and_complementarity_are_overlaps_in_per_cent(two: list[list[float]]) -> None:
    assert similarity(*two) == pytest.approx(100 * (schoener(*two) or 0))
    assert complementarity(*two) == pytest.approx(similarity(two[1], two[0]))
