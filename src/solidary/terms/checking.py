"""Which faults do these files have? Dossiers, definitions, ledgers and workspaces are told apart by what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from solidary.errors import UnknownName
from solidary.terms.definition import DefinitionFile
from solidary.terms.document import read_document
from solidary.terms.dossier import DossierFile
from solidary.terms.fault import Fault
from solidary.terms.library import Library, read_library, yaml_files

ONLY_DEFINITIONS = frozenset(DefinitionFile.model_fields) - frozenset(DossierFile.model_fields)
ONLY_DOSSIERS = frozenset(DossierFile.model_fields) - frozenset(DefinitionFile.model_fields)


@dataclass
class Report:
    """What a check found. Counts in = files read; a fault never hides another."""

    faults: list[Fault]
    files: int
    claims: int
    library: Library = field(repr=False)


@dataclass
class Paths:
    """Paths to check, sorted by what they hold."""

    definitions: list[Path] = field(default_factory=list)
    dossiers: list[Path] = field(default_factory=list)
    ledgers: list[Path] = field(default_factory=list)


def sort_paths(paths: Sequence[Path]) -> Paths:
    """Tell what each path is.

    Raises:
        UnknownName: if a path does not exist, with the nearest that does; or holds nothing to check.
    """
    found = Paths()
    for path in paths:
        if not path.exists():
            near = [str(path.with_name(other.name)) for other in path.parent.glob("*")] if path.parent.is_dir() else []
            raise UnknownName("file or folder", str(path), near)
        if path.suffix == ".jsonl":
            found.ledgers.append(path)
        elif path.is_dir() and any((path / name).is_dir() for name in ("definitions", "dossiers")):
            _workspace(path, found)
        elif path.is_dir() and not yaml_files(path):
            raise UnknownName(
                "dossier", str(path), (), "The folder holds no .yml file; `solidary init NAME` makes one."
            )
        elif _is_definition(path):
            found.definitions.append(path)
        else:
            found.dossiers.append(path)
    return found


def _workspace(path: Path, found: Paths) -> None:
    found.definitions += [path / "definitions"] if (path / "definitions").is_dir() else []
    if (path / "dossiers").is_dir():
        found.dossiers += sorted(
            below for below in (path / "dossiers").iterdir() if below.is_dir() or below.suffix == ".yml"
        )
    found.ledgers += [path / "ledger.jsonl"] if (path / "ledger.jsonl").exists() else []


def _is_definition(path: Path) -> bool:
    keys: set[str] = set()
    for file in yaml_files(path):
        tree = read_document(file).tree
        keys |= set(tree) if isinstance(tree, dict) else set()
    return bool(keys & ONLY_DEFINITIONS) and not keys & ONLY_DOSSIERS


def check(paths: Paths, definitions: Sequence[Path], dossiers: Sequence[Path]) -> Report:
    """Check files against the definitions and dossiers that they may refer to.

    Only faults of the checked files are reported. A checked dossier takes the place of one of the same name.
    """
    checked = [*paths.definitions, *paths.dossiers]
    names = {path.stem for path in paths.dossiers}
    beside = [path for path in dossiers if path.stem not in names]
    own = [path for path in definitions if path not in paths.definitions]
    library, faults = read_library([*own, *paths.definitions], [*beside, *paths.dossiers])
    files = [file for path in checked for file in yaml_files(path)]
    shown = {str(file) for file in files} | {str(path) for path in checked}
    mine = [fault for fault in faults if fault.file in shown or _same(fault.file, files)]
    claims = sum(
        len(vars(statement.says).keys() & statement.says.model_fields_set)
        for key, dossier in library.dossiers.items()
        if key in names
        for _, _, entry, _ in dossier.entries()
        for statement in entry.claims
    )
    return Report(mine, len(files), claims, library)


def _same(name: str, files: Sequence[Path]) -> bool:
    return any(file.resolve() == Path(name).resolve() for file in files)
