"""Rows to be exported, portion by portion: what kind of value each column holds, and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.errors import SolidaryError, ValueFault

Kind = Literal["text", "whole", "decimal", "day", "flag"]
PORTION: Final = 8_192  # rows that are worked on at once
KINDS: Final = "text, whole numbers, decimals, days or yes and no"


class Broken(SolidaryError):
    """Data that is not what its schema says."""


def kind(field: pa.Field) -> Kind:
    """Return the kind of a column.

    >>> kind(pa.field("usd", pa.decimal128(38, 6))), kind(pa.field("activity", pa.string()))
    ('decimal', 'text')

    Raises:
        ValueFault: if it is none that an export can write exactly; floating numbers are none.
    """
    tests: tuple[tuple[Kind, bool], ...] = (
        ("text", pa.types.is_string(field.type) or pa.types.is_large_string(field.type)),
        ("whole", pa.types.is_integer(field.type)),
        ("decimal", pa.types.is_decimal(field.type)),
        ("day", pa.types.is_date32(field.type)),
        ("flag", pa.types.is_boolean(field.type)),
    )
    found = next((name for name, holds in tests if holds), None)
    if found is None:
        raise ValueFault(f"{field.name}: {field.type}", KINDS)
    return found


def meaning(field: pa.Field) -> str:
    """Return what a column means; empty if its schema does not say.

    >>> meaning(pa.field("usd", pa.int32(), metadata={"meaning": "US dollars"}))
    'US dollars'
    """
    return str((field.metadata or {}).get(b"meaning", b"").decode())


def read(
    path: Path, columns: list[str], condition: pc.Expression | None = None, span: tuple[int, int] | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a Parquet file that a condition holds for, portion by portion.

    A scanner would hold whole row groups, and read ahead; this decodes pages as they are needed.

    Args:
        path: the file.
        columns: what to read.
        condition: on these columns.
        span: first and last dataset that are wanted; row groups that have none of them are not read.
    """
    with pq.ParquetFile(path) as file:
        groups = [at for at in range(file.metadata.num_row_groups) if span is None or _reaches(file, at, *span)]
        for batch in file.iter_batches(batch_size=PORTION, row_groups=groups, columns=columns):
            found = pa.Table.from_batches([batch])
            yield from (found if condition is None else found.filter(condition)).to_batches()


def _reaches(file: pq.ParquetFile, group: int, first: int, last: int) -> bool:
    known = file.metadata.row_group(group).column(file.schema_arrow.get_field_index("dataset")).statistics
    return known is None or not known.has_min_max or (known.min <= last and first <= known.max)


@dataclass(frozen=True)
class Rows:
    """Rows as they come, so that any number of them fits into memory.

    Args:
        schema: types of the columns, each field with its ``meaning``.
        batches: rows in the form of the schema; they pass once.
    """

    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]

    def portions(self, most: int = PORTION) -> Iterator[pa.RecordBatch]:
        """Yield the rows in portions of a bounded size, each of which is what the schema says.

        >>> one = pa.record_batch({"id": ["a", "b", "c"]})
        >>> [part.num_rows for part in Rows(one.schema, [one]).portions(2)]
        [2, 1]

        Raises:
            Broken: if a text is no Unicode, or a column is not of its type; nothing of it may reach a file.
        """
        for batch in self.batches:
            if not batch.schema.equals(self.schema):
                raise Broken(f"read the columns {', '.join(map(str, batch.schema))}; expected those of the schema")
            try:
                batch.validate(full=True)
            except pa.ArrowInvalid as error:
                raise Broken(f"a row that cannot be written: {error}") from None
            for start in range(0, batch.num_rows, most):
                yield batch.slice(start, most)
