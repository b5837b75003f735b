"""Rows -> XLSX: real numbers and days, ids as text, no formula, as many sheets as it takes, and sheets that explain.

Every text is written as a text, so none is run and none is changed, except what the format cannot hold, which the notes
count: control characters become U+FFFD, line ends a line feed, a text of more than 32,767 UTF-16 units is cut and says
so. A number is a double of fifteen digits: an amount with more is rounded there and counted, since as a text it would
be missing in every sum. Days before 1 March 1900, which the format miscounts, are ISO texts.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from solidary.errors import CannotWrite
from solidary.exports.draft import Written, drafted
from solidary.exports.rows import Kind, Rows, kind

MOST: Final = 1_048_576  # rows of a sheet, headings included
LONGEST: Final = 32_767
DIGITS: Final = 15
EPOCH: Final = 25_569  # 1 January 1970 counted in days as spreadsheets do
FIRST_DAY: Final = 61  # 1 March 1900; before it they have a 29 February that never was
CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
WIDTHS: Final[Mapping[Kind, tuple[int, int]]] = {
    "text": (8, 48), "whole": (8, 12), "decimal": (12, 24), "day": (11, 11), "flag": (8, 8),
}  # fmt: skip
NOTES: Final = {
    "control": "{:,} texts had control characters, which the format cannot hold; U+FFFD stands for each",
    "long": "{:,} texts were longer than 32,767 characters and are cut, with their length at the end",
    "digits": "{:,} numbers have more than 15 digits and are rounded there; CSV and Parquet have them exactly",
    "day": "{:,} days before March 1900 are written as text",
}
Tables = Mapping[str, Sequence[Sequence[str]]]


def write_xlsx(
    rows: Rows,
    target: Path,
    *,
    name: str = "Rows",
    told: Callable[[], Tables] = dict,
    most: int = MOST,
    force: bool = False,
) -> Written:
    """Write rows as one workbook.

    Args:
        rows: what to write.
        target: where; nothing may stand there.
        force: replace what stands there.
        name: of the sheet; those that follow are numbered.
        told: further sheets of text, headings first; asked after the rows.
        most: rows of a sheet, headings included.

    >>> import tempfile
    >>> one = pa.record_batch({"id": ["007", "=1+1", "008"]})
    >>> with tempfile.TemporaryDirectory() as home:
    ...     write_xlsx(Rows(one.schema, [one]), Path(home, "a.xlsx"), most=3).notes
    ('3 rows stand on 2 sheets, since a sheet has room for 2',)

    Raises:
        CannotWrite: if the file is there already, or cannot be written.
    """
    # The rows wait in a folder of their own: after an interrupt, nobody else would remove them.
    with drafted(target, force=force) as draft, tempfile.TemporaryDirectory(dir=draft.parent) as waiting:
        options = {"constant_memory": True, "tmpdir": waiting, "strings_to_formulas": False}
        book = Workbook(str(draft), options)
        book.use_zip64()  # only takes effect beyond 4 GB
        filling = _Filling(book, rows.schema, name, most)
        try:
            for batch in rows.portions():
                filling.add(batch)
            filling.end()
            _explain(book, {"Notes": [["note"], *([note] for note in filling.notes)], **told()})
            book.close()
        except XlsxWriterException as error:
            raise CannotWrite(f"{target}: {error}; nothing was written") from None
        finally:
            for sheet in book.worksheets():
                sheet.release()
        size = draft.stat().st_size
    return Written(target, filling.number, size, filling.notes)


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose texts are all plain; else one that looks like rich text would be written as raw XML."""

    def release(self) -> None:
        """Let go of the file in which rows wait; the library does so only for a book that it could finish."""
        self._opt_close()

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


