"""Which of some alternatives suits several criteria best? TOPSIS, weights from pairs (AHP), and what weights decide.

References: Hwang & Yoon 1981; Saaty 1980 and 2008 (consistency ratio below 0.10); Lahdelma & Salminen 2001, Operations
Research 49(3):444-454 for rank acceptability.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

Matrix = Sequence[Sequence[float]]
RANDOM_INDEX: Final = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)  # Saaty 1980, matrices of size 1 to 10
CONSISTENT: Final = 0.10


def topsis(values: Matrix, weights: Sequence[float], more_is_better: Sequence[bool] = ()) -> np.ndarray:
    """Return how near each alternative is to the best that occurs, and far from the worst: 0 to 1.

    Args:
        values: one row per alternative, one column per criterion; each column is divided by its length as a vector.
        weights: one per criterion; only their proportions matter.
        more_is_better: one per criterion; default: of all.

    >>> [round(float(one), 2) for one in topsis([[1, 1], [2, 2], [3, 3]], [1, 1])]
    [0.0, 0.5, 1.0]
    """
    import numpy as np

    table, shares = np.asarray(values, float), np.asarray(weights, float) / np.sum(weights)
    length = np.sqrt((table**2).sum(axis=0))
    scaled = table / np.where(length > 0, length, 1) * shares
    up = np.asarray(more_is_better or [True] * table.shape[1])
    best, worst = (np.where(up == side, scaled.max(axis=0), scaled.min(axis=0)) for side in (True, False))
    far, near = (np.sqrt(((scaled - end) ** 2).sum(axis=1)) for end in (worst, best))
    whole = far + near
    return np.asarray(np.divide(far, whole, out=np.full(len(table), 0.5), where=whole > 0))


def weights_from_pairs(pairs: Mapping[tuple[str, str], float]) -> tuple[dict[str, float], float]:
    """Return weights from comparisons of pairs, and the consistency ratio of the comparisons (AHP).

    Args:
        pairs: how many times more the first counts than the second, 1/9 to 9; each pair once, in either order.

    >>> weights, ratio = weights_from_pairs({("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4})
    >>> {name: round(weight, 3) for name, weight in weights.items()}, abs(round(ratio, 3))
    ({'a': 0.571, 'b': 0.286, 'c': 0.143}, 0.0)
    """
    import numpy as np

    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    table = np.eye(len(names))
    for (one, other), times in pairs.items():
        first, second = names.index(one), names.index(other)
        table[first, second], table[second, first] = times, 1 / times
    if (table == 0).any():
        raise ValueError("some pairs are not compared")
    roots, vectors = np.linalg.eig(table)
    largest = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, largest].real)
    size = len(names)
    index = (float(roots[largest].real) - size) / (size - 1) if size > 2 else 0.0
    chance = RANDOM_INDEX[size - 1] if size <= len(RANDOM_INDEX) else RANDOM_INDEX[-1]
    ratio = index / chance if chance else 0.0
    return dict(zip(names, (vector / vector.sum()).tolist(), strict=True)), ratio


def acceptability(
    score: Callable[[np.ndarray], np.ndarray], criteria: int, draws: int = 1000, seed: int = 20221111
) -> np.ndarray:
    """Return how often each alternative takes each place when nothing is known of the weights.

    Args:
        score: from weights to one score per alternative, the higher the better.
        criteria: how many weights.
        draws: how many weights are drawn, evenly among all that add up to 1.
        seed: the same seed draws the same weights.

    Returns:
        One row per alternative, one column per place, from the first on; each row adds up to 1.

    >>> import numpy as np
    >>> acceptability(lambda weights: np.array([[3, 3], [2, 2]]) @ weights, 2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    import numpy as np

    drawn = np.random.default_rng(seed).dirichlet(np.ones(criteria), draws)
    scores = np.stack([score(weights) for weights in drawn])
    places = (-scores).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return np.stack([(places == place).mean(axis=0) for place in range(scores.shape[1])], axis=1)


def reversals(
    values: Matrix, weights: Sequence[float], more_is_better: Sequence[bool] = ()
) -> list[tuple[int, int, int]]:
    """Return where leaving out an alternative turns the order of two others round under TOPSIS.

    Returns:
        Triples: the one left out, the one that was ahead, the one that is ahead without it. Empty if the order holds.

    >>> reversals([[1, 1], [2, 2], [3, 3]], [1, 1])
    []
    """
    whole = topsis(values, weights, more_is_better)
    found = []
    for gone in range(len(values)):
        rest = [number for number in range(len(values)) if number != gone]
        part = topsis([values[number] for number in rest], weights, more_is_better)
        score = dict(zip(rest, part.tolist(), strict=True))
        found += [
            (gone, one, two)
            for one in rest
            for two in rest
            if whole[one] > whole[two] + 1e-12 and score[two] > score[one] + 1e-12
        ]
    return found
