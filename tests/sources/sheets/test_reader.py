"""Bad cells cost their row and not the file; every row is loaded or set aside, with its place and reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from solidary.errors import UnknownName
from solidary.sources.sheets.cell import CellFault, country, day, last_day, number
from solidary.sources.sheets.sheet import SheetFault
from tests.sources.sheets.samples import FLAT, GOOD, HEAD, NAMES, from_text, read, reasons, workbook

ONE = Decimal(1)
VALUE = FLAT.replace("    amounts:\n      - {column: Spent, type: \"3\"}\n", "")  # fmt: skip


def spent(found: dict[str, list[dict[str, object]]]) -> list[object]:
    return [row["value"] for row in found.get("transaction", [])]


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1,234,567.5", ".", "1234567.5"), ("1.234.567,5", ",", "1234567.5"), ("1 234,5", ",", "1234.5"),
        ("1\u00a0234", ",", "1234"), ("-12.50", ".", "-12.5"), ("1e3", ".", "1000"), ("0.1", ".", "0.1"),
        (".5", ".", "0.5"), ("1.234", ",", "1234"), ("123456789012345678.25", ".", "123456789012345678.25"),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly(text: str, decimal: str, expected: str) -> None:
    assert number(text, ONE, decimal) == expected


@pytest.mark.parametrize(
    "text", ["12,34", "1,2345", "1_000", "5%", "$5", "(5)", "1e999", "five", "1.2.3", "NaN", "inf", "١٢"]
)
def test_what_is_no_number_is_not_guessed_at(text: str) -> None:
    with pytest.raises(CellFault):
        number(text, ONE, ".")


def test_a_point_is_no_decimal_mark_where_the_comma_is() -> None:
    with pytest.raises(CellFault, match="decimal"):
        number("1234.5", ONE, ",")


@pytest.mark.parametrize("text", ["31/02/2012", "2012-13-01", "0012-01-01", "3012-01-01", "12", "soon"])
def test_a_day_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(CellFault):
        day(text, "%d/%m/%Y")


@pytest.mark.parametrize("text", ["2012/13", "12", "1012", "FY2012", "2012.5"])
def test_a_year_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(CellFault):
        last_day(text)


def test_namibia_is_a_country_and_no_empty_cell(tmp_path: Path) -> None:
    assert country("NA", "country") == ("country", "NA")
    found, _ = from_text(tmp_path, NAMES + "1,Wells,KOICA,NA,2012,100\n")
    assert found["recipient_country"][0]["code"] == "NA"


@pytest.mark.parametrize(
    ("line", "rule", "told"),
    [
        ("2,Wells,KOICA,TL,2012,12,5", "too-many-cells", "aid.csv:3: Spent: read 7 cells, expected 6"),
        ("2,Wells,KOICA,TL,2012,12/5", "cannot-read", "aid.csv:3: Spent: read '12/5', expected a number"),
        ("2,Wells,KOICA,TL,20l2,12", "cannot-read", "aid.csv:3: Year: read '20l2', expected a year such as 2012"),
        (",Wells,KOICA,TL,2012,12", "no-activity", "aid.csv:3: Project: read nothing"),
        ("2,Wells,KOICA,TL,2012,#DIV/0!", "cannot-read", "aid.csv:3: Spent: read '#DIV/0!', expected a number"),
        ("1,Wells,JICA,TL,2012,12", "contradiction", "aid.csv:3: Donor: read 'JICA', and line 2 of the same activity"),
    ],
)  # fmt: skip
def test_a_bad_cell_costs_its_row_and_not_the_file(tmp_path: Path, line: str, rule: str, told: str) -> None:
    found, outcome = from_text(tmp_path, f"{NAMES}{GOOD}{line}\n3,Roads,JICA,TL,2013,7\n")
    assert spent(found) == ["100", "7"]
    assert (outcome.account.records, len(outcome.account.broken)) == (2, 1)
    assert reasons(outcome)[0][0] == rule
    assert told in reasons(outcome)[0][1]
    assert [row["iati_identifier"] for row in found["activity"]] == ["1", "3"]


def test_money_without_a_currency_is_set_aside_and_none_is_supposed(tmp_path: Path) -> None:
    mapping = FLAT.replace("      year: Year", "      year: Year\n      currency: {column: Money}")
    names = NAMES.replace("Spent", "Spent,Money")
    rows = f"{names}1,Wells,KOICA,TL,2012,5,EUR\n2,Roads,KOICA,TL,2012,6,\n3,Dams,KOICA,TL,2012,7,Dollars\n"
    found, outcome = from_text(tmp_path, rows, mapping)
    assert [(row["value"], row["currency"]) for row in found["transaction"]] == [("5", "EUR")]
    assert [rule for rule, _ in reasons(outcome)] == ["no-currency", "cannot-read"]


def test_a_type_that_the_mapping_does_not_explain_is_set_aside(tmp_path: Path) -> None:
    mapping = VALUE + "      type: {column: Kind}\n      value: Spent\n"
    rows = f"{NAMES.strip()},Kind\n1,A,KOICA,TL,2012,5,3\n2,B,KOICA,TL,2012,6,Paid\n3,C,KOICA,TL,2012,7,D\n"
    found, outcome = from_text(tmp_path, rows, mapping)
    assert [row["transaction_type"] for row in found["transaction"]] == ["3", "D"]
    assert reasons(outcome)[0][0] == "unknown-type"


def test_a_text_that_the_mapping_does_not_list_is_set_aside(tmp_path: Path) -> None:
    mapping = VALUE + "      type: {column: Kind, values: {Paid: \"3\"}}\n      value: Spent\n"  # fmt: skip
    found, outcome = from_text(tmp_path, f"{NAMES.strip()},Kind\n1,A,KOICA,TL,2012,5,Promised\n", mapping)
    assert spent(found) == []
    assert "read 'Promised', expected one of 'Paid'" in reasons(outcome)[0][1]


def test_the_unit_is_that_of_the_mapping(tmp_path: Path) -> None:
    found, _ = from_text(
        tmp_path, NAMES + "1,A,KOICA,TL,2012,0.120991\n", FLAT.replace("USD\n", "USD\nmultiplier: 1000000\n", 1)
    )
    assert spent(found) == ["120991"]


def test_each_line_of_an_activity_has_its_own_country_and_sector(tmp_path: Path) -> None:
    mapping = FLAT.replace("      year: Year", "      year: Year\n      sector: Sector")
    rows = f"{NAMES.strip()},Sector\n1,A,KOICA,TL,2012,5,11110\n1,A,KOICA,Viet Nam,2013,6,14030\n"
    found, _ = from_text(tmp_path, rows, mapping)
    assert len(found["activity"]) == 1
    assert [row["recipient_country"] for row in found["transaction"]] == ["TL", "VN"]
    assert [row["code"] for row in found["transaction_sector"]] == ["11110", "14030"]


def test_several_sectors_in_a_cell_are_several(tmp_path: Path) -> None:
    mapping = FLAT.replace("      year: Year", "      year: Year\n      sector: Sector")
    rows = f"{NAMES.strip()},Sector\n1,A,KOICA,TL,2012,5,311|410|311\n2,B,KOICA,TL,2012,5,Health\n"
    found, _ = from_text(tmp_path, rows, mapping)
    assert [(row["parent"], row["code"]) for row in found["transaction_sector"]] == [
        (1, "311"),
        (1, "410"),
        (2, "Health"),
    ]


def test_a_country_that_no_list_has_stays_and_is_counted(tmp_path: Path) -> None:
    rows = "1,A,KOICA,Atlantis,2012,5\n1,A,KOICA,Atlantis,2013,5\n2,B,KOICA,VNM,2012,5\n"
    found, outcome = from_text(tmp_path, NAMES + rows)
    assert outcome.unknown == {"Atlantis": 2}
    assert [row["code"] for row in found["recipient_country"]] == ["Atlantis", "VN"]


def test_an_empty_cell_is_no_money_and_zero_is(tmp_path: Path) -> None:
    found, outcome = from_text(tmp_path, NAMES + "1,A,KOICA,TL,2012,\n2,B,KOICA,TL,2012,-\n3,C,KOICA,TL,2012,0\n")
    assert spent(found) == ["0"]
    assert (outcome.account.records, outcome.account.broken) == (3, [])


def test_columns_that_nothing_takes_are_told(tmp_path: Path) -> None:
    _, outcome = from_text(tmp_path, NAMES.strip() + ",Colour\n" + GOOD)
    assert list(outcome.account.unread) == ["column Colour"]


def test_a_column_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"Spent.*Spend") as raised:
        from_text(tmp_path, NAMES.replace("Spent", "Spend") + GOOD)
    assert raised.value.nearest == "Spend"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_in_the_encoding_of_the_file(tmp_path: Path, encoding: str) -> None:
    found, outcome = from_text(tmp_path, NAMES + "1,Água potável,Camões,TL,2012,5\n", encoding=encoding)
    assert found["narrative"][0]["text"] == "Água potável"
    assert found["activity"][0]["reporting_org_ref"] == "Camões"
    assert outcome.account.broken == []


def test_a_broken_letter_costs_itself_in_prose_and_its_row_elsewhere(tmp_path: Path) -> None:
    rows = (NAMES + "1,Água e luz é,Camões,TL,2012,5\n2,@,Camões,TL,2012,6\n3,C,@,TL,2012,7\n").encode()
    (tmp_path / "aid.csv").write_bytes(rows.replace(b"@", b"\xe9"))
    found, outcome = read(tmp_path)
    assert spent(found) == ["5", "6"]
    assert [row["text"] for row in found["narrative"]] == ["Água e luz é", "\ufffd"]
    assert reasons(outcome)[0][0] == "cannot-read"
    assert "aid.csv:4: Donor" in reasons(outcome)[0][1]


@pytest.mark.parametrize("mark", [",", ";", "|", "\t"])
def test_the_mark_between_cells_is_that_of_the_names(tmp_path: Path, mark: str) -> None:
    rows = "Aid, by donor, in dollars\n" + (NAMES + "1,Wells and more,KOICA,TL,2012,5\n").replace(",", mark)
    found, _ = from_text(tmp_path, rows, FLAT.replace("    fields:", "    header: 2\n    fields:"))
    assert spent(found) == ["5"]


def test_a_line_is_where_its_row_begins(tmp_path: Path) -> None:
    rows = NAMES + '1,"Wells\nand\npumps",KOICA,TL,2012,5\n\n2,Roads,KOICA,TL,2012,x\n'
    found, outcome = from_text(tmp_path, rows)
    assert found["transaction"][0]["line"] == 2
    assert "aid.csv:6: Spent" in reasons(outcome)[0][1]


def test_a_quotation_mark_that_is_missing_stops_the_load(tmp_path: Path) -> None:
    with pytest.raises(SheetFault, match=r"aid\.csv:2: .*quotation mark"):
        from_text(tmp_path, NAMES + '1,"Wells,KOICA,TL,2012,5\n' + "x" * 10_000_001)


def test_names_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    found, _ = from_text(
        tmp_path, NAMES.strip() + ",Spent\n1,A,KOICA,TL,2012,5,6\n", FLAT.replace("Spent,", "Spent (2),")
    )
    assert spent(found) == ["6"]


SHEETS = HEAD + """\
sheets:
  money:
    file: "m*"
    fields: {activity: id, year: year, type: kind, value: value}
  projects:
    file: "p*"
    fields: {activity: id, title: name, publisher: {constant: KOICA}, country: {constant: TL}}
