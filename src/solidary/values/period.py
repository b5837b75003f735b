"""Dates and spans as diplomats write them: ``2022-11``, ``2023-26``, ``five years from 2024``.

Precision is kept (a year stays a year), and the last year of a span counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from solidary.errors import ValueFault

EXPECTED: Final = (
    "a period such as '2022', '2022-11', '2022-11-11', '2023-26', '2011-2012', '2023-11-10/2024-01-31', "
    "'five years from 2024', 'from 2025', 'until 2027' or 'about 2019'"
)
WORDS: Final = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
    )
}
_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_YEARS = re.compile(r"^(\d{4})-(\d{2}|\d{4})$")
_LASTING = re.compile(r"^(?P<count>\d{1,2}|" + "|".join(WORDS) + r") (?P<unit>years?|months?) from (?P<start>\S+)$")
PERIOD_PATTERN: Final = (
    r"^(about )?(\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?|\d{4}-\d{4}|"
    r"(from|until|by) \d{4}(-\d{2}(-\d{2})?)?|(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(years?|months?) from \d{4}(-\d{2}(-\d{2})?)?)$"
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, month or day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2022``, ``2022-11`` or ``2022-11-11``."""
        found = _DATE.match(text)
        if not found:
            raise ValueFault(text, EXPECTED)
        return cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            raise ValueFault(str(self), "a date that the calendar has") from None

    @property
    def first(self) -> date:
        """First day meant."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Last day meant."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time with the precision in which it was stated; either end may be open.

    >>> Period.parse("2023-26").years
    (2023, 2024, 2025, 2026)
    >>> str(Period.parse("five years from 2024"))
    '2024-2028'
    >>> Period.parse("2022-11").last
    datetime.date(2022, 11, 30)
    >>> Period.parse("2011-12").first  # ISO 8601: December 2011; the two years are written 2011-2012
    datetime.date(2011, 12, 1)
    """

    start: PartialDate | None
    end: PartialDate | None
    about: bool = False

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as a dossier writes it."""
        plain = " ".join(text.split())
        about = plain.startswith("about ")
        start, end = _ends(plain.removeprefix("about "))
        if start and end and start.first > end.last:
            raise ValueFault(text, "a period that ends after it starts")
        return cls(start, end, about)

    @property
    def first(self) -> date | None:
        """First day, if the start is stated."""
        return self.start.first if self.start else None

    @property
    def last(self) -> date | None:
        """Last day, included, if the end is stated."""
        return self.end.last if self.end else None

    @property
    def years(self) -> tuple[int, ...]:
        """All calendar years touched; empty where an end is open."""
        if self.start is None or self.end is None:
            return ()
        return tuple(range(self.start.year, self.end.year + 1))

    def holds(self, day: date) -> bool:
        """Say whether a day lies inside; an open end reaches any day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def agrees_with(self, other: Period) -> bool:
        """Say whether both can be meant: equal, or one point in time told more precisely.

        >>> Period.parse("2023").agrees_with(Period.parse("2023-01"))
        True
        >>> Period.parse("2023-26").agrees_with(Period.parse("2024"))
        False
        """
        if (self.first, self.last) == (other.first, other.last):
            return True
        points = self.start == self.end and other.start == other.end
        return points and (self.within(other) or other.within(self))

    def within(self, other: Period) -> bool:
        """Say whether all of this period lies inside another one."""
        return self.first is not None and self.last is not None and other.holds(self.first) and other.holds(self.last)

    def __str__(self) -> str:
        about = "about " if self.about else ""
        if self.start is None:
            return f"{about}until {self.end}"
        if self.end is None:
            return f"{about}from {self.start}"
        if self.start == self.end:
            return f"{about}{self.start}"
        joint = "-" if self.start.month is None and self.end.month is None else "/"
        return f"{about}{self.start}{joint}{self.end}"


def _ends(text: str) -> tuple[PartialDate | None, PartialDate | None]:
    for opening in ("from ", "until ", "by "):
        if text.startswith(opening):
            point = PartialDate.parse(text.removeprefix(opening))
            return (point, None) if opening == "from " else (None, point)
    if "/" in text:
        first, _, last = text.partition("/")
        return PartialDate.parse(first), PartialDate.parse(last)
    if lasting := _LASTING.match(text):
        start = PartialDate.parse(lasting["start"])
        count = WORDS.get(lasting["count"]) or int(lasting["count"])
        return start, _after(start, count, years=lasting["unit"].startswith("year"))
    if years := _YEARS.match(text):
        head, tail = years.groups()
        # 2011-12 is December by ISO 8601; 2023-26 cannot be a month, so it is a span of years.
        if len(tail) == 4 or int(tail) > 12:
            return PartialDate(int(head)), PartialDate(int(tail) if len(tail) == 4 else int(head[:2] + tail))
    point = PartialDate.parse(text)
    return point, point


def _after(start: PartialDate, count: int, *, years: bool) -> PartialDate:
    """Return the last month or year of a stretch; five years from 2024 end with 2028."""
    if count < 1:
        raise ValueFault(str(count), "a stretch of at least one year or month")
    if years and start.month is None:
        return PartialDate(start.year + count - 1)
    months = (start.year * 12 + (start.month or 1) - 1) + count * (12 if years else 1) - 1
    return PartialDate(months // 12, months % 12 + 1)
