"""A claim: what one source says of one subject, and where. The smallest thing that solidary knows.

Claims are never edited. Their id follows from what identifies them, so the same claim read twice is the same claim.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import NewType

from solidary.terms.definition import Grade
from solidary.terms.scalars import Absent, Stated
from solidary.values.amount import Amount, Quantity
from solidary.values.period import Period

ClaimId = NewType("ClaimId", str)
SubjectKey = NewType("SubjectKey", str)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: the document, the place in it, and how much its author can know."""

    source: str
    title: str
    url: str | None
    published: Period | None
    grade: Grade
    language: str
    locator: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one source says of one subject.

    Args:
        subject: ``initiative/entry``, such as ``kasi/methane``.
        of: the time that the value speaks about, such as a budget year.
        known_from: first day on which a reader could know it; rules the brief "as of" a date.
        asserted_by: who put the claim on record (not who said it: that is the evidence).
        place: ``file:line`` of the statement.
    """

    id: ClaimId
    subject: SubjectKey
    kind: str
    predicate: str
    value: Stated
    of: Period | None
    evidence: Evidence
    method: str
    doubt: str | None
    known_from: date
    asserted_by: str
    place: str

    @property
    def slot(self) -> tuple[str, str]:
        """What the claim is about, beside its subject: predicate and time. Claims on one slot compete."""
        return self.predicate, str(self.of) if self.of else ""


def claim_id(subject: str, predicate: str, of: Period | None, value: Stated, source: str, locator: str) -> ClaimId:
    """Derive the id of a claim from what identifies it.

    >>> claim_id("kasi/casa", "amount", None, Amount.parse("USD 11 million"), "isc-2306", "CASA")
    'c-1b7ad6ecbb'
    """
    parts = (subject, predicate, str(of or ""), spell(value), source, locator)
    return ClaimId("c-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10])


def spell(value: Stated) -> str:
    """Write a value in the form that a dossier uses, so that it can be read back.

    >>> spell(Amount.parse("about USD 200,000,000"))
    'about USD 200 million'
    """
    if isinstance(value, Absent):
        return value.value
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)


def agree(one: Stated, two: Stated) -> bool:
    """Say whether two stated values can both be true.

    Bounds and precision count: ``over 60 %`` agrees with ``62 %``, ``2023`` with ``2023-01``.
    """
    match one, two:
        case (Absent(), _) | (_, Absent()):
            return True  # silence contradicts nothing
        case (Amount(), Amount()) | (Quantity(), Quantity()):
            return one.agrees_with(two)  # type: ignore[arg-type, union-attr]
        case (Period(), Period()):
            return one.agrees_with(two)
        case (tuple(), tuple()):
            return set(one) == set(two)
        case _:
            return one == two
