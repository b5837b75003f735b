"""Joining up on reported money: figures worked out by hand from the projects in ``tests.spent``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from solidary.analyses.amounts import Amount
from solidary.analyses.finding import Finding, Row
from solidary.analyses.pairing import pairs
from solidary.analyses.undertakings import Undertaking
from solidary.workspace import Workspace

READERS = ("TH", "VN", "TL", "KR", "JP", "AU", "US", "ASEAN", "")
# Sectors in members, in millions: Korea TH water 4, VN health 4, PH roads 2; Japan TH roads 6, VN water 2; Australia
# TH water 0.5, ID farms 20. Nobody but Korea and Australia has money in the same cell.


def asked(ws: Workspace, reader: str = "") -> Finding:
    return ws.ask("interoperability", "kasi", reader)


def rows(finding: Finding, key: str) -> dict[object, Row]:
    (table,) = [one for one in finding.tables if one.key == key]
    return {row.cells[table.columns[0].key]: row for row in table.rows}


def test_overlaps_are_those_worked_out_by_hand(with_spending: Workspace) -> None:
    found = rows(asked(with_spending), "overlaps")
    # Australia has 0.5 of 20.5 = 2.4 % in the one common cell; Japan none. Over members Korea has TH 0.4, VN 0.4,
    # PH 0.2 and Japan TH 0.75, VN 0.25: 0.4 + 0.25; over sectors water 0.4 and 0.25, roads 0.2 and 0.75: 0.25 + 0.2.
    assert found["Australia"].cells["overlap_cells"] == Decimal("2.4")
    assert found["Japan"].cells["overlap_cells"] == Decimal("0.0")
    assert found["Japan"].cells["overlap_members"] == Decimal("65.0")
    assert found["Japan"].cells["overlap_sectors"] == Decimal("45.0")
    assert found["Australia"].cells["common_cells"] == 1


def test_the_makers_speciality_is_what_others_do_little_of(with_spending: Workspace) -> None:
    found = asked(with_spending).figures
    # health: 4 of Korea's 10, and 4 of all 38.5: 0.4 / (4 / 38.5)
    assert found["speciality"].value == Decimal("3.85")
    assert found["speciality-share"].value == Decimal("40.0")


def test_labour_is_divided_as_worked_out(with_spending: Workspace) -> None:
    cells = rows(asked(with_spending), "labour")["Thailand"].cells
    # water: Korea, Australia; roads: Japan alone. What names no sector is none.
    assert (cells["donors"], cells["sectors"], cells["single"], cells["crowded"]) == (3, 2, 1, 0)
    assert asked(with_spending, "TH").figures["labour-single"].value == 1


def test_one_pair_lies_in_the_same_sector_place_and_time(with_spending: Workspace) -> None:
    finding = asked(with_spending)
    assert finding.figures["joint-candidates"].value == 1
    cells = next(iter(rows(finding, "joint_candidates").values())).cells
    assert (cells["recipient"], cells["donor"]) == ("Thailand", "Australia")
    assert cells["months"] == 24  # Korea 2023 to 2025, Australia 2024 to 2027
    assert finding.figures["joint-candidates-open"].value == 0  # Korea's ended before the day of the brief


def test_readers_differ_where_they_should(with_spending: Workspace) -> None:
    keys = {reader: {message.key for message in asked(with_spending, reader).messages} for reader in READERS}
    assert "interoperability.reported_member" in keys["TH"]
    assert "interoperability.reported_none_here" in keys["TL"]
    assert "interoperability.reported_partner" in keys["JP"]
    assert not [key for key in keys["US"] if key.endswith("reported_partner")]
    assert asked(with_spending, "TH").figures["labour-donors"].value == 3
    assert asked(with_spending, "VN").figures["labour-donors"].value == 2
    assert asked(with_spending, "JP").figures["my-overlap"].value == Decimal("0.0")


def test_mechanisms_with_room_for_three_need_money_of_both(with_spending: Workspace) -> None:
    (table,) = [one for one in asked(with_spending).tables if one.key == "triangles"]
    found = {(row.cells["mechanism"], row.cells["partner"]): row.cells["members"] for row in table.rows}
    assert found["Friends of the Mekong", "Japan"] == ("Thailand", "Viet Nam")
    assert all(row.evidence for row in table.rows)
    assert not [pair for pair in found if pair[1] == "China"]  # reports nothing


def test_without_money_of_the_maker_nothing_is_computed(with_spending: Workspace) -> None:
    finding = with_spending.ask("interoperability", "kasi", "TH", date(2022, 1, 1))
    assert "interoperability.reported_nothing" in {message.key for message in finding.messages}
    assert "best-overlap" not in finding.figures


ONE = Amount(1.0, 1.0, 1.0)


def work(donor: str, size: float, ends: int, place: str = "TH") -> Undertaking:
    years = (date(2023, 1, 1), date(ends, 12, 31))
    amount = Amount(size, size, size)
    return Undertaking(donor, f"{donor}-{size}-{ends}", "A title", place, "140", amount, *years, 1, triangular=False)


def test_candidates_are_ranked_open_first_then_by_size_and_a_measure_of_texts_goes_before_size() -> None:
    own = work("KR", 10, 2027)
    others = [
        work("JP", 9, 2024),
        work("AU", 5, 2027),
        work("GB", 8, 2027),
        work("KR", 10, 2027),
        work("US", 9, 2027, "VN"),
    ]
    found = pairs((own, *others), "KR", date(2026, 1, 1))
    assert [pair.other.donor for pair in found if pair.own is own] == ["GB", "AU", "JP"]
    assert found[0].ratio == pytest.approx(0.8)
    told = pairs((own, *others), "KR", date(2026, 1, 1), lambda _, other: float(other.donor == "AU"))
    assert told[0].other.donor == "AU"
    assert (told[0].alike, found[0].alike) == (1.0, None)


def test_projects_that_do_not_meet_in_time_are_no_pair() -> None:
    late = Undertaking("JP", "j", "A", "TH", "140", ONE, date(2028, 1, 1), date(2029, 1, 1), 1, triangular=False)
    assert pairs((work("KR", 1, 2027), late), "KR", date(2026, 1, 1)) == ()
