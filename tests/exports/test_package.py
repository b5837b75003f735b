"""A data package is valid by the reference implementation, and tells the licence of each publisher."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solidary.errors import CannotWrite
from solidary.exports.flows import Export
from solidary.exports.licences import Licence, LicenceFault, known_licences
from solidary.exports.selection import Selection
from solidary.terms.library import Library
from tests.exports.samples import csv_rows, export, flows, left


def csv_columns(path: Path, *names: str) -> list[list[str]]:
    heading, *rows = csv_rows(path)
    return [[row[heading.index(name)] for name in names] for row in rows]


def packed(folder: Path, library: Library, **licences: Licence) -> tuple[Path, dict[str, Any]]:
    made = export(flows(folder), library)
    made.about.licences = replace(
        made.about.licences, stated={key.replace("_", "-"): one for key, one in licences.items()}
    )
    made.write("datapackage", folder / "out")
    return folder / "out", json.loads((folder / "out" / "datapackage.json").read_text("utf-8"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_finds_it_valid(tmp_path: Path, library: Library) -> None:
    from frictionless import Package, validate

    folder, _ = packed(tmp_path, library, XM_PUB=Licence("CC-BY-4.0", "Attribution 4.0", "https://example.org/by"))
    report = validate(folder / "datapackage.json")
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    flows: Any = Package(folder / "datapackage.json").get_resource("flows")
    rows = flows.read_rows()
    assert len(rows) == 8
    assert str(rows[0]["published"]) == "100.1"


def test_it_says_counts_hashes_snapshot_rates_and_time(tmp_path: Path, library: Library) -> None:
    folder, told = packed(tmp_path, library)
    for resource in told["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["rows"] == len(csv_rows(folder / resource["path"])) - 1
    assert told["created"].startswith("2026-11-24T")
    assert told["solidary"]["rates"] == "a test"
    published = {row[0] for row in csv_columns(folder / "flows.csv", "rate_source")} - {""}
    assert told["solidary"]["rate_sources"] == "; ".join(sorted(published)) != ""
    assert told["solidary"]["snapshot"] == told["name"].removeprefix("flows-")
    assert sum(told["solidary"]["reasons"].values()) == told["solidary"]["rows"] == 8
    assert told["sources"][0]["hash"].startswith("sha256:")
    assert all(field["description"] for resource in told["resources"] for field in resource["schema"]["fields"])


def test_a_licence_is_that_of_its_publisher_and_unknown_is_told(tmp_path: Path, library: Library) -> None:
    folder, told = packed(tmp_path, library, XM_PUB=Licence("CC-BY-4.0", "Attribution 4.0"))
    assert [(one["name"], one["publishers"]) for one in told["licenses"]] == [
        ("CC-BY-4.0", ["XM-PUB"]), ("notspecified", ["XM-OTHER"]),
    ]  # fmt: skip
    assert told["licenses"][1]["title"].startswith("unknown; ask the publisher")
    heading, *rows = csv_rows(folder / "publishers.csv")
    assert [row[: heading.index("licence") + 1] for row in rows] == [
        ["XM-PUB", "6", "CC-BY-4.0"], ["XM-OTHER", "2", "notspecified"],
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_package_without_flows_is_valid_too(tmp_path: Path, library: Library) -> None:
    from frictionless import validate

    made: Export = export(flows(tmp_path), library, Selection(stage="promise"))
    done = made.write("datapackage", tmp_path / "out")
    assert done.rows == 0
    assert validate(tmp_path / "out" / "datapackage.json").valid


def test_force_replaces_a_package_and_nothing_else(tmp_path: Path, library: Library) -> None:
    folder, _ = packed(tmp_path, library)
    (folder / "more.txt").write_text("gone with the old one")
    made = export(flows(tmp_path / "two"), library)
    with pytest.raises(CannotWrite, match="--force"):
        made.write("datapackage", folder)
    made.write("datapackage", folder, force=True)
    assert left(folder) == ["datapackage.json", "flows.csv", "publishers.csv"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("not to be lost")
    with pytest.raises(CannotWrite, match="no export of ours"):
        made.write("datapackage", mine, force=True)
    assert left(mine) == ["letter.txt"]


def test_a_workspace_says_licences_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "licences.csv").write_text("publisher,licence,url\nXM-A,CC-BY-4.0,https://a.example\nXM-B,,\n", "utf-8")
    found = known_licences(tmp_path)
    assert found.of("XM-A", 0).name == "CC-BY-4.0"
    assert not found.of("XM-B", 0).known
    assert not found.of("XM-C", 0).known


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("publisher,licens\n", "Did you mean 'licence'"),
        ("publisher,licence\n,CC0\n", "licences.csv:2: read no publisher"),
        ("publisher,licence\na,CC0\na,CC0\n", "licences.csv:3: a has a licence already"),
        ("publisher\n\xff", "cannot be read"),
    ],
)
def test_a_table_of_licences_that_cannot_be_read_says_where(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "licences.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises((LicenceFault, LookupError, Exception), match=told):
        known_licences(tmp_path)


def test_a_licence_declared_for_a_dataset_counts_unless_the_workspace_says_another(tmp_path: Path) -> None:
    (tmp_path / "licences.csv").write_text("publisher,licence\nXM-B,CC0-1.0\n", "utf-8")
    known = {"dataset": 3, "name": "a/a.xml", "licence": "cc-by"}
    found = known_licences(tmp_path, [known, {"dataset": 4, "name": "b", "licence": "notspecified"}, {"dataset": 5}])
    assert [found.of(who, at).name for who, at in (("XM-A", 3), ("XM-B", 3))] == ["cc-by", "CC0-1.0"]
    assert [found.of("XM-A", at).known for at in (4, 5)] == [False, False]
    assert "a/a.xml" in found.of("XM-A", 3).source
    assert known_licences(None, [known]).of("XM-A", 3).name == "cc-by"
