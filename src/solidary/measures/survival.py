"""How long does it take, when some have not got there yet? Kaplan-Meier and the log-rank test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Times = Sequence[float] | Numbers
Reached = Sequence[bool] | Sequence[int] | NDArray[np.bool_]
Z = 1.959963985  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Survival:
    """The share that has not got there yet, after each time at which one did.

    Args:
        times: at which at least one got there; unit of the input.
        waiting: just before; those watched for a shorter time no longer count.
        share: Kaplan-Meier estimate.
        low, high: 95 % interval of the share, on the log-log scale, so that it stays between 0 and 1.
        censored: times after which one was no longer watched.
    """

    times: tuple[float, ...]
    waiting: tuple[int, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    censored: tuple[float, ...]

    def median(self) -> float | None:
        """The first time at which no more than half are waiting; ``None`` if more than half still are."""
        return _first(self.times, self.share)

    def median_interval(self) -> tuple[float | None, float | None]:
        """The times at which the lower and the upper end of the interval fall to a half."""
        return _first(self.times, self.low), _first(self.times, self.high)


@dataclass(frozen=True, slots=True)
class LogRank:
    """Do groups differ? Chi-squared with ``groups - 1`` degrees of freedom."""

    chi2: float
    p: float
    groups: int


def survival(times: Times, reached: Reached) -> Survival:
    """Estimate how long it takes; what is still open is watched to its time and never counts as a failure.

    By `statsmodels.duration.survfunc.SurvfuncRight`. Of its defaults, `simultaneous_cb` and `quantile_ci` give other
    bands than textbooks print, and `surv_prob_se` invites intervals beyond 0 and 1: only share and risk set are taken
    from it. It drops the times at which all are censored, which are kept here as marks.

    Args:
        times: to the event, or to the day of the data; not negative.
        reached: whether the event came.

    Source: Kaplan and Meier 1958, JASA 53:457-481; interval of Kalbfleisch and Prentice 1980.

    >>> found = survival([1, 2, 3, 4], [1, 1, 0, 1])
    >>> found.share, found.median(), found.censored
    ((0.75, 0.5, 0.0), 2.0, (3.0,))
    """
    when, event = np.asarray(times, dtype=float), np.asarray(reached, dtype=bool)
    open_at = tuple(float(one) for one in np.sort(when[~event]))
    if not event.any():
        return Survival((), (), (), (), (), open_at)
    from statsmodels.duration.survfunc import SurvfuncRight

    found = SurvfuncRight(when, event.astype(int))
    shares = [round(float(one), 12) for one in found.surv_prob]  # 0.5 must be 0.5 for the median
    events, risk = found.n_events, found.n_risk
    with np.errstate(divide="ignore"):
        terms = np.cumsum(np.where(risk > events, events / (risk * (risk - events)), 0.0))
    bands = [_band(share, term) for share, term in zip(shares, terms, strict=True)]
    return Survival(
        tuple(float(one) for one in found.surv_times),
        tuple(int(one) for one in risk),
        tuple(shares),
        tuple(low for low, _ in bands),
        tuple(high for _, high in bands),
        open_at,
    )


def log_rank(times: Times, reached: Reached, groups: Sequence[str] | NDArray[np.str_]) -> LogRank | None:
    """Test whether groups differ; ``None`` with fewer than two groups, or if nothing happened.

    By `statsmodels.duration.survfunc.survdiff`, whose default weights are those of the log-rank test. Several pairs
    tested one after another need a correction, which nobody makes for you.

    Source: Mantel 1966, Cancer Chemotherapy Reports 50:163-170.

    >>> log_rank([1, 2, 3, 4], [1, 1, 1, 1], ["a", "b", "a", "b"]).groups
    2
    """
    from statsmodels.duration.survfunc import survdiff

    when, event, group = np.asarray(times, dtype=float), np.asarray(reached, dtype=int), np.asarray(groups)
    names = np.unique(group)
    if len(names) < 2 or not event.any():
        return None
    chi2, p = survdiff(when, event, group)
    return LogRank(float(chi2), float(p), len(names))


def _first(times: tuple[float, ...], shares: tuple[float, ...]) -> float | None:
    return next((time for time, share in zip(times, shares, strict=True) if share <= 0.5), None)


def _band(share: float, term: float) -> tuple[float, float]:
    """Greenwood's variance on the log-log scale."""
    if not 0 < share < 1:
        return share, share
    spread = Z * sqrt(term) / abs(log(share))
    return share ** exp(min(spread, 50.0)), share ** exp(-spread) if spread < inf else 1.0
