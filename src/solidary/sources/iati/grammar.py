"""The specification as a tree that a walk can follow: one node per element, with slots for attributes and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from solidary.sources.iati.specification import IGNORED, PLACE, XML_LANG, Table, sources_of, tables

LEAF, HOLDER, ROW, NARRATED, LEFT_OUT = range(5)
OFFSET: Final = len(PLACE)  # a row begins with its place


@dataclass(slots=True)
class Node:
    """What to do with one element.

    Args:
        kind: LEAF has no child that matters, HOLDER gives its children's values to the row above, ROW begins a row.
        table: number of the table of the row (its own for ROW, the one above otherwise).
        attributes: attribute name -> slot in the row.
        text: slot of the element's text, or -1.
        blank: empty values of a row.
        code: number of the place of its narratives: table, and path below the row's element; see ``places``.
    """

    path: str
    kind: int = LEAF
    table: int = 0
    blank: tuple[None, ...] = ()
    attributes: dict[str, int] = field(default_factory=dict)
    text: int = -1
    code: int = -1
    children: dict[str, Node] = field(default_factory=dict)


@cache
def names() -> tuple[str, ...]:
    """Return the names of all tables in their order, which is their number."""
    return tuple(tables())


@cache
def grammar(major: int) -> dict[str, Node]:
    """Return the nodes of the two record elements, as a major version spells them."""
    roots: dict[str, Node] = {}
    for table in sources_of(major):
        _add(table, roots)
    for path in IGNORED:
        node = _reach(roots, path.split("/"))
        node.kind, node.children = LEFT_OUT, {}
    for root in roots.values():
        _narrated(root, "", major)
    return roots


def _add(table: Table, roots: dict[str, Node]) -> None:
    row = _reach(roots, table.path.split("/"))
    slots = {column.name: OFFSET + number for number, column in enumerate(tables()[table.name].columns)}
    row.kind, row.table, row.blank = ROW, names().index(table.name), (None,) * len(slots)
    for column in table.columns:
        *elements, last = column.path.split("/")
        attribute = last.removeprefix("@") if last.startswith("@") else None
        node = _below(row, elements if attribute or last == "." else [*elements, last])
        if attribute:
            node.attributes[XML_LANG if attribute == "xml:lang" else attribute] = slots[column.name]
        else:
            node.text = slots[column.name]


def _reach(roots: dict[str, Node], elements: list[str]) -> Node:
    root = roots.setdefault(elements[0], Node(elements[0]))
    return _below(root, elements[1:])


def _below(node: Node, elements: list[str]) -> Node:
    for element in elements:
        node = node.children.setdefault(element, Node(f"{node.path}/{element}"))
    return node


# Elements that hold no narrative in any version: their text, if any, is a value or a fault.
_BARE: Final = frozenset(
    """iati-identifier organisation-identifier value period-start period-end transaction-type transaction-date flow-type
    finance-type tied-status aid-type disbursement-channel activity-status collaboration-type default-flow-type
    default-finance-type default-tied-status default-aid-type capital-spend location-reach exactness location-class
    feature-designation location-id pos point language document-date dimension reference""".split()
)


_PLACES: dict[tuple[str, str], int] = {}


def places() -> tuple[tuple[str, str], ...]:
    """Return table and element of every place where a narrative may stand, in the order of their numbers."""
    for major in (1, 2):
        grammar(major)
    return tuple(_PLACES)


def _narrated(node: Node, element: str, major: int) -> None:
    """Give every node its kind and, where narratives may stand, their place and a child that takes them."""
    own = "" if node.kind == ROW else element
    if node.kind == LEFT_OUT:
        return
    name = node.path.rpartition("/")[2]
    if name not in _BARE:
        for holder in _HOLDERS.get(name, ()):
            node.children.setdefault(holder, Node(f"{node.path}/{holder}", HOLDER))
    for key, child in node.children.items():
        child.table = child.table if child.kind == ROW else node.table
        _narrated(child, f"{own}/{key}".lstrip("/"), major)
    if name in _BARE:
        node.kind = HOLDER if node.children and node.kind == LEAF else node.kind
        return
    node.kind = HOLDER if node.kind == LEAF else node.kind
    node.code = _PLACES.setdefault((names()[node.table], own), len(_PLACES))
    node.children["narrative"] = Node(f"{node.path}/narrative", NARRATED, node.table, code=node.code)


# Elements that only hold narratives, by the element above them.
_HOLDERS: Final = {
    "iati-activity": ("title", "reporting-org"),
    "iati-organisation": ("name", "reporting-org"),
    "location": ("name", "description", "activity-description"),
    "budget-item": ("description",),
    "transaction": ("description", "provider-org", "receiver-org", "recipient-country", "recipient-region"),
    "planned-disbursement": ("provider-org", "receiver-org"),
    "document-link": ("title", "description"),
    "result": ("title", "description"),
    "indicator": ("title", "description"),
    "baseline": ("comment",),
    "target": ("comment",),
    "actual": ("comment",),
    "other-identifier": ("owner-org",),
    "recipient-org-budget": ("recipient-org",),
    "recipient-country-budget": ("recipient-country",),
    "recipient-region-budget": ("recipient-region",),
}
