"""How unequal parts are over a fixed list, and how much of that lies between groups: Theil's T.

Proliferation of a donor and fragmentation of a recipient in Acharya, Fuzzo de Lima and Moore 2006, Journal of
Development Studies 42. The measure is Theil 1967, Economics and Information Theory; it depends on how long the list is,
so only lists of the same length compare.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import fsum, log

from solidary.errors import ValueFault
from solidary.measures.shares import shares


@dataclass(frozen=True, slots=True)
class Decomposed:
    """Theil's T in two parts that add up to it."""

    total: float
    between: float
    within: float


def theil(amounts: Sequence[float]) -> float | None:
    """Answer how unequal the parts are: ``sum s ln(n s)``, n being all possible parts.

    Args:
        amounts: one per possible part, zeros kept: a recipient without money is a part.

    Returns:
        0 (equal) to ln n (all in one); ``None`` if there is nothing at all.

    Raises:
        ValueFault: an amount below zero.

    >>> theil([1, 1, 1])
    0.0
    """
    parts = shares(amounts)
    return None if parts is None else fsum(part * log(len(parts) * part) for part in parts if part)


def decompose(amounts: Sequence[float], groups: Sequence[Hashable]) -> Decomposed | None:
    """Answer how much of the inequality lies between groups of parts, such as two halves of a region.

    Args:
        amounts: one per possible part, zeros kept.
        groups: the group of each part, in the same order.

    Returns:
        Total, between and within, total = between + within; ``None`` if there is nothing at all.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> decompose([2, 2, 1, 1], ["mainland", "mainland", "islands", "islands"]).within
    0.0
    """
    if len(amounts) != len(groups):
        raise ValueFault(f"{len(amounts)} amounts and {len(groups)} groups", "one group for each amount")
    total, parts = theil(amounts), shares(amounts)
    if total is None or parts is None:
        return None
    between = within = 0.0
    for group in dict.fromkeys(groups):
        mine = [part for part, its in zip(parts, groups, strict=True) if its == group]
        weight = fsum(mine)
        if weight:
            between += weight * log(weight * len(parts) / len(mine))
            within += weight * (theil(mine) or 0.0)
    return Decomposed(total, between, within)
