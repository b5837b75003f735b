"""Questions on another source than IATI: its money by the partners whose names it holds, and what it leaves out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from solidary.analyses.money import cut, publishers_of
from solidary.brief.trail import rows_behind
from solidary.errors import UnknownName
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.sheeted import sheeted

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return sheeted(tmp_path_factory.mktemp("aid"))


def usd(number: int) -> Money:
    return Money(Decimal(number).quantize(Decimal("0.01")), "USD")


def test_the_names_of_a_partner_are_its_publishers(ws: Workspace) -> None:
    view = ws.view("kasi", "TL", DAY, "aid")
    sums = {code: cut(view, publishers_of(view, code), ["TL"]) for code in ("KR", "JP", "AU", "XM-DAC-46004", "CN")}
    spent = {code: found.at(("disbursement",)).usd for code, found in sums.items()}
    assert spent == {"KR": 7_100, "JP": None, "AU": 7_000, "XM-DAC-46004": 60_000, "CN": None}
    assert sums["JP"].at(("commitment",)).usd == 40_000
    assert publishers_of(view, "CN") == ""


def test_iati_keeps_to_identifiers(with_money: Workspace) -> None:
    view = with_money.view("kasi", "TH", DAY)
    assert publishers_of(view, "KR") == r"^(KR\-GOV\-)"
    assert publishers_of(view, "XM-DAC-46004") == r"^(XM\-DAC\-46004)"
    assert publishers_of(view, "XM-DAC-44000") == r"^(44000)"


def test_an_answer_adds_up_the_money_of_the_source_alone(ws: Workspace) -> None:
    found = ws.ask("projects", "kasi", "TL", DAY, source="aid").figures
    assert (found["commitments"].value, found["spending"].value) == (usd(10_300), usd(7_100))
    assert found["partners-in-my-country"].value == 2  # Japan and Australia; the bank is no place
    assert {message.key for message in ws.ask("projects", "kasi", "TL", DAY).messages} == {"projects.unloaded"}


def test_a_source_knows_only_what_was_there_on_the_day(ws: Workspace) -> None:
    early = ws.ask("projects", "kasi", "KR", date(2025, 12, 31), source="aid").figures
    assert early["spending"].value == usd(7_100)
    view = ws.view("kasi", "KR", date(2012, 12, 31), "aid")
    assert cut(view, publishers_of(view, "KR"), ["TL"]).at(("disbursement",)).usd == 2_100


def test_what_belongs_to_no_single_partner_is_listed_and_counted(ws: Workspace) -> None:
    finding = ws.ask("projects", "kasi", "TL", DAY, source="aid")
    table = next(table for table in finding.tables if table.key == "names_left_out")
    assert [(row.cells["name"], row.cells["spending"]) for row in table.rows] == [
        ("Ministry of Public Works", usd(12)), ("Australian Aid Program|Norway", usd(800)),
    ]  # fmt: skip
    left = finding.figures["spending-left-out"]
    assert (finding.figures["names-left-out"].value, left.value) == (2, usd(812))
    assert left.trail is not None
    rows = rows_behind(left.trail, ws.flows(source="aid"))
    assert rows["usd"].to_pylist() == [800, 12]
    assert rows["file"].to_pylist() == ["aid.csv", "aid.csv"]


def test_a_brief_lists_the_names_left_out_once(ws: Workspace) -> None:
    page = ws.brief("kasi", "TL", DAY, source="aid").markdown()
    assert page.count("Ministry of Public Works") == 1
    assert page.count("The money is not from IATI") > 1


def test_nothing_is_called_a_grant_that_does_not_say_so(ws: Workspace) -> None:
    finding = ws.ask("projects", "kasi", "TL", DAY, source="aid")
    assert {row.cells["finance"] for row in finding.tables[0].rows} == {None}


def test_a_figure_is_explained_from_its_source(ws: Workspace) -> None:
    found = ws.explain("kasi/projects/spending@TL", DAY, "aid")
    assert [(row[0], row[6], row[8]) for row in found.rows] == [
        ("AID-1", "5,000.00", "aid.csv:3"), ("AID-1", "2,000.00", "aid.csv:2"), ("AID-2", "100.00", "aid.csv:4"),
    ]  # fmt: skip


def test_a_brief_names_its_source(ws: Workspace) -> None:
    page = ws.brief("kasi", "TL", DAY, source="aid").html()
    assert "Aid to Timor-Leste; licence: CC0" in page
    assert "--source aid" in page
    assert "The money is not from IATI" in page


def test_a_source_of_which_nothing_is_loaded_is_told_with_the_nearest(ws: Workspace, workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="'aid'"):
        ws.ask("projects", "kasi", "TL", DAY, source="aids")
    with pytest.raises(UnknownName, match="solidary ingest"):
        workspace.ask("projects", "kasi", "TL", DAY, source="aid")


def test_a_workspace_without_iati_asks_no_flows_of_iati(tmp_path: Path) -> None:
    assert sheeted(tmp_path).view("kasi").flows is None
