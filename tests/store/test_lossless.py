"""A load loses nothing and depends on the bytes alone: not on order, packing, splitting, or the number of workers.

Expected counts come from expat, another parser than the program's; expected hashes from ``hashlib``.
"""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati.test_mutations import made, mutated
from tests.store.conftest import MADE, Loader
from tests.store.samples import activity, document, elements, linked, many, said, transaction, write

ACTIVITIES = many(40, seed=3)
WHOLE = {"all.xml": document(*ACTIVITIES)}
HALVES = {"a.xml": document(*ACTIVITIES[:15]), "b.xml": document(*ACTIVITIES[15:])}
BROKEN = activity("XM-BROKEN").replace("</title>", "</titel>")
BAD = {
    "good.xml": document(*ACTIVITIES[:5]),
    "one-broken.xml": document(activity("XM-1"), BROKEN, activity("XM-2")),
    "page.html": b"<!DOCTYPE html><html></html>",
    "empty.xml": b"",
    "table.json": b"{}",
}


def loaded(folder: Path, files: dict[str, bytes], workers: int = 1) -> Snapshot:
    """Load files into a lake of their own."""
    return load(Lake(folder / "lake"), write(folder / "in", files), MADE, workers=workers).snapshot


def parts(snapshot: Snapshot) -> Iterator[tuple[str, Path]]:
    return ((path.parent.name, path) for path in snapshot.folder.rglob("*.parquet"))


# The same bytes again


