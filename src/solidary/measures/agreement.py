"""Do coders agree? Krippendorff's alpha, for any number of coders and any values that are missing.

Reference: Krippendorff 2011, Computing Krippendorff's alpha-reliability; Hayes & Krippendorff 2007. At 0.800 and above
a coding is firm, from 0.667 tentative; below that it should not be used.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import numpy as np

Level = Literal["nominal", "ordinal", "interval", "ratio"]
FIRM: Final = 0.800
TENTATIVE: Final = 0.667


def alpha(codes: Sequence[Sequence[Hashable | None]], level: Level = "nominal") -> float:
    """Return how far coders agree beyond chance: 1 is full agreement, 0 that of chance, below 0 is worse than it.

    Args:
        codes: one row per coder, one column per unit; ``None`` where a coder said nothing. Numbers, unless nominal.
        level: how far apart two values are: not at all alike or not (nominal), by the ranks between them (ordinal), by
            their difference (interval), by their difference as a part of their sum (ratio).

    Returns:
        ``nan`` if no unit has two codes, or if all codes are the same: then nothing could have differed.

    >>> alpha([[1, 2, 3, 3], [1, 2, 3, 4]])
    0.6956521739130435
    """
    units = [[code for code in unit if code is not None] for unit in zip(*codes, strict=True)]
    paired = [unit for unit in units if len(unit) > 1]
    values = sorted({code for unit in paired for code in unit}, key=_place)
    if len(values) < 2:
        return math.nan
    together = _coincidences(paired, values)
    totals = together.sum(axis=1)
    apart = _distances(values, totals, level)
    expected = float((totals @ apart @ totals) / (totals.sum() - 1))
    return 1 - float((together * apart).sum()) / expected


def _place(code: Hashable) -> tuple[str, Any]:
    return str(type(code)), code


def _coincidences(units: list[list[Hashable]], values: list[Hashable]) -> np.ndarray:
    """Count the pairs of values within units; a unit with m codes gives each of its pairs the weight 1 / (m - 1)."""
    import numpy as np

    place = {value: number for number, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for unit in units:
        counts = Counter(place[code] for code in unit)
        for one, times in counts.items():
            for other, others in counts.items():
                pairs = times * (others - (one == other))
                table[one, other] += pairs / (len(unit) - 1)
    return table


def _distances(values: list[Hashable], totals: np.ndarray, level: Level) -> np.ndarray:
    """Return the squared distance of each pair of values."""
    import numpy as np

    if level == "nominal":
        return np.asarray(1 - np.eye(len(values)))
    if level == "ordinal":
        places = np.cumsum(totals) - totals / 2  # the ranks between two values, half of each end included
        return np.asarray((places[:, None] - places[None, :]) ** 2)
    numbers = np.array([float(value) for value in values])  # type: ignore[arg-type]
    apart = (numbers[:, None] - numbers[None, :]) ** 2
    if level == "interval":
        return np.asarray(apart)
    sums = (numbers[:, None] + numbers[None, :]) ** 2
    return np.asarray(np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0))
