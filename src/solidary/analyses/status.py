"""How far a promise has come, as far as the register knows: one word, and whether it is in time.

Rule ``status``: completed > dropped > unknown (a day that it names has passed and no source says what happened) > late
(began after the promised start) > due (ends within twelve months) > launched > changed (terms moved) > stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from solidary.analyses.finding import ids
from solidary.records.claim import ClaimId
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.values.period import Period

State = Literal["completed", "dropped", "unknown", "late", "due", "launched", "changed", "stated"]
STATES: Final[tuple[State, ...]] = (
    "completed", "launched", "due", "late", "changed", "stated", "unknown", "dropped",
)  # fmt: skip
DRIFTING: Final = ("amount", "target", "contribution", "period", "quantity")


@dataclass(frozen=True, slots=True)
class Status:
    """Where a promise stands.

    Args:
        months_late: lowest and highest number of months by which the start slipped, given the precision of the dates.
        changed: predicates whose value in force moved.
        evidence: claims that carry the state.
    """

    state: State
    changed: tuple[str, ...]
    months_late: tuple[int, int] | None
    ends: date | None
    evidence: tuple[ClaimId, ...]


def status(subject: Subject, as_of: date) -> Status:
    """Judge one promise (or project) as of a day."""
    launched, completed, dropped = (_done(subject, event, as_of) for event in ("launched", "completed", "dropped"))
    changed = tuple(
        predicate for predicate in DRIFTING if any(held.drifted for held in subject.series(predicate).values())
    )
    ends = _end(subject)
    late = _late(subject, launched)
    silent = _passed(subject, as_of)
    state: State = "stated"
    if completed:
        state = "completed"
    elif dropped:
        state = "dropped"
    elif silent or (ends and ends < as_of):
        state = "unknown"
    elif late:
        state = "late"
    elif ends and (ends - as_of).days <= 366:
        state = "due"
    elif launched:
        state = "launched"
    elif changed:
        state = "changed"
    carriers = [held for held in (completed, dropped, launched) if held] or [subject.any("period")]
    drift = (claim.id for predicate in changed for held in subject.series(predicate).values() for claim in held.drift)
    return Status(state, changed, late, ends, tuple(dict.fromkeys([*ids(*carriers), *drift])))


def _done(subject: Subject, event: str, as_of: date) -> Held | None:
    held = subject.any(event)
    day = held.value.first or held.value.last if isinstance(held.value, Period) else None
    return held if day and day <= as_of else None


def _end(subject: Subject) -> date | None:
    ends = [found.last for predicate in ("period", "due") if (found := subject.period(predicate)) and found.last]
    years = [Period.parse(of).last for of in subject.series("target") if of]
    return max([*ends, *(last for last in years if last)], default=None)


def _passed(subject: Subject, as_of: date) -> bool:
    """A promised start or due day has passed without a word. Silence is neither delivery nor delay."""
    starts = [claim.value.start for claim in subject.any("period").drift if isinstance(claim.value, Period)]
    begins = min((start.last for start in starts if start), default=None)
    due = subject.period("due")
    events = ("launched", "agreed", "completed", "confirmed")
    happened = any(subject.any(event).claim for event in events)
    return not happened and bool((begins and begins < as_of) or (due and due.last and due.last < as_of))


def _late(subject: Subject, launched: Held | None) -> tuple[int, int] | None:
    """Months between the start as first promised and the launch, from the least to the most."""
    first = next((claim.value for claim in subject.any("period").drift if isinstance(claim.value, Period)), None)
    start = first.start if first else None
    actual = launched.value.start if launched and isinstance(launched.value, Period) else None
    if start is None or actual is None or actual.first <= start.last:
        return None
    return _months(start.last, actual.first), _months(start.first, actual.last)


def _months(one: date, two: date) -> int:
    """Return the whole months between two days."""
    return (two.year - one.year) * 12 + two.month - one.month - (two.day < one.day)
