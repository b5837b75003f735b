"""A map of countries as SVG: shaded by a value, hatched where there is none, the smallest marked by a ring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from solidary.app.drawings.frame import framed
from solidary.app.drawings.outlines import NOWHERE, WIDTH, Outlines, Point, Shape

SMALL: Final = 260  # square points of its outline below which a country also gets a ring
HATCH: Final = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="hatch-ground"/><line x1="0" y1="0" x2="0" y2="6" class="hatch-line"/>'
    "</pattern></defs>"
)
STEPS: Final = 5  # shades above nothing
SHORT: Final = {"Brunei Darussalam": "Brunei"}
Value = int | Decimal | None


def country_map(
    outlines: Outlines, names: Mapping[str, str], values: Mapping[str, Value], words: Mapping[str, str],
    links: Mapping[str, str], title: str, marked: str = "",
) -> str:  # fmt: skip
    """Draw a map.

    Args:
        outlines: where the countries are.
        names: the countries that the map is about; all others are drawn quietly.
        values: what shades a country; ``None`` is hatched.
        words: the value as it is spelled.
        links: the address behind each country.
        title: of the picture, for a screen reader.
        marked: the reader's country, which gets a thicker outline.
    """
    most = max((value for value in values.values() if value), default=1)
    shapes = outlines.shapes
    parts = [f'<path class="land" d="{shape.path}"/>' for code, shape in shapes.items() if code not in names]
    # The reader's own outline lies above those of its neighbours, and the rings of the smallest above all.
    order = sorted(names, key=lambda code: (shapes.get(code, NOWHERE).size < SMALL, code == marked))
    parts += [
        _country(
            shapes.get(code, NOWHERE), names[code], values.get(code), most, words[code], links[code], code == marked
        )
        for code in order
    ]
    parts += [_label(outlines.place_of(code), names[code], words[code]) for code in names]
    told = "; ".join(f"{name}: {words[code]}" for code, name in names.items())
    return framed("map", (WIDTH, outlines.height), title, told, f"{HATCH}{''.join(parts)}", "group")


def _country(shape: Shape, name: str, value: Value, most: int | Decimal, word: str, link: str, marked: bool) -> str:
    fill = ' fill="url(#hatch)"' if value is None else ""
    kind = f"country {'empty' if value is None else level(value, most)}{' mine' if marked else ''}"
    drawn = f'<path class="{kind}"{fill} d="{shape.path}"/>'
    if shape.path and shape.size < SMALL:
        x, y = shape.middle
        drawn += f'<circle class="{kind} ring"{fill} cx="{x:.1f}" cy="{y:.1f}" r="8"/>'
    said = f"{name}: {word}"
    return f"<a href={quoteattr(link)} aria-label={quoteattr(said)}><title>{escape(said)}</title>{drawn}</a>"


def level(value: int | Decimal, most: int | Decimal) -> str:
    """Return the class of a shade: ``level-0`` for nothing, up to ``level-5`` for the most.

    >>> level(0, 7), level(1, 7), level(7, 7)
    ('level-0', 'level-1', 'level-5')
    """
    return f"level-{ceil(STEPS * float(value) / float(most))}" if value > 0 and most else "level-0"


def _label(at: Point | None, name: str, word: str) -> str:
    """Name and value beside or on the country."""
    if at is None:
        return ""
    x, y = at
    return (
        f'<text class="place" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" aria-hidden="true">'
        f'{escape(SHORT.get(name, name))}<tspan class="count" x="{x:.1f}" dy="15">{escape(word)}</tspan></text>'
    )
