"""A file or folder that takes its place at once, when it is whole, or never.

It is made in a hidden folder beside its place. What fails or is interrupted leaves nothing; what is killed leaves that
hidden folder, which the next export to the same place clears.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from solidary.errors import CannotWrite

MARK: Final = "datapackage.json"  # a folder without it is not ours to replace


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote.

    Args:
        rows: of data, headings not counted.
        notes: what a reader has to know of the form that the data took.
    """

    path: Path
    rows: int
    bytes: int
    notes: tuple[str, ...] = ()


@contextmanager
def drafted(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a path to write to; what stands there at the end is put in its place, on the disk.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     with drafted(Path(home, "a.txt")) as draft:
    ...         _ = draft.write_text("whole")
    ...     sorted(path.name for path in Path(home).iterdir())
    ['a.txt']

    Raises:
        CannotWrite: if something stands there and ``force`` is not given, or the disk refuses.
    """
    place = target.resolve()
    _free(target, place, force=force)
    home = place.with_name(f".{place.name}.draft")
    try:
        with _own(home):
            try:
                draft = home / place.name
                yield draft
                _sync(draft)
                _put(draft, place, force=force)
            finally:
                shutil.rmtree(home, ignore_errors=True)
    except FileExistsError:
        raise CannotWrite(_there(target)) from None
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror or error}; nothing was written") from None


def _there(target: Path) -> str:
    return f"{target} is there already; choose another name, or replace it with --force"


def _free(target: Path, place: Path, *, force: bool) -> None:
    if place.parent.exists() and not place.parent.is_dir():
        raise CannotWrite(
            f"{target.parent} is no folder, so {target.name} cannot be written in it; choose another --out"
        )
    if not place.parent.is_dir():
        raise CannotWrite(f"no folder {target.parent} to write {target.name} in; make it first")
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    if not force:
        raise CannotWrite(_there(target))
    if place.is_dir() and not (place / MARK).is_file():
        raise CannotWrite(f"{target} is a folder without {MARK}, so no export of ours; it is not replaced")


@contextmanager
def _own(home: Path) -> Iterator[None]:
    """Have a folder for oneself, emptied of what a killed export left in it."""
    home.mkdir(exist_ok=True)
    handle = os.open(home, os.O_RDONLY) if os.name == "posix" else None
    try:
        _lock(handle, home)
        for path in home.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _lock(handle: int | None, home: Path) -> None:
    if handle is None:
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotWrite(f"another export is writing there ({home.name}); wait for it") from None


def _sync(draft: Path) -> None:
    for path in (one for one in [*draft.rglob("*"), draft] if one.is_file()):
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _put(draft: Path, place: Path, *, force: bool) -> None:
    if draft.is_dir():
        draft.chmod(0o755)
        if force and place.exists():
            place.rename(draft.with_name("replaced"))
        draft.rename(place)
    elif force:
        draft.replace(place)
    else:
        os.link(draft, place)  # not a rename: what came there meanwhile must not be lost
