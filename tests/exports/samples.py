"""Flows to export, hostile texts, and readers that give back what a file holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyarrow as pa

from solidary.exports.about import About
from solidary.exports.draft import Written
from solidary.exports.flows import Export
from solidary.exports.licences import Licences
from solidary.exports.names import Names, known_lists
from solidary.exports.rows import Rows
from solidary.exports.selection import Selection
from solidary.refine.flows import Flows
from solidary.terms.library import Library
from tests.refine.samples import activity, countries, made, sectors, spent

NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOSTILE: Final = (
    "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1:A9)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200e=1",
    "\ufeff+1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201", "'=1", "''@x", "=\"a\",\"b\"", "a,b",
    'say "so"', "line\nbreak", "cr\r\nlf", "", " ", "  padded  ", "007", "1E5", "TRUE", "#N/A", "2024-05-01",
    "\u202eevil", "한국 – Việt", "😀" * 5, "_x0041_",
    "<r><t>&amp;</t></r>", "</is></c>", "{=1}", "http://a.example", "x" * 40_000,
)  # fmt: skip
SECTORS: Final = sectors(("15110", "33.3"), ("12220", "66.7"))
FILES: Final = (
    activity("=a-1", countries(("TH", "40"), ("VN", "60")), SECTORS, spent("100.10")),
    activity("a-2", countries(("TH", None)), spent("-0.01", kind="2"), spent("7", kind="12"), publisher="XM-OTHER"),
    activity("a-3", '<recipient-region code="298"/>', spent("123456789012.123456", money='currency="KRW"')),
    activity("a-4", countries(("QQ", None)), spent("5", day="1899-05-01", money='currency="LAK"')),
)  # fmt: skip


def flows(folder: Path) -> Flows:
    """A few flows with all that is hard about them."""
    return made(folder, FILES)


def export(found: Flows, library: Library, selection: Selection | None = None) -> Export:
    """The export of some flows."""
    wanted = selection or Selection()
    return Export(found, wanted, Names(known_lists(library)), About.of(found, wanted, Licences(), NOW))


def of(**columns: Iterable[Any]) -> Rows:
    """Rows of columns that Arrow can guess."""
    batch = pa.record_batch({name: pa.array(list(values)) for name, values in columns.items()})
    return Rows(batch.schema, [batch])


def texts(*values: str | None) -> Rows:
    """Rows of one text and its number."""
    batch = pa.record_batch({"n": pa.array(range(len(values)), pa.int32()), "text": pa.array(values, pa.string())})
    return Rows(batch.schema, [batch])


def money(*values: str | None) -> Rows:
    """Rows of one amount."""
    found = [None if value is None else Decimal(value) for value in values]
    batch = pa.record_batch(
        {"n": pa.array(range(len(found)), pa.int32()), "amount": pa.array(found, pa.decimal128(38, 6))}
    )
    return Rows(batch.schema, [batch])


def csv_rows(path: Path) -> list[list[str]]:
    """What a CSV file holds; no value and an empty text look the same."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """What the sheets of a workbook hold."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def value(cell: str, field: pa.Field) -> Any:
    """Turn a cell of text back into what the column holds."""
    if cell == "":
        return None
    if pa.types.is_decimal(field.type):
        return Decimal(cell)
    if pa.types.is_integer(field.type):
        return int(cell)
    if pa.types.is_date(field.type):
        return date.fromisoformat(cell)
    if pa.types.is_boolean(field.type):
        return {"true": True, "false": False}[cell]
    return cell


def endless(step: Any) -> Iterator[pa.RecordBatch]:
    """Rows that never end; each batch calls back."""
    while True:
        step()
        yield pa.record_batch({"id": ["a", "b"]})


def left(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def named(written: Written) -> str:
    """All notes of an export as one text."""
    return " | ".join(written.notes)
