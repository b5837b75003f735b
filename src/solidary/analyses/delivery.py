"""Are the promises kept? As far as the register knows: stated, changed, launched, due, late, unknown, completed.

Money that follows a promise (commitments, disbursements, results) joins the same rows once it is ingested; until then
the ladder ends at the launch, and the coverage line says so.
"""

from __future__ import annotations

from decimal import Decimal

from solidary.analyses.chart import Bar, Bars, Tone
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, Word, ids
from solidary.analyses.progress import by_fund, by_line
from solidary.analyses.status import DRIFTING, STATES, Status, status
from solidary.analyses.view import View
from solidary.register.register import Subject
from solidary.terms.library import Library

TONES: dict[str, Tone] = {
    "completed": "good", "launched": "good", "due": "fair", "late": "poor",
    "changed": "fair", "stated": "plain", "unknown": "poor", "dropped": "quiet",
}  # fmt: skip
Judged = list[tuple[Subject, Status]]


def answer(view: View) -> Finding:
    """Answer ``delivery``.

    Grain of the main table: one row per promise; second table: one row per change of terms; third: per project that
    names the reader; then per line and per fund.
    """
    judged: Judged = [(found, status(found, view.as_of)) for found in view.promises_inside]
    mine = {found.key for found in view.mine(view.promises_inside)}
    projects = view.mine(view.kind("project")) if view.perspective.code else view.kind("project")
    heard = sum(found.state not in ("stated", "unknown") for _, found in judged)
    return Finding(
        question="delivery",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=(*_states(judged), *_drifts(judged), *_slips(judged), *_reader(view, projects)),
        tables=(_table(judged, mine), _drift_table(judged), _projects(projects, view), by_line(view), by_fund(view)),
        coverage=Coverage(heard, len(judged), "heard_of"),
        charts=(_bars(judged),) if judged else (),
        caveats=(Message("delivery.caveat.money" if view.flows is None else "delivery.caveat.lines"),),
    )


def _states(judged: Judged) -> list[Message]:
    if not judged:
        return [Message("delivery.nothing")]
    figures: About = {}
    for state in STATES:
        found = [one for _, one in judged if one.state == state]
        evidence = tuple(dict.fromkeys(claim for one in found for claim in one.evidence))
        figures[state] = Figure(state, len(found), "status", evidence, "promises")
    total = Figure("promises", len(judged), "count", unit="promises")
    return [Message("delivery.states", {"total": total, **figures})]


def _drifts(judged: Judged) -> list[Message]:
    """One sentence for each promise whose amount moved: from what (and when promised) to what."""
    messages = []
    for found, _ in judged:
        held = found.any("amount")
        if not held.drifted:
            continue
        first, last = held.drift[0], held.drift[-1]
        about: About = {
            "promise": found.title,
            "first": Figure(f"{found.name}-first", first.value, "drift", (first.id,)),
            "last": Figure(f"{found.name}-now", last.value, "drift", ids(held)),
            "first_source": first.evidence.title,
            "last_source": last.evidence.title,
        }
        periods = found.any("period").drift
        if len(periods) > 1:
            about["first_period"] = Figure(f"{found.name}-first-period", periods[0].value, "drift", (periods[0].id,))
            about["last_period"] = Figure(
                f"{found.name}-period-now",
                periods[-1].value,
                "drift",
                ids(found.any("period")),
            )
        messages.append(Message("delivery.drift", about))
    return messages


def _slips(judged: Judged) -> list[Message]:
    messages = []
    for found, one in judged:
        if one.months_late:
            low, high = one.months_late
            figure = Figure(f"{found.name}-late", high, "late-start", one.evidence, "months", low=low, high=high)
            launched = Figure(f"{found.name}-launched", found.period("launched"), "stated", ids(found.any("launched")))
            messages.append(Message("delivery.late", {"promise": found.title, "months": figure, "launched": launched}))
    return messages


