"""A whole bulk download, counted by another parser: every element and attribute has a fate, none is lost in silence.

Rows of every table, narratives of every place and values of every column are compared over all files; what the values
are, by checksums over ten files.
"""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from xml.parsers import expat
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from solidary.sources.iati.specification import IGNORED, sources_of
from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati_counts.census import Census, Ledger, held

DATA: Final = Path(os.environ.get("SOLIDARY_DATA", Path(__file__).parents[4] / "shared" / "data"))
BULK: Final = DATA / "iati-2021-06-08.zip"
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
DEEP: Final = 10  # files whose values are compared, not only their number
# Attributes below a record -> the columns that must hold them: written out here, not taken from the specification.
COLUMNS: Final = {
    "iati-activity/transaction/transaction-type/@code": ("transaction", "transaction_type"),
    "iati-activity/transaction/transaction-date/@iso-date": ("transaction", "transaction_date"),
    "iati-activity/transaction/value/@currency": ("transaction", "currency"),
    "iati-activity/transaction/value/@value-date": ("transaction", "value_date"),
    "iati-activity/transaction/provider-org/@ref": ("transaction", "provider_org_ref"),
    "iati-activity/transaction/receiver-org/@receiver-activity-id": ("transaction", "receiver_activity_id"),
    "iati-activity/transaction/sector/@code": ("transaction_sector", "code"),
    "iati-activity/transaction/aid-type/@code": ("transaction_aid_type", "code"),
    "iati-activity/budget/period-start/@iso-date": ("budget", "period_start"),
    "iati-activity/budget/value/@value-date": ("budget", "value_date"),
    "iati-activity/planned-disbursement/period-end/@iso-date": ("planned_disbursement", "period_end"),
    "iati-activity/sector/@code": ("sector", "code"),
    "iati-activity/sector/@percentage": ("sector", "percentage"),
    "iati-activity/recipient-country/@code": ("recipient_country", "code"),
    "iati-activity/recipient-region/@vocabulary": ("recipient_region", "vocabulary"),
    "iati-activity/participating-org/@ref": ("participating_org", "ref"),
    "iati-activity/participating-org/@role": ("participating_org", "role"),
    "iati-activity/activity-date/@iso-date": ("activity_date", "iso_date"),
    "iati-activity/policy-marker/@significance": ("policy_marker", "significance"),
    "iati-activity/related-activity/@ref": ("related_activity", "ref"),
    "iati-activity/document-link/@url": ("document_link", "url"),
    "iati-activity/document-link/category/@code": ("document_category", "code"),
    "iati-activity/location/point/@srsName": ("location", "srs_name"),
    "iati-activity/result/indicator/@measure": ("indicator", "measure"),
    "iati-activity/result/indicator/baseline/@value": ("baseline", "value"),
    "iati-activity/result/indicator/period/target/@value": ("target", "value"),
    "iati-activity/result/indicator/period/actual/@value": ("actual", "value"),
    "iati-activity/@default-currency": ("activity", "default_currency"),
    "iati-activity/@last-updated-datetime": ("activity", "last_updated_datetime"),
    "iati-activity/activity-status/@code": ("activity", "activity_status"),
}
TEXTS: Final = {
    "iati-activity/iati-identifier": ("activity", "iati_identifier"),
    "iati-activity/transaction/value": ("transaction", "value"),
    "iati-activity/budget/value": ("budget", "value"),
    "iati-activity/location/point/pos": ("location", "pos"),
}


@dataclass
class Bulk:
    """The bulk download, loaded and counted."""

    snapshot: Snapshot
    census: Census
    refused: list[str]
    sums: dict[str, tuple[int, int]]  # place of a value -> how many, sum of their checksums
    deep: list[str]


@pytest.fixture(scope="session")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Bulk:
    """Load the archive with the reader, and count it with expat."""
    if not BULK.exists():
        pytest.skip(f"{BULK.name} is not among the shared data")
    snapshot = load(Lake(tmp_path_factory.mktemp("bulk")), [BULK], MADE).snapshot
    census = Census()
    refused: list[str] = []
    deep: list[str] = []
    sums: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    with zipfile.ZipFile(BULK) as archive:
        for info in sorted(archive.infolist(), key=lambda one: one.file_size):
            try:
                with archive.open(info) as stream:
                    census.read(cast("BinaryIO", stream))
            except expat.ExpatError:
                refused.append(info.filename)
                continue
            if info.file_size > 400_000 and len(deep) < DEEP:
                deep.append(info.filename)
                _add(archive.read(info), sums, numbers)
    return Bulk(snapshot, census, refused, {key: (numbers[key], sums[key]) for key in sums}, deep)


