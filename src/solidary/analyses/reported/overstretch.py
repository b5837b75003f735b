"""Is it overstretched, by what is reported? How scattered money is, how much of it is small, what carries weight."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from solidary.analyses.amounts import figure, middle, middle_of_middles
from solidary.analyses.chart import Dot, Dots, Tone
from solidary.analyses.finding import About, Cells, Column, Figure, Message, Part, Row, Table, Trail, Value, Word
from solidary.analyses.portion import of_amounts, portion
from solidary.analyses.rounding import number, percent, usd
from solidary.analyses.spread import SMALL, Spread, spreads
from solidary.measures.concentration import effective_number, herfindahl, indexed
from solidary.measures.relations import fragmentation_ratio
from solidary.values.money import Money

if TYPE_CHECKING:
    from solidary.analyses.view import View

MILLION: Final = Decimal(1_000_000)
NO_SECTOR: Final = "missing.no_sector"
SHOWN: Final = 12  # donors in a chart


def part(view: View) -> Part:
    """Answer ``overstretch`` from loaded money.

    Grain of the tables: one row per donor; one per member; one per sector of the maker.
    """
    found = spreads(view)
    own = next((one for one in found if one.donor == view.initiative.partner), None)
    messages = (*_own(view, own, found), *_reader(view, found))
    tables = (_donors(view, found), _members(view), _sectors(view))
    return Part(messages, tables, _charts(view, found), _caveats(view))


def _own(view: View, own: Spread | None, found: tuple[Spread, ...]) -> list[Message]:
    maker = view.library.place(view.initiative.partner).name
    if own is None:
        return [Message("overstretch.reported_nothing", {"maker": maker})]
    trail = view.portfolio.trail([own.donor])
    about: About = {
        "maker": maker,
        "members": Figure("members-spent-in", own.members, "count-rows", unit="members", trail=trail),
        "sectors": Figure("sectors-spent-in", own.sectors, "count-rows", unit="sectors", trail=trail),
        "places": Figure("effective-members", number(own.places), "effective-number", unit="members", trail=trail),
        "fields": _fields(own, "effective-sectors", trail=trail),
    }
    return [Message("overstretch.reported", about), *_small(view, own), *_means(view, own, found), *_weight(view, own)]


def _fields(one: Spread, key: str, trail: Trail) -> Figure:
    if one.fields is None:
        return Figure(key, None, "effective-number", missing=NO_SECTOR, trail=trail)
    low, high = map(number, one.fields)
    if number(one.fields[0], "0.1") == number(one.fields[1], "0.1"):
        high = low  # bounds that print alike are no interval to a reader
    return Figure(key, low, "effective-number", unit="sectors", low=low, high=high, trail=trail)


def _small(view: View, own: Spread) -> list[Message]:
    if own.small is None:
        return []
    trail = view.portfolio.trail([own.donor])
    small, large = (of_amounts(one for one in own.sized if (one.usd < SMALL) == side) for side in (True, False))
    about: About = {
        "projects": Figure("projects-sized", own.small.projects, "count-rows", unit="projects", trail=trail),
        "small": Figure("projects-small", own.small.small, "small-projects", unit="projects", trail=trail),
        "money": portion("projects-small-money", "small-projects", small, large, trail=trail),
        "median": figure("projects-median", "small-projects", middle(own.sized), own.sized, trail),
        "below": Money(Decimal(SMALL), "USD"),
    }
    return [Message("overstretch.reported_small", about)]


def _means(view: View, own: Spread, found: tuple[Spread, ...]) -> list[Message]:
    """What a sector in a member gets, beside what it gets from the other donors."""
    others = [one.paid for one in found if one.donor != own.donor and one.cells]
    if not own.cells or not others:
        return []
    everyone = [amount for paid in others for amount in paid]
    trail = view.portfolio.trail([own.donor])
    about: About = {
        "cells": Figure("cells", len(own.cells), "means-per-cell", unit="cells"),
        "own": figure("cell-median", "means-per-cell", middle(own.paid), own.paid, trail),
        "donors": Figure("cell-donors", len(others), "count-rows", unit="donors"),
        "others": figure("cell-median-others", "means-per-cell", middle_of_middles(others), everyone),
    }
    return [Message("overstretch.reported_means", about)]


def _weight(view: View, own: Spread) -> list[Message]:
    found = [one for one in view.portfolio.relations if one.donor == own.donor]
    inside = [one for one in found if one.recipient in view.members]
    if len({one.recipient for one in view.portfolio.relations}) < 2:
        return []  # with a single recipient nothing can be more than expected
    about: About = {
        "relations": Figure("relations", len(found), "significant-relations", unit="relations"),
        "weighty": Figure(
            "relations-weighty", sum(one.significant for one in found), "significant-relations", unit="plain"
        ),
        "inside": Figure("relations-members", len(inside), "significant-relations", unit="members"),
        "inside_weighty": Figure(
            "relations-members-weighty",
            sum(one.significant for one in inside),
            "significant-relations",
            unit="plain",
        ),
        "ratio": Figure("concentration-ratio", percent(own.weighty), "significant-relations", unit="%"),
    }
    return [Message("overstretch.reported_weight", about)]


def _reader(view: View, found: tuple[Spread, ...]) -> list[Message]:
    reader, code = view.perspective, view.perspective.code
    if reader.role == "member":
        return [_member(view)]
    mine = next((one for one in found if one.donor == code), None)
    if reader.role != "partner":
        return []
    if mine is None:
        return [Message("overstretch.reported_none_mine", {"reader": reader.name})]
    trail = view.portfolio.trail([code])
    about: About = {
        "reader": reader.name,
        "members": Figure("my-members", mine.members, "count-rows", unit="members", trail=trail),
        "places": Figure("my-effective-members", number(mine.places), "effective-number", unit="members", trail=trail),
        "fields": _fields(mine, "my-effective-sectors", trail=trail),
        "median": replace(figure("my-cell-median", "means-per-cell", middle(mine.paid), mine.paid, trail),
                          missing="" if mine.cells else NO_SECTOR),
    }  # fmt: skip
    return [Message("overstretch.reported_partner", about)]


def _member(view: View) -> Message:
    code, held = view.perspective.code, view.portfolio
    mine = [one for one in held.relations if one.recipient == code]
    if not mine:
        return Message("overstretch.reported_none_here", {"reader": view.perspective.name})
    trail = held.trail([one.donor for one in mine], [code])
    amounts = [one.amount for one in mine]
    light = sum(not one.significant for one in mine)
    about: About = {
        "reader": view.perspective.name,
        "donors": Figure("donors-here", len(mine), "count-rows", unit="donors", trail=trail),
        "largest": held.names[max(mine, key=lambda one: (one.amount, one.donor)).donor],
        "hhi": Figure("concentration-here", number(herfindahl(amounts)), "concentration", unit="plain", trail=trail),
        "equal": Figure("effective-donors", number(effective_number(amounts)), "effective-number", unit="donors"),
        "light": Figure("donors-light", light, "significant-relations", unit="donors", trail=trail),
        "ratio": Figure("fragmentation-ratio", percent(light / len(mine)), "significant-relations", unit="%"),
    }
    return Message("overstretch.reported_member", about)


def _donors(view: View, found: tuple[Spread, ...]) -> Table:
    columns = (
        Column("donor"), Column("spending", "money"), Column("reached", "number"), Column("sectors", "number"),
        Column("effective_members", "number"), Column("effective_sectors"), Column("theil", "number"),
        Column("cell_median", "money"), Column("small_share", "number", "%"), Column("weighty", "number", "%"),
    )  # fmt: skip
    mine = (view.perspective.code, view.initiative.partner)
    return Table("spread", "donor", columns, tuple(Row(_cells_of(one), strong=one.donor in mine) for one in found))


def _cells_of(one: Spread) -> Cells:
    return {
        "donor": one.name,
        "spending": usd(one.usd),
        "reached": one.members,
        "sectors": one.sectors,
        "effective_members": number(one.places),
        "effective_sectors": _between(one.fields),
        "theil": number(one.theil),
        "cell_median": usd(median(one.cells)) if one.cells else None,
        "small_share": percent(one.small.share) if one.small else None,
        "weighty": percent(one.weighty),
    }


def _between(bounds: tuple[float, float] | None) -> str | None:
    if bounds is None:
        return None
    return "–".join(dict.fromkeys(f"{bound:.1f}" for bound in bounds))


def _members(view: View) -> Table:
    columns = (
        Column("member"), Column("donors", "number"), Column("spending", "money"), Column("hhi", "number"),
        Column("effective_donors", "number"), Column("against_median", "number"), Column("light", "number", "%"),
    )  # fmt: skip
    found = view.portfolio.relations
    amounts = {code: [one.amount for one in found if one.recipient == code] for code in view.members}
    reached = [code for code in view.members if amounts[code]]
    against = dict(zip(reached, indexed([herfindahl(amounts[code]) or 0.0 for code in reached]) or (), strict=True))
    rows = []
    for code in sorted(view.members, key=lambda code: (-sum(amounts[code]), code)):
        given = amounts[code]
        cells: Cells = {
            "member": view.library.place(code).name,
            "donors": len(given),
            "spending": usd(sum(given)) if given else None,
            "hhi": number(herfindahl(given)),
            "effective_donors": number(effective_number(given)),
            "against_median": number(against.get(code), "1"),
            "light": percent(fragmentation_ratio(found, code)),
        }
        rows.append(Row(cells, strong=code == view.perspective.code))
    return Table("donors_by_member", "member", columns, tuple(rows))


def _sectors(view: View) -> Table:
    """Grain: one row per sector of the maker; the reader's own country stands beside it."""
    cells = view.portfolio.of(view.initiative.partner)
    whole = sum(cells.values())
    rows = []
    for category in sorted({what for _, what in cells}):
        mine = {to: usd for (to, what), usd in cells.items() if what == category}
        rows.append((sum(mine.values()), category, mine))
    columns = (Column("sector"), Column("spending", "money"), Column("share", "number", "%"), Column("members"))
    found = []
    for total, category, mine in sorted(rows, key=lambda row: (-row[0], row[1])):
        told: Value = Word(f"sector.{category}") if category else None
        reached = tuple(view.library.place(code).name for code in sorted(mine, key=lambda code: -mine[code]))
        row: Cells = {"sector": told, "spending": usd(total), "share": percent(total / whole), "members": reached}
        found.append(Row(row, strong=view.perspective.code in mine))
    return Table("sectors_reported", "sector", columns, tuple(found))


