"""Whom should one speak to first, so that word reaches most? Spread under independent cascade, and seeds for it.

References: Kempe, Kleinberg & Tardos 2003 (greedy, 1 - 1/e); Leskovec et al. 2007 (lazy greedy, CELF); Borgs et al.
2014 and Tang et al. 2018 (reverse-reachable sets, OPIM-C); Tsang et al. 2019 (maximin over groups); Khuller, Moss and
Naor 1999 (budget). A spread holds only for the probabilities assumed: compare designs, not levels.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

Arc = tuple[str, str, float]
SEED: Final = 20221111
EXACT: Final = 16  # arcs that may be enumerated: 2 to the power of them


def weighted_cascade(pairs: Iterable[tuple[str, str]]) -> list[Arc]:
    """Return arcs on which each node is reached with one over the number of arcs that come in to it.

    >>> weighted_cascade([("a", "c"), ("b", "c")])
    [('a', 'c', 0.5), ('b', 'c', 0.5)]
    """
    known = list(dict.fromkeys(pairs))
    into: dict[str, int] = {}
    for _, end in known:
        into[end] = into.get(end, 0) + 1
    return [(start, end, 1 / into[end]) for start, end in known]


def spread_exact(arcs: Sequence[Arc], seeds: Iterable[str]) -> float:
    """Return the expected number of nodes reached, over all worlds of a small graph.

    >>> spread_exact([("a", "b", 0.5), ("b", "c", 0.5)], ["a"])
    1.75

    Raises:
        ValueError: if the graph has too many arcs to enumerate.
    """
    if len(arcs) > EXACT:
        raise ValueError(f"{len(arcs)} arcs; up to {EXACT} can be enumerated")
    chosen, whole = list(seeds), 0.0
    for world in product((True, False), repeat=len(arcs)):
        chance = 1.0
        for (_, _, odds), there in zip(arcs, world, strict=True):
            chance *= odds if there else 1 - odds
        if chance:
            live = [(start, end) for (start, end, _), there in zip(arcs, world, strict=True) if there]
            whole += chance * len(_reached(live, chosen))
    return whole


def _reached(live: Sequence[tuple[str, str]], seeds: Iterable[str]) -> set[str]:
    after: dict[str, list[str]] = {}
    for start, end in live:
        after.setdefault(start, []).append(end)
    seen, left = set(seeds), list(seeds)
    while left:
        for node in after.get(left.pop(), ()):
            if node not in seen:
                seen.add(node)
                left.append(node)
    return seen


def greedy(value: Callable[[tuple[str, ...]], float], nodes: Sequence[str], k: int) -> tuple[str, ...]:
    """Choose k nodes one by one, each the one that adds most, looking again only at those that may (CELF).

    Right as long as ``value`` is submodular: what a node adds never grows.

    >>> greedy(lambda seeds: spread_exact([("a", "b", 1.0), ("c", "d", 0.5)], seeds), ["a", "b", "c", "d"], 2)
    ('a', 'c')
    """
    chosen: tuple[str, ...] = ()
    now = 0.0
    queue = [(-value((node,)), place, 0) for place, node in enumerate(nodes)]
    heapq.heapify(queue)
    while queue and len(chosen) < k:
        gain, place, looked = heapq.heappop(queue)
        if looked == len(chosen):
            chosen, now = (*chosen, nodes[place]), now - gain
        else:
            heapq.heappush(queue, (now - value((*chosen, nodes[place])), place, len(chosen)))
    return chosen


@dataclass(frozen=True)
class ReverseSets:
    """Sets of nodes that would have reached a node drawn at random: the share of them that seeds hit is their spread.

    Args:
        nodes: all nodes.
        roots: the node drawn for each set, as its place among the nodes.
        sets: for each of them the places of the nodes that reach it.
    """

    nodes: tuple[str, ...]
    roots: np.ndarray
    sets: tuple[np.ndarray, ...]

    @cached_property
    def _holding(self) -> list[np.ndarray]:
        """For each node the numbers of the sets that hold it."""
        import numpy as np

        members = np.concatenate(self.sets)
        numbers = np.repeat(np.arange(len(self.sets)), [len(one) for one in self.sets])
        order = np.argsort(members, kind="stable")
        ends = np.searchsorted(members[order], np.arange(len(self.nodes) + 1))
        return [numbers[order[first:last]] for first, last in pairwise(ends)]

    def hit(self, seeds: Iterable[str]) -> np.ndarray:
        """Return for each set whether the seeds hit it."""
        import numpy as np

        place = {node: number for number, node in enumerate(self.nodes)}
        marks = np.zeros(len(self.sets), bool)
        for seed in seeds:
            marks[self._holding[place[seed]]] = True
        return marks

    def spread(self, seeds: Iterable[str]) -> float:
        """Return the expected number of nodes reached."""
        return float(self.hit(seeds).mean()) * len(self.nodes)

    def reach(self, seeds: Iterable[str], group_of: Mapping[str, str]) -> dict[str, float]:
        """Return for each group the expected share of its nodes that is reached."""
        import numpy as np

        marks, groups = self.hit(seeds), np.array([group_of[node] for node in self.nodes])[self.roots]
        return {str(group): float(marks[groups == group].mean()) for group in sorted(set(groups.tolist()))}

    def select(self, k: int) -> tuple[str, ...]:
        """Choose k seeds that hit most sets, one by one.

        On the sets that chose them their spread looks too good: ask ``spread`` of sets drawn with another seed.
        """
        import numpy as np

        free = np.ones(len(self.sets), bool)
        chosen: list[int] = []
        queue = [(-len(held), place, 0) for place, held in enumerate(self._holding)]
        heapq.heapify(queue)
        while queue and len(chosen) < k:
            _, place, looked = heapq.heappop(queue)
            if looked == len(chosen):
                chosen.append(place)
                free[self._holding[place]] = False
            else:
                heapq.heappush(queue, (-int(free[self._holding[place]].sum()), place, len(chosen)))
        return tuple(self.nodes[place] for place in chosen)

    def select_within(self, costs: Mapping[str, float], budget: float) -> tuple[str, ...]:
        """Choose seeds that a budget can pay: the better of most hits per cost, and of the best single one."""
        single = max((node for node in self.nodes if costs[node] <= budget), key=lambda node: self.spread([node]))
        chosen: tuple[str, ...] = ()
        left = budget
        while node := self._best(
            chosen, [one for one in self.nodes if costs[one] <= left and one not in chosen], costs
        ):
            chosen, left = (*chosen, node[0]), left - costs[node[0]]
        return max((chosen, (single,)), key=self.spread)

    def _best(self, chosen: tuple[str, ...], open_to: Sequence[str], costs: Mapping[str, float]) -> tuple[str, ...]:
        free = ~self.hit(chosen)
        place = {node: number for number, node in enumerate(self.nodes)}
        gains = {node: int(free[self._holding[place[node]]].sum()) / costs[node] for node in open_to}
        best = max(gains, key=lambda node: gains[node], default=None)
        return () if best is None or gains[best] <= 0 else (best,)

    def select_fair(self, group_of: Mapping[str, str], costs: Mapping[str, float], budget: float) -> tuple[str, ...]:
        """Choose seeds that a budget can pay, each for the group that is reached least (maximin).

        The least reach of a group is not submodular, so no bound is claimed; compare with an equal budget per group.
        """
        import numpy as np

        groups = np.array([group_of[node] for node in self.nodes])[self.roots]
        chosen: tuple[str, ...] = ()
        left = budget
        while open_to := [node for node in self.nodes if node not in chosen and costs[node] <= left]:
            for group in sorted((reach := self.reach(chosen, group_of)), key=lambda one: reach[one]):
                found = self._best_for(chosen, open_to, costs, groups == group)
                if found:
                    break
            else:
                break
            chosen, left = (*chosen, found[0]), left - costs[found[0]]
        return chosen

    def _best_for(
        self, chosen: tuple[str, ...], open_to: Sequence[str], costs: Mapping[str, float],
        wanted: np.ndarray,
    ) -> tuple[str, ...]:  # fmt: skip
        free = ~self.hit(chosen)
        place = {node: number for number, node in enumerate(self.nodes)}
        gains = {}
        for node in open_to:
            held = self._holding[place[node]]
            gains[node] = (int((free[held] & wanted[held]).sum()) / costs[node], int(free[held].sum()))
        best = max(gains, key=lambda node: gains[node])
        return () if gains[best][0] <= 0 else (best,)


def reverse_sets(arcs: Sequence[Arc], number: int, seed: int = SEED) -> ReverseSets:
    """Draw reverse-reachable sets: a node at random, and all from which a drawn world leads to it.

    Args:
        arcs: from whom, to whom, with which probability.
        number: how many sets; the error of a spread falls with its square root.
        seed: the same seed draws the same sets.

    >>> found = reverse_sets([("a", "b", 1.0), ("b", "c", 1.0)], 300)
    >>> found.select(1), found.spread(["a"])
    (('a',), 3.0)
    """
    import numpy as np

    nodes = tuple(dict.fromkeys(node for start, end, _ in arcs for node in (start, end)))
    place = {node: number for number, node in enumerate(nodes)}
    before: list[list[int]] = [[] for _ in nodes]
    odds: list[list[float]] = [[] for _ in nodes]
    for start, end, chance in arcs:
        before[place[end]].append(place[start])
        odds[place[end]].append(chance)
    chances = np.random.default_rng(seed)
    into = [(np.array(starts, np.int64), np.array(odds[end])) for end, starts in enumerate(before)]
    roots = chances.integers(len(nodes), size=number)
    sets = tuple(_backwards(int(root), into, chances) for root in roots)
    return ReverseSets(nodes, roots, sets)


def _backwards(root: int, into: Sequence[tuple[np.ndarray, np.ndarray]], chances: np.random.Generator) -> np.ndarray:
    """Return all nodes from which a world, drawn as it is walked, leads to the root."""
    import numpy as np

    seen, left = {root}, [root]
    while left:
        starts, odds = into[left.pop()]
        if len(starts):
            for node in starts[chances.random(len(starts)) < odds].tolist():
                if node not in seen:
                    seen.add(node)
                    left.append(node)
    return np.fromiter(seen, np.int64, len(seen))
