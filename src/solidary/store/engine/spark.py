"""Spark through Spark Connect: the same queries on a cluster, when one machine is not enough.

The client is thin (`pip install solidary[spark]`), the server is anybody's Spark 4. Three things must be shared:

* the lake, under the same path, by the client, the server and its workers (a network file system, or one machine);
* for ``map_files``, the minor version of Python by the client and the server's workers, since a function is sent over
  (Spark says ``PYTHON_VERSION_MISMATCH`` otherwise), and solidary itself, installed for the workers. Start the server
  with ``PYSPARK_PYTHON`` set to such a Python, or its workers may take another;
* trust: who can reach a Spark Connect server can run code on it. Nothing here closes what a SELECT may reach there.
"""

from __future__ import annotations

import importlib
import logging
import os
import socket
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit

import pyarrow as pa

from solidary.errors import SolidaryError, WrongUse
from solidary.store.engine.engine import Value, empty_select, known_schema, quoted, sql_type
from solidary.store.engine.fault import query_fault
from solidary.store.engine.mapping import Mapped, Parse, Told, absolute, gathered, making, read_file
from solidary.store.engine.statement import Statement

SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # "transaction" is a name, as in the standard and in DuckDB
    "spark.sql.session.timeZone": "UTC",
}
PORT: Final = 15002  # of Spark Connect, if the address names none
PATIENCE: Final = 10  # seconds
TOLD: Final = "file int, table_name string, row_count bigint, fault string"
_GLOB: Final = str.maketrans({mark: f"\\{mark}" for mark in "\\*?[]{}"})


class NoSpark(SolidaryError):
    """The client is not installed, or no server answers."""


class SparkEngine:
    """SQL over Parquet on a Spark server. All names are of this engine's session; other sessions do not see them.

    Setting up and ``map_files`` are for one thread at a time, since they change the session.

    Args:
        remote: where the server is: ``sc://host:port``.
    """

    def __init__(self, remote: str) -> None:
        self.remote = remote
        self._session = _connect(remote)
        self._names: set[str] = set()

    @property
    def names(self) -> frozenset[str]:
        """Tables and views that can be read, in lower case."""
        return frozenset(self._names)

    def attach(self, name: str, parts: Iterable[Path], schema: pa.Schema | None = None) -> None:
        """Make Parquet files readable as one table; see ``Engine.attach``.

        Raises:
            SolidaryError: if a file is not there.
            WrongUse: if there is neither a file nor a schema.
            QueryFault: if Spark cannot read a file.
        """
        paths = absolute(parts)
        columns = known_schema(name, paths, schema)
        with _faults():
            if paths:
                # Told the columns, Spark reads no file before it is asked, and takes one that is missing for null.
                told = ", ".join(f"{_ticked(one.name)} {sql_type(one.type)}" for one in columns)
                frame = self._session.read.schema(told).parquet(*map(_uri, paths))
            else:
                frame = self._session.sql(empty_select(columns))
            frame.createOrReplaceTempView(name)
        self._names.add(name.lower())

    def view(self, name: str, sql: str) -> None:
        """Give a name to a SELECT without parameters; see ``Engine.view``.

        Raises:
            QueryFault: if the text cannot be run.
            UnknownName: if it reads what is not attached.
            WrongUse: if it asks for parameters.
        """
        Statement(sql).check(self._names, ())
        with _faults():
            self._session.sql(f"create or replace temporary view {quoted(name)} as {sql}")
        self._names.add(name.lower())

    def query(self, sql: str, /, **params: Value) -> pa.Table:
        """Run a SELECT; see ``Engine.query``.

        Raises:
            QueryFault: if the text cannot be run.
            UnknownName: if it reads what is not attached, or a parameter is given that it does not ask for.
            WrongUse: if a parameter is missing.
        """
        Statement(sql).check(self._names, params)
        with _faults():
            return self._session.sql(sql, args=params).toArrow()

    def map_files(self, paths: Iterable[Path], parse: Parse, out: Path) -> Mapped:
        """Make tables of files, on all workers at once; see ``Engine.map_files``.

        Raises:
            CannotWrite: if ``out`` is there already.
            MapFault: if a file could not be read; then nothing is written.
            SolidaryError: if a file is not there.
        """
        files, place = absolute(paths), Path(os.path.abspath(out))  # noqa: PTH100
        with making(place), _faults():
            told: list[Told] = []
            if files:
                frame = self._session.read.format("binaryFile").load([_uri(path) for path in files])
                told = self._told(frame.select("path", "content"), _reader(files, parse, place))
            return gathered(told, files, place)

    def _told(self, frame: Any, reader: Callable[[Iterator[Any]], Iterator[Any]]) -> list[Told]:
        kept = self._session.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch")
        # One file at a time: a batch holds whole files, and ten thousand of them, which is the default, are too many.
        self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
        try:
            return [Told(*row.values()) for row in frame.mapInArrow(reader, TOLD).toArrow().to_pylist()]
        finally:
            self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", kept)

    def close(self) -> None:
        """End the session on the server."""
        self._session.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _reader(files: list[Path], parse: Parse, out: Path) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """Return what runs on the workers; it stands inside, so that it is sent as a whole."""
    numbers = {str(path): number for number, path in enumerate(files)}

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        kinds = [pyarrow.int32(), pyarrow.string(), pyarrow.int64(), pyarrow.string()]
        names = [column.split()[0] for column in TOLD.split(", ")]
        for batch in batches:
            for row in batch.to_pylist():
                path = "/" + row["path"].removeprefix("file:").lstrip("/")
                number = numbers[path if path in numbers else unquote(path)]
                told = read_file(number, files[number].name, row["content"], parse, out)
                kinds = [pyarrow.int32(), pyarrow.string(), pyarrow.int64(), pyarrow.string()]
                columns = [
                    pyarrow.array(values, kind) for values, kind in zip(zip(*told, strict=True), kinds, strict=True)
                ]
                yield pyarrow.RecordBatch.from_arrays(columns, names)

    return read


