"""Spreadsheets and a mapping -> one snapshot, under the promises of a load of IATI files: all or nothing, counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from solidary.errors import CannotWrite, WrongUse
from solidary.sources.iati.dataset import Account
from solidary.sources.iati.files import Found
from solidary.sources.iati.slices import NotIati
from solidary.sources.registry.origins import Origin, Origins
from solidary.sources.sheets.desk import Tables
from solidary.sources.sheets.mapping import MappingFile, plain
from solidary.sources.sheets.reader import Outcome, matched, read_sheets
from solidary.store.audit import audit
from solidary.store.load import Load, copy, digest
from solidary.store.manifest import SPECIFICATION, manifest_of
from solidary.store.parts import Parts, thrifty
from solidary.store.snapshot import Lake
from solidary.version import VERSION

READER: Final = "3"  # counted up when the same sheet and mapping give other rows
OTHER: Final = ("not-in-mapping", "no sheet of the mapping is for a file of that name")


def load_sheets(lake: Lake, paths: Iterable[Path], mapping: MappingFile, source: str, made: datetime) -> Load:
    """Load the files that a mapping knows into a new snapshot, or find that they are loaded already.

    Args:
        lake: where snapshots live.
        paths: files, or folders of them; a file that no sheet of the mapping is for is set aside.
        mapping: which column is what.
        source: the name of the source, which is that of its mapping.
        made: the time that the manifest should carry.

    Raises:
        WrongUse: if no file fits the mapping.
        CannotWrite: if the lake cannot be written; then it is as it was.
        SolidaryError: if a column is wrong; then nothing is loaded.
    """
    job = _Job.of(mapping, source, _files(paths))
    try:
        name = job.name
        if lake.has(name):
            lake.point(name, job.source)
            return Load(lake.snapshot(name), new=False)
        return _make(lake, job, made)
    except OSError as error:
        message = f"{error.filename or lake.folder}: {error.strerror or error}; nothing was published"
        raise CannotWrite(message) from None


@dataclass(frozen=True)
class _Job:
    """What is to be loaded: the files of each sheet of a mapping, and those that no sheet is for."""

    terms: MappingFile
    source: str
    sheets: dict[str, list[Path]]
    others: list[Path]

    @classmethod
    def of(cls, terms: MappingFile, source: str, files: list[Path]) -> _Job:
        sheets = matched(files, terms)
        used = {path for found in sheets.values() for path in found}
        if not used:
            wanted = ", ".join(term.file for term in terms.sheets.values())
            raise WrongUse(f"no file fits the mapping {source!r}; expected {wanted}")
        return cls(terms, source, sheets, [path for path in files if path not in used])

    @cached_property
    def digests(self) -> dict[Path, str]:
        return {path: digest(path) for found in self.sheets.values() for path in found}

    @property
    def name(self) -> str:
        """The name of the snapshot, which follows from the bytes and names of the files, the mapping and the reader."""
        files = [f"{path.name} {key}" for path, key in self.digests.items()]
        said = json.dumps([READER, SPECIFICATION, self.source, plain(self.terms), *files])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def _files(paths: Iterable[Path]) -> list[Path]:
    found = (file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]))
    return list(dict.fromkeys(file for file in found if file.is_file()))


def _make(lake: Lake, job: _Job, made: datetime) -> Load:
    with lake.making() as draft, thrifty():
        copy(job.digests, lake, draft)
        outcome = _read(draft, job)
        flags = audit(draft)
        manifest = _told(draft, job, outcome) | {"source": job.source, "mapping": plain(job.terms)}
        manifest |= {"title": job.terms.title, "licence": job.terms.licence, "flags": flags, "id": job.name}
        manifest |= {"made": made.isoformat(timespec="microseconds"), "solidary": VERSION}
        return Load(lake.publish(draft, job.name, manifest), new=True)


def _read(draft: Path, job: _Job) -> Outcome:
    parts = Parts(draft, "0")

    def flush(rows: Tables) -> None:
        for table, found in rows.items():
            parts.write_named(table, found)

    try:
        return read_sheets(0, job.sheets, job.terms, flush)
    finally:
        parts.close()


def _told(draft: Path, job: _Job, outcome: Outcome) -> dict[str, Any]:
    """Tell what was loaded: the sheets of a mapping are one dataset, since their rows hang together."""
    read = list(outcome.begins)
    datasets = [(" + ".join(path.name for path in read), read, outcome.account)] if read else []
    datasets += [(path.name, [path], _refused(fault.rule, str(fault))) for path, fault in outcome.refused.items()]
    datasets += [(path.name, [path], _refused(*OTHER)) for path in job.others]
    found = [Found(name, paths[0], size=sum(path.stat().st_size for path in paths)) for name, paths, _ in datasets]
    digests = {path: digest(path) for path in job.others} | job.digests
    if read:
        digests[read[0]] = hashlib.sha256("".join(digests[path] for path in read).encode()).hexdigest()
    accounts = {number: account for number, (_, _, account) in enumerate(datasets)}
    manifest = manifest_of(found, accounts, digests, draft, Origins(Origin(job.terms.source, job.terms.licence)))
    begins = {path.name: begin for path, begin in outcome.begins.items()}
    return manifest | {"begins": begins, "unknown_countries": outcome.unknown}


def _refused(rule: str, reason: str) -> Account:
    return Account(refused=NotIati(rule, reason))
