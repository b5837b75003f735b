"""Partners side by side: shares with what is not known, dominance, places as intervals, and each reader's own view."""

from __future__ import annotations

from decimal import Decimal

import pytest

from solidary.analyses.comparison import ENOUGH, compared, profiles
from solidary.analyses.finding import Finding, Row, Table
from solidary.analyses.standing import standings
from solidary.analyses.standing_parts import ranks, span
from solidary.measures.bounds import Bounds
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.conftest import TODAY

READERS = ("TH", "VN", "TL", "KR", "JP", "ASEAN", "")


def sure(number: int) -> Bounds:
    return Bounds(Decimal(number), Decimal(number), Decimal(number))


def asked(ws: Workspace, reader: str) -> Finding:
    return ws.ask("comparison", "kasi", reader, TODAY)


def said(finding: Finding) -> set[str]:
    return {message.key for message in finding.messages}


def table(finding: Finding, key: str) -> Table:
    return next(one for one in finding.tables if one.key == key)


def row(finding: Finding, key: str, partner: str) -> Row:
    return next(one for one in table(finding, key).rows if one.cells["partner"] == partner)


def test_what_no_source_was_found_for_is_open_and_the_rest_counted_by_hand(workspace: Workspace) -> None:
    """Of the five promises of the EU all state an amount, three an end, none an actor; the others are not found."""
    cells = row(asked(workspace, ""), "promise_profile", "European Union").cells
    assert (cells["amount"], cells["end"], cells["actor"]) == ("100", "60–100", "0–100")


def test_partners_with_few_promises_on_record_are_not_compared(workspace: Workspace) -> None:
    found = profiles(workspace.view("kasi", "", TODAY))
    few = {one.code for one in found if len(one.promises) < ENOUGH}
    assert few == {"GB", "CA"}
    assert few.isdisjoint(one.code for one in compared(found))


@pytest.mark.parametrize("reader", READERS)
def test_a_place_is_an_interval_and_those_who_share_it_are_named(workspace: Workspace, reader: str) -> None:
    finding = asked(workspace, reader)
    message = next(one for one in finding.messages if one.key == "comparison.promises")
    place = finding.figures["promises-place"]
    assert isinstance(place.low, int) and isinstance(place.value, int) and isinstance(place.high, int)
    assert 1 <= place.low <= place.value <= place.high <= 7
    alike = message.about["alike"]
    assert isinstance(alike, tuple) and (place.low == place.high) == (not alike)


def test_a_partner_reads_its_own_place(workspace: Workspace) -> None:
    message = next(one for one in asked(workspace, "JP").messages if one.key == "comparison.promises")
    assert message.about["who"] == "Japan"


def test_a_value_without_limit_is_never_behind_and_has_no_place() -> None:
    names = {"A": "A", "B": "B", "C": "C"}
    found = standings(
        names, {"A": {"m": sure(9)}, "B": {"m": sure(1)}, "C": {"m": Bounds(Decimal(0), Decimal(0), None)}}
    )
    by_code = {one.code: one for one in found}
    assert by_code["A"].ahead_of == ("B",)
    assert by_code["C"].place is None and by_code["A"].place is not None


def test_two_that_are_alike_are_not_told_apart() -> None:
    first, second = standings({"A": "A", "B": "B"}, {code: {"m": sure(1), "n": sure(2)} for code in "AB"})
    assert first.alike([first, second]) == (second,)


def test_intervals_read_as_intervals() -> None:
    assert span(Bounds(Decimal("-0.00"), Decimal(0), Decimal("0.7"))) == "0–0.7"
    assert [span(sure(3)), span(Bounds(None, Decimal(1), Decimal(2))), span(Bounds(None, Decimal(1), None))] == [
        "3", "≤ 2", "?",
    ]  # fmt: skip


# Korea spends 30 million in the Philippines, 2 in Thailand and 3 in Viet Nam in one year, and some kip of unknown worth
# in Laos; Japan spends three million euro in Thailand.


def test_spending_is_divided_by_years_and_members(with_money: Workspace) -> None:
    cells = row(asked(with_money, ""), "money_profile", "Korea").cells
    assert cells["spending_a_year"] == "≥ 3.2"  # 35 million in one year for eleven members, and the kip
    assert cells["members_reached"] == "3"  # of Laos nothing is known in dollars
    assert cells["equal_members"] == "1.3"  # 35 squared over 30, 2 and 3 squared: 1,225 / 913


def test_a_partner_with_rows_without_a_rate_has_no_place_in_money(with_money: Workspace) -> None:
    finding = asked(with_money, "KR")
    assert "comparison.money_open" in said(finding)
    assert row(finding, "money_profile", "Korea").cells["rank"] is None


def test_each_reader_reads_its_own_comparison(with_money: Workspace) -> None:
    thai, viet, timor, korea = (asked(with_money, reader) for reader in ("TH", "VN", "TL", "KR"))
    first = {
        reader: next(one for one in finding.messages if one.key == "comparison.money_mine").about["first"]
        for reader, finding in (("TH", thai), ("VN", viet))
    }
    assert first == {"TH": "Japan", "VN": "Korea"}
    assert thai.figures["spenders-here"].value == 2 and viet.figures["spenders-here"].value == 1
    value = viet.figures["spending-here-kr"].value
    assert isinstance(value, Money) and value.number == 3_000_000
    assert "comparison.money_none_mine" in said(timor) and "comparison.money_none_mine" not in said(thai)
    assert {"comparison.money_mine", "comparison.money_none_mine"}.isdisjoint(said(korea))
    columns = {column.key for column in table(korea, "money_profile").columns}
    assert "mine_a_year" in {column.key for column in table(thai, "money_profile").columns} - columns


def test_partners_without_a_profile_are_named(with_money: Workspace) -> None:
    silent = next(one for one in asked(with_money, "TH").caveats if one.key == "comparison.caveat.silent")
    names = silent.about["silent"]
    assert isinstance(names, tuple) and "China" in names and "Korea" not in names


def test_a_place_is_drawn_as_a_point_only_where_it_is_sure() -> None:
    measures = {code: {"m": sure(value), "n": sure(value)} for code, value in (("A", 3), ("B", 1), ("C", 1))}
    (chart,) = ranks("money_ranks", standings({"A": "A", "B": "B", "C": "C"}, measures), ())
    assert {dot.label: dot.value for dot in chart.dots} == {"A": Decimal(1), "B": Decimal("2.5"), "C": Decimal("2.5")}
    wide = measures | {"A": {"m": Bounds(Decimal(0), Decimal(3), Decimal(4)), "n": sure(1)}}
    (chart,) = ranks("money_ranks", standings({"A": "A", "B": "B", "C": "C"}, wide), ())
    assert next(dot for dot in chart.dots if dot.label == "A").value is None
