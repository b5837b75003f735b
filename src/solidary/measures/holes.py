"""How far somebody's contacts know each other: Burt's constraint and effective size.

Who stands between contacts that are not tied is little constrained and can broker. The centre of a star has that for a
trivial reason, so a number means something beside those of others in the same network.

Source: Burt 1992, Structural Holes, as networkx computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan


@dataclass(frozen=True, slots=True)
class Holes:
    """The structural holes around somebody.

    Args:
        constraint: how much the contacts are tied among each other: about 0 (not at all) to a little over 1.
        effective_size: number of contacts less what they repeat of each other.
    """

    constraint: float
    effective_size: float


def holes(weights: Mapping[tuple[str, str], float]) -> dict[str, Holes]:
    """Answer how free everybody is to broker.

    Args:
        weights: strength of the tie by pair, without direction, above zero.

    Returns:
        One per node with a tie, in the order of names. Somebody without ties has no holes and is not there.

    >>> holes({("A", "B"): 1, ("A", "C"): 1})["A"]
    Holes(constraint=0.5, effective_size=2.0)
    """
    import networkx as nx

    graph = nx.Graph()
    for (first, second), weight in sorted(weights.items()):
        if weight > 0 and first != second:
            graph.add_edge(first, second, weight=weight)
    if not graph:
        return {}
    constraint = nx.constraint(graph, weight="weight")
    size = nx.effective_size(graph, weight="weight")
    return {
        node: Holes(float(constraint[node]), float(size[node])) for node in sorted(graph) if not isnan(constraint[node])
    }
