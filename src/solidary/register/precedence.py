"""Which of several competing claims is in force. One rule, stated once; the rest stay visible.

1. A stated value goes before "not stated"; a claim that a person doubts (with a reason) never takes force.
2. What a source states goes before what we worked out from it.
3. Official before a copy of an official text, before news and analysis, before weak pages.
4. Later before earlier.
5. More specific before less (a day before a year, an exact sum before "about").
6. A tie goes to the smaller claim id, so that the answer never depends on the order of files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from solidary.records.claim import Claim
from solidary.terms.scalars import Absent, Stated
from solidary.values.amount import Amount, Quantity
from solidary.values.period import PartialDate, Period

TIERS: Final = {"official": 3, "repost": 2, "news": 1, "analysis": 1, "weak": 0}


def ranked(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Order competing claims, the strongest first."""
    return tuple(sorted(sorted(claims, key=lambda claim: claim.id), key=_strength, reverse=True))


def _strength(claim: Claim) -> tuple[bool, bool, bool, int, int, int]:
    return (
        not isinstance(claim.value, Absent),
        claim.doubt is None,
        claim.method != "arithmetic",
        TIERS[claim.evidence.grade],
        claim.known_from.toordinal(),
        specificity(claim.value),
    )


def specificity(value: Stated) -> int:
    """Say how exactly a value is stated; only the order of the numbers has a meaning.

    >>> specificity(Period.parse("2022-11-11")) > specificity(Period.parse("2022"))
    True
    """
    match value:
        case Amount() | Quantity():
            return 2 if value.bound == "exactly" and value.upper is None else 1
        case Period():
            return sum(_precision(end) for end in (value.start, value.end)) * 2 - int(value.about)
        case tuple():
            return len(value)
        case _:
            return 0


def _precision(point: PartialDate | None) -> int:
    return 0 if point is None else 1 + (point.month is not None) + (point.day is not None)
