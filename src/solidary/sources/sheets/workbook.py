"""A workbook -> rows of one of its sheets, by calamine; what would break it or fill the memory is found before.

A cell of a formula is what its file holds as computed; where it holds nothing, the cell says so instead of being empty.
An error of a formula stays what it shows.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from solidary.errors import UnknownName
from solidary.sources.sheets.sheet import NOT_COMPUTED, Lines, NotASheet

MOST: Final = 300_000_000  # bytes of a workbook, which has to be unpacked as a whole
RATIO: Final = 200  # times that it may grow when it is unpacked
CELLS: Final = 50_000_000  # from the first to the last one: they are laid out as a whole
_CELL: Final = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_BARE: Final = re.compile(  # a formula and no value, or an empty one
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
Bare = dict[int, list[int]]  # the columns of formulas without a value, by line


def open_workbook(path: Path, sheet: str, decimal: str) -> Lines:
    """Open a sheet of an xlsx or xls workbook.

    Args:
        path: the file.
        sheet: name of the sheet; empty for the first.
        decimal: the mark by which numbers are to be written.

    Raises:
        NotASheet: if it cannot be read, with the reason.
        UnknownName: if it has no such sheet, with the nearest.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    bare = _survey(path) if zipfile.is_zipfile(path) else {}
    try:
        book = CalamineWorkbook.from_path(path)
        if sheet and sheet not in book.sheet_names:
            raise UnknownName("sheet", sheet, book.sheet_names, f"In {path.name}.")
        number = book.sheet_names.index(sheet) if sheet else 0
        found = book.get_sheet_by_index(number)
    except PasswordError:
        raise NotASheet("encrypted", f"{path.name}: is locked by a password; save it without one") from None
    except (CalamineError, IndexError) as error:
        raise NotASheet("not-a-workbook", f"{path.name}: cannot be read as a workbook: {error}") from None
    return _rows(found, bare.get(number, {}), decimal)


def _rows(sheet: Any, bare: Bare, decimal: str) -> Lines:
    left, number = sheet.start[1] if sheet.start else 0, 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, _marked([text_of(cell, decimal) for cell in row], bare.get(number, ()), left)
    for line in sorted(line for line in bare if line > number):
        yield line, _marked([], bare[line], left)


def _marked(cells: list[str], bare: Sequence[int], left: int) -> list[str]:
    """Mark the formulas without a value."""
    for place in (column - left for column in bare):
        cells += [""] * (place + 1 - len(cells))
        cells[place] = NOT_COMPUTED
    return cells


def text_of(cell: Any, decimal: str = ".") -> str:
    """Write a cell so that nothing is lost: a whole number without its ``.0``, a day as ISO.

    >>> text_of(3.0), text_of(0.1), text_of(0.1, ","), text_of(dt.date(2020, 1, 2)), text_of(None)
    ('3', '0.1', '0,1', '2020-01-02', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        plain = str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        return plain.replace(".", decimal)
    if isinstance(cell, Decimal):
        return str(cell).replace(".", decimal)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _survey(path: Path) -> dict[int, Bare]:
    """See that a workbook can be laid out in memory, and find the formulas without a value, by number of sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            _measure(archive, path)
            parts = _parts(archive)
            for name in filter(_SHEET.fullmatch, archive.namelist()):
                _extent(archive.read(name), path)
            return {
                number: _bare(archive.read(name)) for number, name in enumerate(parts) if name in archive.namelist()
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        raise NotASheet("not-a-workbook", f"{path.name}: cannot be read as a workbook: {error}") from None


def _measure(archive: zipfile.ZipFile, path: Path) -> None:
    grown = sum(info.file_size for info in archive.infolist())
    allowed = min(MOST, max(path.stat().st_size, 1 << 16) * RATIO)
    if grown > allowed:
        message = f"{path.name}: grows to {grown:,} bytes when it is unpacked, more than {allowed:,}; save it as CSV"
        raise NotASheet("too-large", message)


def _extent(xml: bytes, path: Path) -> None:
    """Refuse a sheet with cells so far apart that laying it out would take all memory."""
    right = bottom = 0
    for found in _CELL.finditer(xml):
        right, bottom = max(right, _column(found[1]) + 1), max(bottom, int(found[2]))
    if right * bottom > CELLS:
        message = (
            f"{path.name}: reaches to line {bottom:,} and column {right:,}; clear the cells far out, or save as CSV"
        )
        raise NotASheet("too-large", message)


def _bare(xml: bytes) -> Bare:
    found: Bare = {}
    for cell in _BARE.finditer(xml):
        found.setdefault(int(cell[2]), []).append(_column(cell[1]))
    return found


def _column(letters: bytes) -> int:
    """Return the place of a column, the first being 0.

    >>> _column(b"A"), _column(b"XFD")
    (0, 16383)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _parts(archive: zipfile.ZipFile) -> Sequence[str]:
    """Name the parts of the archive that hold the sheets, in the order of the workbook."""
    from lxml import etree

    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return ()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except etree.XMLSyntaxError:
        return ()
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return [_inside(targets.get(key, "")) for key in _keys(book)]


def _keys(book: Any) -> Iterator[str]:
    for sheet in book.iter("{*}sheet"):
        yield next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _inside(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
