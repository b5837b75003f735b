"""Dense series: levels, breaks with the days between which they lie, and what happened then."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from solidary.analyses.chart import Break, Mark, Run, Series
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts import draw
from solidary.brief.charts.marks import WIDTH

WORDS = Catalogue("en")


def quarter(number: int) -> date:
    return date(2010 + number // 4, 1 + 3 * (number % 4), 1)


def run(label: str, size: int = 16, high: int = 10) -> Run:
    points = tuple((quarter(place), Decimal(high if place >= size // 2 else 2)) for place in range(size))
    middle = quarter(size // 2)
    levels = ((quarter(0), middle, Decimal(2)), (middle, quarter(size - 1), Decimal(high)))
    marks = (Mark("A government", date(2011, 5, 1)), Mark("Another government", date(2011, 9, 1)))
    return Run(label, points, levels, (Break(middle, quarter(size // 2 - 2), quarter(size // 2 + 1)),), marks)


def drawn(*runs: Run) -> tuple[str, str]:
    return draw(Series("money", "USD million", runs, "IATI"), "Caption", WORDS, "r1")


def test_each_series_has_its_line_levels_break_interval_and_events() -> None:
    svg, _ = drawn(run("One"), run("Two"))
    for kind, number in (("line tone-plain", 2), ("level", 4), ("break", 2), ("zone", 2), ("event", 4)):
        assert svg.count(f'class="{kind}"') == number


def test_a_break_stands_within_its_interval_and_on_its_day() -> None:
    """16 quarters: the break is at the ninth, eight fifteenths of the way."""
    svg, _ = drawn(run("One"))
    zone = re.search(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*class="zone"', svg)
    at = re.search(r'<line x1="([\d.]+)"[^>]*class="break"', svg)
    line = re.search(r'<polyline points="([\d.]+),[\d.]+ .* ([\d.]+),[\d.]+"', svg)
    assert zone
    assert at
    assert line
    left, width, place = float(zone[1]), float(zone[2]), float(at[1])
    first, last = float(line[1]), float(line[2])
    assert left < place < left + width
    assert abs((place - first) / (last - first) - 8 / 15) < 0.01


def test_series_of_unlike_size_are_equally_high_and_their_largest_value_is_printed() -> None:
    small, _ = drawn(run("One", high=10))
    large, _ = drawn(run("One", high=12_000))
    heights = [re.findall(r'<polyline points="([^"]*)"', svg)[0].split()[-1] for svg in (small, large)]
    assert heights[0] == heights[1]
    assert ">12,000<" in large


def test_names_of_events_that_would_collide_get_rows_of_their_own() -> None:
    svg, _ = drawn(run("One"))
    rows = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="small">', svg)
    assert len({y for _, y in rows}) == 2
    xs = [float(x) for x in re.findall(r'\bx[12]?="([-\d.]+)"', svg)]
    assert min(xs) >= 0
    assert max(xs) <= WIDTH


def test_a_listener_hears_levels_breaks_and_events() -> None:
    _, told = drawn(run("One"))
    assert told.startswith(
        "One: January 2010 – October 2013, January 2010 – January 2012: 2, January 2012 – October 2013: 10, "
    )
    assert "break January 2012 (July 2011 – " in told
    assert "1 May 2011 A government" in told
    assert told.endswith("(USD million).")
