"""How concentrated or scattered something is over its parts: Herfindahl-Hirschman and what is made of it.

A partner's money over recipients, a recipient's over partners, a promise over lines: the same four numbers.

Sources: Hirschman 1945; Herfindahl 1950; as fragmentation of aid Knack and Rahman 2007, Journal of Development
Economics 83; the effective number is Laakso and Taagepera 1979, Comparative Political Studies 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from statistics import median

from solidary.errors import ValueFault
from solidary.measures.shares import shares

# Lee and Park 2024, Globalization and Health 20, call a sector of aid concentrated from here on.
CONCENTRATED = 0.25


def herfindahl(amounts: Sequence[float]) -> float | None:
    """Answer how concentrated a whole is: the sum of the squared shares.

    Args:
        amounts: one per part, none below zero; parts with nothing change nothing.

    Returns:
        1/n (n equal parts) to 1 (all in one); times 10,000 where authorities print whole numbers. ``None`` if there
        is nothing at all.

    Raises:
        ValueFault: an amount below zero.

    >>> round(herfindahl([60, 20, 10, 10]), 4)
    0.42
    """
    parts = shares(amounts)
    return None if parts is None else fsum(part * part for part in parts)


def herfindahl_bounds(amounts: Sequence[float], unallocated: float) -> tuple[float, float] | None:
    """Answer between what bounds concentration lies if some of the whole is in no known part.

    Lowest if what is not allocated lies scattered over ever so many other parts, highest if all of it lies in the
    largest part.

    Args:
        amounts: one per known part, none below zero.
        unallocated: what is in no known part.

    Returns:
        The lowest and the highest sum of squared shares; ``None`` if there is nothing at all.

    Raises:
        ValueFault: an amount below zero.

    >>> herfindahl_bounds([2, 1], unallocated=1)
    (0.3125, 0.625)
    """
    parts = shares([*amounts, unallocated])
    if parts is None:
        return None
    *known, rest = parts
    low = fsum(part * part for part in known)
    largest = max(known, default=0.0)
    return low, low - largest**2 + (largest + rest) ** 2


def fragmentation(amounts: Sequence[float]) -> float | None:
    """Answer how fragmented a whole is: ``1 - HHI``, the chance that two dollars drawn come from different parts.

    Args:
        amounts: one per part, none below zero.

    Returns:
        0 (all in one) to nearly 1; ``None`` if there is nothing at all.

    Raises:
        ValueFault: an amount below zero.

    >>> fragmentation([1, 1, 1, 1])
    0.75
    """
    found = herfindahl(amounts)
    return None if found is None else 1 - found


def effective_number(amounts: Sequence[float]) -> float | None:
    """Answer how many equal parts would be just as scattered: ``1 / HHI``.

    Args:
        amounts: one per part, none below zero.

    Returns:
        1 to the number of parts; ``None`` if there is nothing at all.

    Raises:
        ValueFault: an amount below zero.

    >>> effective_number([1, 1, 1, 1])
    4.0
    """
    found = herfindahl(amounts)
    return None if found is None else 1 / found


def corrected_herfindahl(amounts: Sequence[float], parts: int | None = None) -> float | None:
    """Answer how concentrated a whole is where few parts are possible: ``(HHI - 1/n) / (1 - 1/n)``.

    With two parts HHI cannot fall below 1/2, with ten not below 1/10; corrected, both begin at 0.

    Args:
        amounts: one per part, none below zero.
        parts: how many parts there could be; default: as many as there are amounts.

    Returns:
        0 to 1; ``None`` if there is nothing at all or only one part is possible.

    Raises:
        ValueFault: an amount below zero, or more amounts than possible parts.

    >>> corrected_herfindahl([1, 1])
    0.0
    """
    possible = len(amounts) if parts is None else parts
    if sum(amount > 0 for amount in amounts) > possible:
        raise ValueFault(f"{possible} possible parts", "at least as many as hold something")
    found = herfindahl(amounts)
    if found is None or possible < 2:
        return None
    return max((found - 1 / possible) / (1 - 1 / possible), 0.0)


def indexed(values: Sequence[float]) -> tuple[float, ...] | None:
    """Answer how each of several values stands to their median, which is set to 100.

    Cambodia's aid authority prints concentration so (Aid Effectiveness Report 2007, annex VIII).

    Args:
        values: such as one HHI per recipient.

    Returns:
        One per value; ``None`` if there is no value or the median is 0.

    >>> indexed([2.0, 4.0, 5.0])
    (50.0, 100.0, 125.0)
    """
    middle = median(values) if values else 0
    return tuple(100 * value / middle for value in values) if middle else None
