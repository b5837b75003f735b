"""Which partners are set side by side, and how they are called."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from solidary.records.source import IATI
from solidary.sources.sheets.cell import countries

if TYPE_CHECKING:
    from solidary.analyses.view import View


def partners_of(view: View) -> list[str]:
    """The maker, those with whom it is compared, and in a source with names for partners all of whom it knows."""
    compared = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    assert view.flows is not None  # asked for only where flows are loaded
    known = () if view.flows.source == IATI else (one.code for one in view.owners.values() if one.standing == "known")
    return list(dict.fromkeys((view.initiative.partner, *compared, *sorted(known))))


def name_of(view: View, code: str) -> str:
    """Return the name of a place or organisation, else that of a country; its code if there is none."""
    library = view.library
    if code in library.places:
        return library.places[code].name
    return library.organisations[code].name if code in library.organisations else _countries().get(code, code)


@cache
def _countries() -> dict[str, str]:
    """Names of countries by code, the first of each that is no code itself."""
    found: dict[str, str] = {}
    for name, code in countries().items():
        if len(name) > 3 and not name.startswith("dac "):
            found.setdefault(code, name.title())
    return found


def source(view: View) -> str:
    """Name the data in a line: its source and the day on which it was loaded."""
    assert view.flows is not None
    told = view.flows.snapshot.manifest
    return f"{told.get('title') or view.flows.source.upper()}, {told['made'][:10]}"
