"""Small files of spreadsheets, good and broken, made in the test's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from solidary.sources.sheets.desk import Tables
from solidary.sources.sheets.mapping import MappingFile, read_mapping
from solidary.sources.sheets.reader import Outcome, matched, read_sheets

HEAD: Final = "title: Aid\nsource: a tester\nlicence: CC0\ncurrency: USD\n"
FLAT: Final = (
    HEAD
    + """\
sheets:
  rows:
    file: "aid*"
    fields:
      activity: Project
      title: Title
      publisher: Donor
      country: {column: For, form: country}
      year: Year
    amounts:
      - {column: Spent, type: "3"}
"""
)
NAMES: Final = "Project,Title,Donor,For,Year,Spent\n"
GOOD: Final = "1,Wells,KOICA,Timor-Leste,2012,100\n"


def mapped(folder: Path, text: str = FLAT) -> MappingFile:
    """Read a mapping that is written for the test."""
    path = folder / "map.yml"
    path.write_text(text, "utf-8")
    return read_mapping(path)


def read(folder: Path, mapping: str = FLAT) -> tuple[Tables, Outcome]:
    """Read the files of a folder through a mapping; give the rows of the tables and what became of the files."""
    terms = mapped(folder, mapping)
    found: Tables = {}

    def keep(rows: Tables) -> None:
        for table, more in rows.items():
            found.setdefault(table, []).extend(more)

    files = [path for path in folder.iterdir() if path.name != "map.yml"]
    return found, read_sheets(0, matched(files, terms), terms, keep)


def from_text(folder: Path, rows: str, mapping: str = FLAT, encoding: str = "utf-8") -> tuple[Tables, Outcome]:
    """Read a CSV of the lines given."""
    (folder / "aid.csv").write_bytes(rows.encode(encoding))
    return read(folder, mapping)


def workbook(path: Path, rows: list[list[Any]], title: str = "Sheet1") -> None:
    """Write an xlsx workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)


def reasons(outcome: Outcome) -> list[tuple[str, str]]:
    """Rule and message of each row that was set aside."""
    return [(one.rule, one.message) for one in outcome.account.broken]
