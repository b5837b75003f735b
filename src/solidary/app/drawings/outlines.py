"""Boundaries -> outlines on the plane of the map, worked out once for all maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

WIDTH: Final = 720.0
# Where a name stands, in degrees, if the middle of the country is no good place for it.
NAMED: Final[Mapping[str, tuple[float, float]]] = {
    "ID": (113.6, -1.4), "MY": (109.4, 5.3), "VN": (110.9, 15.4), "PH": (122.8, 12.3), "TL": (127.6, -10.2),
    "SG": (107.3, 0.9), "BN": (113.4, 7.2), "LA": (102.3, 20.3), "TH": (101.2, 16.3), "KH": (103.2, 10.9),
    "MM": (96.0, 21.4),
}  # fmt: skip
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """One country: its path as SVG has it, the middle and the size of its box."""

    path: str = ""
    middle: Point = (0.0, 0.0)
    size: float = 0.0


NOWHERE: Final = Shape()


@dataclass(frozen=True)
class Outlines:
    """All shapes of a map, its height, and where names stand."""

    shapes: Mapping[str, Shape]
    height: float
    named: Mapping[str, Point]

    def place_of(self, code: str) -> Point | None:
        """Return where the name of a country stands; ``None`` if the map does not have it."""
        return self.named.get(code) or (self.shapes[code].middle if code in self.shapes else None)


def outlines(boundaries: Mapping[str, Any]) -> Outlines:
    """Put boundaries on the plane: degrees of longitude as short as they are in the middle of the window.

    >>> square = [10000, 0, 100, 0, 0, 100, -100, 0]
    >>> found = outlines({"window": [100, 0, 101, 1], "places": {"SG": [square]}})
    >>> found.shapes["SG"].path
    'M0.0 720.0L720.0 720.0L720.0 0.0L0.0 0.0Z'
    """
    west, south, east, north = boundaries["window"]
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def at(x: float, y: float) -> Point:
        return (x - west) * narrow * scale, (north - y) * scale

    shapes = {code: _shape(rings, at) for code, rings in boundaries["places"].items()}
    return Outlines(shapes, (north - south) * scale, {code: at(*place) for code, place in NAMED.items()})


def _shape(rings: list[list[int]], at: Callable[[float, float], Point]) -> Shape:
    placed = [_points(ring, at) for ring in rings]
    xs, ys = [x for ring in placed for x, _ in ring], [y for ring in placed for _, y in ring]
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in placed)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return Shape(path, middle, (max(xs) - min(xs)) * (max(ys) - min(ys)))


def _points(ring: list[int], at: Callable[[float, float], Point]) -> list[Point]:
    x = y = 0
    found = []
    for east, north in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + east, y + north
        found.append(at(x / 100, y / 100))
    return found
