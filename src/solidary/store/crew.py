"""The workers of a load: each reads its share of the datasets into Parquet parts of its own.

One worker is the load itself. More are processes, which start while the load hashes its input, since that takes as long
as they take to import what they need.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final, Self

from solidary.errors import SolidaryError
from solidary.sources.iati.dataset import Account, read_dataset
from solidary.sources.iati.files import Found, Unreadable, opened
from solidary.sources.iati.grammar import names
from solidary.sources.iati.reader import Buffer
from solidary.sources.iati.slices import NotIati
from solidary.store.parts import Parts, thrifty

SMALL: Final = 1 << 20  # bytes; below, processes take longer to start than to read


class LoadFailed(SolidaryError):
    """A load that could not be finished; the lake is as it was."""


class Crew:
    """The workers of one load.

    Args:
        found: the datasets to read.
        workers: processes to read with; a load that is small gets one.
    """

    def __init__(self, found: list[Found], workers: int) -> None:
        self.found = found
        # The largest first, so that no worker is left with a long one at the end.
        self.tasks = sorted(range(len(found)), key=lambda number: -found[number].size)
        small = sum(one.size for one in found) < SMALL
        self.workers = 1 if small else min(workers, len(found))
        self.processes: dict[Any, Any] = {}  # our end of its pipe -> process

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        for _ in range(self.workers if self.workers > 1 else 0):
            ours, theirs = context.Pipe()
            self.processes[ours] = context.Process(target=_work, args=(theirs,), daemon=True)
            with _deaf():
                self.processes[ours].start()
            theirs.close()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the workers; those that have ended already stay so."""
        for process in self.processes.values():
            process.terminate()
        for pipe, process in self.processes.items():
            process.join()
            pipe.close()
        self.processes.clear()

    def results(self, draft: Path) -> Iterator[tuple[int, Account]]:
        """Read all datasets into a draft; yield what became of each, in the order in which they are done.

        Raises:
            LoadFailed: if a worker dies; the draft must then be thrown away.
        """
        if not self.processes:
            worker = _Worker(draft, "0")
            yield from ((number, worker.read(number, self.found[number])) for number in self.tasks)
            worker.close()
            return
        try:
            yield from self._told(draft)
        except (EOFError, ConnectionError):
            raise LoadFailed("a worker died; nothing was published") from None

    def _told(self, draft: Path) -> Iterator[tuple[int, Account]]:
        """Deal out the datasets and listen."""
        shares = _shares(self.found, self.tasks, self.workers)
        for name, (pipe, share) in enumerate(zip(self.processes, shares, strict=True)):
            pipe.send((draft, str(name), [(number, self.found[number]) for number in share]))
        waiting = set(self.processes)
        while waiting:
            ready: list[Any] = wait(list(waiting))
            for pipe in ready:
                result = pipe.recv()
                if result is None:
                    waiting.discard(pipe)
                else:
                    yield result


@contextmanager
def _deaf() -> Iterator[None]:
    """Start a worker that does not hear Ctrl-C: it is for the load to end it, with one message."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _shares(found: list[Found], tasks: list[int], workers: int) -> list[list[int]]:
    """Deal the datasets, the largest first, each to the worker that has the least to do."""
    shares: list[list[int]] = [[] for _ in range(min(workers, len(tasks)))]
    loads = [0] * len(shares)
    for number in tasks:
        least = loads.index(min(loads))
        shares[least].append(number)
        loads[least] += found[number].size
    return shares


def _work(pipe: Any) -> None:
    """Run in a process of its own: read datasets and tell what became of each."""
    try:
        draft, name, share = pipe.recv()
    except EOFError:  # the load ended before there was anything to do
        return
    with thrifty():
        worker, parent = _Worker(draft, name), os.getppid()
        for number, found in share:
            if os.getppid() != parent:  # the load was killed: what we write would never be read
                return
            pipe.send((number, worker.read(number, found)))
        worker.close()
        pipe.send(None)


class _Worker:
    """Reads datasets into its own Parquet parts."""

    def __init__(self, draft: Path, name: str) -> None:
        self.parts, self.buffer = Parts(draft, name), Buffer()
        self.refused: list[int] = []  # datasets that were refused when some of their rows were written

    def read(self, number: int, found: Found) -> Account:
        sleeping = gc.isenabled()
        gc.disable()
        try:
            with opened(found) as stream:
                return read_dataset(stream, number, self.buffer, self.flush)
        except Unreadable as error:
            self.refused.append(number)
            return Account(refused=NotIati(error.rule, str(error)))
        finally:
            if sleeping:
                gc.enable()

    def flush(self) -> None:
        kinds = zip((*names(), "narrative"), (*self.buffer.tables, self.buffer.narratives), strict=True)
        for number, (table, rows) in enumerate(kinds):
            self.parts.write(table, rows)
            if waiting := self.buffer.compiled(number):
                self.parts.write_waiting(table, waiting)
        self.buffer.clear()

    def close(self) -> None:
        self.flush()
        self.parts.close()
        self.parts.forget(self.refused)
