"""Events on a time axis as SVG."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from solidary.analyses.chart import Event, Timeline
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import CHARACTER, WIDTH, cells, cut, dot, label_of, rect, rule, text_at


def timeline(chart: Timeline, words: Catalogue) -> tuple[str, float, str]:
    """Draw events on lanes over the years."""
    first = min(event.start for event in chart.events).year
    last = max(*(event.end.year for event in chart.events), chart.today.year) + 1
    days = (date(last, 1, 1) - date(first, 1, 1)).days

    def at(day: date) -> float:
        return 4 + (day - date(first, 1, 1)).days / days * (WIDTH - 8)

    parts, y = [], 18.0
    for lane in dict.fromkeys(event.lane for event in chart.events):
        events = [event for event in chart.events if event.lane == lane]
        parts.append(text_at(0, y, words.text(lane), "strong"))
        drawn, y = _lane(events, chart, at, y + 6, words)
        parts += [*drawn]
        y += 20
    step = max(1, round((last - first) / 7))
    for year in range(first, last + 1, step):
        x = at(date(year, 1, 1))
        parts.append(text_at(min(max(x, 12), WIDTH - 14), y + 4, words.numbers.axis(year), "quiet", "middle"))
    today = at(chart.today)
    parts.append(rule(today, 4, today, y - 8, "today"))
    parts.append(text_at(min(today, WIDTH - 40), y + 20, words.text("chart.today"), "quiet", "middle"))
    told = "; ".join(f"{_when(event, chart, words)}: {label_of(event.label, words)}" for event in chart.events)
    return "".join(parts), y + 26, f"{told}."


def _when(event: Event, chart: Timeline, words: Catalogue) -> str:
    """Spell when an event fell, with the precision that is known."""
    start, numbers = event.start, words.numbers
    if chart.spans or start == event.end:
        return numbers.day(start)
    whole_year = (event.end - start).days > 360
    return numbers.year(start.year) if whole_year else numbers.month_of(start.year, start.month)


def _lane(
    events: list[Event], chart: Timeline, at: Callable[[date], float], y: float, words: Catalogue
) -> tuple[list[str], float]:
    """Dots and spans of one lane; labels of what concerns the reader or is still to come, packed into rows."""
    parts: list[str] = []
    rows: list[float] = []
    for event in events:
        x, end = at(event.start), at(event.end)
        kind = f"tone-{event.tone}"
        if chart.spans:
            parts.append(
                rect(
                    x,
                    y,
                    max(end - x - 1, 2),
                    9,
                    kind,
                    f"{label_of(event.label, words)}, {words.numbers.year(event.start.year)}",
                )
            )
        else:
            x = (x + end) / 2  # a year that is all we know is drawn in its middle
            parts.append(dot(x, y + 4, kind, f"{_when(event, chart, words)}: {label_of(event.label, words)}"))
        if (
            chart.spans
            or (event.tone == "accent" and event.start.year >= chart.today.year - 3)
            or event.end > chart.today
        ):
            row, left, text = _row(label_of(event.label, words), x, rows)
            parts.append(text_at(left, y + 23 + row * 14, text, "small"))
    return parts, y + 12 + 14 * max(len(rows), 1)


def _row(label: str, x: float, rows: list[float]) -> tuple[int, float, str]:
    """Find the first row in which a label has room."""
    text = cut(label, 60)
    width = cells(text) * CHARACTER * 0.9 + 8
    left = max(min(x, WIDTH - width), 0)
    for number, end in enumerate(rows):
        if end <= left:
            rows[number] = left + width
            return number, left, text
    rows.append(left + width)
    return len(rows) - 1, left, text
