"""Money of partners by quarter, as dense series: what the measures of continuity stand on.

In constant prices where the workspace has deflators for nearly all rows, else in dollars of the day, and that is said.
A publisher counts from its first complete year, since the start of its reporting looks like a break; the series ends
with the last quarter that the data cover in full. A quarter without a row in between is zero, and
years of which amounts are unknown are left out: the series begins after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from solidary.analyses.money import SPENDING, publishers_of

if TYPE_CHECKING:
    from solidary.analyses.view import View

Numbers = NDArray[np.float64]
Every = Literal["quarter", "year"]
KNOWN: Final = 0.95  # share of rows that need constant dollars, so that a series is given in them
MILLION: Final = 1_000_000
YEARLY: Final = ({1}, {12}, {1, 12})  # months of rows that are yearly books


@dataclass(frozen=True)
class Engagement:
    """What one partner paid, period by period.

    Args:
        code: of the partner.
        starts: first day of each period.
        values: millions of US dollars.
        every: length of a period.
        categories: what was paid for each category of sector (rows) in each period (columns), in millions.
        names: the categories.
        late: publishers of the partner that began to report after the first.
    """

    code: str
    starts: tuple[date, ...]
    values: Numbers
    every: Every
    categories: Numbers
    names: tuple[str, ...]
    late: int

    def __len__(self) -> int:
        return len(self.starts)

    def place(self, day: date) -> int:
        """Return how many periods begin before a day: the first one that is wholly after it has this number."""
        return sum(start < day for start in self.starts)

    def by_year(self) -> Numbers:
        """Sums of the calendar years that are complete."""
        size = 4 if self.every == "quarter" else 1
        whole = len(self.values) // size * size  # a series begins with a year
        found: Numbers = self.values[:whole].reshape(-1, size).sum(axis=1)
        return found


@dataclass(frozen=True)
class Money:
    """Rows of spending with a date, of all publishers and recipients.

    Args:
        table: what ``money_cube`` gives, with the columns ``money`` and ``known`` (rows with an amount).
        base: the year of the prices; ``None`` for dollars of the day.
        until: the last month that the data tell, as months since the year 0.
    """

    table: pa.Table
    base: int | None
    until: int


def money(view: View) -> Money:
    """Read the rows of spending, in constant prices if nearly all are known in them."""
    assert view.flows is not None  # asked for only where flows are loaded
    until = data_month(view)
    current = _spending(view.flows.cube, until)
    if base := _base(view, current):
        kept = _spending(view.flows.constant(base), until)
        rows, known = (pc.sum(kept[name]).as_py() or 0 for name in ("row_count", "rows_constant"))
        if rows and known >= KNOWN * rows:
            return Money(_with(kept, "usd_constant", "rows_constant"), base, until)
    return Money(_with(current, "usd", "rows_in_usd"), None, until)


def _with(table: pa.Table, amount: str, known: str) -> pa.Table:
    return table.append_column("money", table[amount]).append_column("known", table[known])


def data_month(view: View) -> int:
    """Return the month until which the data tell, as months since the year 0: their last update, or the brief's day.

    Payments dated later are slips or plans. A source that tells no update is trusted up to the day of the brief.
    """
    assert view.flows is not None
    told = view.flows.ask("delivery_results", until=view.as_of.isoformat())["updated"]
    newest = pc.max(pc.utf8_slice_codeunits(told, 0, 7)).as_py()
    today = view.as_of.year * 12 + view.as_of.month
    return min(int(newest[:4]) * 12 + int(newest[5:]), today) if newest else today


def _base(view: View, spending: pa.Table) -> int | None:
    """The latest year with money and a deflator for the dollar, since later ones are forecasts."""
    assert view.flows is not None
    levels, newest = view.flows.levels, pc.max(spending["year"]).as_py() or 0
    dollars = levels.filter(pc.and_(pc.equal(levels["currency"], "USD"), pc.is_valid(levels["index"])))
    return max((year for year in dollars["year"].to_pylist() if year <= newest), default=None)


def _spending(table: pa.Table, until: int) -> pa.Table:
    early = pc.less_equal(pc.add(pc.multiply(table["year"], 12), table["month"]), until)
    counted = pc.and_(table["counts_in_totals"], pc.is_in(table["stage"], pa.array(SPENDING)))
    return table.filter(pc.and_(counted, pc.fill_null(early, False)))


def engagement(view: View, code: str, found: Money, recipients: Iterable[str]) -> Engagement | None:
    """Make the series of one partner; ``None`` if it has no complete period."""
    pattern = publishers_of(view, code)
    if not pattern:
        return None
    table = found.table.filter(pc.fill_null(pc.match_substring_regex(found.table["publisher"], pattern), False))
    if not table.num_rows:
        return None
    month = _floats(table["year"]) * 12 + _floats(table["month"]) - 1
    every: Every = "year" if set(table["month"].to_pylist()) in YEARLY else "quarter"
    size = 12 if every == "year" else 3
    publisher = np.array(table["publisher"].to_pylist(), dtype=str)
    begins = {name: np.ceil(month[publisher == name].min() / 12) * 12 for name in np.unique(publisher)}
    first, last = min(begins.values()), found.until // size * size
    if every == "year":
        first, last = month.min() // 12 * 12, (month.max() // 12 + 1) * 12  # the rows of its books are whole years
        begins = dict.fromkeys(begins, first)
    last = min(last, (month.max() // size + 1) * size)  # where reporting stopped, what is missing is no zero
    if last - first < size:
        return None
    rows, known = _floats(table["row_count"]), _floats(table["known"])
    first = max(first, _known_from(month // 12, rows, known) * 12)
    if last - first < size:
        return None
    own = np.vectorize(begins.__getitem__, otypes=[float])(publisher)
    named = pc.is_in(table["recipient"], pa.array(tuple(recipients))).to_numpy(zero_copy_only=False)
    keep = named & (month >= own) & (month < last)
    place = ((month - first) // size).astype(int)
    names, category = np.unique(np.array(table["category"].fill_null("").to_pylist(), dtype=str), return_inverse=True)
    grid = np.zeros((len(names), int((last - first) // size)))
    np.add.at(grid, (category.reshape(-1)[keep], place[keep]), np.nan_to_num(_floats(table["money"]))[keep] / MILLION)
    starts = tuple(_day(first + size * number) for number in range(grid.shape[1]))
    late = sum(begin > first for begin in begins.values())
    return Engagement(code, starts, grid.sum(axis=0), every, grid, tuple(names.tolist()), late)


def _known_from(year: Numbers, rows: Numbers, known: Numbers) -> float:
    """The first year from which on nearly all rows have an amount: an unknown amount is no zero."""
    years = np.unique(year)
    lacking = [one for one in years if known[year == one].sum() < KNOWN * rows[year == one].sum()]
    return float(max(lacking) + 1) if lacking else float(years[0])


def content(found: Engagement, parts: Sequence[slice]) -> list[tuple[float, ...]]:
    """Add up what was paid for each category with a code in stretches of the series; sums below 0 count as 0."""
    named = np.array([bool(name) for name in found.names])
    return [
        tuple(float(one) for one in np.maximum(found.categories[named][:, part].sum(axis=1), 0.0)) for part in parts
    ]


def _floats(column: pa.ChunkedArray) -> Numbers:
    found: Numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return found


def _day(month: float) -> date:
    return date(int(month // 12), int(month % 12) + 1, 1)
