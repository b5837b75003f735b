"""Networks against published values: methods T7, T8, T9 and T23."""

from __future__ import annotations

import networkx as nx
import pytest

from solidary.errors import UnknownName
from solidary.measures.brokerage import roles
from solidary.measures.holes import holes
from solidary.measures.onemode import places_among
from solidary.measures.twomode import places, together

# Borgatti's example of structural holes, seven nodes; weights as in the tests of networkx.
EXAMPLE = {
    ("A", "B"): 2.0, ("A", "F"): 3.0, ("A", "G"): 5.0, ("A", "E"): 2.0, ("E", "G"): 8.0,
    ("F", "G"): 3.0, ("B", "G"): 4.0, ("B", "D"): 1.0, ("D", "G"): 3.0, ("G", "C"): 10.0,
}  # fmt: skip


def test_the_southern_women_stand_where_borgatti_and_everett_found_them() -> None:
    """T7: Davis's 18 women and 14 events; Borgatti and Everett 1997, table 2, with the digits of networkx."""
    graph = nx.davis_southern_women_graph()
    found = places((woman, event) for woman in graph.graph["top"] for event in graph[woman])
    assert (len(found.actors), len(found.events)) == (18, 14)
    expected = {"E8": (0.7778, 0.2438, 0.8462), "E9": (0.6667, 0.2255, 0.7857), "E7": (0.5556, 0.1295, 0.7333)}
    for event, numbers in expected.items():
        one = found.events[event]
        assert (one.degree, one.betweenness, one.closeness) == pytest.approx(numbers, abs=1e-4)
    nora = found.actors["Nora Fayette"]
    assert (nora.degree, nora.betweenness, nora.closeness) == pytest.approx((0.5714, 0.1135, 0.8000), abs=1e-4)


def test_structural_holes_are_those_of_the_published_example() -> None:
    """T8: constraint and effective size as UCINET, igraph and a reckoning by hand give them."""
    found = holes(dict.fromkeys(EXAMPLE, 1.0))
    assert [found[node].constraint for node in "AGC"] == pytest.approx([0.5955, 0.4003, 1], abs=1e-3)
    assert [found[node].effective_size for node in "AGC"] == pytest.approx([2.5, 4.667, 1], abs=1e-3)


def test_weighted_constraint_is_that_of_the_published_example() -> None:
    found = holes(EXAMPLE)
    assert [found[node].constraint for node in "AGC"] == pytest.approx([0.795, 0.299, 1], abs=1e-3)


def test_roles_in_the_karate_club_are_those_of_sna() -> None:
    """T9: R package sna 2.7, brokerage(), on Zachary's karate club with the two clubs as groups."""
    graph = nx.karate_club_graph()
    clubs = {str(node + 1): graph.nodes[node]["club"] for node in graph}
    found = roles(((str(one + 1), str(other + 1)) for one, other in graph.edges), clubs)
    told = {
        node: (one.coordinator, one.itinerant, one.representative, one.gatekeeper, one.liaison, one.total)
        for node, one in found.items()
    }
    assert told["1"] == (174, 0, 15, 15, 0, 204)
    assert told["3"] == (10, 12, 23, 23, 0, 68)
    assert told["34"] == (156, 6, 40, 40, 0, 242)
    assert tuple(map(sum, zip(*told.values(), strict=True))) == (510, 20, 128, 128, 0, 786)


def test_krackhardts_kite_and_the_florentine_families_stand_where_they_should() -> None:
    """T23: Krackhardt 1990 (nodes from 0, as networkx has them) and Padgett's marriages."""
    kite = places_among((str(one), str(other)) for one, other in nx.krackhardt_kite_graph().edges)
    assert kite["7"].betweenness == pytest.approx(0.389, abs=1e-3)
    assert kite["3"].degree == pytest.approx(0.667, abs=1e-3)
    assert [kite[node].closeness for node in "56"] == pytest.approx([0.643, 0.643], abs=1e-3)
    families = places_among(nx.florentine_families_graph().edges)
    assert families["Medici"].betweenness == pytest.approx(0.5220, abs=1e-3)
    assert families["Medici"].betweenness * (14 * 13 / 2) == pytest.approx(47.5, abs=1e-2)


def test_a_meeting_of_few_ties_more_than_one_of_many() -> None:
    ties = [("A", "big"), ("B", "big"), ("C", "big"), ("A", "small"), ("B", "small")]
    assert together(ties) == {("A", "B"): pytest.approx(1.5), ("A", "C"): pytest.approx(0.5), ("B", "C"): 0.5}
    assert together([("A", "alone")]) == {}


def test_the_order_and_repetition_of_ties_changes_nothing() -> None:
    ties = [("A", "x"), ("B", "x"), ("B", "y"), ("C", "y")]
    assert places(ties) == places([*reversed(ties), *ties])
    assert list(places(reversed(ties)).actors) == ["A", "B", "C"]


def test_an_actor_and_an_event_of_one_name_stay_two() -> None:
    found = places([("ASEAN", "ASEAN"), ("KR", "ASEAN")])
    assert found.events["ASEAN"].degree == 1
    assert set(found.actors) == {"ASEAN", "KR"}


def test_nobody_and_nothing_has_no_place() -> None:
    assert places([]).actors == {}
    assert holes({}) == {}
    assert places_among([]) == {}


def test_who_has_no_group_cannot_be_given_a_role() -> None:
    with pytest.raises(UnknownName, match="node"):
        roles([("A", "B")], {"A": 1})


def test_each_role_by_hand_in_a_directed_triad() -> None:
    found = roles([("A", "B"), ("B", "C")], {"A": 1, "B": 2, "C": 3}, directed=True)
    assert (found["B"].liaison, found["B"].total) == (1, 1)
    closed = roles([("A", "B"), ("B", "C"), ("A", "C")], {"A": 1, "B": 2, "C": 3}, directed=True)
    assert closed["B"].total == 0
