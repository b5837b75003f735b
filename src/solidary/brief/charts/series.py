"""Dense series over time as SVG: each period, the levels between breaks, when a break was, and what happened then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from solidary.analyses.chart import Break, Run, Series
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import CHARACTER, LINE, WIDTH, cells, fine, label_of, rect, rule, text_at

HEIGHT = 74.0
LEFT = 4.0
RIGHT = WIDTH - 44.0  # room for the number of the last level
At = Callable[[date], float]


def series(chart: Series, words: Catalogue) -> tuple[str, float, str]:
    """Draw one panel per series; all on one time axis, each on its own scale, whose largest value is printed."""
    days = [day for run in chart.runs for day, _ in run.points]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def at(day: date) -> float:
        return LEFT + (day - first).days / span * (RIGHT - LEFT)

    parts, told, y = [text_at(0, 12, words.scale(chart.unit), "quiet")], [], 18.0
    for run in chart.runs:
        drawn, y = _panel(run, at, y, words)
        parts += drawn
        told.append(_told(run, words))
    step = max(1, round((last.year - first.year) / 6))
    for year in range(first.year, last.year + 1, step):
        x = at(max(date(year, 1, 1), first))
        parts.append(text_at(min(max(x, 12), RIGHT), y + 8, words.numbers.axis(year), "quiet", "middle"))
    parts.append(text_at(0, y + 28, words.text("chart.source").format(source=chart.source), "quiet"))
    return "".join(parts), y + 36, f"{'; '.join(told)} ({words.scale(chart.unit)})."


def _panel(run: Run, at: At, top: float, words: Catalogue) -> tuple[list[str], float]:
    most = max(*(value for _, value in run.points), Decimal("1e-9"))
    least = min(*(value for _, value in run.points), Decimal(0))
    labels, rows = _labels(run, at, top + LINE + 12, words)
    roof = top + LINE + 8 + rows * 13
    base = roof + HEIGHT

    def height(value: Decimal) -> float:
        return base - float((value - least) / (most - least)) * HEIGHT

    zero = height(Decimal(0))
    kind = "strong" if run.tone == "accent" else ""
    parts = [text_at(0, top + LINE - 2, label_of(run.label, words), kind), *labels]
    zones = [(at(one.low), at(one.high), one) for one in run.breaks if one.low and one.high]
    parts += [rect(left, roof, right - left, base - roof, "zone", _when(one, words)) for left, right, one in zones]
    parts += [rule(at(one.at), roof - 4, at(one.at), base, "event") for one in run.marks]
    parts.append(rule(LEFT, zero, RIGHT, zero, "axis"))
    path = " ".join(f"{at(day):.1f},{height(value):.1f}" for day, value in run.points)
    parts.append(f'<polyline points="{path}" class="line tone-{run.tone}"/>')
    parts += [rule(at(start), height(level), at(end), height(level), "level") for start, end, level in run.levels]
    parts += [rule(at(one.at), roof, at(one.at), base, "break") for one in run.breaks]
    parts.append(text_at(RIGHT + 4, roof + 8, fine(most), "quiet"))
    if run.levels:
        parts.append(
            text_at(
                RIGHT + 4, min(max(height(run.levels[-1][2]) + 4, roof + 20), base), fine(run.levels[-1][2]), "value"
            )
        )
    return parts, base + 16


def _labels(run: Run, at: At, top: float, words: Catalogue) -> tuple[list[str], int]:
    """Names of what happened, in as many rows as they need."""
    ends: list[float] = []
    parts = []
    for one in run.marks:
        label = label_of(one.label, words)
        width = cells(label) * CHARACTER * 0.92 + 6
        left = max(min(at(one.at), WIDTH - width), 0)
        row = next((number for number, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + width]
        parts.append(text_at(left, top + row * 13, label, "small"))
    return parts, len(ends)


def _when(one: Break, words: Catalogue) -> str:
    when = _month(one.at, words)
    return f"{when} ({_month(one.low, words)} – {_month(one.high, words)})" if one.low and one.high else when


def _month(day: date, words: Catalogue) -> str:
    return words.numbers.month_of(day.year, day.month)


def _told(run: Run, words: Catalogue) -> str:
    """Ends, levels, breaks and events; the periods themselves are in the table."""
    (first, _), (last, _) = run.points[0], run.points[-1]
    told = [f"{_month(first, words)} – {_month(last, words)}"]
    told += [f"{_month(start, words)} – {_month(end, words)}: {fine(level)}" for start, end, level in run.levels]
    told += [f"{words.text('chart.break')} {_when(one, words)}" for one in run.breaks]
    told += [f"{words.numbers.day(one.at)} {label_of(one.label, words)}" for one in run.marks]
    return f"{label_of(run.label, words)}: {', '.join(told)}"
