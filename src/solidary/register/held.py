"""What the register holds on one slot of a subject: the claim in force, its history, and its rivals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from solidary.records.claim import Claim, agree
from solidary.register.precedence import ranked
from solidary.terms.scalars import Absent, Stated

# Only these can contradict each other: two different facts or deliverables may both be true.
MEASURABLE = frozenset(
    """
    amount contribution target cumulative grant_size quantity projects reach period date proposed announced
    agreed launched completed dropped due beneficiary places
    """.split()
)


@dataclass(frozen=True)
class Held:
    """All claims on one slot (predicate and time) that are known as of the register's date."""

    predicate: str
    of: str
    claims: tuple[Claim, ...]

    @cached_property
    def ranked(self) -> tuple[Claim, ...]:
        """All claims, the strongest first."""
        return ranked(self.claims)

    @cached_property
    def claim(self) -> Claim | None:
        """The claim in force; ``None`` if every source is silent or doubted."""
        first = self.ranked[0] if self.ranked else None
        return None if first is None or first.doubt or isinstance(first.value, Absent) else first

    @property
    def value(self) -> Stated | None:
        """The value in force."""
        return self.claim.value if self.claim else None

    @property
    def silent(self) -> bool:
        """A source was read and does not state the value, and no other source does."""
        return self.claim is None and any(isinstance(claim.value, Absent) for claim in self.claims)

    @cached_property
    def drift(self) -> tuple[Claim, ...]:
        """The claims that were in force one after the other, each with a value that the one before excludes.

        Grain: one claim per value. A single claim means that the value never changed.
        """
        chain: list[Claim] = []
        for day in sorted({claim.known_from for claim in self.claims}):
            then = Held(self.predicate, self.of, tuple(claim for claim in self.claims if claim.known_from <= day)).claim
            if then is not None and (not chain or not agree(chain[-1].value, then.value)):
                chain.append(then)
        return tuple(chain)

    @cached_property
    def rivals(self) -> tuple[Claim, ...]:
        """Claims that contradict the value in force and were never in force themselves."""
        if self.claim is None or self.predicate not in MEASURABLE:
            return ()
        held = [self.claim.value, *(claim.value for claim in self.drift)]
        return tuple(claim for claim in self.ranked if not any(agree(claim.value, value) for value in held))

    @property
    def drifted(self) -> bool:
        """The value in force changed over time."""
        return self.predicate in MEASURABLE and len(self.drift) > 1

    @property
    def supporters(self) -> tuple[Claim, ...]:
        """The claims that say what is in force, the strongest first."""
        return tuple(claim for claim in self.ranked if self.claim and agree(claim.value, self.claim.value))
