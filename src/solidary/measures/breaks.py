"""When did the level of a series change, and how sure is the date? Least squares after Bai and Perron.

No library: `ruptures.Dynp` finds the same partitions, but only with `jump=1` (its default of 5 puts the break of the
Nile at 30 instead of 28), with a cost that it works out segment by segment, and without a word on the dates. Tests
hold both against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
SHARE = 0.15  # of the series that a segment has at least


@dataclass(frozen=True, slots=True)
class Partition:
    """A series cut into segments of one level each.

    Args:
        breaks: number of the last observation of each segment but the last, counted from 1.
        levels: mean of each segment, in the unit of the series.
        ssr: sum of squared residuals.
        bic: the smaller, the better; with one break, two levels, one variance as `strucchange` counts them.
    """

    breaks: tuple[int, ...]
    levels: tuple[float, ...]
    ssr: float
    bic: float


def partitions(series: Sequence[float] | Numbers, shortest: int = 0, most: int = 5) -> tuple[Partition, ...]:
    """Cut a series into the best 1, 2, ... segments. Grain: one partition per number of breaks, from none.

    The global minimum by dynamic programming over all admissible cuts.

    Args:
        series: equally spaced, at least two numbers, none missing.
        shortest: observations that a segment has at least; default: 15 % of the series.
        most: breaks at most; fewer where the series is too short for them.

    Source: Bai and Perron 2003, Journal of Applied Econometrics 18:1-22; BIC as in Zeileis et al. 2003, CSDA
    44:109-123.

    >>> [found.breaks for found in partitions([1, 1, 1, 5, 5, 5], shortest=2)]
    [(), (3,), (2, 4)]
    """
    values = np.asarray(series, dtype=float)
    size = len(values)
    shortest = max(shortest or int(SHARE * size), 1)
    costs = _costs(values, shortest)
    best, origins = costs[0], []
    found = [_partition(values, ())]
    for _ in range(min(most, size // shortest - 1)):
        whole = best[:, None] + costs  # the last cut before j is at i
        origins.append(np.argmin(whole, axis=0))
        best = whole[origins[-1], np.arange(size + 1)]
        found.append(_partition(values, _traced(origins, size)))
    return tuple(found)


def likeliest(found: Sequence[Partition]) -> Partition:
    """Choose by BIC; of equals the one with fewer breaks.

    >>> likeliest(partitions([1, 1.1, 0.9, 1, 5, 5.1, 4.9, 5], shortest=2)).breaks
    (4,)
    """
    return min(found, key=lambda one: one.bic)


def intervals(
    series: Sequence[float] | Numbers, breaks: Sequence[int], level: float = 0.95
) -> tuple[tuple[int, int] | None, ...]:
    """Say between which observations each break lies. Grain: one interval per break, ``None`` if it has none.

    Variances may differ between segments; errors are taken as independent, so that autocorrelation makes the true
    interval wider. A segment without any variance, or a break that the two sides leave open, gives ``None``.

    Source: Bai 1997, Review of Economics and Statistics 79:551-563.

    >>> intervals([0.0, 1, 0, 1, 0, 1, 9, 8, 9, 8, 9, 8], [6])
    ((5, 7),)
    """
    values = np.asarray(series, dtype=float)
    edges = [0, *breaks, len(values)]
    parts = [values[first:last] for first, last in pairwise(edges)]
    pairs = zip(breaks, parts, parts[1:], strict=False)
    return tuple(_interval(at, left, right, (1 - level) / 2) for at, left, right in pairs)


def _costs(values: Numbers, shortest: int) -> Numbers:
    """Squared residuals of every segment i..j, infinite where it is too short."""
    centred = values - values.mean()  # sums of squares of large levels would lose digits
    sums = np.concatenate([[0.0], np.cumsum(centred)])
    squares = np.concatenate([[0.0], np.cumsum(centred**2)])
    places = np.arange(len(sums))
    lengths = places[None, :] - places[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = squares[None, :] - squares[:, None] - (sums[None, :] - sums[:, None]) ** 2 / lengths
    return np.where(lengths >= shortest, np.maximum(costs, 0.0), inf)


def _traced(origins: list[NDArray[np.intp]], size: int) -> tuple[int, ...]:
    breaks, at = [], size
    for origin in reversed(origins):
        at = int(origin[at])
        breaks.append(at)
    return tuple(reversed(breaks))


def _partition(values: Numbers, breaks: tuple[int, ...]) -> Partition:
    size, number = len(values), len(breaks)
    parts = np.split(values, breaks)
    ssr = float(sum(((part - part.mean()) ** 2).sum() for part in parts))
    if ssr <= 1e-20 * float((values**2).sum()):  # what is left is rounding
        ssr = 0.0
    fit = size * (log(2 * pi) + 1 + log(ssr / size)) if ssr else -inf
    bic = fit + log(size) * (2 * number + 2)
    return Partition(breaks, tuple(float(part.mean()) for part in parts), ssr, bic)


def _interval(at: int, left: Numbers, right: Numbers, tail: float) -> tuple[int, int] | None:
    shift = float(right.mean() - left.mean())
    before, after = float(left.var()), float(right.var())
    if not (shift and before and after):
        return None
    ratio = after / before
    if not tail < argmax_cdf(0.0, ratio) < 1 - tail:
        return None
    unit = before / shift**2
    early, late = _quantile(1 - tail, ratio) * unit, _quantile(tail, ratio) * unit
    return at - int(np.ceil(early)), at - int(np.floor(late))


def argmax_cdf(place: float, ratio: float = 1.0) -> float:
    """Return the chance that the highest point of a two-sided Brownian motion with drift -|s|/2 lies below a place.

    Args:
        place: in units of variance before the break over the squared shift.
        ratio: variance after the break over the one before.

    Source: Bai 1997, appendix B, for a change of level.

    >>> argmax_cdf(0.0)
    0.5
    """
    return _below(-place, ratio) if place <= 0 else 1 - _below(place / ratio, 1 / ratio)


def _below(size: float, ratio: float) -> float:
    """The left tail; the right one is its mirror with the sides exchanged.

    The right side is highest by an exponential variable of rate r, and what the left side still gains beyond ``size``
    by one of rate 1; a change of measure leaves E[exp(-m)] - E[exp(-(1 + r) m)] / (1 + r) of the maximum m up to it.
    """
    from scipy.special import log_ndtr, ndtr

    root, r = sqrt(size), 1 / ratio
    near = float(ndtr(-root / 2))
    far = float(np.exp(r * (1 + r) * size / 2 + log_ndtr(-(0.5 + r) * root)))
    density = float(np.exp(-size / 8)) / sqrt(2 * pi)
    return (2 + size / 2 + 1 / (r * (1 + r))) * near - root * density - (1 + 2 * r) / (r * (1 + r)) * far


def _quantile(level: float, ratio: float) -> float:
    from scipy.optimize import brentq

    bound = 1000.0 if argmax_cdf(0.0, ratio) < level else -1000.0
    while (argmax_cdf(bound, ratio) - level) * bound < 0:
        bound *= 2
    return float(brentq(lambda place: argmax_cdf(place, ratio) - level, *sorted((0.0, bound))))
