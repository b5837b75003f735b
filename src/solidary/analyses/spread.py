"""How far the reported money of each donor is scattered over members and sectors, and how much of it is small. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from solidary.analyses.amounts import CENTRAL, Amount, values
from solidary.analyses.portfolio import UNALLOCATED
from solidary.analyses.undertakings import sizes
from solidary.measures.concentration import effective_number, herfindahl_bounds
from solidary.measures.inequality import theil
from solidary.measures.relations import concentration_ratio
from solidary.measures.smallness import Smallness, smallness

if TYPE_CHECKING:
    from solidary.analyses.portfolio import Portfolio
    from solidary.analyses.view import View

SMALL: Final = 1_000_000  # US dollars; Lee and Park 2024 count projects below it


@dataclass(frozen=True)
class Spread:
    """How far one donor's reported money in the members is scattered.

    Args:
        members: recipients with money.
        sectors: categories with money; what is not allocated to one is none.
        places: effective number of members.
        fields: lowest and highest effective number of sectors; what is not allocated may lie anywhere.
        theil: inequality over all members, those without money among them.
        weighty: part of its relations, with all recipients, that carries weight.
        small: its small projects beside all.
        paid: what each sector in each member gets, and what it may come to.
        sized: its projects, with what they may come to; of some no amount is known.
    """

    donor: str
    name: str
    usd: float
    members: int
    sectors: int
    places: float
    fields: tuple[float, float] | None
    theil: float
    weighty: float | None
    small: Smallness | None
    paid: tuple[Amount, ...]
    sized: tuple[Amount, ...]

    @property
    def cells(self) -> list[float]:
        """What each sector in each member gets, in US dollars."""
        return values(self.paid, CENTRAL)


def spreads(view: View) -> tuple[Spread, ...]:
    """Return the spread of every donor in the members, the largest first."""
    projects = sizes(view)
    return tuple(_spread(view.portfolio, donor, projects.get(donor, {})) for donor in view.portfolio.donors)


def _spread(held: Portfolio, donor: str, projects: dict[str, Amount]) -> Spread:
    cells = held.of(donor)
    places, sectors = dict.fromkeys(held.members, 0.0), defaultdict[str, float](float)
    for (member, category), amount in cells.items():
        places[member] += amount
        sectors[category] += amount
    unallocated = sum(sectors.pop(category, 0.0) for category in UNALLOCATED)
    bounds = herfindahl_bounds(list(sectors.values()), unallocated) if sectors else None
    return Spread(
        donor=donor,
        name=held.names[donor],
        usd=sum(cells.values()),
        members=sum(amount > 0 for amount in places.values()),
        sectors=len(sectors),
        places=effective_number(list(places.values())) or 0.0,
        fields=(1 / bounds[1], 1 / bounds[0]) if bounds else None,
        theil=theil(list(places.values())) or 0.0,
        weighty=concentration_ratio(held.relations, donor),
        small=smallness(values(projects.values(), CENTRAL), SMALL),
        paid=tuple(one for cells in held.by_sector(donor).values() for one in cells),
        sized=tuple(projects.values()),
    )
