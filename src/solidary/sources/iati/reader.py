"""One slice of IATI XML -> rows of text, appended to the rows of each table.

The walk follows the grammar, not the document: what the grammar does not know is counted with its path and first line,
never lost in silence. ``walk.c`` does the same, five times as fast, where it could be compiled; what it refuses comes
here, so that faults are told in one way. Three habits keep this one fast: leaves are handled inside the loop of their
parent, attributes are read by one pass over ``items()``, and the collector of garbage sleeps while rows pile up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from solidary.sources.iati.compiled import Waiting, walker
from solidary.sources.iati.grammar import HOLDER, LEAF, NARRATED, ROW, Node, grammar, names
from solidary.sources.iati.specification import XML_LANG

Rows = list[Any]  # lists of values; narratives are tuples
TABLES: Final = names()
FLUSH: Final = 40_000  # rows
FLUSH_BYTES: Final = 20 << 20  # of the compiled walk
BLANK: Final = " \t\r\n"
PARSER: Final = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Buffer:
    """The rows of a worker that wait to be written, of as many datasets as it takes to fill a portion.

    Args:
        compiled: let the compiled walk read what has no fault, if there is one.
    """

    __slots__ = ("narratives", "tables", "walker")

    def __init__(self, *, compiled: bool = True) -> None:
        self.tables: list[Rows] = [[] for _ in TABLES]
        self.narratives: Rows = []
        self.walker = walker() if compiled else None

    def full(self) -> bool:
        """Say whether enough rows wait to be written; that sets the memory of a worker."""
        rows = sum(map(len, self.tables)) + len(self.narratives)
        return rows > FLUSH or (self.walker is not None and self.walker.size() > FLUSH_BYTES)

    def compiled(self, table: int) -> Waiting | None:
        """Return what the compiled walk has read of a table; narratives come after the last one."""
        return Waiting(*self.walker.table(table)) if self.walker else None

    def clear(self) -> None:
        """Forget the rows, which were written."""
        for rows in self.tables:
            rows.clear()
        self.narratives.clear()
        if self.walker:
            self.walker.clear()


@dataclass(slots=True)
class Reading:
    """The reading of one dataset: where its rows go, how many there are, and what was not read.

    Args:
        dataset: number of the dataset in its snapshot.
        major: 1 or 2, the major version of the standard that the file says it follows.
        unread: path of each element, attribute or text that no table has -> how often.
        first: path -> line where it was first seen.
    """

    dataset: int
    major: int
    buffer: Buffer
    counts: list[int] = field(default_factory=lambda: [0] * len(TABLES))
    unread: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    records: int = 0

    def note(self, path: str, line: int) -> None:
        """Count something that no table has."""
        self.unread[path] += 1
        self.first.setdefault(path, line)


def parser(*, huge: bool = False) -> etree.XMLParser:
    """Return a parser that opens nothing that the input names.

    ``collect_ids`` stays at its default: switching it off makes lxml open external DTDs.
    """
    return etree.XMLParser(huge_tree=huge, **PARSER)


class StrayText(ValueError):
    """Text between two records: the slice must be read piece by piece, so that it is reported with its line."""


def read_records(root: Any, reading: Reading, line: int) -> None:
    """Append the rows of all records below a root; ``line`` is how many lines stand before the root.

    Raises:
        StrayText: before any row, if there is text outside the records.
    """
    if any(text and text.strip(BLANK) for text in (root.text, *(child.tail for child in root))):
        raise StrayText
    roots = grammar(reading.major)
    walk = _walker(reading, line)
    for element in root:
        node = roots.get(element.tag)
        if node is None:
            reading.note(str(element.tag), line + (element.sourceline or 0))
            continue
        reading.records += 1
        walk(element, node, reading.records)


def _walker(reading: Reading, line: int) -> Callable[[Any, Node, int], None]:  # noqa: PLR0915  one closure, for speed
    """Return the walk through one record; a closure, since each name is looked up a million times."""
    tables, narratives, counts = reading.buffer.tables, reading.buffer.narratives, reading.counts
    dataset, first_decade, note = reading.dataset, reading.major < 2, reading.note
    record = 0

    def begin(element: Any, node: Node, parent: int) -> None:
        number = counts[node.table] = counts[node.table] + 1
        row = [dataset, record, number, parent, line + element.sourceline, *node.blank]
        tables[node.table].append(row)
        fill(element, node, row, number)

    def fill(element: Any, node: Node, row: list[Any], number: int) -> None:  # noqa: PLR0912  one loop, for speed
        """Put the values of an element, and of what stands below it, into a row."""
        slots = node.attributes
        for name, value in element.items():
            if name in slots and row[slots[name]] is None:
                row[slots[name]] = value
            else:
                odd(element, node, name)
        text = element.text
        if text is not None and text.strip(BLANK):
            take(element, node, row, number, text)
        children = node.children
        for child in element:
            below = children.get(child.tag)
            if below is None:
                note(f"{node.path}/{child.tag}", line + child.sourceline)
            elif below.kind == LEAF:  # no call, since most elements are one
                slots = below.attributes
                for name, value in child.items():
                    if name in slots and row[slots[name]] is None:
                        row[slots[name]] = value
                    else:
                        odd(child, below, name)
                text = child.text
                if text is not None and text.strip(BLANK):
                    take(child, below, row, number, text)
                if len(child):
                    inner(child, below)
            elif below.kind == NARRATED:
                lang = None
                for name, value in child.items():
                    if name == XML_LANG:
                        lang = value
                    else:
                        odd(child, below, name)
                narratives.append((dataset, record, number, below.code, lang, child.text))
                if len(child):
                    inner(child, below)
            elif below.kind == ROW:
                begin(child, below, number)
            elif below.kind == HOLDER:
                fill(child, below, row, number)
            tail = child.tail
            if tail is not None and tail.strip(BLANK):
                note(f"{node.path}/text()", line + element.sourceline)

    def inner(element: Any, node: Node) -> None:
        """Count what stands inside an element that should hold a value only."""
        for child in element:
            note(f"{node.path}/{child.tag}", line + child.sourceline)
            if child.tail and child.tail.strip(BLANK):
                note(f"{node.path}/text()", line + element.sourceline)

    def take(element: Any, node: Node, row: list[Any], number: int, text: str) -> None:
        """Take the text of an element: a value, a narrative of 1.x, or something that no table has."""
        if node.text >= 0 and row[node.text] is None:
            row[node.text] = text.strip(BLANK)
        elif node.text < 0 and first_decade and node.code >= 0:
            narratives.append((dataset, record, number, node.code, element.get(XML_LANG), text))
        else:
            note(f"{node.path}/text(){' again' if node.text >= 0 else ''}", line + element.sourceline)

    def odd(element: Any, node: Node, name: str) -> None:
        """Count an attribute that no table has, or that stands twice; 1.x puts a language beside its texts."""
        if name != XML_LANG or not first_decade:
            again = " again" if name in node.attributes else ""
            note(f"{node.path}/@{name}{again}", line + element.sourceline)

    def walk(element: Any, node: Node, number: int) -> None:
        nonlocal record
        record = number
        begin(element, node, 0)

    return walk
