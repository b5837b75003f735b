"""The user's own claims: an append-only file in which each line carries the hash of the one before.

Nothing is edited. A claim is taken back by a later line that says why. A line that was cut short by a crash was never
written; a line that was changed afterwards is a fault, with its number.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pydantic import BaseModel

from solidary.errors import CannotWrite, LedgerFault, UnknownName, WrongUse
from solidary.records.claim import Claim, SubjectKey
from solidary.register.proposal import ACCEPT, READER, proposals
from solidary.sources.dossier.reader import claims_of
from solidary.terms.definition import SourceTerm
from solidary.terms.document import Document
from solidary.terms.dossier import Statement
from solidary.terms.fault import Fault
from solidary.terms.library import Dossier, Library
from solidary.terms.reading import validate
from solidary.terms.references import Names, check_references

Term = TypeVar("Term", bound=BaseModel)
FIRST = "0" * 64
NEXT_STEP = "restore the file from a copy; claims are only ever appended, with `solidary claim`"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger."""

    number: int
    at: str
    by: str
    action: str
    body: dict[str, Any]
    hash: str


@dataclass
class Ledger:
    """The ledger of a workspace; without a path it is empty and nothing can be written."""

    path: Path | None

    def lines(self) -> list[Line]:
        """Read and verify all lines.

        Raises:
            LedgerFault: if a line does not follow from the one before.
        """
        if self.path is None or not self.path.exists():
            return []
        return self._verified(self.path.read_bytes())

    def _verified(self, data: bytes) -> list[Line]:
        whole = data[: data.rfind(b"\n") + 1]  # what a crash cut short has no line end: it was never written
        lines, before = [], FIRST
        for number, raw in enumerate(whole.splitlines(), start=1):
            line = self._line(raw, number)
            if line.hash != _hash(before, line):
                raise LedgerFault(f"this line or one before it was changed; {NEXT_STEP}", str(self.path), number)
            lines.append(line)
            before = line.hash
        return lines

    def _line(self, raw: bytes, number: int) -> Line:
        try:
            read = json.loads(raw)
            return Line(number, read["at"], read["by"], read["do"], read["body"], read["hash"])
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerFault(f"no ledger line: {error!r}; {NEXT_STEP}", str(self.path), number) from None

    def claims(self, library: Library) -> Iterator[Claim]:
        """Yield the claims that were not taken back.

        Raises:
            LedgerFault: if a line names a subject or source that the dossiers no longer have.
        """
        standing: dict[str, list[Claim]] = {}
        lines = self.lines()
        accepted = {found.id: found for found in proposals(lines) if found.state == "accepted"}
        for line in lines:
            if line.action == "withdraw":
                standing.pop(line.body["id"], None)
            elif line.action == "claim":
                for claim in self._read(line, library):
                    standing.setdefault(claim.id, []).append(claim)
            elif line.action == ACCEPT and line.body["id"] in accepted:
                found = accepted[line.body["id"]]
                for claim in self._read(found.line, library):
                    taken = replace(claim, method=READER, asserted_by=line.by)
                    standing.setdefault(claim.id, []).append(taken)
        yield from (claim for claims in standing.values() for claim in claims)

    def check(self, library: Library) -> tuple[int, list[Fault]]:
        """Count the claims in force, or say which line is at fault."""
        try:
            return sum(1 for _ in self.claims(library)), []
        except LedgerFault as error:
            return 0, [Fault(str(self.path), error.line, 1, "", "ledger", error.message)]

    def _read(self, line: Line, library: Library) -> Iterator[Claim]:
        place = f"{self.path}:{line.number}"
        try:
            yield from read_statement(line.body, library, line.by, place)
        except (UnknownName, WrongUse) as error:
            raise LedgerFault(str(error), str(self.path), line.number) from None

    def append(self, action: str, body: dict[str, Any], by: str, at: datetime) -> Line:
        """Add one line; it is on the disk when this returns.

        Raises:
            LedgerFault: if the ledger before it is broken.
        CannotWrite: if there is no workspace to write to.
        """
        if self.path is None:
            raise CannotWrite("no workspace: `solidary init NAME` makes one, or give --workspace FOLDER")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(self.path) as file:
            data = file.read()
            lines = self._verified(data)
            stamp = at.isoformat(timespec="seconds")
            draft = Line(len(lines) + 1, stamp, by, action, body, "")
            line = Line(*_fields(draft), _hash(lines[-1].hash if lines else FIRST, draft))
            file.seek(data.rfind(b"\n") + 1)
            file.truncate()
            file.write(_encoded({"at": line.at, "by": by, "do": action, "body": body, "hash": line.hash}) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return line


def read_statement(body: dict[str, Any], library: Library, by: str, place: str) -> Iterator[Claim]:
    """Turn the body of a ledger line into claims.

    Raises:
        UnknownName: if the subject is unknown.
        WrongUse: if a predicate, value, code or source cannot be used, with the nearest name.
    """
    subject = str(body.get("subject", ""))
    dossier, kind = entry_of(subject, library)
    source = _read(SourceTerm, body["source"], "source") if body.get("source") else None
    own = frozenset([*dossier.sources, *([body["statement"].get("source")] if source else [])])
    names: Names = lambda kind: library.names(kind) | (own if kind == "source" else frozenset())  # noqa: E731
    statement = _read(Statement, body["statement"], "claim", names)
    term = source or library.source(statement.source, dossier)
    yield from claims_of(statement, SubjectKey(subject), kind, term, dossier, place, asserted_by=by)


def _read(model: type[Term], tree: dict[str, Any], shown: str, names: Names | None = None) -> Term:
    """Validate what stands in a line as a dossier would."""
    document = Document(shown, tree)
    term = validate(document, model)
    if names is not None:
        check_references(model, document, names)
    if document.faults:
        told = [f"{fault.where}: {fault.message}" + (f"; did you mean {fault.nearest!r}?" if fault.nearest else "")
                for fault in document.faults]  # fmt: skip
        raise WrongUse("; ".join(told))
    assert term is not None
    return term


def entry_of(subject: str, library: Library) -> tuple[Dossier, str]:
    """Return the dossier and the kind of an entry.

    Raises:
        UnknownName: if the initiative or the entry is unknown.
    """
    initiative, _, entry = subject.partition("/")
    dossier = library.dossier(initiative)
    kinds = {key: kind for kind, key, _, _ in dossier.entries()}
    if entry not in kinds:
        raise UnknownName("entry", entry, kinds)
    return dossier, kinds[entry]


def _fields(line: Line) -> tuple[int, str, str, str, dict[str, Any]]:
    return line.number, line.at, line.by, line.action, line.body


def _hash(before: str, line: Line) -> str:
    return hashlib.sha256(before.encode() + _encoded([*_fields(line)])).hexdigest()


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """Open the ledger for one writer at a time."""
    # Opened without truncating: another process may have begun the file a moment ago.
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:  # a system without it has one user at a time
            pass
        file.seek(0)
        yield file
