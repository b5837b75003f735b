"""How much of what was committed was paid, and for which activities can that be said at all?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Why an activity has no ratio, the first that fits; "" if it has one.
REASONS: Final = ("no-amount", "mixed-currencies", "no-commitment", "derived", "unreported", "back-filled")
EVEN: Final = 1.01  # above this more was paid than committed; closer is rounding and exchange


@dataclass(frozen=True, slots=True)
class Ratios:
    """Paid over committed. Grain: one per activity, in the order given; NaN where it is undefined, for the reason."""

    values: Numbers
    reasons: NDArray[np.str_]

    @property
    def known(self) -> Numbers:
        """Those that are defined."""
        return self.values[~np.isnan(self.values)]

    def quartiles(self) -> tuple[float, float, float] | None:
        """The quartiles of those that are defined; ``None`` if none is.

        Linear between neighbours, as numpy does it by default and R in its type 7.
        """
        if not len(self.known):
            return None
        low, median, high = np.quantile(self.known, [0.25, 0.5, 0.75])
        return float(low), float(median), float(high)

    def above(self, limit: float = EVEN) -> float | None:
        """Share of those that are defined with more paid than committed, in per cent."""
        return float(100 * (self.known > limit).mean()) if len(self.known) else None

    def counted(self) -> dict[str, int]:
        """How many have no ratio, by reason."""
        return {reason: number for reason in REASONS if (number := int((self.reasons == reason).sum()))}


def ratios(committed: Numbers, paid: Numbers, **exclusions: Flags) -> Ratios:
    """Divide what was paid by what was committed, activity by activity.

    Args:
        committed: sum in the currency of each activity; NaN if an amount is unknown.
        paid: the same.
        exclusions: ``mixed_currencies`` (sums of several currencies), ``derived`` (the commitment was worked out from
            the disbursement), ``unreported`` (whoever reports it reports no payments at all), ``back_filled`` (see
            ``back_filled``); left out, none is excluded for it.

    >>> found = ratios(np.array([100.0, 0, 50]), np.array([80.0, 10, 50]), back_filled=np.array([False, False, True]))
    >>> found.values.tolist(), found.reasons.tolist()
    ([0.8, nan, nan], ['', 'no-commitment', 'back-filled'])
    """
    none = np.zeros(len(committed), dtype=bool)
    why = {
        "no-amount": np.isnan(committed) | np.isnan(paid),
        "mixed-currencies": exclusions.get("mixed_currencies", none),
        "no-commitment": ~(committed > 0),  # a negative sum is a withdrawal without what it withdraws
        "derived": exclusions.get("derived", none),
        "unreported": exclusions.get("unreported", none),
        "back-filled": exclusions.get("back_filled", none),
    }
    reasons = np.select([why[reason] for reason in REASONS], REASONS, default="")
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(reasons == "", paid / committed, np.nan)
    return Ratios(values, reasons)


def back_filled(
    activity: NDArray[np.int64], commitment: Flags, day: NDArray[np.int64], amount: Numbers, activities: int
) -> Flags:
    """Find activities whose commitments are their payments over again: the same days, the same amounts.

    Such a commitment was written down when the money had gone, and a ratio of 1 says nothing. A single payment on the
    day of its commitment looks the same, and is left out with them: it cannot be told apart.

    Args:
        activity: number of the activity of each row.
        commitment: is the row a commitment, else a payment?
        day: of the row, as a number.
        amount: of the row, in the currency of the activity.
        activities: how many there are.

    >>> rows = np.array([0, 0, 1, 1]), np.array([True, False, True, False]), np.array([7, 7, 7, 9])
    >>> back_filled(*rows, np.array([5.0, 5, 5, 5]), 2).tolist()
    [True, False]
    """
    keys = np.column_stack([activity.astype(float), day.astype(float), np.round(amount, 2)])
    _, place = np.unique(keys, axis=0, return_inverse=True)
    place = place.reshape(-1)
    balance = np.bincount(place, weights=np.where(commitment, 1.0, -1.0))
    uneven = np.bincount(activity, weights=balance[place] != 0, minlength=activities) > 0
    found: Flags = ~uneven & (np.bincount(activity, weights=commitment, minlength=activities) > 0)
    return found