def _reader(view: View, projects: tuple[Subject, ...]) -> list[Message]:
    if view.perspective.role == "maker":
        return _maker(view)
    if view.perspective.role != "member":
        return []
    evidence = tuple(dict.fromkeys(claim for found in projects for claim in ids(found.any("places"))))
    names = tuple(found.title for found in projects[:3])
    about: About = {
        "reader": view.perspective.name,
        "projects": Figure("my-projects", len(projects), "reach", evidence, "projects"),
        "names": names,
    }
    return [Message("delivery.mine" if projects else "delivery.none_mine", about)]


def _maker(view: View) -> list[Message]:
    """What the maker is asked about first: promises with a passed day and no word."""
    silent = [found for found in view.promises_inside if status(found, view.as_of).state == "unknown"]
    if not silent:
        return []
    evidence = tuple(claim for found in silent for claim in ids(found.any("period"), found.any("due")))
    about: About = {
        "reader": view.perspective.name,
        "silent": Figure("to-answer", len(silent), "status", evidence, "promises"),
        "names": tuple(found.title for found in silent),
    }
    return [Message("delivery.maker", about)]


def _table(judged: Judged, mine: set[str]) -> Table:
    order = {state: number for number, state in enumerate(("late", "unknown", "due", "changed", "stated"))}
    ranked = sorted(judged, key=lambda pair: (pair[0].key not in mine, order.get(pair[1].state, 9)))
    columns = (
        Column("promise"), Column("state", "mark"), Column("amount", "money"), Column("period", "time"),
        Column("launched", "time"), Column("changed"), Column("conflicts", "number"),
    )  # fmt: skip
    rows = tuple(_row(found, one, found.key in mine) for found, one in ranked)
    return Table("delivery", "promise", columns, rows)


def _row(found: Subject, one: Status, strong: bool) -> Row:
    money = found.amount() or next(
        (value for of in found.series("target") if (value := found.amount("target", of))), None
    )
    cells: Cells = {
        "promise": found.title,
        "state": Word(f"status.{one.state}"),
        "amount": money,
        "period": found.period() or found.period("due"),
        "launched": found.period("launched"),
        "changed": one.changed,
        "conflicts": sum(bool(held.rivals) for held in found.slots.values()),
    }
    shown = ("amount", "target", "period", "due", "launched")
    evidence = (*ids(*(found.any(name) for name in shown)), *one.evidence)
    return Row(cells, tuple(dict.fromkeys(evidence)), strong)


def _drift_table(judged: Judged) -> Table:
    """Grain: one row per value that was once in force on a slot that moved."""
    rows = [
        Row(
            {"promise": found.title, "what": held.predicate, "value": claim.value, "known": claim.known_from,
             "source": claim.evidence.title},
            (claim.id,),
        )
        for found, _ in judged
        for held in found.slots.values()
        if held.drifted and held.predicate in DRIFTING
        for claim in held.drift
    ]  # fmt: skip
    columns = (Column("promise"), Column("what"), Column("value"), Column("known", "time"), Column("source"))
    return Table("drift", "value once in force", columns, tuple(rows))


def _projects(projects: tuple[Subject, ...], view: View) -> Table:
    columns = (
        Column("project"), Column("fund"), Column("amount", "money"), Column("sector"), Column("actor"),
        Column("period", "time"), Column("state", "mark"),
    )  # fmt: skip
    rows = tuple(
        Row(
            {"project": found.title, "fund": _fund(found, view.library), "amount": found.amount(),
             "sector": _text(found, "sector"), "actor": _text(found, "actor"),
             "period": found.period() or found.period("launched") or found.period("agreed"),
             "state": Word(f"status.{status(found, view.as_of).state}")},
            tuple(claim.id for claim in found.claims),
        )
        for found in projects
    )  # fmt: skip
    return Table("projects", "project", columns, rows)


def _fund(found: Subject, library: Library) -> str | None:
    key = getattr(found.term, "fund", None)
    return library.funds[key].short if key else None


def _text(found: Subject, predicate: str) -> str | None:
    return next((text for text, _ in found.texts(predicate)), None)


def _bars(judged: Judged) -> Bars:
    states = [(state, [one for _, one in judged if one.state == state]) for state in STATES]
    bars = tuple(Bar(f"status.{state}", Decimal(len(found)), TONES[state]) for state, found in states if found)
    return Bars("delivery", "promises", bars)
