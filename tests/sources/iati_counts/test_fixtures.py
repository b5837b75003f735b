"""Every IATI file among the shared data is loaded, or refused with a rule and a reason: no third way, no silence.

All sets are loaded at once. What must become of a file is decided by expat: a well-formed file of IATI is loaded with
all its records, one of another kind is refused, one that is not well-formed loses something by name.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from xml.parsers import expat

import pytest

from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati_counts.census import Census, Ledger, held

DATA: Final = Path(os.environ.get("SOLIDARY_DATA", Path(__file__).parents[4] / "shared" / "data"))
SETS: Final = ("datastore-fixtures", "schema-tests", "validator-tests", "rulesets", "standard-examples", "d4d-tests")
KINDS: Final = ({"iati-activities"}, {"iati-organisations"})
Entry = dict[str, Any]


@dataclass
class Seen:
    """What expat says of a file: its census, or why it is not well-formed."""

    census: Census
    fault: str = ""

    @property
    def iati(self) -> bool:
        return not self.fault and not self.census.doctype and self.census.names in KINDS


@dataclass
class Shelf:
    """All files below the shared folders of IATI, loaded into one snapshot."""

    snapshot: Snapshot
    entries: dict[str, Entry]
    seen: dict[str, Seen]
    merged: dict[int, tuple[Census, list[Entry]]] = field(default_factory=dict)

    def chosen(self, *, iati: bool) -> Iterable[tuple[str, Entry, Seen]]:
        return [
            (name, self.entries[name], seen)
            for name, seen in self.seen.items()
            if seen.iati is iati and name in self.entries
        ]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Load every folder, and read every XML file in them with expat."""
    folders = sorted(path for path in DATA.glob("iati-*") if path.is_dir())
    if not folders:
        pytest.skip("no folder of IATI files is among the shared data")
    snapshot = load(Lake(tmp_path_factory.mktemp("shelf")), folders, datetime(2026, 1, 1, tzinfo=UTC)).snapshot
    files = [path for folder in folders for path in folder.rglob("*") if path.name.endswith((".xml", ".xml.gz"))]
    seen = {path.relative_to(DATA).as_posix(): _seen(path) for path in files}
    return Shelf(snapshot, {one["name"]: one for one in snapshot.manifest["datasets"]}, seen)


def _seen(path: Path) -> Seen:
    census = Census()
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        try:
            return Seen(census.read(cast("BinaryIO", stream)))
        except (expat.ExpatError, LookupError) as error:
            return Seen(census, str(error))


def test_all_sets_are_there_and_every_file_has_an_entry(shelf: Shelf) -> None:
    assert all(any(name.startswith(f"iati-{one}/") for name in shelf.seen) for one in SETS)
    assert len(shelf.seen) > 1_000
    members = {name.split("!")[0] for name in shelf.entries if "!" in name} & set(shelf.seen)
    assert set(shelf.seen) - members <= set(shelf.entries)
    assert all(shelf.seen[name].fault for name in members)


def test_what_is_in_an_archive_that_calls_itself_xml_is_set_aside_member_by_member(shelf: Shelf) -> None:
    members = {name: entry for name, entry in shelf.entries.items() if "!" in name}
    assert members
    assert [name for name, entry in members.items() if "set_aside" not in entry] == []


def test_every_file_is_loaded_or_set_aside_with_a_rule_and_a_reason(shelf: Shelf) -> None:
    for name, entry in shelf.entries.items():
        if "set_aside" in entry:
            assert entry["set_aside"]["rule"] and len(entry["set_aside"]["reason"]) > 10, name
        else:
            assert entry["kind"] in ("iati-activities", "iati-organisations"), name


def test_every_record_that_is_set_aside_has_a_rule_a_reason_and_a_line(shelf: Shelf) -> None:
    for name, entry in shelf.entries.items():
        for broken in entry.get("broken", []):
            assert broken["rule"] and broken["reason"] and broken["line"] > 0, name


def test_a_well_formed_file_of_iati_is_loaded_with_all_its_records(shelf: Shelf) -> None:
    got = {name: (entry.get("records"), entry.get("broken")) for name, entry, _ in shelf.chosen(iati=True)}
    assert len(got) > 800
    assert got == {name: (seen.census.records, []) for name, _, seen in shelf.chosen(iati=True)}


