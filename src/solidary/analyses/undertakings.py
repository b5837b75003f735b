"""What donors undertake in the members, activity by activity: size, sector, time and company. Pure.

A project may lie in several members and sectors; it has one cell for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from solidary.analyses.money import codes, month_end
from solidary.analyses.portfolio import UNALLOCATED

if TYPE_CHECKING:
    from solidary.analyses.view import View

TRIANGULAR = "8"  # CollaborationType: triangular cooperation, with a South-South element


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One activity in one member and sector.

    Args:
        donor: whose money it is.
        category: three digits of a DAC sector; empty if nothing says which.
        size: what is committed in US dollars, or what is spent where no commitment is known; 0 if neither is.
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
    size: float
    begins: date | None
    ends: date | None
    funders: int
    triangular: bool


def undertakings(view: View) -> tuple[Undertaking, ...]:
    """Read what donors undertake in the members, up to the month of the brief's day."""
    assert view.flows is not None  # asked for only where flows are loaded
    donors = {publisher: donor for donor, found in view.portfolio.publishers.items() for publisher in found}
    until = month_end(view.as_of).isoformat()
    rows = view.flows.ask("project_cells", recipients=codes(view.members), until=until).to_pylist()
    return tuple(_read(row, donors[row["publisher"]]) for row in rows if row["publisher"] in donors)


def sizes(found: tuple[Undertaking, ...]) -> dict[str, dict[str, float]]:
    """Return the size of each project by donor, its cells added up; without any known amount a project has none."""
    by_donor: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        if one.size > 0:
            by_donor[one.donor][one.activity] += one.size
    return {donor: dict(projects) for donor, projects in by_donor.items()}


def _read(row: Mapping[str, Any], donor: str) -> Undertaking:
    committed, spent = row["commitments"] or 0, row["spending"] or 0
    return Undertaking(
        donor=donor,
        activity=row["activity"] or "",
        title=row["title"] or row["activity"] or "",
        recipient=row["recipient"],
        category="" if row["category"] in UNALLOCATED else row["category"] or "",
        size=float(committed if committed > 0 else max(spent, 0)),
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
