"""The form of a sheet: names of columns, and rows of text with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from solidary.errors import SolidaryError

Lines = Iterator[tuple[int, Sequence[str]]]
NOT_COMPUTED: Final = "=(not computed)"  # a formula whose value its file does not hold


class SheetFault(SolidaryError):
    """A mapping that is wrong, or a file that breaks off: nothing can be loaded."""


class NotASheet(Exception):
    """A file that is no sheet at all: it is set aside; ``rule`` names the reason."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet; the number of a row is its line in the file, the first being 1."""

    names: tuple[str, ...]
    rows: Lines
    encoding: str = ""


def headed(lines: Lines, header: int, file: str, encoding: str = "") -> Sheet:
    """Take the line with the names off; empty rows are none.

    Raises:
        NotASheet: if there are no names.
    """
    for number, row in lines:
        if number >= header and any(cell.strip() for cell in row):
            filled = ((number, row) for number, row in lines if any(cell.strip() for cell in row))
            return Sheet(distinct(row), filled, encoding)
    raise NotASheet("empty", f"{file}: no names of columns in line {header} or below; `header:` says where they are")


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Make names differ: one that stands twice gets a number, one that is empty its place.

    >>> distinct(["Year", "", "Year"])
    ('Year', 'column 2', 'Year (2)')
    """
    seen: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, 1):
        plain = " ".join(name.split()) or f"column {place}"
        seen[plain] = seen.get(plain, 0) + 1
        found.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return tuple(found)
