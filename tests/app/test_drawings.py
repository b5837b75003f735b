"""The map and the other pictures: the smallest states are seen, nothing is no zero, texts are escaped."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from solidary.app.drawings.boundaries import BoundariesFault, read_boundaries
from solidary.app.drawings.country_map import country_map, level
from solidary.app.drawings.outlines import outlines
from solidary.app.drawings.ties import ties
from solidary.app.reading import BOUNDARIES, HERE
from tests.app.serving import client, serving

ASEAN = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")
FILE = HERE / "figures" / BOUNDARIES


def drawn(values: dict[str, int | Decimal | None], marked: str = "") -> str:
    every = dict.fromkeys(values, "x")
    return country_map(
        outlines(read_boundaries(FILE)), every, values, every, dict.fromkeys(values, "/k"), "Map", marked
    )


def test_all_eleven_members_are_on_the_map_and_the_smallest_have_a_ring() -> None:
    text = drawn(dict.fromkeys(ASEAN, 1))
    assert text.count("<a href=") == 11
    ringed = [part for part in text.split("<a ") if "<circle" in part]
    assert len(ringed) == 2  # Singapore and Brunei; Timor-Leste is seen at this scale
    ET.fromstring(text)


@pytest.mark.parametrize(
    ("code", "east", "north"),
    [("SG", 103.82, 1.35), ("BN", 114.7, 4.5), ("TL", 125.8, -8.8), ("TH", 100.9, 15.0), ("VN", 106.0, 16.0)],
)
def test_a_country_is_where_it_lies_on_the_globe(code: str, east: float, north: float) -> None:
    rings = read_boundaries(FILE)["places"][code]
    xs, ys = [], []
    for ring in rings:
        x = y = 0
        for one, two in zip(ring[::2], ring[1::2], strict=True):
            x, y = x + one, y + two
            xs.append(x / 100)
            ys.append(y / 100)
    assert min(xs) <= east <= max(xs)
    assert min(ys) <= north <= max(ys)


def test_no_data_is_hatched_and_nothing_is_not() -> None:
    text = drawn({"TH": None, "VN": 0, "LA": 3})
    kinds = re.findall(r'<path class="(country [^"]*)"', text)
    assert sorted(kinds) == ["country empty", "country level-0", "country level-5"]
    assert text.count('fill="url(#hatch)"') == 1


def test_shades_are_fifths_of_the_most() -> None:
    assert [level(value, 10) for value in (0, 1, 2, 3, 9, 10)] == [
        "level-0", "level-1", "level-1", "level-2", "level-5", "level-5",
    ]  # fmt: skip


def test_the_boundaries_are_named_simplified_and_small() -> None:
    found = json.loads(FILE.read_text("utf-8"))
    assert "public domain" in found["source"]
    assert set(ASEAN) <= set(found["places"])
    assert FILE.stat().st_size < 60_000


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"window": [1, 2, 3], "places": {}, "source": "x"}',
             '{"window": [0, 0, 1, 1], "places": {"TH": [[1, 2, 3]]}, "source": "x"}',
             '{"window": [0, 0, 1, 1], "places": {"TH": [[1.5, 2]]}, "source": "x"}'],
)  # fmt: skip
def test_a_file_of_boundaries_that_cannot_be_drawn_is_a_fault_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "boundaries.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BoundariesFault, match=r"boundaries\.json"):
        read_boundaries(path)


def test_a_workspace_may_have_its_own_boundaries(tmp_path: Path) -> None:
    own = {"source": "My own hand", "window": [90, -10, 140, 30], "places": {"TH": [[9800, 1500, 500, 0, 0, 500]]}}
    (tmp_path / "boundaries.json").write_text(json.dumps(own), "utf-8")
    with serving(tmp_path) as address, client(address) as browser:
        assert "My own hand" in browser.get("/kasi/map").text


def test_texts_in_pictures_are_escaped() -> None:
    text = ties([("a", "<b>", '/x"y')], [("m", "&", "/m")], {"a": ("m",)}, (), "<title>")
    ET.fromstring(text)
    assert "<b>" not in text
