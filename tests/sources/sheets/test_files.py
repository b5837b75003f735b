"""Files that are no sheets are set aside with the reason; nothing that a file holds can fill the memory or be lost."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from solidary.errors import UnknownName
from solidary.sources.sheets.opening import open_sheet
from solidary.sources.sheets.sheet import NOT_COMPUTED, NotASheet, SheetFault
from tests.sources.sheets.compound import compound, old_workbook
from tests.sources.sheets.samples import GOOD, NAMES, workbook


def refused(path: Path) -> NotASheet:
    with pytest.raises(NotASheet) as raised:
        list(open_sheet(path).rows)
    assert path.name in str(raised.value)
    return raised.value


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def changed(path: Path, old: bytes, new: bytes) -> Path:
    """Change the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "rule", "told"),
    [
        ("a.pdf", b"%PDF-1.7", "other-kind", "expected csv"),
        ("a.csv", b"%PDF-1.7\n1 0 obj\n", "other-kind", "is a PDF"),
        ("a.csv", b"PK\x03\x04rest", "other-kind", "is a zip archive"),
        ("a.zip", b"PK\x03\x04rest", "other-kind", ".zip"),
        ("a.csv", b"a,b\n\x00\x00\x00", "not-text", "zero bytes"),
        ("a.csv", b"", "empty", "no names of columns"),
        ("a.csv", b"\n  ,\n\n", "empty", "no names of columns"),
        ("a.xlsx", b"<html><table></table></html>", "not-a-workbook", "cannot be read as a workbook"),
        ("a.xls", b"<html><table></table></html>", "not-a-workbook", "cannot be read as a workbook"),
        ("a.xlsx", b"", "not-a-workbook", "cannot be read as a workbook"),
        ("a.parquet", b"PAR1", "not-parquet", "cannot be read as Parquet"),
        ("noending", b"a,b\n", "other-kind", "kind none"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_told_with_the_reason(
    tmp_path: Path, name: str, content: bytes, rule: str, told: str
) -> None:
    reason = refused(written(tmp_path / name, content))
    assert reason.rule == rule
    assert told in str(reason)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no")
    assert refused(tmp_path / "a.xlsx").rule == "not-a-workbook"


def test_a_workbook_under_a_password_is_told_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", compound("EncryptedPackage", b""))
    assert refused(path).rule == "encrypted"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["a"], [1]])
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 50_000_000)
    assert "grows to 50," in str(refused(tmp_path / "a.xlsx"))


def test_a_cell_at_the_far_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["a", "b"], [1, 2]])
    reason = refused(changed(tmp_path / "a.xlsx", b'r="B2"', b'r="XFD1048576"'))
    assert (reason.rule, "line 1,048,576 and column 16,384" in str(reason)) == ("too-large", True)


def test_a_sheet_is_chosen_by_name_and_the_nearest_is_told(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["a"], [1]], title="Projects")
    assert open_sheet(tmp_path / "a.xlsx", "Projects").names == ("a",)
    with pytest.raises(UnknownName) as raised:
        open_sheet(tmp_path / "a.xlsx", "Project")
    assert raised.value.nearest == "Projects"


def test_an_empty_workbook_has_no_names(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [])
    assert refused(tmp_path / "a.xlsx").rule == "empty"


def test_a_formula_without_a_value_is_no_empty_cell(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["a", "b"], [1, "=A2*2"], [2, 5], ["=A2", None]])
    assert [row for _, row in open_sheet(tmp_path / "a.xlsx").rows] == [
        ["1", NOT_COMPUTED],
        ["2", "5"],
        [NOT_COMPUTED],
    ]


def test_a_formula_with_its_value_is_the_value(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_formula("A2", "=1+1", None, 2)
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A3", "=1+1", None, "")
    sheet.write("B3", 1)
    book.close()
    rows = [row for _, row in open_sheet(tmp_path / "a.xlsx").rows]
    assert rows[0][0] == "2"
    assert rows[1] == [NOT_COMPUTED, "1"]


def test_a_merged_heading_names_its_first_column(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Project", "Money in 2012", None, None], [None, "Committed", "Spent", "Spent"], [1, 2, 3, 4]):
        sheet.append(row)
    sheet.merge_cells("B1:D1")
    book.save(tmp_path / "a.xlsx")
    assert open_sheet(tmp_path / "a.xlsx").names == ("Project", "Money in 2012", "column 3", "column 4")
    assert open_sheet(tmp_path / "a.xlsx", header=2).names == ("column 1", "Committed", "Spent", "Spent (2)")


def test_rows_of_a_workbook_that_begins_far_down_keep_their_lines(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C4"], sheet["D4"], sheet["C6"], sheet["D6"] = "a", "b", 1, "=C6"
    book.save(tmp_path / "a.xlsx")
    found = open_sheet(tmp_path / "a.xlsx")
    assert found.names == ("a", "b")
    assert list(found.rows) == [(6, ["1", NOT_COMPUTED])]


def test_a_long_sheet_goes_row_by_row(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"a,b\n" + b"1,2\n" * 300_000)
    assert sum(1 for _ in open_sheet(path).rows) == 300_000


def test_a_parquet_file_that_breaks_off_stops_the_load(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": [f"text {number}" for number in range(20_000)]}), tmp_path / "a.parquet")
    content = bytearray((tmp_path / "a.parquet").read_bytes())
    content[200:4_000] = b"\xff" * 3_800
    with pytest.raises(SheetFault, match=r"a\.parquet: breaks off"):
        list(open_sheet(written(tmp_path / "a.parquet", bytes(content))).rows)


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xls", old_workbook([["Project", "Spent"], ["Wells", 12.5], ["Roads", 3.0]]))
    found = open_sheet(path)
    assert found.names == ("Project", "Spent")
    assert list(found.rows) == [(2, ["Wells", "12.5"]), (3, ["Roads", "3"])]


def test_whatever_is_broken_in_a_file_is_told(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    workbook(tmp_path / "a.xlsx", [["Project", "Spent"], *([number, "=A2"] for number in range(20))])
    pq.write_table(pa.table({"Project": [f"text {number}" for number in range(300)]}), tmp_path / "a.parquet")
    written(tmp_path / "a.csv", (NAMES + GOOD * 20).encode())
    written(tmp_path / "a.txt", (NAMES + GOOD * 20).encode("utf-16"))
    chance, told = random.Random(7), 0
    for path in (tmp_path / name for name in ("a.xlsx", "a.parquet", "a.csv", "a.txt")):
        whole = path.read_bytes()
        for _ in range(100):
            content = bytearray(whole)
            for _ in range(chance.randint(1, 5)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            try:
                assert all(
                    isinstance(cell, str) for _, row in open_sheet(written(path, bytes(content))).rows for cell in row
                )
            except (NotASheet, SheetFault, UnknownName) as reason:
                assert str(reason)
                told += 1
    assert told > 50
