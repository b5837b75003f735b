"""Where should a few sites stand? p-median, maximal covering, set covering and p-centre, solved exactly.

References: ReVelle & Swain 1970 (p-median), Church & ReVelle 1974 (MCLP), Toregas et al. 1971 (LSCP), Hakimi 1964
(p-centre). Solver: HiGHS through ``scipy.optimize.milp``. Optimal for the weights and distances given, which are a poor
likeness of access between states: let readers change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

Distances = Mapping[
    str, Mapping[str, float]
]  # demand -> site -> distance: by name, since rows once went astray by place
GAP: Final = 0.0


@dataclass(frozen=True)
class Sited:
    """The sites chosen, what they come to (see each function), and which site each demand falls to."""

    sites: tuple[str, ...]
    value: float
    assigned: Mapping[str, str]


def p_median(distances: Distances, weights: Mapping[str, float], p: int) -> Sited:
    """Choose p sites so that the weighted distance to the nearest is least. Unit of the value: weight x distance.

    >>> line = {name: {other: abs(one - two) for other, two in PLACES.items()} for name, one in PLACES.items()}
    >>> p_median(line, dict.fromkeys(line, 1.0), 1).value
    10.0
    """
    import numpy as np

    demands, sites, table = _matrix(distances)
    weight = np.array([weights[name] for name in demands])
    rows, columns = table.shape
    costs = np.concatenate([np.zeros(columns), (table * weight[:, None]).ravel()])
    found = _solve(costs, columns, [_number_of_sites(p, rows, columns), *_assignments(rows, columns)])
    return _sited(demands, sites, table, found[:columns], float(costs @ found))


def p_centre(distances: Distances, p: int) -> Sited:
    """Choose p sites so that the largest distance to the nearest is least. Unit of the value: that of the distances.

    >>> line = {name: {other: abs(one - two) for other, two in PLACES.items()} for name, one in PLACES.items()}
    >>> p_centre(line, 2).value
    1.0
    """
    import numpy as np

    demands, sites, table = _matrix(distances)
    steps = np.unique(table)
    low, high, best = 0, len(steps) - 1, None
    while low <= high:  # the least distance at which p sites cover all: a search over the distances that occur
        middle = (low + high) // 2
        chosen = _cover_all(table <= steps[middle])
        if chosen is not None and chosen.sum() <= p + 0.5:
            best, high = (chosen, float(steps[middle])), middle - 1
        else:
            low = middle + 1
    if best is None:
        raise ValueError(f"{p} sites cannot serve all demands")
    return _sited(demands, sites, table, best[0], best[1])


def maximal_covering(distances: Distances, weights: Mapping[str, float], p: int, within: float) -> Sited:
    """Choose p sites so that most weight lies within a distance. Unit of the value: weight covered.

    >>> line = {name: {other: abs(one - two) for other, two in PLACES.items()} for name, one in PLACES.items()}
    >>> maximal_covering(line, dict.fromkeys(line, 1.0), 1, 1.0).value
    3.0
    """
    import numpy as np
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array, hstack, identity

    demands, sites, table = _matrix(distances)
    weight = np.array([weights[name] for name in demands])
    rows, columns = table.shape
    near = csr_array((table <= within).astype(float))
    covered = LinearConstraint(hstack([near, -identity(rows)]).tocsr(), lb=0)
    costs = np.concatenate([np.zeros(columns), -weight])
    number = LinearConstraint(np.concatenate([np.ones(columns), np.zeros(rows)])[None, :], ub=p)
    found = _solve(costs, columns, [number, covered])
    return _sited(demands, sites, table, found[:columns], float(-(costs @ found)), within)


def set_covering(distances: Distances, within: float) -> Sited:
    """Choose the fewest sites that have every demand within a distance. Unit of the value: sites.

    >>> line = {name: {other: abs(one - two) for other, two in PLACES.items()} for name, one in PLACES.items()}
    >>> set_covering(line, 2.0).value
    2.0
    """
    demands, sites, table = _matrix(distances)
    chosen = _cover_all(table <= within)
    if chosen is None:
        raise ValueError(f"no site lies within {within} of some demand")
    return _sited(demands, sites, table, chosen, float(round(chosen.sum())))


PLACES: Final = {"a": 0.0, "b": 1.0, "c": 2.0, "d": 5.0, "e": 6.0}  # for the examples


def _matrix(distances: Distances) -> tuple[list[str], list[str], np.ndarray]:
    import numpy as np

    demands = list(distances)
    sites = list(dict.fromkeys(site for row in distances.values() for site in row))
    return demands, sites, np.array([[distances[demand][site] for site in sites] for demand in demands])


def _number_of_sites(p: int, rows: int, columns: int) -> Any:
    import numpy as np
    from scipy.optimize import LinearConstraint

    return LinearConstraint(np.concatenate([np.ones(columns), np.zeros(rows * columns)])[None, :], lb=p, ub=p)


def _assignments(rows: int, columns: int) -> list[Any]:
    """Each demand goes to one site, and only to one that is chosen."""
    import numpy as np
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array, hstack, identity, kron

    one_each = hstack([csr_array((rows, columns)), kron(identity(rows), np.ones((1, columns)))]).tocsr()
    only_chosen = hstack([kron(np.ones((rows, 1)), -identity(columns)), identity(rows * columns)]).tocsr()
    return [LinearConstraint(one_each, lb=1, ub=1), LinearConstraint(only_chosen, ub=0)]


def _cover_all(near: np.ndarray) -> np.ndarray | None:
    """Return the fewest columns that have a mark in every row; ``None`` if some row has none."""
    import numpy as np
    from scipy.optimize import LinearConstraint

    if not near.any(axis=1).all():
        return None
    return _solve(np.ones(near.shape[1]), near.shape[1], [LinearConstraint(near.astype(float), lb=1)])


def _solve(costs: np.ndarray, whole: int, constraints: list[Any]) -> np.ndarray:
    """Minimise; the first ``whole`` variables are 0 or 1, the others between: they come out whole by themselves."""
    import numpy as np
    from scipy.optimize import Bounds, milp

    kinds = np.concatenate([np.ones(whole), np.zeros(len(costs) - whole)])
    found = milp(costs, integrality=kinds, bounds=Bounds(0, 1), constraints=constraints, options={"mip_rel_gap": GAP})
    if found.x is None:
        raise ValueError(f"no solution: {found.message}")
    answer: np.ndarray = np.asarray(found.x)
    answer[:whole] = np.round(answer[:whole])
    return answer


def _sited(
    demands: list[str], sites: list[str], table: np.ndarray, chosen: np.ndarray, value: float,
    within: float | None = None,
) -> Sited:  # fmt: skip
    import numpy as np

    numbers = np.flatnonzero(chosen > 0.5)
    nearest = numbers[table[:, numbers].argmin(axis=1)]
    assigned = {
        demand: sites[site]
        for row, (demand, site) in enumerate(zip(demands, nearest, strict=True))
        if within is None or table[row, site] <= within
    }
    return Sited(tuple(sites[number] for number in numbers), value, assigned)
