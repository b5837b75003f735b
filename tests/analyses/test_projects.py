"""Which projects stand beside the promises? Sums worked out by hand, and figures that open to their rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from solidary.analyses.finding import Finding
from solidary.analyses.money import cut, publishers_of
from solidary.brief.trail import rows_behind
from solidary.values.money import Money
from solidary.workspace import Workspace

DAY = date(2026, 11, 24)
READERS = ("TH", "VN", "PH", "LA", "KH", "KR", "JP", "US", "ASEAN", "")


def usd(text: str) -> Money:
    return Money(Decimal(text), "USD")


def asked(ws: Workspace, reader: str = "", day: date = DAY) -> Finding:
    return ws.ask("projects", "kasi", reader, day)


def said(finding: Finding) -> set[str]:
    return {message.key for message in finding.messages}


def test_the_sums_are_those_worked_out_by_hand(with_money: Workspace) -> None:
    found = asked(with_money).figures
    assert found["spending"].value == usd("35000000.00")
    assert found["spending"].working == "4 rows, 1 of them without a known rate"
    assert found["commitments"].value == usd("10000000.00")
    assert (found["activities"].value, found["members-reached"].value) == (3, 4)


def test_most_went_to_the_country_with_the_loan(with_money: Workspace) -> None:
    found = asked(with_money).figures
    assert found["largest-recipient"].value == usd("30000000.00")
    assert (found["largest-share"].value, found["loans-share"].value) == (Decimal("85.7"), Decimal("85.7"))


def test_a_member_reads_its_own_share(with_money: Workspace) -> None:
    thai, viet = asked(with_money, "TH").figures, asked(with_money, "VN").figures
    assert thai["spending-in-my-country"].value == usd("2000000.00")
    assert thai["commitments-in-my-country"].value == usd("4000000.00")
    assert (thai["my-place"].value, viet["my-place"].value) == (3, 2)
    assert viet["spending-in-my-country"].value == usd("3000000.00")
    assert thai["partners-in-my-country"].value == 1
    assert asked(with_money, "TH").tables[0].rows[2].strong


def test_a_country_whose_money_has_no_rate_has_no_sum_and_no_place(with_money: Workspace) -> None:
    finding = asked(with_money, "LA")
    assert finding.figures["spending-in-my-country"].value is None
    assert "my-place" not in finding.figures
    assert "projects.mine" in said(finding)


def test_a_member_without_projects_is_told_so(with_money: Workspace) -> None:
    assert "projects.none_mine" in said(asked(with_money, "KH"))


def test_a_partner_reads_what_it_reports_itself(with_money: Workspace) -> None:
    found = asked(with_money, "JP")
    value = found.figures["my-spending"].value
    assert isinstance(value, Money)
    assert Decimal(3_100_000) < value.number < Decimal(3_300_000)
    assert "projects.partner_none" in said(asked(with_money, "US"))


def test_pledges_are_counted_and_in_no_sum(with_money: Workspace) -> None:
    found = asked(with_money).figures
    assert (found["pledge-rows"].value, found["transaction-rows"].value) == (1, 6)
    assert (found["own-secondary"].value, found["own-without-rate"].value) == (3, 1)


def test_before_the_money_there_is_none(with_money: Workspace) -> None:
    finding = asked(with_money, "TH", date(2024, 4, 30))
    assert said(finding) == {"projects.nothing", "projects.none_mine"}
    assert asked(with_money, "TH", date(2024, 5, 31)).figures["spending"].value == usd("35000000.00")


def test_without_data_the_answer_says_how_to_load_some(workspace: Workspace) -> None:
    assert said(asked(workspace, "TH")) == {"projects.unloaded"}


def test_only_a_brief_with_data_has_the_section(workspace: Workspace, with_money: Workspace) -> None:
    assert "projects" not in {section.key for section in workspace.brief("kasi", "TH").sections}
    brief = with_money.brief("kasi", "TH")
    assert "projects" in {section.key for section in brief.sections}
    assert "no other data was ingested" not in brief.html()
    assert with_money.flows().snapshot.id in brief.html()


@pytest.mark.parametrize("reader", READERS)
def test_every_sum_is_that_of_the_rows_behind_it(with_money: Workspace, reader: str) -> None:
    finding, flows = asked(with_money, reader), with_money.flows()
    opened = 0
    for figure in finding.figures.values():
        if figure.trail is None or not isinstance(figure.value, Money):
            continue
        rows = rows_behind(figure.trail, flows)["usd"].to_pylist()
        known = [value for value in rows if value is not None]
        assert sum(known, Decimal(0)).quantize(Decimal("0.01")) == figure.value.number, figure.key
        assert figure.working.startswith(f"{len(rows):,} rows"), figure.key
        opened += 1
    assert opened >= 2


def test_rows_lead_to_the_line_of_the_file(with_money: Workspace) -> None:
    found = with_money.explain("kasi/projects/spending-in-my-country@TH", DAY)
    assert found.rows[0][0] == "KR-GOV-051-2"
    assert found.rows[0][4] == "TH 40 %"
    assert found.rows[0][-1] == "data.xml:1"
    assert any("snapshot" in line for line in found.foot)


def test_partners_without_known_publishers_report_nothing(with_money: Workspace) -> None:
    view = with_money.view("kasi", "TH", DAY)
    assert publishers_of(view, "CN") == ""
    assert cut(view, "", view.members).rows == 0
