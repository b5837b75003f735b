"""A spreadsheet or flat file -> rows of text with their number; nothing is interpreted, nothing is lost.

CSV and text by tab, pipe, comma or semicolon in UTF-8, UTF-16 or the Western code page; XLSX, XLS and ODS; Parquet.
Numbers and days of a workbook become text that says the same; an error of a formula stays what it shows.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from solidary.errors import SolidaryError, UnknownName

WORKBOOKS: Final = frozenset({".xlsx", ".xls", ".xlsb", ".ods"})
FLAT: Final = frozenset({".csv", ".tsv", ".txt"})
SEPARATORS: Final = "\t|,;"
MOST: Final = 200_000_000  # bytes of a workbook, which has to be unpacked as a whole
RATIO: Final = 200  # times that a workbook may grow when it is unpacked
csv.field_size_limit(10_000_000)


class SheetFault(SolidaryError):
    """A file that cannot be read as a sheet."""


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet: names of columns, and rows of text with their number, the first line being 1."""

    names: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[str]]]


def open_sheet(path: Path, sheet: str = "", header: int = 1) -> Sheet:
    """Open a file.

    Args:
        path: csv, tsv, txt, xlsx, xls, xlsb, ods or parquet.
        sheet: name of the sheet of a workbook; default: the first.
        header: line that holds the names of the columns.

    Raises:
        SheetFault: if it cannot be read, with the reason; UnknownName: if the workbook has no such sheet.
    """
    kind = path.suffix.lower()
    try:
        if kind == ".parquet":
            return _parquet(path)
        if kind in WORKBOOKS:
            return _headed(path, enumerate(_workbook(path, sheet), 1), header)
        if kind in FLAT:
            return _headed(path, _flat(path), header)
    except (OSError, ValueError) as error:
        raise SheetFault(f"{path.name}: cannot be read: {error}") from None
    raise SheetFault(f"{path.name}: read a file of kind {kind or 'none'}, expected csv, txt, xlsx, xls, ods or parquet")


def _headed(path: Path, lines: Iterator[tuple[int, Sequence[str]]], header: int) -> Sheet:
    """Take the line with the names off; a name that stands twice gets a number, one that is empty its place."""
    names: Sequence[str] = ()
    for number, row in lines:
        if number >= header and any(cell.strip() for cell in row):
            names = row
            break
    if not names:
        raise SheetFault(f"{path.name}: no names of columns in line {header} or below; `header:` says where they are")
    return Sheet(_distinct(names), ((number, row) for number, row in lines if any(cell.strip() for cell in row)))


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Make names differ.

    >>> _distinct(["Year", "", "Year"])
    ('Year', 'column 2', 'Year (2)')
    """
    seen: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, 1):
        plain = " ".join(name.split()) or f"column {place}"
        seen[plain] = seen.get(plain, 0) + 1
        found.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return tuple(found)


def _flat(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    with path.open("rb") as file:
        begin = file.read(1 << 16)
        encoding = _encoding(begin)
        text = begin.decode(encoding, "ignore")
        if "\x00" in text:
            raise SheetFault(f"{path.name}: holds zero bytes; expected text")
        file.seek(0)
        reader = csv.reader(io.TextIOWrapper(file, encoding, newline=""), delimiter=_separator(text))
        try:
            for row in reader:
                yield reader.line_num, row
        except (csv.Error, UnicodeDecodeError) as error:
            raise SheetFault(f"{path.name}:{reader.line_num}: {error}") from None


def _encoding(begin: bytes) -> str:
    """Tell the encoding by the beginning; a fault further on is told with its line."""
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        begin.rsplit(b"\n", 1)[0].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(text: str) -> str:
    """Choose the mark that stands most often in the first line.

    >>> _separator("a|b|c, d")
    '|'
    """
    first = text.partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _workbook(path: Path, sheet: str) -> Iterator[Sequence[str]]:
    import zipfile

    from python_calamine import CalamineError, CalamineWorkbook

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            grown = sum(info.file_size for info in archive.infolist())
        if grown > min(MOST, max(path.stat().st_size, 1 << 16) * RATIO):
            raise SheetFault(f"{path.name}: grows to {grown:,} bytes when it is unpacked; expected a spreadsheet")
    try:
        book = CalamineWorkbook.from_path(path)
        if sheet and sheet not in book.sheet_names:
            raise UnknownName("sheet", sheet, book.sheet_names, f"In {path.name}.")
        rows = book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise SheetFault(f"{path.name}: cannot be read as a workbook: {error}") from None
    yield from ([_text(cell) for cell in row] for row in rows)


def _text(cell: Any) -> str:
    """Write a cell so that nothing is lost: a whole number without its ``.0``, a day as ISO.

    >>> _text(3.0), _text(0.1), _text(dt.date(2020, 1, 2)), _text(None)
    ('3', '0.1', '2020-01-02', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _parquet(path: Path) -> Sheet:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise SheetFault(f"{path.name}: cannot be read as Parquet: {error}") from None
    return Sheet(_distinct(file.schema_arrow.names), _batches(file))


def _batches(file: Any) -> Iterator[tuple[int, Sequence[str]]]:
    number = 0
    for batch in file.iter_batches(batch_size=5_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            yield number, [_text(cell) for cell in row]
