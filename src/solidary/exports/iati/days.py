"""When: planned and actual dates of an activity, and the status that its entry has reached.

A start is demanded. Where no source states one, the first day stands on which the entry is known to have been agreed,
announced or proposed, or else to have been known at all, and the date itself says so in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from solidary.analyses.status import status
from solidary.values.period import Period

if TYPE_CHECKING:
    from solidary.register.register import Subject

Type = Literal["1", "2", "3", "4"]  # planned start, actual start, planned end, actual end
FIRST: Final = ("agreed", "announced", "proposed", "confirmed", "date")
PIPELINE, RUNNING, CLOSED, CANCELLED = "1", "2", "4", "5"


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of an activity, with words where it is less sure than it looks."""

    type: Type
    day: date
    words: str = ""


def dates(subject: Subject, today: date) -> list[Dated]:
    """Return the dates of an entry; one of them is a start, none that is actual lies after today."""
    period, due = subject.period("period"), subject.period("due")
    ends = next((one for one in (period, due) if one and one.last), None)
    found: list[Dated] = []
    if period and period.first:
        found.append(Dated("1", period.first, _said(period)))
    found += _actual(subject, today)
    if ends and ends.last and not (period and period.first and ends.last < period.first):
        found.append(Dated("3", ends.last, _said(ends)))
    if not {"1", "2"} & {one.type for one in found}:
        found.append(_fallback(subject, min([today, *(one.day for one in found)])))
    return sorted(found, key=lambda one: one.type)


def _actual(subject: Subject, today: date) -> list[Dated]:
    launched, completed = subject.period("launched"), subject.period("completed")
    start = launched.first if launched and launched.first and launched.first <= today else None
    end = completed.last and min(completed.last, today) if completed else None
    if completed and completed.first and completed.first > today:
        end = None
    if start and end and start > end:
        start = None  # sources that differ; the end is the later word
    found = [Dated("2", start, _said(launched))] if start and launched else []
    return [*found, Dated("4", end, _said(completed))] if end and completed else found


def _fallback(subject: Subject, latest: date) -> Dated:
    """Put a day where no start is stated, not after any other date of the activity."""
    for event in FIRST:
        period = subject.period(event)
        if period and period.first:
            verb = "given as its date" if event == "date" else event
            words = f"no start is stated; {period} is when it was {verb}"
            return Dated("1", min(period.first, latest), words)
    known = min(claim.known_from for claim in subject.claims)
    return Dated("1", min(known, latest), f"no start is stated; it was known on {known}")


def _said(period: Period | None) -> str:
    """Repeat a period that is not two days as it was stated."""
    if period is None:
        return ""
    exact = all(point is None or point.day is not None for point in (period.start, period.end))
    return "" if exact and not period.about else f"stated as {period}"


def reached(subject: Subject, today: date) -> tuple[str, str]:
    """Return the activity status, and the register's own word for it, which may say more.

    Pipeline until a source says that it has begun: a promise is no activity yet.
    """
    found = status(subject, today)
    if found.state in ("completed", "dropped"):
        return CLOSED if found.state == "completed" else CANCELLED, found.state
    launched = subject.period("launched")
    begun = bool(launched and launched.first and launched.first <= today)
    return RUNNING if begun else PIPELINE, found.state
