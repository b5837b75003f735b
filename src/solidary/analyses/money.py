"""Money of a partner in the loaded flows: its publishers, and the cube of flows cut down to them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.analyses.finding import Figure, Trail
from solidary.records.source import IATI
from solidary.refine.partners import Owner
from solidary.values.money import Money

if TYPE_CHECKING:
    from solidary.analyses.view import View

SPENDING: Final = ("disbursement", "expenditure")
COMMITMENTS: Final = ("commitment",)
CENT: Final = Decimal("0.01")


def publishers_of(view: View, code: str) -> str:
    """Return the pattern of the publishers whose money is that of a place or organisation; empty for none.

    In IATI these are the identifiers that its definition names. In any other source they are the names in it that
    belong to the place or organisation alone, see ``refine.partners``.
    """
    if view.flows is not None and view.flows.source != IATI:
        return whole(name for name, owner in view.owners.items() if owner == Owner(code, "known"))
    partner, body = view.library.partners.get(code), view.library.organisations.get(code)
    prefixes = partner.publishers if partner else (body.publishers or (code,)) if body else ()
    return f"^({'|'.join(map(re.escape, prefixes))})" if prefixes else ""


def whole(texts: Iterable[str]) -> str:
    """Return the pattern of some texts, each as a whole; empty for none.

    >>> whole(["AusAID", "Norway"])
    '^(AusAID|Norway)$'
    """
    known = "|".join(map(re.escape, texts))
    return f"^({known})$" if known else ""


def codes(recipients: Iterable[str]) -> str:
    """Return the pattern of some codes of recipients.

    >>> codes(["TH", "VN"])
    '^(TH|VN)$'
    """
    return whole(recipients) or "^()$"


@dataclass(frozen=True)
class Slice:
    """The flows of some publishers to some recipients up to a day. Grain: see ``money_cube.sql``."""

    table: pa.Table
    publishers: str
    recipients: str
    until: date
    splits: pa.Table | None = None  # those of them that are shared on a guess, see ``split_doubts.sql``

    def where(self, keep: pa.Array) -> Slice:
        """Keep some flows, of all stages."""
        return Slice(self.table.filter(keep), self.publishers, self.recipients, self.until, self.splits)

    def to(self, recipients: Iterable[str]) -> Slice:
        """Keep the flows to some recipients, of all stages."""
        named = tuple(recipients)
        kept = self.table.filter(pc.is_in(self.table["recipient"], pa.array(named, pa.string())))
        return Slice(kept, self.publishers, codes(named), self.until, self.splits)

    def at(self, stages: tuple[str, ...], recipients: Iterable[str] = ()) -> Slice:
        """Keep some stages, and if any are named some recipients, of what counts in totals."""
        table, pattern = self.table, self.recipients
        if named := tuple(recipients):
            table, pattern = table.filter(pc.is_in(table["recipient"], pa.array(named))), codes(named)
        keep = pc.and_(table["counts_in_totals"], pc.is_in(table["stage"], pa.array(stages)))
        return Slice(table.filter(keep), self.publishers, pattern, self.until, self.splits)

    @property
    def asked_for(self) -> list[str]:
        """The codes of the recipients."""
        return self.recipients.removeprefix("^(").removesuffix(")$").split("|")

    @property
    def usd(self) -> Decimal | None:
        """The sum in US dollars; ``None`` if no row has a rate."""
        found: Decimal | None = pc.sum(self.table["usd"]).as_py()
        return found

    @property
    def rows(self) -> int:
        """How many rows of money."""
        return int(pc.sum(self.table["row_count"]).as_py() or 0)

    @property
    def rows_unknown(self) -> int:
        """How many of them have no amount in dollars."""
        return self.rows - int(pc.sum(self.table["rows_in_usd"]).as_py() or 0)

    @property
    def years(self) -> list[int]:
        """The years of which there is a row."""
        return sorted(year for year in pc.unique(self.table["year"]).to_pylist() if year is not None)

    def by(self, column: str) -> dict[str, Decimal]:
        """Sum dollars by a column, the largest first; what has no rate is left out."""
        grouped = self.table.group_by(column).aggregate([("usd", "sum")])
        pairs = zip(grouped[column].to_pylist(), grouped["usd_sum"].to_pylist(), strict=True)
        known = [(key, usd) for key, usd in pairs if usd is not None and key is not None]
        return dict(sorted(known, key=lambda pair: (-pair[1], str(pair[0]))))

    def figure(self, key: str, stages: tuple[str, ...], recipients: Iterable[str] = ()) -> Figure:
        """Make the sum of some stages a figure that can be followed to its rows."""
        from solidary.analyses.uncertainty import interval

        part = self.at(stages, recipients)
        found = interval(self, stages, tuple(recipients))
        return Figure(
            key, dollars(part.usd), "money-total", trail=part.trail(stages), working=f"{part.rows:,} rows"
            + (f", {part.rows_unknown:,} of them without a known rate" if part.rows_unknown else ""),
            low=found.low, high=found.high, doubts=found.doubts, grade=found.grade,
        )  # fmt: skip

    def trail(self, stages: tuple[str, ...]) -> Trail:
        """Return the question that lists the rows."""
        asked = {"publishers": self.publishers, "recipients": self.recipients, "stages": codes(stages)}
        return Trail("flow_rows", (*asked.items(), ("until", self.until.isoformat())))


def dollars(usd: Decimal | None) -> Money | None:
    """Return a sum as money, to the cent.

    >>> dollars(Decimal("1.005000"))
    Money(number=Decimal('1.00'), currency='USD', basis='current')
    """
    return None if usd is None else Money(usd.quantize(CENT), "USD")


def cut(view: View, publishers: str, recipients: Iterable[str]) -> Slice:
    """Cut the loaded flows down to some publishers and recipients, up to the month of the brief's day."""
    assert view.flows is not None  # asked for only where flows are loaded
    named = tuple(recipients)
    cube = view.flows.cube
    kept = _of(cube, publishers, view.as_of)
    kept = kept.filter(pc.is_in(kept["recipient"], pa.array(named, pa.string())))
    # A row that is shared on a guess is needed whole, with the parts of those that are not asked for.
    splits = _of(view.flows.split_doubts, publishers, view.as_of)
    return Slice(kept, publishers, codes(named), month_end(view.as_of), splits)


def _of(table: pa.Table, publishers: str, as_of: date) -> pa.Table:
    """Keep the rows of some publishers up to the month of a day; a row without a date counts on every day."""
    if not publishers:
        return table.slice(0, 0)
    # Names are few, rows are many: the pattern is tried on each name once.
    names = table["publisher"].unique().drop_null()
    mine = table.filter(pc.is_in(table["publisher"], names.filter(pc.match_substring_regex(names, publishers))))
    return until(mine, as_of)


def until(table: pa.Table, day: date) -> pa.Table:
    """Keep the rows up to the month of a day; a row without a date counts on every day."""
    months = pc.add(pc.multiply(table["year"], 12), table["month"])
    return table.filter(pc.fill_null(pc.less_equal(months, day.year * 12 + day.month), True))


def month_end(day: date) -> date:
    """Return the last day of a month: money counts by months, since many publishers date it to the first of one."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first - timedelta(days=1)
