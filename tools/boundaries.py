"""Makes ``src/solidary/app/figures/boundaries.json`` of Natural Earth 1:50m (public domain), as TopoJSON.

    .venv/bin/python tools/boundaries.py PATH/TO/countries-50m.json

Each arc is simplified once, so that neighbours keep a common border; what lies outside the window of the map is cut
off. Coordinates are hundredths of a degree, each point as the step from the one before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

OUT: Final = Path(__file__).parents[1] / "src" / "solidary" / "app" / "figures" / "boundaries.json"
WINDOW: Final = (91.0, -12.5, 142.5, 29.0)  # west, south, east, north
COARSE: Final = 0.03  # degrees that a point may lie off the line before it is kept
SMALLEST: Final = 0.004  # square degrees of an island that is drawn; the smallest states keep all of theirs
WHOLE: Final = ("SG", "BN", "TL")
NUMBERS: Final = {
    "096": "BN", "116": "KH", "360": "ID", "418": "LA", "458": "MY", "104": "MM", "608": "PH", "702": "SG", "764": "TH",
    "626": "TL", "704": "VN", "156": "CN", "356": "IN", "050": "BD", "598": "PG", "036": "AU", "158": "TW", "344": "HK",
    "585": "PW",
}  # fmt: skip
Point = tuple[float, float]
Ring = list[Point]


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """Turn the steps of each arc into degrees, and simplify it."""
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * east + west, y * north + south))
        found.append(points)
    return found


def simple(points: Ring, tolerance: float = COARSE) -> Ring:
    """Leave out what a straight line does not miss (Douglas and Peucker, 1973)."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    far, most = max(((_off(point, first, last), place) for place, point in enumerate(points[1:-1], 1)))[::-1]
    if most <= tolerance:
        return [first, last]
    return [*simple(points[: far + 1], tolerance)[:-1], *simple(points[far:], tolerance)]


def _off(point: Point, one: Point, two: Point) -> float:
    """Return the distance of a point from a stretch."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = dx * dx + dy * dy
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return float(((point[0] - one[0] - along * dx) ** 2 + (point[1] - one[1] - along * dy) ** 2) ** 0.5)


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Join the arcs of a geometry to rings; a negative number is an arc backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: Ring = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1 if points else 0 :]
            yield points


def cut(ring: Ring) -> Ring:
    """Cut a ring off at the window (Sutherland and Hodgman, 1974)."""
    for axis, edge, sign in ((0, WINDOW[0], 1), (0, WINDOW[2], -1), (1, WINDOW[1], 1), (1, WINDOW[3], -1)):
        kept: Ring = []
        for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            inside, was = (point[axis] - edge) * sign >= 0, (before[axis] - edge) * sign >= 0
            if inside != was:
                along = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + along * (point[0] - before[0]), before[1] + along * (point[1] - before[1])))
            if inside:
                kept.append(point)
        ring = kept
    return ring


def area(ring: Ring) -> float:
    """Return the area of a ring in square degrees."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(one[0] * two[1] - two[0] * one[1] for one, two in pairs)) / 2


def steps(ring: Ring) -> list[int]:
    """Write a ring as steps in hundredths of a degree; the closing point is left out."""
    found: list[int] = []
    before = (0, 0)
    points = [(round(x * 100), round(y * 100)) for x, y in ring]
    for point in points[:-1] if points[0] == points[-1] else points:
        if found and point == before:
            continue
        found += [point[0] - before[0], point[1] - before[1]]
        before = point
    return found


def boundaries(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of the map."""
    whole = arcs_of(topology)
    coarse = [simple(arc) for arc in whole]
    places: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = NUMBERS.get(geometry.get("id", ""))
        if code:
            arcs = whole if code in WHOLE else coarse
            rings = [cut(ring) for ring in rings_of(geometry, arcs)]
            kept = [ring for ring in rings if len(ring) > 2 and (code in WHOLE or area(ring) > SMALLEST)]
            if kept:
                places[code] = [found for ring in kept if len(found := steps(ring)) > 4]
    return {
        "source": "Natural Earth, 1:50m cultural vectors, public domain",
        "unit": "hundredths of a degree, west to east and south to north; each point as the step from the one before",
        "window": list(WINDOW),
        "places": dict(sorted(places.items())),
    }


def main(path: Path) -> None:
    """Read the topology and write the figures."""
    found = boundaries(json.loads(path.read_text("utf-8")))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, separators=(",", ":")) + "\n", "utf-8")
    points = sum(len(ring) // 2 for rings in found["places"].values() for ring in rings)
    print(f"{OUT}: {len(found['places'])} places, {points:,} points, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
