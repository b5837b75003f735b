"""A CSV table that a user keeps in a workspace: opened in UTF-8, its columns known, its cells trimmed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from solidary.errors import SolidaryError, UnknownName


@contextmanager
def opened_table(path: Path, fault: type[SolidaryError]) -> Iterator[TextIO]:
    """Open a table; what is no CSV in UTF-8 is a fault of the user's file, not of ours.

    Args:
        path: the file.
        fault: what to raise.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except (UnicodeDecodeError, csv.Error) as error:
        raise fault(f"{path.name}: cannot be read as CSV in UTF-8: {error}; save it again as UTF-8") from None


def table_rows(path: Path, columns: Sequence[str], fault: type[SolidaryError]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a table that may have these columns and no others. Grain: line number and cells, one per row of the file.

    Raises:
        UnknownName: if a column is unknown, with the nearest.
    """
    with opened_table(path, fault) as file:
        reader = csv.DictReader(file)
        for name in reader.fieldnames or ():
            if name not in columns:
                raise UnknownName("column", name, columns, f"In {path.name}.")
        for row in reader:
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in columns}
