"""With whom could it be joined up? Which partners promised what in the same area, and which mechanisms are shared.

Candidates are ranked by rule ``candidates``: mechanisms shared with the maker (and the reader), then areas in which
both promise. Same place, same money, same project is judged only once projects are ingested.
"""

from __future__ import annotations

from dataclasses import dataclass

from solidary.analyses.alignment import claims_of, serving
from solidary.analyses.chart import Matrix
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table
from solidary.analyses.perspective import takes_part
from solidary.analyses.view import View
from solidary.records.claim import ClaimId
from solidary.register.register import Subject
from solidary.terms.dossier import PromiseTerm
from solidary.values.amount import Amount

OUTLOOK = "aoip"


@dataclass(frozen=True)
class Candidate:
    """A partner beside the maker: its promises by area, and the mechanisms it shares."""

    key: str
    code: str
    name: str
    promises: tuple[Subject, ...]
    areas: dict[str, list[Subject]]
    shared: tuple[str, ...]
    with_reader: tuple[str, ...]


def answer(view: View) -> Finding:
    """Answer ``interoperability``.

    Grain of the main table: one row per partner; then one row per promise of a partner in an area of the maker's.
    """
    outlook = view.library.frameworks[OUTLOOK].areas if OUTLOOK in view.library.frameworks else {}
    own = {area: serving(view.promises_inside, OUTLOOK, area) for area in outlook}
    found = candidates(view, own)
    return Finding(
        question="interoperability",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=(*_best(view, found, own), *_reader(view, found, own)),
        tables=(_table(view, found), _mechanisms(view), _promises(view, found)),
        coverage=Coverage(len(found), len(view.initiative.compared_with), "partners"),
        charts=(_matrix(view, found, own),) if found else (),
        caveats=(Message("interoperability.caveat.words"),),
    )


def candidates(view: View, own: dict[str, list[Subject]]) -> list[Candidate]:
    """Return the compared partners, the closest first."""
    found = []
    for key in view.initiative.compared_with:
        partner = view.library.dossiers[key].initiative.partner
        promises = view.kind("promise", key)
        shared = tuple(name for name in _mechanisms_of(view, view.initiative.partner) if _in(view, partner, name))
        reader = view.perspective.code
        with_reader = tuple(name for name in shared if _in(view, reader, name)) if reader in view.library.places else ()
        areas = {area: serving(promises, OUTLOOK, area) for area in own}
        name = view.library.place(partner).name
        found.append(Candidate(key, partner, name, promises, areas, shared, with_reader))
    return sorted(found, key=lambda one: (-len(one.with_reader), -len(one.shared), -_common(one, own), one.name))


def _common(one: Candidate, own: dict[str, list[Subject]]) -> int:
    return sum(bool(own[area] and promises) for area, promises in one.areas.items())


def _mechanisms_of(view: View, code: str) -> list[str]:
    return [key for key in view.library.mechanisms if takes_part(code, key, view.library, view.as_of)]


def _in(view: View, code: str, mechanism: str) -> bool:
    return takes_part(code, mechanism, view.library, view.as_of)


def _best(view: View, found: list[Candidate], own: dict[str, list[Subject]]) -> list[Message]:
    others = [one for one in found if one.code != view.perspective.code]
    if not others:
        return [Message("interoperability.nothing")]
    best = others[0]
    busiest = max(own, key=lambda area: sum(bool(one.areas[area]) for one in others), default="")
    same = [promise for one in others for promise in one.areas.get(busiest, [])]
    common = [promise for area, promises in best.areas.items() if own[area] for promise in promises]
    about: About = {
        "best": best.name,
        "shared": Figure(
            "best-mechanisms", len(best.shared), "shared-mechanisms", _evidence(view, best.shared), "mechanisms"
        ),
        "names": tuple(view.library.mechanisms[key].short for key in (best.with_reader or best.shared)),
        "common": Figure("best-areas", _common(best, own), "candidates", claims_of(common), "areas"),
        "busiest": view.area_title(OUTLOOK, busiest) if busiest else "",
        "crowd": Figure(
            "busiest", sum(bool(one.areas[busiest]) for one in others), "alignment", claims_of(same), "partners"
        ),
    }
    return [Message("interoperability.best", about)]


def _reader(view: View, found: list[Candidate], own: dict[str, list[Subject]]) -> list[Message]:
    if view.perspective.role == "member":
        return [_member(view)]
    me = next((one for one in found if one.code == view.perspective.code), None)
    return [_partner(view, me, own)] if me else []


def _member(view: View) -> Message:
    """Which mechanisms the reader shares with the maker, and which of its own the maker is not in."""
    reader = view.perspective
    both = [key for key in reader.mechanisms if _in(view, view.initiative.partner, key)]
    led = {key: view.library.mechanisms[key].led_by for key in reader.mechanisms}
    about: About = {
        "reader": reader.name,
        "maker": view.library.place(view.initiative.partner).name,
        "both": Figure("my-mechanisms", len(both), "shared-mechanisms", _evidence(view, both), "mechanisms"),
        "both_names": _shorts(view, both),
        "open_names": _shorts(view, [key for key in led if key not in both and led[key] != "partner"]),
    }
    return Message("interoperability.member", about)


