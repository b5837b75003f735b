"""Where IATI files are: xml, gz, zip and folders of them -> datasets that can be opened as streams.

Nothing is unpacked to the disk, so the names inside an archive can do no harm; a stream that grows beyond all measure
is cut off.
"""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, cast

MOST: Final = 8 << 30  # bytes of one dataset when unpacked
ODD: Final = (EOFError, NotImplementedError, RuntimeError, ValueError, IndexError)  # what broken archives raise besides
RATIO: Final = 2_000  # times that an archive member may grow; real XML stays under a hundred
GZIP: Final = b"\x1f\x8b"


class Unreadable(Exception):
    """A file or archive member that cannot be opened; ``rule`` names the reason."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A dataset: its name, the file it is in, and the member if that file is an archive."""

    name: str
    path: Path
    member: int = -1  # its number in the archive, since two members may have one name
    size: int = 0


def find(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield the datasets below some paths: each file once, archives member by member, in the order of their names."""
    seen: set[Path] = set()
    found: list[Found] = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.resolve() not in seen:
                seen.add(file.resolve())
                name = file.relative_to(path.parent).as_posix() if path.is_dir() else file.name
                found += _members(file, name)
    yield from sorted(found)


def _members(file: Path, name: str) -> Iterator[Found]:
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                yield from _listed(archive, file, name)
            return
    except (zipfile.BadZipFile, struct.error, *ODD, OSError):
        pass  # opened as it is, and refused with a reason
    yield Found(name, file, size=file.stat().st_size)


def _listed(archive: zipfile.ZipFile, file: Path, name: str) -> list[Found]:
    seen: Counter[str] = Counter()
    found = []
    for number, info in enumerate(archive.infolist()):
        if not info.is_dir():
            seen[info.filename] += 1
            again = f" ({seen[info.filename]})" if seen[info.filename] > 1 else ""
            found.append(Found(f"{name}!{info.filename}{again}", file, number, info.file_size))
    return found


@contextmanager
def opened(found: Found) -> Iterator[BinaryIO]:
    """Open a dataset as a stream of XML bytes, unpacked and within bounds.

    Raises:
        Unreadable: while opening or reading, if the file is damaged or grows beyond all measure.
    """
    try:
        if found.member >= 0:
            state = found.path.stat()
            archive = _archive(found.path, state.st_mtime_ns, state.st_size)
            info = archive.infolist()[found.member]
            with archive.open(info) as inner:
                yield _unpacked(inner, _limit(info.compress_size))
        else:
            with found.path.open("rb") as inner:
                yield _unpacked(inner, _limit(found.path.stat().st_size))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile, struct.error, *ODD) as error:
        raise Unreadable("damaged-archive", f"cannot be unpacked: {error}") from None
    except OSError as error:
        raise Unreadable("unreadable", f"cannot be read: {error.strerror or error}") from None


@lru_cache(maxsize=1)
def _archive(path: Path, changed: int, size: int) -> zipfile.ZipFile:
    """Open an archive once for all its members: to read the directory for each anew grows with their square."""
    return zipfile.ZipFile(path)


def _limit(packed: int) -> int:
    return min(MOST, max(packed, 1 << 20) * RATIO)


def _unpacked(stream: object, limit: int) -> BinaryIO:
    """Unpack gzip whatever the file is called, and count what comes out."""
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), 1 << 20)
    packed = buffered.peek(2)[:2] == GZIP
    inner: object = gzip.GzipFile(fileobj=buffered) if packed else buffered
    return cast("BinaryIO", _Counted(cast("BinaryIO", inner), limit))


class _Counted:
    """A stream that refuses to give more than a limit, and says whether its archive broke off."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream, self.left, self.broke = stream, limit, False

    def read(self, size: int) -> bytes:
        try:
            data = self.stream.read(size)
        except EOFError:
            self.broke = True  # what was whole is read
            return b""
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, *ODD, OSError) as error:
            raise Unreadable("damaged-archive", f"cannot be unpacked: {error}") from None
        self.left -= len(data)
        if self.left < 0:
            raise Unreadable("bomb", "grows beyond all measure when it is unpacked; expected an XML file")
        return data
