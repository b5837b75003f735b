"""What is doubtful in a snapshot: values kept as published, and flagged with rule, place and line.

Values were checked when they were written (``doubts``). Here is what only the whole can tell: identifiers that stand
twice, and money without a currency. The result is the table ``flag``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.sources.iati.specification import PLACE
from solidary.store.doubts import FLAG, flagged
from solidary.store.literals import nothing, numbers, texts
from solidary.store.parts import schema

MONEY: Final = ("transaction", "budget", "planned_disbursement")


def audit(draft: Path) -> dict[str, int]:
    """Complete the table ``flag`` of a draft snapshot; return how often each rule was broken.

    Grain: one row per doubtful value.
    """
    flags = pa.concat_tables([nothing(FLAG), *_flags(draft)])
    if flags.num_rows:
        (draft / "flag").mkdir(exist_ok=True)
        pq.write_table(flags, draft / "flag" / "part-whole.parquet", compression="zstd")
    rules = _read(draft, "flag", ["rule"])["rule"]
    found = {row["values"]: row["counts"] for row in pc.value_counts(rules).to_pylist()}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _flags(draft: Path) -> Iterator[pa.Table]:
    yield from _identifiers(draft)
    for name in MONEY:
        yield from _without_currency(draft, name)


def _read(draft: Path, table: str, columns: Iterable[str]) -> pa.Table:
    """Read a few columns of a table: places are read only where something is found."""
    parts = sorted((draft / table).glob("*.parquet"))
    known = schema(table)
    wanted = [name for name in known.names if name in columns]
    if not parts:
        return nothing(pa.schema([known.field(name) for name in wanted]))
    return pa.concat_tables([_columns(part, wanted) for part in parts])


def _columns(part: Path, wanted: list[str]) -> pa.Table:
    with pq.ParquetFile(part) as file:
        return file.read(wanted, use_threads=False)


def _identifiers(draft: Path) -> Iterator[pa.Table]:
    values = _read(draft, "activity", ["iati_identifier"])["iati_identifier"]
    none, one = texts([""])[0], numbers([1])[0]
    names = pc.utf8_trim_whitespace(pc.fill_null(values, none))
    missing = pc.equal(names, none)
    counted = pc.value_counts(names)
    often = counted.filter(pc.greater(counted.field("counts"), one)).field("values")
    again = pc.and_(pc.is_in(names, often), pc.not_equal(names, none))
    if pc.any(pc.or_(missing, again)).as_py():
        data = _read(draft, "activity", [*PLACE, "iati_identifier"])
        yield from flagged(data, "activity", "iati_identifier", "identifier-missing", missing)
        yield from flagged(data, "activity", "iati_identifier", "identifier-duplicate", again)


def _without_currency(draft: Path, name: str) -> Iterator[pa.Table]:
    """Money without a currency of its own, in an activity without a default; portion by portion."""
    activities = _read(draft, "activity", ["dataset", "record", "default_currency"])
    without = _keys(activities.filter(pc.is_null(activities["default_currency"])))
    for part in sorted((draft / name).glob("*.parquet")) if len(without) else []:
        file = pq.ParquetFile(part)
        for number in range(file.num_row_groups):
            money = file.read_row_group(number, columns=["dataset", "record", "value", "currency"])
            bare = pc.and_(pc.is_null(money["currency"]), pc.is_valid(money["value"]))
            marks = pc.and_(bare, pc.is_in(_keys(money), value_set=without))
            if pc.any(marks).as_py():
                places = file.read_row_group(number, columns=[*PLACE, "value"])
                yield from flagged(places, name, "value", "currency-missing", marks)


def _keys(data: pa.Table) -> Any:
    """Return dataset and record of each row as one number."""
    key = pc.add(pc.shift_left(data["dataset"].cast(pa.int64()), numbers([32])[0]), data["record"].cast(pa.int64()))
    return key.combine_chunks()
