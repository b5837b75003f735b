"""Is what was planned paid? Schedules of partners: a year's plan beside its payments, and plans ahead."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from solidary.analyses.finding import About, Cells, Column, Figure, Message, Row, Table
from solidary.analyses.reported.names import name_of, partners_of
from solidary.analyses.reported.schedule import Schedule, plans

if TYPE_CHECKING:
    from solidary.analyses.view import View

TENTH: Final = Decimal("0.1")


def schedules_of(view: View, newest: int) -> dict[str, Schedule]:
    """Schedules in the reader's country for a member, else in all members."""
    code = view.perspective.code
    read = plans(view, [code] if code in view.members else view.members, newest)
    made = ((partner, read.of(view, partner)) for partner in partners_of(view))
    return {partner: one for partner, one in made if one}


def predictable(view: View, schedules: dict[str, Schedule]) -> list[Message]:
    """Say how closely the maker keeps to what it planned, and how far ahead it plans."""
    code, where = view.initiative.partner, view.perspective.name if view.perspective.code in view.members else ""
    one = schedules.get(code)
    about: About = {"maker": name_of(view, code), "where": where}
    if one is None:
        return [Message("continuity.reported.unscheduled", about)]
    messages = []
    if one.annual:
        about |= {
            "year": str(one.year),
            "within": _percent("predictability", one.annual.within, "annual-predictability"),
            "beyond": _percent("beyond-schedule", one.annual.beyond, "annual-predictability"),
        }
        messages.append(Message("continuity.reported.scheduled", about))
    if one.forward:
        shares = zip(("first", "second", "third"), one.forward.of_activities, strict=True)
        seen = {key: _percent(f"forward-{key}", share, "forward-coverage") for key, share in shares}
        number = Figure("current-activities", one.forward.activities, "forward-coverage", unit="activities")
        messages.append(Message("continuity.reported.ahead", {**about, **seen, "of": number, "ahead": str(one.ahead)}))
    return messages or [Message("continuity.reported.unscheduled", about)]


def _percent(key: str, value: float, rule: str) -> Figure:
    return Figure(key, Decimal(repr(round(value, 6))).quantize(TENTH), rule, unit="%")


def schedule_table(view: View, schedules: dict[str, Schedule]) -> Table:
    """Grain: one row per partner with a schedule."""
    columns = (
        Column("partner"), Column("year"), Column("within", "number", "%"), Column("beyond", "number", "%"),
        Column("ahead"), Column("ahead_1", "number", "%"), Column("ahead_2", "number", "%"),
        Column("ahead_3", "number", "%"), Column("current", "number"), Column("band"),
    )  # fmt: skip
    rows = []
    for code, one in schedules.items():
        seen = one.forward.of_activities if one.forward else (None, None, None)
        shares = (one.annual.within if one.annual else None, one.annual.beyond if one.annual else None, *seen)
        told = [None if share is None else Decimal(repr(round(share, 6))).quantize(TENTH) for share in shares]
        cells: Cells = {
            "partner": name_of(view, code),
            "year": str(one.year) if one.year else None,
            **dict(zip(("within", "beyond", "ahead_1", "ahead_2", "ahead_3"), told, strict=True)),
            "ahead": str(one.ahead),
            "current": one.forward.activities if one.forward else 0,
            "band": one.band,
        }
        rows.append(Row(cells, strong=code in (view.initiative.partner, view.perspective.code)))
    return Table("schedules", "partner", columns, tuple(rows))
