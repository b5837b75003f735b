"""Conformance: what DuckDB answers, Spark answers too, over the same Parquet and from the same text."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from solidary.errors import UnknownName, WrongUse
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import attach_library, attach_snapshot, run
from solidary.store.engine.fault import MapFault, QueryFault
from solidary.store.engine.iati import read_iati
from solidary.store.engine.library import bundled
from solidary.store.engine.spark import NoSpark, SparkEngine
from solidary.store.load import load
from solidary.store.parts import schema
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati.samples import DATA
from tests.store.conftest import MADE
from tests.store.engine.samples import rows


def told(name: str) -> dict[str, Any]:
    """The parameters of a query, as its head gives them for an example: ``country = 'TH'``."""
    said = re.findall(r"(\w+) = ('[^']*'|\d+)", bundled().file(name).head.get("parameters", ""))
    return {key: value[1:-1] if value.startswith("'") else int(value) for key, value in said}


@pytest.fixture(scope="session")
def spark(spark_address: str, snapshot: Snapshot, given: dict[str, Path]) -> Iterator[SparkEngine]:
    """Spark with the snapshot, the rates, the flows and the library; no test may add to it."""
    with SparkEngine(spark_address) as engine:
        attach_snapshot(engine, snapshot)
        for name, path in given.items():
            engine.attach(name, [path])
        attach_library(engine, bundled())
        yield engine


def same(one: pa.Table, other: pa.Table) -> None:
    assert one.column_names == other.column_names
    assert one.schema.types == other.schema.types
    assert rows(one) == rows(other)


@pytest.mark.parametrize("name", sorted(bundled().files))
def test_a_query_gives_the_same_rows_and_types_on_both_engines(name: str, duck: DuckEngine, spark: SparkEngine) -> None:
    found = run(duck, bundled(), name, **told(name))
    same(found, run(spark, bundled(), name, **told(name)))
    assert found.num_rows
    assert not [field.name for field in found.schema if pa.types.is_floating(field.type)]  # money is decimal


@pytest.mark.parametrize(
    ("month", "planned", "budget"),
    [(1, {2023: 31, 2024: 31}, {2023: 61, 2024: 305}), (10, {2024: 62}, {2024: 335, 2025: 31})],
)
def test_budgets_and_planned_disbursements_are_split_by_day_on_both_engines(
    month: int, planned: dict[int, int], budget: dict[int, int], duck: DuckEngine, spark: SparkEngine
) -> None:
    """62 planned from December to January, a budget of 366 from November 2023 to October 2024: 1 for each day."""
    for engine in (duck, spark):
        split: dict[str, dict[int, Any]] = {}
        for row in run(engine, bundled(), "budget_years", month=month).to_pylist():
            split.setdefault(row["iati_identifier"], {})[row["fiscal_year"]] = row["amount"]
        assert (split["PLANNED"], split["FAMILY"]) == (planned, budget)


def test_tables_are_the_same_with_rows_and_without(spark: SparkEngine, snapshot: Snapshot) -> None:
    for name in ("transaction", "narrative", "flag", "fss_forecast"):
        table = spark.query(f'select * from "{name}"')
        assert table.schema.types == schema(name).types
        assert rows(table) == rows(snapshot.table(name))
    assert not snapshot.table("fss_forecast").num_rows


def test_faults_are_the_same_in_kind_and_line(duck: DuckEngine, spark: SparkEngine) -> None:
    for engine in (duck, spark):
        with pytest.raises(QueryFault, match=r"^query:2: .*nope") as found:
            engine.query("select\nnope from activity")
        assert "\n" not in str(found.value) and "JVM" not in str(found.value)
        with pytest.raises(QueryFault, match=r"^query:2: .*no_such"):
            engine.query("select\nno_such(1)")
        with pytest.raises(QueryFault, match=r"(?i)^query:1: .*division by zero"):
            engine.query("select 1 / 0 as x")
        with pytest.raises(QueryFault, match=r"^query:3: .*syntax"):
            engine.query("select 1\n\nfrm activity")
        with pytest.raises(UnknownName, match="Did you mean 'transactions_typed'"):
            engine.query("select * from transaction_typed")
        with pytest.raises(WrongUse, match="asks for x"):
            engine.query("select :x as x")
        with pytest.raises(QueryFault, match="expected one SELECT"):
            engine.query("drop view activity")


def test_files_become_the_same_tables_on_both_engines(
    duck: DuckEngine, spark: SparkEngine, files: list[Path], snapshot: Snapshot, tmp_path: Path
) -> None:
    one = duck.map_files(sorted(files), read_iati, tmp_path / "duck")
    other = spark.map_files(sorted(files), read_iati, tmp_path / "spark [x]")
    assert one.rows == other.rows
    assert {name: other.rows[name] for name in snapshot.manifest["tables"]} == {
        name: counts["rows"] for name, counts in snapshot.manifest["tables"].items()
    }
    records = pq.read_table(list(other.parts["account"]))["records"].to_pylist()
    assert sum(records) == snapshot.manifest["records"]["loaded"]
    for table in ("activity", "transaction", "narrative", "account"):
        assert rows(pq.read_table(list(one.parts[table]))) == rows(pq.read_table(list(other.parts[table])))


def test_a_file_that_cannot_be_read_is_named_and_nothing_stays(
    spark: SparkEngine, files: list[Path], tmp_path: Path
) -> None:
    def refuse(number: int, name: str, content: bytes) -> Iterator[tuple[str, pa.Table]]:
        yield "size", pa.table({"bytes": [len(content)]})
        if name == "old.xml":
            raise ValueError(f"number {number}")

    with pytest.raises(MapFault, match=r"^old\.xml: ValueError: number 2$"):
        spark.map_files(sorted(files), refuse, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert spark.map_files([], refuse, tmp_path / "none").rows == {}


@pytest.mark.skipif(not (DATA / "iati-asean-2021").is_dir(), reason="no shared data on this machine")
def test_real_files_give_the_same_answers_on_both_engines(spark_address: str, rates: Path, tmp_path: Path) -> None:
    paths = sorted((DATA / "iati-asean-2021").glob("*.xml.gz"))[-1:]  # both dates would take twice the time
    snapshot = load(Lake(tmp_path / "lake"), paths, MADE).snapshot
    with DuckEngine([tmp_path, rates.parent]) as duck, SparkEngine(spark_address) as spark:
        for engine in (duck, spark):
            attach_snapshot(engine, snapshot)
            engine.attach("rate", [rates])
            attach_library(engine, bundled())
        files = sorted(name for name, file in bundled().files.items() if "flow" not in file.statement.tables)
        for name in files[::2]:  # every question is compared on made records, too; here it is about what real ones hold
            same(run(duck, bundled(), name, **told(name)), run(spark, bundled(), name, **told(name)))
        mapped = spark.map_files(paths, read_iati, tmp_path / "out")
        counted = {name: counts["rows"] for name, counts in snapshot.manifest["tables"].items() if name != "flag"}
        assert {name: mapped.rows[name] for name in counted} == counted


def test_an_address_must_be_one_and_somebody_must_answer() -> None:
    with pytest.raises(WrongUse, match="sc://host:port"):
        SparkEngine("localhost:15002")
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can answer there either
        with pytest.raises(NoSpark, match="does not answer"):
            SparkEngine(f"sc://127.0.0.1:{nobody.getsockname()[1]}")


def test_without_the_client_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql.connect.session", None)
    with pytest.raises(NoSpark, match=r"solidary\[spark\]"):
        SparkEngine("sc://localhost:1")
