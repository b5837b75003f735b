"""Which values of a portion of rows are doubtful: kept as published, and flagged with rule, place and line.

Nothing is corrected here. Most checks look at each different value once, since dates, codes and currencies repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.sources.iati.checks.codes import Codes, own_places
from solidary.sources.iati.specification import tables
from solidary.store.literals import texts
from solidary.values.currencies import CODES

Column = Any  # pa.Array, for which there are no types
Check = Callable[[Column], Column]  # column -> true where a value is doubtful

FLAG: Final = pa.schema(
    [pa.field(name, pa.string()) for name in ("rule", "table", "column")]
    + [pa.field(name, pa.int32()) for name in ("dataset", "record", "row", "line")]
    + [pa.field("value", pa.string())]
)
DATES: Final = frozenset(
    "iso_date transaction_date value_date period_start period_end document_date extraction_date".split()
)
NUMBERS: Final = frozenset("value percentage capital_spend rate_1 rate_2".split())
NOT_MONEY: Final = frozenset(
    "baseline target actual legacy_data baseline_dimension target_dimension actual_dimension".split()
)
CURRENCIES: Final = ("currency", "default_currency")
MOJIBAKE: Final = "\u00c3[\u0080-\u00bf]|\u00e2\u20ac|\u00c2[\u00a0-\u00bf]|\ufffd"


def doubts(table: str, data: pa.Table) -> Iterator[pa.Table]:
    """Yield the flags of some rows of a table. Grain: one row per doubtful value."""
    for column in data.column_names:
        for rule, check in _checks(table, column):
            values = data[column]
            if values.null_count < len(values):
                yield from flagged(data, table, column, rule, _marks(values, check))


def flagged(data: pa.Table, table: str, column: str, rule: str, marks: Column) -> Iterator[pa.Table]:
    """Yield the flags of the marked rows."""
    if not pc.any(marks).as_py():
        return
    found = data.filter(marks)
    same: dict[str, Any] = {"rule": rule, "table": table, "column": column}
    arrays = []
    for field in FLAG:
        if field.name in same:
            arrays.append(texts([same[field.name]] * found.num_rows))
        elif field.name == "value":
            arrays.append(found[column])
        elif field.name in found.column_names:
            arrays.append(found[field.name])
        else:
            arrays.append(pa.nulls(found.num_rows, field.type))
    yield pa.Table.from_arrays(arrays, schema=FLAG)


def _marks(values: Column, check: Check) -> Column:
    if check is _mojibake:  # texts seldom repeat
        return check(values)
    different = pc.drop_null(pc.unique(values))
    return pc.is_in(values, value_set=different.filter(check(different)))


def _checks(table: str, column: str) -> Iterator[tuple[str, Check]]:
    if column in DATES:
        yield "date-not-iso", _not_a_date
    if column in NUMBERS and table not in NOT_MONEY:
        yield "number-not-decimal", _not_a_number
    if column in CURRENCIES:
        yield "currency-unknown", lambda values: pc.invert(pc.is_in(values, texts(CODES)))
    if (table, column) == ("narrative", "text"):
        yield "mojibake", _mojibake
    if (table, column) in _known():
        codes = texts(_known()[table, column])
        yield "code-unknown", lambda values: pc.invert(pc.is_in(values, codes))


@cache
def _known() -> dict[tuple[str, str], frozenset[str]]:
    """Return the codes that a column may hold, of both decades, where the standard itself has a list for its place."""
    places = {place.path: place for place in own_places() if not place.vocabulary}
    found = {}
    for table in tables().values():
        for column in table.columns:
            place = places.get(f"{table.path}/{column.path}".removesuffix("/."))
            lists = [Codes().named(place.list, major) for major in (1, 2)] if place else []
            codes = frozenset[str]().union(*(listed.codes for listed in lists if listed and listed.own))
            if codes and column.name not in CURRENCIES:
                found[table.name, column.name] = codes
    return found


def _not_a_date(values: Column) -> Column:
    shaped = pc.match_substring_regex(values, r"^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$")
    parsed = pc.strptime(pc.utf8_slice_codeunits(values, 0, 10), "%Y-%m-%d", "s", error_is_null=True)
    # strptime takes 30 February for 1 March: a date that does not come back as it went in is none.
    same = pc.equal(pc.strftime(parsed, "%Y-%m-%d"), pc.utf8_slice_codeunits(values, 0, 10))
    return pc.or_kleene(pc.invert(shaped), pc.or_kleene(pc.invert(same), pc.is_null(same)))


def _not_a_number(values: Column) -> Column:
    return pc.invert(pc.match_substring_regex(values, r"^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$"))


def _mojibake(values: Column) -> Column:
    return pc.match_substring_regex(values, MOJIBAKE)
