"""In what somebody is specialised, beside all others in the table: revealed comparative advantage.

Source: Balassa 1965, The Manchester School 33; the symmetric form is Laursen 1998, DRUID working paper 98-30.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from solidary.errors import ValueFault

Pair = tuple[str, str]


def advantage(table: Mapping[Pair, float]) -> dict[Pair, float]:
    """Answer in what each is specialised: its share of a thing by the share of that thing in all of the table.

    Args:
        table: amount by who and what, in one unit: donor and sector, or country and product. What is not there is 0.

    Returns:
        One per pair with an amount: 0 to infinity, 1 is neutral, above 1 specialised. It says nothing of those who
        are not in the table, and moves much where amounts are small.

    Raises:
        ValueFault: an amount below zero.

    >>> advantage({("KR", "health"): 3, ("KR", "roads"): 1, ("JP", "roads"): 4})[("KR", "health")]
    2.0
    """
    if wrong := next((amount for amount in table.values() if amount < 0), None):
        raise ValueFault(str(wrong), "amounts of zero or more")
    who, what = _sums(table, 0), _sums(table, 1)
    whole = fsum(who.values())
    return {pair: (amount / who[pair[0]]) / (what[pair[1]] / whole) for pair, amount in table.items() if amount}


def symmetric(advantage: float) -> float:
    """Answer the same between -1 (nothing of it) and 1, with 0 as neutral: ``(RCA - 1) / (RCA + 1)``.

    >>> symmetric(3.0)
    0.5
    """
    return (advantage - 1) / (advantage + 1)


def _sums(table: Mapping[Pair, float], side: int) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for pair, amount in table.items():
        found.setdefault(pair[side], []).append(amount)
    return {name: fsum(amounts) for name, amounts in found.items()}
