"""Creative trade from a table of the workspace: measures worked out by hand, and faults told at their line.

Year 2023, in millions. Creative: Korea sells Thailand 30 of 11.1.1 and the US 10 of 11.2.3; Thailand sells the US 10 of
11.2.3 and buys as much from it; the US sells Viet Nam 20 of 11.1.1. Cars (8703): Korea sells the US 60, Thailand 160.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import solidary
from solidary.errors import UnknownName
from solidary.sources.trade import TradeFault, known_trade
from solidary.workspace import Workspace
from tests.conftest import TODAY

TABLE = """exporter,importer,code,value,year
KR,TH,11.1.1,30,2023
KR,US,11.2.3,10,2023
TH,US,11.2.3,10,2023
US,TH,11.2.3,10,2023
US,VN,11.1.1,20,2023
KR,US,8703,60,2023
TH,US,8703,160,2023
KR,TH,11.1.1,999,2022
"""


def with_table(folder: Path, text: str = TABLE) -> Workspace:
    (folder / "trade").mkdir(parents=True)
    (folder / "trade" / "world.csv").write_text(text, "utf-8")
    return solidary.open(folder, today=TODAY)


def test_measures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    found = with_table(tmp_path).ask("creative", "kasi", "TH").figures
    # creative is 40 of Korea's 100, and 80 of the world's 300
    assert found["creative-advantage"].value == Decimal("1.50")
    # Korea sells 0.75 and 0.25, Thailand buys 30 and 10 of 40
    assert found["complementarity"].value == Decimal("100.0")
    # 30 of Korea's 40 go to Thailand, which takes 40 of 80
    assert found["intensity"].value == Decimal("1.50")
    # Thailand sells 11.2.3 alone: the smaller shares are 0 and 0.25
    assert found["similarity"].value == Decimal("25.0")


def test_who_buys_nothing_of_it_has_no_measure(tmp_path: Path) -> None:
    finding = with_table(tmp_path).ask("creative", "kasi", "LA")
    assert finding.figures["intensity"].value is None
    assert finding.figures["intensity"].missing == "missing.no_trade"
    assert "creative.caveat.table" in {message.key for message in finding.caveats}


def test_without_a_table_it_says_that_none_is_loaded(workspace: Workspace) -> None:
    finding = workspace.ask("creative", "kasi", "TH")
    assert {message.key for message in finding.caveats} == {"creative.caveat.trade"}
    assert "intensity" not in finding.figures


def test_the_measures_rest_on_the_list_of_codes_and_its_source(tmp_path: Path) -> None:
    ws = with_table(tmp_path)
    figure = ws.ask("creative", "kasi", "TH").figures["creative-codes"]
    assert figure.value == 2
    assert [ws.register().by_id[claim].evidence.source for claim in figure.evidence] == ["unctad-cer-2010"]


UNCTADSTAT = """exporter,importer,code,value,year
KR,TH,CER000,100,2024
KR,TH,CER020,30,2024
KR,TH,CER024,30,2024
KR,US,CER060,10,2024
TH,US,CER060,10,2024
US,TH,CER060,10,2024
US,VN,CER020,20,2024
KR,US,8703,60,2024
TH,US,8703,160,2024
KR,TH,11.1,999,2024
"""


def test_goods_of_unctadstat_are_creative_and_neither_totals_nor_parts_count_twice(tmp_path: Path) -> None:
    ws = with_table(tmp_path, UNCTADSTAT.replace("KR,TH,11.1,999,2024\n", ""))
    found = ws.ask("creative", "kasi", "TH").figures
    assert found["creative-codes"].value == 2
    # the same money as above, with the codes of another edition
    assert [found[name].value for name in ("creative-advantage", "complementarity", "intensity", "similarity")] == [
        Decimal("1.50"), Decimal("100.0"), Decimal("1.50"), Decimal("25.0")]  # fmt: skip


def test_parts_count_where_their_whole_is_not_in_the_table(tmp_path: Path) -> None:
    ws = with_table(tmp_path, UNCTADSTAT.replace("CER020", "CER025").replace("KR,TH,11.1,999,2024\n", ""))
    assert ws.ask("creative", "kasi", "TH").figures["creative-codes"].value == 3


def test_the_newest_edition_in_the_table_is_taken_and_named(tmp_path: Path) -> None:
    finding = with_table(tmp_path, UNCTADSTAT).ask("creative", "kasi", "TH")
    told = [message for message in finding.messages if message.key == "creative.trade"]
    assert [message.about["edition"] for message in told] == ["UNCTADstat, revised framework of 2024"]
    assert finding.figures["creative-codes"].value == 2  # 11.1 is of 2010


@pytest.mark.parametrize(
    ("line", "told"),
    [("KOR,TH,11.1,5,2023", "'KOR' as exporter"), ("KR,TH,11.1,-5,2023", "'-5'"), ("KR,TH,,5,2023", "expected a code"),
     ("KR,TH,11.1,5,last", "'last'"), ("KR,TH,11.1,5,2023\nKR,TH,11.1,6,2023", "stands in world.csv:2 already")],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    with_table(tmp_path, f"exporter,importer,code,value,year\n{line}\n")
    with pytest.raises(TradeFault, match=rf"world\.csv:\d: .*{told}"):
        known_trade(tmp_path)


def test_an_unknown_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    with_table(tmp_path, "exporter,importer,codes,value,year\n")
    with pytest.raises(UnknownName, match="code"):
        known_trade(tmp_path)
