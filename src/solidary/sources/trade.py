"""Trade tables of a workspace: ``trade/*.csv`` with ``exporter, importer, code, value, year``, one line per flow.

Countries are written with two letters, values in one currency for all files. World totals are worked out from the rows,
so a table must hold all that the world trades of its codes, or say so in its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from solidary.errors import SolidaryError
from solidary.records.trade import Trade
from solidary.sources.table import table_rows

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
    for line, cells in table_rows(path, COLUMNS, TradeFault):
        place = f"{path.name}:{line}"
        found = _row(cells, place)
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
