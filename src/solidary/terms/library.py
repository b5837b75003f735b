"""All definitions and dossiers that are in force: the bundled ones, overlaid by those of a workspace.

``load_library`` reads the folders, checks every reference, and either returns a library without a fault or raises
with all the faults of all the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from solidary.errors import TermFaults, UnknownName
from solidary.terms.definition import (
    ChannelTerm,
    CodeListTerm,
    CoordinatorTerm,
    DefinitionFile,
    FrameworkTerm,
    FundTerm,
    GovernmentTerm,
    GroupingTerm,
    MechanismTerm,
    OrganisationTerm,
    PartnerTerm,
    PlaceTerm,
    RuleTerm,
    SourceTerm,
)
from solidary.terms.document import Document
from solidary.terms.dossier import SECTIONS, Contradiction, DossierFile, Entry, InitiativeTerm
from solidary.terms.fault import Fault
from solidary.terms.reading import read_terms
from solidary.terms.references import check_contradictions, check_references
from solidary.values.places import Grouping, Membership, Place

SUFFIXES = (".yml", ".yaml")


@dataclass(slots=True)
class DossierPart:
    """One read file of a dossier."""

    terms: DossierFile
    document: Document


@dataclass(slots=True)
class Dossier:
    """An initiative with all its entries, from one file or from the files of one folder."""

    initiative: InitiativeTerm
    parts: list[DossierPart]

    @property
    def key(self) -> str:
        """Key of the initiative."""
        return self.initiative.key

    def entries(self) -> Iterator[tuple[str, str, Entry, DossierPart]]:
        """Walk over kind, key, entry and file of all entries, in the order of the files."""
        for part in self.parts:
            for section, kind in SECTIONS.items():
                for key, entry in getattr(part.terms, section).items():
                    yield kind, key, entry, part

    @property
    def sources(self) -> dict[str, SourceTerm]:
        """The dossier's own sources, which no other dossier sees."""
        return {key: found for part in self.parts for key, found in part.terms.sources.items()}

    @property
    def contradictions(self) -> dict[str, Contradiction]:
        """All contradictions that the dossier points at."""
        return {key: found for part in self.parts for key, found in part.terms.contradictions.items()}


@dataclass(slots=True)
class Library:
    """What exists (definitions) and what was said (dossiers)."""

    sources: dict[str, SourceTerm] = field(default_factory=dict)
    places: dict[str, PlaceTerm] = field(default_factory=dict)
    groupings: dict[str, GroupingTerm] = field(default_factory=dict)
    frameworks: dict[str, FrameworkTerm] = field(default_factory=dict)
    partners: dict[str, PartnerTerm] = field(default_factory=dict)
    organisations: dict[str, OrganisationTerm] = field(default_factory=dict)
    mechanisms: dict[str, MechanismTerm] = field(default_factory=dict)
    channels: dict[str, ChannelTerm] = field(default_factory=dict)
    code_lists: dict[str, CodeListTerm] = field(default_factory=dict)
    funds: dict[str, FundTerm] = field(default_factory=dict)
    coordinators: list[CoordinatorTerm] = field(default_factory=list)
    governments: list[GovernmentTerm] = field(default_factory=list)
    rules: dict[str, RuleTerm] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)  # by language: name as written -> its own

    def place(self, code: str) -> Place:
        """Return a place by its code."""
        if code not in self.places:
            raise UnknownName("place", code, self.places)
        term = self.places[code]
        return Place(code, term.name, term.adjective, term.currency, term.fiscal_year)

    def grouping(self, key: str) -> Grouping:
        """Return a grouping with its dated members."""
        if key not in self.groupings:
            raise UnknownName("grouping", key, self.groupings)
        term = self.groupings[key]
        codes = [*term.members, *(code for code in term.joined if code not in term.members)]
        memberships = tuple(Membership(code, term.joined.get(code), term.left.get(code)) for code in codes)
        return Grouping(key, term.name, memberships)

    def source(self, key: str, dossier: Dossier) -> SourceTerm:
        """Return a source as a dossier sees it: its own one, or the one of the definitions."""
        found = dossier.sources.get(key) or self.sources.get(key)
        if found is None:
            raise UnknownName("source", key, {**self.sources, **dossier.sources})
        return found

    def names(self, kind: str) -> frozenset[str]:
        """Return the keys to which a reference of one kind may point; ``area:kasi`` for the areas of a framework."""
        if kind.startswith("area:"):
            framework = self.frameworks.get(kind.removeprefix("area:"))
            return frozenset(framework.areas if framework else ())
        if kind == "body":
            return frozenset([*self.places, *self.groupings, *self.mechanisms])
        return frozenset(self.dossiers if kind == "initiative" else getattr(self, f"{kind}s"))

    def dossier(self, key: str) -> Dossier:
        """Return a dossier by the key of its initiative."""
        if key not in self.dossiers:
            raise UnknownName("initiative", key, self.dossiers, "`solidary init NAME` begins a new one.")
        return self.dossiers[key]


def yaml_files(folder: Path) -> list[Path]:
    """List the term files below a folder, or the file itself, in a stable order."""
    return [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)


