"""What is wrong with a query or a file, with its place."""

from __future__ import annotations

import re

from solidary.errors import SolidaryError

# DuckDB says "LINE 3:", Spark "(line 3, pos 7)" or "line 3 pos 7".
_LINE = re.compile(r"\bline (\d+)(?=:|,? pos)", re.IGNORECASE)
# What follows the first sentences of a message: plans, traces and the query itself.
_REST = re.compile(r"\n\s*\n|\n'|;\n|\nLINE |\n== SQL")


class QueryFault(SolidaryError):
    """A text of SQL that cannot be run, with file and line."""

    def __init__(self, message: str, line: int = 1, file: str = "") -> None:
        super().__init__(f"{file or 'query'}:{line}: {message}")
        self.message, self.line, self.file = message, line, file

    def at(self, file: str) -> QueryFault:
        """Return the fault with the name of the file that it is in.

        >>> str(QueryFault("no such column", 3).at("sum.sql"))
        'sum.sql:3: no such column'
        """
        return QueryFault(self.message, self.line, file)


class MapFault(SolidaryError):
    """Files that could not be made into tables; what the others gave is taken away again."""


def query_fault(message: str) -> QueryFault:
    r"""Make a fault of what an engine said: its first sentences, and the line that it names.

    >>> str(query_fault("Parser Error: syntax error\n\nLINE 2: selec 1\n        ^"))
    'query:2: Parser Error: syntax error'
    """
    found = _LINE.search(message)
    told = " ".join(_REST.split(message.strip(), maxsplit=1)[0].split())
    return QueryFault(told, int(found[1]) if found else 1)
