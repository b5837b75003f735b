"""Who sits where with whom: partners on one side, mechanisms on the other, a line for each seat. SVG text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from solidary.app.drawings.frame import framed

WIDTH, ROW, LEFT, RIGHT = 720.0, 26.0, 190.0, 400.0
TOP: Final = 12.0
End = tuple[str, str, str]  # key, name, address


def ties(
    partners: Sequence[End],
    mechanisms: Sequence[End],
    links: Mapping[str, Sequence[str]],
    marked: Sequence[str],
    title: str,
) -> str:
    """Draw two columns and the lines between them.

    Args:
        partners: key, name and address of each.
        mechanisms: the same.
        links: the mechanisms of each partner.
        marked: keys of partners whose lines stand out.
        title: of the picture.
    """
    rows = max(len(partners), len(mechanisms), 1)
    height = TOP * 2 + ROW * rows
    left = {
        key: TOP + (height - TOP * 2) * (place + 0.5) / max(len(partners), 1)
        for place, (key, _, _) in enumerate(partners)
    }
    right = {key: TOP + ROW * (place + 0.5) for place, (key, _, _) in enumerate(mechanisms)}
    lines = [
        _line(left[key], right[mechanism], key in marked)
        for key in sorted(left, key=lambda key: key in marked)
        for mechanism in links.get(key, ()) if mechanism in right
    ]  # fmt: skip
    names = [
        _name(LEFT - 12, left[key], name, link, "end", key in marked, len(links.get(key, ())))
        for key, name, link in partners
    ]
    seats = {key: sum(key in found for found in links.values()) for key, _, _ in mechanisms}
    names += [_name(RIGHT + 12, right[key], name, link, "start", False, seats[key]) for key, name, link in mechanisms]
    dots = [_dot(LEFT, y, key in marked) for key, y in left.items()] + [_dot(RIGHT, y, False) for y in right.values()]
    told = "; ".join(f"{name}: {len(links.get(key, ()))}" for key, name, _ in partners)
    return framed("ties chart", (WIDTH, height), title, told, "".join((*lines, *dots, *names)), "group")


def _line(one: float, two: float, strong: bool) -> str:
    middle = (LEFT + RIGHT) / 2
    kind = "tie strong" if strong else "tie"
    return f'<path class="{kind}" d="M{LEFT} {one:.1f}C{middle} {one:.1f} {middle} {two:.1f} {RIGHT} {two:.1f}"/>'


def _dot(x: float, y: float, strong: bool) -> str:
    return f'<circle class="{"tone-accent" if strong else "tone-plain"}" cx="{x}" cy="{y:.1f}" r="4"/>'


def _name(x: float, y: float, name: str, link: str, anchor: str, strong: bool, seats: int) -> str:
    kind = ' class="strong"' if strong else ""
    return (
        f'<a href={quoteattr(link)}><text x="{x}" y="{y + 4:.1f}" text-anchor="{anchor}"{kind}>{escape(name)}'
        f' <tspan class="quiet">{seats}</tspan></text></a>'
    )
