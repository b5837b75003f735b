"""How does it compare, in reported money? What each partner spends in the members, how widely, and for the reader.

The denominator was chosen before the numbers were seen: spending is divided by the years in which a partner has a row,
since publishers differ in how many years of theirs are loaded, and by the members. It is not divided by the size of
economies: nothing that is loaded knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from solidary.analyses.finding import About, Figure, Message, Part
from solidary.analyses.money import SPENDING, Slice, cut, publishers_of
from solidary.analyses.standing import Standing, standings
from solidary.analyses.standing_parts import profile, ranks, told
from solidary.analyses.view import View
from solidary.measures.bounds import Bounds
from solidary.measures.concentration import effective_number
from solidary.values.money import Money

MILLION: Final = Decimal(1_000_000)
ZERO: Final = Decimal(0)


def part(view: View) -> Part:
    """Compare the partners that report spending in the members; others have no profile, and are named as such.

    Grain of the table: one row per partner; spending in million US dollars a year and member.
    """
    everyone = [_partner(view, code) for code in _codes(view)]
    found = compared(view, everyone)
    silent = tuple(one.name for one in everyone if one.code not in {standing.code for standing in found})
    if len(found) < 2:
        return Part((Message("comparison.money_few", {"silent": silent}),))
    strong = (view.initiative.partner, view.perspective.code)
    focus = view.perspective.code if view.perspective.role == "partner" else view.initiative.partner
    messages = (
        *(told("money", focus, found, "count-rows") or told("money", found[0].code, found, "count-rows")),
        *_mine(view, everyone),
    )
    caveats = (
        Message("comparison.caveat.denominator", {"members": len(view.members)}),
        *([Message("comparison.caveat.silent", {"silent": silent})] if silent else []),
    )
    units = {"spending_a_year": MILLION, "mine_a_year": MILLION}
    table = profile("money_profile", found, strong, units)
    return Part(messages, (table,), ranks("money_ranks", found, strong), caveats)


@dataclass(frozen=True)
class Partner:
    """A partner, and what its official bodies report in the members."""

    code: str
    name: str
    money: Slice


def _partner(view: View, code: str) -> Partner:
    return Partner(code, view.library.place(code).name, cut(view, publishers_of(view, code), view.members))


def _codes(view: View) -> list[str]:
    others = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    return list(dict.fromkeys((view.initiative.partner, *others)))


def compared(view: View, everyone: list[Partner]) -> tuple[Standing, ...]:
    """Return the standings of those that report spending in the members."""
    measures = {one.code: found for one in everyone if (found := _measures(view, one))}
    return standings({one.code: one.name for one in everyone}, measures)


def _measures(view: View, one: Partner) -> dict[str, Bounds]:
    spent = one.money.at(SPENDING)
    whole = _bounds(one.money.figure("spending", SPENDING))
    if whole is None or whole.central <= 0:
        return {}
    years = Decimal(len(spent.years) or 1)
    by_member = [float(max(usd, ZERO)) for usd in spent.by("recipient").values()]
    found = {
        "spending_a_year": _each(whole, years * len(view.members)),
        "members_reached": _sure(Decimal(sum(usd > 0 for usd in by_member))),
        "equal_members": _sure(Decimal(str(effective_number(by_member) or 0))),
    }
    if view.perspective.role == "member":
        here = _bounds(one.money.figure("here", SPENDING, [view.perspective.code]))
        found["mine_a_year"] = _each(here, years) if here else _sure(ZERO)
    return found


def _bounds(figure: Figure) -> Bounds | None:
    if not isinstance(figure.value, Money):
        return None
    low, high = (end.number if isinstance(end, Money) else None for end in (figure.low, figure.high))
    return Bounds(low, figure.value.number, high)


def _each(bounds: Bounds, number: Decimal) -> Bounds:
    """Divide an interval by how many years and members it is for."""
    ends = [None if end is None else end / number for end in (bounds.low, bounds.high)]
    return Bounds(ends[0], bounds.central / number, ends[1])


def _sure(number: Decimal) -> Bounds:
    return Bounds(number, number, number)


def _mine(view: View, everyone: list[Partner]) -> list[Message]:
    """For a member: who spends most in its country, as far as the intervals tell."""
    if view.perspective.role != "member":
        return []
    code = view.perspective.code
    sums = {one.code: one.money.figure(f"spending-here-{one.code.lower()}", SPENDING, [code]) for one in everyone}
    known = [
        (one, sums[one.code], found) for one in everyone if (found := _bounds(sums[one.code])) and found.central > 0
    ]
    if not known:
        return [Message("comparison.money_none_mine", {"reader": view.perspective.name})]
    first, figure, bounds = max(known, key=lambda one: one[2].central)
    alike = tuple(
        one.name for one, _, found in known
        if one is not first and (bounds.low is None or found.high is None or found.high >= bounds.low)
    )  # fmt: skip
    about: About = {"reader": view.perspective.name, "first": first.name, "sum": figure, "alike": alike,
             "spenders": Figure("spenders-here", len(known), "count-rows", unit="partners")}  # fmt: skip
    return [Message("comparison.money_mine", about)]
