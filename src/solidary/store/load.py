"""IATI files -> one snapshot: every file loaded or set aside with its reason, every record too."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final

from solidary.errors import CannotWrite, SolidaryError, WrongUse
from solidary.sources.iati.dataset import Account, read_dataset
from solidary.sources.iati.files import Found, Unreadable, find, opened
from solidary.sources.iati.grammar import names
from solidary.sources.iati.reader import Buffer
from solidary.sources.iati.slices import NotIati
from solidary.sources.iati.specification import ACTIVITIES, FIRST_DECADE, ORGANISATIONS
from solidary.store.audit import audit
from solidary.store.parts import Parts
from solidary.store.snapshot import RAW, Lake, Snapshot
from solidary.version import VERSION

Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, name of the dataset
SPECIFICATION: Final = hashlib.sha256((ACTIVITIES + ORGANISATIONS + FIRST_DECADE).encode()).hexdigest()[:16]


class LoadFailed(SolidaryError):
    """A load that could not be finished; the lake is as it was."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load did."""

    snapshot: Snapshot
    new: bool


def load(
    lake: Lake, paths: Iterable[Path], made: datetime, *, workers: int = 1, progress: Progress | None = None
) -> Load:
    """Load IATI files into a new snapshot, or find that their bytes are loaded already.

    Raises:
        WrongUse: if there is no file.
        CannotWrite: if the lake cannot be written; then it is as it was.

    Args:
        lake: where snapshots live.
        paths: xml, gz or zip files, or folders of them.
        made: the time that the manifest should carry.
        workers: processes that read at once.
        progress: told after each dataset.
    """
    asked = list(paths)
    try:
        inside = lake.folder.resolve()  # a folder that holds the lake itself is not read twice
        found = [one for one in find(asked) if not one.path.resolve().is_relative_to(inside)]
        if not found:
            raise WrongUse(f"no file in {', '.join(map(str, asked))}; expected IATI files: xml, gz or zip")
        return _load(lake, found, made, workers, progress)
    except OSError as error:
        raise CannotWrite(
            f"{error.filename or lake.folder}: {error.strerror or error}; nothing was published"
        ) from None


