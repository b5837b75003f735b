"""What falls due? Summits, plans, coordinator terms, fund deadlines: for whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solidary.analyses.chart import Event, Timeline
from solidary.analyses.finding import About, Column, Coverage, Figure, Finding, Message, Row, Table, Word, ids
from solidary.analyses.status import status
from solidary.analyses.view import View
from solidary.records.claim import ClaimId
from solidary.register.register import Subject
from solidary.terms.definition import CoordinatorTerm
from solidary.values.period import Period

YEAR = 366


@dataclass(frozen=True)
class Dated:
    """One dated thing: a milestone, the end of a promise, or a term of duty."""

    title: str
    kind: str
    when: Period
    concerns: tuple[str, ...]
    evidence: tuple[ClaimId, ...]
    mine: bool

    @property
    def last(self) -> date:
        """Last day on which it may fall."""
        return self.when.last or self.when.first or date.max

    @property
    def first(self) -> date:
        """First day on which it may fall."""
        return self.when.first or self.when.last or date.min


def answer(view: View) -> Finding:
    """Answer ``milestones``.

    Grain of the main table: one row per milestone still to come; second table: per past milestone, newest first.
    """
    everything = sorted([*_milestones(view), *_ends(view), *_duties(view)], key=lambda one: (one.last, one.title))
    ahead = [one for one in everything if one.last >= view.as_of]
    past = [one for one in everything if one.last < view.as_of][::-1]
    soon = [one for one in ahead if (one.last - view.as_of).days <= YEAR]
    return Finding(
        question="milestones",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=(*_ahead(ahead, soon), *_reader(view, ahead)),
        tables=(_table(view, "ahead", ahead), _table(view, "past", past)),
        coverage=Coverage(sum(bool(one.evidence) for one in everything), len(everything), "dated"),
        charts=(_chart(view, everything),) if everything else (),
        caveats=(Message("milestones.caveat.latest", {"latest": view.register.latest(view.key)}),),
    )


def _milestones(view: View) -> list[Dated]:
    found = []
    for one in view.kind("milestone"):
        when = one.period("date")
        concerns = tuple(getattr(one.term, "concerns", ()))
        if when is not None:
            kind = str(getattr(one.term, "kind", "meeting"))
            found.append(Dated(one.title, kind, when, concerns, ids(one.any("date")), _mine(view, concerns)))
    return found


def _mine(view: View, concerns: tuple[str, ...]) -> bool:
    code = view.perspective.code
    return bool(code) and (code in concerns or any(
        key in view.perspective.groupings and key != view.initiative.beneficiary for key in concerns
    ))  # fmt: skip


def _ends(view: View) -> list[Dated]:
    """The ends of promises that carry a period."""
    found = []
    for one in view.promises_inside:
        judged = status(one, view.as_of)
        held = one.any("period") if one.period() and one.period().last else one.any("due")  # type: ignore[union-attr]
        when = held.value
        if isinstance(when, Period) and when.end and judged.state not in ("completed", "dropped"):
            mine = view.reach(one) in ("named", "grouping")
            found.append(
                Dated(one.title, "ends", Period(when.end, when.end, when.about), view.reached(one), ids(held), mine)
            )
    return found


def _known_duties(view: View) -> list[tuple[CoordinatorTerm, tuple[ClaimId, ...]]]:
    """Terms as country coordinator for the maker, as far as their sources were public; half-seen ones are left out."""
    terms = [term for term in view.library.coordinators if term.partner == view.initiative.partner and not term.seen]
    known = [(term, view.register.defined("coordinators", term.key)) for term in terms]
    return [(term, evidence) for term, evidence in known if evidence]


def _duties(view: View) -> list[Dated]:
    found = []
    for term, evidence in _known_duties(view):
        told = any(_tells_end(found, term) for found in view.kind("milestone"))
        if term.term.end and not told:
            when, mine = Period(term.term.end, term.term.end), term.member == view.perspective.code
            name = view.library.place(term.member).name
            found.append(Dated(name, "coordinator_ends", when, (term.member,), evidence, mine))
    return found


def _tells_end(found: Subject, term: CoordinatorTerm) -> bool:
    """Say whether a milestone of the dossier is the end of a term already."""
    when, concerns = found.period("date"), tuple(getattr(found.term, "concerns", ()))
    deadline = getattr(found.term, "kind", "") == "deadline" and concerns == (term.member,)
    return bool(deadline and when and when.last == term.term.last)


def _ahead(ahead: list[Dated], soon: list[Dated]) -> list[Message]:
    if not ahead:
        return [Message("milestones.nothing")]
    evidence = tuple(claim for one in ahead for claim in one.evidence)
    about: About = {
        "ahead": Figure("ahead", len(ahead), "next-due", evidence, "milestones"),
        "soon": Figure(
            "within-a-year", len(soon), "next-due", tuple(c for one in soon for c in one.evidence), "milestones"
        ),
        "next": ahead[0].title,
        "next_on": Figure("next", ahead[0].when, "next-due", ahead[0].evidence),
    }
    return [Message("milestones.ahead", about)]


def _reader(view: View, ahead: list[Dated]) -> list[Message]:
    messages = [_duty(view, *known) for known in _known_duties(view) if known[0].member == view.perspective.code]
    mine = [one for one in ahead if one.mine]
    if view.perspective.role == "member" and mine:
        evidence = tuple(claim for one in mine for claim in one.evidence)
        about: About = {
            "reader": view.perspective.name,
            "mine": Figure("my-ahead", len(mine), "next-due", evidence, "milestones"),
            "names": tuple(one.title for one in mine[:3] if one.kind != "coordinator_ends"),
        }
        messages.append(Message("milestones.mine", about))
    return messages


def _duty(view: View, term: CoordinatorTerm, evidence: tuple[ClaimId, ...]) -> Message:
    tense = "now" if term.term.holds(view.as_of) else "past"
    if term.term.first and term.term.first > view.as_of:
        tense = "future"
    about: About = {
        "reader": view.perspective.name,
        "maker": view.library.place(view.initiative.partner).name,
        "term": Figure(f"duty-{term.key}", term.term, "stated", evidence),
        "source": view.library.sources[term.source].title,
    }
    return Message(f"milestones.duty_{tense}", about)


def _table(view: View, key: str, dated: list[Dated]) -> Table:
    columns = (Column("when", "time"), Column("milestone"), Column("kind", "mark"), Column("concerns"))
    rows = tuple(
        Row(
            {
                "when": one.when,
                "milestone": one.title,
                "kind": Word(f"milestone.{one.kind}"),
                "concerns": view.names(one.concerns),
            },
            one.evidence,
            one.mine,
        )
        for one in dated
    )
    return Table(f"milestones.{key}", "milestone", columns, rows)


def _chart(view: View, everything: list[Dated]) -> Timeline:
    lanes = {"summit": "lane.summits", "agreement": "lane.summits", "fund": "lane.money", "deadline": "lane.due",
             "ends": "lane.due", "coordinator_ends": "lane.due"}  # fmt: skip
    events = tuple(
        Event(one.title, one.first, one.last, lanes.get(one.kind, "lane.other"), "accent" if one.mine else "plain")
        for one in everything
    )
    return Timeline("milestones", view.as_of, events)
