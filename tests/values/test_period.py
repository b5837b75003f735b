"""Periods keep the precision in which they were stated, count their last year, and can be read back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.values.period import PartialDate, Period

Ends = tuple[str | None, str | None]
READ: dict[str, Ends] = {
    "2022": ("2022-01-01", "2022-12-31"),
    "2022-11": ("2022-11-01", "2022-11-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2022-11-11": ("2022-11-11", "2022-11-11"),
    "2023-26": ("2023-01-01", "2026-12-31"),
    "2011-2012": ("2011-01-01", "2012-12-31"),
    "2011-12": ("2011-12-01", "2011-12-31"),
    "2012-13": ("2012-01-01", "2013-12-31"),
    "five years from 2024": ("2024-01-01", "2028-12-31"),
    "5 years from 2024": ("2024-01-01", "2028-12-31"),
    "one year from 2024": ("2024-01-01", "2024-12-31"),
    "30 months from 2021-01": ("2021-01-01", "2023-06-30"),
    "two years from 2021-07": ("2021-07-01", "2023-06-30"),
    "six months from 2023-10": ("2023-10-01", "2024-03-31"),
    "from 2025": ("2025-01-01", None),
    "until 2027": (None, "2027-12-31"),
    "by 2030-06": (None, "2030-06-30"),
    "2023-11-10/2024-01-31": ("2023-11-10", "2024-01-31"),
    "2023-11/2024": ("2023-11-01", "2024-12-31"),
    " 2011-2012\n": ("2011-01-01", "2012-12-31"),
}
REFUSED = [
    "", "soon", "22", "2022-1", "2023-13-01", "2022-02-30", "2023-02-29", "2022-00", "2022-05-00", "2022-00-15",
    "0000", "2026-23", "2012-2011", "2024-01-31/2023-11-10", "2024/2023", "2022/2023/2024", "2023/26", "/2023", "2023/",
    "zero years from 2024", "0 years from 2024", "five years", "five years from now", "eleven years from 2024",
    "99 years from 9950", "from", "until soon", "from about 2019", "about", "2022-11-11T00:00", "11/11/2022",
    "2022 - 2023", "2022–23", "-2022",
]  # fmt: skip


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates())
    return draw(
        st.sampled_from(
            [PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(day.year, day.month, day.day)]
        )
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(st.none() | partial_dates()), draw(st.none() | partial_dates())
    assume(start or end)
    assume(not (start and end) or start.first <= end.last)
    return Period(start, end, draw(st.booleans()))


@pytest.mark.parametrize("text", READ)
def test_a_period_reaches_from_its_first_to_its_last_day(text: str) -> None:
    first, last = READ[text]
    found = Period.parse(text)
    assert found.first == (None if first is None else date.fromisoformat(first))
    assert found.last == (None if last is None else date.fromisoformat(last))
    assert not found.about


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2022", (2022,)),
        ("2023-26", (2023, 2024, 2025, 2026)),
        ("2011-2012", (2011, 2012)),
        ("2011-12", (2011,)),
        ("five years from 2024", (2024, 2025, 2026, 2027, 2028)),
        ("30 months from 2021-01", (2021, 2022, 2023)),
        ("from 2025", ()),
        ("until 2027", ()),
    ],
)
def test_the_last_year_of_a_span_counts(text: str, years: tuple[int, ...]) -> None:
    assert Period.parse(text).years == years


@pytest.mark.parametrize(
    ("text", "point"),
    [("2022", PartialDate(2022)), ("2022-11", PartialDate(2022, 11)), ("2022-11-11", PartialDate(2022, 11, 11))],
)
def test_a_point_in_time_keeps_its_precision(text: str, point: PartialDate) -> None:
    assert Period.parse(text) == Period(point, point)


def test_about_is_kept() -> None:
    assert Period.parse("about 2019") == Period(PartialDate(2019), PartialDate(2019), about=True)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueFault):
        Period.parse(text)


@given(periods())
def test_a_period_that_was_written_can_be_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(st.integers(1, 99), st.integers(1, 9000), st.integers(1, 12))
def test_months_from_a_month_are_counted_one_by_one(count: int, year: int, month: int) -> None:
    end_year, end_month = year, month
    for _ in range(count - 1):
        end_year, end_month = (end_year + 1, 1) if end_month == 12 else (end_year, end_month + 1)
    last = date(end_year, end_month, monthrange(end_year, end_month)[1])
    assert Period.parse(f"{count} months from {year:04}-{month:02}").last == last


@given(st.text(alphabet="0123456789-/ aboutfrmnilyesw"))
def test_any_text_is_a_period_or_a_fault(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueFault:
        return
    assert period.first or period.last
    assert Period.parse(str(period)) == period


@given(periods(), st.dates())
def test_a_period_holds_the_days_between_its_ends(period: Period, day: date) -> None:
    first, last = period.first or date.min, period.last or date.max
    assert period.holds(day) is (first <= day <= last)


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("2023", "2023", True),
        ("2023", "2023-01", True),
        ("2023-01", "2023-01-31", True),
        ("2023-01", "2023-02", False),
        ("2023-26", "2024-27", False),
        ("2023-26", "2024", False),
        ("five years from 2024", "2024-28", True),
        ("about 2019", "2019", True),
    ],
)
def test_periods_agree_where_both_can_be_meant(one: str, two: str, agree: bool) -> None:
    assert Period.parse(one).agrees_with(Period.parse(two)) is agree


@given(periods(), periods())
def test_agreement_of_periods_is_symmetric(one: Period, two: Period) -> None:
    assert one.agrees_with(two) is two.agrees_with(one)
