"""Who and what stands in the centre of a network of two kinds: partners and the mechanisms in which they take part.

The two kinds are kept apart; made into one kind first, everybody in a mechanism would be tied to everybody, and big
mechanisms would make all central. Centrality is normalised for two kinds (Borgatti and Everett 1997, Social Networks
19), as networkx computes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Tie = tuple[str, str]
Weights = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, each number from 0 to 1.

    Args:
        degree: part of the other kind to which it is tied.
        closeness: how few steps away all others are.
        betweenness: part of the shortest ways between others that go through it.
    """

    degree: float
    closeness: float
    betweenness: float


@dataclass(frozen=True, slots=True)
class TwoMode:
    """The places of all actors and of all that they take part in."""

    actors: dict[str, Place]
    events: dict[str, Place]


def places(ties: Iterable[Tie]) -> TwoMode:
    """Answer who and what stands in the centre.

    Args:
        ties: actor and event; a pair that comes twice counts once. Who takes part in nothing is not in the network.

    Returns:
        One place per actor and one per event, in the order of names.

    >>> places([("KR", "ARF"), ("JP", "ARF"), ("KR", "EAS")]).events["ARF"].degree
    1.0
    """
    import networkx as nx
    from networkx.algorithms import bipartite

    graph = _graph(ties)
    actors = [node for node in graph if node[0] == 0]
    if not actors:
        return TwoMode({}, {})
    degree = bipartite.degree_centrality(graph, actors)
    closeness = bipartite.closeness_centrality(graph, actors)
    between = nx.betweenness_centrality(graph, normalized=False)
    counts = (len(actors), len(graph) - len(actors))
    most = (_most_between(*counts), _most_between(counts[1], counts[0]))
    found: tuple[dict[str, Place], dict[str, Place]] = ({}, {})
    for kind, name in graph:
        node, highest = (kind, name), most[kind]
        found[kind][name] = Place(degree[node], closeness[node], between[node] / highest if highest else 0.0)
    return TwoMode(*found)


def _most_between(own: int, other: int) -> float:
    """The betweenness that a node can reach at the most among so many of its own and the other kind.

    0 where there is nobody to stand between, which networkx divides by.
    """
    rounds, rest = divmod(own - 1, other)
    whole = other**2 * (rounds + 1) ** 2 + other * (rounds + 1) * (2 * rest - rounds - 1)
    return (whole - rest * (2 * rounds - rest + 3)) / 2


def together(ties: Iterable[Tie]) -> Weights:
    """Answer how much each two actors work together: 1/(k - 1) for each event with k actors that they share.

    Newman 2001, Physical Review E 64: a meeting of two ties them more than one of twenty.

    Args:
        ties: actor and event.

    Returns:
        One weight per pair of actors with an event in common, names in order.

    >>> together([("KR", "ARF"), ("JP", "ARF"), ("TH", "ARF"), ("KR", "Mekong"), ("TH", "Mekong")])[("KR", "TH")]
    1.5
    """
    inside: dict[str, set[str]] = {}
    for actor, event in ties:
        inside.setdefault(event, set()).add(actor)
    found: Weights = {}
    for _, actors in sorted(inside.items()):
        for pair in combinations(sorted(actors), 2):
            found[pair] = found.get(pair, 0.0) + 1 / (len(actors) - 1)
    return dict(sorted(found.items()))


def _graph(ties: Iterable[Tie]) -> nx.Graph:
    """A node is its kind and name, so that a partner and a mechanism of one name stay two."""
    import networkx as nx

    pairs = sorted(set(ties))
    graph = nx.Graph()
    graph.add_nodes_from((0, actor) for actor in sorted({actor for actor, _ in pairs}))
    graph.add_nodes_from((1, event) for event in sorted({event for _, event in pairs}))
    graph.add_edges_from(((0, actor), (1, event)) for actor, event in pairs)
    return graph
