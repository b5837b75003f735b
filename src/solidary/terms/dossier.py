"""Types of the files in ``dossiers/``: what sources say about an initiative, entry by entry.

An entry (a promise, project, milestone ...) has a neutral title and one or more statements; each statement is what
one source says at one place, and becomes one claim for each thing it says.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from solidary.errors import ValueFault
from solidary.terms.definition import SourceTerm
from solidary.terms.scalars import (
    Codes,
    Day,
    Flag,
    Key,
    Ref,
    SaidAmount,
    SaidCodes,
    SaidPeriod,
    SaidQuantity,
    SaidText,
    Span,
    Strict,
    Text,
)

Topic = Literal[
    "strategy", "outlook", "funds", "budget", "government", "lineage", "critique", "trade", "creative",
    "diplomacy", "perception", "synergy", "request",
]  # fmt: skip


class Says(Strict):
    """What a source says; each key is a predicate. ``not stated`` is allowed: the source is silent on the point."""

    # money
    amount: SaidAmount | None = None
    contribution: SaidAmount | None = None  # paid or budgeted in the year given by `of`
    target: SaidAmount | None = None  # level promised for the year given by `of`
    cumulative: SaidAmount | None = None  # all that was paid up to `of`
    grant_size: SaidAmount | None = None
    # counts and shares
    quantity: SaidQuantity | None = None
    projects: SaidQuantity | None = None
    reach: SaidQuantity | None = None
    # time
    period: SaidPeriod | None = None
    date: SaidPeriod | None = None  # when a milestone falls, or a fact holds
    # what happened to it, and when
    proposed: SaidPeriod | None = None
    announced: SaidPeriod | None = None
    agreed: SaidPeriod | None = None
    launched: SaidPeriod | None = None
    completed: SaidPeriod | None = None
    dropped: SaidPeriod | None = None
    confirmed: SaidPeriod | None = None
    due: SaidPeriod | None = None
    # who, for whom, through what, to do what
    actor: SaidText | None = None
    manager: SaidText | None = None
    channel: SaidText | None = None
    audience: SaidText | None = None
    deliverable: SaidText | None = None
    sector: SaidText | None = None
    city: SaidText | None = None
    round: SaidText | None = None
    beneficiary: Annotated[SaidCodes | None, Ref("body")] = None
    places: Annotated[SaidCodes | None, Ref("body")] = None
    fact: SaidText | None = None

    @model_validator(mode="after")
    def _something(self) -> Says:
        if not self.model_fields_set:
            raise ValueFault("nothing", "one predicate at least, such as amount or fact")
        return self


PREDICATES: Final = tuple(Says.model_fields)
EVENTS: Final = ("proposed", "announced", "agreed", "launched", "completed", "dropped", "confirmed")


class Statement(Strict):
    """What one source says at one place."""

    says: Says
    of: Span | None = None  # the time that the value speaks about, such as the budget year
    source: Annotated[str, Ref("source")]
    locator: Text
    asserted: Span | None = None  # only where it was said earlier or later than the source was published
    method: Literal["person", "arithmetic"] = "person"
    doubt: Text | None = None  # why a person holds this statement to be wrong; it then never takes force


class Entry(Strict):
    """What all entries share."""

    title: Text
    serves: Annotated[dict[str, Codes], Ref("area")] = {}
    claims: Annotated[list[Statement], Field(min_length=1)]


class PromiseTerm(Entry):
    """A promise: an action or outcome that somebody else can later check."""

    partner: Annotated[str | None, Ref("place")] = None
    fund: Annotated[str | None, Ref("fund")] = None
    mechanism: Annotated[str | None, Ref("mechanism")] = None
    part_of: Annotated[str | None, Ref("entry")] = None
    finance: Literal["grant", "loan", "investment", "mixed"] | None = None
    flagship: Flag = False


class FundLevels(Entry):
    """What sources say of a fund: contributions year by year, targets, sums, projects."""

    fund: Annotated[str, Ref("fund")]


class ProjectTerm(Entry):
    """A project that is public by name, paid by a fund or beside the funds."""

    fund: Annotated[str | None, Ref("fund")] = None
    promise: Annotated[str | None, Ref("entry")] = None


class MilestoneTerm(Entry):
    """A dated event, past or planned."""

    kind: Literal["summit", "meeting", "agreement", "fund", "government", "office", "project", "deadline", "paper"]
    concerns: Annotated[Codes, Ref("body")] = ()


class ProgrammeTerm(Entry):
    """A public-diplomacy programme or network."""

    kind: Literal["network", "exchange", "training", "culture", "language", "research", "request"]


class OfficeTerm(Entry):
    """An office, centre or institute abroad or at home."""

    network: Text
    kind: Literal["office", "centre", "institute", "headquarters", "network"]


class BrandTerm(Entry):
    """A name under which a government runs its policy towards the grouping."""

    government: Annotated[str | None, Ref("entry")] = None


class GovernmentTerm(Entry):
    """A government of the partner."""


class FactTerm(Entry):
    """Any other fact that a question needs, by topic."""

    topic: Topic


class Contradiction(Strict):
    """Sources that differ, pointed at rather than settled: ``entry.predicate`` or ``entry.predicate@time``."""

    title: Text
    between: Annotated[list[Text], Field(min_length=1)]
    reading: Text


class InitiativeTerm(Strict):
    """The head of a dossier."""

    key: Key
    title: Text
    short: Text
    partner: Annotated[str, Ref("place")]
    beneficiary: Annotated[str, Ref("grouping")]
    frameworks: Annotated[list[str], Ref("framework")] = []
    funds: Annotated[list[str], Ref("fund")] = []
    compared_with: Annotated[list[str], Ref("initiative")] = []
    compiled: Day
    coded_by: Text


class DossierFile(Strict):
    """One file of a dossier; any of its sections may be absent, but one file holds the ``initiative``."""

    initiative: InitiativeTerm | None = None
    sources: dict[Key, SourceTerm] = {}
    promises: dict[Key, PromiseTerm] = {}
    funds: dict[Key, FundLevels] = {}
    projects: dict[Key, ProjectTerm] = {}
    milestones: dict[Key, MilestoneTerm] = {}
    programmes: dict[Key, ProgrammeTerm] = {}
    offices: dict[Key, OfficeTerm] = {}
    brands: dict[Key, BrandTerm] = {}
    governments: dict[Key, GovernmentTerm] = {}
    facts: dict[Key, FactTerm] = {}
    contradictions: dict[Key, Contradiction] = {}


SECTIONS: Final = {
    "promises": "promise",
    "funds": "fund",
    "projects": "project",
    "milestones": "milestone",
    "programmes": "programme",
    "offices": "office",
    "brands": "brand",
    "governments": "government",
    "facts": "fact",
}
