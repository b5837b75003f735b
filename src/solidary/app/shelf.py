"""Keeps the current reading of the workspace, and makes a new one as soon as a file or the day has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

import solidary
from solidary.app.reading import Reading
from solidary.workspace import Workspace
from solidary.workspace.opened import DEFINITIONS, DOSSIERS, LEDGER

TOLD: Final = (DEFINITIONS, DOSSIERS)  # what people write
MONEY: Final = ("lake/HEAD", "reporters.csv")
State = tuple[object, ...]


class Shelf:
    """Gives the reading that fits what lies on the disk now.

    Args:
        folder: the workspace, or none for the bundled files alone.
        clock: says which day it is.
    """

    def __init__(self, folder: Path | None, clock: Callable[[], date]) -> None:
        self.folder, self._clock, self._lock = folder, clock, Lock()
        self._told: State = ()
        self._state: State = ()
        self._reading: Reading | None = None

    def reading(self) -> Reading:
        """Return the current reading.

        Raises:
            SolidaryError: if what lies there now cannot be read.
        """
        today = self._clock()
        told, state = self._terms(), (today, self._stamp(LEDGER), *map(self._stamp, MONEY), *self._rates())
        with self._lock:
            if self._reading is None or (told, state) != (self._told, self._state):
                self._reading = self._read(today, told)
                self._told, self._state = told, state
            return self._reading

    def _read(self, today: date, told: State) -> Reading:
        known = self._reading.workspace if self._reading is not None and told == self._told else None
        workspace: Workspace = known.anew(today) if known else solidary.open(self.folder, today=today)
        _ = workspace.library, workspace.claims
        flows = workspace.flows_found()
        before = self._reading.flows if self._reading else None
        if flows is not None and before is not None and flows.folder == before.folder:
            flows = before  # its engine is set up already
        if flows is not None:
            _ = flows.engine, flows.cube  # set up once, before several threads ask
        return Reading(workspace, flows)

    def _stamp(self, name: str) -> tuple[int, int] | None:
        path = self.folder / name if self.folder else None
        return _stamp(path) if path else None

    def _terms(self) -> State:
        return tuple(_stamps(self.folder, TOLD, "*.y*ml")) if self.folder else ()

    def _rates(self) -> State:
        return tuple(_stamps(self.folder, ("rates", "deflators"), "*.csv")) if self.folder else ()


def _stamps(folder: Path, names: tuple[str, ...], pattern: str) -> Iterator[tuple[str, tuple[int, int] | None]]:
    for name in names:
        for path in sorted((folder / name).rglob(pattern)):
            yield str(path), _stamp(path)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
