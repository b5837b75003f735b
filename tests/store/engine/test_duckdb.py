"""DuckDB: attaching, asking, and what a query cannot reach."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from solidary.errors import SolidaryError, UnknownName, WrongUse
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import Value, attach_snapshot
from solidary.store.engine.fault import QueryFault
from solidary.store.parts import schema, tables
from solidary.store.snapshot import Snapshot
from tests.store.engine.samples import rows


def parquet(path: Path, **columns: list[object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def test_every_table_of_a_snapshot_is_there_with_its_rows_and_types(duck: DuckEngine, snapshot: Snapshot) -> None:
    assert {*tables(), "flag"} <= duck.names
    for name in (*tables(), "flag"):
        table = duck.query(f'select * from "{name}"')
        assert table.schema == schema(name)
        assert table.num_rows == snapshot.manifest["tables"].get(name, {"rows": 0})["rows"]
        assert rows(table) == rows(snapshot.table(name))


def test_a_column_that_older_files_lack_is_null(tmp_path: Path) -> None:
    part = parquet(tmp_path / "part.parquet", old=["a"])
    with DuckEngine([tmp_path]) as engine:
        engine.attach("t", [part], pa.schema([("old", pa.string()), ("new", pa.int32())]))
        assert engine.query("select * from t").to_pylist() == [{"old": "a", "new": None}]


def test_names_may_be_words_of_sql_and_paths_may_hold_anything(tmp_path: Path) -> None:
    part = parquet(tmp_path / "it's [a] *? ü" / "x'{1}.parquet", table=[1])
    with DuckEngine([tmp_path]) as engine:
        engine.attach("select", [part])
        engine.attach("order", [], pa.schema([("group", pa.decimal128(38, 6)), ("when", pa.date32())]))
        assert engine.query('select s.table from "select" s').to_pylist() == [{"table": 1}]
        assert engine.query('select * from "order"').schema.types == [pa.decimal128(38, 6), pa.date32()]


def test_parameters_are_values_and_no_text(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "text": "it's :x; $y",
        "whole": 7,
        "money": Decimal("0.10"),
        "day": date(2024, 2, 29),
        "none": None,
    }
    with DuckEngine() as engine:
        sql = "select " + ", ".join(f":{name} as {name}" for name in values)
        assert engine.query(sql, **values).to_pylist() == [values]


def test_what_is_not_attached_is_not_there(tmp_path: Path) -> None:
    frame = pa.table({"secret": [1]})  # DuckDB would otherwise find variables of Python
    with DuckEngine([tmp_path]) as engine:
        engine.attach("activity", [], schema("activity"))
        with pytest.raises(UnknownName, match="table or view 'frame'"):
            engine.query("select * from frame")
        with pytest.raises(UnknownName, match="Did you mean 'activity'"):
            engine.query("select * from activities")
        with pytest.raises(UnknownName):
            engine.query("select * from information_schema.tables")
        with pytest.raises(UnknownName):
            engine.view("v", "select * from actvty")
    assert frame.num_rows == 1


def test_only_the_given_folders_can_be_read(tmp_path: Path) -> None:
    inside, outside = parquet(tmp_path / "in" / "a.parquet", x=[1]), parquet(tmp_path / "out" / "a.parquet", x=[1])
    with DuckEngine([tmp_path / "in"]) as engine:
        engine.attach("a", [inside])
        with pytest.raises(WrongUse, match="outside of"):
            engine.attach("b", [outside])
        with pytest.raises(WrongUse, match="outside of"):
            engine.attach("b", [tmp_path / "in" / ".." / "out" / "a.parquet"])
        for source in (
            f"read_parquet('{outside}')",
            f"'{outside}'",
            f"read_text('{outside}')",
            "read_csv('/etc/hosts')",
        ):
            with pytest.raises((QueryFault, UnknownName)):
                engine.query(f"select * from {source}")
        assert engine.query("select x from a").to_pylist() == [{"x": 1}]


def test_a_name_with_marks_of_patterns_is_that_file_only(tmp_path: Path) -> None:
    marked, other = parquet(tmp_path / "a*.parquet", x=[1]), parquet(tmp_path / "ab.parquet", x=[2])
    with DuckEngine([tmp_path]) as engine:
        engine.attach("a", [marked])
        engine.attach("b", [other])
        assert engine.query("select a.x as a, b.x as b from a cross join b").to_pylist() == [{"a": 1, "b": 2}]


@pytest.mark.parametrize(
    "sql", ["install httpfs", "load httpfs", "set threads = 1", "copy (select 1) to 'x'", "create table x(i int)"]
)
def test_nothing_but_a_select_runs(sql: str) -> None:
    with DuckEngine() as engine, pytest.raises(QueryFault, match="expected one SELECT"):
        engine.query(sql)


def test_wrong_settings_and_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="DuckDB does not start"):
        DuckEngine(memory="much")
    (tmp_path / "no.parquet").write_text("no")
    with DuckEngine([tmp_path]) as engine:
        with pytest.raises(SolidaryError, match="no such file"):
            engine.attach("t", [tmp_path / "none.parquet"])
        with pytest.raises(QueryFault, match="table 't'"):
            engine.attach("t", [tmp_path / "no.parquet"])
        with pytest.raises(WrongUse, match="expected a schema"):
            engine.attach("t", [])


def test_what_does_not_fit_into_memory_goes_to_the_folder_for_it_or_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    numbered = "select row_number() over (order by md5(cast(i as varchar))) as n from range(600000) r(i)"
    sql = f"select max(n) as n from ({numbered})"
    with DuckEngine(memory="40MB", threads=1) as engine, pytest.raises(QueryFault, match="Out of Memory"):
        engine.query(sql)
    assert not list(tmp_path.iterdir())
    with DuckEngine(memory="40MB", threads=1, temp=tmp_path / "spill") as engine:
        assert engine.query(sql).to_pylist() == [{"n": 600000}]


def test_several_threads_may_ask_at_once(duck: DuckEngine) -> None:
    with ThreadPoolExecutor(4) as pool:
        asked = list(
            pool.map(lambda n: duck.query("select count(*) + :n as n from activity", n=n)["n"][0].as_py(), range(12))
        )
    assert asked == [asked[0] + n for n in range(12)]


@pytest.mark.parametrize("sql", ["select 1 / 0 as x", "select 1.5 / 0 as x", "select cast(1 as double) / 0 as x"])
def test_a_division_by_nothing_is_a_fault_and_never_infinite(sql: str) -> None:
    with DuckEngine() as engine, pytest.raises(QueryFault, match="Division by zero"):
        engine.query(sql)


def test_an_empty_snapshot_answers(tmp_path: Path) -> None:
    with DuckEngine([tmp_path]) as engine:
        attach_snapshot(engine, Snapshot(tmp_path))
        assert engine.query("select * from transaction").schema == schema("transaction")