def _charts(view: View, found: tuple[Spread, ...]) -> tuple[Dots, ...]:
    mine = (view.perspective.code, view.initiative.partner)
    first = [one for one in found if one.donor in mine]
    shown = [*first, *(one for one in found if one not in first)][:SHOWN]
    scattered = [_field_dot(one.name, one.fields, "accent" if one in first else "plain") for one in shown if one.fields]
    # States beside states: a bank's loans would leave all others at zero.
    peers = [one for one in found if one.donor in view.library.partners and len(one.cells) > 1]
    means = [_mean_dot(one, "accent" if one in first else "plain") for one in peers[:SHOWN]]
    charts = []
    if scattered:
        charts.append(Dots("spread", "sectors of equal size", tuple(scattered)))
    if means:
        charts.append(Dots("means", "USD million for a sector in a member", tuple(means)))
    return tuple(charts)


def _field_dot(name: str, fields: tuple[float, float], tone: Tone) -> Dot:
    """All that is allocated is a point; where something is not, only bounds are known."""
    low, high = map(number, fields)
    return Dot(name, low if low == high else None, low, high, tone)


def _mean_dot(one: Spread, tone: Tone) -> Dot:
    first, middle, third = quantiles(one.cells, n=4, method="inclusive")
    low, value, high = (Decimal(usd) / MILLION for usd in (first, middle, third))
    return Dot(one.name, value, low, high, tone)


def _caveats(view: View) -> tuple[Message, ...]:
    held = view.portfolio
    silent = [code for code in _compared(view) if code not in held.donors]
    about: About = {
        "donors": Figure("donors-loaded", len(held.donors), "count-rows", unit="donors"),
        "silent": tuple(view.library.place(code).name for code in silent),
        "negative": Figure("cells-negative", held.negative, "count-rows", unit="cells"),
    }
    return (Message("overstretch.caveat.sample", about),)


def _compared(view: View) -> list[str]:
    others = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    return list(dict.fromkeys([view.initiative.partner, *others]))
