"""Curves in steps as SVG: how many have got there by when, with a band and marks for those that are still open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from textwrap import shorten

from solidary.analyses.chart import Step, Steps
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import LINE, WIDTH, label_of, rule, text_at

COLUMNS = 2
GAP = 22.0
LEFT = 30.0  # room for the numbers of the axis
HEIGHT = 84.0
LEVELS = (0, 50, 100)
ENDS = (6, 12, 24, 36, 60, 120, 240, 480)  # of an axis of months or years, so that panels end at a round number
Place = Callable[[Decimal, Decimal], tuple[float, float]]


def steps(chart: Steps, words: Catalogue) -> tuple[str, float, str]:
    """Draw one panel per curve, two side by side, all on the same axes."""
    unit = chart.across.removeprefix("unit.")
    far = max(max(one.across[-1], *one.marks) if one.marks else one.across[-1] for one in chart.steps)
    end = next((Decimal(one) for one in ENDS if far <= one), far)
    width = (WIDTH - GAP) / COLUMNS - LEFT
    parts, told, top = [], [], 4.0
    for number, one in enumerate(chart.steps):
        column = number % COLUMNS
        left = LEFT + column * (WIDTH + GAP) / COLUMNS
        parts += _panel(one, (left, top, width), end, unit, words)
        told.append(_told(one, unit, words))
        if column == COLUMNS - 1 or number == len(chart.steps) - 1:
            top += HEIGHT + 3 * LINE + 10
    parts.append(text_at(0, top + 4, words.text("chart.source").format(source=chart.source), "quiet"))
    return "".join(parts), top + 12, f"{'; '.join(told)}."


def _panel(one: Step, box: tuple[float, float, float], end: Decimal, unit: str, words: Catalogue) -> list[str]:
    left, top, width = box
    base = top + LINE + 6 + HEIGHT

    def at(across: Decimal, value: Decimal) -> tuple[float, float]:
        return left + float(min(across, end) / end) * width, base - float(value) / 100 * HEIGHT

    name = shorten(label_of(one.label, words), 24, placeholder="…")
    parts = [text_at(left, top + LINE - 2, f"{name} ({one.count})", "strong" if one.tone == "accent" else "")]
    for level in LEVELS:
        _, y = at(Decimal(0), Decimal(level))
        parts.append(rule(left, y, left + width, y, "grid" if level else "axis"))
        parts.append(text_at(left - 4, y + 4, f"{level} %" if level == LEVELS[-1] else str(level), "quiet", "end"))
    corners = _corners(one.across, one.low, end, at) + _corners(one.across, one.high, end, at)[::-1]
    parts.append(f'<polygon points="{_path(corners)}" class="band tone-{one.tone}"/>')
    line = _corners(one.across, one.values, end, at)
    parts.append(f'<polyline points="{_path(line)}" class="line tone-{one.tone}"/>')
    for mark in one.marks:
        x, y = at(mark, _height(one, mark))
        parts.append(rule(x, y - 4, x, y + 4, "tick"))
    parts.append(text_at(left, base + LINE, "0", "quiet", "middle"))
    parts.append(text_at(left + width / 2, base + LINE, f"{(end / 2).normalize():f}", "quiet", "middle"))
    parts.append(text_at(left + width, base + LINE, words.counted(f"{end.normalize():f}", unit, end), "quiet", "end"))
    return parts


def _corners(
    across: tuple[Decimal, ...], values: tuple[Decimal, ...], end: Decimal, at: Place
) -> list[tuple[float, float]]:
    """Both corners of each step, and the last level to the end of the axis where it is known to hold."""
    found = [at(across[0], values[0])]
    for (_, before), (later, after) in pairwise(zip(across, values, strict=True)):
        found += [at(later, before), at(later, after)]
    return found


def _height(one: Step, mark: Decimal) -> Decimal:
    return [value for place, value in zip(one.across, one.values, strict=True) if place <= mark][-1]


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _told(one: Step, unit: str, words: Catalogue) -> str:
    """The heights at a few places; all steps of a hundred cases would be noise to a listener."""
    step = max(len(one.across) // 6, 1)
    shown = sorted({*range(0, len(one.across), step), len(one.across) - 1})
    places = ((one.across[place], one.values[place]) for place in shown)
    told = ", ".join(
        f"{words.counted(f'{across.normalize():f}', unit, across)} {value:.0f} %" for across, value in places
    )
    return f"{label_of(one.label, words)} ({one.count}): {told}"
