"""Are the promises concrete? Eight attributes of each, stated, not stated, or not found.

Source: two-step pledge coding of the Comparative Party Pledges Project (can a third person check it later?), with the
attributes amount, currency, start, end, actor, beneficiary, deliverable, channel. The count is a sort key, no score.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import median

from solidary.analyses.chart import Bar, Bars
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, Word, ids
from solidary.analyses.grade import grade_of
from solidary.analyses.view import View
from solidary.records.claim import ClaimId
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.terms.dossier import PromiseTerm
from solidary.values.period import Period

ATTRIBUTES = ("amount", "currency", "start", "end", "actor", "beneficiary", "deliverable", "channel")
_MONEY = ("amount", "target")
_TIMES = ("period", "due")


def answer(view: View) -> Finding:
    """Answer ``concreteness``.

    Grain of the main table: one row per promise, the most concrete first; second table: one row per attribute stated or
    not stated, with the words of the source.
    """
    coded = sorted(((found, attributes(found)) for found in view.promises_inside), key=lambda pair: -_score(pair[1]))
    mine = {found.key for found in view.mine(view.promises_inside)}
    return Finding(
        question="concreteness",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=(*_all(coded), *_reader(view, [pair for pair in coded if pair[0].key in mine])),
        tables=(_table(view, coded, mine), _quotes(view, coded, mine)),
        coverage=Coverage(
            sum(any(mark == "silent" for mark, _ in marks.values()) for _, marks in coded), len(coded), "read_through"
        ),
        charts=(_bars(coded),) if coded else (),
        caveats=(Message("concreteness.caveat.openings"),),
    )


Marks = dict[str, tuple[str, tuple[ClaimId, ...]]]


def attributes(subject: Subject) -> Marks:
    """Mark each attribute ``stated``, ``silent`` (a source was read and does not say) or ``unfound``."""
    money = _first(subject, _MONEY)
    times = [held for name in _TIMES for held in [subject.any(name)] if held.claims]
    ends = [held.value for held in times if isinstance(held.value, Period)]
    starts = [found for found in ends if found.start and "period" in [held.predicate for held in times]]
    target_years = [held for held in subject.series("target").values() if held.claim and held.of]
    return {
        "amount": _mark(money),
        "currency": _mark(money),
        "start": _mark(subject.any("period")) if starts else _mark(subject.any("launched")),
        "end": ("stated", ids(*times, *target_years))
        if target_years or any(found.end for found in ends)
        else _mark(subject.any("period"), ended=False),
        "actor": _mark(subject.any("actor")),
        "beneficiary": _mark(_first(subject, ("beneficiary", "places", "audience"))),
        "deliverable": _mark(_first(subject, ("deliverable", "quantity", "reach"))),
        "channel": _channel(subject),
    }


def _first(subject: Subject, predicates: tuple[str, ...]) -> Held:
    found = [subject.any(name) for name in predicates]
    return next((held for held in found if held.claim), next((held for held in found if held.claims), found[0]))


def _mark(held: Held, *, ended: bool = True) -> tuple[str, tuple[ClaimId, ...]]:
    if held.claim and ended:
        return "stated", ids(held)
    return ("silent", tuple(claim.id for claim in held.claims)) if held.silent else ("unfound", ())


def _channel(subject: Subject) -> tuple[str, tuple[ClaimId, ...]]:
    held = subject.any("channel")
    term = subject.term
    routed = isinstance(term, PromiseTerm) and (term.fund or term.mechanism)
    # A fund or mechanism in the head of the entry is the coder's reading of the same statements.
    return ("stated", tuple(claim.id for claim in subject.claims)) if routed and not held.claim else _mark(held)


def _score(marks: Marks) -> int:
    return sum(mark == "stated" for mark, _ in marks.values())


Coded = list[tuple[Subject, Marks]]


def _all(coded: Coded) -> list[Message]:
    if not coded:
        return [Message("concreteness.nothing")]
    priced = [(found, marks) for found, marks in coded if marks["amount"][0] == "stated"]
    full = [(found, marks) for found, marks in priced if marks["start"][0] == marks["end"][0] == "stated"]
    return [
        Message(
            "concreteness.all",
            {
                "promises": Figure("promises", len(coded), "count", unit="promises"),
                "priced": _figure("with-amount", priced, "amount"),
                "full": _figure("with-amount-and-period", full, "end"),
                "median": Figure("median", _median(coded), "concreteness", unit="of_eight"),
            },
        )
    ]


def _median(coded: Coded) -> int:
    return int(median(_score(marks) for _, marks in coded))


def _figure(key: str, coded: Coded, attribute: str) -> Figure:
    evidence = tuple(dict.fromkeys(claim for _, marks in coded for claim in marks[attribute][1]))
    return Figure(key, len(coded), "concreteness", evidence, "promises")


def _reader(view: View, coded: Coded) -> list[Message]:
    if view.perspective.role not in ("member", "partner"):
        return []
    if not coded:
        return [Message("concreteness.none_mine", {"reader": view.perspective.name})]
    best, marks = coded[0]
    evidence = tuple(dict.fromkeys(claim for _, found in marks.values() for claim in found))
    about: About = {
        "reader": view.perspective.name,
        "mine": Figure(
            "mine", len(coded), "reach", tuple(claim.id for found, _ in coded for claim in found.claims), "promises"
        ),
        "best": Figure("most-concrete", best.title, "concreteness", evidence),
        "score": Figure("most-concrete-score", _score(marks), "concreteness", evidence, "of_eight"),
    }
    return [Message("concreteness.mine", about)]


def _table(view: View, coded: Coded, mine: set[str]) -> Table:
    columns = (
        Column("promise"), Column("stated_attributes", "number"), *(Column(name, "mark") for name in ATTRIBUTES),
        Column("evidence_grade"),
    )  # fmt: skip
    rows = tuple(
        Row(
            {"promise": found.title, "stated_attributes": _score(marks),
             **{name: Word(f"mark.{marks[name][0]}") for name in ATTRIBUTES},
             "evidence_grade": grade_of(found, view.register)},
            tuple(dict.fromkeys(claim for _, claims in marks.values() for claim in claims)),
            found.key in mine,
        )
        for found, marks in coded
    )  # fmt: skip
    return Table("concreteness", "promise", columns, rows)


def _quotes(view: View, coded: Coded, mine: set[str]) -> Table:
    """What each attribute rests on: value, words of the source, source."""
    rows = []
    for found, marks in coded:
        for name in ATTRIBUTES:
            claims = [view.register.by_id[claim] for claim in marks[name][1]]
            if not claims or name == "currency" or (name == "channel" and claims[0].predicate != "channel"):
                continue  # the currency stands in the amount; a channel taken from the head has no words of its own
            first = claims[0]
            cells: Cells = {"promise": found.title, "what": Word(f"column.{name}"), "value": first.value,
                            "says": first.evidence.locator, "source": first.evidence.title}  # fmt: skip
            rows.append(Row(cells, marks[name][1], found.key in mine))
    columns = (Column("promise"), Column("what"), Column("value"), Column("says"), Column("source"))
    return Table("quotes", "attribute of a promise", columns, tuple(rows))


def _bars(coded: Coded) -> Bars:
    """How many promises state each attribute."""
    counts = {name: sum(marks[name][0] == "stated" for _, marks in coded) for name in ATTRIBUTES}
    return Bars("concreteness", "promises", tuple(Bar(f"column.{name}", Decimal(counts[name])) for name in ATTRIBUTES))