"""  # fmt: skip


def test_money_hangs_on_the_activity_of_another_sheet(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("id,year,kind,value\n1,2012,3,5\n2,2012,3,6\n9,2012,3,7\n")
    (tmp_path / "p.csv").write_text("id,name\n1,Wells\n2,Roads\n")
    found, outcome = read(tmp_path, SHEETS)
    assert spent(found) == ["5", "6"]
    assert [row["parent"] for row in found["transaction"]] == [1, 2]
    assert reasons(outcome) == [("unknown-activity", "m.csv:4: id: read '9', which no other sheet has")]
    assert {path.name: begin for path, begin in outcome.begins.items()} == {"p.csv": 0, "m.csv": 3}
    assert [row["line"] for row in found["transaction"]] == [3 + 2, 3 + 3]


def test_rows_that_are_activities_differ_through_all_files(tmp_path: Path) -> None:
    mapping = FLAT.replace("    fields:", "    each_row: activity\n    fields:")
    for name in ("aid1.csv", "aid2.csv"):
        (tmp_path / name).write_text(NAMES + GOOD)
    found, _ = read(tmp_path, mapping)
    assert [row["iati_identifier"] for row in found["activity"]] == ["1-1", "1-2"]


def test_a_row_that_does_not_count_is_marked(tmp_path: Path) -> None:
    counts = "      counts: {column: Ok, values: {y: yes, n: no}}"
    mapping = FLAT.replace("      year: Year", f"      year: Year\n{counts}")
    found, _ = from_text(tmp_path, f"{NAMES.strip()},Ok\n1,A,KOICA,TL,2012,5,y\n2,B,KOICA,TL,2012,6,n\n", mapping)
    assert [(row["record"], row["code"]) for row in found["tag"]] == [(2, "not-for-totals")]


def test_days_of_a_workbook_and_texts_for_days_are_both_read(tmp_path: Path) -> None:
    import datetime as dt

    mapping = FLAT.replace("year: Year", "date: {column: Year, date: '%d/%m/%Y'}")
    rows: list[list[object]] = [
        [*NAMES.strip().split(",")],
        [1, "A", "KOICA", "TL", dt.date(2012, 2, 3), 5.5],
        [2, "B", "KOICA", "TL", "04/02/2012", 6],
    ]
    workbook(tmp_path / "aid.xlsx", rows)
    found, _ = read(tmp_path, mapping)
    assert [(row["transaction_date"], row["value"]) for row in found["transaction"]] == [
        ("2012-02-03", "5.5"),
        ("2012-02-04", "6"),
    ]


def test_a_number_of_a_workbook_has_no_mark_that_could_mislead(tmp_path: Path) -> None:
    workbook(
        tmp_path / "aid.xlsx",
        [NAMES.strip().split(","), [1, "A", "KOICA", "TL", 2012, 1.234], [2, "B", "KOICA", "TL", 2012, "1.234"]],
    )
    found, _ = read(tmp_path, FLAT.replace("currency: USD", "currency: USD\ndecimal: ','"))
    assert spent(found) == ["1.234", "1234"]
