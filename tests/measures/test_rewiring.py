"""The null model of two-mode networks: degrees stay, and betweenness is that of an independent program."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.measures.rewiring import _dealt, betweenness, share_of_ways


def _of(actors: int, events: int) -> st.SearchStrategy[list[list[bool]]]:
    row = st.lists(st.booleans(), min_size=events, max_size=events)
    return st.lists(row, min_size=actors, max_size=actors)


MATRICES = st.tuples(st.integers(2, 6), st.integers(2, 6)).flatmap(lambda size: _of(*size))


def by_networkx(matrix: list[list[bool]]) -> list[float]:
    graph = nx.Graph()
    actors = len(matrix)
    graph.add_nodes_from(range(actors + len(matrix[0])))
    graph.add_edges_from((a, actors + e) for a, row in enumerate(matrix) for e, tie in enumerate(row) if tie)
    found = nx.betweenness_centrality(graph, normalized=False)
    return [found[node] for node in range(len(graph))]


@given(MATRICES)
def test_betweenness_of_many_networks_is_that_of_networkx(matrix: list[list[bool]]) -> None:
    both = np.array([matrix, [row[::-1] for row in matrix]])
    found = betweenness(both)
    assert found[0] == pytest.approx(by_networkx(matrix))
    assert found[1] == pytest.approx(by_networkx([row[::-1] for row in matrix]))


def test_southern_women_pass_most_through_the_eighth_event() -> None:
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    matrix = [[event in graph[woman] for event in events] for woman in women]
    found = betweenness(np.array([matrix]))[0]
    raw = nx.betweenness_centrality(graph, normalized=False)
    assert found == pytest.approx([raw[node] for node in (*women, *events)])


@settings(max_examples=50)
@given(MATRICES.filter(lambda matrix: any(map(any, matrix))), st.integers(0, 99))
def test_dealing_anew_keeps_how_many_ties_everybody_has(matrix: list[list[bool]], seed: int) -> None:
    before = np.array(matrix)
    after = _dealt(before, np.random.default_rng(seed))
    assert (after.sum(axis=0) == before.sum(axis=0)).all()
    assert (after.sum(axis=1) == before.sum(axis=1)).all()


def test_two_separate_circles_bridged_by_one_event_are_unlike_chance() -> None:
    ties = [(f"{side}{number}", f"{side}-{event}") for side in "ab" for number in range(6) for event in range(3)]
    ties += [("a0", "bridge"), ("b0", "bridge")]
    found = share_of_ways(ties, ["bridge"])
    assert found is not None
    assert found.effect is not None
    assert found.effect > 2
    assert found.low <= found.expected <= found.high < found.observed


def test_the_same_seed_gives_the_same_answer_and_nothing_has_none() -> None:
    ties = [("A", "x"), ("B", "x"), ("B", "y"), ("C", "y")]
    assert share_of_ways(ties, ["x"]) == share_of_ways(reversed(ties), ["x"])
    assert share_of_ways([], ["x"]) is None
    assert share_of_ways([("A", "x")], ["x"]) is None


def test_where_dealing_changes_nothing_there_is_no_effect() -> None:
    found = share_of_ways([("A", "x"), ("B", "x")], ["x"])
    assert found is not None
    assert (found.observed, found.effect) == (1.0, None)
