"""Whether money came in the year for which it was scheduled, and how far ahead it can be seen, partner by partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from solidary.analyses.money import SPENDING, codes, publishers_of
from solidary.measures.predictability import Annual, Band, Forward, annual, composition_variance, forward, pefa

if TYPE_CHECKING:
    from solidary.analyses.view import View

Numbers = NDArray[np.float64]
PLANS: Final = ("planned", "budget")  # the first that a publisher has for a year counts
AHEAD: Final = ("first_year", "second_year", "third_year")


@dataclass(frozen=True)
class Schedule:
    """What one partner scheduled.

    Args:
        year: the last complete year with a schedule.
        annual: how much of it came.
        ahead: the first of three years, and how many activities have plans for them.
        forward: ``None`` if no activity is current.
        variances: of the composition by recipient, in per cent, of the last years with a schedule.
        band: PEFA's, from three years.
    """

    year: int | None
    annual: Annual | None
    ahead: int
    forward: Forward | None
    variances: tuple[float, ...]
    band: Band | None


@dataclass(frozen=True)
class Plans:
    """Schedules and payments of all publishers in some places."""

    cube: pa.Table
    ahead: pa.Table
    last: int
    today: int

    def of(self, view: View, code: str) -> Schedule | None:
        """Cut them down to a partner; ``None`` if it scheduled nothing."""
        pattern = publishers_of(view, code)
        if not pattern:
            return None
        mine = self.cube.filter(pc.fill_null(pc.match_substring_regex(self.cube["publisher"], pattern), False))
        years = [
            year for year in scheduled_years(mine) if year <= self.last and _sums(mine, year, "publisher")[0].sum() > 0
        ]
        activities = self.ahead.filter(pc.fill_null(pc.match_substring_regex(self.ahead["publisher"], pattern), False))
        seen = forward(*_ahead(activities, self.today))
        if not years and (seen is None or not any(seen.of_activities)):
            return None
        found = [composition_variance(*_sums(mine, year, "recipient")) for year in years[-3:]]
        variances = tuple(one for one in found if one is not None)
        met = annual(*_sums(mine, years[-1], "publisher")) if years else None
        return Schedule(years[-1] if years else None, met, self.last + 1, seen, variances, pefa(variances))


def plans(view: View, recipients: Iterable[str], newest: int) -> Plans:
    """Read what is scheduled; the last complete year ends before the last update of the data.

    Args:
        view: what an analysis sees.
        recipients: codes of the places.
        newest: see ``engagement.data_month``.
    """
    assert view.flows is not None  # asked for only where flows are loaded
    named, cube, until = tuple(recipients), view.flows.cube, view.as_of
    months = pc.add(pc.multiply(cube["year"], 12), cube["month"])
    early = pc.fill_null(pc.less_equal(months, newest), False)
    last = (newest - 12) // 12  # December is complete
    kept = pc.and_(
        pc.is_in(cube["recipient"], pa.array(named)), pc.and_(cube["counts_in_totals"], pc.is_valid(cube["usd"]))
    )
    table = cube.filter(pc.and_(kept, pc.or_(early, pc.is_in(cube["stage"], pa.array(PLANS)))))
    asked = view.flows.ask("plans_ahead", recipients=codes(named), year=last + 1, until=until.isoformat())
    return Plans(table, asked, last, newest)


def scheduled_years(table: pa.Table) -> list[int]:
    """Years for which anything is scheduled.

    >>> scheduled_years(pa.table({"stage": ["budget", "planned", "commitment"], "year": [2020, 2021, 2022]}))
    [2020, 2021]
    """
    return sorted(set(table.filter(pc.is_in(table["stage"], pa.array(PLANS)))["year"].drop_null().to_pylist()))


def _sums(table: pa.Table, year: int, by: str) -> tuple[Numbers, Numbers]:
    """Scheduled and paid in a year. Grain: one per publisher or recipient; planned disbursements go before budgets."""
    rows = table.filter(pc.equal(table["year"], year))
    names = sorted(set(rows[by].to_pylist()))
    usd, stage, name = rows["usd"].to_pylist(), rows["stage"].to_pylist(), rows[by].to_pylist()
    sums: dict[tuple[str, str], float] = {}
    for key, step, value in zip(name, stage, usd, strict=True):  # a few hundred sums, no rows of money
        sums[key, step] = sums.get((key, step), 0.0) + float(value)
    planned = [next((sums[key, one] for one in PLANS if (key, one) in sums), 0.0) for key in names]
    came = [sum(sums.get((key, one), 0.0) for one in SPENDING) for key in names]
    return np.array(planned), np.array(came)


def _ahead(table: pa.Table, today: int) -> tuple[NDArray[np.bool_], Numbers, Numbers, Numbers]:
    """Plans, months left, share spent and weight of activities; an unknown end never ends."""
    flags = np.column_stack([table[name].to_numpy(zero_copy_only=False) for name in AHEAD]).astype(bool)
    year, month = (
        pc.cast(pc.utf8_slice_codeunits(table["ends"], start, stop), pa.float64()).to_numpy(zero_copy_only=False)
        for start, stop in ((0, 4), (5, 7))
    )
    left = np.nan_to_num(year * 12 + month - today, nan=np.inf)
    committed, paid = (table[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in ("committed", "paid"))
    with np.errstate(divide="ignore", invalid="ignore"):
        spent = np.nan_to_num(np.where(committed > 0, paid / committed, 0.0))
    return flags, left, spent, np.nan_to_num(committed)
