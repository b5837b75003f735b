"""What a sum of money is of a larger one, in per cent, and what follows from a sum: with where they may lie.

Part and rest have the doubts of their sums. A choice of rate or of the way to count is one choice for both; shares that
are missing, and rows without a rate, may leave the part low and the rest high. As everywhere, distances add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from solidary.analyses.amounts import CENTRAL, Amount, cents, doubted, total
from solidary.analyses.finding import Figure, Trail, Value
from solidary.analyses.money import CENT, Slice
from solidary.analyses.uncertainty import interval
from solidary.measures.bounds import Bounds, around, share, together
from solidary.values.amount import Bound
from solidary.values.money import Money

TENTH: Final = Decimal("0.1")
ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
COMMON: Final = ("rate", "counting")


@dataclass(frozen=True)
class Sum:
    """A sum in US dollars, and where it lies under each doubt."""

    central: Decimal
    doubts: Mapping[str, Bounds]

    def under(self, doubt: str) -> Bounds:
        """Return where it lies under one doubt."""
        return self.doubts.get(doubt, around(self.central))


def of_amounts(amounts: Iterable[Amount]) -> Sum:
    """Add up amounts.

    >>> of_amounts([Amount(2.0, 3.0, 2.0), Amount(1.0, 1.0, 1.0)]).under("rate").high
    Decimal('4.00')
    """
    measure = total(amounts)
    central = cents(measure(CENTRAL)) or ZERO
    return Sum(central, doubted(central, measure))


def of_flows(part: Slice, stages: tuple[str, ...]) -> Sum:
    """Add up the flows of some stages."""
    counted = part.at(stages)
    if counted.usd is None:
        return Sum(ZERO, {"missing": Bounds(ZERO, ZERO, None)} if counted.rows else {})
    central = counted.usd.quantize(CENT)
    ends = {one.key: (_number(one.low), _number(one.high)) for one in interval(part, stages).doubts}
    return Sum(central, {key: Bounds(low, central, high) for key, (low, high) in ends.items()})


def _number(end: Value) -> Decimal | None:
    return end.number if isinstance(end, Money) else None


def portion(key: str, rule: str, part: Sum, rest: Sum, bound: Bound = "exactly", trail: Trail | None = None) -> Figure:
    """Make a figure of what a part is of itself and the rest, in per cent.

    Args:
        key: of the figure.
        rule: of the figure.
        part: one sum.
        rest: the other; without money in both, nothing can be said.
        bound: of the figure.
        trail: the rows.
    """
    whole = part.central + rest.central
    figure = Figure(key, None, rule, unit="%", bound=bound, trail=trail)
    if whole <= 0 or part.central < 0 or rest.central < 0:  # what takes away has no share
        return figure
    value = part.central * 100 / whole
    found = together([around(value), *(_under(doubt, value, part, rest) for doubt in {**part.doubts, **rest.doubts})])
    low = _within(ZERO if found.low is None else found.low)
    high = _within(HUNDRED if found.high is None else found.high)
    working = f"{part.central:,.2f} of {whole:,.2f} US dollars"
    return replace(figure, value=value.quantize(TENTH), working=working, low=low, high=high)


def _under(doubt: str, value: Decimal, part: Sum, rest: Sum) -> Bounds:
    ends = [_above_zero(one.under(doubt)) for one in (part, rest)]
    if doubt not in COMMON:
        found = share(*ends)
        return Bounds(found.low, value, found.high)
    mine, others = (one.low if one.low != one.central else one.high for one in ends)
    if mine is None or others is None or mine + others <= 0:
        return Bounds(ZERO, value, HUNDRED)
    return around(value, mine * 100 / (mine + others))


def _above_zero(one: Bounds) -> Bounds:
    return Bounds(ZERO if one.low is None else max(one.low, ZERO), one.central, one.high)


def _within(end: Decimal) -> Decimal:
    return min(max(end, ZERO), HUNDRED).quantize(TENTH)


def scaled(figure: Figure, part: Slice, stages: tuple[str, ...]) -> Figure:
    """Give a figure that follows from a sum, such as a mean, the ends and doubts of the sum, in proportion."""
    central, found, value = part.at(stages).usd, interval(part, stages), figure.value
    if not central or central < 0 or not isinstance(value, Money):
        return figure
    times = value.number / central

    def stretched(end: Value) -> Money | None:
        return replace(value, number=(end.number * times).quantize(CENT)) if isinstance(end, Money) else None

    doubts = tuple(replace(one, low=stretched(one.low), high=stretched(one.high)) for one in found.doubts)
    return replace(figure, low=stretched(found.low), high=stretched(found.high), doubts=doubts)
