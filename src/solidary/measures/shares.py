"""Shares of a whole, the beginning of most measures here. Plain numbers in, plain numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isfinite

from solidary.errors import ValueFault


def shares(amounts: Sequence[float]) -> tuple[float, ...] | None:
    """Say what part of the whole each amount is; ``None`` where the whole is nothing and so has no parts.

    Args:
        amounts: what each category holds, in one unit; none below zero.

    Returns:
        One share per amount, in the same order, which add up to 1. The unit of the amounts falls out.

    Raises:
        ValueFault: an amount below zero, or one that is no number: net corrections before asking for shares.

    >>> shares([60, 30, 30])
    (0.5, 0.25, 0.25)
    """
    for amount in amounts:
        if not (amount >= 0 and isfinite(amount)):
            raise ValueFault(str(amount), "amounts of zero or more")
    largest = max(amounts, default=0)
    if not largest:
        return None
    # Divided by the largest first, so that neither huge nor tiny amounts leave the range of a float.
    parts = [amount / largest for amount in amounts]
    whole = fsum(parts)
    return tuple(part / whole for part in parts)
