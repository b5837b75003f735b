"""Names of places, groupings, areas, funds and rules in the language of the brief.

What the definitions have a name for is called by it; countries else by the name that babel has; all else, such as the
title of an entry in a dossier, stays as its source has it.
"""

from __future__ import annotations

from solidary.terms.library import Library

WRITTEN = "en"  # the language in which definitions and dossiers are written


def proper_names(library: Library, language: str) -> dict[str, str]:
    """Return the names that a language has, by the name as the definitions write it; none for their own language."""
    if language == WRITTEN:
        return {}
    from babel import Locale

    known = Locale.parse(language).territories
    places = {term.name: known[code] for code, term in library.places.items() if code in known}
    return places | library.translations.get(language, {})
