"""How two countries fit in trade: complementarity, intensity, similarity of exports.

Sources: World Bank, World Integrated Trade Solution, trade indicators (complementarity, intensity); Mikic and Gilbert
2009, Trade Statistics in Policymaking, ESCAP; Finger and Kreinin 1979, Economic Journal 89 (similarity).
"""

from __future__ import annotations

from collections.abc import Sequence

from solidary.errors import ValueFault
from solidary.measures.overlap import schoener


def complementarity(exports: Sequence[float], imports: Sequence[float]) -> float | None:
    """Answer how well one country sells what another buys: ``100 (1 - 1/2 sum |m - x|)``.

    Args:
        exports: of the seller to all the world, by code.
        imports: of the buyer from all the world, by the same codes.

    Returns:
        0 (sells nothing that the other buys) to 100 (same shares); ``None`` if one of the lists holds nothing. The
        codes decide: a finer list gives a lower number, so only equal lists compare.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> complementarity([50, 50], [100, 0])
    50.0
    """
    found = schoener(exports, imports)
    return None if found is None else 100 * found


def similarity(exports: Sequence[float], others: Sequence[float]) -> float | None:
    """Answer how much two countries compete: ``100 sum min(x, y)`` over their export shares.

    Args:
        exports: of one country, by code.
        others: of the other, by the same codes, to the same market.

    Returns:
        0 (nothing in common) to 100 (same shares); ``None`` if one of the lists holds nothing.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> similarity([1, 3], [3, 1])
    50.0
    """
    return complementarity(exports, others)


def intensity(between: float, exports: float, to_partner: float, world: float) -> float | None:
    """Answer whether a country sells more to a partner than the world does: ``(x_ij / X_i) / (x_wj / X_w)``.

    Args:
        between: exports of the country to the partner.
        exports: its exports to all.
        to_partner: exports of all the world to the partner.
        world: exports of all the world to all.

    Returns:
        0 to infinity, 1 as much as the partner's weight lets expect; ``None`` if the country exports nothing, or
        nobody sells to the partner.

    Raises:
        ValueFault: an amount below zero, or a part larger than its whole.

    >>> intensity(between=20, exports=100, to_partner=100, world=1000)
    2.0
    """
    if not 0 <= between <= min(exports, to_partner) or max(exports, to_partner) > world:
        raise ValueFault(f"{between} of {exports} and {to_partner}, of {world}", "parts within their wholes")
    return (between / exports) / (to_partner / world) if exports and to_partner else None