def test_loading_the_same_bytes_again_changes_nothing(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", HALVES)
    first = ingest(paths)
    before = {path: path.stat().st_mtime_ns for path in lake.folder.rglob("*") if path.is_file()}
    again = ingest(paths)
    after = {path: path.stat().st_mtime_ns for path in lake.folder.rglob("*") if path.is_file()}
    assert (first.new, again.new) == (True, False)
    assert first.snapshot.id == again.snapshot.id == lake.snapshot().id
    assert [one.id for one in lake.snapshots()] == [first.snapshot.id]
    assert before.keys() == after.keys()
    assert {path.name for path in before if before[path] != after[path]} <= {"HEAD", ".lock"}


def test_the_same_bytes_have_the_same_name_in_every_lake(tmp_path: Path) -> None:
    assert loaded(tmp_path / "one", HALVES).id == loaded(tmp_path / "two", HALVES, workers=2).id


def test_one_other_byte_gives_another_name(tmp_path: Path) -> None:
    other = HALVES | {"b.xml": HALVES["b.xml"] + b"\n"}
    assert loaded(tmp_path / "one", HALVES).id != loaded(tmp_path / "two", other).id


def test_the_order_of_the_paths_changes_nothing(ingest: Loader, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", HALVES | {"c.xml": document(activity("XM-C"))})
    done = [ingest(list(order)) for order in permutations(paths)]
    assert [one.new for one in done] == [True] + [False] * 5
    assert len({one.snapshot.id for one in done}) == 1


def test_a_file_that_is_named_twice_is_read_once(ingest: Loader, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", WHOLE)
    done = ingest([*paths, *paths, tmp_path / "in" / ".." / "in" / "all.xml"])
    assert done.snapshot.manifest["records"]["loaded"] == len(ACTIVITIES)


def test_a_folder_that_holds_the_lake_itself_can_be_loaded_twice(ingest: Loader, tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    first, again = ingest([tmp_path]), ingest([tmp_path])
    assert first.snapshot.manifest["records"]["loaded"] == len(ACTIVITIES)
    assert again.snapshot.manifest["records"]["loaded"] == len(ACTIVITIES)
    assert not again.new


# The same content in other clothes


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return loaded(tmp_path_factory.mktemp("plain"), WHOLE)


def test_a_split_file_gives_the_same_rows(plain: Snapshot, tmp_path: Path) -> None:
    assert said(loaded(tmp_path, HALVES)) == said(plain)


def test_a_gzipped_file_gives_the_same_rows(plain: Snapshot, tmp_path: Path) -> None:
    assert said(loaded(tmp_path, {"all.xml.gz": WHOLE["all.xml"]})) == said(plain)


def test_a_gzipped_file_under_a_plain_name_gives_the_same_rows(plain: Snapshot, tmp_path: Path) -> None:
    assert said(loaded(tmp_path, {"all.xml": gzip.compress(WHOLE["all.xml"])})) == said(plain)


def test_an_archive_gives_the_same_rows(plain: Snapshot, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, content in HALVES.items():
            archive.writestr(f"iati/{name}", content)
    done = load(Lake(tmp_path / "lake"), [tmp_path / "all.zip"], MADE)
    assert said(done.snapshot) == said(plain)


def test_the_order_of_activities_changes_no_row(plain: Snapshot, tmp_path: Path) -> None:
    assert said(loaded(tmp_path, {"all.xml": document(*reversed(ACTIVITIES))})) == said(plain)


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_no_row(plain: Snapshot, tmp_path: Path, workers: int) -> None:
    assert said(loaded(tmp_path, HALVES, workers)) == said(plain)


def test_several_workers_write_the_same_manifest_as_one(tmp_path: Path) -> None:
    one, two = loaded(tmp_path / "one", BAD).manifest, loaded(tmp_path / "two", BAD, workers=2).manifest
    rows = [{name: table["rows"] for name, table in found["tables"].items()} for found in (one, two)]
    assert rows[0] == rows[1]
    assert {**one, "tables": {}} == {**two, "tables": {}}


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_stay_with_the_rows_above_them(tmp_path: Path, workers: int) -> None:
    files = {
        "a.xml": document(activity("A", transaction("1", ["11110"]), transaction("2"), transaction("3", ["14030"]))),
        "b.xml": document(activity("B", transaction("4", ["41010", "11110"])), activity("C")),
    }
    snapshot = loaded(tmp_path, files, workers)
    assert linked(snapshot, "transaction_sector", "code", "transaction", "value") == [
        ("1", "11110"), ("3", "14030"), ("4", "11110"), ("4", "41010"),
    ]  # fmt: skip
    records = snapshot.table("activity")
    names = dict(zip(zip(*(records[key].to_pylist() for key in ("dataset", "record")), strict=True),
                     records["iati_identifier"].to_pylist(), strict=True))  # fmt: skip
    rows = snapshot.table("transaction")
    placed = zip(*(rows[key].to_pylist() for key in ("dataset", "record", "value")), strict=True)
    assert sorted((names[dataset, record], value) for dataset, record, value in placed) == [
        ("A", "1"), ("A", "2"), ("A", "3"), ("B", "4"),
    ]  # fmt: skip


# Nothing is lost


def test_every_element_that_makes_a_row_is_a_row(plain: Snapshot) -> None:
    counts = elements(WHOLE.values())
    assert plain.table("activity").num_rows == counts["iati-activity"] == 40
    assert plain.table("transaction").num_rows == counts["iati-activity/transaction"]
    assert plain.table("transaction_sector").num_rows == counts["iati-activity/transaction/sector"]
    assert plain.table("narrative").num_rows == sum(
        times for path, times in counts.items() if path.endswith("/narrative")
    )
    assert plain.manifest["unread"] == {}


@pytest.mark.parametrize("workers", [1, 2])
def test_files_and_records_read_are_those_loaded_and_those_set_aside(tmp_path: Path, workers: int) -> None:
    manifest = loaded(tmp_path, BAD, workers).manifest
    assert manifest["files"] == {"read": 5, "loaded": 2, "set_aside": 3}
    assert manifest["records"] == {"read": 8, "loaded": 7, "set_aside": 1}


def test_what_is_set_aside_is_named_with_its_reason_and_line(tmp_path: Path) -> None:
    datasets = {one["name"]: one for one in loaded(tmp_path, BAD).manifest["datasets"]}
    assert set(datasets) == set(BAD)
    assert datasets["empty.xml"]["set_aside"]["rule"] == "empty"
    assert datasets["page.html"]["set_aside"]["rule"] == datasets["table.json"]["set_aside"]["rule"] == "not-iati"
    [broken] = datasets["one-broken.xml"]["broken"]
    start = BAD["one-broken.xml"].decode().splitlines().index("  <iati-identifier>XM-BROKEN</iati-identifier>")
    assert broken["identifier"] == "XM-BROKEN"
    assert start <= broken["line"] <= start + 4  # lines of the activity, counted from one


def test_an_activity_beside_a_broken_one_is_loaded(tmp_path: Path) -> None:
    names = loaded(tmp_path, {"one.xml": BAD["one-broken.xml"]}).table("activity")["iati_identifier"].to_pylist()
    assert names == ["XM-1", "XM-2"]


def check_counts(snapshot: Snapshot) -> None:
    """The manifest counts what the Parquet files hold, and the records that it calls loaded are there."""
    manifest = snapshot.manifest
    rows: dict[str, int] = {}
    for name, path in parts(snapshot):
        rows[name] = rows.get(name, 0) + pq.read_metadata(path).num_rows
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == rows
    for name, table in manifest["tables"].items():
        assert table["bytes"] == sum(path.stat().st_size for home, path in parts(snapshot) if home == name)
    heads = snapshot.table("activity").num_rows + snapshot.table("organisation").num_rows
    assert manifest["records"]["loaded"] == heads
    assert sum(manifest["flags"].values()) == snapshot.table("flag").num_rows


@pytest.mark.parametrize("workers", [1, 2])
def test_the_manifest_counts_what_the_parquet_files_hold(tmp_path: Path, workers: int) -> None:
    check_counts(loaded(tmp_path, BAD | HALVES, workers))


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A gzip file that ends early, far behind its first thousand activities, beside a good one."""
    whole = gzip.compress(document(*many(3000, seed=5)), mtime=0)
    files = {"cut.xml": whole[: len(whole) * 3 // 4], "good.xml": document(activity("XM-1"))}
    return loaded(tmp_path_factory.mktemp("cut"), files)


def test_a_cut_off_gzip_file_leaves_no_row_that_the_manifest_does_not_count(cut: Snapshot) -> None:
    files = cut.manifest["files"]
    assert files["read"] == files["loaded"] + files["set_aside"] == 2
    check_counts(cut)


def test_no_row_belongs_to_a_file_that_was_set_aside(cut: Snapshot) -> None:
    aside = {one["dataset"] for one in cut.manifest["datasets"] if "set_aside" in one}
    assert aside.isdisjoint(cut.table("activity")["dataset"].to_pylist())


def test_the_fault_of_a_cut_off_gzip_file_is_told(cut: Snapshot) -> None:
    [entry] = [one for one in cut.manifest["datasets"] if one["name"] == "cut.xml"]
    assert "damaged-archive" in str(entry)


def test_values_in_no_table_are_counted_with_path_and_first_line(tmp_path: Path) -> None:
    odd = activity("XM-1", '<x:own xmlns:x="urn:x" a="1">text</x:own>\n', '<sector code="1" colour="red"/>\n')
    [dataset] = loaded(tmp_path, {"odd.xml": document(odd)}).manifest["datasets"]
    lines = document(odd).decode().splitlines()
    own, colour = (next(number for number, line in enumerate(lines, 1) if text in line) for text in ("x:own", "colour"))
    assert dataset["unread"] == {
        "iati-activity/sector/@colour": {"times": 1, "line": colour},
        "iati-activity/{urn:x}own": {"times": 1, "line": own},
    }


def test_the_place_of_a_row_leads_to_its_line(tmp_path: Path) -> None:
    snapshot = loaded(tmp_path, HALVES)
    names = {one["dataset"]: one["name"] for one in snapshot.manifest["datasets"]}
    table = snapshot.table("activity")
    for dataset, line in zip(table["dataset"].to_pylist(), table["line"].to_pylist(), strict=True):
        assert HALVES[names[dataset]].splitlines()[line - 1].startswith(b"<iati-activity ")


# The input is kept


def test_the_input_is_kept_as_it_came_under_its_sha_256(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", BAD | {"packed.xml.gz": document(activity("XM-P"))})
    manifest = ingest(paths).snapshot.manifest
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    assert {one["name"]: one["sha256"] for one in manifest["datasets"]} == hashes
    kept = [path for path in (lake.folder / "raw").rglob("*") if path.is_file()]
    assert {path.name: path.read_bytes() for path in kept} == {hashes[path.name]: path.read_bytes() for path in paths}
    assert all(path.parent.name == path.name[:2] for path in kept)


def test_what_was_kept_gives_the_same_rows_again(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    first = ingest(write(tmp_path / "in", HALVES)).snapshot
    again = load(Lake(tmp_path / "other"), [lake.folder / "raw"], MADE).snapshot
    assert said(again) == said(first)


def test_two_hundred_mutated_files_are_loaded_or_set_aside_and_counted(tmp_path: Path) -> None:
    files = {f"{seed:03}.xml": mutated(made(), seed) for seed in range(200)}
    snapshot = loaded(tmp_path, files)
    assert snapshot.manifest["files"]["read"] == len(files)
    check_counts(snapshot)
