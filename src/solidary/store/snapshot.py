"""A lake of immutable snapshots: published as a whole or not at all, named by their content.

``lake/snapshots/ID/`` holds ``manifest.json`` and one folder of Parquet parts per table; ``lake/raw/`` holds the input,
by its SHA-256; ``lake/HEAD`` names the latest snapshot of IATI files, ``lake/HEAD-NAME`` that of a mapping of sheets. A
snapshot is made in a folder of its own and renamed into place, so a reader never sees half of one; whatever is killed
leaves the lake as it was.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from solidary.errors import SolidaryError, UnknownName
from solidary.records.source import IATI

if TYPE_CHECKING:
    import pyarrow as pa

MAKING: Final = ".making-"
RAW: Final = "raw"
HEAD: Final = "HEAD"


class NoSnapshot(SolidaryError):
    """The lake is empty."""


@dataclass(frozen=True)
class Snapshot:
    """One published load."""

    folder: Path

    @property
    def id(self) -> str:
        """Name of the snapshot, which follows from its content."""
        return self.folder.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was loaded, set aside and not read, with counts and hashes."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return found

    def table(self, name: str) -> pa.Table:
        """Return a table as Arrow. Grain: see the specification; values are text, as published.

        Raises:
            UnknownName: if the snapshot has no such table.
        """
        import pyarrow.parquet as pq

        from solidary.store.parts import schema, tables

        if name not in (*tables(), "flag"):
            raise UnknownName("table", name, (*tables(), "flag"))
        parts = sorted((self.folder / name).glob("*.parquet"))
        return pq.read_table(parts, schema=schema(name)) if parts else schema(name).empty_table()


@dataclass(frozen=True)
class Lake:
    """All snapshots of a workspace."""

    folder: Path

    def snapshots(self) -> list[Snapshot]:
        """Return all snapshots, the oldest first."""
        home = self.folder / "snapshots"
        found = [Snapshot(path) for path in home.iterdir() if not path.name.startswith(".")] if home.is_dir() else []
        return sorted(found, key=lambda snapshot: (snapshot.manifest["made"], snapshot.id))

    def snapshot(self, name: str = "") -> Snapshot:
        """Return a snapshot by its id or the beginning of it; the latest if none is named.

        Raises:
            NoSnapshot: if the lake is empty.
            UnknownName: if no snapshot is called so.
        """
        known = [snapshot.id for snapshot in self.snapshots()]
        if not known:
            raise NoSnapshot(f"no snapshot in {self.folder}; `solidary ingest PATH` makes one")
        if not name:
            head = self._head(IATI)
            name = head.read_text("utf-8").strip() if head.exists() else known[-1]
        found = [key for key in known if key.startswith(name)]
        if len(found) != 1:
            raise UnknownName("snapshot", name, known)
        return Snapshot(self.folder / "snapshots" / found[0])

    def has(self, name: str) -> bool:
        """Say whether a snapshot is published."""
        return (self.folder / "snapshots" / name / "manifest.json").exists()

    @contextmanager
    def making(self) -> Iterator[Path]:
        """Give a folder to make a snapshot in; it is gone afterwards unless it was published."""
        home = self.folder / "snapshots"
        home.mkdir(parents=True, exist_ok=True)
        # One at a time, or a draft could be swept between being made and being locked.
        with _gate(home):
            _sweep(self.folder)
            draft = Path(tempfile.mkdtemp(prefix=MAKING, dir=home))
            lock = (draft / ".lock").open("w")
            _lock(lock)
        try:
            yield draft
        finally:
            lock.close()
            shutil.rmtree(draft, ignore_errors=True)

    def publish(self, draft: Path, name: str, manifest: dict[str, Any]) -> Snapshot:
        """Make a finished draft the latest snapshot, at once and for good."""
        _write(draft / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        self._keep(draft / RAW)
        ready, place = draft.with_name(f".ready-{draft.name}"), self.folder / "snapshots" / name
        try:
            shutil.copytree(draft, ready, ignore=shutil.ignore_patterns(".lock", RAW), copy_function=os.link)
            ready.chmod(0o755)  # a draft is for its maker alone, a snapshot for every reader
            _sync(*ready.rglob("*.parquet"), *(path for path in ready.iterdir() if path.is_dir()), ready)
            ready.rename(place)
        except OSError:
            shutil.rmtree(ready, ignore_errors=True)
            if not self.has(name):  # else another load of the same bytes was faster
                raise
        _sync(place.parent)
        if manifest["files"]["loaded"]:  # a load that could read nothing is kept, but not the latest
            self.point(name, manifest.get("source", IATI))
        return Snapshot(place)

    def point(self, name: str, source: str = IATI) -> None:
        """Name the latest snapshot of a source."""
        with _gate(self.folder / "snapshots"):
            draft = self.folder / f".HEAD-{os.getpid()}"
            _write(draft, f"{name}\n")
            draft.replace(self._head(source))
            _sync(self.folder)

    def _head(self, source: str) -> Path:
        return self.folder / (HEAD if source == IATI else f"{HEAD}-{source}")

    def latest(self, source: str = IATI) -> Snapshot:
        """Return the latest snapshot of a source: ``iati``, or the name of a mapping.

        Raises:
            NoSnapshot: if nothing is loaded at all.
            UnknownName: if nothing is loaded of that source.
        """
        head = self._head(source)
        if head.exists():
            return self.snapshot(head.read_text("utf-8").strip())
        if source == IATI and not self.sources():
            return self.snapshot()
        if not self.sources():
            raise NoSnapshot(f"nothing of the source {source!r} is loaded in {self.folder}; `solidary ingest` loads it")
        raise UnknownName("source", source, self.sources())

    def sources(self) -> list[str]:
        """Name the sources of which a snapshot is there."""
        heads = sorted(path.name for path in self.folder.glob(f"{HEAD}*"))
        return [IATI if name == HEAD else name.removeprefix(f"{HEAD}-") for name in heads]

    def _keep(self, raw: Path) -> None:
        """Move the input, which stands in a draft under its SHA-256, to where it is kept."""
        for path in sorted(raw.iterdir()) if raw.is_dir() else ():
            place = self.folder / RAW / path.name[:2] / path.name
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(*paths: Path) -> None:
    """Put files, or the names in folders, onto the disk."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lock(file: Any, *, wait: bool = False) -> bool:
    """Take a lock that dies with its process; ``False`` if somebody has it and we do not wait."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except ImportError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def _gate(folder: Path) -> Iterator[None]:
    """Let one process at a time pass."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def _sweep(lake: Path) -> None:
    """Remove what killed loads have left; a draft whose lock is held belongs to a load that is alive."""
    home = lake / "snapshots"
    for draft in home.glob(f"{MAKING}*"):
        lock = draft / ".lock"
        if not lock.exists():
            shutil.rmtree(draft, ignore_errors=True)
            continue
        with lock.open("r+") as file:
            if _lock(file):
                shutil.rmtree(draft, ignore_errors=True)
    for ready in home.glob(f".ready-{MAKING}*"):
        if not (home / ready.name.removeprefix(".ready-")).exists():
            shutil.rmtree(ready, ignore_errors=True)
    for part in (*(lake / RAW).glob("*/.*"), *lake.glob(".HEAD-*")):
        part.unlink(missing_ok=True)
