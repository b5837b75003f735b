"""The reader loses nothing: an independent count with another parser finds the same elements, attributes and values."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat
from zlib import crc32

import pyarrow.compute as pc
import pytest

from solidary.sources.iati.specification import tables
from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot

DATA = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[3] / "shared" / "data")
ARCHIVE = DATA / "iati-2021-06-08.zip"
pytestmark = pytest.mark.skipif(
    not ARCHIVE.exists(), reason="the shared snapshot of 2021-06-08 is not beside the checkout"
)
SUMS = {
    ("transaction", "currency"): "iati-activity/transaction/value/@currency",
    ("transaction", "transaction_type"): "iati-activity/transaction/transaction-type/@code",
    ("transaction", "receiver_activity_id"): "iati-activity/transaction/receiver-org/@receiver-activity-id",
    ("sector", "code"): "iati-activity/sector/@code",
    ("sector", "percentage"): "iati-activity/sector/@percentage",
    ("recipient_country", "code"): "iati-activity/recipient-country/@code",
    ("participating_org", "ref"): "iati-activity/participating-org/@ref",
    ("budget", "period_start"): "iati-activity/budget/period-start/@iso-date",
    ("document_link", "url"): "iati-activity/document-link/@url",
    ("target", "value"): "iati-activity/result/indicator/period/target/@value",
    ("related_activity", "ref"): "iati-activity/related-activity/@ref",
    ("policy_marker", "significance"): "iati-activity/policy-marker/@significance",
}


class Count:
    """Counts paths of elements and sums values of attributes, straight from the events of expat."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.elements: Counter[str] = Counter()
        self.sums: Counter[str] = Counter()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        path = "/".join(self.path[1:])
        self.elements[path] += 1
        for key, value in attributes.items():
            self.sums[f"{path}/@{key}"] += crc32(value.encode())

    def end(self, _: str) -> None:
        self.path.pop()

    def feed(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.Parse(data, True)


@pytest.fixture(scope="module")
def count() -> Count:
    found = Count()
    for data in _files():
        found.feed(data)
    return found


def _files() -> Iterator[bytes]:
    with zipfile.ZipFile(ARCHIVE) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if data.lstrip().startswith(b"<"):
                yield data


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    return load(lake, [ARCHIVE], datetime(2026, 11, 24, tzinfo=UTC), workers=2).snapshot


def test_the_snapshot_has_the_activities_and_transactions_that_are_known(snapshot: Snapshot) -> None:
    activities = pc.count_distinct(snapshot.table("activity")["iati_identifier"]).as_py()
    assert (activities, snapshot.table("transaction").num_rows) == (12_716, 69_654)


def test_files_and_records_add_up_and_the_one_that_is_json_is_named(snapshot: Snapshot) -> None:
    manifest = snapshot.manifest
    for counts in (manifest["files"], manifest["records"]):
        assert counts["read"] == counts["loaded"] + counts["set_aside"]
    aside = [one["set_aside"]["rule"] for one in manifest["datasets"] if "set_aside" in one]
    assert aside == ["not-iati"]


def test_every_table_has_a_row_for_each_of_its_elements(snapshot: Snapshot, count: Count) -> None:
    rows = {name: snapshot.table(name).num_rows for name in tables()}
    assert rows == {name: count.elements[table.path] for name, table in tables().items()}


def test_every_narrative_in_every_language_is_a_row(snapshot: Snapshot, count: Count) -> None:
    # Contacts and documents of single figures are left out on purpose; "usg:" and the like are extensions of
    # publishers, which are counted as unread by their own name.
    outside = (":", "contact-info", "baseline/document-link", "target/document-link", "actual/document-link")
    there = sum(
        number
        for path, number in count.elements.items()
        if path.endswith("/narrative") and not any(part in path for part in outside)
    )
    assert snapshot.table("narrative").num_rows == there


@pytest.mark.parametrize(
    ("place", "path"), SUMS.items(), ids=lambda part: ".".join(part) if isinstance(part, tuple) else ""
)
def test_the_values_of_a_column_are_those_of_the_files(
    snapshot: Snapshot, count: Count, place: tuple[str, str], path: str
) -> None:
    values = snapshot.table(place[0])[place[1]].drop_null().to_pylist()
    assert sum(crc32(value.encode()) for value in values) == count.sums[path]


def test_what_is_in_no_table_is_counted_by_its_path(snapshot: Snapshot) -> None:
    unread = snapshot.manifest["unread"]
    assert unread["iati-activity/transaction/{http://reporting.unhcr.org/}value-USD"] > 1000
    ours = [path for path in unread if "{" not in path and "/@" not in path and "text()" not in path]
    assert sum(unread[path] for path in ours) < 20  # nothing of the standard itself: "Tag", for instance, is no element
