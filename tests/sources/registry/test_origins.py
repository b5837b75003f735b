"""Where datasets come from and under which licence: from three places, and never guessed."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from solidary.sources.iati.files import Found, find
from solidary.sources.registry import shelf as shelves
from solidary.sources.registry.origins import FETCHED, UNKNOWN, Origin, Origins, known_origins
from solidary.store.load import load
from solidary.store.snapshot import Lake

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FILE = b'<iati-activities version="2.03"><iati-activity/></iati-activities>'
INDEX = {"datasets": [{"short_name": "jica-th", "source_url": "https://jica.example/th.xml", "licence_id": "cc-by"}]}


def bulk(path: Path, index: Any = None) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("iati-data/datasets/jica/jica-th.xml", FILE)
        archive.writestr("iati-data/datasets/jica/jica-vn.xml", FILE)
        if index is not None:
            archive.writestr("iati-data/datasets-minimal.json", index if isinstance(index, str) else json.dumps(index))
    return path


def origins_in(path: Path) -> dict[str, Origin]:
    known = Origins()
    return {found.name.rpartition("/")[2]: known.of(found, "") for found in find([path])}


def test_a_bulk_archive_says_it_of_its_members(tmp_path: Path) -> None:
    found = origins_in(bulk(tmp_path / "all.zip", INDEX))
    assert found["jica-th.xml"] == Origin("https://jica.example/th.xml", "cc-by")
    assert found["jica-vn.xml"] == Origin("", UNKNOWN)


@pytest.mark.parametrize("index", [None, "no JSON", "[]", "{}", {"datasets": [7, {"short_name": None}]}])
def test_an_archive_whose_index_says_nothing_stops_nothing(tmp_path: Path, index: Any) -> None:
    assert set(origins_in(bulk(tmp_path / "all.zip", index)).values()) == {Origin()}


def test_what_was_fetched_is_known_by_its_bytes(tmp_path: Path) -> None:
    shelf = tmp_path / FETCHED / "iati"
    shelf.mkdir(parents=True)
    files = {
        "a/b.xml": {"sha256": "1", "source": "https://a.example", "licence": "odc-by"},
        "all.zip": {"sha256": "2", "address": "https://bulk.example", "licence": "that of each dataset"},
    }
    (shelf / "manifest.json").write_text(json.dumps({"files": files}))
    known = known_origins(tmp_path)
    assert known.of(Found("x", Path("x")), "1") == Origin("https://a.example", "odc-by")
    assert known.of(Found("x", Path("x")), "2") == Origin("https://bulk.example", UNKNOWN)
    assert known.of(Found("x", Path("x")), "3") == Origin()


def test_fetched_files_are_looked_for_where_they_are_put() -> None:
    assert FETCHED == shelves.FETCHED


def test_whoever_loads_a_file_has_the_last_word(tmp_path: Path) -> None:
    found = next(one for one in find([bulk(tmp_path / "all.zip", INDEX)]) if one.name.endswith("jica-th.xml"))
    assert Origins(Origin(licence="CC0-1.0")).of(found, "") == Origin("https://jica.example/th.xml", "CC0-1.0")


def test_the_manifest_has_source_and_licence_of_each_dataset(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(FILE)
    origins = Origins(Origin("https://example.org/a.xml", "CC-BY-4.0"))
    manifest = load(Lake(tmp_path / "lake"), [tmp_path / "a.xml"], NOW, origins=origins).snapshot.manifest
    assert [(one["source"], one["licence"]) for one in manifest["datasets"]] == [
        ("https://example.org/a.xml", "CC-BY-4.0")
    ]
    other = load(Lake(tmp_path / "other"), [tmp_path / "a.xml"], NOW).snapshot.manifest
    assert [(one["source"], one["licence"]) for one in other["datasets"]] == [("", UNKNOWN)]
