"""What an amount comes to under each choice, and medians of amounts with where they may lie.

A sum has its interval from ``uncertainty``. A median of projects or cells has the same doubts: it is worked out once
more under each choice, and the distances from the central value add up, as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import fsum, inf
from statistics import median
from typing import Final

from solidary.analyses.finding import Doubt, Figure, Trail
from solidary.analyses.money import CENT, dollars
from solidary.measures.bounds import Bounds, around, together

Read = Callable[["Amount"], float | None]
Measure = Callable[[Read], float | None]


@dataclass(frozen=True, slots=True)
class Amount:
    """One cell or project in US dollars, and what else it may come to.

    Args:
        usd: as it counts; 0 or less if nothing is known of it.
        average: at the mean rate of each year.
        net: less what others report again.
        less, more: how much lower and higher other shares would leave it.
        unknown: rows of it without a rate.
    """

    usd: float
    average: float
    net: float
    less: float = 0.0
    more: float = 0.0
    unknown: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Add two amounts, whose doubts go together."""
        return Amount(
            self.usd + other.usd, self.average + other.average, self.net + other.net,
            self.less + other.less, self.more + other.more, self.unknown + other.unknown,
        )  # fmt: skip


def _when_known(read: Callable[[Amount], float]) -> Read:
    return lambda one: max(0.0, read(one)) if one.usd > 0 else None


CENTRAL: Final = _when_known(lambda one: one.usd)
CHOICES: Final[Mapping[str, tuple[Read, ...]]] = {
    "rate": (_when_known(lambda one: one.average),),
    "split": (_when_known(lambda one: one.usd - one.less), _when_known(lambda one: one.usd + one.more)),
    "counting": (_when_known(lambda one: one.net),),
    "missing": (
        lambda one: max(0.0, one.usd) if one.usd > 0 or one.unknown else None,
        lambda one: inf if one.unknown else CENTRAL(one),
    ),
}


def values(amounts: Iterable[Amount], read: Read) -> list[float]:
    """Return what amounts come to under one choice; those of which it knows nothing are left out.

    >>> values([Amount(2.0, 3.0, 2.0), Amount(0.0, 0.0, 0.0)], CENTRAL)
    [2.0]
    """
    return [value for one in amounts if (value := read(one)) is not None]


def middle(amounts: Iterable[Amount]) -> Measure:
    """Return the measure that takes the median of some amounts.

    >>> middle([Amount(1.0, 1.0, 1.0), Amount(3.0, 5.0, 3.0)])(CHOICES["rate"][0])
    3.0
    """
    kept = tuple(amounts)
    return lambda read: median(found) if (found := values(kept, read)) else None


def middle_of_middles(groups: Iterable[Iterable[Amount]]) -> Measure:
    """Return the measure that takes the median of the medians of some groups."""
    measures = [middle(group) for group in groups]

    def measure(read: Read) -> float | None:
        found = [one for each in measures if (one := each(read)) is not None]
        return median(found) if found else None

    return measure


def total(amounts: Iterable[Amount]) -> Measure:
    """Return the measure that adds up; nothing is no sum."""
    kept = tuple(amounts)
    return lambda read: fsum(found) if (found := values(kept, read)) else None


def figure(key: str, rule: str, measure: Measure, amounts: Iterable[Amount], trail: Trail | None = None) -> Figure:
    """Make a figure in dollars of a measure that no amount can lower by growing: low and high are its ends.

    Args:
        key: of the figure.
        rule: of the figure.
        measure: what is worked out under each choice.
        amounts: what it rests on, for the number of rows that are not known.
        trail: the rows.
    """
    central = cents(measure(CENTRAL))
    if central is None:
        return Figure(key, None, rule, trail=trail)
    real = doubted(central, measure)
    whole = together([around(central), *real.values()])
    unknown = sum(one.unknown for one in amounts)
    doubts = tuple(
        Doubt(name, dollars(one.low), dollars(one.high), unknown if name == "missing" else None)
        for name, one in real.items()
    )
    return Figure(
        key, dollars(central), rule, trail=trail, low=dollars(whole.low), high=dollars(whole.high), doubts=doubts
    )


def doubted(central: Decimal, measure: Measure) -> dict[str, Bounds]:
    """Return where a measure lies under each choice that moves it."""
    found = {name: _bounds(central, [measure(read) for read in reads]) for name, reads in CHOICES.items()}
    return {name: one for name, one in found.items() if not one.sure}


def cents(value: float | None) -> Decimal | None:
    """Return dollars to the cent; what has no limit has no cents."""
    return None if value is None or value == inf else Decimal(repr(value)).quantize(CENT)


def _bounds(central: Decimal, others: list[float | None]) -> Bounds:
    found = around(central, *(one for value in others if (one := cents(value)) is not None))
    return Bounds(found.low, central, None) if inf in others else found
