"""Is the level of a series stable at all? F statistics over all dates, and the cumulated residuals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# The supF of a change of one mean with 15 % cut off at either end is larger than this in 10, 5 and 1 % of stable
# series: Andrews 2003, Econometrica 71:395-397, table 1.
CRITICAL = {0.10: 7.12, 0.05: 8.68, 0.01: 12.16}


@dataclass(frozen=True, slots=True)
class Stability:
    """F statistics of a change of level at each admissible date.

    Args:
        sup: the largest; compare with ``CRITICAL``, never with a table of F.
        ave: their mean.
        exp: log of the mean of exp(F/2).
        at: the last observation before the change with the largest one, counted from 1.
    """

    sup: float
    ave: float
    exp: float
    at: int


@dataclass(frozen=True, slots=True)
class Cusum:
    """The largest cumulated residual in its unit (``size``), and how often a stable series goes further (``p``)."""

    size: float
    p: float


def f_statistics(series: Sequence[float] | NDArray[np.float64], share: float = 0.15) -> Stability | None:
    """Test a change of level at every date but the first and last ones; ``None`` for a series without any variance.

    Autocorrelation inflates all three: a series of quarters with a trend or a season looks unstable.

    Args:
        series: equally spaced, none missing.
        share: of the series cut off at either end.

    Source: Andrews 1993, Econometrica 61:821-856; Andrews and Ploberger 1994, Econometrica 62:1383-1414.

    >>> f_statistics([0, 1, 0, 1, 8, 9, 8, 9]).at
    4
    """
    values = np.asarray(series, dtype=float)
    size = len(values)
    first = max(int(share * size), 1)
    places = np.arange(first, size - first + 1)
    centred = values - values.mean()
    sums = np.cumsum(centred)[places - 1]
    whole = float((centred**2).sum())
    gained = sums**2 * size / (places * (size - places))
    rest = whole - gained
    if not whole or not len(places) or rest.min() <= 1e-12 * whole:
        return None
    found = gained / (rest / (size - 2))
    half = found.max() / 2
    exp = float(half + log(np.exp(found / 2 - half).mean()))  # exp of large statistics would overflow
    return Stability(float(found.max()), float(found.mean()), exp, int(places[found.argmax()]))


def cusum(series: Sequence[float] | NDArray[np.float64]) -> Cusum | None:
    """Cumulate what differs from the mean; ``None`` for a series without any variance.

    By `statsmodels.stats.diagnostic.breaks_cusumolsresid`. Its default `ddof=0` divides by n; here by n - 1, one
    parameter being estimated, as in `strucchange`.

    Source: Ploberger and Kraemer 1992, Econometrica 60:271-285.

    >>> round(cusum([0, 1, 0, 1, 8, 9, 8, 9]).size, 3)
    1.313
    """
    from statsmodels.stats.diagnostic import breaks_cusumolsresid

    values = np.asarray(series, dtype=float)
    if len(values) < 2 or not values.var():
        return None
    size, p, _ = breaks_cusumolsresid(values - values.mean(), ddof=1)
    return Cusum(float(size), float(p))
