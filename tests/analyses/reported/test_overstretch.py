"""Scope against means on reported money: figures worked out by hand from the projects in ``tests.spent``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from solidary.analyses.chart import Dots
from solidary.analyses.finding import Finding, Row, Table
from solidary.brief.trail import rows_behind
from solidary.values.money import Money
from solidary.workspace import Workspace

READERS = ("TH", "VN", "PH", "ID", "TL", "KR", "JP", "US", "ASEAN", "")


def usd(text: str) -> Money:
    return Money(Decimal(text), "USD")


def asked(ws: Workspace, reader: str = "") -> Finding:
    return ws.ask("overstretch", "kasi", reader)


def table(finding: Finding, key: str) -> Table:
    return next(one for one in finding.tables if one.key == key)


def row(finding: Finding, key: str, first: str) -> Row:
    found = table(finding, key)
    return next(one for one in found.rows if one.cells[found.columns[0].key] == first)


def test_the_makers_money_is_as_scattered_as_worked_out(with_spending: Workspace) -> None:
    found = asked(with_spending).figures
    assert (found["members-spent-in"].value, found["sectors-spent-in"].value) == (3, 3)
    # shares 0.4, 0.4, 0.2: 1 / (0.16 + 0.16 + 0.04)
    assert found["effective-members"].value == Decimal("2.78")
    assert (found["effective-sectors"].low, found["effective-sectors"].high) == (Decimal("2.78"), Decimal("2.78"))


def test_what_is_not_allocated_to_a_sector_leaves_an_interval(with_spending: Workspace) -> None:
    # Australia: 0.5, 20 and 0.5 not allocated, of 21: from 441 / (0.5² + 20.5²) = 1.05 to 441 / (0.5² + 20²) = 1.10
    assert row(asked(with_spending), "spread", "Australia").cells["effective_sectors"] == "1.0–1.1"
    dots = next(one for one in asked(with_spending).charts if isinstance(one, Dots) and one.key == "spread")
    australia = next(one for one in dots.dots if one.label == "Australia")
    assert (australia.low, australia.value, australia.high) == (Decimal("1.05"), None, Decimal("1.1"))


def test_small_projects_are_counted_and_weighed(with_spending: Workspace) -> None:
    found = asked(with_spending).figures
    assert (found["projects-sized"].value, found["projects-small"].value) == (4, 1)
    assert found["projects-small-money"].value == Decimal("4.0")  # 0.4 of 10
    assert found["projects-median"].value == usd("2800000.00")  # between 1.6 and 4


def test_a_cell_of_the_maker_stands_beside_those_of_others(with_spending: Workspace) -> None:
    found = asked(with_spending).figures
    assert found["cells"].value == 3
    assert found["cell-median"].value == usd("4000000.00")  # of 4, 4, 2
    # Japan's middle cell is 4 (of 6, 2), Australia's 10.25 (of 0.5, 20); half of two lies between
    assert found["cell-median-others"].value == usd("7125000.00")


def test_a_member_reads_who_is_there_and_who_carries_weight(with_spending: Workspace) -> None:
    found = asked(with_spending, "TH").figures
    assert found["donors-here"].value == 3  # not the charity
    # 4, 6 and 1 of 11: (16 + 36 + 1) / 121
    assert (found["concentration-here"].value, found["effective-donors"].value) == (Decimal("0.44"), Decimal("2.28"))
    # Japan and Korea reach 10 of 11; Australia gives 9 % here and 54 % of all
    assert (found["donors-light"].value, found["fragmentation-ratio"].value) == (1, Decimal("33.3"))
    assert row(asked(with_spending, "TH"), "donors_by_member", "Thailand").strong


def test_relations_of_each_donor_are_weighed(with_spending: Workspace) -> None:
    finding = asked(with_spending)
    assert finding.figures["concentration-ratio"].value == Decimal("100.0")
    assert row(finding, "spread", "Australia").cells["weighty"] == Decimal("50.0")


def test_the_index_sets_the_median_of_the_members_to_100(with_spending: Workspace) -> None:
    # HHI: TH 53/121 = 0.438, VN (16 + 4)/36 = 0.556, PH 1, ID 1; the median is 0.778
    cells = row(asked(with_spending), "donors_by_member", "Philippines").cells
    assert (cells["hhi"], cells["against_median"]) == (Decimal("1.00"), Decimal("129"))
    assert row(asked(with_spending), "donors_by_member", "Myanmar").cells["hhi"] is None


def test_readers_differ_where_they_should(with_spending: Workspace) -> None:
    keys = {reader: {message.key for message in asked(with_spending, reader).messages} for reader in READERS}
    assert "overstretch.reported_member" in keys["TH"]
    assert "overstretch.reported_none_here" in keys["TL"]
    assert "overstretch.reported_partner" in keys["JP"]
    assert "overstretch.reported_none_mine" in keys["US"]
    assert all("overstretch.reported" in found for found in keys.values())
    thai, viet = asked(with_spending, "TH").figures, asked(with_spending, "VN").figures
    assert thai["donors-here"].value != viet["donors-here"].value


@pytest.mark.parametrize("reader", READERS)
def test_every_figure_with_rows_opens_to_them(with_spending: Workspace, reader: str) -> None:
    view = with_spending.view("kasi", reader)
    trails = [one.trail for one in asked(with_spending, reader).figures.values() if one.trail]
    assert trails
    assert all(rows_behind(trail, view.flows).num_rows for trail in trails)


def test_the_rows_behind_the_makers_figures_are_its_own(with_spending: Workspace) -> None:
    trail = asked(with_spending).figures["effective-members"].trail
    assert trail is not None
    rows = rows_behind(trail, with_spending.view("kasi").flows)
    assert sum(rows["usd"].to_pylist()) == 10_000_000
    assert set(rows["publisher"].to_pylist()) == {"KR-GOV-010"}


def test_before_the_money_there_is_nothing_to_scatter(with_spending: Workspace) -> None:
    finding = with_spending.ask("overstretch", "kasi", "TH", date(2022, 1, 1))
    assert "overstretch.reported_nothing" in {message.key for message in finding.messages}
    assert "effective-members" not in finding.figures


def test_without_loaded_money_nothing_is_added(workspace: Workspace) -> None:
    keys = {message.key for message in workspace.ask("overstretch", "kasi", "TH").messages}
    assert not {key for key in keys if "reported" in key}


def test_sectors_of_the_maker_add_up_to_its_money(with_spending: Workspace) -> None:
    rows = table(asked(with_spending, "PH"), "sectors_reported").rows
    assert [one.cells["share"] for one in rows] == [Decimal("40.0"), Decimal("40.0"), Decimal("20.0")]
    assert [one.strong for one in rows] == [False, False, True]
