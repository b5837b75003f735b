"""IATI files -> one snapshot: every file loaded or set aside with its reason, every record too."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from solidary.errors import CannotWrite, WrongUse
from solidary.sources.iati.dataset import Account
from solidary.sources.iati.files import Found, find
from solidary.sources.registry.origins import Origins
from solidary.store.audit import audit
from solidary.store.crew import Crew
from solidary.store.manifest import SPECIFICATION, manifest_of
from solidary.store.parts import thrifty
from solidary.store.snapshot import RAW, Lake, Snapshot
from solidary.version import VERSION

Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, name of the dataset


@dataclass(frozen=True, slots=True)
class Load:
    """What a load did."""

    snapshot: Snapshot
    new: bool


def load(
    lake: Lake, paths: Iterable[Path], made: datetime, *, workers: int = 1, progress: Progress | None = None,
    origins: Origins | None = None,
) -> Load:  # fmt: skip
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
        origins: where the datasets come from and under which licence, as far as it is known.
    """
    asked = list(paths)
    try:
        inside = lake.folder.resolve()  # a folder that holds the lake itself is not read twice
        found = [one for one in find(asked) if not one.path.resolve().is_relative_to(inside)]
        if not found:
            raise WrongUse(f"no file in {', '.join(map(str, asked))}; expected IATI files: xml, gz or zip")
        return _load(lake, found, Job(made, workers, progress, origins or Origins()))
    except OSError as error:
        raise CannotWrite(
            f"{error.filename or lake.folder}: {error.strerror or error}; nothing was published"
        ) from None


@dataclass(frozen=True, slots=True)
class Job:
    """How a load is to be made, and what its manifest is to say."""

    made: datetime
    workers: int
    progress: Progress | None
    origins: Origins


def _load(lake: Lake, found: list[Found], job: Job) -> Load:
    with Crew(found, job.workers) as crew, ThreadPoolExecutor(job.workers) as pool:  # workers start while we hash
        paths = list(dict.fromkeys(one.path for one in found))
        digests = dict(zip(paths, pool.map(digest, paths), strict=True))
        name = _name(found, digests)
        if lake.has(name):
            lake.point(name)
            return Load(lake.snapshot(name), new=False)
        return Load(_make(lake, found, digests, job, crew, pool), new=True)


def _make(lake: Lake, found: list[Found], digests: dict[Path, str], job: Job, crew: Crew, pool: Executor) -> Snapshot:
    """Make a snapshot in a draft; the input is copied meanwhile."""
    name = _name(found, digests)
    with lake.making() as draft, thrifty():
        copying = pool.submit(copy, digests, lake, draft)
        try:
            accounts = _read_all(found, crew.results(draft), job.progress)
        finally:
            crew.end()  # before the draft goes, into which they write
            copying.result()
        flags = audit(draft)
        manifest = {**manifest_of(found, accounts, digests, draft, job.origins), "flags": flags}
        manifest |= {"id": name, "made": job.made.isoformat(timespec="microseconds"), "solidary": VERSION}
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
