"""Files -> Parquet parts, one file at a time: what both engines do with each file, and how the whole is checked.

Parts are named by the number of their file, and a part appears under its name only when it is whole. So a file that a
cluster reads again, after a worker was lost, replaces its own parts and nothing else.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from solidary.errors import CannotWrite, SolidaryError
from solidary.store.engine.fault import MapFault

Parse = Callable[[int, str, bytes], Iterable[tuple[str, pa.Table]]]  # number, name and bytes of a file -> tables
READ: Final = ""  # stands for the table in the line that says that a file was read


class Told(NamedTuple):
    """What a worker says of a file: rows that it wrote to a table, or why it could not be read."""

    file: int
    table: str
    rows: int
    fault: str


@dataclass(frozen=True)
class Mapped:
    """What was made of some files."""

    rows: dict[str, int]  # by table
    parts: dict[str, tuple[Path, ...]]  # by table


def read_file(number: int, name: str, content: bytes, parse: Parse, out: Path) -> list[Told]:
    """Write the tables of one file, and tell what was written; faults are told, not raised, so that all are known.

    >>> from tempfile import TemporaryDirectory
    >>> lines = lambda number, name, data: [("line", pa.table({"text": data.decode().split()}))]
    >>> with TemporaryDirectory() as folder:
    ...     read_file(0, "a.txt", b"one two", lines, Path(folder))
    [Told(file=0, table='line', rows=2, fault=''), Told(file=0, table='', rows=1, fault='')]
    """
    rows: Counter[str] = Counter()
    writers: dict[str, pq.ParquetWriter] = {}
    drafts: dict[str, Path] = {}
    try:
        for table, data in parse(number, name, content):
            if table not in writers:
                drafts[table] = _draft(out / table, number)
                writers[table] = pq.ParquetWriter(drafts[table], data.schema, compression="zstd")
            writers[table].write_table(data)
            rows[table] += data.num_rows
        for table, writer in writers.items():
            writer.close()
            drafts[table].replace(out / table / f"part-{number:06}.parquet")
    except Exception as error:
        for writer in writers.values():
            writer.close()
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        return [Told(number, READ, 0, f"{name}: {type(error).__name__}: {error}")]
    return [*(Told(number, table, count, "") for table, count in rows.items()), Told(number, READ, 1, "")]


def _draft(folder: Path, number: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".part-{number:06}-{os.getpid()}-{uuid.uuid4().hex}"


@contextmanager
def making(out: Path) -> Iterator[None]:
    """Make the folder for the parts; it is gone again if anything fails.

    Raises:
        CannotWrite: if something is there already.
    """
    try:
        out.mkdir(parents=True)
    except OSError as error:
        raise CannotWrite(f"{out}: {error.strerror}; expected a folder that is not there yet") from None
    try:
        yield
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise


def gathered(told: Iterable[Told], paths: Sequence[Path], out: Path) -> Mapped:
    """Check what workers told against the files asked for and the rows on the disk.

    >>> gathered([Told(0, "line", 2, ""), Told(0, "", 1, "")], [Path("a.txt")], Path("nowhere"))
    Traceback (most recent call last):
    solidary.store.engine.fault.MapFault: line: 2 rows were told, 0 are in nowhere

    Raises:
        MapFault: if a file could not be read, was read twice or not at all, or if rows are missing.
    """
    said = list(told)
    if faults := sorted(one.fault for one in said if one.fault):
        raise MapFault("\n".join(faults))
    times = Counter(one.file for one in said if one.table == READ)
    if odd := [f"{path}: read {times[n]} times, expected once" for n, path in enumerate(paths) if times[n] != 1]:
        raise MapFault("\n".join(odd))
    rows: Counter[str] = Counter()
    for one in said:
        if one.table != READ:
            rows[one.table] += one.rows
    parts = {table: tuple(sorted((out / table).glob("part-*.parquet"))) for table in sorted(rows)}
    for table, files in parts.items():
        found = sum(pq.read_metadata(file).num_rows for file in files)
        if found != rows[table]:
            raise MapFault(f"{table}: {rows[table]} rows were told, {found} are in {out}")
    return Mapped(dict(sorted(rows.items())), parts)


def absolute(paths: Iterable[Path]) -> list[Path]:
    """Return paths that mean the same in every process, each of which is a file.

    Raises:
        SolidaryError: if one is not there.
    """
    found = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100  links stay links
    for path in found:
        if not path.is_file():
            raise SolidaryError(f"{path}: no such file")
    return list(dict.fromkeys(found))
