"""With whom could it be joined up, by what is reported? Overlap beside chance, specialities, candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from solidary.analyses.chart import Dot, Dots
from solidary.analyses.finding import About, Cells, Column, Figure, Message, Part, Row, Table, Word
from solidary.analyses.pairing import SHOWN, Overlap, Pair, overlaps, pairs
from solidary.analyses.perspective import takes_part
from solidary.analyses.portfolio import UNALLOCATED
from solidary.analyses.portion import of_amounts, portion
from solidary.analyses.rounding import number, percent, usd
from solidary.measures.labour import ADOPTED, Labour, labour
from solidary.measures.specialisation import advantage, symmetric

if TYPE_CHECKING:
    from solidary.analyses.view import View

CHARTED: Final = 12


def part(view: View) -> Part:
    """Answer ``interoperability`` from loaded money.

    Grain of the tables: one row per donor beside the maker; one per sector of the maker; one per member; one per pair
    of projects; one per mechanism and partner.
    """
    maker = view.initiative.partner
    found = overlaps(view.portfolio, maker)
    joined = pairs(view.undertakings, maker, view.as_of)
    messages = (*_best(view, found), *_special(view), *_joint(view, joined), *_reader(view, found))
    tables = (_overlap_table(view, found), _special_table(view), _labour_table(view), _pair_table(view, joined),
              _triangles(view))  # fmt: skip
    return Part(messages, tables, _charts(view, found), (Message("interoperability.caveat.sample"),))


def _best(view: View, found: tuple[Overlap, ...]) -> list[Message]:
    maker = view.library.place(view.initiative.partner).name
    if not found:
        return [Message("interoperability.reported_nothing", {"maker": maker})]
    others = [one for one in found if one.donor != view.perspective.code] or found
    # A partner of the grouping before any other donor: with those the maker has mechanisms to meet in.
    best = next((one for one in others if one.donor in view.library.partners), others[0])
    about: About = {"maker": maker, "best": view.portfolio.names[best.donor], **_about(view, best, "best")}
    about["complementary"] = tuple(view.portfolio.names[one.donor] for one in found if one.kind == "complementary")[:4]
    return [Message("interoperability.reported", about)]


def _about(view: View, one: Overlap, key: str) -> About:
    trail = view.portfolio.trail([view.initiative.partner, one.donor])
    chance = one.chance
    return {
        "overlap": Figure(f"{key}-overlap", percent(chance.observed), "overlap", unit="%", trail=trail),
        "expected": Figure(
            f"{key}-overlap-by-chance", percent(chance.expected), "overlap-chance", unit="%",
            working=f"{percent(chance.low)} to {percent(chance.high)} % in 95 % of {chance.simulations:,} shuffles",
        ),
        "effect": Figure(
            f"{key}-effect", number(chance.effect), "overlap-chance", unit="deviations", missing="missing.no_chance"
        ),
        "unlike": chance.unlike,
        "members": Figure(f"{key}-overlap-members", percent(one.members), "overlap", unit="%", trail=trail),
        "sectors": Figure(f"{key}-overlap-sectors", percent(one.sectors), "overlap", unit="%", trail=trail),
    }  # fmt: skip


def _advantages(view: View) -> list[tuple[str, float, float]]:
    """Sector, share and advantage of the maker, the largest advantage first."""
    table: dict[tuple[str, str], float] = {}
    for (donor, _, category), amount in view.portfolio.inside.items():
        if category not in UNALLOCATED:
            table[donor, category] = table.get((donor, category), 0.0) + amount
    maker = view.initiative.partner
    whole = sum(amount for (donor, _), amount in table.items() if donor == maker)
    mine = [(what, table[who, what] / whole, value) for (who, what), value in advantage(table).items() if who == maker]
    return sorted(mine, key=lambda row: (-row[2], row[0]))


def _special(view: View) -> list[Message]:
    found = _advantages(view)
    if not found:
        return []
    sector, _, value = found[0]
    cells = view.portfolio.by_sector(view.initiative.partner)
    mine, rest = of_amounts(cells[sector]), of_amounts(one for what in cells if what != sector for one in cells[what])
    about: About = {
        "maker": view.library.place(view.initiative.partner).name,
        "sector": Word(f"sector.{sector}"),
        "share": portion("speciality-share", "share-of-rows", mine, rest),
        "times": Figure("speciality", number(value), "specialisation", unit="times"),
    }
    return [Message("interoperability.reported_special", about)]


def _joint(view: View, joined: tuple[Pair, ...]) -> list[Message]:
    """Candidates, and what is joint already by its own report."""
    activities = {one.activity: one for one in view.undertakings}
    several = sum(one.funders > 1 for one in activities.values())
    triangular = sum(one.triangular for one in activities.values())
    about: About = {
        "pairs": Figure("joint-candidates", len(joined), "joint-candidates", unit="pairs"),
        "open": Figure("joint-candidates-open", sum(one.open for one in joined), "joint-candidates", unit="pairs"),
        "activities": Figure("activities-in-members", len(activities), "count-rows", unit="activities"),
        "several": Figure("several-funders", several, "count-rows", unit="activities"),
        "triangular": Figure("triangular", triangular, "count-rows", unit="activities"),
    }
    if joined:
        first = joined[0]
        about |= {
            "donor": view.portfolio.names[first.other.donor],
            "country": view.library.place(first.own.recipient).name,
            "sector": Word(f"sector.{first.own.category}"),
        }
    return [Message("interoperability.reported_joint" if joined else "interoperability.reported_no_joint", about)]


def _reader(view: View, found: tuple[Overlap, ...]) -> list[Message]:
    reader = view.perspective
    if reader.role == "member":
        return [_member(view)]
    mine = next((one for one in found if one.donor == reader.code), None)
    if mine is None:
        return []
    return [Message("interoperability.reported_partner", {"reader": reader.name, **_about(view, mine, "my")})]


def _labour(view: View, member: str) -> Labour:
    inside = view.portfolio.inside
    return labour((donor, what) for donor, to, what in inside if to == member and what not in UNALLOCATED)


def _member(view: View) -> Message:
    code, name = view.perspective.code, view.perspective.name
    found = _labour(view, code)
    if not found.sectors:
        return Message("interoperability.reported_none_here", {"reader": name})
    trail = view.portfolio.trail(found.sectors, [code])
    about: About = {
        "reader": name,
        "donors": Figure("labour-donors", len(found.sectors), "division-of-labour", unit="donors", trail=trail),
        "spread": Figure("labour-spread", len(found.spread), "division-of-labour", unit="donors"),
        "most": ADOPTED.sectors,
        "crowded": Figure("labour-crowded", len(found.crowded), "division-of-labour", unit="sectors"),
        "limit": ADOPTED.donors,
        "single": Figure("labour-single", len(found.orphaned), "division-of-labour", unit="sectors"),
        "of": Figure("labour-sectors", len(found.donors), "division-of-labour", unit="sectors"),
    }
    return Message("interoperability.reported_member", about)


def _overlap_table(view: View, found: tuple[Overlap, ...]) -> Table:
    columns = (
        Column("donor"), Column("overlap_cells", "number", "%"), Column("by_chance", "number", "%"),
        Column("effect", "number"), Column("as_high", "number", "%"), Column("overlap_members", "number", "%"),
        Column("overlap_sectors", "number", "%"), Column("common_cells", "number"), Column("lends_itself"),
    )  # fmt: skip
    rows = []
    for one in found:
        cells: Cells = {
            "donor": view.portfolio.names[one.donor],
            "overlap_cells": percent(one.chance.observed),
            "by_chance": percent(one.chance.expected),
            "effect": number(one.chance.effect),
            "as_high": percent(one.chance.as_high),
            "overlap_members": percent(one.members),
            "overlap_sectors": percent(one.sectors),
            "common_cells": one.common,
            "lends_itself": Word(f"pairing.{one.kind}"),
        }
        rows.append(Row(cells, strong=one.donor == view.perspective.code))
    return Table("overlaps", "donor", columns, tuple(rows))


def _special_table(view: View) -> Table:
    columns = (
        Column("sector"), Column("share", "number", "%"), Column("advantage", "number"),
        Column("advantage_symmetric", "number"), Column("also"),
    )  # fmt: skip
    rows = []
    for sector, share, value in _advantages(view):
        others: dict[str, float] = {}
        for (donor, _, what), amount in view.portfolio.inside.items():
            if what == sector and donor != view.initiative.partner:
                others[donor] = others.get(donor, 0.0) + amount
        names = tuple(view.portfolio.names[one] for one in sorted(others, key=lambda one: -others[one])[:4])
        cells: Cells = {
            "sector": Word(f"sector.{sector}"), "share": percent(share), "advantage": number(value),
            "advantage_symmetric": number(symmetric(value)), "also": names,
        }  # fmt: skip
        rows.append(Row(cells))
    return Table("specialities", "sector", columns, tuple(rows))


def _labour_table(view: View) -> Table:
    columns = (
        Column("member"), Column("donors", "number"), Column("sectors", "number"), Column("spread_out"),
        Column("crowded"), Column("single", "number"),
    )  # fmt: skip
    rows = []
    for code in view.members:
        found = _labour(view, code)
        cells: Cells = {
            "member": view.library.place(code).name,
            "donors": len(found.sectors),
            "sectors": len(found.donors),
            "spread_out": tuple(view.portfolio.names[one] for one in found.spread) or None,
            "crowded": len(found.crowded),
            "single": len(found.orphaned),
        }
        rows.append(Row(cells, strong=code == view.perspective.code))
    return Table("labour", "member", columns, tuple(rows))


def _pair_table(view: View, joined: tuple[Pair, ...]) -> Table:
    """The first candidates; those in the reader's own country come before the others."""
    mine = view.perspective.code
    first = sorted(joined, key=lambda pair: mine not in (pair.own.recipient, pair.other.donor))[:SHOWN]
    columns = (
        Column("recipient"), Column("sector"), Column("project"), Column("size_own", "money"), Column("donor"),
        Column("project_other"), Column("size_other", "money"), Column("months", "number"),
    )  # fmt: skip
    rows = []
    for pair in first:
        cells: Cells = {
            "recipient": view.library.place(pair.own.recipient).name,
            "sector": Word(f"sector.{pair.own.category}"),
            "project": pair.own.title,
            "size_own": usd(pair.own.size) if pair.own.size else None,
            "donor": view.portfolio.names[pair.other.donor],
            "project_other": pair.other.title,
            "size_other": usd(pair.other.size) if pair.other.size else None,
            "months": pair.months,
        }
        rows.append(Row(cells, strong=mine in (pair.own.recipient, pair.other.donor)))
    return Table("joint_candidates", "pair of projects", columns, tuple(rows))


