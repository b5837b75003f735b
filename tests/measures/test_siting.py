"""Sites on the published test problems of the field, and what more sites or more reach must do."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.measures.siting import Distances, maximal_covering, p_centre, p_median, set_covering
from tests.measures.texts import need

OPTIMA = {1: 5819, 2: 4093, 3: 4250}  # Beasley 1985, OR-Library
TRACTS, ROADS = (
    "SF_demand_205_centroid_uniform_weight.csv",
    "SF_network_distance_candidateStore_16_censusTract_205_new.csv",
)


def pmed(path: Path) -> tuple[Distances, int]:
    """Read a problem of the OR-Library: of an edge that is there twice the last line holds."""
    import numpy as np
    from scipy.sparse.csgraph import floyd_warshall

    head, *lines = ([int(part) for part in line.split()] for line in path.read_text().splitlines() if line.strip())
    size, _, p = head
    table = np.full((size, size), np.inf)
    for one, other, length in lines:
        table[one - 1, other - 1] = table[other - 1, one - 1] = length
    full = floyd_warshall(table, directed=False)
    return {str(i): {str(j): float(full[i, j]) for j in range(size)} for i in range(size)}, p


@pytest.mark.parametrize("number", OPTIMA)
def test_t17_p_medians_of_the_or_library(number: int) -> None:
    distances, p = pmed(need("reference", "pmed", f"pmed{number}.txt"))
    found = p_median(distances, dict.fromkeys(distances, 1.0), p)
    assert round(found.value, 6) == OPTIMA[number]
    assert len(found.sites) == p
    assert sum(distances[demand][site] for demand, site in found.assigned.items()) == pytest.approx(OPTIMA[number])


@pytest.fixture(scope="module")
def francisco() -> tuple[Distances, dict[str, float]]:
    """205 census tracts of San Francisco, 16 stores: rows are matched by name, never by place."""
    distances: dict[str, dict[str, float]] = {}
    with need("reference", "spopt-sf", ROADS).open(newline="") as file:
        for row in csv.DictReader(file):
            distances.setdefault(row["DestinationName"], {})[row["name"]] = float(row["distance"])
    with need("reference", "spopt-sf", TRACTS).open(newline="") as file:
        people = {row["NAME"]: float(row["POP2000"]) for row in csv.DictReader(file)}
    return distances, {name: people[name] for name in distances}


def test_t18_san_francisco(francisco: tuple[Distances, dict[str, float]]) -> None:
    distances, people = francisco
    assert set_covering(distances, 5000.0).value == 8
    covered = maximal_covering(distances, people, 4, 5000.0)
    assert covered.value == pytest.approx(875_247)
    assert len(covered.assigned) * 100 / len(distances) == pytest.approx(89.756, abs=1e-3)
    median = p_median(distances, people, 4)
    assert median.value / sum(people.values()) == pytest.approx(2982.12686, abs=1e-4)
    assert p_centre(distances, 4).value == pytest.approx(7403.0638, abs=1e-4)


Points = list[tuple[int, int]]
points = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=4, max_size=7, unique=True)


def grid(places: Points) -> Distances:
    """Distances along streets between points."""
    return {
        f"d{i}": {f"s{j}": float(abs(a - x) + abs(b - y)) for j, (x, y) in enumerate(places)}
        for i, (a, b) in enumerate(places)
    }


def subsets(number: int, size: int) -> Iterator[tuple[int, ...]]:
    from itertools import combinations

    yield from combinations(range(number), size)


@settings(max_examples=25, deadline=None)
@given(points, st.integers(1, 3))
def test_sites_are_the_best_of_all_that_can_be_chosen(places: Points, p: int) -> None:
    distances = grid(places)
    weights = {name: float(number + 1) for number, name in enumerate(distances)}

    def nearest(chosen: tuple[int, ...], demand: str) -> float:
        return min(distances[demand][f"s{number}"] for number in chosen)

    choices = list(subsets(len(places), p))
    assert p_median(distances, weights, p).value == pytest.approx(
        min(sum(weights[name] * nearest(chosen, name) for name in distances) for chosen in choices)
    )
    assert p_centre(distances, p).value == min(max(nearest(chosen, name) for name in distances) for chosen in choices)
    assert maximal_covering(distances, weights, p, 6).value == pytest.approx(
        max(sum(weights[name] for name in distances if nearest(chosen, name) <= 6) for chosen in choices)
    )


@settings(max_examples=20, deadline=None)
@given(points)
def test_more_sites_never_cost_more_and_never_cover_less(places: Points) -> None:
    distances = grid(places)
    weights = dict.fromkeys(distances, 1.0)
    costs = [p_median(distances, weights, p).value for p in (1, 2, 3)]
    covers = [maximal_covering(distances, weights, p, 5).value for p in (1, 2, 3)]
    wider = [maximal_covering(distances, weights, 2, within).value for within in (2, 5, 9)]
    assert costs == sorted(costs, reverse=True)
    assert covers == sorted(covers) and wider == sorted(wider)


def test_a_demand_that_no_site_reaches_is_told() -> None:
    with pytest.raises(ValueError, match="no site lies within"):
        set_covering({"a": {"s": 9.0}}, 5)
