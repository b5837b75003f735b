"""Points with their intervals as SVG: what is known, and how far it may be off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import ceil, floor, log10

from solidary.analyses.chart import Dot, Dots
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import CHARACTER, LINE, WIDTH, cells, dot, fine, label_of, rule, text_at, wrapped

STEPS = (1, 2, 5, 10)
LEFT = 6.0
GAP = 12.0  # between the axis and the column of numbers


def dots(chart: Dots, words: Catalogue) -> tuple[str, float, str]:
    """Draw one row per dot, the largest first; the axis carries zero and the line of reference, if there is one."""
    shown = sorted(chart.dots, key=lambda one: (-_middle(one), one.label))
    ticks = _ticks([Decimal(0), *_reference(chart), *(end for one in shown for end in _ends(one))])
    low, high = ticks[0], ticks[-1]
    right = max(WIDTH - GAP - max(cells(_shown(one, words)) for one in shown) * CHARACTER, WIDTH / 3)

    def at(value: Decimal) -> float:
        return LEFT + float((value - low) / (high - low)) * (right - LEFT)

    parts, told, y = [], [], 4.0
    if chart.reference is not None:
        name = f"{label_of(chart.reference_label, words)} {fine(chart.reference)}".strip()
        parts.append(text_at(min(at(chart.reference) + 6, WIDTH - cells(name) * CHARACTER), LINE, name, "quiet"))
        told.append(name)
        y += LINE
    for one in shown:
        row, y = _row(one, at, y, words.scale(chart.unit), words)
        parts += [*row, text_at(right + GAP, y - 6, _shown(one, words), "value small")]
        told.append(_told(one, words))
    if chart.reference is not None:
        parts.insert(0, rule(at(chart.reference), LINE + 6, at(chart.reference), y, "today"))
    parts.append(rule(LEFT, y, right, y, "axis"))
    for tick in ticks:
        name = fine(tick)
        x = min(max(at(tick), len(name) * CHARACTER / 2), WIDTH - len(name) * CHARACTER / 2)
        parts += [rule(at(tick), y, at(tick), y + 4, "axis"), text_at(x, y + LINE, name, "quiet", "middle")]
    parts.append(text_at(LEFT, y + 2 * LINE, words.scale(chart.unit), "quiet"))
    return "".join(parts), y + 2 * LINE + 6, f"{'; '.join(told)} ({words.scale(chart.unit)})."


def _row(one: Dot, at: Callable[[Decimal], float], y: float, unit: str, words: Catalogue) -> tuple[list[str], float]:
    parts, title = [], f"{_told(one, words)} {unit}"
    for line in wrapped(label_of(one.label, words), 62):
        y += LINE
        parts.append(text_at(0, y, line, "strong over" if one.tone == "accent" else "over"))
    y += 10
    if one.low is not None and one.high is not None and one.low < one.high:
        parts.append(rule(at(one.low), y, at(one.high), y, f"span tone-{one.tone}"))
        parts += [rule(at(end), y - 4, at(end), y + 4, f"span tone-{one.tone}") for end in (one.low, one.high)]
    if one.value is not None:
        parts.append(dot(at(one.value), y, f"tone-{one.tone}", title, 4.2))
    return parts, y + 10


def _ends(one: Dot) -> list[Decimal]:
    return sorted(value for value in (one.low, one.value, one.high) if value is not None)


def _middle(one: Dot) -> Decimal:
    ends = _ends(one)
    return one.value if one.value is not None else (ends[0] + ends[-1]) / 2


def _reference(chart: Dots) -> list[Decimal]:
    return [] if chart.reference is None else [chart.reference]


def _shown(one: Dot, words: Catalogue) -> str:
    value = "" if one.value is None else fine(one.value)
    between = "" if one.low is None or one.high is None or one.low == one.high else f"{fine(one.low)}–{fine(one.high)}"
    text = f"{value} ({between})" if value and between else value or between
    return f"{text}, {label_of(one.note, words)}" if one.note else text


def _told(one: Dot, words: Catalogue) -> str:
    return f"{label_of(one.label, words)}: {_shown(one, words)}"


def _ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Round numbers, four to eight of them, from below the smallest value to above the largest.

    >>> [str(tick) for tick in _ticks([Decimal(0), Decimal("0.87")])]
    ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']
    """
    low, high = min(values), max(values)
    reach = float(high - low) or 1.0
    power = Decimal(10) ** floor(log10(reach / 4))
    step = next(power * factor for factor in STEPS if float(power * factor) * 6 >= reach)
    first = floor(low / step)
    last = max(ceil(high / step), first + 1)
    return [step * number for number in range(first, last + 1)]
