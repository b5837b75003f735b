"""Trade tables of a workspace: ``trade/*.csv`` with ``exporter, importer, code, value, year``, one line per flow.

Countries are written with two letters, values in one currency for all files. World totals are worked out from the rows,
so a table must hold all that the world trades of its codes, or say so in its name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from solidary.errors import SolidaryError, UnknownName
from solidary.records.trade import Trade

FOLDER: Final = "trade"
COLUMNS: Final = ("exporter", "importer", "code", "value", "year")


class TradeFault(SolidaryError):
    """A line of a trade table that cannot be read."""


def known_trade(folder: Path | None) -> tuple[Trade, ...]:
    """Read all trade tables of a workspace; none if it has none.

    Grain: one row per exporter, importer, code and year.

    Raises:
        UnknownName: if a column is unknown, with the nearest.
        TradeFault: if a line cannot be read, or a flow stands there twice.

    >>> known_trade(None)
    ()
    """
    paths = sorted((folder / FOLDER).glob("*.csv")) if folder else []
    seen: dict[tuple[str, str, str, int], str] = {}
    return tuple(row for path in paths for row in _rows(path, seen))


def _rows(path: Path, seen: dict[tuple[str, str, str, int], str]) -> Iterator[Trade]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for name in reader.fieldnames or ():
            if name not in COLUMNS:
                raise UnknownName("column", name, COLUMNS, f"In {path.name}.")
        for row in reader:
            place = f"{path.name}:{reader.line_num}"
            found = _row({name: (row.get(name) or "").strip() for name in COLUMNS}, place)
            key = (found.exporter, found.importer, found.code, found.year)
            if key in seen:
                raise TradeFault(f"{place}: the flow stands in {seen[key]} already; keep one of them")
            seen[key] = place
            yield found


def _row(row: dict[str, str], place: str) -> Trade:
    for name in ("exporter", "importer"):
        if not (len(row[name]) == 2 and row[name].isalpha()):
            raise TradeFault(f"{place}: read {row[name]!r} as {name}, expected two letters such as KR")
    try:
        value = Decimal(row["value"])
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and value >= 0 and row["year"].isdecimal() and row["code"]):
        read = f"{row['code']!r}, {row['value']!r}, {row['year']!r}"
        raise TradeFault(f"{place}: read {read}, expected a code, a value of zero or more and a year")
    return Trade(row["exporter"].upper(), row["importer"].upper(), row["code"], value, int(row["year"]))
