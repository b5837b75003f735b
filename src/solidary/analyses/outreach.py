"""Whom does it reach? Programmes with audience, deliverable and status; offices by country."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from solidary.analyses.chart import Bar, Bars
from solidary.analyses.finding import About, Column, Coverage, Figure, Finding, Message, Row, Table, Word, ids
from solidary.analyses.status import status
from solidary.analyses.view import View
from solidary.records.claim import ClaimId
from solidary.register.register import Subject


def answer(view: View) -> Finding:
    """Answer ``outreach``.

    Grain of the main table: one row per programme; second table: one row per office or network.
    """
    programmes = view.kind("programme")
    offices = [found for found in view.kind("office") if view.partner_of(found) and found.codes("places")]
    told = [found for found in programmes if found.any("audience").claim and found.any("deliverable").claim]
    messages = [*_programmes(programmes), *_asked(programmes), *_offices(view, offices), *_reader(view, offices)]
    return Finding(
        question="outreach",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=tuple(messages),
        tables=(_programme_table(view, programmes), _office_table(view, view.kind("office"))),
        coverage=Coverage(len(told), len(programmes), "programmes_told"),
        charts=(_bars(view, offices),) if offices else (),
        caveats=(Message("outreach.caveat.age"),),
    )


def _kind(found: Subject) -> str:
    return str(getattr(found.term, "kind", ""))


def _programmes(programmes: tuple[Subject, ...]) -> list[Message]:
    running = [found for found in programmes if _kind(found) != "request"]
    if not running:
        return [Message("outreach.nothing")]
    told = {
        name: [found for found in running if found.any(name).claim] for name in ("audience", "deliverable", "reach")
    }
    about: About = {
        "programmes": Figure("programmes", len(running), "count", _claims(running), "programmes"),
        **{
            name: Figure(f"with-{name}", len(found), "count", ids(*(one.any(name) for one in found)), "programmes")
            for name, found in told.items()
        },
    }
    return [Message("outreach.programmes", about)]


def _asked(programmes: tuple[Subject, ...]) -> list[Message]:
    """What was asked for, and whether any source says that it came."""
    asked = [found for found in programmes if _kind(found) == "request"]
    came = [found for found in asked if found.any("launched").claim or found.any("agreed").claim]
    if not asked:
        return []
    about: About = {
        "asked": Figure("asked", len(asked), "count", _claims(asked), "requests"),
        "came": Figure("asked-and-set-up", len(came), "status", _claims(came), "requests"),
        "names": tuple(found.title for found in asked),
        "source": asked[0].claims[0].evidence.title,
    }
    return [Message("outreach.asked", about)]


def _in_members(view: View, offices: list[Subject]) -> dict[str, list[Subject]]:
    found: dict[str, list[Subject]] = {code: [] for code in view.members}
    for office in offices:
        for code in office.codes("places"):
            if code in found:
                found[code].append(office)
    return found


def _offices(view: View, offices: list[Subject]) -> list[Message]:
    by_place = _in_members(view, offices)
    present = [code for code, found in by_place.items() if found]
    if not present:
        return []
    without = tuple(view.library.place(code).name for code, found in by_place.items() if not found)
    evidence = tuple(
        dict.fromkeys(claim for code in present for office in by_place[code] for claim in _claims([office]))
    )
    about: About = {
        "with": Figure("members-with-office", len(present), "count", evidence, "members"),
        "members": Figure("members", len(by_place), "members", unit="members"),
        "without": without,
    }
    return [Message("outreach.offices", about)]


def _reader(view: View, offices: list[Subject]) -> list[Message]:
    if view.perspective.role != "member":
        return []
    mine = _in_members(view, offices).get(view.perspective.code, [])
    about: About = {
        "reader": view.perspective.name,
        "offices": Figure("my-offices", len(mine), "count", _claims(mine), "offices"),
        "names": tuple(found.title for found in mine),
    }
    return [Message("outreach.mine" if mine else "outreach.none_mine", about)]


def _claims(subjects: list[Subject]) -> tuple[ClaimId, ...]:
    return tuple(claim.id for found in subjects for claim in found.claims)


def _programme_table(view: View, programmes: tuple[Subject, ...]) -> Table:
    columns = (
        Column("programme"), Column("kind"), Column("audience"), Column("deliverable"), Column("reach"),
        Column("amount", "money"), Column("state", "mark"),
    )  # fmt: skip
    rows = tuple(
        Row(
            {
                "programme": found.title,
                "kind": Word(f"programme.{_kind(found)}"),
                "audience": _first(found, "audience"),
                "deliverable": _first(found, "deliverable"),
                "reach": next((held.value for held in reversed(found.series("reach").values()) if held.claim), None),
                "amount": found.amount(),
                "state": Word(f"status.{status(found, view.as_of).state}"),
            },
            tuple(claim.id for claim in found.claims),
            view.reach(found) == "named",
        )
        for found in programmes
    )
    return Table("programmes", "programme", columns, rows)


def _first(found: Subject, predicate: str) -> str | None:
    return next((text for text, _ in found.texts(predicate)), None)


def _office_table(view: View, offices: tuple[Subject, ...]) -> Table:
    columns = (
        Column("network"),
        Column("office"),
        Column("places"),
        Column("city"),
        Column("opened", "time"),
        Column("size"),
    )
    rows = tuple(
        Row(
            {
                "network": getattr(found.term, "network", ""),
                "office": found.title,
                "places": view.names(found.codes("places")),
                "city": _first(found, "city"),
                "opened": found.period("launched"),
                "size": next((held.value for held in reversed(found.series("quantity").values()) if held.claim), None),
            },
            tuple(claim.id for claim in found.claims),
            view.perspective.code in found.codes("places"),
        )
        for found in offices
    )
    return Table("offices", "office", columns, rows)


def _bars(view: View, offices: list[Subject]) -> Bars:
    counts = Counter({code: len(found) for code, found in _in_members(view, offices).items()})
    return Bars(
        "offices",
        "offices",
        tuple(
            Bar(view.library.place(code).name, Decimal(number), "accent" if code == view.perspective.code else "plain")
            for code, number in counts.most_common()
            if number or code == view.perspective.code
        ),
    )
