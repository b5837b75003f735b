"""The workers of a load: each reads its share of the datasets into Parquet parts of its own.

One worker is the load itself, which begins at once; the others are processes, which first import what they need.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, Self

from solidary.errors import SolidaryError
from solidary.sources.iati.dataset import Account, read_dataset
from solidary.sources.iati.files import Found, Unreadable, opened
from solidary.sources.iati.grammar import names
from solidary.sources.iati.reader import Buffer
from solidary.sources.iati.slices import NotIati
from solidary.store.parts import Parts, thrifty

SMALL: Final = 1 << 20  # bytes; below, processes take longer to start than to read
AHEAD: Final = 12 << 20  # bytes that the load itself reads while a process starts ...
PART: Final = 4  # ... but no more than this part of all
THREADS: Final = "OPENBLAS_NUM_THREADS"


class LoadFailed(SolidaryError):
    """A load that could not be finished; the lake is as it was."""


class Crew:
    """The workers of one load.

    Args:
        found: the datasets to read.
        workers: processes to read with, the load itself among them; a load that is small gets no other.
    """

    def __init__(self, found: list[Found], workers: int) -> None:
        self.found = found
        # The largest first, so that no worker is left with a long one at the end.
        self.tasks = sorted(range(len(found)), key=lambda number: -found[number].size)
        small = sum(one.size for one in found) < SMALL
        self.workers = 1 if small else min(workers, len(found))
        self.processes: dict[Any, Any] = {}  # our end of its pipe -> process
        self.listeners: list[threading.Thread] = []
        self.told: SimpleQueue[Any] = SimpleQueue()  # what the processes say
        self.working = 0

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        for _ in range(self.workers - 1):
            ours, theirs = context.Pipe()
            self.processes[ours] = context.Process(target=_work, args=(theirs,), daemon=True)
            with _deaf(), _single():
                self.processes[ours].start()
            theirs.close()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the workers; those that have ended already stay so."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.join()
        for listener in self.listeners:
            listener.join()
        for pipe in self.processes:
            pipe.close()
        self.processes.clear()

    def results(self, draft: Path) -> Iterator[tuple[int, Account]]:
        """Read all datasets into a draft; yield what became of each, in the order in which they are done.

        Raises:
            LoadFailed: if a worker dies; the draft must then be thrown away.
        """
        own, *shares = _shares(self.found, self.tasks, self.workers)
        self._deal(draft, shares)
        worker = _Worker(draft, "0")
        for number in own:
            yield number, worker.read(number, self.found[number])
            yield from self._heard(wait=False)
        worker.close()
        yield from self._heard(wait=True)

    def _deal(self, draft: Path, shares: list[list[int]]) -> None:
        """Give each process its share, and listen to it."""
        for name, (pipe, share) in enumerate(zip(self.processes, shares, strict=True), start=1):
            with suppress(ConnectionError):  # it died; who listens will say so
                pipe.send((draft, str(name), [(number, self.found[number]) for number in share]))
            self.listeners.append(threading.Thread(target=_listen, args=(pipe, self.told), daemon=True))
            self.listeners[-1].start()
        self.working = len(shares)

    def _heard(self, *, wait: bool) -> Iterator[tuple[int, Account]]:
        """Yield what the processes have read; all of it, if we wait for it."""
        while self.working and (wait or not self.told.empty()):
            result = self.told.get()
            if result is None:
                self.working -= 1
            elif isinstance(result, LoadFailed):
                raise result
            else:
                yield result


def _listen(pipe: Any, told: SimpleQueue[Any]) -> None:
    """Pass on what a process says, so that it never waits until the load has finished a dataset of its own."""
    try:
        while (result := pipe.recv()) is not None:
            told.put(result)
        told.put(None)
    except (EOFError, OSError):
        told.put(LoadFailed("a worker died; nothing was published"))


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


@contextmanager
def _single() -> Iterator[None]:
    """Start a worker whose linear algebra has one thread: it has none to do, and idle threads spin."""
    known = os.environ.get(THREADS)
    os.environ.setdefault(THREADS, "1")
    try:
        yield
    finally:
        if known is None:
            del os.environ[THREADS]


def _shares(found: list[Found], tasks: list[int], workers: int) -> list[list[int]]:
    """Deal the datasets, the largest first, each to the worker that would be done first; the load is the first one."""
    shares: list[list[int]] = [[] for _ in range(workers)]
    late = min(AHEAD, sum(one.size for one in found) // PART)
    loads = [0] + [late] * (workers - 1)
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
