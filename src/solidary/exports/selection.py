"""Which flows to take: by publisher, country, stage and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.errors import UnknownName, WrongUse
from solidary.exports.rows import PORTION, read
from solidary.records.flow import FLOW, STAGES

if TYPE_CHECKING:
    from solidary.refine.flows import Flows
    from solidary.terms.library import Library


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; nothing asked is everything.

    Args:
        publisher: identifier of who reports.
        country: ISO 3166-1, two letters; rows for a region as a whole are not among those of its countries.
        stage: see ``records.flow.STAGES``.
        first: earliest calendar year, included; a row without a date is in no year.
        last: latest calendar year, included.
    """

    publisher: str = ""
    country: str = ""
    stage: str = ""
    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        parts = {"publisher": self.publisher, "country": self.country, "stage": self.stage}
        years = {"from": self.first, "to": self.last}
        return ", ".join(f"{name} {value}" for name, value in {**parts, **years}.items() if value) or "all flows"

    def asked(self) -> list[Any]:
        """Return the conditions."""
        pairs = {"publisher": self.publisher, "stage": self.stage, "recipient": self.country}
        found = [pc.field(name) == value for name, value in pairs.items() if value]
        if self.country:
            found.append(pc.field("recipient_kind") == "country")
        if self.first is not None:
            found.append(pc.field("date") >= pa.scalar(date(self.first, 1, 1)))
        if self.last is not None:
            found.append(pc.field("date") <= pa.scalar(date(self.last, 12, 31)))
        return found

    def rows(self, parts: Iterable[Path | pa.Table]) -> Iterator[pa.RecordBatch]:
        """Yield the flows that are asked for, of files or of tables. Grain: see ``records.flow``.

        >>> list(Selection(stage="pledge").rows([]))
        []
        """
        asked = self.asked()
        condition = reduce(and_, asked) if asked else None
        for part in parts:
            if isinstance(part, pa.Table):
                batches = iter((part if condition is None else part.filter(condition)).to_batches(PORTION))
            else:
                batches = read(part, FLOW.names, condition)
            yield from (batch.cast(FLOW) for batch in batches if batch.num_rows)


def select(
    flows: Flows,
    library: Library,
    *,
    publisher: str = "",
    country: str = "",
    stage: str = "",
    years: tuple[int | None, int | None] = (None, None),
) -> Selection:
    """Read what a person asks for; a country may be named, and case does not matter.

    Raises:
        UnknownName: if a stage, or a country or publisher of these flows, is unknown, with the nearest.
        WrongUse: if the years are no years, or the first comes after the last.
    """
    return Selection(
        publisher=_known("publisher", publisher, _found(flows.parts, "publisher")) if publisher else "",
        country=_country(flows, library, country) if country else "",
        stage=_known("stage", stage, {one: one for one in STAGES}) if stage else "",
        first=_year(years[0]),
        last=_year(years[1], years[0]),
    )


def _known(kind: str, read: str, known: dict[str, str]) -> str:
    folded = {name.casefold(): value for name, value in known.items()}
    if read.casefold() not in folded:
        raise UnknownName(kind, read, known)
    return folded[read.casefold()]


def _country(flows: Flows, library: Library, read: str) -> str:
    names = {
        name: code for code, place in library.places.items() for name in (place.name, place.iso3, *place.aliases, code)
    }
    return _known("country", read, _found(flows.parts, "recipient", kind="country") | names)


def _found(parts: Iterable[Path], column: str, kind: str = "") -> dict[str, str]:
    """Return the different values that a column of the flows has."""
    found: set[str] = set()
    for part in parts:
        table = pq.read_table(part, columns=[column, "recipient_kind"])
        table = table.filter(pc.field("recipient_kind") == kind) if kind else table
        found |= {value for value in pc.unique(table[column]).to_pylist() if value}
    return {value: value for value in found}


def _year(year: int | None, after: int | None = None) -> int | None:
    if year is not None and not 1 <= year <= 9999:
        raise WrongUse(f"read the year {year}, expected one such as 2024")
    if year is not None and after is not None and year < after:
        raise WrongUse(f"the years {after} to {year} end before they begin")
    return year
