"""A second count of IATI files with expat, and the comparison of a snapshot with it.

The count knows nothing of tables: it is a tree of paths with the number of elements, attributes and texts on each. The
comparison gives every counted thing exactly one fate: a row, a column of a row, a narrative, left out by name, or
reported as unread. What has none was lost in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final
from xml.parsers import expat

import pyarrow as pa
import pyarrow.compute as pc

from solidary.sources.iati.specification import IGNORED, Table, sources_of
from solidary.store.snapshot import Snapshot

LANG: Final = "http://www.w3.org/XML/1998/namespace lang"
BLANK: Final = " \t\r\n"
RECORDS: Final = ("iati-activity", "iati-organisation")


class Node:
    """One path: how many elements, which attributes, how many texts."""

    __slots__ = ("attributes", "children", "count", "strays", "texts", "texts_with_lang")

    def __init__(self) -> None:
        self.count = self.texts = self.strays = self.texts_with_lang = 0
        self.attributes: dict[str, int] = {}
        self.children: dict[str, Node] = {}

    def below(self) -> int:
        """Return the number of elements on this path and under it."""
        return self.count + sum(child.below() for child in self.children.values())

    def carries_nothing(self) -> bool:
        return not (self.attributes or self.texts or self.strays or self.children)


@dataclass
class Census:
    """What expat saw in one or more files: the root's own node, whose children are the records."""

    root: Node = field(default_factory=Node)
    names: set[str] = field(default_factory=set)
    doctype: bool = False

    def read(self, stream: BinaryIO) -> Census:
        """Count a file.

        Raises:
            expat.ExpatError: if it is not well-formed.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 1 << 20
        parser.StartDoctypeDeclHandler = self._declared
        _listen(parser, self)
        parser.ParseFile(stream)
        return self

    def _declared(self, *_: object) -> None:
        self.doctype = True

    @property
    def records(self) -> int:
        return sum(self.root.children[name].count for name in RECORDS if name in self.root.children)


def _listen(parser: expat.XMLParserType, census: Census) -> None:
    """Hang counting on a parser; closures, since each is called a million times."""
    over = Node()
    stack: list[list[Any]] = [[over, False, False, False]]  # node, has children, text was counted, has a language

    def start(name: str, attributes: list[str]) -> None:
        above = stack[-1]
        above[1], above[2] = True, False
        if len(stack) == 1:
            census.names.add(name)
            node = census.root
        else:
            known: dict[str, Node] = above[0].children
            node = known.get(name) or known.setdefault(name, Node())
        node.count += 1
        for key in attributes[::2]:
            node.attributes[key] = node.attributes.get(key, 0) + 1
        stack.append([node, False, False, LANG in attributes[::2]])

    def end(_: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        if not data.strip(BLANK):
            return
        frame = stack[-1]
        if frame[2]:
            return
        frame[2] = True
        if frame[1]:
            frame[0].strays += 1
        else:
            frame[0].texts += 1
            frame[0].texts_with_lang += frame[3]

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text


def spelled(name: str) -> str:
    """Write a name of expat as the reader does: ``{namespace}name``."""
    namespace, _, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}" if namespace else name


def paths(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Yield every path below a node, the upper ones first."""
    for name, child in node.children.items():
        below = f"{path}/{spelled(name)}".lstrip("/")
        yield below, child
        yield from paths(child, below)


@dataclass
class Found:
    """What a snapshot holds of some datasets: rows, values, narratives, and the account of what it did not read."""

    rows: dict[str, int]
    values: dict[tuple[str, str], int]
    narratives: dict[tuple[str, str], int]
    langs: dict[tuple[str, str], int]
    unread: Mapping[str, int]


def held(snapshot: Snapshot, datasets: Iterable[dict[str, Any]]) -> Found:
    """Count what a snapshot holds of some datasets."""
    chosen = list(datasets)
    numbers = pc.SetLookupOptions(pa.array([one["dataset"] for one in chosen]))
    unread: Counter[str] = Counter()
    for one in chosen:
        unread.update({path: entry["times"] for path, entry in one["unread"].items()})
    found = Found({}, {}, {}, {}, unread)
    for table in {table.name: table for major in (1, 2) for table in sources_of(major)}:
        data = snapshot.table(table)
        data = data.filter(pc.is_in(data["dataset"], options=numbers))
        found.rows[table] = data.num_rows
        for column in data.column_names:
            found.values[table, column] = data.num_rows - data[column].null_count
    texts = snapshot.table("narrative")
    texts = texts.filter(pc.is_in(texts["dataset"], options=numbers))
    grouped = texts.group_by(["table", "element"]).aggregate([([], "count_all"), ("lang", "count")])
    for row in grouped.to_pylist():
        key = (row["table"], row["element"] or "")
        found.narratives[key], found.langs[key] = row["count_all"], row["lang_count"]
    return found


