"""Curves in steps: every one is drawn on the same axes, and told in words."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from solidary.analyses.chart import Step, Steps
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts import draw
from solidary.brief.charts.marks import WIDTH

WORDS = Catalogue("en")


def numbers(*values: float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(value)) for value in values)


def step(label: str, count: int = 4) -> Step:
    return Step(
        label, numbers(0, 3, 9), numbers(0, 25, 50), numbers(0, 5, 20), numbers(0, 60, 80), marks=numbers(4, 9),
        count=count,
    )  # fmt: skip


def drawn(*steps: Step) -> tuple[str, str]:
    return draw(Steps("half", "unit.months", steps, "IATI <2021>"), "Caption", WORDS, "s1")


def test_each_curve_has_its_panel_line_band_and_a_tick_for_each_that_is_open() -> None:
    svg, _ = drawn(step("One"), step("Two"), step("Three"))
    assert svg.count("<polyline") == svg.count("<polygon") == 3
    assert svg.count('class="tick"') == 6
    assert "IATI &lt;2021&gt;" in svg


def test_the_line_goes_along_and_then_up() -> None:
    """Half of the panel is 6 of 12 months: the second corner is right of the first on the same height."""
    svg, _ = drawn(step("One"))
    path = re.search(r'<polyline points="([^"]*)"', svg)
    assert path is not None
    points = [tuple(map(float, point.split(","))) for point in path.group(1).split()]
    assert len(points) == 5
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), (x4, y4) = points
    assert (y0, x1, y2, x3) == (y1, x2, y3, x4)
    assert y0 - y2 == pytest.approx(y2 - y4, abs=0.2)
    assert x3 - x0 == pytest.approx(3 * (x1 - x0), abs=0.3)


def test_nothing_is_drawn_beside_the_picture() -> None:
    svg, _ = drawn(*(step(f"A partner with a very long name, number {number}") for number in range(5)))
    xs = [float(x) for x in re.findall(r'\bx[12]?="([-\d.]+)"', svg)]
    assert min(xs) >= 0
    assert max(xs) <= WIDTH


def test_a_listener_hears_label_cases_and_heights() -> None:
    _, told = drawn(step("One"))
    assert told == "One (4): 0 months 0 %, 3 months 25 %, 9 months 50 %."
