"""A CSV of rates that the user has: date, currency, rate, and what the rate is of.

The form is that of the IMF's tables as they are passed round: columns ``Date``, ``Rate`` and ``Currency``; the rate is
units of the currency for one US dollar; ``Frequency`` (A, Q, M or D) says how long it holds, ``Source`` who says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import pyarrow as pa

from solidary.errors import SolidaryError, UnknownName
from solidary.records.rate import PUBLISHED
from solidary.sources.rates.ecb import STEP
from solidary.sources.table import opened_table

NEEDED: Final = ("Date", "Rate", "Currency")
_MONTHS: Final = {"A": 12, "Q": 3, "M": 1}
Row = tuple[str, date, date, Decimal, str]


class RateFault(SolidaryError):
    """A line of a table of rates that cannot be read."""


def table_rates(path: Path) -> pa.Table:
    """Return the rates of a CSV file. Grain: one row per currency and period; unit: US dollars for one unit.

    Raises:
        UnknownName: if a column is missing, with the nearest of those that are there.
        RateFault: if a line cannot be read, with its number; nothing is skipped in silence.
    """
    with opened_table(path, RateFault) as file:
        reader = csv.DictReader(file)
        for name in NEEDED:
            if name not in (reader.fieldnames or ()):
                raise UnknownName("column", name, reader.fieldnames or (), f"Needed in {path.name}.")
        rows = list(_rows(reader, path.name))
    if not rows:
        return PUBLISHED.empty_table()
    columns = list(zip(*rows, strict=True))
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, PUBLISHED, strict=True)], schema=PUBLISHED
    )


def _rows(reader: csv.DictReader[str], name: str) -> Iterator[Row]:
    for row in reader:
        place = f"{name}:{reader.line_num}"
        try:
            last, rate = date.fromisoformat(row["Date"].strip()), Decimal(row["Rate"].strip())
        except (ValueError, InvalidOperation, AttributeError):
            raise RateFault(
                f"{place}: read {row['Date']!r} and {row['Rate']!r}, expected a day such as 2021-12-31 and a number"
            ) from None
        if rate <= 0:
            raise RateFault(f"{place}: read a rate of {rate}, expected more than 0: units for one US dollar")
        usd = (Decimal(1) / rate).quantize(STEP)
        frequency = (row.get("Frequency") or "D").strip()
        first = _begin(last, _MONTHS[frequency]) if frequency in _MONTHS else last
        told = f"{row.get('Source') or name}, {_KINDS.get(frequency, frequency)}"
        if 0 < usd < 100:  # old currencies of high inflation have no place in twelve decimals: unknown, and not zero
            yield row["Currency"].strip(), first, last, usd, told


_KINDS: Final = {"A": "a rate for the year", "Q": "a rate for the quarter", "M": "a rate for the month", "D": "daily"}


def _begin(last: date, months: int) -> date:
    """Return the first day of the period that ends in a month."""
    if last.day < 28:  # the table names periods by their first day
        return last
    after = last + timedelta(days=4)
    after = after.replace(day=1)
    index = after.year * 12 + after.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
