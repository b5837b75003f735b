"""Forty years on one strip: a lane for each kind of thing, a dot for each dated one. SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from solidary.app.drawings.frame import framed

WIDTH, LEFT, ROW, TOP, FOOT = 720.0, 132.0, 27.0, 8.0, 26.0
STEP: Final = 5  # years between two marks of the axis
Dot = tuple[date, date, str, bool]  # first and last day, what is told of it, the reader's own


def strip(
    lanes: Sequence[tuple[str, Sequence[Dot]]], years: tuple[int, int], today: tuple[date, str], title: str
) -> str:
    """Draw lanes over years.

    Args:
        lanes: name of each, and its dots.
        years: the first and the last.
        today: the day of the view, and its name.
        title: of the picture.
    """
    first, last = date(years[0], 1, 1), date(years[1], 12, 31)
    height = TOP + ROW * len(lanes) + FOOT

    def at(day: date) -> float:
        return LEFT + (min(max(day, first), last) - first).days / (last - first).days * (WIDTH - LEFT - 12)

    parts = []
    for year in range(-(-years[0] // STEP) * STEP, years[1] + 1, STEP):
        x = at(date(year, 1, 1))
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{height - FOOT:.1f}" class="axis"/>')
        parts.append(f'<text x="{x:.1f}" y="{height - 8:.1f}" class="quiet" text-anchor="middle">{year}</text>')
    now = at(today[0])
    line = f'x1="{now:.1f}" y1="0" x2="{now:.1f}" y2="{height - FOOT:.1f}"'
    parts.append(f'<line {line} class="today"><title>{escape(today[1])}</title></line>')
    for place, (name, dots) in enumerate(lanes):
        y = TOP + ROW * (place + 0.5)
        parts.append(f'<text x="0" y="{y + 4:.1f}">{escape(name)} <tspan class="quiet">{len(dots)}</tspan></text>')
        parts += [_dot(at(begin + (end - begin) / 2), y, told, mine) for begin, end, told, mine in dots]
    told = "; ".join(f"{name}: {len(dots)}" for name, dots in lanes)
    return framed("strip chart", (WIDTH, height), title, told, "".join(parts))


def _dot(x: float, y: float, told: str, mine: bool) -> str:
    kind = "tone-accent mine" if mine else "tone-plain"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="{kind}"><title>{escape(told)}</title></circle>'
