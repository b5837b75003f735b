"""One SELECT as text: which tables it reads and which parameters it takes.

DuckDB's own parser says so, for both engines: a text that only Spark understands is refused there too, so that what
works on a cluster works on a desk. Parameters are written ``:name``; DuckDB wants ``$name``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import duckdb

from solidary.errors import UnknownName, WrongUse
from solidary.store.engine.fault import QueryFault

_TOKEN = re.compile(
    r"""
    (?P<comment>--[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<cast>::)
    | :(?P<parameter>[A-Za-z_]\w*)
    | (?P<number>\d[\w.]*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark>[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SQL: what kind it is, its text, its line."""

    kind: str
    text: str
    line: int


def tokens(sql: str) -> Iterator[Token]:
    """Yield the pieces of a text of SQL.

    >>> [token.text for token in tokens("select 'a:b'::varchar -- :no")]
    ['select', "'a:b'", '::', 'varchar', '-- :no']
    """
    line, seen = 1, 0
    for found in _TOKEN.finditer(sql):
        line, seen = line + sql.count("\n", seen, found.start()), found.start()
        yield Token(found.lastgroup or "", found.group(), line)


@dataclass(frozen=True)
class Statement:
    """A SELECT.

    >>> statement = Statement("with a as (select :code as code) select * from activity join a on true")
    >>> sorted(statement.tables), sorted(statement.parameters), statement.dollar[:26]
    (['activity'], ['code'], 'with a as (select $code as')
    """

    sql: str

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Names of what must be told with each query."""
        return frozenset(token.text[1:] for token in tokens(self.sql) if token.kind == "parameter")

    @cached_property
    def dollar(self) -> str:
        """The text with its parameters as DuckDB writes them; lines and columns stay where they are."""
        return _TOKEN.sub(lambda found: f"${found['parameter']}" if found["parameter"] else found.group(), self.sql)

    @cached_property
    def tables(self) -> frozenset[str]:
        """Tables and views that it reads, in lower case.

        Raises:
            QueryFault: if the text is not one SELECT.
        """
        if mark := next((token for token in tokens(self.sql) if token.text == ";"), None):
            raise QueryFault("a semicolon; expected one SELECT without it", mark.line)
        return _tables(self.dollar)

    def line_of(self, name: str) -> int:
        """Return the line where a name first stands."""
        named = (token.line for token in tokens(self.sql) if token.text.strip('"').lower() == name)
        return next(named, 1)

    def check(self, known: Iterable[str], given: Iterable[str]) -> None:
        """Say what is missing before an engine does: tables that nobody attached, parameters that nobody gave.

        >>> Statement("select * from actvity").check({"activity"}, ())
        Traceback (most recent call last):
        solidary.errors.UnknownName: Unknown table or view 'actvity'. Did you mean 'activity'? Known: activity. Line 1.

        Raises:
            QueryFault: if the text is not one SELECT.
            UnknownName: if it reads a table that is not known.
            WrongUse: if a parameter is missing, or one is not asked for.
        """
        names, told = frozenset(known), frozenset(given)
        for table in sorted(self.tables - names):
            raise UnknownName("table or view", table, names, f"Line {self.line_of(table)}.")
        if missing := sorted(self.parameters - told):
            raise WrongUse(f"the query asks for {', '.join(missing)}; expected a value for each")
        for parameter in sorted(told - self.parameters):
            raise UnknownName("parameter", parameter, self.parameters)


@lru_cache(512)
def _tables(sql: str) -> frozenset[str]:
    """Return the tables of a text that DuckDB has parsed; questions repeat, so that the answer is kept."""
    found, own = set(), set()
    for node in _nodes(_tree(sql)):
        if node.get("type") == "BASE_TABLE":
            place = (node["catalog_name"], node["schema_name"], node["table_name"])
            found.add(".".join(part for part in place if part).lower())
        own |= {entry["key"].lower() for entry in node.get("cte_map", {}).get("map", ())}
    return frozenset(found - own)


def _tree(sql: str) -> Any:
    # A connection of its own, for 15 milliseconds: a connection is no place for two threads.
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as parser:
        told = parser.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    tree = json.loads(told[0] if told else "{}")
    if tree["error"]:
        line = sql.encode()[: int(tree.get("position", 0))].count(b"\n") + 1
        raise QueryFault(f"{tree['error_message']}; expected one SELECT", line)
    if len(tree["statements"]) != 1:
        raise QueryFault(f"read {len(tree['statements'])} statements, expected one SELECT")
    return tree


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of a parsed text."""
    if isinstance(tree, dict):
        yield tree
    for below in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(below)
