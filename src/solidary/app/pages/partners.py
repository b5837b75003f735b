"""The partners side by side: their profiles, where they overlap, and the mechanisms that tie them together."""

from __future__ import annotations

from solidary.analyses.perspective import takes_part
from solidary.app.at import At, Here
from solidary.app.drawings.ties import ties
from solidary.app.sheet import Sheet
from solidary.brief.blocks import ChartBlock
from solidary.brief.data import finding_data, plain
from solidary.errors import UnknownName
from solidary.register.register import Subject


def partners(at: Here) -> Sheet:
    """All partners: what each promises, the areas in which they overlap, and who sits where with whom."""
    codes = _codes(at)
    links = {code: _mechanisms(at, code) for code in codes}
    shown = [key for key in at.view.library.mechanisms if any(key in found for found in links.values())]
    mechanisms = [(key, at.view.library.mechanisms[key].short) for key in shown]
    drawn = ties(
        [(code, at.reading.place(code), at.where.to(f"partners/{code}")) for code in codes],
        [(key, short, at.where.entry(f"definitions/mechanisms/{key}")) for key, short in mechanisms],
        links, (at.view.initiative.partner, at.view.perspective.code), at.text("partners.ties"),
    )  # fmt: skip
    overlap = at.chapter("interoperability")
    charts = [block for block in overlap.section.blocks if isinstance(block, ChartBlock)]
    about = {
        "comparison": at.chapter("comparison"), "overlap": overlap, "charts": charts, "ties": drawn,
        "partners": [(code, at.reading.place(code)) for code in codes],
        "seats": [(at.reading.place(code), [dict(mechanisms)[key] for key in links[code]]) for code in codes],
    }  # fmt: skip
    data = {
        "partners": {code: {"name": at.reading.place(code), "mechanisms": list(links[code])} for code in codes},
        "comparison": finding_data(at.finding("comparison")),
        "interoperability": finding_data(at.finding("interoperability")),
    }
    return Sheet("partners", at.text("title.partners"), about, data)


def partner(at: Here, code: str) -> Sheet:
    """One partner: its promises, bodies and mechanisms, and where its project data is."""
    library = at.view.library
    if code not in library.partners:
        raise UnknownName("partner", code, library.partners)
    term, promises = library.partners[code], _promises(at, code)
    rows = [
        (one.key, one.title, at.words.value(one.amount()), at.words.value(one.period() or one.any("announced").value))
        for one in promises
    ]
    known = library.dossiers
    about = {
        "code": code, "term": term, "rows": rows,
        "mechanisms": [(key, library.mechanisms[key].title) for key in _mechanisms(at, code)],
        "groupings": [library.groupings[key].name for key in library.groupings if _member(at, code, key)],
        "initiatives": [(key, known[key].initiative.title) for key in term.initiatives if key in known],
    }  # fmt: skip
    data = {
        "code": code, "name": at.reading.place(code), "agencies": term.agencies, "publishers": term.publishers,
        "mechanisms": list(_mechanisms(at, code)),
        "promises": [{"entry": one.key, "title": one.title, "amount": plain(one.amount())} for one in promises],
    }  # fmt: skip
    return Sheet("partner", at.reading.place(code), about, data)


def _codes(at: At) -> list[str]:
    """The maker first, then the partners that it is compared with."""
    library, head = at.view.library, at.view.initiative
    compared = [library.dossiers[key].initiative.partner for key in head.compared_with]
    return list(dict.fromkeys([head.partner, *compared]))


def _mechanisms(at: At, code: str) -> tuple[str, ...]:
    return tuple(key for key in at.view.library.mechanisms if takes_part(code, key, at.view.library, at.where.day))


def _member(at: At, code: str, grouping: str) -> bool:
    return code in at.view.library.grouping(grouping).members(at.where.day)


def _promises(at: At, code: str) -> list[Subject]:
    keys = [key for key, found in at.view.library.dossiers.items() if found.initiative.partner == code]
    return [one for key in keys for one in at.view.kind("promise", key)]
