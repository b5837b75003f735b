"""What stands in each member: what names it, what reaches it through a smaller grouping, and never what is for all."""

from __future__ import annotations

from datetime import date

from solidary.analyses.presence import presence
from tests.conftest import Look

DAY = date(2026, 11, 24)
ENTRIES = """
promises:
  named:
    title: Named
    claims: [{says: {beneficiary: [TH, VN]}, source: speech, locator: a}]
  mekong:
    title: Mekong
    claims: [{says: {beneficiary: mekong}, source: speech, locator: b}]
  all:
    title: All
    claims: [{says: {beneficiary: ASEAN}, source: speech, locator: c}]
projects:
  shed:
    title: Shed
    claims: [{says: {places: [TH]}, source: speech, locator: d}]
offices:
  desk:
    title: Desk
    network: Desks
    kind: office
    claims: [{says: {places: [VN], city: Hanoi}, source: speech, locator: e}]
"""


def test_a_country_has_what_names_it_and_what_reaches_it_through_a_smaller_grouping(look: Look) -> None:
    found = {one.code: one for one in presence(look(ENTRIES, DAY, "TH"))}
    thai = found["TH"]
    assert [one.name for one in thai.promises] == ["named"]
    assert [one.name for one in thai.shared] == ["mekong"]
    assert [one.name for one in thai.projects] == ["shed"]
    assert thai.offices == ()
    assert [one.name for one in found["VN"].offices] == ["desk"]
    assert found["SG"].promises == found["SG"].shared == ()
    assert thai.spent is None


def test_members_are_those_of_the_day(look: Look) -> None:
    assert len(presence(look(ENTRIES, date(2025, 10, 25), ""))) == 10
    assert len(presence(look(ENTRIES, date(2025, 10, 26), ""))) == 11  # Timor-Leste joined on that day
