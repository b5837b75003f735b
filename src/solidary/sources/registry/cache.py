"""The cache of a workspace: what was fetched, kept once by its content, and for each address what it last led to.

    cache/objects/ab/abcdef...     a body, named by its SHA-256; read-only, since copies elsewhere may be links to it
    cache/index/12/12ab34....json  an address: what it led to, its validators, when it was fetched and last checked
    cache/parts/12ab34....part     what broke off; gone on with the next time
    cache/locks/12                 held while an address is fetched, so that two processes do not write one part

The folder can be deleted at any time; what it held is fetched again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from solidary.errors import CannotWrite
from solidary.sources.registry.download import Note, Told, Unchanged, download, forget
from solidary.sources.registry.faults import TooLarge, Unexpected
from solidary.sources.registry.transport import Client

CACHE: Final = "cache"
SMALL: Final = 256 << 20  # bytes of a body that is read into memory, such as a list of datasets
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Entry:
    """What an address led to. Times are UTC; ``mark`` is what a listing said of the content, such as its hash."""

    url: str
    address: str
    sha256: str
    size: int
    etag: str
    last_modified: str
    fetched: str
    checked: str
    mark: str = ""


@dataclass(frozen=True)
class _Wish:
    client: Client
    url: str
    accept: str
    mark: str
    told: Told | None


@dataclass(frozen=True)
class Cache:
    """What was fetched before."""

    folder: Path

    def fetch(
        self, client: Client, url: str, accept: str = "", mark: str = "", told: Told | None = None
    ) -> tuple[Entry, bool]:
        """Return what an address leads to now, and whether it is new since the last time.

        Args:
            client: who asks.
            url: what is asked for.
            accept: the media type to ask for.
            mark: what a listing says of the content; if it is what it said the last time, nothing is asked.
            told: is told bytes that have come, and of how many.

        Raises:
            FetchFault: if it cannot be had; what was there stays.
            CannotWrite: if the disk is full, or something is in the way.
        """
        key = hashlib.sha256(f"{url}\n{accept}".encode("utf-8", "replace")).hexdigest()
        try:
            with self.locked(key[:2]):
                known = self._known(key)
                if known and mark and known.mark == mark:
                    return known, False
                return self._ask(_Wish(client, url, accept, mark, told), key, known)
        except OSError as error:
            raise CannotWrite(f"cannot write below {self.folder}: {error.strerror or error}") from None

    def path(self, entry: Entry) -> Path:
        """Return where the body of an entry lies."""
        return self.folder / "objects" / entry.sha256[:2] / entry.sha256

    def read(self, entry: Entry) -> bytes:
        """Return a body that has to be small, since it is read into memory.

        Raises:
            TooLarge: if it is not.
        """
        if entry.size > SMALL:
            raise TooLarge(entry.url, f"{entry.size:,} bytes, expected at most {SMALL:,} of a list or table")
        return self.path(entry).read_bytes()

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Let one process at a time pass; a lock dies with its process."""
        path = self.folder / "locks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            try:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
            except ImportError:  # no such locks on this system: two fetches at once would only waste work
                pass
            yield

    def _ask(self, wish: _Wish, key: str, known: Entry | None) -> tuple[Entry, bool]:
        part = self.folder / "parts" / f"{key}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        headers = {"Accept": wish.accept} if wish.accept else {}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        note = download(wish.client, wish.url, part, headers | _conditions(known), wish.told)
        if isinstance(note, Unchanged) and known and note.address == known.address:
            entry, new = replace(known, checked=now, mark=wish.mark or known.mark), False
        else:
            if isinstance(note, Unchanged):  # of something else, since the redirects end elsewhere now
                note = download(wish.client, wish.url, part, headers, wish.told)
            if isinstance(note, Unchanged):
                raise Unexpected(wish.url, "the service answered 304 Not Modified to a request without conditions")
            entry = self._keep(wish, part, note, now)
            new = known is None or known.sha256 != entry.sha256
        write(self._record(key), json.dumps(asdict(entry), ensure_ascii=False, indent=1) + "\n")
        return entry, new

    def _keep(self, wish: _Wish, part: Path, note: Note, now: str) -> Entry:
        """Unpack a whole part and give it its place by content."""
        ready = _unpacked(wish.client, part, note) if note.encoding in ("gzip", "x-gzip") else part
        with ready.open("rb+") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        validators = (note.etag, note.last_modified)
        entry = Entry(wish.url, note.address, digest, ready.stat().st_size, *validators, now, now, wish.mark)
        place = self.path(entry)
        place.parent.mkdir(parents=True, exist_ok=True)
        ready.replace(place)
        place.chmod(0o444)
        forget(part)
        return entry

    def _known(self, key: str) -> Entry | None:
        """Return what is known of an address, if its body is still what it was."""
        try:
            entry = Entry(**json.loads(self._record(key).read_text("utf-8")))
            with self.path(entry).open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
        except (OSError, ValueError, TypeError):
            return None
        return entry if whole else None

    def _record(self, key: str) -> Path:
        return self.folder / "index" / key[:2] / f"{key}.json"


def _conditions(known: Entry | None) -> dict[str, str]:
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in pairs.items() if value}


def _unpacked(client: Client, part: Path, note: Note) -> Path:
    """Unpack a part block by block, so that a bomb is noticed while it grows.

    Raises:
        Unexpected: if it is not what it says, or breaks off; the part is dropped, since going on would not mend it.
        TooLarge: if it grows beyond what is allowed.
    """
    ready, size = part.with_suffix(".ready"), 0
    try:
        with gzip.open(part) as packed, ready.open("wb") as file:
            while block := packed.read(_BLOCK):
                size += len(block)
                client.check_size(note.address, size)
                file.write(block)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        forget(part)
        ready.unlink(missing_ok=True)
        raise Unexpected(note.address, f"says that it is packed with gzip and is not: {error}") from None
    except TooLarge:
        forget(part)
        ready.unlink(missing_ok=True)
        raise
    return ready


def write(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