@dataclass(slots=True)
class _Reading:
    """The state of one load: the library so far, all faults, and every file that was read."""

    library: Library
    faults: list[Fault] = field(default_factory=list)
    files: list[tuple[type[DefinitionFile] | type[DossierFile], Document, Path]] = field(default_factory=list)
    homes: dict[tuple[str, str], Path] = field(default_factory=dict)

    def definitions(self, folder: Path) -> None:
        for path in yaml_files(folder):
            terms, document = read_terms(path, DefinitionFile, _shown(path))
            self.files.append((DefinitionFile, document, folder))
            if terms is not None:
                self._merge(terms, document, folder)

    def _merge(self, terms: DefinitionFile, document: Document, folder: Path) -> None:
        """Take the definitions of a file; those of a later folder replace those of an earlier one."""
        self.library.coordinators += terms.coordinators
        self.library.governments += terms.governments
        for language, names in terms.translations.items():
            self.library.translations.setdefault(language, {}).update(names)
        for section in DefinitionFile.model_fields.keys() - {"coordinators", "governments", "translations"}:
            table = getattr(self.library, section)
            for key, term in getattr(terms, section).items():
                if key in table and self.homes[section, key] == folder:
                    document.fault((section, key), "duplicate-key", f"{key!r} is defined in another file too", key=True)
                table[key] = term
                self.homes[section, key] = folder

    def dossier(self, folder: Path) -> None:
        parts: list[DossierPart] = []
        documents: list[Document] = []
        for path in yaml_files(folder):
            terms, document = read_terms(path, DossierFile, _shown(path))
            self.files.append((DossierFile, document, folder))
            documents.append(document)
            if terms is not None:
                parts.append(DossierPart(terms, document))
        self._one_head(folder, documents)
        _once(documents)
        head = next((part.terms.initiative for part in parts if part.terms.initiative), None)
        if head is not None:
            self.library.dossiers[head.key] = Dossier(head, parts)

    def _one_head(self, folder: Path, documents: list[Document]) -> None:
        heads = [document for document in documents if _section(document, "initiative")]
        if len(heads) != 1 and all(document.tree is not None for document in documents):
            document = heads[1] if heads else Document(_shown(folder))
            message = f"{len(heads)} files have an 'initiative:' section, expected exactly one"
            document.fault(("initiative",) if heads else (), "missing-key", message, key=True)
            if not heads:
                self.faults += document.faults

    def references(self) -> None:
        for model, document, folder in self.files:
            names = self._names(folder)
            if isinstance(document.tree, dict):
                check_references(model, document, names)
            if model is DossierFile:
                check_contradictions(document, names)
            self.faults += document.faults

    def _names(self, folder: Path) -> Callable[[str], frozenset[str]]:
        """Return what may be referred to from a folder.

        Names come from the raw trees: a fault in one entry must not make all that point to it look wrong too.
        """

        @cache
        def names(kind: str) -> frozenset[str]:
            if kind == "entry":
                return frozenset(
                    key for _, document, home in self.files if home == folder
                    for section in SECTIONS for key in _section(document, section)
                )  # fmt: skip
            own = self._keys("sources", DossierFile, folder) if kind == "source" else frozenset()
            return self._defined(kind) | own

        return names

    def _defined(self, kind: str) -> frozenset[str]:
        if kind.startswith("area:"):
            framework = self.library.frameworks.get(kind.removeprefix("area:"))
            return frozenset(framework.areas if framework else ())
        if kind == "initiative":
            heads = [_section(document, "initiative") for _, document, _ in self.files]
            return frozenset(str(head["key"]) for head in heads if head.get("key"))
        if kind == "body":
            return frozenset().union(
                *(self._keys(name, DefinitionFile) for name in ("places", "groupings", "mechanisms"))
            )
        return self._keys(f"{kind}s", DefinitionFile)

    def _keys(self, section: str, model: type, folder: Path | None = None) -> frozenset[str]:
        return frozenset(
            key
            for kind, document, home in self.files
            if kind is model and folder in (None, home)
            for key in _section(document, section)
        )


def _section(document: Document, section: str) -> dict[str, Any]:
    """Return a section of a raw tree; empty if there is none."""
    found = document.tree.get(section) if isinstance(document.tree, dict) else None
    return found if isinstance(found, dict) else {}


def _once(documents: Sequence[Document]) -> None:
    """An entry's key must be its own in the whole dossier, since claims are addressed by it."""
    taken: dict[str, str] = {}
    for document in documents:
        for section in SECTIONS:
            for key in _section(document, section):
                line, _ = document.place((section, key), key=True)
                if key in taken:
                    message = f"entry {key!r} stands already at {taken[key]}; expected a key of its own"
                    document.fault((section, key), "duplicate-key", message, key=True)
                taken.setdefault(key, f"{document.file}:{line}")


def _shown(path: Path) -> str:
    """Show a path relative to where the user stands, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def load_library(definitions: Sequence[Path], dossiers: Sequence[Path]) -> Library:
    """Read definition folders (later ones overlay earlier ones) and dossiers (a file or a folder each).

    Raises:
        TermFaults: with every fault of every file, each at its line and column.
    """
    library, faults = read_library(definitions, dossiers)
    if faults:
        raise TermFaults(faults)
    return library


def read_library(definitions: Sequence[Path], dossiers: Sequence[Path]) -> tuple[Library, list[Fault]]:
    """Read as ``load_library`` does, but return the faults beside what could be read; `solidary check` prints them."""
    reading = _Reading(Library())
    for folder in definitions:
        reading.definitions(folder)
    for folder in dossiers:
        reading.dossier(folder)
    reading.references()
    return reading.library, sorted(set(reading.faults))
