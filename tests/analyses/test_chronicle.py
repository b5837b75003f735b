"""Everything dated, in the order of time, as precise as it is known."""

from __future__ import annotations

from datetime import date

from solidary.analyses.chronicle import chronicle
from tests.conftest import Look

ENTRIES = """
promises:
  road:
    title: Road
    claims:
      - {says: {announced: 2019-11, launched: 2021}, source: speech, locator: a}
      - {says: {beneficiary: TH}, source: speech, locator: b}
milestones:
  summit:
    title: Summit
    kind: summit
    concerns: [VN]
    claims: [{says: {date: 2020-06-15}, source: speech, locator: c}]
  far:
    title: Far
    kind: deadline
    claims: [{says: {date: 2031}, source: speech, locator: d}]
  end:
    title: End
    kind: deadline
    claims: [{says: {date: 2030}, source: speech, locator: e}]
"""


def test_things_come_in_the_order_of_time_up_to_the_end_of_2030(look: Look) -> None:
    found = chronicle(look(ENTRIES, date(2022, 1, 1), "TH"))
    assert [(str(one.when), one.title, one.what) for one in found] == [
        ("2019-11", "Road", "announced"), ("2020-06-15", "Summit", "summit"), ("2021", "Road", "launched"),
        ("2030", "End", "deadline"),
    ]  # fmt: skip


def test_what_names_the_reader_is_the_readers_own(look: Look) -> None:
    thai = chronicle(look(ENTRIES, date(2022, 1, 1), "TH"))
    assert [one.title for one in thai if one.mine] == ["Road", "Road"]
    assert [one.title for one in chronicle(look(ENTRIES, date(2022, 1, 1), "VN")) if one.mine] == ["Summit"]
    assert not any(one.mine for one in chronicle(look(ENTRIES, date(2022, 1, 1), "")))


def test_ahead_is_what_may_still_fall_after_the_day(look: Look) -> None:
    found = chronicle(look(ENTRIES, date(2021, 6, 30), ""))
    assert [one.title for one in found if one.ahead] == ["Road", "End"]  # launched "2021" may still come on 30 June
