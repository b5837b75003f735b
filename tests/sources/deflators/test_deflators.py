"""Deflators: three forms of table become one; what is not there is unknown, and no series is mixed with another."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from solidary.errors import UnknownName
from solidary.sources.deflators.known import known_deflators
from solidary.sources.deflators.table import DeflatorFault, table_deflators
from tests.sources.iati.samples import DATA

LONG = "Area,Year,Index,Basis,Source\nKOR,2015,95.5,own,a bank\nVND,2015,1.25,USD,a bank\nDEU,2015,99,own,a bank\n"
WIDE = "name,ISO3,2019,2020\nKorea,KOR,1,0.98\nTotal,TOTAL,1,1\nEU,EU Institutions,1,1.02\nLaos,LAO,,1.5\n"
BANK = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-05-30",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2019","2020",\n'
    '"Korea, Rep.","KOR","GDP deflator (base year varies by country)","NY.GDP.DEFL.ZS","101.5","103.2",\n'
    '"Euro area","EMU","GDP deflator (base year varies by country)","NY.GDP.DEFL.ZS","105","107",\n'
)


def written(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def told(path: Path) -> dict[tuple[str, int], tuple[str, str]]:
    rows = table_deflators(path).to_pylist()
    return {(row["currency"], row["year"]): (f"{row['index'].normalize():f}", row["basis"]) for row in rows}


def test_a_line_for_each_area_and_year_is_read_by_area_or_currency(tmp_path: Path) -> None:
    assert told(written(tmp_path, LONG)) == {("KRW", 2015): ("95.5", "own"), ("VND", 2015): ("1.25", "USD")}


def test_a_column_for_each_year_is_read_and_an_empty_cell_or_a_zero_is_unknown(tmp_path: Path) -> None:
    wide = WIDE + "Cuba,CUB,0,0\n"  # as a table of a bank has it where it knows nothing
    assert told(written(tmp_path, wide)) == {
        ("KRW", 2019): ("1", "own"), ("KRW", 2020): ("0.98", "own"),
        ("EUR", 2019): ("1", "own"), ("EUR", 2020): ("1.02", "own"), ("LAK", 2020): ("1.5", "own"),
    }  # fmt: skip


def test_without_a_column_for_it_the_name_of_the_file_says_that_prices_are_in_dollars(tmp_path: Path) -> None:
    assert {basis for _, basis in told(written(tmp_path, WIDE, "usd_2019.csv")).values()} == {"USD"}


def test_the_form_of_the_world_bank_is_read_below_its_lines_of_text(tmp_path: Path) -> None:
    path = written(tmp_path, BANK)
    assert told(path)["EUR", 2020] == ("107", "own")
    assert set(table_deflators(path)["source"].to_pylist()) == {"GDP deflator (base year varies by country)"}


def test_a_unit_that_changed_has_no_index_from_before(tmp_path: Path) -> None:
    found = told(written(tmp_path, "Area,Year,Index\nGHA,2006,50\nGHA,2007,60\n"))
    assert found == {("GHS", 2007): ("60", "own")}


@pytest.mark.parametrize("line", ["KOR,2015,much", "KOR,later,1", "KOR,2015,-1", "KOR,2014,1"])
def test_a_line_that_cannot_be_read_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(DeflatorFault, match=r"a.csv:3: read"):
        table_deflators(written(tmp_path, f"Area,Year,Index\nKOR,2014,1\n{line}\n"))


@pytest.mark.parametrize(
    ("head", "missing"), [("Place,Year,Index", "area"), ("Area,When,Index", "year"), ("Area,Year,Level", "index")]
)
def test_a_missing_column_is_told(tmp_path: Path, head: str, missing: str) -> None:
    with pytest.raises(UnknownName, match=f"column '{missing}'"):
        table_deflators(written(tmp_path, f"{head}\nKOR,2015,1\n"))


def test_a_currency_has_its_series_from_one_table(tmp_path: Path) -> None:
    (tmp_path / "deflators").mkdir()
    written(tmp_path / "deflators", "Area,Year,Index\nKOR,2015,1\n", "1.csv")
    written(tmp_path / "deflators", "Area,Year,Index\nKOR,2016,100\nJPN,2016,100\n", "2.csv")
    found = known_deflators(tmp_path).table().to_pylist()
    assert [(row["currency"], row["year"]) for row in found] == [("JPY", 2016), ("KRW", 2015)]


@pytest.mark.parametrize(
    ("name", "area", "korea"),
    [("Deflators/deflators_2023usd.csv", "ISO", 2023), ("project_data/usd_deflators_2021WEO.csv", "ISO3", 2019)],
)
def test_tables_as_they_are_passed_round_are_read_whole(name: str, area: str, korea: int) -> None:
    path = DATA / "deflators" / name
    if not path.exists():
        pytest.skip("the shared data is not beside the checkout")
    found = table_deflators(path).to_pylist()
    won = {row["year"]: row["index"] for row in found if row["currency"] == "KRW"}
    assert won[korea] == 1  # the base year of the table
    assert {row["basis"] for row in found} == {"USD"}
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line[area] == "KOR"]
    by_hand = [line["gdp_defl"] for line in lines if line["year"] == "2015"] if area == "ISO" else [lines[0]["2015"]]
    assert [won[2015]] == [Decimal(one).quantize(Decimal("1e-9")) for one in by_hand]
    assert {"USD", "EUR", "KRW", "THB", "VND"} <= {row["currency"] for row in found}
