"""Does a series move in small steps, or in long rests and sudden jumps? The L-kurtosis of its changes."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

NORMAL = 0.1226  # of changes that are normally distributed; above it, a series is punctuated


def l_kurtosis(values: Sequence[float] | NDArray[np.float64]) -> float | None:
    """Return the fourth L-moment over the second, from unbiased estimates; ``None`` for fewer than four or all equal.

    0 for a uniform distribution, 0.1226 for a normal, 1/6 for an exponential one. Unlike kurtosis it is bounded and
    bears outliers; below some twenty values it still says little.

    Source: Hosking 1990, Journal of the Royal Statistical Society B 52:105-124. No library: scipy has no L-moments.

    >>> l_kurtosis([1, 2, 3, 4, 5])
    0.0
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    size = len(ordered)
    if size < 4 or ordered[0] == ordered[-1]:
        return None
    places = np.arange(size, dtype=float)
    betas = [ordered.mean()]
    weights = np.ones(size)
    for order in (1, 2, 3):
        weights = weights * (places - order + 1) / (size - order)
        betas.append((weights * ordered).mean())
    second, fourth = (_moment(order, betas) for order in (2, 4))
    return round(fourth / second, 12)


def changes(levels: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the change from each year to the next in per cent; left out where the earlier level is not positive.

    >>> changes([100, 150, 75])
    array([ 50., -50.])
    """
    values = np.asarray(levels, dtype=float)
    before, after = values[:-1], values[1:]
    known = before > 0
    found: NDArray[np.float64] = 100 * (after[known] / before[known] - 1)
    return found


def _moment(order: int, betas: list[np.floating]) -> float:
    """Combine probability-weighted moments by the coefficients of the shifted Legendre polynomials."""
    number = order - 1
    return float(
        sum((-1) ** (number - k) * comb(number, k) * comb(number + k, k) * betas[k] for k in range(number + 1))
    )
