"""Is ASEAN in the centre of the money? What goes through what ASEAN leads, and what is for the region as such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.analyses.chart import Dot, Dots, Tone
from solidary.analyses.finding import About, Cells, Column, Figure, Message, Part, Row, Table
from solidary.analyses.money import SPENDING, cut, dollars, publishers_of
from solidary.analyses.portion import of_flows, portion
from solidary.analyses.rounding import percent

if TYPE_CHECKING:
    from solidary.analyses.view import View
    from solidary.terms.definition import ChannelTerm

# DAC codes of recipients (list Region): Far East Asia regional, Asia regional. Both are wider than ASEAN.
REGIONS: Final = ("789", "798")
# Names of a channel that tell nothing: not given, other multilateral institutions, other.
UNTOLD: Final = frozenset({"", "n/a", "47000", "90000"})


@dataclass(frozen=True)
class Through:
    """What one partner spends in members and region, by what it goes through. In US dollars.

    Args:
        inside: for members.
        regional: for regions that hold the members and more.
        led: through organisations of ASEAN.
        joint: through such as ASEAN leads together with a partner.
        untold: through channels that no row names.
    """

    code: str
    name: str
    inside: Decimal
    regional: Decimal
    led: Decimal
    joint: Decimal
    untold: Decimal

    @property
    def whole(self) -> Decimal:
        """All of it."""
        return self.inside + self.regional

    def share(self, part: Decimal) -> float | None:
        """Return a part of the whole; ``None`` where there is no whole."""
        return float(part / self.whole) if self.whole > 0 else None

    @property
    def told(self) -> bool:
        """Whether any row names a channel."""
        return self.whole > 0 and self.untold < self.whole


def part(view: View) -> Part:
    """Answer ``centrality`` from loaded money. Grain of the table: one row per partner with money there."""
    found = [one for code in _partners(view) if (one := through(view, code)).whole > 0]
    own = next((one for one in found if one.code == view.initiative.partner), None)
    mine = next((one for one in found if one.code == view.perspective.code and one is not own), None)
    messages = (*_own(view, own), *_reader(view, mine))
    return Part(messages, (_table(view, found),), _charts(view, found), _caveats(view, found))


def _partners(view: View) -> list[str]:
    others = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    return list(dict.fromkeys([view.initiative.partner, *others]))


def through(view: View, code: str) -> Through:
    """Add up what a partner spends in members and region, up to the month of the brief's day."""
    rows = _rows(view, publishers_of(view, code))
    sums = dict.fromkeys(("inside", "regional", "led", "joint", "untold"), Decimal(0))
    known = _known(view.library.channels.values())
    for row in rows.to_pylist():
        usd = row["usd"] or Decimal(0)
        sums["regional" if row["recipient"] in REGIONS else "inside"] += usd
        kind = _kind(row["channel"], row["receiver"], row["year"], known)
        if kind:
            sums[kind] += usd
    return Through(code, view.library.place(code).name, **sums)


def _rows(view: View, publishers: str) -> pa.Table:
    assert view.flows is not None
    cube, as_of = view.flows.channels, view.as_of
    if not publishers:
        return cube.slice(0, 0)
    mine = [name for name in view.owners if re.search(publishers, name)]
    months = pc.add(pc.multiply(cube["year"], 12), cube["month"])
    early = pc.fill_null(pc.less_equal(months, as_of.year * 12 + as_of.month), True)
    there = pc.is_in(cube["recipient"], pa.array([*view.members, *REGIONS]))
    spent = pc.is_in(cube["stage"], pa.array(SPENDING))
    keep = pc.and_(pc.and_(early, there), pc.and_(spent, pc.is_in(cube["publisher"], pa.array(mine, pa.string()))))
    return cube.filter(keep).select(["recipient", "channel", "receiver", "year", "usd"])


def _known(channels: Iterable[ChannelTerm]) -> dict[str, ChannelTerm]:
    return {name.casefold(): term for term in channels for name in (*term.codes, *term.aliases)}


