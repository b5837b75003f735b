"""Published rates -> the rate that may be used on each calendar day, with its own day and source; or none.

A daily rate holds until the next one, for at most a week: weekends and holidays. A rate for a month, quarter or year
holds within its period. A day that nothing covers has no rate, and money of that day stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.records.rate import DAILY

WEEK: Final = 7
EPOCH: Final = pa.date32()


def daily(published: Iterable[pa.Table]) -> pa.Table:
    """Return one rate per currency and day. Grain: one row per currency and calendar day; tables that come first win.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from solidary.records.rate import PUBLISHED
    >>> friday = date(2022, 11, 11)
    >>> rate = dict(currency="KRW", first=friday, last=friday, usd=Decimal("0.00075"), source="x")
    >>> daily([pa.Table.from_pylist([rate], PUBLISHED)])["day"].to_pylist()[-1]
    datetime.date(2022, 11, 17)
    """
    known: dict[str, dict[int, tuple[Any, int, str]]] = {}
    for table in published:
        found: dict[str, dict[int, tuple[Any, int, str]]] = {}
        for currency, first, last, usd, source in _numbers(table):
            days = found.setdefault(currency, {})
            for day in range(first, last + 1):
                days[day] = (usd, last, source)
            if first == last:
                for day in range(last + 1, last + WEEK):  # until the next one writes over it
                    days[day] = (usd, last, source)
        for currency, days in found.items():
            known[currency] = days | known.get(currency, {})
    rows = [(currency, day, *rate) for currency, days in sorted(known.items()) for day, rate in sorted(days.items())]
    if not rows:
        return DAILY.empty_table()
    columns = zip(*rows, strict=True)
    arrays = [_array(values, field.type) for values, field in zip(columns, DAILY, strict=True)]
    return pa.Table.from_arrays(arrays, schema=DAILY)


def _numbers(table: pa.Table) -> Iterable[tuple[str, int, int, Any, str]]:
    """Yield rates in the order of their days, days as numbers."""
    ordered = table.sort_by([("currency", "ascending"), ("first", "ascending"), ("last", "descending")])
    columns = [pc.cast(column, pa.int32()) if column.type == EPOCH else column for column in ordered.columns]
    return zip(*(column.to_pylist() for column in columns), strict=True)


def _array(values: Iterable[Any], kind: pa.DataType) -> pa.Array:
    return pa.array(values, pa.int32()).cast(kind) if kind == EPOCH else pa.array(values, kind)