def _load(lake: Lake, found: list[Found], made: datetime, workers: int, progress: Progress | None) -> Load:
    digests = {path: _digest(path) for path in dict.fromkeys(one.path for one in found)}
    name = _name(found, digests)
    if lake.has(name):
        lake.point(name)
        return Load(lake.snapshot(name), new=False)
    with lake.making() as draft:
        _copy(digests, lake, draft)
        accounts = _read_all(found, draft, workers, progress)
        flags = audit(draft)
        manifest = {**_manifest(found, accounts, digests, draft), "flags": flags}
        manifest |= {"id": name, "made": made.isoformat(timespec="microseconds"), "solidary": VERSION}
        return Load(lake.publish(draft, name, manifest), new=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(digests: dict[Path, str], lake: Lake, draft: Path) -> None:
    """Put the input that the lake does not have yet into the draft, by its content."""
    (draft / RAW).mkdir()
    for path, digest in digests.items():
        if not (lake.folder / RAW / digest[:2] / digest).exists():
            shutil.copyfile(path, draft / RAW / digest)


def _name(found: list[Found], digests: dict[Path, str]) -> str:
    """The name of a snapshot follows from its bytes, the names of its datasets, and the specification."""
    lines = [f"{one.name}\0{one.member}\0{digests[one.path]}" for one in found]
    return hashlib.sha256("\n".join([SPECIFICATION, *lines]).encode()).hexdigest()[:16]


def _read_all(found: list[Found], draft: Path, workers: int, progress: Progress | None) -> dict[int, Account]:
    total, done = sum(one.size for one in found), 0
    accounts: dict[int, Account] = {}
    for number, account in _results(found, draft, workers):
        accounts[number] = account
        done += found[number].size
        if progress:
            progress(done, total, found[number].name)
    return accounts


def _results(found: list[Found], draft: Path, workers: int) -> Iterator[tuple[int, Account]]:
    # The largest first, so that no worker is left with a long one at the end.
    tasks = sorted(range(len(found)), key=lambda number: -found[number].size)
    if workers < 2 or len(tasks) < 2:
        worker = _Worker(draft, "0")
        yield from ((number, worker.read(number, found[number])) for number in tasks)
        worker.close()
        return
    yield from _crew(found, tasks, draft, workers)


def _crew(found: list[Found], tasks: list[int], draft: Path, workers: int) -> Iterator[tuple[int, Account]]:
    """Read with several processes; one that dies ends the load, and with it the draft."""
    context = multiprocessing.get_context("spawn")
    processes: dict[Any, Any] = {}
    for name, share in enumerate(_shares(found, tasks, workers)):
        ours, theirs = context.Pipe(duplex=False)
        work = [(number, found[number]) for number in share]
        processes[ours] = context.Process(target=_work, args=(draft, str(name), work, theirs), daemon=True)
        with _deaf():
            processes[ours].start()
        theirs.close()
    try:
        while processes:
            ready: list[Any] = wait(list(processes))
            for pipe in ready:
                try:
                    result = pipe.recv()
                except EOFError:
                    raise LoadFailed("a worker died; nothing was published") from None
                if result is not None:
                    yield result
                else:
                    processes.pop(pipe).join()
    finally:
        for process in processes.values():
            process.terminate()
            process.join()


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


def _work(draft: Path, name: str, work: list[tuple[int, Found]], pipe: Any) -> None:
    """Run in a process of its own: read datasets and tell what became of each."""
    worker, parent = _Worker(draft, name), os.getppid()
    for number, found in work:
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
        for table, rows in zip(names(), self.buffer.tables, strict=True):
            self.parts.write(table, rows)
        self.parts.write("narrative", self.buffer.narratives)
        self.buffer.clear()

    def close(self) -> None:
        self.flush()
        self.parts.close()
        self.parts.forget(self.refused)


def _manifest(
    found: list[Found], accounts: dict[int, Account], digests: dict[Path, str], draft: Path
) -> dict[str, Any]:
    datasets = [_dataset(number, one, accounts[number], digests[one.path]) for number, one in enumerate(found)]
    loaded = [one for one in datasets if "set_aside" not in one]
    return {
        "specification": SPECIFICATION,
        "files": {"read": len(datasets), "loaded": len(loaded), "set_aside": len(datasets) - len(loaded)},
        "records": {
            "read": sum(one["records"] + len(one["broken"]) for one in loaded),
            "loaded": sum(one["records"] for one in loaded),
            "set_aside": sum(len(one["broken"]) for one in loaded),
        },
        "tables": _tables(draft),
        "unread": _unread(accounts.values()),
        "datasets": datasets,
    }


def _dataset(number: int, found: Found, account: Account, digest: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"dataset": number, "name": found.name, "sha256": digest, "bytes": found.size}
    if account.refused:
        return entry | {"set_aside": {"rule": account.refused.rule, "reason": str(account.refused)}}
    broken = [
        {"rule": one.rule, "line": one.line, "identifier": one.identifier, "reason": one.message}
        for one in account.broken
    ]
    unread = {path: {"times": times, "line": line} for path, (times, line) in sorted(account.unread.items())}
    return entry | {
        "kind": account.kind, "version": account.version, "encoding": account.encoding,
        "attributes": account.attributes, "records": account.records, "broken": broken, "unread": unread,
    }  # fmt: skip


def _tables(draft: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    counts: dict[str, Any] = {}
    for part in sorted(draft.rglob("*.parquet")):
        table = counts.setdefault(part.parent.name, {"rows": 0, "bytes": 0})
        table["rows"] += pq.read_metadata(part).num_rows
        table["bytes"] += os.stat(part).st_size  # noqa: PTH116
    return counts


def _unread(accounts: Iterable[Account]) -> dict[str, int]:
    """Count over all datasets what no table has, the most frequent first."""
    counts: dict[str, int] = {}
    for path, (times, _) in chain.from_iterable(account.unread.items() for account in accounts):
        counts[path] = counts.get(path, 0) + times
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
