"""A spreadsheet or flat file -> rows of text with their number; nothing is interpreted, nothing is lost.

CSV and text by tab, pipe, comma or semicolon in UTF-8, UTF-16 or the Western code page; XLSX and XLS; Parquet.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from solidary.sources.sheets.flat import open_flat
from solidary.sources.sheets.sheet import Lines, NotASheet, Sheet, SheetFault, distinct, headed
from solidary.sources.sheets.workbook import open_workbook, text_of

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls"})
FLAT: Final = frozenset({".csv", ".tsv", ".txt"})
EXPECTED: Final = "csv, tsv, txt, xlsx, xls or parquet"
MAGIC: Final = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"PAR1": "Parquet",
}


def open_sheet(path: Path, sheet: str = "", header: int = 1, decimal: str = ".") -> Sheet:
    """Open a file.

    Args:
        path: csv, tsv, txt, xlsx, xls or parquet.
        sheet: name of the sheet of a workbook; default: the first.
        header: line that holds the names of the columns.
        decimal: the mark by which numbers of workbooks are to be written, which have none of their own.

    Raises:
        NotASheet: if it is none, with the reason; UnknownName: if the workbook has no such sheet.
    """
    kind = path.suffix.lower()
    try:
        if kind == ".parquet":
            return _parquet(path, decimal)
        if kind in WORKBOOKS:
            return headed(open_workbook(path, sheet, decimal), header, path.name)
        if kind in FLAT:
            _plain(path)
            return open_flat(path, header)
    except (OSError, ValueError) as error:
        raise NotASheet("unreadable", f"{path.name}: cannot be read: {error}") from None
    raise NotASheet("other-kind", f"{path.name}: read a file of kind {kind or 'none'}, expected {EXPECTED}")


def _plain(path: Path) -> None:
    with path.open("rb") as file:
        begin = file.read(4)
    for mark, kind in MAGIC.items():
        if begin.startswith(mark):
            raise NotASheet("other-kind", f"{path.name}: is {kind} by its content, expected text")


def _parquet(path: Path, decimal: str) -> Sheet:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise NotASheet("not-parquet", f"{path.name}: cannot be read as Parquet: {error}") from None
    return Sheet(distinct(file.schema_arrow.names), _batches(file, path.name, decimal))


def _batches(file: Any, name: str, decimal: str) -> Lines:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(batch_size=5_000):
            columns: list[Sequence[Any]] = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                number += 1
                yield number, [text_of(cell, decimal) for cell in row]
    except (pa.ArrowException, ValueError, OSError) as error:
        raise SheetFault(f"{name}: breaks off after row {number:,}: {error}; nothing was loaded") from None
