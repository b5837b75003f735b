"""How much of the money that came in can be followed to the activity that it came from?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Traced:
    """Rows and money that name their origin, and whose origin is published, in per cent.

    Args:
        named, found: share of rows that name an activity, and whose activity is there.
        money_found: share of the money of rows whose amount is known; ``None`` if there is none.
        ends: the same with the rows whose amount is not known, which may be of any size (Manski).
        rows: all rows.
    """

    named: float
    found: float
    money_found: float | None
    ends: tuple[float, float] | None
    rows: int


def traced(named: Flags, found: Flags, money: NDArray[np.float64]) -> Traced | None:
    """Measure what can be followed; ``None`` without any row. It says nothing on what was delivered.

    Args:
        named: does the row name another activity?
        found: is that activity in the data?
        money: amounts in one currency, NaN if unknown; corrections weigh by their size.

    >>> traced(np.array([True, True, False]), np.array([True, False, False]), np.array([60.0, 20, 20]))
    Traced(named=66.7, found=33.3, money_found=60.0, ends=(60.0, 60.0), rows=3)
    """
    if not len(named):
        return None
    hit = named & found
    weights = np.abs(np.nan_to_num(money))
    share = round(float(100 * weights[hit].sum() / weights.sum()), 1) if weights.sum() else None
    unknown = np.isnan(money)
    ends = None if share is None else (0.0 if unknown[~hit].any() else share, 100.0 if unknown[hit].any() else share)
    return Traced(round(float(100 * named.mean()), 1), round(float(100 * hit.mean()), 1), share, ends, len(named))
