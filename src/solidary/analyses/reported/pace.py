"""How much of its commitments a set of activities has paid, and how fast: figures and cells from the measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solidary.analyses.finding import Cells, Figure
from solidary.analyses.reported.activities import Activities
from solidary.measures.curve import Curve, curve
from solidary.measures.ratio import EVEN
from solidary.measures.survival import LogRank, Survival, log_rank, survival

TENTH: Final = Decimal("0.1")
BOOKS: Final = 0.9  # share of rows on the first or last day of a year, from which dates are those of its books
YEAR: Final = 12
FEWEST: Final = 5  # activities; of fewer, no quartile is given


@dataclass(frozen=True)
class Pace:
    """What the measures say of some activities; the name is that of their partner."""

    name: str
    acts: Activities

    @property
    def known(self) -> int:
        """Activities with a ratio."""
        return len(self.acts.ratios.known)

    @cached_property
    def quartiles(self) -> tuple[Decimal, Decimal, Decimal] | None:
        """Quartiles of the delivery ratio in per cent; ``None`` for too few activities."""
        found = self.acts.ratios.quartiles()
        if found is None or self.known < FEWEST:
            return None
        low, median, high = map(percent, found)
        return low, median, high

    def choices(self) -> tuple[Decimal, ...]:
        """The median under each choice: without and with filled commitments, without what is unpaid so far."""
        begun = self.acts.where(self.acts.paid != 0)
        found = (one.quartiles() for one in (self.acts.ratios, self.acts.ratio(with_filled=True), begun.ratios))
        return tuple(percent(one[1]) for one in found if one)

    def median(self, key: str) -> Figure:
        """The middle delivery ratio, with the lowest and highest of the choices."""
        if self.quartiles is None:
            return Figure(key, None, "delivery-ratio", unit="%", missing="missing.few")
        made = self.choices()
        return Figure(
            key, self.quartiles[1], "delivery-ratio", unit="%", low=min(made), high=max(made),
            working=f"{self.known} of {len(self.acts)} activities have a ratio; medians by choice: "
            + ", ".join(f"{one} %" for one in made),
        )  # fmt: skip

    def above(self, key: str) -> Figure:
        """How many paid more than was committed."""
        share = self.acts.ratios.above() if self.known >= FEWEST else None
        value = None if share is None else _tenth(share)
        return Figure(key, value, "delivery-ratio", unit="%", missing="missing.few", working=f"above {EVEN}")

    @property
    def even(self) -> bool:
        """Whether nearly every activity paid to the cent what was committed: then both may be one number."""
        ratios = self.acts.ratios.known
        return len(ratios) >= FEWEST and float((ratios == 1.0).mean()) >= BOOKS

    @property
    def bookish(self) -> bool:
        """Whether its dates are those of yearly books."""
        timed = self.acts.yearly[self.acts.timed]
        return bool(len(timed)) and float(timed.mean()) >= BOOKS

    @cached_property
    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Months to half of the commitment, or for how long it was watched in vain; and whether it came.

        Of yearly books only whole years can be read, 0 being the year of the commitment.
        """
        timed = self.acts.timed
        half, watched = self.acts.half[timed], self.acts.watched[timed]
        came = half <= watched
        months = np.where(came, half, watched)
        return months // YEAR * YEAR if self.bookish else months, came

    @cached_property
    def survival(self) -> Survival | None:
        """Kaplan-Meier; ``None`` for too few activities."""
        months, came = self.times
        return None if len(months) < FEWEST else survival(months, came)

    def half(self, key: str) -> Figure:
        """Months (of yearly books: years) until half of a commitment is paid: the median, with its interval."""
        unit, size = ("years", YEAR) if self.bookish else ("months", 1)
        if self.survival is None:
            return Figure(key, None, "time-to-half", unit=unit, missing="missing.few")
        months, came = self.times
        median, (low, high) = self.survival.median(), self.survival.median_interval()
        working = f"{len(months)} activities, {int(came.sum())} of them with half paid, the others watched until now"
        return Figure(
            key, whole(median, size), "time-to-half", unit=unit, working=working,
            low=whole(low, size), high=whole(high, size), missing="missing.not_half",
        )  # fmt: skip

    @cached_property
    def curve(self) -> Curve:
        """Quantiles of the share paid by year since the commitment."""
        timed = self.acts.timed
        return curve(self.acts.by_year[timed], self.acts.watched[timed])

    def cells(self) -> Cells:
        """The row of a table. Units: per cent, months, counts."""
        low, median, high = self.quartiles or (None, None, None)
        above = self.above("above")
        median_months = self.survival.median() if self.survival else None
        first, last = self.survival.median_interval() if self.survival else (None, None)
        return {
            "partner": self.name,
            "activities": len(self.acts),
            "with_ratio": self.known,
            "lower": low,
            "median": median,
            "upper": high,
            "above": above.value,
            "half": whole(median_months),
            "half_low": whole(first),
            "half_high": whole(last),
            "open": len(self.survival.censored) if self.survival else None,
        }


def differ(one: Pace, other: Pace) -> LogRank | None:
    """Test whether two sets of activities are equally fast; ``None`` where one cannot be timed, or not as finely."""
    if one.survival is None or other.survival is None or one.bookish != other.bookish:
        return None
    (first, came), (second, also) = one.times, other.times
    groups = ["one"] * len(first) + ["other"] * len(second)
    return log_rank(np.concatenate([first, second]), np.concatenate([came, also]), groups)


def percent(share: float) -> Decimal:
    """Return a share in per cent, to a tenth.

    >>> percent(0.95)
    Decimal('95.0')
    """
    return _tenth(100 * share)


def whole(number: float | None, size: int = 1) -> int | None:
    """Return a number of months as a whole, or as whole units of a size.

    >>> whole(8.0), whole(24.0, 12), whole(None)
    (8, 2, None)
    """
    return None if number is None else round(number / size)


def _tenth(number: float) -> Decimal:
    return Decimal(repr(round(number, 6))).quantize(TENTH)
