"""XLSX: real numbers and days, texts as they are, nothing that runs, and no row lost at any limit."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.utils.escape import unescape

from solidary.exports.rows import Rows
from solidary.exports.xlsx import write_xlsx
from solidary.records.flow import FLOW
from solidary.terms.library import Library
from tests.exports.samples import HOSTILE, export, flows, money, named, of, sheets, texts


def day(year: int, month: int, number: int) -> datetime:
    """A day as the reader gives it: at midnight, of no zone."""
    return datetime(year, month, number)  # noqa: DTZ001


def held(text: str) -> str:
    """What the format keeps of a text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def same(cell: Any, value: Any) -> bool:
    if isinstance(value, Decimal):
        digits = len(value.normalize().as_tuple().digits)
        return Decimal(repr(cell)) == value if digits <= 15 else cell == pytest.approx(float(value), rel=1e-14)
    if isinstance(value, date):
        return cell in (day(value.year, value.month, value.day), str(value))
    return bool(cell == value)


def test_flows_come_back(tmp_path: Path, library: Library) -> None:
    found = flows(tmp_path)
    done = export(found, library).write("xlsx", tmp_path / "a.xlsx")
    heading, *rows = sheets(tmp_path / "a.xlsx")["Flows"]
    expected = found.table().to_pylist()
    assert done.rows == len(rows) == len(expected)
    for row, source in zip(rows, expected, strict=True):
        cells = dict(zip(heading, row, strict=True))
        assert [name for name, value in source.items() if not same(cells[name], value)] == []
    assert "more than 15 digits" in named(done)
    assert "before March 1900" in named(done)


def test_hostile_texts_stand_as_texts(tmp_path: Path) -> None:
    write_xlsx(texts(*HOSTILE), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Rows"]
    for row, text in enumerate(HOSTILE, start=2):
        cell = sheet.cell(row, 2)
        if len(text) > 32_767:
            assert len(cell.value) <= 32_767
            assert cell.value.endswith("... [cut; 40,000 characters]")
        else:
            assert unescape(cell.value or "") == held(text), repr(text)
            assert cell.data_type in ("s", "inlineStr", "n" if not text else "s")


def test_no_file_holds_a_formula_or_a_link(tmp_path: Path) -> None:
    write_xlsx(texts(*HOSTILE), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    assert not any(re.search(r"<f[ >]|<hyperlink|externalLink", text) for text in parts.values())


def test_kinds_of_cells(tmp_path: Path) -> None:
    batch = pa.record_batch(
        {
            "id": ["007"], "whole": pa.array([5], pa.int32()), "usd": pa.array([Decimal("1.5")], pa.decimal128(38, 6)),
            "day": pa.array([date(2024, 5, 1)]), "flag": [True],
        }
    )  # fmt: skip
    write_xlsx(Rows(batch.schema, [batch]), tmp_path / "a.xlsx")
    row = openpyxl.load_workbook(tmp_path / "a.xlsx")["Rows"][2]
    assert [cell.value for cell in row] == ["007", 5, 1.5, day(2024, 5, 1), True]
    assert [cell.data_type for cell in row] in (["s", "n", "n", "d", "b"], ["inlineStr", "n", "n", "d", "b"])
    assert row[0].number_format == "@"


def test_rows_are_split_over_sheets_and_none_is_lost(tmp_path: Path) -> None:
    done = write_xlsx(texts(*map(str, range(25))), tmp_path / "a.xlsx", name="Flows", most=11)
    found = sheets(tmp_path / "a.xlsx")
    data = {name: rows for name, rows in found.items() if name.startswith("Flows")}
    assert {name: len(rows) for name, rows in data.items()} == {"Flows": 11, "Flows 2": 11, "Flows 3": 6}
    assert [row[1] for rows in data.values() for row in rows[1:]] == [str(number) for number in range(25)]
    assert all(rows[0] == ["n", "text"] for rows in data.values())
    assert "25 rows stand on 3 sheets" in named(done)


@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 20])
def test_every_number_of_rows_at_the_edge_of_a_sheet(tmp_path: Path, rows: int) -> None:
    write_xlsx(texts(*map(str, range(rows))), tmp_path / "a.xlsx", most=11)
    found = sheets(tmp_path / "a.xlsx")
    parts = [table[1:] for name, table in found.items() if name.startswith("Rows")]
    assert sum(map(len, parts)) == rows
    assert len(parts) == max(1, -(-rows // 10))


def test_each_sheet_has_a_frozen_heading_and_a_filter(tmp_path: Path) -> None:
    write_xlsx(texts("a", "b", "c"), tmp_path / "a.xlsx", most=3)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for name, last in (("Rows", 3), ("Rows 2", 2)):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref == f"A1:B{last}"


def test_the_workbook_explains_itself(tmp_path: Path, library: Library) -> None:
    found = flows(tmp_path)
    export(found, library).write("xlsx", tmp_path / "a.xlsx")
    told = sheets(tmp_path / "a.xlsx")
    assert {"Flows", "Notes", "About", "Columns", "Rules", "Sources", "Licences"} == set(told)
    about = dict(tuple(row) for row in told["About"])
    assert about["snapshot"] == found.snapshot.id
    assert about["rates"] == "a test"
    columns = {row[0]: row[2] for row in told["Columns"]}
    assert columns["usd"].startswith("amount in US dollars")
    assert all(columns[name] for name in told["Flows"][0])
    assert [row[:3] for row in told["Licences"][1:]] == [
        ["XM-PUB", "6", "notspecified"],
        ["XM-OTHER", "2", "notspecified"],
    ]


def test_control_characters_and_long_texts_are_told(tmp_path: Path) -> None:
    done = write_xlsx(texts("a\0b", "bell\x07", "\ufffe", "y" * 32_767, "😀" * 20_000), tmp_path / "a.xlsx")
    values = [row[1] for row in sheets(tmp_path / "a.xlsx")["Rows"][1:]]
    assert values[:4] == ["a\ufffdb", "bell\ufffd", "\ufffd", "y" * 32_767]
    assert len(values[4].encode("utf-16-le")) // 2 <= 32_767
    assert "3 texts had control characters" in named(done)
    assert "1 texts were longer" in named(done)


def test_amounts_of_fifteen_digits_are_exact_and_longer_ones_told(tmp_path: Path) -> None:
    exact = ["999999999.999999", "0.000001", "-123456789012.123", "100000000000000000"]
    done = write_xlsx(money(*exact, "123456789012.123456", None), tmp_path / "a.xlsx")
    values = [row[1] for row in sheets(tmp_path / "a.xlsx")["Rows"][1:]]
    assert [Decimal(repr(value)) for value in values[:4]] == [Decimal(text) for text in exact]
    assert values[4] == pytest.approx(123456789012.123456, rel=1e-15)
    assert "1 numbers have more than 15 digits" in named(done)


def test_days_before_march_1900_are_texts(tmp_path: Path) -> None:
    days = [date(1900, 2, 28), date(1900, 3, 1), date(1899, 12, 31), date(9999, 12, 31)]
    write_xlsx(of(day=days), tmp_path / "a.xlsx")
    values = [row[0] for row in sheets(tmp_path / "a.xlsx")["Rows"][1:]]
    assert values == ["1900-02-28", day(1900, 3, 1), "1899-12-31", day(9999, 12, 31)]


def test_no_flow_at_all_is_a_heading(tmp_path: Path) -> None:
    done = write_xlsx(Rows(FLOW, []), tmp_path / "a.xlsx")
    assert (done.rows, sheets(tmp_path / "a.xlsx")["Rows"]) == (0, [FLOW.names])