def _kind(channel: str | None, receiver: str | None, year: int | None, known: dict[str, ChannelTerm]) -> str:
    """Say what a row goes through: ``led``, ``joint``, ``untold``, or empty for any other channel."""
    names = [(name or "").strip().casefold() for name in (channel, receiver)]
    for name in names:
        term = known.get(name)
        if term is not None and _exists(term, year):
            return "led" if term.led_by == "asean" else "joint"
    return "untold" if all(name in UNTOLD for name in names) else ""


def _exists(term: ChannelTerm, year: int | None) -> bool:
    """Whether a channel was there in a year; of a row without a date nothing speaks against it."""
    since, until = term.since.first, term.until.last if term.until else None
    return year is None or ((since is None or since.year <= year) and (until is None or year <= until.year))


def _share(one: Through, key: str) -> Figure:
    """The share through what ASEAN leads; lowest without joint funds, highest with all that names no channel."""
    if not one.told:
        return Figure(key, None, "asean-led-share", unit="%", missing="missing.no_channel")
    low, value, high = (
        percent(one.share(part)) for part in (one.led, one.led + one.joint, one.led + one.joint + one.untold)
    )
    return Figure(key, value, "asean-led-share", unit="%", low=low, high=high)


def _own(view: View, own: Through | None) -> list[Message]:
    maker = view.library.place(view.initiative.partner).name
    if own is None:
        return [Message("centrality.reported_nothing", {"maker": maker})]
    return [Message("centrality.reported", {"maker": maker, **_about(view, own, "maker")})]


def _about(view: View, one: Through, key: str) -> About:
    money = cut(view, publishers_of(view, one.code), [*view.members, *REGIONS])
    region, inside = (of_flows(money.to(places), SPENDING) for places in (REGIONS, view.members))
    return {
        "whole": money.figure(f"{key}-spent-there", SPENDING),
        "share": _share(one, f"{key}-asean-led"),
        "told": one.told,
        "regional": portion(f"{key}-regional", "regional-share", region, inside, bound="up to"),
    }


def _reader(view: View, mine: Through | None) -> list[Message]:
    if mine is None:
        return []
    return [Message("centrality.reported_partner", {"reader": view.perspective.name, **_about(view, mine, "my")})]


def _table(view: View, found: list[Through]) -> Table:
    columns = (
        Column("partner"), Column("spent_there", "money"), Column("regional", "money"), Column("led", "money"),
        Column("led_jointly", "money"), Column("untold", "money"), Column("led_share"),
    )  # fmt: skip
    rows = []
    for one in found:
        cells: Cells = {
            "partner": one.name,
            "spent_there": dollars(one.whole),
            "regional": dollars(one.regional),
            "led": dollars(one.led),
            "led_jointly": dollars(one.joint),
            "untold": dollars(one.untold),
            "led_share": _spelt(one),
        }
        rows.append(Row(cells, strong=one.code in (view.perspective.code, view.initiative.partner)))
    return Table("channels_led", "partner", columns, tuple(rows))


def _spelt(one: Through) -> str | None:
    if not one.told:
        return None
    bounds = (percent(one.share(one.led)), percent(one.share(one.led + one.joint + one.untold)))
    return "–".join(dict.fromkeys(f"{bound} %" for bound in bounds))


def _charts(view: View, found: list[Through]) -> tuple[Dots, ...]:
    dots = []
    for one in found:
        figure = _share(one, "dot")
        if isinstance(figure.value, Decimal) and isinstance(figure.low, Decimal) and isinstance(figure.high, Decimal):
            tone: Tone = "accent" if one.code in (view.perspective.code, view.initiative.partner) else "plain"
            dots.append(Dot(one.name, figure.value, figure.low, figure.high, tone))
    return (Dots("asean_led", "% of what is spent there", tuple(dots)),) if dots else ()


def _caveats(view: View, found: list[Through]) -> tuple[Message, ...]:
    about: About = {
        "channels": Figure("channels-known", len(view.library.channels), "asean-led-share", unit="channels",
                           evidence=tuple(claim for key in view.library.channels
                                          for claim in view.register.defined("channels", key))),
        "partners": Figure("partners-with-money", len(found), "count-rows", unit="partners"),
    }  # fmt: skip
    return (Message("centrality.caveat.channels", about),)
