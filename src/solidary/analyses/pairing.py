"""How the maker's reported portfolio lies to those of other donors, and which projects could be joined. Pure.

Candidates for joint work are ranked for people to look at; nothing here says that two projects are the same or alike in
substance. What texts say of that comes in through ``likeness``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Final

from solidary.analyses.portfolio import UNALLOCATED
from solidary.measures.chance import Chance, against_chance
from solidary.measures.overlap import schoener

if TYPE_CHECKING:
    from solidary.analyses.portfolio import Portfolio
    from solidary.analyses.undertakings import Undertaking

HIGH, LOW = 0.5, 0.25  # what counts as a high and a low overlap; a choice that is said in the rule
SHOWN: Final = 25
Likeness = Callable[["Undertaking", "Undertaking"], float]


@dataclass(frozen=True)
class Overlap:
    """Two portfolios, over sectors in members, over members alone and over sectors alone; each 0 to 1.

    Args:
        donor: who is compared with the maker.
        chance: the overlap over sectors in members beside shuffled portfolios.
        members: overlap over members.
        sectors: overlap over sectors.
        common: how many sectors in members both have money in.
    """

    donor: str
    chance: Chance
    members: float
    sectors: float
    common: int

    @property
    def kind(self) -> str:
        """What the pair lends itself to: ``joint``, ``complementary``, or ``apart``."""
        if self.members >= HIGH and self.sectors >= HIGH:
            return "joint"
        return "complementary" if self.members >= HIGH and self.sectors <= LOW else "apart"


@dataclass(frozen=True)
class Pair:
    """A project of the maker and one of another donor in the same sector and member at the same time.

    Args:
        own: the maker's project.
        other: the other donor's.
        months: how long both run.
        open: whether both still run on the day of the brief.
        ratio: the smaller size by the larger, 0 to 1; 0 where a size is not known.
        alike: likeness of their texts, 0 to 1, if something measures it.
    """

    own: Undertaking
    other: Undertaking
    months: int
    open: bool
    ratio: float
    alike: float | None = None


def overlaps(held: Portfolio, maker: str) -> tuple[Overlap, ...]:
    """Return the overlap of the maker with every other donor, the highest first; none if the maker has no cell."""
    cells = _allocated(held)
    own = cells.get(maker)
    if not own:
        return ()
    every = sorted({cell for found in cells.values() for cell in found})
    found = []
    for donor in (one for one in held.donors if one in cells and one != maker):
        chance = against_chance(_row(own, every), _row(cells[donor], every))
        if chance is not None:
            members, sectors = (_alike(own, cells[donor], side) for side in (0, 1))
            found.append(Overlap(donor, chance, members, sectors, len(own.keys() & cells[donor].keys())))
    return tuple(sorted(found, key=lambda one: (-one.chance.observed, one.donor)))


def _allocated(held: Portfolio) -> dict[str, dict[tuple[str, str], float]]:
    found: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for (donor, member, category), usd in held.inside.items():
        if category not in UNALLOCATED:
            found[donor][member, category] = usd
    return found


def _row(cells: dict[tuple[str, str], float], every: list[tuple[str, str]]) -> list[float]:
    return [cells.get(cell, 0.0) for cell in every]


def _alike(first: dict[tuple[str, str], float], second: dict[tuple[str, str], float], side: int) -> float:
    """Schoener over one side of the cells alone."""
    sums: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))
    for into, cells in zip(sums, (first, second), strict=True):
        for cell, usd in cells.items():
            into[cell[side]] += usd
    keys = sorted({*sums[0], *sums[1]})
    return schoener([sums[0].get(key, 0.0) for key in keys], [sums[1].get(key, 0.0) for key in keys]) or 0.0


def pairs(
    undertakings: tuple[Undertaking, ...], maker: str, as_of: date, likeness: Likeness | None = None
) -> tuple[Pair, ...]:
    """Return the candidates for joint work: same member, same sector, different donor, at the same time.

    Args:
        undertakings: what all donors do in the members.
        maker: whose projects are paired.
        as_of: the day of the brief.
        likeness: says how alike the texts of two projects are; none: texts are not looked at.

    Returns:
        Those that still run first, then by likeness if it is measured, then by how equal in size, then by months.
    """
    places: dict[tuple[str, str], tuple[list[Undertaking], list[Undertaking]]] = defaultdict(lambda: ([], []))
    for one in undertakings:
        if one.category and one.begins and one.ends:
            places[one.recipient, one.category][one.donor != maker].append(one)
    found = [
        pair for own, others in places.values() for one, other in product(own, others)
        if (pair := _pair(one, other, as_of, likeness))
    ]  # fmt: skip
    return tuple(sorted(found, key=_rank))


def _pair(own: Undertaking, other: Undertaking, as_of: date, likeness: Likeness | None) -> Pair | None:
    begins, ends = max(own.begins or as_of, other.begins or as_of), min(own.ends or as_of, other.ends or as_of)
    if begins > ends:
        return None
    months = (ends.year - begins.year) * 12 + ends.month - begins.month + 1
    ratio = min(own.size, other.size) / max(own.size, other.size) if own.size and other.size else 0.0
    return Pair(own, other, months, ends >= as_of, ratio, likeness(own, other) if likeness else None)


def _rank(pair: Pair) -> tuple[bool, float, float, int, str, str]:
    return (not pair.open, -(pair.alike or 0.0), -pair.ratio, -pair.months, pair.own.activity, pair.other.activity)
