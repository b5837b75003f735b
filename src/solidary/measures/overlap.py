"""How much two portfolios overlap: Schoener, Pianka and Morisita-Horn, from 0 (nothing shared) to 1 (equal shares).

A portfolio is a list of amounts by category, such as sector and country; both lists follow the same categories. The
same Schoener index is the similarity of two export structures (Finger and Kreinin 1979, then times 100) and, of one
country's exports with another's imports, trade complementarity.

Sources: Schoener 1968, Ecology 49; Pianka 1973, Annual Review of Ecology and Systematics 4; Horn 1966, American
Naturalist 100; Finger and Kreinin 1979, Economic Journal 89.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import fsum, sqrt

from solidary.errors import ValueFault
from solidary.measures.shares import shares

Index = Callable[[Sequence[float], Sequence[float]], float | None]


def schoener(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Answer which part of two portfolios is alike: ``1 - 1/2 sum |p - q|``, the sum of the smaller shares.

    Args:
        first: amounts by category, none below zero.
        second: the same categories in the same order, in a unit of its own.

    Returns:
        0 to 1; ``None`` if one of the portfolios holds nothing.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> schoener([50, 50, 0], [25, 25, 50])
    0.5
    """
    pair = _pair(first, second)
    return None if pair is None else 1 - fsum(abs(p - q) for p, q in pair) / 2


def pianka(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Answer how alike two portfolios are by the angle between them: ``sum pq / sqrt(sum p² sum q²)``.

    Unlike Schoener's it is ruled by the largest shares.

    Args:
        first: amounts by category, none below zero.
        second: the same categories in the same order, in a unit of its own.

    Returns:
        0 to 1; ``None`` if one of the portfolios holds nothing.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> pianka([1, 1, 0, 0], [1, 0, 1, 0])
    0.5
    """
    pair = _pair(first, second)
    if pair is None:
        return None
    product, squares, others = _sums(pair)
    return min(product / sqrt(squares * others), 1.0)


def morisita_horn(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Answer how alike two portfolios are, weighed by their concentration: ``2 sum pq / (sum p² + sum q²)``.

    This is Horn's simplified form, for shares; Morisita's own needs counts.

    Args:
        first: amounts by category, none below zero.
        second: the same categories in the same order, in a unit of its own.

    Returns:
        0 to 1; ``None`` if one of the portfolios holds nothing.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> morisita_horn([1, 1], [1, 0])
    0.6666666666666666
    """
    pair = _pair(first, second)
    if pair is None:
        return None
    product, squares, others = _sums(pair)
    return min(2 * product / (squares + others), 1.0)


def mean_of_pairs(portfolios: Sequence[Sequence[float]], index: Index) -> float | None:
    """Answer how much the portfolios of a group overlap: the mean of an index over all pairs.

    Args:
        portfolios: one list of amounts per partner, all over the same categories.
        index: one of the indices of this module.

    Returns:
        0 to 1, over the pairs that have an overlap at all; ``None`` if no pair has.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> mean_of_pairs([[1, 0], [1, 0], [0, 1]], schoener)
    0.3333333333333333
    """
    found = [value for pair in combinations(portfolios, 2) if (value := index(*pair)) is not None]
    return fsum(found) / len(found) if found else None


def _pair(first: Sequence[float], second: Sequence[float]) -> list[tuple[float, float]] | None:
    if len(first) != len(second):
        raise ValueFault(f"{len(first)} and {len(second)} amounts", "two portfolios over the same categories")
    p, q = shares(first), shares(second)
    return None if p is None or q is None else list(zip(p, q, strict=True))


def _sums(pair: list[tuple[float, float]]) -> tuple[float, float, float]:
    return fsum(p * q for p, q in pair), fsum(p * p for p, _ in pair), fsum(q * q for _, q in pair)