@pytest.fixture(scope="session")
def ledger(bulk: Bulk) -> Ledger:
    """Compare the two."""
    return Ledger(bulk.census, held(bulk.snapshot, [one for one in _datasets(bulk) if "set_aside" not in one]), 2)


def _add(data: bytes, sums: Counter[str], numbers: Counter[str]) -> None:
    """Add the checksums of a file's attributes and texts to those of their places."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    path: list[str] = []
    texts: list[str] = []

    def put(place: str, value: str) -> None:
        sums[place] += crc32(value.encode())
        numbers[place] += 1

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        texts.clear()
        for key, value in attributes.items():
            put("/".join([*path[1:], f"@{key}"]), value)

    def end(_: str) -> None:
        place = "/".join(path[1:])
        if place in TEXTS and (value := "".join(texts).strip()):
            put(place, value)
        elif place.endswith("/narrative") and not any(place.startswith(left) for left in IGNORED):
            put("narrative", "".join(texts))
        texts.clear()
        path.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.Parse(data, True)


def _columns(snapshot: Snapshot, table: str, column: str, names: list[str]) -> tuple[int, int]:
    """Return how many values of a column some members hold, and the sum of their checksums."""
    entries: list[dict[str, Any]] = snapshot.manifest["datasets"]
    chosen = [one["dataset"] for one in entries if one["name"].split("!")[-1] in names]
    data = snapshot.table(table).select(["dataset", column])
    marks = pc.is_in(data["dataset"], value_set=pa.array(chosen, pa.int32()))
    values = data[column].filter(marks).drop_null().to_pylist()
    return len(values), sum(crc32(value.encode()) for value in values)


def test_only_the_file_that_is_no_xml_is_set_aside(bulk: Bulk) -> None:
    aside = {one["name"].split("!")[-1]: one["set_aside"] for one in _datasets(bulk) if "set_aside" in one}
    assert sorted(aside) == sorted(bulk.refused)
    assert len(aside) == 1
    assert all(one["rule"] == "not-iati" and "no XML" in one["reason"] for one in aside.values())


def test_all_activities_and_transactions_of_the_download_are_loaded(bulk: Bulk) -> None:
    assert bulk.census.records == 12_716
    assert bulk.snapshot.manifest["records"] == {"read": 12_716, "loaded": 12_716, "set_aside": 0}
    assert bulk.snapshot.table("activity").num_rows == 12_716
    assert bulk.snapshot.table("transaction").num_rows == 69_654
    assert pc.count_distinct(bulk.snapshot.table("activity")["iati_identifier"]).as_py() == 12_716


def test_every_table_has_a_row_for_every_element_of_its_path(bulk: Bulk, ledger: Ledger) -> None:
    counted = {path: node.count for path, node in ledger.nodes.items()}
    expected = {table.name: counted.get(table.path, 0) for table in sources_of(2)}
    assert {table: bulk.snapshot.table(table).num_rows for table in expected} == expected


def test_every_place_has_as_many_narratives_as_the_files(ledger: Ledger) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for path, node in ledger.covered.items():
        if path.endswith("/narrative"):
            expected[ledger.place(path.removesuffix("/narrative"))] += node.count
    assert len(expected) > 30
    assert ledger.found.narratives == expected


def test_no_element_attribute_or_text_vanishes_in_silence(ledger: Ledger) -> None:
    assert ledger.wrong == []


def test_the_fates_of_all_elements_add_up_to_the_elements_of_the_files(bulk: Bulk, ledger: Ledger) -> None:
    total = bulk.census.root.below() - bulk.census.root.count
    assert sum(ledger.elements.values()) == total
    assert ledger.elements["row"] == sum(ledger.found.rows.values())
    assert ledger.elements["narrative"] == sum(ledger.found.narratives.values())


@pytest.mark.parametrize(("place", "column"), [*COLUMNS.items(), *TEXTS.items()])
def test_a_column_holds_the_very_values_of_its_place(bulk: Bulk, place: str, column: tuple[str, str]) -> None:
    assert len(bulk.deep) == DEEP
    assert _columns(bulk.snapshot, *column, bulk.deep) == bulk.sums.get(place, (0, 0))


def test_narratives_hold_the_very_texts_of_the_files(bulk: Bulk) -> None:
    assert _columns(bulk.snapshot, "narrative", "text", bulk.deep)[1] == bulk.sums["narrative"][1]


def _datasets(bulk: Bulk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bulk.snapshot.manifest["datasets"]
    return found
