"""Does the content-industry hub make sense? Facts on the industry, and precedents that did or did not come about.

Trade-based measures (specialisation, complementarity, intensity) need a trade table that the user loads.
"""

from __future__ import annotations

from solidary.analyses.chart import Line, Lines
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, Value, ids
from solidary.analyses.funds import MILLION
from solidary.analyses.trade import part
from solidary.analyses.view import View
from solidary.records.claim import Claim
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.values.amount import Amount
from solidary.values.period import Period

NUMBERS = ("amount", "target", "quantity", "projects")


def answer(view: View) -> Finding:
    """Answer ``creative``.

    Grain of the main table: one row per fact and year; second table: one row per precedent.
    """
    facts = [found for found in view.kind("fact") if getattr(found.term, "topic", "") == "creative"]
    precedents = [found for found in facts if found.any("dropped").claim or found.any("completed").claim]
    own = [found for found in facts if view.perspective.code in found.codes("places")]
    placed = [found for found in facts if found.codes("places")]
    messages = [*_exports(facts), *_precedents(precedents), *_reader(view, own)]
    finding = Finding(
        question="creative",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=tuple(messages) or (Message("creative.nothing"),),
        tables=(_table(view, facts), _precedent_table(precedents)),
        coverage=Coverage(len(placed), len(facts), "placed"),
        charts=tuple(chart for chart in (_chart(facts),) if chart),
        caveats=(Message("creative.caveat.table" if view.trade else "creative.caveat.trade"),),
    )
    return finding.plus(part(view)) if view.trade else finding


def _series(facts: list[Subject], predicate: str = "amount") -> tuple[Subject, list[tuple[int, Held]]] | None:
    """The fact with the longest series of money by year: exports."""
    found = {one.key: (one, _years(one, predicate)) for one in facts}
    best = max(found.values(), key=lambda pair: len(pair[1]), default=None)
    return best if best and len(best[1]) > 1 else None


def _years(one: Subject, predicate: str) -> list[tuple[int, Held]]:
    points = []
    for of, held in one.series(predicate).items():
        years = Period.parse(of).years if of else ()
        if len(years) == 1 and held.claim:
            points.append((years[0], held))
    return points


def _exports(facts: list[Subject]) -> list[Message]:
    series = _series([one for one in facts if "export" in one.name and "target" not in one.name])
    if series is None:
        return []
    one, points = series
    (first_year, first), (last_year, last) = points[0], points[-1]
    about: About = {
        "what": one.title,
        "first_year": first_year,
        "last_year": last_year,
        "first": Figure("exports-first", first.value, "stated", ids(first)),
        "last": Figure("exports-last", last.value, "stated", ids(last)),
    }
    return [Message("creative.exports", about)]


def _precedents(precedents: list[Subject]) -> list[Message]:
    dropped = [one for one in precedents if one.any("dropped").claim]
    return [
        Message(
            "creative.precedent",
            {
                "name": one.title,
                "proposed": Figure(f"{one.name}-proposed", one.period("proposed"), "stated", ids(one.any("proposed"))),
                "dropped": Figure(f"{one.name}-dropped", one.period("dropped"), "stated", ids(one.any("dropped"))),
            },
        )
        for one in dropped
        if one.any("proposed").claim
    ]


def _reader(view: View, own: list[Subject]) -> list[Message]:
    if view.perspective.role not in ("member", "maker", "partner"):
        return []
    evidence = tuple(claim.id for one in own for claim in one.claims)
    figure = Figure("my-facts", len(own), "count", evidence, "facts")
    about: About = {"reader": view.perspective.name, "facts": figure, "names": tuple(one.title for one in own[:4])}
    return [Message("creative.mine" if own else "creative.none_mine", about)]


def _table(view: View, facts: list[Subject]) -> Table:
    own_first = sorted(facts, key=lambda one: view.perspective.code not in one.codes("places"))
    rows = []
    for one in own_first:
        strong = view.perspective.code in one.codes("places")
        for claim, value in _values(one):
            cells: Cells = {"subject": one.title, "places": one.codes("places"), "of": claim.of or one.period("date"),
                     "value": value, "source": claim.evidence.title}  # fmt: skip
            rows.append(Row(cells, (claim.id,), strong))
    columns = (Column("subject"), Column("places"), Column("of", "time"), Column("value"), Column("source"))
    return Table("creative", "fact and year", columns, tuple(rows))


def _values(one: Subject) -> list[tuple[Claim, Value]]:
    numbers = [
        (held.claim, held.claim.value)
        for name in NUMBERS
        for held in one.series(name).values()
        if held.claim is not None
    ]
    texts = [(claim, text) for text, claim in one.texts("fact")]
    return [*numbers, *texts]


def _precedent_table(precedents: list[Subject]) -> Table:
    events = ("proposed", "launched", "completed", "dropped")
    rows = tuple(
        Row({"precedent": one.title, **{event: one.period(event) for event in events}}, tuple(c.id for c in one.claims))
        for one in precedents
    )
    return Table("precedents", "precedent", (Column("precedent"), *(Column(event, "time") for event in events)), rows)


def _chart(facts: list[Subject]) -> Lines | None:
    series = _series([one for one in facts if "export" in one.name and "target" not in one.name])
    if series is None:
        return None
    one, points = series
    goals = next((_years(found, name) for found in facts if "export" in found.name and "target" in found.name
                  for name in ("target", "amount") if _years(found, name)), [])  # fmt: skip
    paid = tuple((year, held.value.money.number / MILLION) for year, held in points if isinstance(held.value, Amount))
    goal = tuple((year, held.value.money.number / MILLION) for year, held in goals if isinstance(held.value, Amount))
    return Lines("exports", "USD million", (Line(one.title, paid, goal, "accent"),))
