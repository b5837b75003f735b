"""Claims -> what was promised, as of a date.

The register knows each claim from the day on which its source could be read; whatever came later does not exist in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from solidary.errors import UnknownName
from solidary.records.claim import Claim, ClaimId
from solidary.register.held import MEASURABLE, Held
from solidary.terms.dossier import Contradiction, Entry
from solidary.terms.library import Library
from solidary.terms.scalars import Absent, Stated
from solidary.values.amount import Amount, Quantity
from solidary.values.period import Period

Value = TypeVar("Value")
NOTHING = Held("", "", ())


@dataclass(frozen=True)
class Subject:
    """An entry of a dossier with the claims that are known on it."""

    key: str
    kind: str
    term: Entry
    claims: tuple[Claim, ...]

    @property
    def title(self) -> str:
        """Neutral title of the entry."""
        return self.term.title

    @property
    def name(self) -> str:
        """Key inside the dossier."""
        return self.key.partition("/")[2]

    @cached_property
    def slots(self) -> dict[tuple[str, str], Held]:
        """All slots on which something is claimed."""
        found: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.slot, []).append(claim)
        return {slot: Held(*slot, tuple(claims)) for slot, claims in found.items()}

    def held(self, predicate: str, of: str = "") -> Held:
        """Return what is held on a predicate, for a time if one is given."""
        return self.slots.get((predicate, of), NOTHING)

    def series(self, predicate: str) -> dict[str, Held]:
        """Return all that is held on a predicate by the time it speaks about, earliest first."""
        found = {of: held for (name, of), held in self.slots.items() if name == predicate}
        return dict(sorted(found.items()))

    def any(self, predicate: str) -> Held:
        """Return what is held on a predicate whatever time it speaks about: all its claims compete."""
        return Held(predicate, "", tuple(claim for claim in self.claims if claim.predicate == predicate))

    def amount(self, predicate: str = "amount", of: str = "") -> Amount | None:
        """Return the amount in force."""
        return _only(self.held(predicate, of).value, Amount)

    def quantity(self, predicate: str = "quantity", of: str = "") -> Quantity | None:
        """Return the quantity in force."""
        return _only(self.held(predicate, of).value, Quantity)

    def period(self, predicate: str = "period") -> Period | None:
        """Return the period or date in force, whatever time it speaks about."""
        return _only(self.any(predicate).value, Period)

    def codes(self, predicate: str) -> tuple[str, ...]:
        """Return all codes in force for places or beneficiaries; ``()`` if none is stated."""
        value = self.any(predicate).value
        return value if isinstance(value, tuple) else ()

    def texts(self, predicate: str) -> tuple[tuple[str, Claim], ...]:
        """Return each different text that undoubted claims give, the strongest first."""
        found: dict[str, Claim] = {}
        for claim in self.any(predicate).ranked:
            if isinstance(claim.value, str) and claim.doubt is None:
                found.setdefault(claim.value, claim)
        return tuple(found.items())


def _only(value: Stated | None, kind: type[Value]) -> Value | None:
    return value if isinstance(value, kind) else None


@dataclass(frozen=True)
class Conflict:
    """A slot on which sources differ: the value in force, those before it, and those that never were."""

    subject: Subject
    held: Held


@dataclass(frozen=True)
class Register:
    """All subjects of all dossiers as of one day.

    Args:
        as_of: last day whose sources are known.
        claims: every claim, known or not; the register looks only at the known ones.
        definitions: the claims on which groupings, mechanisms, funds and the coordinators' rota rest.
    """

    library: Library
    as_of: date
    claims: tuple[Claim, ...]
    definitions: tuple[Claim, ...] = ()
    subjects: dict[str, Subject] = field(init=False)

    def __post_init__(self) -> None:
        known: dict[str, list[Claim]] = {}
        once = {(claim.id, claim.asserted_by): claim for claim in self.claims}  # the same claim read twice is one claim
        for claim in once.values():
            if claim.known_from <= self.as_of:
                known.setdefault(claim.subject, []).append(claim)
        subjects = {
            f"{dossier.key}/{key}": Subject(f"{dossier.key}/{key}", kind, entry, tuple(known[f"{dossier.key}/{key}"]))
            for dossier in self.library.dossiers.values()
            for kind, key, entry, _ in dossier.entries()
            if f"{dossier.key}/{key}" in known
        }
        object.__setattr__(self, "subjects", subjects)

    def of_kind(self, dossier: str, kind: str) -> tuple[Subject, ...]:
        """Return the subjects of one kind (promise, fund, project, milestone ...) in the order of the dossier."""
        return tuple(
            subject for key, subject in self.subjects.items() if subject.kind == kind and key.startswith(f"{dossier}/")
        )

    def subject(self, key: str) -> Subject:
        """Return a subject by ``initiative/entry``."""
        if key not in self.subjects:
            raise UnknownName("entry", key, self.subjects)
        return self.subjects[key]

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Known claims by their id, those behind the definitions included."""
        known = [claim for subject in self.subjects.values() for claim in subject.claims]
        return {claim.id: claim for claim in [*known, *self.definitions] if claim.known_from <= self.as_of}

    def defined(self, section: str, key: str) -> tuple[ClaimId, ...]:
        """Return the known claims on which a definition rests; none if its source was not yet public."""
        subject = f"definitions/{section}/{key}"
        known = (claim.id for claim in self._definitions.get(subject, ()) if claim.known_from <= self.as_of)
        return tuple(dict.fromkeys(known))

    @cached_property
    def _definitions(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.definitions:
            found.setdefault(claim.subject, []).append(claim)
        return found

    def latest(self, dossier: str) -> date | None:
        """Return the day of the newest dated source on an initiative; later things the register cannot know."""
        published = [
            claim.evidence.published.last
            for claim in self.by_id.values()
            if claim.subject.startswith(f"{dossier}/") and claim.evidence.published
        ]
        return max((day for day in published if day and day <= self.as_of), default=None)

    def later(self, dossier: str) -> int:
        """Count the claims on an initiative that become known only after the register's day."""
        return sum(claim.known_from > self.as_of for claim in self.claims if claim.subject.startswith(f"{dossier}/"))

    def conflicts(self, dossier: str) -> Iterator[Conflict]:
        """Yield every slot of an initiative on which the known claims contradict each other."""
        for key, subject in self.subjects.items():
            if key.startswith(f"{dossier}/"):
                for held in subject.slots.values():
                    if held.predicate in MEASURABLE and (held.rivals or held.drifted):
                        yield Conflict(subject, held)

    def contradiction(self, dossier: str, found: Contradiction) -> tuple[Claim, ...]:
        """Return the competing claims to which a contradiction points, as far as they are known."""
        claims: list[Claim] = []
        for slot in found.between:
            name, _, of = slot.partition("@")
            entry, _, predicate = name.partition(".")
            subject = self.subjects.get(f"{dossier}/{entry}")
            if subject is not None:
                held = subject.held(predicate, str(Period.parse(of))) if of else subject.any(predicate)
                claims += held.ranked
        return tuple(claims)


def stated(claims: Iterable[Claim]) -> list[Claim]:
    """Leave out the claims that only say that a source is silent."""
    return [claim for claim in claims if not isinstance(claim.value, Absent)]
