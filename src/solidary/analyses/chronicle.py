"""Everything dated that an initiative has on record, in the order of time: what happened, and what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from solidary.analyses.view import View
from solidary.records.claim import ClaimId
from solidary.register.register import Subject
from solidary.values.period import Period

# Kind of entry -> the predicates that date it, and what each of them tells.
DATED: Final[dict[str, tuple[str, ...]]] = {
    "milestone": ("date",),
    "brand": ("announced", "launched"),
    "government": ("launched",),
    "fund": ("agreed", "launched"),
    "promise": ("announced", "launched", "completed", "dropped"),
    "project": ("launched", "completed"),
    "office": ("date", "launched"),
    "programme": ("launched",),
}


@dataclass(frozen=True)
class Happening:
    """One dated thing.

    Grain: one per entry and predicate that dates it.

    Args:
        when: as precise as it is known.
        what: the predicate, such as ``announced``; for milestones their kind.
        mine: it names the reader or a smaller grouping of the reader's.
        ahead: it lies after the day of the view.
    """

    when: Period
    subject: str
    title: str
    kind: str
    what: str
    claim: ClaimId
    mine: bool
    ahead: bool

    @property
    def first(self) -> date:
        """The first day on which it may fall."""
        return self.when.first or self.when.last or date.min


def chronicle(view: View, until: int = 2030) -> tuple[Happening, ...]:
    """Return all dated things up to the end of a year, the earliest first.

    >>> import solidary
    >>> chronicle(solidary.open().view("kasi"))[0].title
    'Sectoral dialogue relations between ASEAN and the ROK'
    """
    found = [one for kind in DATED for subject in view.kind(kind) for one in _of(view, subject)]
    return tuple(sorted((one for one in found if one.first.year <= until), key=lambda one: (one.first, one.title)))


def _of(view: View, subject: Subject) -> Iterator[Happening]:
    for predicate in DATED[subject.kind]:
        held = subject.any(predicate)
        if held.claim is None or not isinstance(held.value, Period):
            continue
        what = getattr(subject.term, "kind", predicate) if subject.kind == "milestone" else predicate
        happening = Happening(
            held.value, subject.key, subject.title, subject.kind, what, held.claim.id,
            _mine(view, subject), ahead=False,
        )  # fmt: skip
        yield _placed(happening, view.as_of)


def _placed(one: Happening, day: date) -> Happening:
    last = one.when.last or one.when.first
    return Happening(one.when, one.subject, one.title, one.kind, one.what, one.claim, one.mine, (last or day) > day)


def _mine(view: View, subject: Subject) -> bool:
    concerns = getattr(subject.term, "concerns", ()) or ()
    code = view.perspective.code
    if not code:
        return False
    smaller = [key for key in view.perspective.groupings if key != view.initiative.beneficiary]
    return code in concerns or any(key in concerns for key in smaller) or view.reach(subject) in ("named", "grouping")