def test_a_well_formed_file_of_another_kind_is_refused_as_no_iati(shelf: Shelf) -> None:
    plain = [(name, entry) for name, entry, seen in shelf.chosen(iati=False) if not seen.fault]
    assert len(plain) > 50
    assert not any(shelf.seen[name].census.doctype for name, _ in plain)
    assert {name: entry.get("set_aside", {}).get("rule") for name, entry in plain} == dict.fromkeys(
        (name for name, _ in plain), "not-iati"
    )


def test_a_file_that_is_not_well_formed_loses_something_by_name(shelf: Shelf) -> None:
    broken = {name: entry for name, entry, seen in shelf.chosen(iati=False) if seen.fault}
    assert len(broken) > 2
    assert [name for name, entry in broken.items() if "set_aside" not in entry and not entry["broken"]] == []


def test_no_file_that_is_not_xml_is_loaded(shelf: Shelf) -> None:
    others = [entry for name, entry in shelf.entries.items() if name.endswith((".json", ".csv", ".xsd", ".md", ".txt"))]
    assert [entry["name"] for entry in others if "set_aside" not in entry] == []


@pytest.mark.parametrize("major", [1, 2])
def test_no_element_attribute_or_text_of_any_file_vanishes_in_silence(shelf: Shelf, major: int) -> None:
    census, entries = _merged(shelf, major)
    assert len(entries) > 100
    assert Ledger(census, held(shelf.snapshot, entries), major).wrong == []


def test_the_rows_of_every_file_are_the_elements_that_expat_counts(shelf: Shelf) -> None:
    census, entries = _merged(shelf, 2)
    ledger = Ledger(census, held(shelf.snapshot, entries), 2)
    counted = {table.name: ledger.nodes[path].count for path, table in ledger.tables.items() if path in ledger.nodes}
    assert len(counted) > 50
    assert {name: ledger.found.rows[name] for name in counted} == counted


def test_the_line_of_every_activity_is_one_of_its_start_tag(shelf: Shelf) -> None:
    """Compared for files in UTF-8 whose lines end as an editor shows them; a tag may be named by any of its lines."""
    data = shelf.snapshot.table("activity").select(["dataset", "record", "line"])
    got: dict[int, list[int]] = {}
    for row in data.sort_by([("dataset", "ascending"), ("record", "ascending")]).to_pylist():
        got.setdefault(row["dataset"], []).append(row["line"])
    wrong = {}
    for name, entry, _ in shelf.chosen(iati=True):
        if entry.get("encoding") == "utf-8" and not entry["broken"] and name.endswith(".xml"):
            written = (DATA / name).read_bytes()
            if written.count(b"\r") > written.count(b"\r\n"):
                continue
            spans, lines = _spans(written), got.get(entry["dataset"], [])
            if [line in span for line, span in zip(lines, spans, strict=False)] != [True] * len(spans):
                wrong[name] = (lines[:3], spans[:3])
    assert wrong == {}


def _spans(data: bytes) -> list[range]:
    """Return the lines of every start tag of an activity, which holds no sign of ``>`` inside its attributes."""
    found: list[range] = []
    parser = expat.ParserCreate()

    def start(name: str, _: object) -> None:
        if name == "iati-activity":
            begin = parser.CurrentByteIndex
            first = parser.CurrentLineNumber
            found.append(range(first, first + data.count(b"\n", begin, data.index(b">", begin)) + 1))

    parser.StartElementHandler = start
    parser.Parse(data, True)
    return found


def _merged(shelf: Shelf, major: int) -> tuple[Census, list[Entry]]:
    """Count again, all well-formed files of a major version together."""
    if major in shelf.merged:
        return shelf.merged[major]
    census, entries = shelf.merged[major] = Census(), []
    for name, entry, _ in shelf.chosen(iati=True):
        if _major(entry["version"]) == major:
            entries.append(entry)
            with gzip.open(DATA / name) if name.endswith(".gz") else (DATA / name).open("rb") as stream:
                census.read(cast("BinaryIO", stream))
    return census, entries


def _major(version: str) -> int:
    """Read a version as the standard does: without one, a file follows 1.01."""
    return 2 if version.startswith("2") else 1
