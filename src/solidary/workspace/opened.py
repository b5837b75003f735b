"""What lies in a workspace: definitions and dossiers, the ledger, and the register that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from solidary.errors import UnknownName
from solidary.records.claim import Claim
from solidary.register.ledger import Ledger
from solidary.register.register import Register
from solidary.sources.definitions import read_definitions
from solidary.sources.dossier import read_claims
from solidary.terms.library import Library, load_library
from solidary.terms.reference import Reference

HERE: Final = Path(__file__).parents[1]
DEFINITIONS, DOSSIERS, LEDGER = "definitions", "dossiers", "ledger.jsonl"


@dataclass
class Opened:
    """The files of a workspace over the bundled ones."""

    folder: Path | None
    today: date

    @property
    def definition_folders(self) -> list[Path]:
        """Folders of definitions, the bundled ones first."""
        own = [self.folder / DEFINITIONS] if self.folder else []
        return [HERE / DEFINITIONS, *(path for path in own if path.is_dir())]

    @property
    def dossier_paths(self) -> list[Path]:
        """One path per dossier; one of the workspace replaces a bundled one of the same name."""
        own = self.folder / DOSSIERS if self.folder else None
        found = {path.stem: path for path in dossiers_in(HERE / DOSSIERS)}
        found |= {path.stem: path for path in (dossiers_in(own) if own and own.is_dir() else ())}
        return list(found.values())

    @cached_property
    def library(self) -> Library:
        """All definitions and dossiers."""
        if self.folder is not None and not self.folder.is_dir():
            raise UnknownName("workspace folder", str(self.folder), beside(self.folder))
        return load_library(self.definition_folders, self.dossier_paths)

    @cached_property
    def ledger(self) -> Ledger:
        """The user's own claims."""
        return Ledger(self.folder / LEDGER if self.folder else None)

    @cached_property
    def written(self) -> tuple[Claim, ...]:
        """Every claim of every dossier."""
        return tuple(
            claim for dossier in self.library.dossiers.values() for claim in read_claims(self.library, dossier)
        )

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of every dossier and of the ledger."""
        return (*self.written, *self.ledger.claims(self.library))

    def anew(self, today: date) -> Self:
        """Return the workspace with its ledger read anew; the files of definitions and dossiers are not."""
        fresh = type(self)(self.folder, today)
        fresh.library, fresh.written = self.library, self.written
        return fresh

    def register(self, as_of: date | None = None) -> Register:
        """Return the register as of a day; default: today."""
        compiled = max((found.initiative.compiled for found in self.library.dossiers.values()), default=self.today)
        definitions = tuple(read_definitions(self.library, compiled))
        return Register(self.library, as_of or self.today, self.claims, definitions)

    @property
    def reference(self) -> Reference:
        """What keys, codes and names mean."""
        return Reference(self.library)


def beside(folder: Path) -> list[str]:
    """Name the folders that stand where one was looked for."""
    return [str(path) for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []


def dossiers_in(folder: Path) -> Sequence[Path]:
    """List the dossiers of a folder: files, or folders of files."""
    return sorted(path for path in folder.iterdir() if path.suffix == ".yml" or (path.is_dir() and path.name[0] != "_"))
