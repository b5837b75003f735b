"""The code list check: is what stands at a place a code of its list? A list that is not there is told, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from solidary.errors import WrongUse
from solidary.sources.iati.checks.lists import EMBEDDED, PLACES
from solidary.sources.iati.checks.paths import matches, text
from solidary.values.currencies import CODES as CURRENCIES

AGENCIES, ORGANISATIONS, CURRENCY = "OrganisationRegistrationAgency", "OrganisationIdentifier", "Currency"
MOST_BYTES: Final = 50_000_000
_CONDITION: Final = re.compile(r"@vocabulary\s*=\s*'([^']*)'(\s*or\s*not\(@vocabulary\))?$")


class Listed(NamedTuple):
    """The codes of one list, and whether no other code is ever right."""

    codes: frozenset[str]
    complete: bool = True
    own: bool = False  # carried by this package, not read from an official file


class CodePlace(NamedTuple):
    """A place that holds a code: rule id, category, path as published, list, vocabulary."""

    rule: str
    category: str
    path: str
    list: str
    vocabulary: str = ""

    @property
    def record(self) -> str:
        """The kind of record that it is in; empty for both."""
        return "" if self.path.startswith("@") else self.path.partition("/")[0]

    @property
    def first(self) -> str:
        """The element of the record that it is in, or an attribute of the record itself."""
        return self.path.split("/")[1] if "/" in self.path else ""

    @property
    def xpath(self) -> str:
        """The place seen from a record."""
        if not self.record:
            return f"descendant-or-self::*/{self.path}"
        inner = self.path.partition("/")[2]
        if not self.vocabulary:
            return inner
        condition = f"@vocabulary='{self.vocabulary.rstrip('-')}'"
        if self.vocabulary.endswith("-"):
            condition += " or not(@vocabulary) or @vocabulary=''"
        holder, _, last = inner.rpartition("/")
        return f"{holder}[{condition}]/{last}"


class Wrong(NamedTuple):
    """A code that its list does not have."""

    place: CodePlace
    match: Any
    read: str
    severity: str


def own_places() -> tuple[CodePlace, ...]:
    """Return the places that this package knows.

    >>> next(place.xpath for place in own_places() if place.rule == "9.50.1")
    'recipient-country/@code'
    """
    return tuple(CodePlace(*row.split()) for row in PLACES.strip().splitlines())


@dataclass(frozen=True, eq=False)
class Codes:
    """The lists at hand: our own, or those of a folder with the official files."""

    folder: Path | None = None
    cache: dict[tuple[int, str], Listed | None] = field(default_factory=dict)

    @cached_property
    def _lists_folder(self) -> Path | None:
        if self.folder is None:
            return None
        places = [self.folder / name for name in ("codelists", "xml", "codelists/xml")]
        return next((place for place in places if any(place.glob("*.xml"))), None)

    @cached_property
    def places(self) -> tuple[CodePlace, ...]:
        """The places of our own, and those that the folder's mapping has besides."""
        if self.folder is None:
            return own_places()
        files = [self.folder / name for name in ("mapping.xml", "codelist-mapping.xml", "codelists/mapping.xml")]
        mapping = next((file for file in files if file.is_file()), None)
        known = own_places()
        if mapping is None:
            return known
        mapped = {(place.path, place.list) for place in known}
        return known + tuple(place for place in _mapped(mapping) if (place.path, place.list) not in mapped)

    def named(self, name: str, major: int = 2) -> Listed | None:
        """Return a list, or None if it is not at hand.

        >>> sorted(Codes().named("BudgetType").codes), Codes().named("Sector")
        (['1', '2'], None)
        """
        if (major, name) not in self.cache:
            self.cache[major, name] = self._found(name, major)
        return self.cache[major, name]

    def _found(self, name: str, major: int) -> Listed | None:
        file = self._lists_folder / f"{name}.xml" if self._lists_folder and re.fullmatch(r"[\w-]+", name) else None
        if name in EMBEDDED[1] and major == 1:
            file = None  # what is published today is version 2
        if file is not None and file.is_file():
            return _read(file)
        if name == CURRENCY:
            return Listed(CURRENCIES, complete=False, own=True)  # those in use today; older files have older ones
        own = EMBEDDED.get(major, EMBEDDED[2]).get(name)
        return Listed(frozenset(own.split()), own=True) if own else None

    def lacking(self, major: int = 2) -> list[str]:
        """Return the lists that places need and that are not at hand.

        >>> "Sector" in Codes().lacking(), "BudgetType" in Codes().lacking()
        (True, False)
        """
        return sorted({place.list for place in self.places if self.named(place.list, major) is None})

    def wrong(self, record: etree._Element, major: int = 2) -> Iterator[Wrong]:
        """Yield the codes of a record that their lists do not have.

        >>> record = etree.fromstring('<iati-activity><activity-status code="9"/></iati-activity>')
        >>> [(wrong.place.rule, wrong.read) for wrong in Codes().wrong(record)]
        [('9.5.1', '9')]
        """
        there = {child.tag for child in record}
        for place, xpath, listed in self._ready(str(record.tag), major):
            if place.first and place.first[0] != "@" and place.first not in there:
                continue
            for match in matches(xpath, record):
                read = text(match)
                if read not in listed.codes and read.strip() not in listed.codes:
                    yield Wrong(place, match, read, "error" if listed.complete else "warning")

    def _ready(self, record: str, major: int) -> list[tuple[CodePlace, str, Listed]]:
        key = (record, major)
        if key not in self._prepared:
            lists = [(place, self.named(place.list, major)) for place in self.places if place.record in ("", record)]
            self._prepared[key] = [(place, place.xpath, listed) for place, listed in lists if listed is not None]
        return self._prepared[key]

    @cached_property
    def _prepared(self) -> dict[tuple[str, int], list[tuple[CodePlace, str, Listed]]]:
        return {}


def _tree(file: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise WrongUse(f"{file}: larger than {MOST_BYTES // 1_000_000} MB; expected a code list")
        return etree.fromstring(file.read_bytes(), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise WrongUse(f"{file}: cannot be read as XML: {error}") from None


def _read(file: Path) -> Listed:
    root = _tree(file)
    codes = frozenset((code.text or "").strip() for code in root.iter("code"))
    return Listed(codes, root.get("complete") != "0")


def _mapped(file: Path) -> Iterator[CodePlace]:
    for entry in _tree(file).iter("mapping"):
        path, codelist = (entry.findtext("path") or "").strip(), entry.find("codelist")
        condition = _CONDITION.match((entry.findtext("condition") or "").strip())
        if codelist is None or not re.fullmatch(r"//[\w@:/()-]+", path) or path.endswith("/@version"):
            continue
        if entry.find("condition") is not None and condition is None:
            continue
        vocabulary = "" if condition is None else condition[1] + ("-" if condition[2] else "")
        yield CodePlace("9.0.1", "iati", path.removeprefix("//"), codelist.get("ref", ""), vocabulary)