def _partner(view: View, me: Candidate, own: dict[str, list[Subject]]) -> Message:
    """What a partner who reads has in common with the maker."""
    common = [area for area in own if own[area] and me.areas[area]]
    shared = [promise for area in common for promise in me.areas[area]]
    about: About = {
        "reader": me.name,
        "maker": view.library.place(view.initiative.partner).name,
        "mine": Figure("my-promises", len(me.promises), "count", claims_of(me.promises), "promises"),
        "areas": Figure("my-common-areas", len(common), "candidates", claims_of(shared), "areas"),
        "outlook": view.library.frameworks[OUTLOOK].title,
        "area_names": tuple(view.area_title(OUTLOOK, area) for area in common),
        "mechanisms": _shorts(view, me.shared),
    }
    return Message("interoperability.partner", about)


def _evidence(view: View, mechanisms: list[str] | tuple[str, ...]) -> tuple[ClaimId, ...]:
    return tuple(claim for key in mechanisms for claim in view.register.defined("mechanisms", key))


def _shorts(view: View, keys: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(view.library.mechanisms[key].short for key in keys)


def _table(view: View, found: list[Candidate]) -> Table:
    columns = (
        Column("partner"), Column("promises", "number"), Column("areas"), Column("shared"), Column("with_reader"),
    )  # fmt: skip
    rows = tuple(
        Row(
            {
                "partner": one.name,
                "promises": len(one.promises),
                "areas": tuple(view.area_title(OUTLOOK, area) for area, promises in one.areas.items() if promises),
                "shared": _shorts(view, one.shared),
                "with_reader": _shorts(view, one.with_reader),
            },
            claims_of(one.promises),
            one.code == view.perspective.code,
        )
        for one in found
    )
    shown = columns if view.perspective.role == "member" else columns[:-1]
    return Table("partners", "partner", shown, rows)


def _mechanisms(view: View) -> Table:
    """Grain: one row per mechanism of the maker or the reader, with who takes part."""
    codes = [
        view.initiative.partner,
        *(view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with),
    ]
    rows = []
    for key, term in view.library.mechanisms.items():
        inside = [code for code in codes if _in(view, code, key)]
        reader = _in(view, view.perspective.code, key) if view.perspective.code in view.library.places else False
        if inside or reader:
            members = view.library.grouping(term.members).members(view.as_of)
            cells: Cells = {"mechanism": term.title, "members": members, "partners": tuple(inside), "since": term.since}
            rows.append(Row(cells, view.register.defined("mechanisms", key), reader))
    columns = (Column("mechanism"), Column("members"), Column("partners"), Column("since", "time"))
    return Table("mechanisms", "mechanism", columns, tuple(rows))


def _promises(view: View, found: list[Candidate]) -> Table:
    """Grain: one row per promise of a partner, with the areas it shares with the initiative."""
    rows = []
    for one in found:
        for promise in one.promises:
            areas = promise.term.serves.get(OUTLOOK, ())
            value = promise.any("amount").value or promise.any("target").value
            cells: Cells = {
                "partner": one.name,
                "promise": promise.title,
                "amount": value if isinstance(value, Amount) else None,
                "when": promise.period() or promise.period("announced"),
                "areas": tuple(view.area_title(OUTLOOK, area) for area in areas),
                "through": _through(view, promise),
            }
            rows.append(
                Row(cells, tuple(claim.id for claim in promise.claims), view.reach(promise) in ("named", "grouping"))
            )
    columns = (
        Column("partner"),
        Column("promise"),
        Column("amount", "money"),
        Column("when", "time"),
        Column("areas"),
        Column("through"),
    )
    return Table("partner_promises", "promise", columns, tuple(rows))


def _through(view: View, promise: Subject) -> str | None:
    """The mechanism through which a promise runs, as its coder or a source says."""
    key = promise.term.mechanism if isinstance(promise.term, PromiseTerm) else None
    stated = next((text for text, _ in promise.texts("channel")), None)
    return view.library.mechanisms[key].short if key else stated


def _matrix(view: View, found: list[Candidate], own: dict[str, list[Subject]]) -> Matrix:
    maker = view.library.place(view.initiative.partner).name
    rows = (maker, *(one.name for one in found))
    cells = (tuple(len(promises) for promises in own.values()),
             *(tuple(len(promises) for promises in one.areas.values()) for one in found))  # fmt: skip
    strong = tuple(number for number, one in enumerate(found, start=1) if one.code == view.perspective.code)
    return Matrix("interoperability", rows, tuple(view.area_title(OUTLOOK, area) for area in own), cells, strong)
