"""Is the engagement kept up across governments? The chain of names, the money under them, and what went silent."""

from __future__ import annotations

from datetime import date

from solidary.analyses.chart import Event, Line, Lines, Timeline
from solidary.analyses.finding import About, Column, Coverage, Figure, Finding, Message, Row, Table, count, ids
from solidary.analyses.funds import funds
from solidary.analyses.view import View
from solidary.register.held import Held
from solidary.register.register import Subject


def answer(view: View) -> Finding:
    """Answer ``continuity``.

    Grain of the main table: one row per name (brand) of the policy.
    """
    brands = sorted((brand for brand in view.kind("brand") if _when(brand)), key=lambda brand: _when(brand) or date.max)
    charts = (_timeline(view, brands), _levels(view))
    messages = [*_chain(brands), *_kept(view), *_money(view), *_reader(view)]
    return Finding(
        question="continuity",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=tuple(messages),
        tables=(_brand_table(view, brands), _government_facts(view)),
        coverage=Coverage(len(_years_known(view)), len(_years_all(view)), "fund_years"),
        charts=tuple(chart for chart in charts if chart),
        caveats=(Message("continuity.caveat.n"),) if view.flows is None else (),
    )


def _when(subject: Subject) -> date | None:
    for predicate in ("announced", "launched", "period", "date"):
        found = subject.period(predicate)
        if found and (found.first or found.last):
            return found.first or found.last
    return None


def _held_when(subject: Subject) -> Held:
    return next(held for name in ("announced", "launched", "period", "date") if (held := subject.any(name)).claim)


def _chain(brands: list[Subject]) -> list[Message]:
    if len(brands) < 2:
        return []
    names = count("brands", [_held_when(brand) for brand in brands], "names")
    first, last = _held_when(brands[0]), _held_when(brands[-1])
    return [
        Message(
            "continuity.chain",
            {
                "brands": names,
                "first": Figure("first-brand", brands[0].title, "stated", ids(first)),
                "first_on": Figure("first-brand-on", first.value, "stated", ids(first)),
                "last": Figure("last-brand", brands[-1].title, "stated", ids(last)),
                "last_on": Figure("last-brand-on", last.value, "stated", ids(last)),
            },
        )
    ]


def _change(view: View) -> tuple[Subject, date] | None:
    """Return the latest change of government and its day."""
    dated = [(found, day) for found in view.kind("government") if (day := _when(found)) and day <= view.as_of]
    return max(dated, key=lambda pair: pair[1], default=None)


def _kept(view: View) -> list[Message]:
    """Of the promises made before the latest government, which does any later source still speak of?"""
    change = _change(view)
    if change is None:
        return []
    government, day = change
    before = [found for found in view.promises_inside if min(claim.known_from for claim in found.claims) < day]
    spoken = [
        Held("", "", tuple(claim for claim in found.claims if claim.known_from >= day and _dated(claim)))
        for found in before
    ]
    heard = [held for held in spoken if held.claims]
    if not before:
        return []
    evidence = tuple(dict.fromkeys(claim.id for held in heard for claim in held.claims))
    since = government.period("launched") or government.period("period")
    return [
        Message(
            "continuity.kept",
            {
                "government": Figure("government", government.title, "stated", ids(_held_when(government))),
                "since": Figure("government-since", since, "stated", ids(_held_when(government))),
                "before": Figure("promises-before", len(before), "count", unit="promises"),
                "heard": Figure("promises-heard", len(heard), "heard-since", evidence, "promises"),
                "silent": Figure("promises-silent", len(before) - len(heard), "heard-since", unit="promises"),
            },
        )
    ]


def _dated(claim: object) -> bool:
    """An undated page counts as known from the day of compiling; that is no sign of life."""
    return getattr(claim, "evidence").published is not None  # noqa: B009


def _money(view: View) -> list[Message]:
    messages = []
    for fund in funds(view):
        first, last = fund.first, fund.last
        if first and last and first[0] < last[0]:
            messages.append(
                Message(
                    "continuity.fund",
                    {
                        "fund": fund.short,
                        "first_year": first[0],
                        "first": fund.figure(f"{fund.key}-first", first),
                        "last_year": last[0],
                        "last": fund.figure(f"{fund.key}-last", last),
                    },
                )
            )
    return messages


def _reader(view: View) -> list[Message]:
    """The latest meeting on record between the maker and a smaller grouping of the reader's.

    Meetings are not all on record, so nothing is said on the gaps between them.
    """
    mine = [key for key in view.perspective.groupings if key != view.initiative.beneficiary]
    meetings = [
        (day, found)
        for found in view.kind("milestone")
        if getattr(found.term, "kind", "") in ("summit", "meeting")
        and any(code in mine for code in getattr(found.term, "concerns", ()))
        and (day := _when(found))
        and day <= view.as_of
    ]
    if not meetings:
        return []
    _, latest = max(meetings, key=lambda pair: pair[0])
    about: About = {
        "meetings": count("meetings", [found.any("date") for _, found in meetings], "meetings"),
        "latest": latest.title,
        "on": Figure("latest-meeting", latest.period("date"), "stated", ids(latest.any("date"))),
    }
    return [Message("continuity.circle", about)]


def _brand_table(view: View, brands: list[Subject]) -> Table:
    rows = tuple(
        Row(
            {"name": brand.title, "from": _held_when(brand).value, "government": _government(view, brand)},
            ids(_held_when(brand)),
        )
        for brand in brands
    )
    return Table("brands", "brand", (Column("name"), Column("from", "time"), Column("government")), rows)


def _government(view: View, brand: Subject) -> str | None:
    found = view.register.subjects.get(f"{view.key}/{getattr(brand.term, 'government', None)}")
    return found.title if found else None


def _government_facts(view: View) -> Table:
    """What the sources say on change and constancy, newest first."""
    topics = ("lineage", "government", "critique", "budget")
    rows = [
        (claim.known_from, Row({"subject": found.title, "says": text, "source": claim.evidence.title,
                                "known": claim.known_from}, (claim.id,)))
        for found in view.kind("fact")
        if getattr(found.term, "topic", "") in topics
        for text, claim in found.texts("fact")
    ]  # fmt: skip
    rows.sort(key=lambda pair: pair[0], reverse=True)
    columns = (Column("subject"), Column("says"), Column("source"), Column("known", "time"))
    return Table("lineage_facts", "fact", columns, tuple(row for _, row in rows))


def _timeline(view: View, brands: list[Subject]) -> Timeline | None:
    events = []
    for lane, subjects in (("lane.governments", view.kind("government")), ("lane.names", tuple(brands))):
        dated = sorted((day, found) for found in subjects if (day := _when(found))) if subjects else []
        for number, (day, found) in enumerate(dated):
            end = dated[number + 1][0] if number + 1 < len(dated) else view.as_of
            events.append(Event(found.title, day, max(day, end), lane, "accent" if lane == "lane.names" else "plain"))
    return Timeline("brands", view.as_of, tuple(events), spans=True) if events else None


def _levels(view: View) -> Lines | None:
    lines = tuple(
        Line(fund.short, fund.paid, fund.promised, "accent" if fund.mine else "plain") for fund in funds(view)
    )
    return Lines("levels", "USD million a year", lines) if any(line.points for line in lines) else None


def _years_all(view: View) -> list[int]:
    return [year for fund in funds(view) for year in range(fund.since, view.as_of.year + 1)]


def _years_known(view: View) -> list[int]:
    return [year for fund in funds(view) for year, _ in fund.paid if fund.since <= year <= view.as_of.year]
