"""Who stands in the centre of a network of one kind (Freeman 1979, Social Networks 1)."""

from __future__ import annotations

from collections.abc import Iterable

from solidary.measures.twomode import Place, Tie


def places_among(ties: Iterable[Tie]) -> dict[str, Place]:
    """Answer who stands in the centre, among nodes of one kind.

    Args:
        ties: pairs without direction; a pair that comes twice counts once.

    Returns:
        One place per node with a tie, in the order of names.

    >>> places_among([("TH", "KR"), ("TH", "JP")])["TH"].betweenness
    1.0
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from((first, second) for first, second in sorted(set(ties)) if first != second)
    degree, closeness = nx.degree_centrality(graph), nx.closeness_centrality(graph)
    betweenness = nx.betweenness_centrality(graph)
    return {node: Place(degree[node], closeness[node], betweenness[node]) for node in sorted(graph)}
