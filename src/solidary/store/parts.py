"""Rows of text -> Parquet parts, one writer per table, as long as a worker has rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.sources.iati.compiled import Waiting
from solidary.sources.iati.grammar import places
from solidary.sources.iati.specification import NARRATIVE, PLACE
from solidary.sources.iati.specification import tables as specified
from solidary.store.doubts import FLAG, doubts
from solidary.store.literals import numbers, texts

LEVEL: Final = 1  # three writes 6 % less, and takes half as long again
NUMBERS: Final = frozenset({"dataset", "record", "row", "parent", "line"})


@contextmanager
def thrifty() -> Iterator[None]:
    """Take memory from the system and give it back at once: Arrow's own pool keeps a quarter more of a long load."""
    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


@cache
def tables() -> tuple[str, ...]:
    """Return the names of all tables of a snapshot."""
    return (*specified(), "narrative")


@cache
def schema(table: str) -> pa.Schema:
    """Return the columns of a table: the place of the row, then its values as text, as published."""
    if table == "flag":
        return FLAG
    names = NARRATIVE if table == "narrative" else (*PLACE, *(column.name for column in specified()[table].columns))
    return pa.schema([pa.field(name, pa.int32() if name in NUMBERS else pa.string()) for name in names])


def _array(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    """Make a column; one without any value, of which there are many, costs next to nothing."""
    if not any(values) and values.count(None) == len(values):
        return pa.nulls(len(values), kind)
    return pa.array(values, kind)


def _text(column: tuple[bytes, bytes, bytes, int] | None, rows: int) -> pa.Array:
    if column is None:
        return pa.nulls(rows, pa.string())
    offsets, data, valid, nulls = column
    buffers = [pa.py_buffer(valid), pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), rows, buffers, nulls)


def _named(codes: pa.Array) -> list[pa.Array]:
    """Turn the number of a narrative's place into its table and element."""
    return [
        pa.DictionaryArray.from_arrays(codes, texts(part)).cast(pa.string()) for part in zip(*places(), strict=True)
    ]


class Parts:
    """The Parquet files of one worker: ``table/part-N.parquet``."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker
        self.writers: dict[str, pq.ParquetWriter] = {}

    def write(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to a table."""
        if not rows:
            return
        known = schema(table)
        columns = list(zip(*rows, strict=True))
        if table == "narrative":
            arrays = [pa.array(values, pa.int32()) for values in columns[:3]]
            arrays += _named(pa.array(columns[3], pa.int32()))
            arrays += [pa.array(values, pa.string()) for values in columns[4:]]
        else:
            arrays = [_array(values, field.type) for values, field in zip(columns, known, strict=True)]
        self._write(table, arrays)

    def write_waiting(self, table: str, waiting: Waiting) -> None:
        """Append rows that are columns already."""
        if not waiting.rows:
            return
        places = [pa.Array.from_buffers(pa.int32(), waiting.rows, [None, pa.py_buffer(one)]) for one in waiting.places]
        if table == "narrative":
            places[3:] = _named(places[3])
        self._write(table, [*places, *(_text(column, waiting.rows) for column in waiting.columns)])

    def write_named(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Append rows whose values stand by their column; what is not named is empty."""
        if rows:
            columns = [(field, [row.get(field.name) for row in rows]) for field in schema(table)]
            self._write(table, [pa.array(values, field.type) for field, values in columns])

    def _write(self, table: str, arrays: list[pa.Array]) -> None:
        data = pa.Table.from_arrays(arrays, schema=schema(table))
        self._writer(table).write_table(data)
        for flags in doubts(table, data):
            self._writer("flag").write_table(flags)

    def _writer(self, table: str) -> pq.ParquetWriter:
        if table not in self.writers:
            path = self.folder / table / f"part-{self.worker}.parquet"
            path.parent.mkdir(exist_ok=True)  # if the draft is gone, its load is
            self.writers[table] = self._opened(path, table)
        return self.writers[table]

    def _opened(self, path: Path, table: str) -> pq.ParquetWriter:
        known = schema(table)
        # Numbers of rows and lines grow: what is written is how much. Texts without a dictionary: most repeat little.
        growing = {name: "DELTA_BINARY_PACKED" for name in known.names if name in NUMBERS}
        return pq.ParquetWriter(
            path, known, compression="zstd", compression_level=LEVEL, use_dictionary=False, column_encoding=growing
        )

    def close(self) -> None:
        """Finish all files."""
        for writer in self.writers.values():
            writer.close()

    def forget(self, datasets: list[int]) -> None:
        """Take the rows of some datasets out again, portion by portion."""
        if not datasets:
            return
        for table in self.writers:
            path = self.folder / table / f"part-{self.worker}.parquet"
            whole, kept = pq.ParquetFile(path), path.with_suffix(".kept")
            with self._opened(kept, table) as writer:
                for number in range(whole.num_row_groups):
                    rows = whole.read_row_group(number)
                    marks = pc.is_in(rows["dataset"], value_set=numbers(datasets).cast(pa.int32()))
                    writer.write_table(rows.filter(pc.invert(marks)))
            whole.close()
            kept.replace(path)
