"""Files into Parquet: faults, doubles and lost rows are found, and nothing half-made stays."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from solidary.errors import CannotWrite, SolidaryError
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.fault import MapFault
from solidary.store.engine.iati import read_iati
from solidary.store.engine.mapping import Told, gathered
from solidary.store.snapshot import Snapshot
from tests.store.engine.samples import rows


def words(number: int, name: str, content: bytes) -> Iterator[tuple[str, pa.Table]]:
    yield "word", pa.table({"file": [number], "text": [name]})
    yield "word", pa.table({"file": [number], "text": [content.decode()]})


def test_files_become_tables_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / "b.txt", tmp_path / "a.txt"]
    for path in paths:
        path.write_text(path.stem * 2)
    with DuckEngine() as engine:
        mapped = engine.map_files([*paths, paths[0]], words, tmp_path / "out")
    assert mapped.rows == {"word": 4} and [part.name for part in mapped.parts["word"]] == [
        "part-000000.parquet",
        "part-000001.parquet",
    ]
    assert rows(pq.read_table(list(mapped.parts["word"]))) == [(0, "b.txt"), (0, "bb"), (1, "a.txt"), (1, "aa")]


def test_a_file_that_cannot_be_read_is_named_and_nothing_stays(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("good")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    with DuckEngine() as engine, pytest.raises(MapFault, match=r"^bad\.txt: UnicodeDecodeError"):
        engine.map_files([tmp_path / "good.txt", tmp_path / "bad.txt"], words, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    with DuckEngine() as engine:
        with pytest.raises(CannotWrite, match="not there yet"):
            engine.map_files([], words, tmp_path)
        with pytest.raises(SolidaryError, match="no such file"):
            engine.map_files([tmp_path / "none"], words, tmp_path / "out")
        assert engine.map_files([], words, tmp_path / "new").rows == {}


def test_a_file_that_was_read_twice_or_never_is_a_fault(tmp_path: Path) -> None:
    once = Told(0, "", 1, "")
    with pytest.raises(MapFault, match="a: read 2 times"):
        gathered([once, once], [Path("a")], tmp_path)
    with pytest.raises(MapFault, match="b: read 0 times"):
        gathered([once], [Path("a"), Path("b")], tmp_path)


def test_iati_files_give_the_tables_of_an_ingest(
    duck: DuckEngine, files: list[Path], snapshot: Snapshot, tmp_path: Path
) -> None:
    mapped = duck.map_files(sorted(files), read_iati, tmp_path / "out")
    for table, counts in snapshot.manifest["tables"].items():
        assert mapped.rows[table] == counts["rows"], table
        if table != "flag":
            assert rows(pq.read_table(list(mapped.parts[table]))) == rows(snapshot.table(table)), table


def test_what_is_no_iati_gives_an_account_only() -> None:
    (found,) = read_iati(0, "x.xml", b"<html/>")
    assert found[0] == "account" and found[1]["set_aside"].to_pylist() != [None]
    (found,) = read_iati(0, "x.xml.gz", gzip.compress(b"<iati-activities/>" * 9)[:20])
    assert found[1]["set_aside"].to_pylist() != [None]
    with pytest.raises(SolidaryError, match="zip"):
        list(read_iati(0, "x.zip", b"PK\x03\x04"))
