"""One awkward snapshot for all tests of the engine, DuckDB over it, and a Spark Connect server that is ours."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import solidary
from solidary.records.deflator import DEFLATOR
from solidary.records.flow import FLOW
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import attach_library, attach_snapshot, run
from solidary.store.engine.library import bundled
from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.store.conftest import MADE
from tests.store.engine.samples import awkward
from tests.store.samples import document, many, write

PATIENCE: Final = 60  # seconds until a server must have answered
# A server that lives for a minute never earns back the second compiler of Java, nor one that searches for threads.
JAVA: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files with what is awkward, one of them gzipped, in a folder whose name is awkward too."""
    common = document(*many(60, seed=4))
    return write(tmp_path_factory.mktemp("in") / "a [b] {c}'é%20", awkward() | {"common.xml.gz": common})


@pytest.fixture(scope="session")
def snapshot(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The snapshot of those files."""
    return load(Lake(tmp_path_factory.mktemp("lake's [1]")), files, MADE).snapshot


@pytest.fixture(scope="session")
def rates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What queries read and no snapshot has: a rate per currency and day, of two whole years."""
    worth = {"USD": Decimal(1), "EUR": Decimal("1.1"), "KRW": Decimal("0.00075")}
    days = [date(year, 1, 1) + timedelta(number) for year in (2012, 2024) for number in range(366)]
    found = [(currency, day, usd) for currency, usd in worth.items() for day in days]
    currencies, on, usd = zip(*found, strict=True)
    columns = {
        "currency": pa.array(currencies), "day": pa.array(on), "usd": pa.array(usd, pa.decimal128(14, 12)),
        "rate_date": pa.array(on), "rate_source": pa.array(["a test"] * len(found)),
    }  # fmt: skip
    path = tmp_path_factory.mktemp("rates") / "rate.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.fixture(scope="session")
def deflators(rates: Path) -> Path:
    """Price levels of two years in three currencies, one of them in dollars."""
    told = [("USD", "own", "1", "1.25"), ("EUR", "own", "80", "110"), ("KRW", "USD", "0.9", "1.1")]
    found = [
        {"currency": currency, "year": year, "index": Decimal(index), "basis": basis, "source": "a test"}
        for currency, basis, *indices in told
        for year, index in zip((2012, 2024), indices, strict=True)
    ]
    path = rates.with_name("deflator.parquet")
    pq.write_table(pa.Table.from_pylist(found, DEFLATOR), path)
    return path


@pytest.fixture(scope="session")
def given(snapshot: Snapshot, rates: Path, deflators: Path) -> dict[str, Path]:
    """What queries read and no snapshot has, by name: rates, deflators, and the flows that follow from them."""
    with DuckEngine([snapshot.folder, rates.parent]) as engine:
        attach_snapshot(engine, snapshot)
        engine.attach("rate", [rates])
        attach_library(engine, bundled())
        found = run(engine, bundled(), "flows", first=0, last=1_000_000)
    path = rates.with_name("flow.parquet")
    pq.write_table(found.select(FLOW.names).cast(FLOW), path)
    return {"rate": rates, "deflator": deflators, "flow": path}


@pytest.fixture(scope="session")
def duck(snapshot: Snapshot, given: dict[str, Path]) -> Iterator[DuckEngine]:
    """DuckDB with the snapshot, the rates, the flows and the library; no test may add to it."""
    with DuckEngine([snapshot.folder, given["rate"].parent], memory="1GB", threads=2) as engine:
        attach_snapshot(engine, snapshot)
        for name, path in given.items():
            engine.attach(name, [path])
        attach_library(engine, bundled())
        yield engine


@pytest.fixture(scope="session")
def spark_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Spark Connect server on this machine, which ends with the session; its log stays in ``tmp``."""
    with serving(tmp_path_factory.mktemp("spark"), "local[2]") as address:
        yield address


@contextmanager
def serving(folder: Path, master: str) -> Iterator[str]:
    """Run a Spark Connect server of our own."""
    found = find_spec("pyspark")
    home = Path(found.origin).parent if found and found.origin else None
    if home is None or not (home / "bin" / "spark-submit").exists():
        pytest.skip("pyspark with its server is not installed")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("there is no Java here")
    port, log = _free_port(), folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            _command(home, folder, port, master), cwd=folder, env=_environment(_own(home, folder)),
            start_new_session=True, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(server, port, log)
        yield f"sc://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # a group of its own: the launcher, Java, and its workers in Python
        server.wait(10)


def _own(home: Path, folder: Path) -> Path:
    """Make a home of links, since workers of a cluster put their files below the home of Spark."""
    own = folder / "home"
    own.mkdir()
    for path in home.iterdir():
        if path.name in ("bin", "sbin", "jars", "python"):
            (own / path.name).symlink_to(path)
    return own


def _command(home: Path, folder: Path, port: int, master: str) -> list[str]:
    settings = {
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
        "spark.connect.grpc.binding.address": "127.0.0.1", "spark.connect.grpc.binding.port": str(port),
        "spark.local.dir": str(folder), "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "2", "spark.executor.memory": "512m", "spark.executor.extraJavaOptions": JAVA,
    }  # fmt: skip
    told = [part for key, value in settings.items() for part in ("--conf", f"{key}={value}")]
    service = "org.apache.spark.sql.connect.service.SparkConnectServer"
    submit = [str(home / "bin" / "spark-submit"), "--class", service, "--master", master, "--driver-memory", "1g"]
    return [*submit, "--driver-java-options", JAVA, *told, "spark-internal"]


def _environment(home: Path) -> dict[str, str]:
    # Workers must be this Python with this solidary, wherever they stand.
    own = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    return {**os.environ, **own, "PYTHONPATH": str(Path(solidary.__file__).parents[1])}


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"no Spark Connect server after {PATIENCE} s:\n{log.read_text('utf-8', 'replace')[-3000:]}")
