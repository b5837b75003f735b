"""On several workers, each a process of its own, the same files become the same rows and the same money to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import attach_library, attach_snapshot, run
from solidary.store.engine.iati import read_iati
from solidary.store.engine.library import bundled
from solidary.store.engine.spark import SparkEngine
from solidary.store.snapshot import Snapshot
from tests.store.engine.conftest import serving
from tests.store.engine.samples import rows
from tests.store.engine.test_spark import told

MASTER = "local-cluster[2,1,1024]"  # two workers, one core and 1024 MB each
ASKED = ("flows", "money_cube", "totals_by_mode", "budget_years", "constant_prices")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    with serving(tmp_path_factory.mktemp("cluster"), MASTER) as address, SparkEngine(address) as engine:
        yield engine


def test_a_cluster_reads_files_into_the_rows_of_the_manifest(
    cluster: SparkEngine, files: list[Path], snapshot: Snapshot, tmp_path: Path
) -> None:
    mapped = cluster.map_files(sorted(files), read_iati, tmp_path / "out")
    counted = {name: counts["rows"] for name, counts in snapshot.manifest["tables"].items()}
    assert {name: mapped.rows[name] for name in counted} == counted
    read = pq.read_table(list(mapped.parts["transaction"]))
    assert rows(read) == rows(snapshot.table("transaction"))


def test_a_cluster_gives_the_same_rows_and_the_same_money_to_the_bit(
    cluster: SparkEngine, duck: DuckEngine, snapshot: Snapshot, given: dict[str, Path]
) -> None:
    attach_snapshot(cluster, snapshot)
    for name, path in given.items():
        cluster.attach(name, [path])
    attach_library(cluster, bundled())
    for name in ASKED:
        one, other = (run(engine, bundled(), name, **told(name)) for engine in (duck, cluster))
        assert one.schema.types == other.schema.types
        assert rows(one) == rows(other)
        assert any(pa.types.is_decimal(kind) for kind in one.schema.types)
