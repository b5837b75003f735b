"""Promised money: outgoing pledges, and budgets where a source gives the year. Never a commitment, never spent.

A sum in all is a pledge on the day on which it was promised. A level of a year is a budget of that year, indicative.
What has no such form is not bent into one but returned as untold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from solidary.records.claim import ClaimId, spell
from solidary.values.amount import Amount
from solidary.values.money import CURRENT
from solidary.values.period import Period

if TYPE_CHECKING:
    from solidary.register.held import Held
    from solidary.register.register import Subject

PROMISED: Final = ("amount", "target", "contribution")
OTHER: Final = ("cumulative", "grant_size")
PROMISED_ON: Final = ("announced", "agreed", "proposed")
YEAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that was promised.

    Args:
        number: exactly as stated, of ``currency``.
        day: when it was promised; date and value date.
        words: the amount as stated, with its bound, and what it was before.
        bound: the number is only the one that the bound in the words speaks of.
        span: first and last day of a budget; None for a pledge.
    """

    number: Decimal
    currency: str
    day: date
    words: str
    claim: ClaimId
    bound: bool = False
    span: tuple[date, date] | None = None


class Untold(NamedTuple):
    """A sum that IATI cannot say: why, and in words."""

    why: str
    words: str


def sums(subject: Subject, today: date) -> tuple[list[Sum], list[Untold]]:
    """Return the promised sums of an entry, and those that have no form in IATI."""
    found: list[Sum] = []
    untold: list[Untold] = []
    for (predicate, of), held in subject.slots.items():
        claim, value = held.claim, held.value
        if claim is None or not isinstance(value, Amount) or predicate not in (*PROMISED, *OTHER):
            continue
        why = "no-promise" if predicate in OTHER else _why_not(value)
        spans = None if why else _spans(subject, predicate, of, value)
        words = _words(held, value, of)
        if spans is None:
            untold.append(Untold(why or "no-year", words))
            continue
        day, bound = _promised(subject, held, today), value.bound != "exactly" or value.upper is not None
        found += [Sum(value.money.number, value.money.currency, day, words, claim.id, bound, span) for span in spans]
    return found, untold


def _why_not(value: Amount) -> str:
    if value.rate == "each":
        return "each"
    return "prices" if value.money.basis != CURRENT else ""


def _spans(subject: Subject, predicate: str, of: str, value: Amount) -> list[tuple[date, date] | None] | None:
    """Return the years of a budget, or one None for a pledge; None alone if the years are not stated."""
    if predicate == "amount" and not of and value.rate == "in all":
        return [None]
    period = Period.parse(of) if of else subject.period("period")
    if period is None or period.first is None or period.last is None:
        return None
    if period.last - period.first < YEAR:
        return [(period.first, period.last)]
    whole = all(point is not None and point.month is None for point in (period.start, period.end))
    if value.rate != "a year" or not whole:
        return None
    return [(date(year, 1, 1), date(year, 12, 31)) for year in period.years]


def _promised(subject: Subject, held: Held, today: date) -> date:
    """Return the day of a promise: when it was announced, or for a sum that came later, when it was first heard."""
    changed = any(one.value != held.value for one in held.drift)
    events = (subject.period(event) for event in PROMISED_ON)
    said = None if changed else next((last for period in events if period and (last := period.last)), None)
    heard = (claim.known_from for claim in held.supporters if not changed or claim.value == held.value)
    return min(said or min(heard), today)


def _words(held: Held, value: Amount, of: str) -> str:
    earlier = [one for one in held.drift if one.value != value]
    changes = "; ".join(f"{spell(one.value)} as known on {one.known_from}" for one in earlier)
    head = f"{held.predicate.replace('_', ' ')}{f' ({of})' if of else ''}: {value}"
    return head + (f"; before: {changes}" if changes else "")


def totals(found: Iterator[Sum]) -> dict[tuple[str, str], Decimal]:
    """Add sums up by form and currency.

    >>> one = Sum(Decimal(5), "USD", date(2024, 1, 1), "", ClaimId("c-1"))
    >>> totals(iter([one, one]))
    {('pledge', 'USD'): Decimal('10')}
    """
    added: dict[tuple[str, str], Decimal] = {}
    for one in found:
        key = ("budget" if one.span else "pledge", one.currency)
        added[key] = added.get(key, Decimal(0)) + one.number
    return added
