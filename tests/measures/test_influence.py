"""Seeds of influence: on a small graph against all its worlds, on the graph of the literature against its programs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.measures.influence import (
    Arc,
    ReverseSets,
    greedy,
    reverse_sets,
    spread_exact,
    weighted_cascade,
)
from tests.measures.texts import need

NODES = "abcdef"
pairs = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda pair: pair[0] != pair[1])
graphs = st.lists(pairs, min_size=2, max_size=7, unique=True)
SIX: list[Arc] = [("a", "b", 0.5), ("b", "c", 0.5), ("a", "d", 0.2), ("d", "e", 0.9), ("c", "f", 0.3), ("f", "a", 0.4)]


def with_odds(arcs: list[tuple[str, str]]) -> list[Arc]:
    return [(start, end, (number % 4 + 1) / 5) for number, (start, end) in enumerate(arcs)]


def test_a_spread_worked_out_by_hand() -> None:
    # a reaches itself, b in half of the worlds, c in a quarter, d in a fifth, e in 0.2 x 0.9, f in 0.25 x 0.3.
    assert spread_exact(SIX, ["a"]) == pytest.approx(1 + 0.5 + 0.25 + 0.2 + 0.18 + 0.075)


@settings(max_examples=30, deadline=None)
@given(graphs, st.sampled_from(NODES), st.sampled_from(NODES))
def test_a_seed_never_lowers_spread_and_adds_ever_less(arcs: list[tuple[str, str]], one: str, two: str) -> None:
    graph = with_odds(arcs)
    gain_first = spread_exact(graph, {one}) - spread_exact(graph, set())
    gain_later = spread_exact(graph, {one, two}) - spread_exact(graph, {two})
    assert spread_exact(graph, {one, two}) >= spread_exact(graph, {two}) - 1e-9
    assert gain_later <= gain_first + 1e-9


@settings(max_examples=15, deadline=None)
@given(graphs, st.integers(1, 3))
def test_lazy_greedy_is_greedy_and_keeps_its_bound(arcs: list[tuple[str, str]], k: int) -> None:
    graph = with_odds(arcs)
    found = spread_exact(graph, greedy(lambda seeds: spread_exact(graph, seeds), NODES, k))
    plain: tuple[str, ...] = ()
    for _ in range(k):
        rest = [node for node in NODES if node not in plain]
        plain = (*plain, max(rest, key=lambda node: spread_exact(graph, (*plain, node))))
    best = max(spread_exact(graph, chosen) for chosen in combinations(NODES, k))
    assert found == pytest.approx(spread_exact(graph, plain))
    assert found >= (1 - 1 / 2.71828) * best


@settings(max_examples=15, deadline=None)
@given(graphs)
def test_reverse_sets_agree_with_all_worlds(arcs: list[tuple[str, str]]) -> None:
    graph = with_odds(arcs)
    found = reverse_sets(graph, 4000)
    seeds = [found.nodes[0]]
    # Nodes without arcs are not in the graph; four standard errors of a share of 0.5, times six nodes at the most.
    assert found.spread(seeds) == pytest.approx(spread_exact(graph, seeds), abs=4 * 6 * 0.5 / 4000**0.5)


def test_a_graph_too_large_to_enumerate_is_refused() -> None:
    with pytest.raises(ValueError, match="17 arcs"):
        spread_exact([(str(number), "z", 0.5) for number in range(17)], ["z"])


# Two groups: a star of eight (the hub reaches all), and four that only know each other in pairs.
GROUPED: list[Arc] = [("hub", f"big{number}", 1.0) for number in range(7)] + [("s1", "s2", 1.0), ("s3", "s4", 1.0)]
GROUP = {
    "hub": "big",
    **{f"big{number}": "big" for number in range(7)},
    **dict.fromkeys(("s1", "s2", "s3", "s4"), "small"),
}


@pytest.fixture(scope="module")
def drawn() -> ReverseSets:
    return reverse_sets(GROUPED, 3000)


def test_fair_seeds_raise_the_group_that_is_reached_least(drawn: ReverseSets) -> None:
    even = dict.fromkeys(drawn.nodes, 1.0)
    most, fair = drawn.select(2), drawn.select_fair(GROUP, even, 2)
    assert most[0] == "hub" and "hub" in fair
    # One of two pairs is half of the small group; 1,000 of 3,000 sets began there: four standard errors are 0.064.
    assert drawn.reach(fair, GROUP) == pytest.approx({"big": 1.0, "small": 0.5}, abs=0.064)
    assert min(drawn.reach(fair, GROUP).values()) >= min(drawn.reach(most, GROUP).values())


def test_a_budget_is_kept_and_a_dear_hub_that_pays_is_taken(drawn: ReverseSets) -> None:
    costs = dict.fromkeys(drawn.nodes, 1.0) | {"hub": 3.0}
    for budget in (1.0, 2.0, 3.0, 4.0):
        for chosen in (drawn.select_within(costs, budget), drawn.select_fair(GROUP, costs, budget)):
            assert sum(costs[node] for node in chosen) <= budget
    assert drawn.select_within(costs, 3.0)[0] == "hub"  # eight for three; four for two is the other way


def test_the_first_seed_is_the_best_single_one(drawn: ReverseSets) -> None:
    assert drawn.select(1) == ("hub",)
    assert drawn.spread(["hub"]) == pytest.approx(8, abs=4 * 12 * 0.5 / 3000**0.5)


TEN = "107 1684 3437 0 1912 348 3980 686 414 698".split()  # the seeds that OPIM-C and SUBSIM print for ten


def test_t16_the_graph_of_the_literature() -> None:
    lines = need("im-opim", "graphInfo", "facebook").read_text().splitlines()
    assert lines[0].split() == ["4039", "176468"]
    arcs = weighted_cascade((one, two) for one, two in map(str.split, lines[1:]))
    chosen, judged = reverse_sets(arcs, 20_000, 1), reverse_sets(arcs, 200_000, 2)
    seeds = chosen.select(50)
    assert seeds[0] == "107" and len(set(seeds[:10]) & set(TEN)) >= 8  # the tenth differs between the programs too
    assert judged.spread(["107"]) == pytest.approx(192, rel=0.015)
    assert judged.spread(TEN) == pytest.approx(872, rel=0.015)
    assert judged.spread(seeds[:10]) >= 868 * 0.985
    # Fifty seeds come to more than the 1,170 to 1,185 that are published, since both programs stop at their guarantee:
    # walked forwards, which shares nothing with reverse sets, these seeds reach 1,215 +- 4 people (bench/influence.py).
    assert 1170 * 0.985 <= judged.spread(seeds) <= 1215 * 1.015
