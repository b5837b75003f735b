"""Dots: places on the axis follow the values, order and text alternative hold all of the data."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from solidary.analyses.chart import Dot, Dots
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts import draw
from solidary.brief.charts.marks import WIDTH

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Catalogue("en")
THREE = (
    Dot("Low", Decimal("0.1")),
    Dot("High", Decimal("0.9"), Decimal("0.7"), Decimal(1), "accent"),
    Dot("Bounds <only>", None, Decimal("0.2"), Decimal("0.6")),
)


def drawn(*dots: Dot, reference: Decimal | None = None) -> tuple[etree._Element, str]:
    svg, told = draw(Dots("any", "share", dots, reference, "chance"), "Caption", WORDS, "c1")
    return etree.fromstring(svg), told


def test_the_largest_comes_first_and_the_alternative_tells_all() -> None:
    _, told = drawn(*THREE, reference=Decimal("0.5"))
    assert told == "chance 0.5; High: 0.9 (0.7–1); Bounds <only>: 0.2–0.6; Low: 0.1 (share)."


def test_places_on_the_axis_are_in_proportion_to_the_values() -> None:
    page, _ = drawn(Dot("a", Decimal(0)), Dot("b", Decimal(5)), Dot("c", Decimal(10)))
    places = [float(found.get("cx")) for found in page.iter(f"{SVG}circle")]
    assert places[0] - places[1] == pytest.approx(places[1] - places[2], abs=0.11)
    assert places[0] > places[1] > places[2]


def test_bounds_without_a_value_have_a_line_and_no_point() -> None:
    page, _ = drawn(THREE[2])
    assert not list(page.iter(f"{SVG}circle"))
    spans = [found for found in page.iter(f"{SVG}line") if "span" in found.get("class")]
    assert len(spans) == 3


def test_the_line_of_reference_stands_where_its_value_would() -> None:
    page, _ = drawn(Dot("a", Decimal("0.5")), Dot("b", Decimal(1)), reference=Decimal("0.5"))
    line = next(found for found in page.iter(f"{SVG}line") if found.get("class") == "today")
    places = [float(found.get("cx")) for found in page.iter(f"{SVG}circle")]
    assert float(line.get("x1")) == pytest.approx(places[1], abs=0.11)


@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=9))
def test_whatever_the_values_nothing_is_drawn_beside_the_page(values: list[Decimal]) -> None:
    page, told = drawn(*(Dot(f"d{number}", value) for number, value in enumerate(values)))
    places = [float(found.get(key)) for found in page.iter() for key in ("x", "x1", "x2", "cx") if found.get(key)]
    assert all(0 <= place <= WIDTH for place in places)
    assert all(f"d{number}: " in told for number in range(len(values)))
