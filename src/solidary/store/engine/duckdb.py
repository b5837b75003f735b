"""DuckDB: the engine inside this process, and the default.

What a text of SQL may reach is closed as far as DuckDB can close it: files outside the given folders, the network,
extensions, settings and Python's variables are out of reach, and only one SELECT at a time is run. What remains open:
a SELECT can list and read any file *inside* the given folders (``read_text``, ``glob``), and can use all the memory and
time that it was given.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import duckdb
import pyarrow as pa

from solidary.errors import WrongUse
from solidary.store.engine.engine import Value, empty_select, known_schema, quoted, sql_type
from solidary.store.engine.fault import QueryFault, query_fault
from solidary.store.engine.mapping import Mapped, Parse, absolute, gathered, making, read_file
from solidary.store.engine.statement import Statement

CLOSED: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "ieee_floating_point_ops": "false",  # or x / 0 is infinite; so it is a fault, as on Spark
}

_GLOB: Final = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})  # DuckDB takes each path for a pattern


class DuckEngine:
    """SQL over Parquet in this process. Several threads may ask one engine at once; set it up in one.

    >>> from tempfile import TemporaryDirectory
    >>> import pyarrow.parquet as pq
    >>> with TemporaryDirectory() as folder, DuckEngine([Path(folder)]) as engine:
    ...     path = Path(folder, "transaction.parquet")
    ...     pq.write_table(pa.table({"value": ["1", "2.5"]}), path)
    ...     engine.attach("transaction", [path])
    ...     engine.view("money", "select cast(value as decimal(38, 6)) as value from transaction")
    ...     engine.query("select sum(value) as total from money where value > :least", least=1).to_pylist()
    [{'total': Decimal('2.500000')}]

    Args:
        folders: where Parquet may be attached from; nothing outside is ever read.
        memory: the most memory, as ``4GB``; by default four fifths of the machine's.
        threads: the most threads; 0 for as many as there are cores.
        temp: where to put what does not fit into memory; without it, such a query fails.
    """

    def __init__(
        self, folders: Iterable[Path] = (), *, memory: str = "", threads: int = 0, temp: Path | None = None
    ) -> None:
        self.folders = [_whole(folder) for folder in folders]
        settings: dict[str, str | bool | int | float | list[str]] = {
            **CLOSED,
            "temp_directory": _whole(temp) if temp else "",
        }  # else DuckDB makes .tmp where we stand
        if memory:
            settings["memory_limit"] = memory
        if threads:
            settings["threads"] = str(threads)
        try:
            self._connection = duckdb.connect(":memory:", config=settings)
        except duckdb.Error as error:
            raise WrongUse(f"DuckDB does not start: {str(error).splitlines()[0]}") from None
        self._names: set[str] = set()
        # The order matters: after the last line nothing can be opened again.
        # DuckDB compares patterns as they are written, so a folder is allowed in both spellings.
        allowed = {spelling for folder in self.folders for spelling in (folder, folder.translate(_GLOB))}
        self._connection.execute(f"set allowed_directories = [{', '.join(map(_text, sorted(allowed)))}]")
        self._connection.execute("set python_enable_replacements = false")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    @property
    def names(self) -> frozenset[str]:
        """Tables and views that can be read, in lower case."""
        return frozenset(self._names)

    def attach(self, name: str, parts: Iterable[Path], schema: pa.Schema | None = None) -> None:
        """Make Parquet files readable as one table; see ``Engine.attach``.

        Raises:
            SolidaryError: if a file is not there.
            WrongUse: if a file is outside the folders of the engine, or there is neither a file nor a schema.
            QueryFault: if a file is no Parquet.
        """
        paths = absolute(parts)
        for path in paths:
            if not any(path.is_relative_to(folder) for folder in self.folders):
                raise WrongUse(f"{path}: outside of {', '.join(self.folders) or 'any folder'} that the engine may read")
        try:
            columns = known_schema(name, paths, schema)
            present = set(known_schema(name, paths, None).names) if paths else set()
        except pa.ArrowInvalid as error:
            raise QueryFault(f"table {name!r}: {error}") from None
        select = empty_select(columns)
        if paths:
            listed = ", ".join(
                quoted(one.name) if one.name in present else f"cast(null as {sql_type(one.type)}) as {quoted(one.name)}"
                for one in columns
            )
            files = ", ".join(_text(str(path).translate(_GLOB)) for path in paths)
            select = f"select {listed} from read_parquet([{files}])"
        self._make(name, select)

    def view(self, name: str, sql: str) -> None:
        """Give a name to a SELECT without parameters; see ``Engine.view``.

        Raises:
            QueryFault: if the text cannot be run.
            UnknownName: if it reads what is not attached.
            WrongUse: if it asks for parameters.
        """
        Statement(sql).check(self._names, ())
        self._make(name, sql)

    def query(self, sql: str, /, **params: Value) -> pa.Table:
        """Run a SELECT; see ``Engine.query``.

        Raises:
            QueryFault: if the text cannot be run.
            UnknownName: if it reads what is not attached, or a parameter is given that it does not ask for.
            WrongUse: if a parameter is missing.
        """
        statement = Statement(sql)
        statement.check(self._names, params)
        with self._cursor() as cursor:
            try:
                return cursor.sql(statement.dollar, params=params or None).to_arrow_table()
            except (duckdb.BinderException, duckdb.CatalogException):
                cursor.execute(
                    statement.dollar, params or None
                )  # fails likewise, and names the line, as ``sql`` does not
                raise

    def map_files(self, paths: Iterable[Path], parse: Parse, out: Path) -> Mapped:
        """Make tables of files, one after the other; see ``Engine.map_files``.

        Raises:
            CannotWrite: if ``out`` is there already.
            MapFault: if a file could not be read; then nothing is written.
            SolidaryError: if a file is not there.
        """
        files, place = absolute(paths), Path(_whole(out))
        with making(place):
            told = [
                one
                for number, path in enumerate(files)
                for one in read_file(number, path.name, path.read_bytes(), parse, place)
            ]
            return gathered(told, files, place)

    def close(self) -> None:
        """Let go of memory and files."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make(self, name: str, sql: str) -> None:
        with self._cursor() as cursor:
            # On one line with the text, so that the lines of messages are those of the text.
            cursor.execute(f"create or replace view {quoted(name)} as {sql}")
        self._names.add(name.lower())

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """Give a connection of its own to each request, since a half-read one takes no other."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        except duckdb.Error as error:
            raise query_fault(str(error)) from None
        finally:
            cursor.close()


def _whole(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100  links stay links, as in ``absolute``


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
