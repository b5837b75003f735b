"""What the measures say of one partner's series: breaks against changes of government, jumps, pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from solidary.analyses.finding import Figure
from solidary.analyses.money import SPENDING, cut, publishers_of
from solidary.analyses.portion import scaled
from solidary.analyses.reported.engagement import Engagement, content
from solidary.measures.breaks import Partition, intervals, likeliest, partitions
from solidary.measures.interrupted import Interruption, interrupt
from solidary.measures.overlap import schoener
from solidary.measures.punctuation import changes, l_kurtosis
from solidary.measures.stability import Cusum, Stability, cusum, f_statistics
from solidary.values.money import CURRENT, Money

if TYPE_CHECKING:
    from solidary.analyses.view import View
    from solidary.terms.definition import GovernmentTerm

ENOUGH: Final = 30  # periods, below which a break cannot be told from chance
DENSE: Final = 0.5  # share of periods with money, below which a series is single payments and no level
MOST: Final = 3  # breaks that are looked for
YEARS: Final = 5  # changes from year to year that a pattern needs
CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Shift:
    """A break: the first day of the new level, between which days it lies, and both levels in millions of dollars."""

    at: date
    low: date | None
    high: date | None
    before: float
    after: float
    governments: tuple[GovernmentTerm, ...]


@dataclass(frozen=True)
class Steadiness:
    """One partner's series and the changes of its government up to the end of it."""

    name: str
    series: Engagement
    governments: tuple[GovernmentTerm, ...]

    @property
    def missing(self) -> str:
        """Why breaks cannot be told; empty if they can."""
        if len(self.series) < ENOUGH:
            return "missing.short"
        return "missing.sparse" if self.filled < DENSE * len(self.series) else ""

    @property
    def filled(self) -> int:
        """Periods with money."""
        return int((self.series.values != 0).sum())

    @cached_property
    def partition(self) -> Partition | None:
        """The likeliest cut into levels."""
        return None if self.missing else likeliest(partitions(self.series.values, most=MOST))

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The breaks with the changes of government that fall into the interval of each."""
        if self.partition is None:
            return ()
        cut, starts = self.partition, self.series.starts
        found = zip(cut.breaks, intervals(self.series.values, cut.breaks), cut.levels, cut.levels[1:], strict=False)
        return tuple(self._shift(starts[at], span, before, after) for at, span, before, after in found)

    def _shift(self, at: date, span: tuple[int, int] | None, before: float, after: float) -> Shift:
        starts, last = self.series.starts, len(self.series) - 1
        low, high = (None, None) if span is None else (starts[min(max(one, 0), last)] for one in span)
        within = tuple(one for one in self.governments if low and high and low <= one.since <= high)
        return Shift(at, low, high, before, after, within)

    @cached_property
    def stability(self) -> tuple[Stability | None, Cusum | None]:
        """F statistics and cumulated residuals."""
        return (None, None) if self.missing else (f_statistics(self.series.values), cusum(self.series.values))

    @cached_property
    def jumps(self) -> tuple[tuple[GovernmentTerm, Interruption], ...]:
        """The jump at each change of government that has enough periods on either side."""
        if self.missing:
            return ()
        found = ((one, interrupt(self.series.values, self.series.place(one.since))) for one in self.governments)
        return tuple((one, jump) for one, jump in found if jump)

    @cached_property
    def overlap(self) -> tuple[GovernmentTerm, float] | None:
        """How alike the sectors before and after the latest change of government are that has money on either side."""
        for one in reversed(self.governments):
            at = self.series.place(one.since)
            before, after = content(self.series, [slice(0, at), slice(at, None)])
            if (found := schoener(before, after)) is not None:
                return one, found
        return None

    @cached_property
    def pattern(self) -> float | None:
        """L-kurtosis of the changes from year to year; ``None`` for too few years."""
        found = changes(self.series.by_year())
        return l_kurtosis(found) if len(found) >= YEARS else None

    def mean(self) -> Decimal:
        """The mean of a period in millions."""
        return hundredth(float(np.mean(self.series.values)))


def mean_period(view: View, one: Steadiness, key: str, recipients: Iterable[str], base: int | None) -> Figure:
    """Make the mean of a period a figure; what is doubtful of the sum of all periods is doubtful of it."""
    first, length = one.series.starts[0], 3 if one.series.every == "quarter" else 12
    begins = first.year * 12 + first.month
    whole = cut(view, publishers_of(view, one.series.code), recipients)
    months = pc.add(pc.multiply(whole.table["year"], 12), whole.table["month"])
    inside = pc.and_(pc.greater_equal(months, begins), pc.less(months, begins + length * len(one.series)))
    mean = millions(key, float(one.mean()), "series-breaks", base)
    return scaled(mean, whole.where(pc.fill_null(inside, False)), SPENDING)


def millions(key: str, value: float | None, rule: str, base: int | None, **more: object) -> Figure:
    """Make an amount in millions a figure of money."""
    money = None if value is None else Money(hundredth(value) * 1_000_000, "USD", str(base) if base else CURRENT)
    return Figure(key, money, rule, **more)  # type: ignore[arg-type]


def chance(key: str, p: float, rule: str, working: str) -> Figure:
    """Make a probability a figure; none is so small that it is nothing."""
    if p < float(CENT):
        return Figure(key, CENT, rule, bound="under", working=working)
    return Figure(key, hundredth(p), rule, working=working)


def hundredth(number: float) -> Decimal:
    """Round to two digits.

    >>> hundredth(1.2345)
    Decimal('1.23')
    """
    return Decimal(repr(round(number, 6))).quantize(CENT)
