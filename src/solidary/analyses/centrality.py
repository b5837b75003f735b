"""Is ASEAN in the centre? The network of states and the mechanisms in which they take part, as far as it is on record.

Centre is meant as Caballero-Anthony 2014 (The Pacific Review 27) has it: standing between others, not being large. The
two kinds stay apart; what ASEAN leads is compared with what a deal of the same ties by lot would give.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from solidary.analyses.chart import Network, Node, Tone
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, Word
from solidary.analyses.perspective import takes_part
from solidary.analyses.rounding import number, percent
from solidary.measures.brokerage import Roles, roles
from solidary.measures.holes import Holes, holes
from solidary.measures.rewiring import Share, share_of_ways
from solidary.measures.twomode import Tie, TwoMode, places, together

if TYPE_CHECKING:
    from solidary.analyses.view import View
    from solidary.records.claim import ClaimId

MEMBER: Final = "side.member"
PARTNER: Final = "side.partner"
LED: Final = {kind: f"led.{kind}" for kind in ("asean", "members", "partner")}


@dataclass(frozen=True)
class Web:
    """States and mechanisms as of a day.

    Args:
        ties: state and mechanism.
        members: members of the beneficiary on that day.
        led: who leads each mechanism.
    """

    ties: tuple[Tie, ...]
    members: frozenset[str]
    led: dict[str, str]

    @cached_property
    def places(self) -> TwoMode:
        """Where every state and mechanism stands."""
        return places(self.ties)

    @cached_property
    def ways(self) -> Share | None:
        """The part of all ways through mechanisms that leads through those of ASEAN, beside chance."""
        return _ways_dealt(self.ties, tuple(key for key, led in self.led.items() if led == "asean"))

    @cached_property
    def holes(self) -> dict[str, Holes]:
        """How free each state is to broker; a meeting of few counts for more."""
        return holes(together(self.ties))

    @cached_property
    def roles(self) -> dict[str, Roles]:
        """Who brokers outside the mechanisms of ASEAN, in which all meet and nobody is needed between two."""
        outside = [(state, key) for state, key in self.ties if self.led[key] != "asean"]
        groups = {state: "member" if state in self.members else "partner" for state, _ in self.ties}
        return roles(together(outside), groups)

    def of(self, state: str) -> tuple[str, ...]:
        """The mechanisms in which a state takes part."""
        return tuple(key for one, key in self.ties if one == state)


@lru_cache(maxsize=64)
def _ways_dealt(ties: tuple[Tie, ...], events: tuple[str, ...]) -> Share | None:
    """The deals depend on the ties alone, not on who reads, so they are made once for all readers of a day."""
    return share_of_ways(ties, events)


def answer(view: View) -> Finding:
    """Answer ``centrality``.

    Grain of the main table: one row per mechanism; second: one per state.
    """
    web = web_of(view)
    partners = _partners(view)
    known = [code for code in partners if code in web.places.actors]
    messages = (*_ways(view, web), *_maker(view, web), *_brokers(view, web), *_reader(view, web))
    return Finding(
        question="centrality",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=messages or (Message("centrality.nothing"),),
        tables=(_mechanism_table(view, web), _state_table(view, web)),
        coverage=Coverage(len(known), len(partners), "partners_in_mechanisms"),
        charts=(_chart(view, web),) if web.ties else (),
        caveats=(Message("centrality.caveat.record"),),
    )


def web_of(view: View) -> Web:
    """Return the states and mechanisms that are on record on the day of the brief."""
    library = view.library
    known = {key: term for key, term in library.mechanisms.items() if view.register.defined("mechanisms", key)}
    ties = tuple(
        (code, key) for key in sorted(known) for code in sorted(library.places)
        if takes_part(code, key, library, view.as_of)
    )  # fmt: skip
    present = {key for _, key in ties}
    return Web(ties, frozenset(view.members), {key: term.led_by for key, term in known.items() if key in present})


def _partners(view: View) -> list[str]:
    others = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    return list(dict.fromkeys([view.initiative.partner, *others]))


def _evidence(view: View, keys: tuple[str, ...]) -> tuple[ClaimId, ...]:
    return tuple(claim for key in keys for claim in view.register.defined("mechanisms", key))


def _ways(view: View, web: Web) -> list[Message]:
    if web.ways is None:
        return []
    events = web.places.events
    first = max(events, key=lambda key: (events[key].betweenness, key))
    led = tuple(key for key, by in web.led.items() if by == "asean")
    ways = web.ways
    about: About = {
        "states": Figure("states", len(web.places.actors), "two-mode", unit="states"),
        "mechanisms": Figure("mechanisms", len(events), "two-mode", _evidence(view, tuple(web.led)), "mechanisms"),
        "led": Figure("mechanisms-led", len(led), "two-mode", _evidence(view, led), "mechanisms"),
        "share": Figure("ways-led", percent(ways.observed), "two-mode", _evidence(view, led), "%"),
        "chance": Figure(
            "ways-led-by-chance", percent(ways.expected), "rewired", unit="%",
            working=f"{percent(ways.low)} to {percent(ways.high)} % in 95 of 100 of {ways.simulations} deals",
        ),
        "effect": Figure("ways-effect", number(ways.effect), "rewired", unit="deviations", missing="missing.no_chance"),
        "unlike": ways.effect is not None and abs(ways.effect) > 2,
        "first": view.library.mechanisms[first].short,
        "first_led": Word(LED[web.led[first]]),
        "first_share": Figure("ways-first", percent(_part(web, first)), "two-mode", _evidence(view, (first,)), "%"),
    }  # fmt: skip
    return [Message("centrality.ways", about)]


def _part(web: Web, key: str) -> float:
    events = web.places.events
    return events[key].betweenness / (sum(one.betweenness for one in events.values()) or 1)


def _ranked(web: Web, *, members: bool) -> list[str]:
    """States of one group, the one that stands most between others first."""
    actors = web.places.actors
    mine = [code for code in actors if (code in web.members) == members]
    return sorted(mine, key=lambda code: (-actors[code].betweenness, code))


def _maker(view: View, web: Web) -> list[Message]:
    code, ranked = view.initiative.partner, _ranked(web, members=False)
    if code not in ranked:
        return []
    about: About = {
        "maker": view.library.place(code).name,
        "first": view.library.place(ranked[0]).name,
        "typical": Figure("constraint-middle", number(_middle(web)), "structural-holes", unit="plain"),
    }
    return [Message("centrality.maker", {**about, **_standing(view, web, code, "maker")})]


def _standing(view: View, web: Web, code: str, key: str) -> About:
    """Where one state stands among those of its group."""
    ranked = _ranked(web, members=code in web.members)
    mine, evidence = web.of(code), _evidence(view, web.of(code))
    found = web.holes.get(code)
    return {
        "taken": Figure(f"{key}-mechanisms", len(mine), "two-mode", evidence, "mechanisms"),
        "between": Figure(
            f"{key}-betweenness", percent(web.places.actors[code].betweenness), "two-mode", evidence, "%"
        ),
        "place": Figure(f"{key}-place", ranked.index(code) + 1, "two-mode", evidence, "plain"),
        "of": len(ranked),
        "constraint": Figure(
            f"{key}-constraint", number(found.constraint) if found else None, "structural-holes", evidence,
            "plain", missing="missing.no_ties",
        ),
    }  # fmt: skip


def _middle(web: Web) -> float | None:
    found = sorted(one.constraint for one in web.holes.values())
    return found[len(found) // 2] if found else None


def _brokers(view: View, web: Web) -> list[Message]:
    """Outside of what ASEAN leads: who is needed between two others, a member or a partner."""
    total = {member: sum(one.total for code, one in web.roles.items() if (code in web.members) == member)
             for member in (True, False)}  # fmt: skip
    if not sum(total.values()):
        return []
    best = max(web.roles, key=lambda code: (web.roles[code].total, code))
    kinds = [key for key, led in web.led.items() if led != "asean"]
    evidence = _evidence(view, tuple(kinds))
    about: About = {
        "best": view.library.place(best).name,
        "best_total": Figure("broker-first", web.roles[best].total, "brokerage", evidence, "times"),
        "members": Figure("brokerage-members", total[True], "brokerage", evidence, "times"),
        "partners": Figure("brokerage-partners", total[False], "brokerage", evidence, "times"),
    }
    return [Message("centrality.brokers", about)]


def _reader(view: View, web: Web) -> list[Message]:
    reader = view.perspective
    if reader.role not in ("member", "partner") or reader.code not in web.places.actors:
        return []
    mine = web.roles.get(reader.code, Roles())
    about: About = {
        "reader": reader.name,
        "group": Word(MEMBER if reader.code in web.members else PARTNER),
        **_standing(view, web, reader.code, "my"),
        "gatekeeper": Figure("my-gatekeeper", mine.gatekeeper, "brokerage", unit="times"),
        "itinerant": Figure("my-itinerant", mine.itinerant, "brokerage", unit="times"),
        "brokered": Figure("my-brokerage", mine.total, "brokerage", unit="times"),
        "names": tuple(view.library.mechanisms[key].short for key in web.of(reader.code) if web.led[key] != "asean"),
    }
    return [Message("centrality.reader", about)]


def _mechanism_table(view: View, web: Web) -> Table:
    events = web.places.events
    columns = (
        Column("mechanism"), Column("led_by"), Column("states", "number"), Column("ways", "number", "%"),
        Column("closeness", "number"), Column("since", "time"),
    )  # fmt: skip
    rows = []
    for key in sorted(events, key=lambda key: (-events[key].betweenness, key)):
        term = view.library.mechanisms[key]
        cells: Cells = {
            "mechanism": term.title,
            "led_by": Word(LED[term.led_by]),
            "states": sum(other == key for _, other in web.ties),
            "ways": percent(_part(web, key)),
            "closeness": number(events[key].closeness),
            "since": term.since,
        }
        rows.append(Row(cells, _evidence(view, (key,)), view.perspective.code in {s for s, k in web.ties if k == key}))
    return Table("centre_mechanisms", "mechanism", columns, tuple(rows))


def _state_table(view: View, web: Web) -> Table:
    columns = (
        Column("country"), Column("group"), Column("mechanisms", "number"), Column("betweenness", "number", "%"),
        Column("constraint", "number"), Column("effective_size", "number"), Column("coordinator", "number"),
        Column("itinerant", "number"), Column("representative", "number"), Column("gatekeeper", "number"),
    )  # fmt: skip
    rows = []
    for code in (*_ranked(web, members=True), *_ranked(web, members=False)):
        found, role = web.holes.get(code), web.roles.get(code, Roles())
        cells: Cells = {
            "country": view.library.place(code).name,
            "group": Word(MEMBER if code in web.members else PARTNER),
            "mechanisms": len(web.of(code)),
            "betweenness": percent(web.places.actors[code].betweenness),
            "constraint": number(found.constraint) if found else None,
            "effective_size": number(found.effective_size) if found else None,
            "coordinator": role.coordinator,
            "itinerant": role.itinerant,
            "representative": role.representative,
            "gatekeeper": role.gatekeeper,
        }
        rows.append(Row(cells, _evidence(view, web.of(code)), code == view.perspective.code))
    return Table("centre_states", "state", columns, tuple(rows))


def _chart(view: View, web: Web) -> Network:
    states = [*_ranked(web, members=True), *_ranked(web, members=False)]
    keys = [key for kind in LED for key in sorted(web.led) if web.led[key] == kind]
    code = view.perspective.code
    most = max((one.betweenness for one in web.places.actors.values()), default=0.0) or 1.0
    left = tuple(
        Node(
            view.library.place(one).name, MEMBER if one in web.members else PARTNER,
            _weight(web.places.actors[one].betweenness / most), _tone(one == code),
        )
        for one in states
    )  # fmt: skip
    most = max((one.betweenness for one in web.places.events.values()), default=0.0) or 1.0
    right = tuple(
        Node(
            view.library.mechanisms[key].short, LED[web.led[key]],
            _weight(web.places.events[key].betweenness / most), _tone(web.led[key] == "asean"),
        )
        for key in keys
    )  # fmt: skip
    ties = tuple((states.index(state), keys.index(key)) for state, key in web.ties)
    return Network("centrality", left, right, ties, states.index(code) if code in states else None)


def _tone(strong: bool) -> Tone:
    return "accent" if strong else "plain"


def _weight(value: float) -> Decimal:
    return number(value) or Decimal(0)
