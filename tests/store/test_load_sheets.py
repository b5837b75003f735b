"""A load of sheets is all or nothing, counted, and named by what it follows from."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solidary.errors import UnknownName, WrongUse
from solidary.sources.sheets.sheet import SheetFault
from solidary.store.load import Load
from solidary.store.load_sheets import load_sheets
from solidary.store.snapshot import Lake, NoSnapshot
from tests.sources.sheets.samples import FLAT, GOOD, NAMES, mapped

MADE = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


def written(folder: Path, name: str = "aid.csv", rows: str = NAMES + GOOD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(rows, "utf-8")
    return folder / name


def load(folder: Path, *paths: Path, mapping: str = FLAT, source: str = "aid") -> Load:
    return load_sheets(Lake(folder / "lake"), paths, mapped(folder, mapping), source, MADE)


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    path = written(tmp_path)
    first, again = load(tmp_path, path), load(tmp_path, path)
    assert (first.new, again.new) == (True, False)
    assert first.snapshot.id == again.snapshot.id
    assert len(Lake(tmp_path / "lake").snapshots()) == 1


@pytest.mark.parametrize(
    ("mapping", "rows", "source"),
    [
        (FLAT.replace("CC0", "CC-BY"), NAMES + GOOD, "aid"),
        (FLAT, NAMES + GOOD.replace("100", "101"), "aid"),
        (FLAT, NAMES + GOOD, "other"),
    ],
)
def test_another_mapping_file_or_source_is_another_snapshot(
    tmp_path: Path, mapping: str, rows: str, source: str
) -> None:
    first = load(tmp_path, written(tmp_path))
    second = load(tmp_path, written(tmp_path, rows=rows), mapping=mapping, source=source)
    assert second.new
    assert second.snapshot.id != first.snapshot.id


def test_rows_read_are_rows_loaded_and_rows_set_aside(tmp_path: Path) -> None:
    rows = NAMES + "".join(f"{n},Title,KOICA,TL,2012,{'x' if n % 7 == 0 else n}\n" for n in range(1, 101))
    manifest = load(tmp_path, written(tmp_path, rows=rows)).snapshot.manifest
    assert manifest["records"] == {"read": 100, "loaded": 86, "set_aside": 14}
    assert len(manifest["datasets"][0]["broken"]) == 14
    assert manifest["tables"]["transaction"]["rows"] == 86


def test_files_that_are_no_sheets_are_set_aside_and_the_others_loaded(tmp_path: Path) -> None:
    good, bad = written(tmp_path), written(tmp_path, "aid.xlsx", "<html>")
    other = written(tmp_path, "readme.txt", "hello")
    manifest = load(tmp_path, good, bad, other).snapshot.manifest
    assert manifest["files"] == {"read": 3, "loaded": 1, "set_aside": 2}
    reasons = {one["name"]: one["set_aside"]["rule"] for one in manifest["datasets"] if "set_aside" in one}
    assert reasons == {"aid.xlsx": "not-a-workbook", "readme.txt": "not-in-mapping"}


def test_a_load_that_could_read_nothing_is_not_the_latest(tmp_path: Path) -> None:
    found = load(tmp_path, written(tmp_path, "aid.xlsx", "<html>"))
    assert found.snapshot.manifest["files"] == {"read": 1, "loaded": 0, "set_aside": 1}
    with pytest.raises(NoSnapshot):
        Lake(tmp_path / "lake").latest("aid")


def test_a_wrong_column_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        load(tmp_path, written(tmp_path, rows=NAMES.replace("Year", "Jahr") + GOOD))
    assert Lake(tmp_path / "lake").snapshots() == []


def test_a_file_that_breaks_off_publishes_nothing(tmp_path: Path) -> None:
    csv.field_size_limit(100_000_000)  # as some libraries do when they are imported
    broken = NAMES + GOOD + '2,"Wells,KOICA,TL,2012,5\n' + "x" * 10_000_001
    with pytest.raises(SheetFault):
        load(tmp_path, written(tmp_path, rows=broken))
    lake = Lake(tmp_path / "lake")
    assert lake.snapshots() == []
    assert not any((lake.folder / "snapshots").iterdir())


def test_files_that_no_sheet_of_the_mapping_is_for_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"expected aid\*"):
        load(tmp_path, written(tmp_path, "other.csv"))


def test_each_source_has_a_latest_snapshot_of_its_own(tmp_path: Path) -> None:
    first = load(tmp_path, written(tmp_path), source="one").snapshot
    second = load(tmp_path, written(tmp_path), source="two").snapshot
    lake = Lake(tmp_path / "lake")
    assert (lake.latest("one").id, lake.latest("two").id) == (first.id, second.id)
    assert lake.sources() == ["one", "two"]
    with pytest.raises(UnknownName, match="'one'"):
        lake.latest("onw")


def test_the_manifest_says_where_it_is_from(tmp_path: Path) -> None:
    manifest = load(tmp_path, written(tmp_path)).snapshot.manifest
    assert (manifest["source"], manifest["title"], manifest["licence"]) == ("aid", "Aid", "CC0")
    assert manifest["datasets"][0]["licence"] == "CC0"
    assert manifest["begins"] == {"aid.csv": 0}
    assert manifest["mapping"]["sheets"]["rows"]["fields"]["activity"]["column"] == ["Project"]
