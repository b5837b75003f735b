"""What is known of a number of which parts are not: its lowest, central and highest value. No end is invented.

References: Manski 2003, Partial Identification of Probability Distributions; JCGM 100:2008 (root sum of squares) and
JCGM 101:2008 (Monte Carlo) for parts that vary by chance and independently. A choice (which rate, which way to count)
does not vary by chance, so choices add up as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
SEED: Final = 20221111


@dataclass(frozen=True, slots=True)
class Bounds:
    """Three numbers in one unit; ``high`` is ``None`` where nothing limits the value from above, ``low`` likewise.

    >>> Bounds(Decimal(2), Decimal(1), None)
    Traceback (most recent call last):
        ...
    ValueError: 2 <= 1 <= None does not hold
    """

    low: Decimal | None
    central: Decimal
    high: Decimal | None

    def __post_init__(self) -> None:
        if (self.low is not None and self.low > self.central) or (self.high is not None and self.high < self.central):
            raise ValueError(f"{self.low} <= {self.central} <= {self.high} does not hold")

    def __add__(self, other: Bounds) -> Bounds:
        """Add two numbers whose errors may go together: ends add up."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Bounds(low, self.central + other.central, high)

    @property
    def sure(self) -> bool:
        """Whether nothing is left open."""
        return self.low == self.central == self.high


def around(central: Decimal, *others: Decimal) -> Bounds:
    """Return the interval that other ways to work a number out leave round the central one.

    >>> around(Decimal(10), Decimal(12), Decimal(11))
    Bounds(low=Decimal('10'), central=Decimal('10'), high=Decimal('12'))
    """
    return Bounds(min((central, *others)), central, max((central, *others)))


def together(parts: Sequence[Bounds]) -> Bounds:
    """Return the interval of one number under several doubts at once: their distances from it add up.

    >>> together([around(Decimal(10), Decimal(9)), around(Decimal(10), Decimal(8), Decimal(12))])
    Bounds(low=Decimal('7'), central=Decimal('10'), high=Decimal('12'))

    Raises:
        ValueError: if the parts are not about one number.
    """
    central = parts[0].central
    if any(part.central != central for part in parts):
        raise ValueError("expected doubts of one number")
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    down = [central - low for low in lows if low is not None]
    up = [high - central for high in highs if high is not None]
    return Bounds(
        central - sum(down, ZERO) if len(down) == len(lows) else None,
        central,
        central + sum(up, ZERO) if len(up) == len(highs) else None,
    )


def share(part: Bounds, rest: Bounds) -> Bounds:
    """Return in per cent what a part is of itself and the rest; both at least zero, and not both zero.

    >>> share(Bounds(Decimal(1), Decimal(2), Decimal(3)), Bounds(Decimal(1), Decimal(2), Decimal(3)))
    Bounds(low=Decimal('25'), central=Decimal('50'), high=Decimal('75'))
    """
    low = ZERO if part.low is None or rest.high is None else _percent(part.low, rest.high, HUNDRED)
    high = HUNDRED if part.high is None or rest.low is None else _percent(part.high, rest.low, ZERO)
    return Bounds(low, _percent(part.central, rest.central, ZERO), high)


def _percent(part: Decimal, rest: Decimal, without: Decimal) -> Decimal:
    """At an end where both are nothing, the one that may be more is all there is."""
    return part * 100 / (part + rest) if part + rest else without


def proportion(known_true: int, unknown: int, whole: int) -> Bounds:
    """Return in per cent how many of some have a property, of which it is not known of some (Manski).

    The central value is that among those of which it is known, moved into the bounds if none is known.

    >>> proportion(3, 2, 10)
    Bounds(low=Decimal('30'), central=Decimal('37.5'), high=Decimal('50'))
    """
    low, high = Decimal(known_true * 100) / whole, Decimal((known_true + unknown) * 100) / whole
    known = whole - unknown
    return Bounds(low, Decimal(known_true * 100) / known if known else (low + high) / 2, high)


def split(stated: Sequence[Decimal | None], chosen: Sequence[bool]) -> tuple[Decimal, Decimal]:
    """Return the least and the most of a whole that can fall to some of its takers, if some shares are not stated.

    Args:
        stated: percentages, ``None`` where none is stated; what those stated leave of 100 falls to the others.
        chosen: which takers are asked for.

    >>> split([Decimal(40), None, None], [True, True, False])
    (Decimal('40'), Decimal('100'))
    """
    sure = sum((percent or ZERO for percent, mine in zip(stated, chosen, strict=True) if mine), ZERO)
    left = max(ZERO, 100 - sum((percent for percent in stated if percent is not None), ZERO))
    open_to = [mine for percent, mine in zip(stated, chosen, strict=True) if percent is None]
    least = left if open_to and all(open_to) else ZERO
    return sure + least, sure + (left if any(open_to) else ZERO)


def root_sum_square(errors: Sequence[float]) -> float:
    """Return the standard error of a sum of independent parts from theirs (JCGM 100).

    >>> root_sum_square([3.0, 4.0])
    5.0
    """
    return float(sum(error**2 for error in errors) ** 0.5)


def monte_carlo(
    model: Callable[..., np.ndarray], intervals: Sequence[tuple[float, float]], draws: int = 10_000, seed: int = SEED
) -> tuple[float, float, float]:
    """Return the 2.5, 50 and 97.5 per cent points of what a model makes of inputs drawn evenly from their intervals.

    Args:
        model: takes one array per input, and gives one array.
        intervals: low and high of each input.
        draws: how many.
        seed: the same seed gives the same outcome.

    >>> low, middle, high = monte_carlo(lambda one, two: one + two, [(0, 1), (0, 1)])
    >>> 0 < low < 0.3 and 0.9 < middle < 1.1 and 1.7 < high < 2
    True
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    found = model(*(chance.uniform(low, high, draws) for low, high in intervals))
    low, middle, high = np.percentile(found, (2.5, 50.0, 97.5))
    return float(low), float(middle), float(high)