class Ledger:
    """The comparison of a census with what a snapshot holds of the same files, all of one major version."""

    def __init__(self, census: Census, found: Found, major: int) -> None:
        self.found, self.major = found, major
        self.nodes = dict(paths(census.root))
        self.tables: dict[str, Table] = {table.path: table for table in sources_of(2)}
        self.elements: Counter[str] = Counter()  # fate -> elements
        self.columns: dict[str, set[tuple[str, str]]] = {}  # path of a value -> the columns that take it
        self.wrong: list[str] = []
        self._specified()
        self.covered = self._elements(census.root)
        self._values()
        self._narratives()

    def _specified(self) -> None:
        for table in sources_of(self.major):
            self.tables.setdefault(table.path, table)
            for column in table.columns:
                path = f"{table.path}/{column.path}".removesuffix("/.")
                path = path.replace("/@xml:lang", f"/@{spelled(LANG)}")
                self.columns.setdefault(path, set()).add((table.name, column.name))
        ends = [*self.tables, *(path.split("/@")[0] for path in self.columns)]
        self.known = {"/".join(path.split("/")[:length]) for path in ends for length in range(1, path.count("/") + 2)}

    def _elements(self, root: Node) -> dict[str, Node]:
        """Give every element its fate; return the paths whose attributes and texts must have one too."""
        walked: dict[str, Node] = {}
        self._below(root, "", walked)
        return walked

    def _below(self, above: Node, over: str, walked: dict[str, Node]) -> None:
        for name, node in above.children.items():
            path = f"{over}/{spelled(name)}".lstrip("/")
            if path in IGNORED:
                self.elements["left out"] += node.below()
            elif self._unread(path):
                self._equal(path, node.count, self.found.unread[path])
                self.elements["unread"] += node.below()
            else:
                self._place(path, node)
                walked[path] = node
                self._below(node, path, walked)

    def _unread(self, path: str) -> bool:
        return path in self.found.unread

    def _place(self, path: str, node: Node) -> None:
        over = path.rpartition("/")[0]
        if path in self.tables:
            name = self.tables[path].name  # 1.x may spell an element otherwise: a table then has two paths
            spelled = [other for other, table in self.tables.items() if table.name == name and other in self.nodes]
            self._equal(path, sum(self.nodes[other].count for other in spelled), self.found.rows[name])
            self.elements["row"] += node.count
        elif path.endswith("/narrative") and self.place(over) in self.found.narratives:
            self.elements["narrative"] += node.count
        elif path in self.known:
            self.elements["column"] += node.count
        elif self.place(path) in self.found.narratives or node.carries_nothing():
            self.elements["holder"] += node.count
        else:
            self.wrong.append(f"{path}: {node.count} elements lost in silence")

    def place(self, path: str) -> tuple[str, str]:
        """Return the table whose row stands on or above a path, and the way from there."""
        parts = path.split("/")
        for length in range(len(parts), 0, -1):
            table = self.tables.get("/".join(parts[:length]))
            if table:
                return table.name, "/".join(parts[length:])
        return "", path

    def _equal(self, what: str, seen: int, got: int) -> None:
        if seen != got:
            self.wrong.append(f"{what}: expat counts {seen}, the snapshot accounts for {got}")

    def _values(self) -> None:
        """Every attribute and text of a column's path is a value of the column, or reported as standing again."""
        seen: Counter[frozenset[tuple[str, str]]] = Counter()
        again: Counter[frozenset[tuple[str, str]]] = Counter()
        for path, node in self.covered.items():
            for key, count in node.attributes.items():
                spot = f"{path}/@{spelled(key)}"
                if columns := frozenset(self.columns.get(spot, ())):
                    seen[columns] += count
                    again[columns] += self.found.unread.get(f"{spot} again", 0)
                elif not (key == LANG and self._speaks(path)):
                    self._equal(spot, count, self.found.unread.get(spot, 0))
            self._texts(path, node, seen, again)
        for columns, count in seen.items():
            (column,) = columns
            self._equal(".".join(column), count, self.found.values[column] + again[columns])

    def _speaks(self, path: str) -> bool:
        """Say whether a language belongs to a narrative here, where it is counted with it."""
        return path.endswith("/narrative") or self.major < 2

    def _texts(self, path: str, node: Node, seen: Counter[Any], again: Counter[Any]) -> None:
        if path.endswith("/narrative") and self.place(path.rpartition("/")[0]) in self.found.narratives:
            self._equal(f"{path}/text() after an element", node.strays, self.found.unread.get(f"{path}/text()", 0))
        elif columns := frozenset(self.columns.get(path, ())):
            seen[columns] += node.texts + node.strays
            again[columns] += self.found.unread.get(f"{path}/text() again", 0)
            again[columns] += self.found.unread.get(f"{path}/text()", 0)
        elif self.major > 1:  # in 1.x they may be narratives, and are counted with those
            self._equal(f"{path}/text()", node.texts + node.strays, self.found.unread.get(f"{path}/text()", 0))

    def _narratives(self) -> None:
        for path, node in self.covered.items():
            place = self.place(path)
            if path.endswith("/narrative") or (path in self.columns and "narrative" not in node.children):
                continue
            inner = node.children.get("narrative") or Node()
            texts = node.texts + node.strays - self.found.unread.get(f"{path}/text()", 0) if self.major < 2 else 0
            self._equal(f"narratives of {path}", inner.count + texts, self.found.narratives.get(place, 0))
            langs = inner.attributes.get(LANG, 0)
            if self.major > 1:
                self._equal(f"languages of {path}", langs, self.found.langs.get(place, 0))
            elif f"{path}/text()" not in self.found.unread:
                self._equal(f"languages of {path}", langs + node.texts_with_lang, self.found.langs.get(place, 0))
