"""What a workspace knows of publishers as a whole: ``reporters.csv``, one line each.

The form: ``publisher`` (its identifier), and as far as anything is to be said ``source_type`` (``primary_source`` or
``secondary_source``, as the registry has it), ``level`` (the level of its hierarchy whose money counts) and ``source``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from solidary.errors import SolidaryError, UnknownName
from solidary.records.reporter import REPORTER
from solidary.sources.table import table_rows

FILE: Final = "reporters.csv"
COLUMNS: Final = ("publisher", "source_type", "level", "source")
TYPES: Final = ("", "primary_source", "secondary_source")


class ReporterFault(SolidaryError):
    """A line of the table of publishers that cannot be read."""


@dataclass(frozen=True)
class Reporters:
    """Publishers of which somebody says something; ``name`` follows from what is said."""

    name: str = "none"
    path: Path | None = None

    def table(self) -> pa.Table:
        """Return what is said. Grain: one row per publisher.

        Raises:
            UnknownName: if a column or source type is unknown, with the nearest.
            ReporterFault: if a line cannot be read, or a publisher stands there twice.
        """
        return pa.Table.from_pylist(list(_rows(self.path)) if self.path else [], REPORTER)


def known_reporters(folder: Path | None) -> Reporters:
    """Find what a workspace says of publishers.

    >>> known_reporters(None).table().num_rows
    0
    """
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return Reporters()
    return Reporters(hashlib.sha256(path.read_bytes()).hexdigest()[:16], path)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for line, row in table_rows(path, COLUMNS, ReporterFault):
        place, publisher = f"{path.name}:{line}", row["publisher"]
        if not publisher:
            raise ReporterFault(f"{place}: read no publisher, expected its identifier, such as XM-DAC-41114")
        if publisher in seen:
            raise ReporterFault(f"{place}: {publisher} stands in line {seen[publisher]} already; keep one of them")
        seen[publisher] = line
        yield {"reporting_org_ref": publisher, **_said(row, place)}


def _said(row: dict[str, str], place: str) -> dict[str, Any]:
    kind, level = row["source_type"], row["level"]
    if kind not in TYPES:
        raise UnknownName("source type", kind, TYPES[1:], f"In {place}.")
    if level and not level.isdecimal():
        raise ReporterFault(f"{place}: read level {level!r}, expected a number such as 1 or 2, or nothing")
    return {"source_type": kind or None, "level": int(level) if level else None, "source": row["source"] or None}
