"""What donors undertake in the members, activity by activity: size, sector, time and company. Pure.

A project may lie in several members and sectors; it has one cell for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from solidary.analyses.amounts import Amount
from solidary.analyses.money import COMMITMENTS, SPENDING, codes, month_end, until
from solidary.analyses.portfolio import UNALLOCATED
from solidary.analyses.uncertainty import guessed

if TYPE_CHECKING:
    from solidary.analyses.view import View

TRIANGULAR = "8"  # CollaborationType: triangular cooperation, with a South-South element


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One activity in one member and sector.

    Args:
        donor: whose money it is.
        category: three digits of a DAC sector; empty if nothing says which.
        amount: what is committed, or what is spent where no commitment is known; 0 dollars if neither is.
        begins: the activity's first day, or that of its first row of money.
        ends: its last day, or that of its last row of money.
        funders: how many different funding organisations it names.
        triangular: reported as triangular cooperation.
    """

    donor: str
    activity: str
    title: str
    recipient: str
    category: str
    amount: Amount
    begins: date | None
    ends: date | None
    funders: int
    triangular: bool

    @property
    def size(self) -> float:
        """In US dollars, as it counts."""
        return self.amount.usd


def undertakings(view: View) -> tuple[Undertaking, ...]:
    """Read what donors undertake in the members, up to the month of the brief's day."""
    assert view.flows is not None  # asked for only where flows are loaded
    donors, last = _donors(view), month_end(view.as_of).isoformat()
    rows = view.flows.ask("project_cells", recipients=codes(view.members), until=last).to_pylist()
    return tuple(_read(row, donors[row["publisher"]]) for row in rows if row["publisher"] in donors)


def _donors(view: View) -> dict[str, str]:
    return {publisher: donor for donor, found in view.portfolio.publishers.items() for publisher in found}


def sizes(view: View) -> dict[str, dict[str, Amount]]:
    """Return the size of each project by donor, its cells added up; of some no amount is known."""
    by_donor: dict[str, dict[str, Amount]] = defaultdict(dict)
    guesses = _guesses(view)
    for one in view.undertakings:
        projects = by_donor[one.donor]
        if one.activity in projects:
            projects[one.activity] += one.amount
        else:
            less, more = guesses.get((one.donor, one.activity), (0.0, 0.0))
            projects[one.activity] = replace(one.amount, less=less, more=more)
    return dict(by_donor)


def _guesses(view: View) -> dict[tuple[str, str], tuple[float, ...]]:
    """How much less and more of a project may lie in the members, since shares are missing; by the worse stage."""
    assert view.flows is not None
    splits, donors = until(view.flows.split_doubts, view.as_of), _donors(view)
    found: dict[tuple[str, str], tuple[float, ...]] = {}
    for stages in (COMMITMENTS, SPENDING):
        sums: dict[tuple[str, str], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for (publisher, activity), less, more in guessed(splits, view.members, stages, ("publisher", "activity")):
            if publisher in donors:
                key = donors[publisher], activity
                sums[key] = sums[key][0] + float(less), sums[key][1] + float(more)
        for key, ends in sums.items():
            found[key] = tuple(map(max, ends, found.get(key, ends)))
    return found


def _amount(row: Mapping[str, Any]) -> Amount:
    unknown, which = row["commitments_unknown"], "commitments"
    if (row["commitments"] or 0) <= 0:
        unknown, which = unknown + row["spending_unknown"], "spending"
    usd, average = (max(0.0, float(row[name] or 0)) for name in (which, f"{which}_average"))
    return Amount(usd, average, usd, unknown=unknown)  # what others report again does not make a project smaller


def _read(row: Mapping[str, Any], donor: str) -> Undertaking:
    return Undertaking(
        donor=donor,
        activity=row["activity"] or "",
        title=row["title"] or row["activity"] or "",
        recipient=row["recipient"],
        category="" if row["category"] in UNALLOCATED else row["category"] or "",
        amount=_amount(row),
        begins=_day(row["begins"]) or row["first_date"],
        ends=_day(row["ends"]) or row["last_date"],
        funders=row["funders"],
        triangular=row["collaboration_type"] == TRIANGULAR,
    )


def _day(text: str | None) -> date | None:
    """Read a day as published; what is no day is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
