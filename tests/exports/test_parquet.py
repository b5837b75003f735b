"""Parquet: types, values and meanings as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

from solidary.exports.parquet import write_parquet
from solidary.exports.rows import Rows
from solidary.records.flow import FLOW
from solidary.terms.library import Library
from tests.exports.samples import HOSTILE, export, flows, texts


def test_flows_come_back_with_their_types_and_meanings(tmp_path: Path, library: Library) -> None:
    found = flows(tmp_path)
    export(found, library).write("parquet", tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.select(FLOW.names).replace_schema_metadata(None).equals(found.table().replace_schema_metadata(None))
    assert all(field.metadata[b"meaning"] for field in table.schema)


def test_the_file_says_what_it_is(tmp_path: Path, library: Library) -> None:
    found = flows(tmp_path)
    export(found, library).write("parquet", tmp_path / "a.parquet")
    told = json.loads(pq.read_metadata(tmp_path / "a.parquet").metadata[b"solidary"])
    assert told["snapshot"] == found.snapshot.id
    assert told["rows"] == found.table().num_rows
    assert [one["licence"] for one in told["licences"]] == ["notspecified", "notspecified"]


def test_hostile_texts_are_not_touched(tmp_path: Path) -> None:
    write_parquet(texts(*HOSTILE), tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet")["text"].to_pylist() == list(HOSTILE)


def test_no_row_is_a_table_without_rows(tmp_path: Path) -> None:
    write_parquet(Rows(FLOW, []), tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    assert (table.num_rows, table.schema.names) == (0, FLOW.names)
