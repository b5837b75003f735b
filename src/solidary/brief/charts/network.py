"""A network of two kinds as SVG: two columns, ordered so that ties cross little; the same data gives the same picture.

Within its group a node stands at the mean height of those to which it is tied (the barycentre of Sugiyama, Tagawa and
Toda 1981), worked out from side to side a few times.
"""

from __future__ import annotations

from collections.abc import Sequence

from solidary.analyses.chart import Network, Node
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import LINE, cut, dot, fine, label_of, rule, text_at

LEFT, RIGHT = 132.0, 262.0  # where the two columns stand; their labels lie outside
ROOM = 24  # mean characters of a label
ROUNDS = 6
HEAD = 22.0  # height of the name of a group


def network(chart: Network, words: Catalogue) -> tuple[str, float, str]:
    """Draw the nodes of each kind under one another, larger with their weight, and the ties between them."""
    orders = _ordered(chart)
    tops = [_heights(nodes, order) for nodes, order in zip((chart.left, chart.right), orders, strict=True)]
    height = max(max(top.values(), default=0.0) for top in tops) + LINE
    parts = []
    for left, right in sorted(chart.ties, key=lambda tie: tie[0] == chart.strong):
        kind = "tie tone-accent" if left == chart.strong else "tie"
        parts.append(rule(LEFT, tops[0][left] - 4, RIGHT, tops[1][right] - 4, kind))
    parts += _column(chart.left, orders[0], tops[0], words, left=True)
    parts += _column(chart.right, orders[1], tops[1], words, left=False)
    return "".join(parts), height, _told(chart, orders, words)


def _ordered(chart: Network) -> tuple[list[int], list[int]]:
    """The order of both columns: groups as given, nodes within a group by the mean place of their neighbours."""
    near: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for left, right in chart.ties:
        near[0].setdefault(left, []).append(right)
        near[1].setdefault(right, []).append(left)
    orders = ([*range(len(chart.left))], [*range(len(chart.right))])
    for turn in range(ROUNDS):
        side = turn % 2
        nodes, other = (chart.left, chart.right)[side], orders[1 - side]
        place = {node: number for number, node in enumerate(other)}
        orders[side].sort(key=lambda node: (_rank(nodes, node), _mean([place[one] for one in near[side].get(node, [])]),
                                            nodes[node].label))  # fmt: skip
    return orders


def _rank(nodes: Sequence[Node], node: int) -> int:
    return list(dict.fromkeys(one.group for one in nodes)).index(nodes[node].group)


def _mean(places: list[int]) -> float:
    return sum(places) / len(places) if places else 0.0


def _heights(nodes: Sequence[Node], order: list[int]) -> dict[int, float]:
    found, y, group = {}, 0.0, None
    for node in order:
        if nodes[node].group != group:
            group, y = nodes[node].group, y + HEAD
        y += LINE
        found[node] = y
    return found


def _column(
    nodes: Sequence[Node], order: list[int], tops: dict[int, float], words: Catalogue, *, left: bool
) -> list[str]:
    parts, group = [], None
    x, step, anchor = (LEFT, -9, "end") if left else (RIGHT, 9, "")
    for node in order:
        one, y = nodes[node], tops[node]
        if one.group != group:
            group = one.group
            parts.append(text_at(0 if left else RIGHT, y - LINE - 2, words.text(one.group), "quiet"))
        name = label_of(one.label, words)
        parts.append(
            dot(x, y - 4, f"tone-{one.tone}", f"{name}: {fine(one.weight)}", round(2 + 5 * float(one.weight) ** 0.5, 1))
        )
        parts.append(text_at(x + step, y, cut(name, ROOM), "small strong" if one.tone == "accent" else "small", anchor))
    return parts


def _told(chart: Network, orders: tuple[list[int], list[int]], words: Catalogue) -> str:
    """Every node of the right column with those of the left to which it is tied."""
    told = []
    for right in orders[1]:
        tied = {left for left, other in chart.ties if other == right}
        names = ", ".join(label_of(chart.left[left].label, words) for left in orders[0] if left in tied)
        told.append(f"{label_of(chart.right[right].label, words)}: {names or '–'}")
    return f"{'; '.join(told)}."
