"""Rows -> CSV: UTF-8, ISO dates, plain decimals, ids as text, nothing that a spreadsheet could run.

Commas, a line feed after each row, quotes where they are needed. No value is an empty cell, an empty text is ``""``.
Text columns are made harmless, see ``safe``; numbers stay numbers, also below zero. A NUL, which readers of CSV cut or
refuse, becomes U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.exports.draft import Written, drafted
from solidary.exports.rows import Rows, kind
from solidary.exports.safe import NOTE, harmless

LONG: Final = pa.large_string()  # a portion of long texts can pass what 32 bits count
QUOTED: Final = r'[",\r\n]|^$|^[ \t]|[ \t]$'
TINY: Final = 6  # decimals after which Arrow writes 0.0000001 as 1E-7


def write_csv(rows: Rows, target: Path, *, force: bool = False, bom: bool = False) -> Written:
    r"""Write rows as one CSV file.

    Args:
        rows: what to write.
        target: where; nothing may stand there.
        force: replace what stands there.
        bom: begin with a byte order mark, without which older spreadsheets misread UTF-8.

    >>> import tempfile
    >>> one = pa.record_batch({"id": ["007"], "usd": pa.array(["1.500000"]).cast(pa.decimal128(38, 6))})
    >>> with tempfile.TemporaryDirectory() as home:
    ...     _ = write_csv(Rows(one.schema, [one]), Path(home, "a.csv"))
    ...     Path(home, "a.csv").read_text("utf-8")
    'id,usd\n007,1.5\n'

    Raises:
        CannotWrite: if the file is there already, or cannot be written.
    """
    with drafted(target, force=force) as draft:
        done = fill_csv(rows, draft, bom=bom)
    return Written(target, done.rows, done.bytes, done.notes)


def fill_csv(rows: Rows, path: Path, *, bom: bool = False) -> Written:
    """Write rows to a path that is nobody else's yet; see ``write_csv``."""
    number, safe = 0, 0
    with path.open("wb") as file:
        file.write(("\ufeff" if bom else "").encode() + _line(pa.array([name], LONG) for name in rows.schema.names))
        for batch in rows.portions():
            columns = []
            for field, column in zip(rows.schema, batch.columns, strict=True):
                written, acting = _written(column, field)
                columns.append(written)
                safe += acting
            file.write(_line(columns))
            number += batch.num_rows
    return Written(path, number, path.stat().st_size, (NOTE.format(number=f"{safe:,}"),) if safe else ())


def _line(columns: Iterable[pa.Array]) -> pa.Buffer | bytes:
    """Join columns of text into lines."""
    arrays = list(columns)
    alone = '""' if len(arrays) == 1 else ""  # an empty line would be no row at all
    lines = pc.binary_join_element_wise(*arrays, pa.scalar(",", LONG), null_handling="replace", null_replacement=alone)
    if not len(lines):
        return b""
    ended = pc.binary_join_element_wise(lines, pa.scalar("", LONG), pa.scalar("\n", LONG))
    whole = pa.LargeListArray.from_arrays(pa.array([0, len(ended)], pa.int64()), ended)
    return pc.binary_join(whole, pa.scalar("", LONG))[0].as_buffer()


def _written(column: pa.Array, field: pa.Field) -> tuple[pa.Array, int]:
    match kind(field):
        case "text":
            safe, number = harmless(pc.replace_substring(column.cast(LONG), "\0", "\ufffd"))
            return _quoted(safe), number
        case "decimal":
            return plain(column), 0
        case _:
            return column.cast(pa.string()).cast(LONG), 0


def _quoted(column: pa.Array) -> pa.Array:
    needed = pc.match_substring_regex(column, QUOTED)
    if not pc.any(needed).as_py():
        return column
    quote = pa.scalar('"', LONG)
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(needed, pc.binary_join_element_wise(quote, doubled, quote, pa.scalar("", LONG)), column)


def plain(column: pa.Array) -> pa.Array:
    """Write decimals in full, without zeros that say nothing and without an exponent.

    >>> plain(pa.array(["19.000000000000", "0.000000000400"]).cast(pa.decimal128(14, 12))).to_pylist()
    ['19', '0.0000000004']
    """
    texts = column.cast(pa.string()).cast(LONG)
    tiny = pc.match_substring(texts, "E") if column.type.scale > TINY else None
    if tiny is not None and pc.any(tiny).as_py():
        full = pa.array([f"{value:f}" for value in column.filter(tiny).to_pylist()], LONG)
        texts = pc.replace_with_mask(texts, pc.fill_null(tiny, False), full)
    if column.type.scale <= 0:
        return texts
    return pc.replace_substring_regex(texts, r"\.?0+$", "")
