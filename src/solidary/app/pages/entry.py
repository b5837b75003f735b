"""An entry of the register with every claim on it: what is in force, what was, what competes, and who judged what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Query

from solidary.app.at import At, Here
from solidary.app.sheet import Sheet
from solidary.brief.explanation import Explanation, explain_claim, explain_subject
from solidary.errors import UnknownName
from solidary.register.judgement import judgements
from solidary.register.register import Subject


@dataclass(frozen=True)
class Told:
    """One claim as a page shows it. Grain: one per claim."""

    id: str
    standing: str
    on: str
    says: str
    locator: str
    source: str
    grade: str
    published: str
    known: str
    more: dict[str, Any]


def entry(at: Here, key: str) -> Sheet:
    """One entry: what is in force on each point, and all claims with locator, source, grade and standing."""
    register = at.view.register
    if key.startswith("c-"):
        if key not in register.by_id:
            raise UnknownName("claim", key, register.by_id)
        found = explain_claim(register.by_id[key], register)
        about = {"head": found.head, "slots": told(found), "subject": None, "judged": [], "foot": found.foot}
        return Sheet("entry", key, about, found.data)
    if key.startswith("definitions/"):
        return _defined(at, key)
    subject = register.subject(key)
    found = explain_subject(subject, register)
    judged = [one for one in judgements(at.reading.workspace.ledger.lines()) if one.promise == key]
    about = {
        "head": _head(at, subject), "slots": told(found), "subject": subject, "judged": judged, "foot": found.foot,
    }  # fmt: skip
    return Sheet("entry", subject.title, about, {**found.data, "judgements": [vars_of(one) for one in judged]})


def entries(
    at: Here, only: Annotated[str, Query(description="Keys of entries, with commas.", max_length=8000)] = ""
) -> Sheet:
    """Several entries at once: those that a row of a table counts."""
    register = at.view.register
    keys = [key for key in only.split(",") if key]
    kept = [(key, register.subjects.get(key)) for key in keys] if keys else [
        (key, found) for key, found in register.subjects.items() if key.startswith(f"{at.where.initiative}/")
    ]  # fmt: skip
    rows = [
        (key, found.title if found else key, found.kind if found else "", len(found.claims) if found else 0)
        for key, found in kept
    ]
    data = {
        "entries": [{"entry": key, "title": title, "kind": kind, "claims": claims} for key, title, kind, claims in rows]
    }
    return Sheet("entries", at.text("title.entries"), {"rows": rows}, data)


def told(found: Explanation) -> list[tuple[str, list[Told]]]:
    """Group the claims of an explanation by what they speak of."""
    known: dict[str, Any] = {}
    for part in ("claims", "competing"):
        known |= cast("dict[str, Any]", found.data.get(part, {}))
    groups: dict[str, list[Told]] = {}
    for row in found.rows:
        key, standing, on, says, locator, source, grade, published, day = row
        one = Told(key, standing, on, says, locator, source, grade, published, day, known.get(key, {}))
        groups.setdefault(on, []).append(one)
    return list(groups.items())


def vars_of(one: object) -> dict[str, object]:
    """Return a record as plain data."""
    return {name: getattr(one, name) for name in one.__slots__}  # type: ignore[attr-defined]


def _head(at: At, subject: Subject) -> list[tuple[str, str]]:
    frameworks = at.view.library.frameworks
    serves = [
        (frameworks[key].short, "; ".join(frameworks[key].areas[area].title for area in areas))
        for key, areas in subject.term.serves.items()
    ]
    names: Iterable[str] = at.view.names(at.view.reached(subject)) if subject.kind in ("promise", "project") else ()
    reached = [(at.words.text("column.for"), ", ".join(at.reading.place(name) for name in names))] if names else []
    return [(at.words.text("column.kind"), subject.kind), *reached, *serves]


def _defined(at: At, key: str) -> Sheet:
    """A definition: the claims on which a fund, mechanism or grouping rests."""
    register = at.view.register
    known = {claim.subject for claim in register.definitions}
    if key not in known:
        raise UnknownName("definition", key, known)
    claims = [claim for claim in register.by_id.values() if claim.subject == key]
    slots: dict[str, list[Told]] = {}
    data: dict[str, Any] = {"entry": key, "claims": {}}
    for claim in claims:
        found = explain_claim(claim, register)
        data["claims"] |= cast("dict[str, Any]", found.data["claims"])
        for on, rows in told(found):
            slots.setdefault(on, []).extend(rows)
    about = {"head": [], "slots": list(slots.items()), "subject": None, "judged": [], "foot": []}
    return Sheet("entry", key.removeprefix("definitions/"), about, data)