@dataclass
class _Filling:
    """A workbook that is being filled with rows."""

    book: Workbook
    schema: pa.Schema
    name: str
    most: int
    number: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    sheets: list[_Sheet] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    row: int = 0

    def __post_init__(self) -> None:
        self.kinds = [kind(column) for column in self.schema]
        self.widths = [
            max(WIDTHS[found][0], len(name) + 3) for found, name in zip(self.kinds, self.schema.names, strict=True)
        ]
        formats = {"text": "@", "whole": "0", "decimal": "#,##0.00####", "day": "yyyy-mm-dd", "flag": "General"}
        self.formats = {name: self.book.add_format({"num_format": shown}) for name, shown in formats.items()}
        self.strong = self.book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        self._begin()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know of the form that the rows took."""
        split = f"{self.number:,} rows stand on {len(self.sheets)} sheets, since a sheet has room for {self.most - 1:,}"
        return (
            *((split,) if len(self.sheets) > 1 else ()),
            *(NOTES[what].format(times) for what, times in sorted(self.counts.items())),
        )

    def add(self, batch: pa.RecordBatch) -> None:
        """Write rows, on a new sheet where one is full."""
        columns = [_cells(column, self.kinds[at], self.counts) for at, column in enumerate(batch.columns)]
        if not self.number:
            self._widen(columns)
        for row in zip(*columns, strict=True):
            if self.row + 1 >= self.most:
                self.end()
                self._begin()
            self.row += 1
            self._row(row)
        self.number += batch.num_rows

    def _row(self, row: Sequence[Any]) -> None:
        sheet, at = self.sheets[-1], self.row
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif isinstance(value, bool):
                sheet.write_boolean(at, column, value)
            else:
                sheet.write_number(at, column, value, self.formats[self.kinds[column]])

    def _begin(self) -> None:
        name = self.name if not self.sheets else f"{self.name} {len(self.sheets) + 1}"
        sheet = self.book.add_worksheet(name, _Sheet)
        for column, heading in enumerate(self.schema.names):  # rows go to disk at once: no format can be set later
            sheet.write_string(0, column, heading, self.strong)
        sheet.freeze_panes(1, 0)
        self.sheets.append(sheet)
        self.row = 0

    def end(self) -> None:
        """Finish a sheet: widths, filter, and no green corner on an id of digits."""
        sheet, last = self.sheets[-1], len(self.kinds) - 1
        for column, found in enumerate(self.kinds):
            sheet.set_column(column, column, self.widths[column], self.formats[found])
        if last >= 0:
            sheet.autofilter(0, 0, max(self.row, 1), last)
            sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, self.row, last)})

    def _widen(self, columns: Sequence[Sequence[Any]]) -> None:
        for at, cells in enumerate(columns):
            low, high = WIDTHS[self.kinds[at]]
            longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=low)
            self.widths[at] = max(self.widths[at], min(longest + 2, high))


def _cells(column: pa.Array, what: Kind, counts: Counter[str]) -> list[Any]:
    match what:
        case "text":
            return _texts(column, counts)
        case "decimal":
            return _numbers(column, counts)
        case "day":
            return _days(column, counts)
        case "whole":
            return _numbers(column.cast(pa.decimal128(38, 0)), counts)
        case _:
            return list(column.to_pylist())


def _texts(column: pa.Array, counts: Counter[str]) -> list[str | None]:
    column = pc.replace_substring_regex(column, r"\r\n?", "\n")
    dirty = pc.sum(pc.match_substring_regex(column, CONTROL)).as_py() or 0
    if dirty:
        counts["control"] += dirty
        column = pc.replace_substring_regex(column, CONTROL, "\ufffd")
    texts: list[str | None] = column.to_pylist()
    if (pc.max(pc.utf8_length(column)).as_py() or 0) * 2 <= LONGEST:
        return texts
    return [None if text is None else _cut(text, counts) for text in texts]


def _cut(text: str, counts: Counter[str]) -> str:
    """Cut a text to what a cell holds; characters beyond the first 65,536 count twice there."""
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return text
    counts["long"] += 1
    mark = f" ... [cut; {len(text):,} characters]"
    return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark


def _numbers(column: pa.Array, counts: Counter[str]) -> list[float | None]:
    values: list[Decimal | None] = column.to_pylist()
    counts.update(
        digits=sum(value is not None and len(value.normalize().as_tuple().digits) > DIGITS for value in values)
    )
    counts += Counter()  # forgets what was not found
    return [None if value is None else float(value) for value in values]


def _days(column: pa.Array, counts: Counter[str]) -> list[int | str | None]:
    serials = pc.add(column.cast(pa.int32()), EPOCH).to_pylist()
    early = [serial is not None and serial < FIRST_DAY for serial in serials]
    if not any(early):
        return list(serials)
    counts["day"] += sum(early)
    texts = column.cast(pa.string()).to_pylist()
    return [text if before else serial for serial, text, before in zip(serials, texts, early, strict=True)]


def _explain(book: Workbook, tables: Tables) -> None:
    """Write sheets of text."""
    strong = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for name, table in tables.items():
        sheet = book.add_worksheet(name, _Sheet)
        cells = [_texts(pa.array([row[at] for row in table], pa.string()), Counter()) for at in range(len(table[0]))]
        for column, texts in enumerate(cells):
            sheet.set_column(column, column, min(80, 2 + max(len(text or "") for text in texts)), wrapped)
        for row, found in enumerate(zip(*cells, strict=True)):
            for column, text in enumerate(found):
                sheet.write_string(row, column, text or "", strong if row == 0 else wrapped)
        sheet.freeze_panes(1, 0)
