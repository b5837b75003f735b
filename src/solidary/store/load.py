"""IATI files -> one snapshot: every file loaded or set aside with its reason, every record too."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

from solidary.errors import CannotWrite, WrongUse
from solidary.sources.iati.dataset import Account
from solidary.sources.iati.files import Found, find
from solidary.sources.iati.specification import ACTIVITIES, FIRST_DECADE, ORGANISATIONS
from solidary.store.audit import audit
from solidary.store.crew import Crew
from solidary.store.parts import thrifty
from solidary.store.snapshot import RAW, Lake, Snapshot
from solidary.version import VERSION

Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, name of the dataset
SPECIFICATION: Final = hashlib.sha256((ACTIVITIES + ORGANISATIONS + FIRST_DECADE).encode()).hexdigest()[:16]


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
    with Crew(found, workers) as crew, ThreadPoolExecutor(workers) as pool:  # workers start while we hash
        paths = list(dict.fromkeys(one.path for one in found))
        digests = dict(zip(paths, pool.map(digest, paths), strict=True))
        name = _name(found, digests)
        if lake.has(name):
            lake.point(name)
            return Load(lake.snapshot(name), new=False)
        return Load(_make(lake, found, digests, made, crew, pool, progress), new=True)


def _make(
    lake: Lake, found: list[Found], digests: dict[Path, str], made: datetime, crew: Crew, pool: Executor,
    progress: Progress | None,
) -> Snapshot:  # fmt: skip
    """Make a snapshot in a draft; the input is copied meanwhile."""
    name = _name(found, digests)
    with lake.making() as draft, thrifty():
        copying = pool.submit(copy, digests, lake, draft)
        try:
            accounts = _read_all(found, crew.results(draft), progress)
        finally:
            copying.result()
        flags = audit(draft)
        manifest = {**manifest_of(found, accounts, digests, draft), "flags": flags}
        manifest |= {"id": name, "made": made.isoformat(timespec="microseconds"), "solidary": VERSION}
        return lake.publish(draft, name, manifest)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(digests: dict[Path, str], lake: Lake, draft: Path) -> None:
    """Put the input that the lake does not have yet into the draft, by its content."""
    (draft / RAW).mkdir()
    for path, digest in digests.items():
        if not (lake.folder / RAW / digest[:2] / digest).exists():
            shutil.copyfile(path, draft / RAW / digest)


def _name(found: list[Found], digests: dict[Path, str]) -> str:
    """The name of a snapshot follows from its bytes, the names of its datasets, and the specification."""
    lines = [f"{one.name}\0{one.member}\0{digests[one.path]}" for one in found]
    return hashlib.sha256("\n".join([SPECIFICATION, *lines]).encode()).hexdigest()[:16]


def _read_all(
    found: list[Found], results: Iterable[tuple[int, Account]], progress: Progress | None
) -> dict[int, Account]:
    total, done = sum(one.size for one in found), 0
    accounts: dict[int, Account] = {}
    for number, account in results:
        accounts[number] = account
        done += found[number].size
        if progress:
            progress(done, total, found[number].name)
    return accounts


def manifest_of(
    found: list[Found], accounts: dict[int, Account], digests: dict[Path, str], draft: Path
) -> dict[str, Any]:
    """Tell what was read, loaded and set aside, by dataset and in all."""
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
