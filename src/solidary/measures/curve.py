"""How fast is a commitment paid? Quantiles over activities of the share paid, year by year since it was made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
QUANTILES = (0.25, 0.5, 0.75)
FEWEST = 5  # activities, below which no quantile is given
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of the commitment paid by the end of each year, counted from 0.

    Args:
        quantiles: for each year the lower quartile, median and upper quartile; shares are capped at 1.
        activities: for each year how many have been watched so long.
    """

    quantiles: tuple[tuple[float, float, float], ...]
    activities: tuple[int, ...]


def paid_by_year(activity: NDArray[np.int64], month: Numbers, share: Numbers, size: tuple[int, int]) -> Numbers:
    """Cumulate the shares paid. Grain: one row per activity, one column per year since the first commitment.

    Args:
        activity: number of the activity of each payment.
        month: of the payment, since the first commitment; before it counts as 0.
        share: of the commitment; negative for a correction.
        size: activities and years.

    >>> paid_by_year(np.array([0, 0]), np.array([3.0, 15]), np.array([0.5, 0.25]), (1, 3)).tolist()
    [[0.5, 0.75, 0.75]]
    """
    year = np.maximum(month // MONTHS, 0).astype(int)
    grid = np.zeros(size)
    inside = year < size[1]
    np.add.at(grid, (activity[inside], year[inside]), share[inside])
    found: Numbers = grid.cumsum(axis=1)
    return found


def curve(paid: Numbers, watched: Numbers, fewest: int = FEWEST) -> Curve:
    """Take quantiles year by year over the activities that have been watched to its end.

    The median of aid is often 1 from the first year on, and a mean hides it: hence quantiles. An activity that is
    younger than a year says nothing about it, instead of counting as unpaid.

    Args:
        paid: see ``paid_by_year``.
        watched: months from the first commitment to the day of the data.
        fewest: the curve ends at the first year with fewer activities.

    Source: Hudson 2013, Review of Development Finance 3:109-120, for the question.

    >>> curve(np.array([[0.5, 1.0], [0.7, 0.7], [0.9, 2.0]]), np.array([30.0, 30, 14]), fewest=2).quantiles
    ((0.6, 0.7, 0.8), (0.775, 0.85, 0.925))
    """
    capped, rows, counts = np.clip(paid, 0.0, 1.0), [], []
    for year in range(paid.shape[1]):
        seen = capped[watched >= MONTHS * (year + 1), year]
        if len(seen) < fewest:
            break
        low, median, high = (round(float(one), 9) for one in np.quantile(seen, QUANTILES))
        rows.append((low, median, high))
        counts.append(len(seen))
    return Curve(tuple(rows), tuple(counts))


def months_to(activity: NDArray[np.int64], month: Numbers, share: Numbers, activities: int, goal: float) -> Numbers:
    """Say in which month each activity had first paid a share of its commitment. Infinite where it has not yet.

    Args:
        activity: number of the activity of each payment.
        month: of each payment, see ``paid_by_year``.
        share: of the commitment that it pays.
        activities: how many there are.
        goal: the share, such as 0.5.

    >>> months_to(np.array([0, 0, 1]), np.array([3.0, 8, 2]), np.array([0.3, 0.3, 0.1]), 2, 0.5).tolist()
    [8.0, inf]
    """
    order = np.lexsort((month, activity))
    number, when, part = activity[order], np.maximum(month[order], 0.0), share[order]
    total = np.cumsum(part)
    first = np.searchsorted(number, number)  # where the rows of the activity begin
    before = np.concatenate([[0.0], total])[first]
    reached = total - before >= goal - 1e-9
    found = np.full(activities, np.inf)
    np.minimum.at(found, number[reached], when[reached])
    return found
