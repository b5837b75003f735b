"""Is an overlap more than chance? A null model shuffles the amounts of each portfolio over its categories.

RA3 of the ecologists: each row keeps its amounts, that is its breadth and concentration, and loses only where they lie.

Sources: Lawlor 1980, American Naturalist 116; Winemiller and Pianka 1990, Ecological Monographs 60; the standardized
effect size as in Gotelli and Ulrich 2012, Oikos 121.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from solidary.measures.overlap import schoener

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SIMULATIONS: Final = 1000
SEED: Final = 20_240_615
UNLIKE_CHANCE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Chance:
    """An overlap beside what chance gives.

    Args:
        observed: the overlap, 0 to 1.
        expected: the mean of the simulations.
        effect: standardized effect size: (observed - expected) / standard deviation of the simulations; ``None`` if
            all simulations are equal, as with a single category.
        as_high: part of the simulations in which the overlap is at least as high as observed.
        low: the 2.5 % quantile of the simulations.
        high: their 97.5 % quantile.
        simulations: how many there are.
    """

    observed: float
    expected: float
    effect: float | None
    as_high: float
    low: float
    high: float
    simulations: int

    @property
    def unlike(self) -> bool:
        """Whether the overlap is unlike chance: more than two standard deviations from it."""
        return self.effect is not None and abs(self.effect) > UNLIKE_CHANCE


def against_chance(
    first: Sequence[float], second: Sequence[float], simulations: int = SIMULATIONS, seed: int = SEED
) -> Chance | None:
    """Answer whether two portfolios overlap (Schoener) more or less than their breadth alone would make them.

    Args:
        first: amounts by category, none below zero.
        second: the same categories in the same order.
        simulations: how often the amounts are shuffled.
        seed: the same seed gives the same answer.

    Returns:
        ``None`` if one of the portfolios holds nothing.

    Raises:
        ValueFault: lists of different length, or an amount below zero.

    >>> against_chance([5, 1, 0, 0, 0, 0], [4, 2, 0, 0, 0, 0]).unlike
    True
    """
    import numpy as np

    observed = schoener(first, second)
    if observed is None:
        return None
    generator = np.random.default_rng(seed)
    rows = [_shuffled(amounts, simulations, generator) for amounts in (first, second)]
    found = np.minimum(*rows).sum(axis=1)
    spread = float(found.std(ddof=1)) if simulations > 1 else 0.0
    expected = float(found.mean())
    low, high = np.quantile(found, [0.025, 0.975])
    # A hair below, since a sum of shares in another order differs in the last digit.
    as_high = float((found >= observed - 1e-9).mean())
    effect = (observed - expected) / spread if spread > 1e-12 else None
    return Chance(observed, expected, effect, as_high, float(low), float(high), simulations)


def _shuffled(amounts: Sequence[float], simulations: int, generator: np.random.Generator) -> npt.NDArray[np.float64]:
    import numpy as np

    row = np.asarray(amounts, dtype=np.float64)
    return generator.permuted(np.tile(row / row.sum(), (simulations, 1)), axis=1)
