"""One number out of several indicators, by the steps of the OECD and JRC: normalise, weigh, aggregate, and doubt it.

Reference: OECD/JRC 2008, Handbook on Constructing Composite Indicators. A composite without the interval of its rank is
no result: ``rank_intervals`` draws weights, normalisation, aggregation and values anew, a thousand times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import numpy as np

Aggregation = Literal["arithmetic", "geometric"]
SCALE: Final = 100.0
FLOOR: Final = 1.0  # a geometric mean of a zero is zero whatever the rest says, so normalised values begin at 1 of 100
SEED: Final = 20221111
ENDS: Final = (5.0, 95.0)  # the interval of a rank leaves out the twentieth at each end


@dataclass(frozen=True)
class Node:
    """A line of the framework: an indicator or an aggregate, under its parent with its weight."""

    name: str
    parent: str
    weight: float = 1.0


def min_max(values: np.ndarray, up: Sequence[bool] | np.ndarray) -> np.ndarray:
    """Return each column from 0 for the worst that occurs to 100 for the best; a column without differences is 50.

    Args:
        values: one row per unit, one column per indicator; ``nan`` stays ``nan``.
        up: whether more is better, one per column.

    >>> import numpy as np
    >>> min_max(np.array([[1.0, 5.0], [3.0, 1.0]]), [True, False]).tolist()
    [[0.0, 0.0], [100.0, 100.0]]
    """
    import numpy as np

    low, high = np.nanmin(values, axis=-2, keepdims=True), np.nanmax(values, axis=-2, keepdims=True)
    span = high - low
    part = np.divide(values - low, span, out=np.full(values.shape, 0.5), where=span > 0)
    part = np.where(np.isnan(values), np.nan, part)
    return np.asarray(SCALE * np.where(np.asarray(up, bool), part, 1 - part))


def by_rank(values: np.ndarray, up: Sequence[bool] | np.ndarray) -> np.ndarray:
    """Return each column as ranks on the scale of ``min_max``: what is far ahead counts no more than what is ahead."""
    import numpy as np

    below = (values[..., None, :, :] < values[..., :, None, :]).sum(axis=-2)
    equal = (values[..., None, :, :] == values[..., :, None, :]).sum(axis=-2)
    return min_max(below + (equal - 1) / 2, np.asarray(up))


def aggregate(values: np.ndarray, weights: np.ndarray, how: Aggregation = "arithmetic") -> np.ndarray:
    """Return the weighted mean over the last axis; what is missing is left out, and the others weigh more for it.

    Args:
        values: normalised indicators.
        weights: of the same length; only their proportions matter.
        how: the geometric mean punishes weakness in one; it needs values above zero, so lower ones count as 1 of 100.

    >>> import numpy as np
    >>> [round(float(aggregate(np.array([25.0, 100.0]), np.ones(2), how)), 1) for how in ("arithmetic", "geometric")]
    [62.5, 50.0]
    """
    import numpy as np

    known = ~np.isnan(values)
    shares = np.where(known, weights, 0.0)
    whole = shares.sum(axis=-1)
    filled = np.where(known, values, 1.0)
    if how == "arithmetic":
        return np.asarray((filled * shares).sum(axis=-1) / whole)
    return np.asarray(np.exp((np.log(np.maximum(filled, FLOOR)) * shares).sum(axis=-1) / whole))


def build(
    values: np.ndarray, names: Sequence[str], nodes: Sequence[Node], how: Aggregation = "arithmetic"
) -> dict[str, np.ndarray]:
    """Return every level of an index, from normalised indicators up to the top.

    Args:
        values: normalised indicators, one row per unit, columns in the order of ``names``.
        names: of the indicators.
        nodes: the framework; a node's children stand anywhere in it, the top has an empty parent.
        how: the mean that is taken on each level.
    """
    import numpy as np

    levels = {name: values[:, number] for number, name in enumerate(names)}
    under = {node.name: [one for one in nodes if one.parent == node.name] for node in nodes}
    left = [node.name for node in nodes if node.name not in levels]
    while left:
        ready = [name for name in left if under[name] and all(one.name in levels for one in under[name])]
        if not ready:
            raise ValueError(f"nothing stands under {', '.join(left)}, or they stand under each other")
        for name in ready:
            below = under[name]
            columns = np.column_stack([levels[node.name] for node in below])
            levels[name] = aggregate(columns, np.array([node.weight for node in below]), how)
        left = [name for name in left if name not in levels]
    return levels


@dataclass(frozen=True)
class Placed:
    """Where one stands: the rank of the central values, and the interval in which the drawn ranks lie."""

    central: float
    low: float
    high: float

    def apart_from(self, other: Placed) -> bool:
        """Say whether the two intervals have no rank in common; else the two are not distinguishable."""
        return self.high < other.low or other.high < self.low


def rank_intervals(
    low: Mapping[str, Sequence[float]], central: Mapping[str, Sequence[float]], high: Mapping[str, Sequence[float]],
    up: Sequence[bool], draws: int = 1000,
) -> dict[str, Placed]:  # fmt: skip
    """Return for each unit its rank, and the interval of ranks over draws of all that somebody had to choose.

    Drawn anew each time: the values within their intervals (evenly), the weights (evenly among all that add up to 1),
    the normalisation (min-max or ranks) and the mean (arithmetic or geometric). The seed is fixed.

    Args:
        low: lowest values by unit, one per indicator.
        central: the values of the plain index.
        high: highest values.
        up: whether more is better, one per indicator.
        draws: how many; a thousand at least.

    >>> sure = {"a": [3.0, 3.0], "b": [1.0, 1.0]}
    >>> rank_intervals(sure, sure, sure, [True, True])["b"]
    Placed(central=2.0, low=2.0, high=2.0)
    """
    import numpy as np

    if not central:
        return {}
    names, chance = list(central), np.random.default_rng(SEED)
    ends = [np.array([one[name] for name in names], float) for one in (low, central, high)]
    drawn = chance.uniform(ends[0], ends[2], (draws, *ends[1].shape))
    weights = chance.dirichlet(np.ones(len(up)), draws)[:, None, :]
    scaled = np.where(chance.random((draws, 1, 1)) < 0.5, min_max(drawn, up), by_rank(drawn, up))
    sums, products = (aggregate(scaled, weights, how) for how in ("arithmetic", "geometric"))
    scores = np.where(chance.random((draws, 1)) < 0.5, sums, products)
    ranks = _ranks(scores)
    first = _ranks(aggregate(min_max(ends[1], up), np.ones(len(up)))[None, :])[0]
    edges = np.percentile(ranks, ENDS, axis=0, method="closest_observation")
    # The plain index is one of the ways to choose, so its rank is always inside.
    return {
        name: Placed(float(rank), float(min(rank, edges[0][number])), float(max(rank, edges[1][number])))
        for number, (name, rank) in enumerate(zip(names, first, strict=True))
    }


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Return places from 1 for the highest; equal scores share the middle of their places."""
    ahead = (scores[:, None, :] > scores[:, :, None] + 1e-9).sum(axis=-1)
    beside = (abs(scores[:, None, :] - scores[:, :, None]) <= 1e-9).sum(axis=-1)
    return ahead + (beside + 1) / 2  # type: ignore[no-any-return]
