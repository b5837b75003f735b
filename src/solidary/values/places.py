"""Places, and groupings of them whose membership has dates: ASEAN has ten members, then eleven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A state or territory.

    Args:
        code: ISO 3166-1 alpha-2; ``EU`` stands for the European Union.
        name: short English name.
        adjective: as in "the Thai view".
        currency: ISO 4217 code of its own money.
        fiscal_year: first month of its fiscal year, 1 to 12.
    """

    code: str
    name: str
    adjective: str
    currency: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Membership:
    """One member of a grouping, from a day to a day; either may be open."""

    place: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the place is a member on that day, both ends included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A named set of places.

    >>> asean = Grouping("ASEAN", "ASEAN", (Membership("TH"), Membership("TL", date(2025, 10, 26))))
    >>> asean.members(date(2025, 10, 25)), asean.members(date(2025, 10, 26))
    (('TH',), ('TH', 'TL'))
    """

    key: str
    name: str
    memberships: tuple[Membership, ...]

    def members(self, day: date) -> tuple[str, ...]:
        """Return the codes of all members on a day, in the order of the definition."""
        return tuple(membership.place for membership in self.memberships if membership.holds(day))
