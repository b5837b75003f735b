"""Is a place in the centre more than the number of ties alone would give? A null model deals the ties anew.

Every actor keeps how many events it takes part in, every event how many actors it has; only who meets whom is drawn by
lot. Who has many ties stands between others for that reason alone, so only what goes beyond it says something.

Source: the configuration model for two modes, drawn by swaps of pairs of ties (Newman, Strogatz and Watts 2001,
Physical Review E 64; Gotelli 2000, Ecology 81).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from solidary.measures.twomode import Tie

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SIMULATIONS: Final = 200
SWAPS: Final = 5  # tried per tie; more changes nothing that could be seen
SEED: Final = 20_240_615


@dataclass(frozen=True, slots=True)
class Share:
    """The part of all ways through events that leads through some of them, beside what chance gives.

    Args:
        observed: 0 to 1.
        expected: the mean over networks with the ties dealt anew.
        effect: (observed - expected) / standard deviation; ``None`` if dealing changes nothing.
        low: the 2.5 % quantile of the simulations.
        high: their 97.5 % quantile.
        simulations: how many there are.
    """

    observed: float
    expected: float
    effect: float | None
    low: float
    high: float
    simulations: int


def share_of_ways(
    ties: Iterable[Tie], events: Iterable[str], simulations: int = SIMULATIONS, seed: int = SEED
) -> Share | None:
    """Answer which part of the betweenness of all events falls to some, and whether that is more than chance.

    Args:
        ties: actor and event.
        events: those asked for, such as the mechanisms that ASEAN leads.
        simulations: how often the ties are dealt anew.
        seed: the same seed gives the same answer.

    Returns:
        ``None`` if nothing leads through any event: no two actors, or no events.

    >>> share_of_ways([("A", "x"), ("B", "x"), ("B", "y"), ("C", "y")], ["x"]).observed
    0.5
    """
    import numpy as np

    pairs = sorted(set(ties))
    actors, names = sorted({actor for actor, _ in pairs}), sorted({event for _, event in pairs})
    asked = np.isin(np.array(names, dtype=str), list(events))
    matrix = np.zeros((len(actors), len(names)), dtype=bool)
    for actor, event in pairs:
        matrix[actors.index(actor), names.index(event)] = True
    if not pairs:
        return None
    generator = np.random.default_rng(seed)
    dealt = np.stack([matrix, *(_dealt(matrix, generator) for _ in range(simulations))])
    through = betweenness(dealt)[:, len(actors) :]
    whole = through.sum(axis=1)
    if not whole[0]:
        return None
    found = through[:, asked].sum(axis=1) / np.where(whole > 0, whole, 1)
    others = found[1:]
    expected, spread = float(others.mean()), float(others.std(ddof=1)) if simulations > 1 else 0.0
    effect = (float(found[0]) - expected) / spread if spread > 1e-12 else None
    low, high = np.quantile(others, [0.025, 0.975])
    return Share(float(found[0]), expected, effect, float(low), float(high), simulations)


def betweenness(dealt: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return how many shortest ways between two others lead through each node, for many two-mode networks at once.

    Args:
        dealt: networks x actors x events.

    Returns:
        Networks x nodes, the actors first; each pair counts once. The algorithm is Brandes' (2001), all sources and all
        networks in one step per distance.
    """
    import numpy as np

    networks, actors, events = dealt.shape
    size = actors + events
    ties = np.zeros((networks, size, size))
    ties[:, :actors, actors:] = dealt
    ties += ties.transpose(0, 2, 1)
    ways = np.broadcast_to(np.eye(size), ties.shape).copy()
    fronts = [ways.copy()]
    while fronts[-1].any():
        reached = (fronts[-1] @ ties) * (ways == 0)
        ways += reached
        fronts.append(reached)
    carried = np.zeros_like(ways)
    with np.errstate(divide="ignore", invalid="ignore"):
        for here, beyond in zip(reversed(fronts[:-1]), reversed(fronts[1:]), strict=True):
            passed = np.where(beyond > 0, (1 + carried) / np.where(ways > 0, ways, 1), 0.0)
            carried += np.where(here > 0, here * (passed @ ties), 0.0)
    for node in range(size):
        carried[:, node, node] = 0  # a way does not lead through where it begins
    found: npt.NDArray[np.float64] = carried.sum(axis=1) / 2
    return found


def _dealt(matrix: npt.NDArray[np.bool_], generator: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Swap pairs of ties (A-x, B-y become A-y, B-x) wherever that makes no tie twice."""
    import numpy as np

    dealt = matrix.copy()
    rows, columns = (side.tolist() for side in np.nonzero(matrix))
    drawn = generator.integers(0, len(rows), size=(SWAPS * len(rows), 2)).tolist()
    held = dealt.tolist()
    for one, other in drawn:
        a, x, b, y = rows[one], columns[one], rows[other], columns[other]
        if not held[a][y] and not held[b][x]:
            held[a][x] = held[b][y] = False
            held[a][y] = held[b][x] = True
            columns[one], columns[other] = y, x
    return np.array(held, dtype=bool)
