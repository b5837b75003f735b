"""A few values far from all others would decide an index alone: they are drawn in, or all go on a logarithmic scale.

Reference: OECD/JRC 2008 and the JRC's practice: a column with a skewness above 2 and a kurtosis above 3.5 is treated;
up to five values are drawn in to the next one (winsorised); if that does not do, the column as published goes on a log
scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

SKEWNESS: Final = 2.0
KURTOSIS: Final = 3.5
DRAWN_IN: Final = 5


def tame(values: np.ndarray) -> np.ndarray:
    """Return a column whose outliers decide nothing alone; one without outliers as it is.

    Args:
        values: one per unit; ``nan`` stays ``nan``.

    >>> import numpy as np
    >>> float(tame(np.array([*range(10), 1000.0])).max())
    9.0
    """
    import numpy as np

    if not wild(values):
        return values
    drawn, changed = values.copy(), 0
    while wild(drawn) and changed < DRAWN_IN:
        up = _moments(drawn)[0] >= 0
        end = np.nanmax(drawn) if up else np.nanmin(drawn)
        at = drawn == end
        drawn[at] = np.nanmax(drawn[~at]) if up else np.nanmin(drawn[~at])
        changed = int(at.sum())  # those at the end move together, and were counted when they came to it
    if not wild(drawn):
        return drawn
    low, high = np.nanmin(values), np.nanmax(values)
    return np.asarray(np.log(values - low + 0.01 * (high - low)))


def wild(values: np.ndarray) -> bool:
    """Say whether a column has outliers: both its skewness and its kurtosis are too high.

    >>> import numpy as np
    >>> wild(np.arange(10.0)), wild(np.array([*range(10), 1000.0]))
    (False, True)
    """
    skewness, kurtosis = _moments(values)
    return abs(skewness) > SKEWNESS and kurtosis > KURTOSIS


def _moments(values: np.ndarray) -> tuple[float, float]:
    """Return skewness and kurtosis as samples have them (the second type; what spreadsheets give)."""
    import numpy as np
    from scipy.stats import kurtosis, skew

    known = values[~np.isnan(values)]
    if len(known) < 4 or np.ptp(known) == 0:
        return 0.0, 0.0
    return float(skew(known, bias=False)), float(kurtosis(known, bias=False))
