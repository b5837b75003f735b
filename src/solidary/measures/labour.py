"""Who works in how many sectors, and how many work in each: division of labour against stated limits.

The limits are rules of one community of donors, not laws of nature: they come as parameters with their source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """How many sectors a donor should keep to in a country, and how many donors a sector should have at the most."""

    sectors: int
    donors: int
    source: str


# Guiding principles 1 and 5 as adopted; the Commission had proposed less (COM(2007) 72: 2 sectors, 3 donors).
ADOPTED: Final = Limits(3, 5, "EU Code of Conduct on Division of Labour, Council conclusions of 15 May 2007, 9558/07")
PROPOSED: Final = Limits(2, 3, "EU Code of Conduct on Division of Labour, proposal COM(2007) 72")


@dataclass(frozen=True, slots=True)
class Labour:
    """The division of labour in one country.

    Args:
        sectors: the sectors of each donor.
        donors: the donors in each sector.
    """

    sectors: dict[str, tuple[str, ...]]
    donors: dict[str, tuple[str, ...]]
    limits: Limits

    @property
    def spread(self) -> tuple[str, ...]:
        """Donors in more sectors than the limit."""
        return tuple(donor for donor, found in self.sectors.items() if len(found) > self.limits.sectors)

    @property
    def crowded(self) -> tuple[str, ...]:
        """Sectors with more donors than the limit."""
        return tuple(sector for sector, found in self.donors.items() if len(found) > self.limits.donors)

    @property
    def orphaned(self) -> tuple[str, ...]:
        """Sectors with a single donor, who leaves nobody behind when it goes."""
        return tuple(sector for sector, found in self.donors.items() if len(found) == 1)


def labour(active: Iterable[tuple[str, str]], limits: Limits = ADOPTED) -> Labour:
    """Answer how labour is divided in one country.

    Args:
        active: donor and sector wherever a donor is active; a pair may come twice.
        limits: what is held for too many, with its source.

    Returns:
        Sectors by donor and donors by sector, both in the order of names.

    >>> labour([("JP", "roads"), ("KR", "roads"), ("KR", "health")]).orphaned
    ('health',)
    """
    pairs = sorted(set(active))
    by_donor: dict[str, list[str]] = {}
    by_sector: dict[str, list[str]] = {}
    for donor, sector in pairs:
        by_donor.setdefault(donor, []).append(sector)
        by_sector.setdefault(sector, []).append(donor)
    donors = {sector: tuple(found) for sector, found in sorted(by_sector.items())}
    return Labour({donor: tuple(found) for donor, found in by_donor.items()}, donors, limits)
