"""What a key, code or name means: the definitions as a book to look things up in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from solidary.errors import UnknownName
from solidary.terms.library import Library

KINDS = {
    "channel": "channels",
    "list of codes": "code_lists",
    "initiative": "dossiers",
    "framework": "frameworks",
    "fund": "funds",
    "mechanism": "mechanisms",
    "grouping": "groupings",
    "organisation": "organisations",
    "partner": "partners",
    "place": "places",
    "rule": "rules",
    "source": "sources",
}


@dataclass(frozen=True)
class Entry:
    """What is known of one key: label and text, line by line."""

    kind: str
    key: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reference:
    """Looks keys up in a library."""

    library: Library

    def kinds(self) -> dict[str, list[str]]:
        """Return all keys by kind; of sources only the first few, since there are hundreds."""
        return {kind: sorted(getattr(self.library, table)) for kind, table in KINDS.items() if kind != "source"}

    def look_up(self, term: str) -> list[Entry]:
        """Return every entry whose key or name is the term; the same key may be a framework and an initiative.

        Raises:
            UnknownName: with the nearest key or name.
        """
        wanted = term.casefold()
        found = [entry for names, entry in self._all() if wanted in names]
        if not found:
            raise UnknownName("term", term, {name for names, _ in self._all() for name in names})
        return found

    def _all(self) -> Iterator[tuple[frozenset[str], Entry]]:
        for kind, table in KINDS.items():
            for key, found in getattr(self.library, table).items():
                term = found.initiative if kind == "initiative" else found
                names = {key, getattr(term, "name", key), getattr(term, "short", key), *getattr(term, "aliases", ())}
                yield frozenset(name.casefold() for name in names), Entry(kind, key, tuple(_lines(term)))
        for framework, found in self.library.frameworks.items():
            for key, area in found.areas.items():
                lines = (("title", area.title), ("framework", found.title))
                yield frozenset({f"{framework}/{key}"}), Entry("area", f"{framework}/{key}", lines)


def _lines(term: BaseModel) -> Iterator[tuple[str, str]]:
    for name in type(term).model_fields:
        value = getattr(term, name)
        if value not in (None, [], {}, ()):
            yield name.replace("_", " "), _spelt(value)


def _spelt(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key} {_spelt(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_spelt(inner) for inner in value)
    return getattr(value, "title", None) or str(value) if isinstance(value, BaseModel) else str(value)
