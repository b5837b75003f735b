"""Which partners are set side by side, and how they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solidary.records.source import IATI

if TYPE_CHECKING:
    from solidary.analyses.view import View


def partners_of(view: View) -> list[str]:
    """The maker, those with whom it is compared, and in a source with names for partners all of whom it knows."""
    compared = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    assert view.flows is not None  # asked for only where flows are loaded
    known = () if view.flows.source == IATI else (one.code for one in view.owners.values() if one.standing == "known")
    return list(dict.fromkeys((view.initiative.partner, *compared, *sorted(known))))


def name_of(view: View, code: str) -> str:
    """Return the name of a place or organisation; its code if there is none."""
    library = view.library
    if code in library.places:
        return library.places[code].name
    return library.organisations[code].name if code in library.organisations else code