def _connect(remote: str) -> Any:
    """Open a session of our own.

    Raises:
        NoSpark: if the client is not installed, or no server answers.
        WrongUse: if the address is none.
    """
    if not remote.startswith("sc://"):
        raise WrongUse(f"read {remote!r}, expected the address of a Spark Connect server: sc://host:port")
    try:
        with warnings.catch_warnings():
            # It says so of every pandas from 3 on; nothing here goes through pandas.
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            sessions = importlib.import_module("pyspark.sql.connect.session")
    except ImportError as error:
        raise NoSpark(f"no client for Spark Connect ({error}); `pip install solidary[spark]` brings it") from None
    # Every error is raised as well, as one of ours; without this it is also printed, with its Java stack.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    _knock(remote)
    try:
        session = sessions.SparkSession.builder.remote(remote).create()
        for key, value in SETTINGS.items():
            session.conf.set(key, value)
    except Exception as error:
        raise NoSpark(f"{remote} does not answer: {str(error).splitlines()[0]}") from None
    return session


def _knock(remote: str) -> None:
    """See whether anybody listens; the client itself would go on trying for minutes."""
    try:
        place = urlsplit(remote)
        socket.create_connection((place.hostname or "", place.port or PORT), timeout=PATIENCE).close()
    except (OSError, ValueError) as error:
        raise NoSpark(f"{remote} does not answer: {error}") from None


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what Spark raises into faults of our own."""
    errors = importlib.import_module("pyspark.errors")
    try:
        yield
    except errors.PySparkException as error:
        raise query_fault(str(error)) from None


def _uri(path: Path) -> str:
    """Write a path as Spark reads it: as a pattern, in which marks of patterns must be escaped."""
    return "file://" + str(path).translate(_GLOB)


def _ticked(name: str) -> str:
    """Write the name of a column in a schema, where ticks are the only quotes."""
    return "`" + name.replace("`", "``") + "`"
