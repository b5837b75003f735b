"""Did level or slope change on a known day, more than on any other day? Interrupted time series with placebo dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
FEWEST = 8  # observations before and after; two parameters on either side need some


@dataclass(frozen=True, slots=True)
class Interruption:
    """What changed at a date. Levels in the unit of the series, slopes in that unit per observation.

    Args:
        level: jump at the date.
        low, high: its 95 % interval, Newey-West.
        slope: change of slope.
        p: of the jump, by Newey-West errors; too small where the date was chosen for its look.
        rank: place of the jump among those at all admissible dates, the largest first.
        dates: how many dates are admissible.
    """

    level: float
    low: float
    high: float
    slope: float
    p: float
    rank: int
    dates: int

    @property
    def placebo_p(self) -> float:
        """Share of dates with a jump at least as large: the p of the permutation test."""
        return self.rank / self.dates


def interrupt(series: Sequence[float] | Numbers, at: int, fewest: int = FEWEST) -> Interruption | None:
    """Fit y = b0 + b1 t + b2 D + b3 (t - T) D around a date; ``None`` if either side is too short.

    By `statsmodels` OLS. Three of its defaults mislead here: errors are not robust unless `cov_type="HAC"` is asked
    for, `maxlags` has no default in spirit (here 4 (n/100)^(2/9), rounded down), and robust p-values come from the
    normal distribution unless `use_t=True`; small samples want `use_correction=True` besides.

    Args:
        series: equally spaced, none missing.
        at: observations before the date.
        fewest: observations that each side needs, for this date and for the placebos.

    Source: Bernal, Cummins and Gasparrini 2017, International Journal of Epidemiology 46:348-355; Newey and West 1987.

    >>> found = interrupt([0, 1, 0, 1, 0, 1, 0, 1, 5, 6, 5, 6, 5, 6, 5, 6], 8)
    >>> round(found.level, 2), found.rank, found.dates
    (4.62, 1, 1)
    """
    from statsmodels.regression.linear_model import OLS

    values = np.asarray(series, dtype=float)
    size = len(values)
    if at < fewest or size - at < fewest:
        return None
    lags = int(4 * (size / 100) ** (2 / 9))
    fit = OLS(values, _design(size, at)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    (low, high), jumps = fit.conf_int()[2], jumps_at_all(values, fewest)
    jump = float(fit.params[2])
    rank = int((np.abs(jumps) >= abs(jump) * (1 - 1e-9)).sum())
    return Interruption(jump, float(low), float(high), float(fit.params[3]), float(fit.pvalues[2]), rank, len(jumps))


def jumps_at_all(series: Sequence[float] | Numbers, fewest: int = FEWEST) -> Numbers:
    """Return the jump at each admissible date, the true one among them. Grain: one per date, in order.

    >>> abs(jumps_at_all([0.0, 1, 2, 5, 6, 7], fewest=2).round(2))
    array([0.6, 2. , 0. ])
    """
    values = np.asarray(series, dtype=float)
    size = len(values)
    dates = range(fewest, size - fewest + 1)
    return np.array([np.linalg.lstsq(_design(size, at), values, rcond=None)[0][2] for at in dates])


def _design(size: int, at: int) -> Numbers:
    time = np.arange(size, dtype=float)
    after = (time >= at).astype(float)
    return np.column_stack([np.ones(size), time, after, after * (time - at)])