def _triangles(view: View) -> Table:
    """Where the maker and a partner meet in a mechanism and both spend in one of its members: room for three."""
    maker, library = view.initiative.partner, view.library
    spends: dict[str, set[str]] = {}
    for donor, member, _ in view.portfolio.inside:
        spends.setdefault(donor, set()).add(member)
    rows = []
    for key, term in library.mechanisms.items():
        for code in (one for one in spends if one in library.partners and one != maker):
            if not all(takes_part(one, key, library, view.as_of) for one in (maker, code)):
                continue
            circle = set(library.grouping(term.members).members(view.as_of))
            both = sorted(spends.get(maker, set()) & spends[code] & circle & set(view.members))
            if both:
                cells: Cells = {
                    "mechanism": term.short,
                    "partner": library.place(code).name,
                    "members": tuple(library.place(one).name for one in both),
                }
                rows.append(
                    Row(cells, view.register.defined("mechanisms", key), view.perspective.code in (code, *both))
                )
    columns = (Column("mechanism"), Column("partner"), Column("members"))
    return Table("triangles", "mechanism and partner", columns, tuple(rows))


def _charts(view: View, found: tuple[Overlap, ...]) -> tuple[Dots, ...]:
    dots = tuple(
        Dot(
            view.portfolio.names[one.donor], percent(one.chance.observed), percent(one.chance.low),
            percent(one.chance.high), "accent" if one.donor == view.perspective.code else "plain",
        )
        for one in found[:CHARTED]
    )  # fmt: skip
    return (Dots("overlaps", "%", dots),) if dots else ()
