"""How does it compare? Several partners side by side as profiles, then who is ahead on everything, then rank intervals.

Amounts stay in the currency of the promise; sums are made only within one currency, and parts of a package are not
added to the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from solidary.analyses.alignment import claims_of
from solidary.analyses.chart import Bar, Bars
from solidary.analyses.concreteness import ATTRIBUTES, attributes
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, ids
from solidary.analyses.funds import funds
from solidary.analyses.interoperability import OUTLOOK
from solidary.analyses.standing import Standing, standings
from solidary.analyses.standing_parts import profile, ranks, told
from solidary.analyses.view import View
from solidary.measures.bounds import Bounds, proportion
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.terms.dossier import PromiseTerm
from solidary.values.amount import Amount
from solidary.values.money import Money

ENOUGH: Final = 5  # promises on record, for a share among them to mean anything


@dataclass(frozen=True)
class Profile:
    """One partner's promises to the beneficiary."""

    key: str
    code: str
    name: str
    promises: tuple[Subject, ...]

    @property
    def priced(self) -> list[Subject]:
        """Promises with money."""
        return [found for found in self.promises if _held(found)]

    @property
    def largest(self) -> tuple[Subject, Held] | None:
        """The largest single promise in the currency that the partner uses most; ``each`` amounts stay out."""
        sums = [(found, held, _money(held)) for found in self.priced if (held := _held(found))]
        currencies = [money.currency for _, _, money in sums if money]
        if not currencies:
            return None
        usual = max(sorted(set(currencies)), key=currencies.count)
        found, held, _ = max(
            (one for one in sums if one[2] and one[2].currency == usual), key=lambda one: one[2].number if one[2] else 0
        )
        return found, held

    @property
    def concreteness(self) -> int | None:
        """Median number of the eight attributes that are stated."""
        scores = [sum(mark == "stated" for mark, _ in attributes(found).values()) for found in self.promises]
        return int(median(scores)) if scores else None


def _held(found: Subject) -> Held | None:
    for name in ("amount", "target"):
        held = found.any(name)
        if isinstance(held.value, Amount) and held.value.rate != "each":
            return held
    return None


def _money(held: Held) -> Money | None:
    return held.value.money if isinstance(held.value, Amount) else None


def answer(view: View) -> Finding:
    """Answer ``comparison``.

    Grain of the main table: one row per partner.
    """
    found = profiles(view)
    return Finding(
        question="comparison",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=(*_scale(view, found), *_spread(found), *_places(view, found), *_reader(view, found)),
        tables=(_table(view, found), *_profile(view, found)),
        coverage=Coverage(sum(bool(one.promises) for one in found), len(found), "profiles"),
        charts=(*((_bars(view, found),) if found else ()), *ranks("promise_ranks", compared(found), _strong(view))),
        caveats=(Message("comparison.caveat.currency"), Message("comparison.caveat.rank")),
    )


def profiles(view: View) -> list[Profile]:
    """Return the maker's profile and those of the partners it is compared with."""
    code = view.initiative.partner
    own = Profile(view.key, code, view.library.place(code).name, view.promises_inside)
    others = []
    for key in view.initiative.compared_with:
        partner = view.library.dossiers[key].initiative.partner
        others.append(Profile(key, partner, view.library.place(partner).name, view.kind("promise", key)))
    return [own, *others]


def compared(found: list[Profile]) -> tuple[Standing, ...]:
    """Compare how concrete promises are: the share of promises that state each attribute, in per cent.

    An attribute for which no source was found is open, so each share is an interval. Partners with few promises on
    record are left out. The currency is left out too: it stands in the amount.
    """
    full = [one for one in found if len(one.promises) >= ENOUGH]
    return standings({one.code: one.name for one in full}, {one.code: _shares(one) for one in full})


def _shares(one: Profile) -> dict[str, Bounds]:
    marks = [attributes(promise) for promise in one.promises]
    return {
        name: proportion(
            sum(mark[name][0] == "stated" for mark in marks), sum(mark[name][0] == "unfound" for mark in marks),
            len(marks),
        )
        for name in ATTRIBUTES
        if name != "currency"
    }  # fmt: skip


def _places(view: View, found: list[Profile]) -> list[Message]:
    focus = view.perspective.code if view.perspective.role == "partner" else view.initiative.partner
    evidence = claims_of(promise for one in found if len(one.promises) >= ENOUGH for promise in one.promises)
    return told("promises", focus, compared(found), "count", evidence)


def _profile(view: View, found: list[Profile]) -> list[Table]:
    standing = compared(found)
    return [profile("promise_profile", standing, _strong(view), {})] if len(standing) > 1 else []


