"""What is doubtful in a snapshot: values kept as published, and flagged with rule, place and line.

Nothing is corrected here. Each check is one pass over one column; the result is the table ``flag``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.sources.iati.specification import PLACE
from solidary.store.parts import FLAG, schema, tables
from solidary.values.currencies import CODES

Column = Any  # pa.ChunkedArray, for which there are no types
Check = Callable[[Column], Column]  # column -> true where a value is doubtful

DATES: Final = frozenset(
    "iso_date transaction_date value_date period_start period_end document_date extraction_date".split()
)
NUMBERS: Final = frozenset("value percentage capital_spend rate_1 rate_2".split())
MONEY: Final = ("transaction", "budget", "planned_disbursement")
NOT_MONEY: Final = frozenset(
    "baseline target actual legacy_data baseline_dimension target_dimension actual_dimension".split()
)
# The codes of short lists that the standard fixes for all (embedded lists, both decades).
KNOWN: Final = {
    ("transaction", "transaction_type"): [*map(str, range(1, 14)), *"C D E R IR LR QP QS IF TB CG".split()],
    ("activity", "activity_status"): [*map(str, range(1, 7))],
    ("participating_org", "role"): ["1", "2", "3", "4", "Funding", "Accountable", "Extending", "Implementing"],
    ("activity_date", "type"): ["1", "2", "3", "4", "start-planned", "start-actual", "end-planned", "end-actual"],
    ("budget", "type"): ["1", "2"],
    ("budget", "status"): ["1", "2"],
    ("related_activity", "type"): ["1", "2", "3", "4", "5"],
}
MOJIBAKE: Final = "\u00c3[\u0080-\u00bf]|\u00e2\u20ac|\u00c2[\u00a0-\u00bf]|\ufffd"


def audit(draft: Path) -> dict[str, int]:
    """Write the table ``flag`` of a draft snapshot; return how often each rule was broken.

    Grain: one row per doubtful value.
    """
    flags = pa.concat_tables([FLAG.empty_table(), *_flags(draft)])
    if flags.num_rows:
        (draft / "flag").mkdir(exist_ok=True)
        pq.write_table(flags, draft / "flag" / "part-0.parquet", compression="zstd")
    counts = flags.group_by("rule").aggregate([("rule", "count")])
    found = dict(zip(counts["rule"].to_pylist(), counts["rule_count"].to_pylist(), strict=True))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _flags(draft: Path) -> Iterator[pa.Table]:
    for name in tables():
        for column in schema(name).names:
            for rule, check in _checks(name, column):
                yield from _check(draft, name, column, rule, check)
    yield from _identifiers(draft)
    for name in MONEY:
        yield from _without_currency(draft, name)


def _read(draft: Path, table: str, columns: Iterable[str]) -> pa.Table:
    """Read a few columns of a table: most need no check, and places are read only where something is found."""
    parts = sorted((draft / table).glob("*.parquet"))
    known = schema(table)
    wanted = [name for name in known.names if name in columns]
    if not parts:
        return pa.schema([known.field(name) for name in wanted]).empty_table()
    return pq.read_table(parts, columns=wanted)


def _checks(table: str, column: str) -> Iterator[tuple[str, Check]]:
    if column in DATES:
        yield "date-not-iso", _not_a_date
    if column in NUMBERS and table not in NOT_MONEY:
        yield "number-not-decimal", _not_a_number
    if column in ("currency", "default_currency"):
        yield "currency-unknown", lambda values: pc.invert(pc.is_in(values, pa.array(sorted(CODES))))
    if (table, column) == ("narrative", "text"):
        yield "mojibake", _mojibake
    if (table, column) in KNOWN:
        codes = pa.array(KNOWN[table, column])
        yield "code-unknown", lambda values: pc.invert(pc.is_in(values, codes))


def _not_a_date(values: Column) -> Column:
    shaped = pc.match_substring_regex(values, r"^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$")
    parsed = pc.strptime(pc.utf8_slice_codeunits(values, 0, 10), "%Y-%m-%d", "s", error_is_null=True)
    # strptime takes 30 February for 1 March: a date that does not come back as it went in is none.
    same = pc.equal(pc.strftime(parsed, "%Y-%m-%d"), pc.utf8_slice_codeunits(values, 0, 10))
    return pc.invert(pc.and_(shaped, pc.fill_null(same, False)))


def _not_a_number(values: Column) -> Column:
    return pc.invert(pc.match_substring_regex(values, r"^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$"))


def _mojibake(values: Column) -> Column:
    return pc.match_substring_regex(values, MOJIBAKE)


def _check(draft: Path, name: str, column: str, rule: str, check: Check) -> Iterator[pa.Table]:
    """Check a column portion by portion, so that the memory is that of a portion."""
    for part in sorted((draft / name).glob("*.parquet")):
        file = pq.ParquetFile(part)
        for number in range(file.num_row_groups):
            values = file.read_row_group(number, columns=[column])[column]
            marks = pc.and_(pc.is_valid(values), pc.fill_null(check(values), False))
            if pc.any(marks).as_py():
                places = file.read_row_group(number, columns=[*PLACE, column] if name != "narrative" else None)
                yield from _rows(places.filter(marks), name, column, rule)


def _doubtful(draft: Path, name: str, column: str, rule: str, marks: Column) -> Iterator[pa.Table]:
    if pc.any(marks).as_py():
        yield from _rows(_read(draft, name, [*PLACE, column]).filter(marks), name, column, rule)


def _rows(found: pa.Table, name: str, column: str, rule: str) -> Iterator[pa.Table]:
    if not found.num_rows:
        return
    same: dict[str, Any] = {"rule": rule, "table": name, "column": column}
    arrays = []
    for field in FLAG:
        if field.name in same:
            arrays.append(pa.array([same[field.name]] * found.num_rows))
        elif field.name == "value":
            arrays.append(found[column])
        elif field.name in found.column_names:
            arrays.append(found[field.name])
        else:
            arrays.append(pa.nulls(found.num_rows, field.type))
    yield pa.Table.from_arrays(arrays, schema=FLAG)


def _identifiers(draft: Path) -> Iterator[pa.Table]:
    values = _read(draft, "activity", ["iati_identifier"])["iati_identifier"]
    names = pc.utf8_trim_whitespace(pc.fill_null(values, ""))
    yield from _doubtful(draft, "activity", "iati_identifier", "identifier-missing", pc.equal(names, ""))
    counted = pc.value_counts(names)
    often = counted.filter(pc.greater(counted.field("counts"), 1)).field("values")
    again = pc.and_(pc.is_in(names, often), pc.not_equal(names, ""))
    yield from _doubtful(draft, "activity", "iati_identifier", "identifier-duplicate", again)


def _without_currency(draft: Path, name: str) -> Iterator[pa.Table]:
    """Money without a currency of its own, in an activity without a default."""
    money = _read(draft, name, ["value", "currency"])
    if not pc.any(pc.and_(pc.is_null(money["currency"]), pc.is_valid(money["value"]))).as_py():
        return
    table = _read(draft, name, [*PLACE, "value", "currency"])
    bare = table.filter(pc.and_(pc.is_null(table["currency"]), pc.is_valid(table["value"])))
    activities = _read(draft, "activity", ["dataset", "record", "default_currency"])
    without = activities.filter(pc.is_null(activities["default_currency"]))
    keys = set(zip(without["dataset"].to_pylist(), without["record"].to_pylist(), strict=True))
    marks = [key in keys for key in zip(bare["dataset"].to_pylist(), bare["record"].to_pylist(), strict=True)]
    yield from _rows(bare.filter(pa.array(marks, pa.bool_())), name, "value", "currency-missing")
