"""Names of partners, as sources write them -> whose money a row is; what cannot be told keeps its name and is listed.

IATI has identifiers, a spreadsheet has names: "Government Of Japan", "Korean International Cooperation Agency". A name
belongs to a partner if the mapping says so, or if it is, as a whole and whatever its case, a name or alias of a place
or organisation, an agency of a partner, or a country with "Government of" or "Embassy of" before it. Nothing is guessed
from parts of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc

from solidary.errors import UnknownName
from solidary.sources.sheets.cell import countries

if TYPE_CHECKING:
    from solidary.refine.flows import Flows
    from solidary.terms.library import Library

Standing = Literal["known", "unknown", "joint"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
_BODY: Final = re.compile(r"(?:government|embassy) of (?:the )?(?P<country>.+)")
STAGES: Final = {"commitment": "commitments", "disbursement": "spending", "expenditure": "spending"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose money it is: a code, or the name itself where it is not known or stands for several partners."""

    code: str
    standing: Standing


@dataclass(frozen=True)
class Partners:
    """Knows partners by their names and identifiers.

    Args:
        library: the definitions.
        own: what a mapping says of its source: code -> names.
        separator: what stands between several names in one cell; empty if there is only ever one.
    """

    library: Library
    own: Mapping[str, Sequence[str]]
    separator: str = ""

    @classmethod
    def of(cls, flows: Flows, library: Library) -> Partners:
        """Know the partners of a source as its mapping does; IATI files have none."""
        mapping = flows.snapshot.manifest.get("mapping", {})
        return cls(library, mapping.get("partners", {}), mapping.get("separator") or "")

    def owner(self, name: str) -> Owner:
        """Say whose money stands under a name.

        >>> from solidary.terms.library import Library
        >>> known = Partners(Library(), {"AU": ["AusAID", "DFAT"]}, "|")
        >>> known.owner("AusAID|DFAT"), known.owner("Government of Japan"), known.owner("AusAID|Norway").standing
        (Owner(code='AU', standing='known'), Owner(code='JP', standing='known'), 'joint')
        >>> known.owner("Ministry of Finance")
        Owner(code='Ministry of Finance', standing='unknown')
        """
        if whole := self._code(name):  # a mapping may settle whose several names together are
            return Owner(whole, "known")
        parts = [part for part in name.split(self.separator) if part.strip()] if self.separator else [name]
        codes = {self._code(part) or part for part in parts}
        if len(codes) > 1:
            return Owner(name, "joint")
        return Owner(codes.pop(), "known") if any(map(self._code, parts)) else Owner(name, "unknown")

    def _code(self, name: str) -> str | None:
        plain = _plain(name)
        body = _BODY.fullmatch(plain)
        return self._codes.get(plain) or (self._codes.get(body["country"]) if body else None) or self._identified(name)

    def _identified(self, name: str) -> str | None:
        """Know an identifier by how it begins."""
        return next((code for code, begins in self._identifiers if name.startswith(begins)), None)

    @cached_property
    def _identifiers(self) -> list[tuple[str, str]]:
        partners, bodies = self.library.partners, self.library.organisations
        found = [(code, begins) for code, term in partners.items() for begins in term.publishers]
        return found + [(code, begins) for code, body in bodies.items() for begins in (code, *body.publishers)]

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Code by name; what is said first goes before what is said later."""
        found: dict[str, str] = {}
        for code, name in self._said():
            found.setdefault(_plain(name), code)
        return found

    def _said(self) -> Iterator[tuple[str, str]]:
        library = self.library
        yield from ((code, name) for code, names in self.own.items() for name in names)
        yield from ((code, name) for code, term in library.partners.items() for name in term.agencies)
        for code, place in library.places.items():
            yield from ((code, name) for name in (code, place.iso3, place.name, *place.aliases))
        for code, body in library.organisations.items():
            yield from ((code, name) for name in (code, body.name, *body.aliases))
        yield from ((code, name) for name, code in countries().items() if not name.startswith("dac "))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def check_codes(own: Mapping[str, Sequence[str]], library: Library) -> None:
    """See that the codes of a mapping's partners exist.

    Raises:
        UnknownName: with the nearest code of a place, organisation or country.
    """
    known = {*library.places, *library.organisations, *countries().values()}
    for code in own:
        if code not in known:
            raise UnknownName("code of a partner", code, known, "A place, organisation or country.")


def by_partner(cube: pa.Table, partners: Partners, publisher: str = "") -> pa.Table:
    """Add money up by partner. Grain: one row per partner, or name that is not known or joint; units: US dollars.

    Args:
        cube: what ``money_cube`` gives.
        partners: who knows whose names they are.
        publisher: how the names begin that are wanted; empty for all.
    """
    if publisher:
        cube = cube.filter(pc.fill_null(pc.starts_with(cube["publisher"], publisher), False))
    kept = cube.filter(pc.and_(cube["counts_in_totals"], pc.is_in(cube["stage"], pa.array(list(STAGES)))))
    rows: dict[Owner, dict[str, Any]] = {}
    for one in kept.select(["publisher", "stage", "usd", "row_count", "rows_in_usd"]).to_pylist():
        owner = partners.owner(one["publisher"] or "")
        row = rows.setdefault(owner, dict.fromkeys(("commitments", "spending")) | dict.fromkeys(_COUNTS, 0))
        if one["usd"] is not None:
            row[STAGES[one["stage"]]] = (row[STAGES[one["stage"]]] or 0) + one["usd"]
        row["rows"] += one["row_count"]
        row["rows_without_rate"] += one["row_count"] - one["rows_in_usd"]
    told = [{"partner": owner.code, "standing": owner.standing, **row} for owner, row in rows.items()]
    told.sort(key=lambda row: (STANDINGS.index(row["standing"]), -(row["spending"] or 0), row["partner"]))
    return pa.Table.from_pylist(told, _COLUMNS)


_COUNTS: Final = ("rows", "rows_without_rate")
_COLUMNS: Final = pa.schema([
    ("partner", pa.string()), ("standing", pa.string()), ("commitments", pa.decimal128(38, 6)),
    ("spending", pa.decimal128(38, 6)), ("rows", pa.int64()), ("rows_without_rate", pa.int64()),
])  # fmt: skip
