"""What was committed and paid activity by activity, as arrays: the loaded rows of money in a form for the measures.

Grain of all arrays: one entry per activity that reaches some places. An activity counts as a whole, whichever of its
rows names the place, since a commitment is often made for a region and paid country by country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from solidary.analyses.money import codes
from solidary.measures.curve import months_to, paid_by_year
from solidary.measures.ratio import Ratios, back_filled, ratios

if TYPE_CHECKING:
    from solidary.analyses.view import View

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
YEARS: Final = 6  # of a delivery curve
HALF: Final = 0.5
PAID: Final = ("disbursement", "expenditure")


@dataclass(frozen=True)
class Activities:
    """Activities with their money. Sums are in the currency of the activity unless they say dollars.

    Args:
        publisher: identifier of who reports.
        name: identifier of the activity.
        committed: sum of its commitments; NaN if one of them is unknown.
        paid: sum of disbursements and expenditure.
        committed_usd: in US dollars; NaN if nothing is known.
        paid_usd: the same; ``paid_usd_average`` at the mean rate of each year.
        paid_unknown: payments without a rate.
        planned_usd: planned disbursements that fell due by the day of the data.
        pledges: rows of outgoing pledges.
        own: a row of money names the reader's places.
        yearly: share of its rows on the first or last day of a year.
        mixed: several currencies, whose sums mean nothing.
        derived: a commitment was worked out from the disbursement.
        unreported: whoever reports it reports no payment in any of the activities.
        filled: commitments are the payments over again, see ``measures.ratio``.
        watched: months from the first commitment to the day of the data; NaN without a commitment.
        half: month in which half was paid; infinite if not yet.
        by_year: share of the commitment paid by the end of each year.
        results: reported results.
        measured: periods with target and actual value; ``achieved`` of them in full, ``met`` added up in shares.
    """

    publisher: NDArray[np.str_]
    name: NDArray[np.str_]
    committed: Numbers
    paid: Numbers
    committed_usd: Numbers
    paid_usd: Numbers
    paid_usd_average: Numbers
    paid_unknown: Numbers
    planned_usd: Numbers
    pledges: Numbers
    own: Flags
    yearly: Numbers
    mixed: Flags
    derived: Flags
    unreported: Flags
    filled: Flags
    watched: Numbers
    half: Numbers
    by_year: Numbers
    results: Numbers
    measured: Numbers
    achieved: Numbers
    met: Numbers

    def __len__(self) -> int:
        return len(self.publisher)

    def of(self, pattern: str) -> Activities:
        """Keep those of some publishers; none if the pattern is empty."""
        known = {name for name in set(self.publisher.tolist()) if pattern and re.match(pattern, name)}
        return self.where(np.isin(self.publisher, list(known)) if known else np.zeros(len(self), dtype=bool))

    def where(self, keep: Flags) -> Activities:
        """Keep some."""
        return Activities(**{one.name: getattr(self, one.name)[keep] for one in fields(self)})

    def ratio(self, with_filled: bool = False) -> Ratios:
        """Paid over committed, without what says nothing on delivery; a choice is whether to keep what is filled."""
        filled = np.zeros(len(self), dtype=bool) if with_filled else self.filled
        return ratios(
            self.committed, self.paid, mixed_currencies=self.mixed, derived=self.derived,
            unreported=self.unreported, back_filled=filled,
        )  # fmt: skip

    @cached_property
    def ratios(self) -> Ratios:
        """The central choice: an activity of which nothing is paid yet counts with 0."""
        return self.ratio()

    @cached_property
    def timed(self) -> Flags:
        """Which of them can be watched: a ratio, a dated commitment, and data of a later day."""
        found: Flags = ~np.isnan(self.ratios.values) & (np.nan_to_num(self.watched, nan=-1.0) >= 0)
        return found


def activities(view: View, recipients: Iterable[str], reader: Iterable[str] = ()) -> Activities:
    """Read the activities that reach some places, up to the month of the brief's day.

    Args:
        view: what an analysis sees.
        recipients: codes of the places.
        reader: those of them that are the reader's own.
    """
    assert view.flows is not None  # asked for only where flows are loaded
    until = _month_end(view.as_of).isoformat()
    rows = view.flows.ask("delivery_rows", recipients=codes(recipients), reader=codes(reader), until=until)
    told = view.flows.ask("delivery_results", until=until)
    return arrays(rows, told, view.as_of)


def arrays(rows: pa.Table, told: pa.Table, as_of: date) -> Activities:
    """Turn rows into arrays.

    Args:
        rows: what ``delivery_rows`` gives.
        told: what ``delivery_results`` gives.
        as_of: the last day that counts.
    """
    keys, first, number = np.unique(_key(rows), return_index=True, return_inverse=True)
    size, number = len(keys), number.reshape(-1)
    stage = np.array(rows["stage"].to_pylist(), dtype=str)
    committing, paying = stage == "commitment", np.isin(stage, PAID)
    amount, usd = _floats(rows["amount"]), _floats(rows["usd"])
    month = _months(rows["date"])
    about = _about(told, keys)
    watched_until = _watched_until(rows, about, number, size, as_of)
    committed, paid = _sums(number, amount, committing, size), _sums(number, amount, paying, size)
    began = np.full(size, np.inf)
    np.fmin.at(began, number[committing], month[committing])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(paying, amount / committed[number], np.nan)
    since = month - began[number]
    dated = paying & np.isfinite(share) & np.isfinite(since)
    due = (stage == "planned") & (month <= watched_until[number])
    publisher = np.array(rows["publisher"].fill_null("").to_pylist(), dtype=str)
    name = np.array(rows["activity"].fill_null("").to_pylist(), dtype=str)
    moved = committing | paying
    return Activities(
        publisher=publisher[first],
        name=name[first],
        committed=committed,
        paid=paid,
        committed_usd=_known_sums(number, usd, committing, size),
        paid_usd=_known_sums(number, usd, paying, size),
        paid_usd_average=_known_sums(number, _floats(rows["usd_average"]), paying, size),
        paid_unknown=np.bincount(number[paying & np.isnan(usd)], minlength=size).astype(float),
        planned_usd=_known_sums(number, usd, due, size),
        pledges=np.bincount(number[stage == "pledge"], minlength=size).astype(float),
        own=np.bincount(number, weights=rows["own"].to_numpy(zero_copy_only=False), minlength=size) > 0,
        yearly=_yearly(number, rows["date"], moved, size),
        mixed=_several(number[moved], rows["currency"].filter(pa.array(moved)), size),
        derived=np.bincount(number, weights=rows["derived"].to_numpy(zero_copy_only=False), minlength=size) > 0,
        unreported=~np.isin(publisher[first], np.unique(publisher[paying])),
        filled=_filled(number, committing, moved, rows["date"], amount, size),
        watched=np.where(np.isfinite(began), watched_until - began, np.nan),
        half=months_to(number[dated], since[dated], share[dated], size, HALF),
        by_year=paid_by_year(number[dated], since[dated], share[dated], (size, YEARS)),
        **{key: about[key] for key in ("results", "measured", "achieved", "met")},
    )


def _key(table: pa.Table) -> NDArray[np.int64]:
    dataset, record = (table[name].to_numpy().astype(np.int64) for name in ("dataset", "record"))
    found: NDArray[np.int64] = dataset * 10_000_000 + record
    return found


def _floats(column: pa.ChunkedArray) -> Numbers:
    """Decimals as floats, NaN where nothing is known. Sums that are printed in money come from decimals elsewhere."""
    found: Numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return found


def _months(days: pa.ChunkedArray) -> Numbers:
    """Months since the year 0, NaN without a date."""
    years, months = (part(days).cast(pa.float64()).to_numpy(zero_copy_only=False) for part in (pc.year, pc.month))
    found: Numbers = years * 12 + months
    return found


def _sums(number: NDArray[np.int64], amount: Numbers, keep: Flags, size: int) -> Numbers:
    """Add up; one unknown amount makes the sum unknown."""
    return np.bincount(number[keep], weights=amount[keep], minlength=size).astype(float)


def _known_sums(number: NDArray[np.int64], amount: Numbers, keep: Flags, size: int) -> Numbers:
    """Add up what is known; NaN if nothing is."""
    known = keep & ~np.isnan(amount)
    found = np.bincount(number[known], weights=amount[known], minlength=size)
    return np.where(np.bincount(number[known], minlength=size) > 0, found, np.nan)


def _several(number: NDArray[np.int64], currency: pa.ChunkedArray, size: int) -> Flags:
    code = currency.fill_null("").combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    pairs = np.unique(np.column_stack([number, code]), axis=0)
    found: Flags = np.bincount(pairs[:, 0].astype(np.int64), minlength=size) > 1
    return found


def _yearly(number: NDArray[np.int64], days: pa.ChunkedArray, moved: Flags, size: int) -> Numbers:
    """How many of the rows stand on 1 January or 31 December: books of a year, not days of payment."""
    day = _months(days) % 12 * 100 + pc.day(days).cast(pa.float64()).to_numpy(zero_copy_only=False)
    edge = np.isin(day, (101.0, 31.0))  # December is month 0 of the next year here
    edges = np.bincount(number[moved], weights=edge[moved], minlength=size).astype(float)
    return edges / np.maximum(np.bincount(number[moved], minlength=size), 1)


def _filled(
    number: NDArray[np.int64], committing: Flags, moved: Flags, days: pa.ChunkedArray, amount: Numbers, size: int
) -> Flags:
    day = days.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return back_filled(number[moved], committing[moved], day[moved], np.nan_to_num(amount[moved]), size)


def _about(told: pa.Table, keys: NDArray[np.int64]) -> dict[str, Numbers]:
    """What is told of each activity, in the order of the keys."""
    known = _key(told)
    order = np.argsort(known)
    place = order[np.searchsorted(known[order], keys)]
    found = {name: _floats(told[name])[place] for name in ("results", "measured", "achieved", "met")}
    found["met"] /= 1_000_000
    year = pc.cast(pc.utf8_slice_codeunits(told["updated"], 0, 4), pa.float64(), safe=False)
    month = pc.cast(pc.utf8_slice_codeunits(told["updated"], 5, 7), pa.float64(), safe=False)
    found["updated"] = pc.add(pc.multiply(year, 12.0), month).to_numpy(zero_copy_only=False)[place]
    return found


def _watched_until(
    rows: pa.Table, about: dict[str, Numbers], number: NDArray[np.int64], size: int, as_of: date
) -> Numbers:
    """The month until which each activity was watched: its last update, else the newest payment in the data.

    The day of the brief is no such day: what was loaded years ago knows nothing of the years since.
    """
    months = _months(rows["date"])
    stages = np.array(rows["stage"].to_pylist(), dtype=str)
    paid = months[np.isin(stages, PAID)]
    newest = float(np.nanmax(paid)) if np.isfinite(paid).any() else np.nan
    own = np.full(size, -np.inf)
    np.fmax.at(own, number[stages != "planned"], months[stages != "planned"])
    known = np.where(np.isnan(about["updated"]), newest, about["updated"])
    found: Numbers = np.minimum(np.fmax(known, own), as_of.year * 12 + as_of.month)
    return found


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
