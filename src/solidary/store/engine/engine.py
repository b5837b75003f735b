"""What an engine can do, in four verbs; and how a snapshot and the library of queries are put before one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import pyarrow as pa

from solidary.errors import WrongUse
from solidary.records.deflator import DEFLATOR
from solidary.records.flow import FLOW
from solidary.records.rate import DAILY
from solidary.records.reporter import REPORTER
from solidary.store.engine.fault import QueryFault
from solidary.store.engine.library import SqlLibrary
from solidary.store.engine.mapping import Mapped, Parse

if TYPE_CHECKING:
    from solidary.store.snapshot import Snapshot

Value = str | int | Decimal | date | None  # no float: money never passes through one


class Engine(Protocol):
    """Runs SQL over Parquet. The same text gives the same rows on each; see ``library`` for what may be in it."""

    @property
    def names(self) -> frozenset[str]:
        """Tables and views that can be read, in lower case."""
        ...

    def attach(self, name: str, parts: Iterable[Path], schema: pa.Schema | None = None) -> None:
        """Make Parquet files readable as one table.

        Args:
            name: the name of the table; any word, also one that SQL reserves.
            parts: the files; none makes an empty table, which needs a schema.
            schema: the columns; one that older files lack is null.
        """
        ...

    def view(self, name: str, sql: str) -> None:
        """Give a name to a SELECT without parameters; it runs when it is read."""
        ...

    def query(self, sql: str, /, **params: Value) -> pa.Table:
        """Run a SELECT; what it calls ``:name`` is given by name."""
        ...

    def map_files(self, paths: Iterable[Path], parse: Parse, out: Path) -> Mapped:
        """Make tables of files: ``out/TABLE/part-N.parquet`` for file number N.

        Args:
            paths: the files, numbered from 0 as they come; a file that comes twice is read once.
            parse: called with number, name and bytes of each file; gives any number of (table, rows).
            out: a folder that is not there yet.
        """
        ...

    def close(self) -> None:
        """Let go of what the engine holds."""
        ...

    def __enter__(self) -> Self:
        """Begin a block that closes the engine at its end."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        ...


def attach_snapshot(engine: Engine, snapshot: Snapshot) -> None:
    """Attach every table of a snapshot under its name; one that the snapshot does not have is empty.

    >>> from tempfile import TemporaryDirectory
    >>> from solidary.store.engine.duckdb import DuckEngine
    >>> from solidary.store.snapshot import Snapshot
    >>> with TemporaryDirectory() as folder, DuckEngine([Path(folder)]) as engine:
    ...     attach_snapshot(engine, Snapshot(Path(folder)))
    ...     engine.query("select value, currency from transaction").num_rows
    0
    """
    from solidary.store.parts import schema, tables

    for name in (*tables(), "flag"):
        engine.attach(name, sorted((snapshot.folder / name).glob("*.parquet")), schema(name))
    for name, columns in (
        ("rate", DAILY),
        ("deflator", DEFLATOR),
        ("flow", FLOW),
        ("reporter", REPORTER),
    ):  # what the library reads besides; others may put theirs
        engine.attach(name, [], columns)


def attach_library(engine: Engine, library: SqlLibrary) -> dict[str, frozenset[str]]:
    """Make a view of each file of a library that takes no parameters, each after those that it reads.

    Attach the tables first. A file that reads what is not attached, as rates may not be, is left out and returned with
    what it lacks; whoever asks for it is told that there is no such view.

    >>> from tempfile import TemporaryDirectory
    >>> from solidary.store.engine.duckdb import DuckEngine
    >>> from solidary.store.engine.library import SqlLibrary, bundled
    >>> from solidary.store.snapshot import Snapshot
    >>> with TemporaryDirectory() as folder, DuckEngine([Path(folder)]) as engine:
    ...     attach_snapshot(engine, Snapshot(Path(folder)))
    ...     _ = attach_library(engine, bundled())
    ...     engine.query("select * from records_by_publisher").num_rows
    0

    Raises:
        QueryFault: with file and line, if a file cannot be run.
    """
    lacking: dict[str, frozenset[str]] = {}
    for file in library.ordered():
        if file.statement.parameters:
            continue
        if missing := file.statement.tables - engine.names:
            lacking[file.name] = missing
            continue
        try:
            engine.view(file.name, file.sql)
        except QueryFault as fault:
            raise fault.at(str(file.path)) from None
    return lacking


def run(engine: Engine, library: SqlLibrary, name: str, /, **params: Value) -> pa.Table:
    """Run a file of a library by its name, as text; what it reads must be attached.

    >>> from solidary.store.engine.duckdb import DuckEngine
    >>> from solidary.store.engine.library import SqlLibrary, bundled
    >>> with DuckEngine() as engine:
    ...     run(engine, bundled(), "records_by_publischer")
    Traceback (most recent call last):
    solidary.errors.UnknownName: Unknown query 'records_by_publischer'. Did you mean 'records_by_publisher'?...

    Raises:
        QueryFault: with file and line, if the file cannot be run.
        UnknownName: if no file is called so, or if it reads what is not attached.
        WrongUse: if a parameter is missing.
    """
    file = library.file(name)
    try:
        return engine.query(file.sql, **params)
    except QueryFault as fault:
        raise fault.at(str(file.path)) from None


def known_schema(name: str, parts: list[Path], schema: pa.Schema | None) -> pa.Schema:
    """Return the columns of a table that is attached.

    Raises:
        WrongUse: if there is neither a file nor a schema.
    """
    import pyarrow.parquet as pq

    if schema is None and not parts:
        raise WrongUse(f"table {name!r} has no files; expected a schema for an empty one")
    return schema if schema is not None else pq.read_schema(parts[0])


def quoted(name: str) -> str:
    """Write a name so that no engine takes it for a word of its own.

    >>> quoted("transaction")
    '"transaction"'
    """
    return '"' + name.replace('"', '""') + '"'


def sql_type(kind: pa.DataType) -> str:
    """Return the name of a type that both engines know.

    >>> sql_type(pa.int32()), sql_type(pa.decimal128(38, 6))
    ('int', 'decimal(38,6)')

    Raises:
        WrongUse: if there is none.
    """
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    names = {
        pa.int32(): "int", pa.int64(): "bigint", pa.float64(): "double", pa.bool_(): "boolean", pa.date32(): "date",
        pa.string(): "string", pa.large_string(): "string", pa.binary(): "binary",
    }  # fmt: skip
    if kind not in names:
        raise WrongUse(f"a column of type {kind}; expected one of {', '.join(map(str, names))} or decimal")
    return names[kind]


def empty_select(schema: pa.Schema) -> str:
    """Write a SELECT of no rows with the columns of a schema.

    >>> empty_select(pa.schema([("table", pa.string())]))
    'select cast(null as string) as "table" where false'
    """
    columns = ", ".join(f"cast(null as {sql_type(field.type)}) as {quoted(field.name)}" for field in schema)
    return f"select {columns} where false"