def _strong(view: View) -> tuple[str, str]:
    return view.initiative.partner, view.perspective.code


def _scale(view: View, found: list[Profile]) -> list[Message]:
    """The maker's largest yearly level against the largest single grant of another partner in the same currency."""
    goals = [(fund, fund.target) for fund in funds(view) if fund.target]
    if not goals:
        return []
    fund, target = max(goals, key=lambda pair: _number(pair[1][1]))
    money = _money(target[1])
    for one in found[1:]:
        same = [
            (promise, held) for promise in one.priced
            if (held := _held(promise)) and (their := _money(held)) and money and their.currency == money.currency
            and isinstance(promise.term, PromiseTerm) and promise.term.finance == "grant"
        ]  # fmt: skip
        if money and same:
            promise, held = max(same, key=lambda pair: _number(pair[1]))
            ratio = (_number(held) / money.number).quantize(Decimal("0.1"))
            about: About = {
                "fund": fund.short,
                "level": fund.figure("scale-level", target),
                "year": target[0],
                "partner": one.name,
                "promise": promise.title,
                "sum": Figure("scale-partner", held.value, "stated", ids(held)),
                "ratio": Figure("scale", ratio, "ratio", ids(target[1], held), "times", bound="about"),
            }
            return [Message("comparison.scale", about)]
    return []


def _number(held: Held) -> Decimal:
    money = _money(held)
    return money.number if money else Decimal(0)


def _spread(found: list[Profile]) -> list[Message]:
    own, others = found[0], [one for one in found[1:] if one.promises]
    if not others:
        return []
    rest = [one.concreteness for one in others if one.concreteness is not None]
    about: About = {
        "maker": own.name,
        "own": Figure("own-concreteness", own.concreteness, "concreteness", claims_of(own.promises), "of_eight"),
        "partners": Figure("partners", len(others), "count", unit="partners"),
        "low": Figure("lowest-concreteness", min(rest), "concreteness", unit="of_eight"),
        "high": Figure("highest-concreteness", max(rest), "concreteness", unit="of_eight"),
    }
    return [Message("comparison.spread", about)]


def _reader(view: View, found: list[Profile]) -> list[Message]:
    if view.perspective.role == "member":
        return [_member(view, found)]
    me = next((one for one in found[1:] if one.code == view.perspective.code), None)
    if me is None or me.largest is None:
        return []
    promise, held = me.largest
    about: About = {
        "reader": me.name,
        "promises": Figure("my-promises", len(me.promises), "count", claims_of(me.promises), "promises"),
        "priced": Figure("my-priced", len(me.priced), "count", claims_of(me.priced), "promises"),
        "largest": promise.title,
        "sum": Figure("my-largest", held.value, "stated", ids(held)),
    }
    return [Message("comparison.partner", about)]


def _member(view: View, found: list[Profile]) -> Message:
    """Which partners promise something to the reader by name, or to a smaller grouping of the reader's."""
    named = {one.name: mine for one in found[1:] if (mine := view.mine(one.promises))}
    evidence = claims_of(promise for mine in named.values() for promise in mine)
    about: About = {
        "reader": view.perspective.name,
        "partners": Figure("partners-naming-me", len(named), "reach", evidence, "partners"),
        "names": tuple(named),
    }
    return Message("comparison.member" if named else "comparison.none_mine", about)


def _table(view: View, found: list[Profile]) -> Table:
    columns = (
        Column("partner"), Column("promises", "number"), Column("priced", "number"), Column("concreteness", "number"),
        Column("largest"), Column("sum", "money"), Column("areas"), Column("mine", "number"),
    )  # fmt: skip
    rows = []
    for one in found:
        areas = {area for promise in one.promises for area in promise.term.serves.get(OUTLOOK, ())}
        largest = one.largest
        cells: Cells = {
            "partner": one.name,
            "promises": len(one.promises),
            "priced": len(one.priced),
            "concreteness": one.concreteness,
            "largest": largest[0].title if largest else None,
            "sum": largest[1].value if largest else None,
            "areas": tuple(view.area_title(OUTLOOK, area) for area in sorted(areas)),
            "mine": len(view.mine(one.promises)),
        }
        rows.append(Row(cells, claims_of(one.promises), one.code in (view.perspective.code, view.initiative.partner)))
    shown = columns if view.perspective.role == "member" else columns[:-1]
    return Table("comparison", "partner", shown, tuple(rows))


def _bars(view: View, found: list[Profile]) -> Bars:
    return Bars(
        "comparison",
        "promises",
        tuple(
            Bar(one.name, Decimal(len(one.promises)), "accent" if one.code == view.perspective.code else "plain",
                f"{len(one.priced)}")
            for one in found
        ),
    )  # fmt: skip
