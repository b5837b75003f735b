"""The compiled walk, if it could be built: the same grammar, handed to C, and its columns handed back.

It is optional: without a C compiler at installation, or with ``SOLIDARY_PURE`` set, the walk of ``reader`` does all.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from solidary.sources.iati.grammar import OFFSET, Node, grammar, names
from solidary.sources.iati.specification import XML_LANG, tables

if TYPE_CHECKING:
    from solidary.sources.iati.reader import Reading
    from solidary.sources.iati.slices import Head
    from solidary.sources.iati.walk import Walker

_EXPAT_LANG: Final = "http://www.w3.org/XML/1998/namespace\x01lang"
_NARRATIVE: Final = 2  # its columns of text: language and text


class Waiting(NamedTuple):
    """The rows of a table that wait, as Arrow's buffers."""

    rows: int
    places: tuple[bytes, ...]  # dataset, record, row, parent, line: 32-bit numbers
    columns: tuple[tuple[bytes, bytes, bytes, int] | None, ...]  # offsets, bytes, bitmap, nulls; None: no value at all


def walker() -> Walker | None:
    """Return a new compiled walker, or None if there is none here."""
    if os.environ.get("SOLIDARY_PURE"):
        return None
    try:
        from solidary.sources.iati.walk import Walker
    except ImportError:
        return None
    widths = [len(tables()[name].columns) for name in names()]
    return Walker([*widths, _NARRATIVE], _flat(1), _flat(2))


def _flat(major: int) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """Write a grammar as a list, its nodes named by their numbers."""
    nodes: list[tuple[Any, ...]] = []
    roots = {name: _add(node, nodes) for name, node in grammar(major).items()}
    return nodes, roots


def _add(node: Node, nodes: list[tuple[Any, ...]]) -> int:
    number = len(nodes)
    nodes.append(())
    attributes = {(_EXPAT_LANG if name == XML_LANG else name): slot - OFFSET for name, slot in node.attributes.items()}
    children = {name: _add(child, nodes) for name, child in node.children.items()}
    text = node.text - OFFSET if node.text >= 0 else -1
    nodes[number] = (node.path, node.kind, node.table, text, node.code, attributes, children)
    return number


def read_slice(head: Head, reading: Reading, data: bytes, line: int) -> bool:
    """Read a slice that has no fault, or nothing of it; say whether it was read."""
    walk = reading.buffer.walker
    found = walk and walk.read(
        reading.major, head.root, data, head.end, line, reading.dataset, reading.records, reading.counts
    )
    if not found:
        return False
    reading.records, notes = found
    for path, where in notes:
        reading.note(path, where)
    return True
