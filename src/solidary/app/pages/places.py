"""The map: what stands on record in each member state, each country open to what was counted there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import Query

from solidary.analyses.presence import Presence, presence
from solidary.app.at import At, Here
from solidary.app.drawings.country_map import country_map
from solidary.app.sheet import Sheet
from solidary.brief.data import plain

Measure = Callable[[Presence], int | Decimal | None]
MEASURES: Final[dict[str, Measure]] = {
    "promises": lambda one: len(one.promises),
    "shared": lambda one: len(one.shared),
    "projects": lambda one: len(one.projects),
    "offices": lambda one: len(one.offices),
    "spent": lambda one: one.spent.number if one.spent else None,
}


def places(at: Here, show: Annotated[str, Query(description=f"One of {', '.join(MEASURES)}.")] = "promises") -> Sheet:
    """The members on a map, shaded by what stands on record in each of them."""
    found = presence(at.view, at.finding("projects") if at.reading.flows is not None else None)
    measures = [key for key, measure in MEASURES.items() if any(measure(one) for one in found)] or ["promises"]
    show = show if show in measures else measures[0]
    about = {
        "rows": found, "show": show, "measures": measures,
        "map": _map(at, found, show),
        "opens": {one.code: {key: opens(at, one, key) for key in MEASURES} for one in found},
        "note": at.reading.boundaries.get("source", ""),
    }  # fmt: skip
    data = {"shown": show, "places": [_data(one) for one in found]}
    return Sheet("map", at.text("title.map"), about, data)


def _map(at: At, found: tuple[Presence, ...], show: str) -> str:
    values = {one.code: MEASURES[show](one) for one in found}
    words = {one.code: _spelled(at, values[one.code]) for one in found}
    links = {one.code: opens(at, one, show) for one in found}
    names = {one.code: one.name for one in found}
    marked = at.view.perspective.code
    return country_map(at.reading.outlines, names, values, words, links, at.text(f"map.{show}"), marked)


def opens(at: At, one: Presence, show: str) -> str:
    """Return the page that lists what a number counts."""
    if show == "spent":
        prefix = (
            at.view.library.partners[at.view.initiative.partner].publishers
            if at.view.initiative.partner in at.view.library.partners
            else []
        )
        return at.where.to("projects", recipient=one.code, text=prefix[0] if len(prefix) == 1 else "")
    if show == "promises":
        return at.where.to("promises", place=one.code)
    return at.where.to("entries", only=",".join(found.key for found in getattr(one, show)) or "-")


def _spelled(at: At, value: int | Decimal | None) -> str:
    if isinstance(value, Decimal):
        return f"USD {value / 1_000_000:,.1f} million"
    return at.text("map.none") if value is None else str(value)


def _data(one: Presence) -> dict[str, Any]:
    counts = {key: [found.key for found in getattr(one, key)] for key in ("promises", "shared", "projects", "offices")}
    return {"code": one.code, "name": one.name, **counts, "spent": plain(one.spent)}
