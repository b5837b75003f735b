"""The library: a folder of ``.sql`` files, one SELECT each, the same text for every engine.

A file begins with its head, comment lines that say what it is:

    -- question: What did each publisher report?
    -- grain: one row per publisher
    -- key: reporting_org_ref
    -- units: counts of records
    -- parameters: country = 'TH' (ISO 3166-1, two letters)     (only if it takes some; with an example)

A file without parameters becomes a view under its name, which other files may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

from solidary.errors import SolidaryError, UnknownName
from solidary.store.engine.fault import QueryFault
from solidary.store.engine.statement import Statement

HEAD: Final = ("question", "grain", "key", "units")
_KEY: Final = re.compile(r"-- (?P<key>[a-z]+): (?P<said>\S.*)")
_MORE: Final = re.compile(r"--\s+(?P<said>\S.*)")


@dataclass(frozen=True)
class SqlFile:
    """One question as a SELECT."""

    path: Path
    sql: str

    @property
    def name(self) -> str:
        """The name of the file, which is that of its view."""
        return self.path.stem

    @cached_property
    def head(self) -> dict[str, str]:
        """What the comment lines on top say, by their key.

        Raises:
            QueryFault: if one of the four keys is missing.
        """
        said: dict[str, str] = {}
        last = ""
        for line in self.sql.splitlines():
            if found := _KEY.fullmatch(line.rstrip()):
                last = found["key"]
                said[last] = found["said"]
            elif last and (more := _MORE.fullmatch(line.rstrip())):
                said[last] += f" {more['said']}"
            else:
                break
        if missing := [key for key in HEAD if key not in said]:
            raise QueryFault(f"the head says nothing of {', '.join(missing)}", 1, str(self.path))
        return said

    @cached_property
    def statement(self) -> Statement:
        """The SELECT, taken apart.

        Raises:
            QueryFault: if the file holds anything else, or its head and its text have other parameters.
        """
        statement = Statement(self.sql)
        try:
            _ = statement.tables
        except QueryFault as fault:
            raise fault.at(str(self.path)) from None
        told = set(re.findall(r"(\w+) =", self.head.get("parameters", "")))
        if odd := sorted(told ^ statement.parameters):
            raise QueryFault(f"head and text disagree on parameters: {', '.join(odd)}", 1, str(self.path))
        return statement


class SqlLibrary:
    """All files of a folder.

    >>> bundled().file("records_by_publisher").head["grain"]
    'one row per reporting_org_ref; null stands for publishers without one'
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> dict[str, SqlFile]:
        """The files by name.

        Raises:
            SolidaryError: if the folder cannot be read.
        """
        try:
            return {path.stem: SqlFile(path, path.read_text("utf-8")) for path in sorted(self.folder.glob("*.sql"))}
        except (OSError, UnicodeDecodeError) as error:
            raise SolidaryError(f"{self.folder}: {error}") from None

    def file(self, name: str) -> SqlFile:
        """Return a file by its name.

        Raises:
            UnknownName: if there is none.
        """
        if name not in self.files:
            raise UnknownName("query", name, self.files)
        return self.files[name]

    def ordered(self) -> Iterator[SqlFile]:
        """Yield all files, each after those that it reads.

        >>> order = [file.name for file in bundled().ordered()]
        >>> order.index("transactions_typed") < order.index("spending_by_publisher_and_year")
        True

        Raises:
            QueryFault: if files read each other in a ring, or one reads a file that takes parameters.
        """
        reads = {name: self._reads(file) for name, file in self.files.items()}
        try:
            order = list(TopologicalSorter(reads).static_order())
        except CycleError as error:
            ring = " -> ".join(error.args[1])
            raise QueryFault(f"files read each other: {ring}", 1, str(self.file(error.args[1][0]).path)) from None
        yield from (self.files[name] for name in order)

    def _reads(self, file: SqlFile) -> list[str]:
        found = sorted(file.statement.tables & self.files.keys())
        for name in found:
            if self.files[name].statement.parameters:
                line = file.statement.line_of(name)
                raise QueryFault(f"{name} takes parameters, so it cannot be read as a view", line, str(file.path))
        return found


@cache
def bundled() -> SqlLibrary:
    """Return the library that comes with solidary; its files are read and taken apart once.

    >>> "transactions_typed" in bundled().files
    True
    """
    return SqlLibrary(Path(__file__).parents[1] / "sql")
