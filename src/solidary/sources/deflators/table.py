"""A CSV of deflators that the user has: area, year, index, and what the index is of.

Three forms are read: one line per area and year (``Area`` or ``ISO`` or ``Country Code``; ``Year``; ``Index`` or
``Value``), one line per area with a column for each year, and the latter as the World Bank gives it, under some lines
that are no table. An area is an ISO 3166-1 code of three letters or the currency itself. Prices are those in the
currency of the area, unless the column ``Basis`` (or ``currency``) says USD; without that column, unless the name of
the file says usd.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Final

import pyarrow as pa

from solidary.errors import SolidaryError, UnknownName
from solidary.records.deflator import DEFLATOR
from solidary.sources.registry.issuers import issuers
from solidary.sources.table import opened_table
from solidary.values.currencies import CODES

AREAS: Final = ("area", "iso", "iso3", "country code", "ref_area")
YEARS: Final = ("year", "time_period")
INDICES: Final = ("index", "value", "obs_value", "deflator", "gdp_defl")
BASES: Final = ("basis", "currency")
SOURCES: Final = ("source", "indicator name", "ver")  # all that are there, one after the other
EURO: Final = ("EMU", "EUI", "EU Institutions")  # who speaks for the economy of the euro
OWN, USD = "own", "USD"
LOOK: Final = 10  # lines in which the head must stand
LEAST, MOST, STEP = Decimal("0.001"), Decimal(1_000_000), Decimal("0.000000001")
Row = tuple[str, int, Decimal, str, str]


class DeflatorFault(SolidaryError):
    """A line of a table of deflators that cannot be read."""


def table_deflators(path: Path) -> pa.Table:
    """Return the deflators of a CSV file. Grain: one row per currency and year.

    An area that has no currency of its own (Germany) is left out, as is an empty cell, a 0 (which stands for
    unknown in tables that are passed round), and an index of less than 0.001 or of a million and more, which has too
    few digits.

    Raises:
        UnknownName: if a column is missing, with the nearest of those that are there.
        DeflatorFault: if a line cannot be read, with its number, or a currency has a year twice.
    """
    with opened_table(path, DeflatorFault) as file:
        found: dict[tuple[str, int], Row] = {}
        for place, row in _rows(csv.reader(file), path):
            if found.setdefault(row[:2], row) is not row:
                raise DeflatorFault(f"{place}: read {row[0]} of {row[1]} again, expected one line for each year")
    if not found:
        return DEFLATOR.empty_table()
    columns = zip(*sorted(found.values()), strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, DEFLATOR, strict=True)]
    return pa.Table.from_arrays(arrays, schema=DEFLATOR)


@dataclass(frozen=True)
class _Head:
    """The names of the columns, and what is where."""

    names: Sequence[str]
    file: str

    @cached_property
    def lower(self) -> list[str]:
        return [name.strip().lower() for name in self.names]

    def first(self, wanted: Sequence[str]) -> int | None:
        return next((self.lower.index(name) for name in wanted if name in self.lower), None)

    def need(self, wanted: Sequence[str]) -> int:
        place = self.first(wanted)
        if place is None:
            raise UnknownName("column", wanted[0], self.names, f"Needed in {self.file}.")
        return place

    @cached_property
    def by_year(self) -> dict[int, int]:
        """Column of each year, if every year has one."""
        return {int(name): place for place, name in enumerate(self.lower) if re.fullmatch(r"[12]\d{3}", name)}


def _rows(lines: Iterator[list[str]], path: Path) -> Iterator[tuple[str, Row]]:
    head, number = _head(lines, path.name)
    area, basis = head.need(AREAS), head.first(BASES)
    known = {"USA": "USD", **{code: money for code, (money, _) in issuers(EURO[0]).items()}} | _euro(path, area, number)
    since = {code: day.year for code, (_, day) in issuers(EURO[0]).items()}
    for at, line in enumerate(lines, number + 1):
        place = f"{path.name}:{at}"
        if len(line) <= area or not any(line):
            continue
        code = line[area].strip()
        currency = known.get(code) or (code if code in CODES else None)
        if currency is None:
            continue
        told = line[basis].strip() if basis is not None else USD if "usd" in path.name.lower() else OWN
        for year, index in _cells(line, head, place):
            if year >= since.get(code, 0):
                yield place, (currency, year, index, USD if told == USD else OWN, _source(line, head, path))


def _head(lines: Iterator[list[str]], name: str) -> tuple[_Head, int]:
    """Find the names of the columns below what is no table."""
    read: list[str] = []
    for number, line in enumerate(lines, 1):
        read = read or line
        head = _Head(line, name)
        if head.first(AREAS) is not None and len(line) > 2:
            return head, number
        if number == LOOK:
            break
    _Head(read, name).need(AREAS)
    raise AssertionError("need raises")


def _euro(path: Path, area: int, after: int) -> dict[str, str]:
    """Say which area of the file speaks for the euro, if any: the first of those that may."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        there = {line[area].strip() for line in list(csv.reader(file))[after:] if len(line) > area}
    return dict.fromkeys([one for one in EURO if one in there][:1], "EUR")


def _cells(line: list[str], head: _Head, place: str) -> Iterator[tuple[int, Decimal]]:
    """Yield year and index of each cell of a line that has one."""
    if head.by_year:
        cells = [(str(year), line[column]) for year, column in head.by_year.items() if column < len(line)]
    else:
        cells = [(line[head.need(YEARS)], line[head.need(INDICES)])]
    for year, text in cells:
        if text.strip():
            try:
                index = Decimal(text.strip())
                number = int(year.strip()[:4])
            except (InvalidOperation, ValueError):
                raise DeflatorFault(f"{place}: read {year!r} and {text!r}, expected a year and a number") from None
            if not index >= 0:
                raise DeflatorFault(f"{place}: read an index of {text}, expected more than 0")
            if LEAST <= index < MOST:
                yield number, index.quantize(STEP)


def _source(line: list[str], head: _Head, path: Path) -> str:
    told = [line[place].strip() for place, name in enumerate(head.lower) if name in SOURCES and place < len(line)]
    return " ".join(part for part in told if part) or path.name
