"""Does the money come in the year for which it was scheduled, and how far ahead can it be seen? GPEDC and PEFA."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Band = Literal["A", "B", "C", "D"]
BANDS: tuple[tuple[float, Band], ...] = ((5.0, "A"), (10.0, "B"), (15.0, "C"))
SHORTEST = 6  # months left, below which nobody plans ahead
SPENT = 0.9  # from this share on an activity is as good as over


@dataclass(frozen=True, slots=True)
class Annual:
    """Annual predictability in per cent.

    Args:
        within: of what was scheduled, how much came in its year; each provider capped at 100.
        beyond: of what came, how much was never scheduled.
        providers: with something scheduled.
    """

    within: float
    beyond: float
    providers: int


@dataclass(frozen=True, slots=True)
class Forward:
    """Share of activities (and of their money) with a plan for each of the years, in per cent.

    Args:
        of_activities, of_money: one value per year; money is ``None`` where there is none.
        activities: that count: current, with months left and money left.
    """

    of_activities: tuple[float, ...]
    of_money: tuple[float, ...] | None
    activities: int


def annual(scheduled: Sequence[float] | Numbers, disbursed: Sequence[float] | Numbers) -> Annual | None:
    """Compare what was scheduled for a year with what came in it; ``None`` if nothing was scheduled.

    Over- and under-delivery never cancel: what a provider gave beyond its schedule stands apart.

    Args:
        scheduled: one amount per provider, of one year and in one currency.
        disbursed: the same.

    Source: GPEDC monitoring, indicator 2.4.1.1 (5a).

    >>> annual([100, 100], [150, 50])
    Annual(within=75.0, beyond=25.0, providers=2)
    """
    planned, came = (np.maximum(np.asarray(one, dtype=float), 0.0) for one in (scheduled, disbursed))
    has = planned > 0
    if not has.any():
        return None
    met = np.minimum(planned, came)[has].sum()
    total = came[has].sum()
    beyond = 100 * (total - met) / total if total else 0.0
    return Annual(float(100 * met / planned.sum()), float(beyond), int(has.sum()))


def forward(
    plans: NDArray[np.bool_], months_left: Numbers, spent: Numbers, money: Numbers | None = None
) -> Forward | None:
    """Say for how many current activities the years ahead are planned; ``None`` if no activity counts.

    Args:
        plans: one row per activity, one column per year (N, N+1, N+2): has it a budget or planned disbursement there?
        months_left: to the end of the activity; infinite if no end is known.
        spent: share of its commitment; 0 if unknown.
        money: weight of each activity.

    Source: GPEDC indicator 2.4.1.2 (5b); the exclusions are those of the IATI dashboard's "forward-looking".

    >>> forward(np.array([[True, True, False], [True, False, False]]), np.array([30.0, 12]), np.array([0.1, 0.2]))
    Forward(of_activities=(100.0, 50.0, 0.0), of_money=None, activities=2)
    """
    counts = (months_left >= SHORTEST) & (spent < SPENT)
    if not counts.any():
        return None
    kept = plans[counts]
    weights = None if money is None else np.maximum(money[counts], 0.0)
    by_money = weights @ kept / weights.sum() * 100 if weights is not None and weights.sum() else None
    shares = tuple(float(share) for share in kept.mean(axis=0) * 100)
    return Forward(shares, None if by_money is None else tuple(float(one) for one in by_money), int(counts.sum()))


def composition_variance(budget: Sequence[float] | Numbers, outturn: Sequence[float] | Numbers) -> float | None:
    """Say by how much the composition moved, in per cent; ``None`` without a budget or an outturn.

    The budget is first brought to the size of the outturn, so that a smaller whole is no change of composition.

    Source: PEFA framework, indicator PI-2.

    >>> composition_variance([50, 50], [60, 40])
    20.0
    """
    planned, came = np.asarray(budget, dtype=float), np.asarray(outturn, dtype=float)
    if planned.sum() <= 0 or came.sum() <= 0:
        return None
    adjusted = planned * came.sum() / planned.sum()
    return float(100 * np.abs(came - adjusted).sum() / adjusted.sum())


def pefa(variances: Sequence[float]) -> Band | None:
    """Return the band that the variance kept below in at least two of the last three years; ``None`` for fewer years.

    Source: PEFA framework, indicator PI-2: A below 5 %, B below 10 %, C below 15 %, else D.

    >>> pefa([4, 12, 4.9])
    'A'
    """
    if len(variances) < 3:
        return None
    second = sorted(variances[-3:])[1]
    return next((band for limit, band in BANDS if second < limit), "D")
