"""Membership has dates: ASEAN has ten members up to 25 October 2025 and eleven from the day after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.terms.library import Library
from solidary.values.places import Grouping, Membership
from tests.terms.samples import bundled

TEN = {"BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN"}


@pytest.fixture(scope="module")
def library() -> Library:
    return bundled()


@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(2023, 6, 30), TEN),
        (date(2025, 10, 25), TEN),
        (date(2025, 10, 26), TEN | {"TL"}),
        (date(2026, 1, 1), TEN | {"TL"}),
    ],
)
def test_asean_has_ten_members_and_then_eleven(library: Library, day: date, members: set[str]) -> None:
    found = library.grouping("ASEAN").members(day)
    assert set(found) == members
    assert len(found) == len(members)


def test_korea_is_a_comprehensive_strategic_partner_from_the_day_of_the_summit(library: Library) -> None:
    partners = library.grouping("csp-partners")
    assert "KR" not in partners.members(date(2024, 10, 9))
    assert "KR" in partners.members(date(2024, 10, 10))


def test_every_member_of_every_grouping_is_a_known_place(library: Library) -> None:
    for key in library.groupings:
        for membership in library.grouping(key).memberships:
            assert library.place(membership.place).code == membership.place


@given(st.none() | st.dates(), st.none() | st.dates(), st.dates())
def test_a_membership_holds_on_its_first_and_last_day_and_between(
    since: date | None, until: date | None, day: date
) -> None:
    assert Membership("TH", since, until).holds(day) is ((since or date.min) <= day <= (until or date.max))


def test_a_member_that_left_is_a_member_up_to_the_day_of_leaving() -> None:
    last = date(2020, 1, 31)
    union = Grouping("union", "Union", (Membership("FR"), Membership("GB", until=last)))
    assert union.members(last) == ("FR", "GB")
    assert union.members(last + timedelta(days=1)) == ("FR",)
