"""A body onto the disk, in pieces: what broke off goes on where it stopped, if the server still has the same thing.

Beside ``name.part`` lies ``name.part.json``, which says what the part is a part of. The note is gone before the part is
begun anew and written before its first byte, so that a killed process leaves a part that is right or none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from solidary.sources.registry.faults import Broke, Refused, TooLarge
from solidary.sources.registry.transport import Answer, Client

Told = Callable[[int, int | None], None]
WORTH: Final = 1 << 20  # bytes; a try that brought fewer counts as one that brought nothing
_MINUTE: Final = 60


@dataclass(frozen=True)
class Note:
    """What a part is a part of. ``total`` is the length over the wire, -1 if it was not told."""

    address: str
    etag: str
    last_modified: str
    encoding: str
    total: int
    again: str  # what If-Range may carry; empty if the server gave nothing that is strong enough

    @classmethod
    def of(cls, answer: Answer) -> Note:
        """Read the headers of an answer."""
        headers = answer.headers
        etag, changed = headers.get("ETag", ""), headers.get("Last-Modified", "")
        strong = etag if etag.startswith('"') else changed if _settled(changed, headers.get("Date", "")) else ""
        encoding = headers.get("Content-Encoding", "identity").strip().lower()
        return cls(answer.address, etag, changed, encoding, _length(answer), strong)


@dataclass(frozen=True)
class Unchanged:
    """The server says that what we have is what it has; ``address`` is where the redirects ended."""

    address: str


def download(
    client: Client, url: str, part: Path, headers: Mapping[str, str], told: Told | None = None
) -> Note | Unchanged:
    """Bring a whole body into a part file, unless the server says that it has not changed.

    Args:
        client: who asks.
        url: what is asked for.
        part: where it goes; what stands there from an earlier try is gone on with.
        headers: sent in addition, such as what makes the request a conditional one.
        told: is told bytes that have come, and of how many.

    Raises:
        FetchFault: if it cannot be had; the part stays for the next time.
    """
    return client.persist(lambda: _attempt(client, url, part, headers, told))


def _attempt(client: Client, url: str, part: Path, headers: Mapping[str, str], told: Told | None) -> Note | Unchanged:
    note, size = _held(part)
    ranged = {"Range": f"bytes={size}-", "If-Range": note.again} if note else {}
    plain = {name: value for name, value in headers.items() if not (note and name.startswith("If-"))}
    with client.get(url, {**plain, **ranged}) as answer:
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return Unchanged(answer.address)
        if answer.status == HTTPStatus.PARTIAL_CONTENT and note and _goes_on(answer, note, size):
            return _receive(client, answer, note, part, size, told)
        if answer.status != HTTPStatus.OK:
            forget(part)
            raise Broke(url, f"the service answered {answer.status} to a request for the rest; begun anew")
        forget(part)
        fresh = Note.of(answer)
        if fresh.encoding not in ("identity", "gzip", "x-gzip", ""):
            raise Refused(url, f"packed as {fresh.encoding!r}, expected gzip or nothing")
        client.check_size(url, fresh.total)
        part.write_bytes(b"")
        part.with_name(f"{part.name}.json").write_text(json.dumps(asdict(fresh)), encoding="utf-8")
        return _receive(client, answer, fresh, part, 0, told)


def _receive(client: Client, answer: Answer, note: Note, part: Path, size: int, told: Told | None) -> Note:
    """Append what comes, and compare its length with what was announced."""
    begun = size
    try:
        with part.open("ab") as file:
            for chunk in answer.chunks():
                size += len(chunk)
                client.check_size(note.address, size)
                file.write(chunk)
                if told:
                    told(size, note.total if note.total >= 0 else None)
        if note.total >= 0 and size != note.total:
            raise Broke(note.address, f"the transfer broke off: {size:,} of {note.total:,} bytes")
        if size == 0 and note.total < 0 and "Transfer-Encoding" not in answer.headers:
            # A connection that ends within the head looks like this, the announced length having been lost with it.
            raise Broke(note.address, "the connection ended without a body")
    except Broke as fault:
        fault.moved = bool(note.again) and size - begun >= WORTH
        raise
    except TooLarge:
        forget(part)
        raise
    return note


def forget(part: Path) -> None:
    """Drop a part, the note first."""
    part.with_name(f"{part.name}.json").unlink(missing_ok=True)
    part.unlink(missing_ok=True)


def _held(part: Path) -> tuple[Note | None, int]:
    """Return what an earlier try has left, if it can be gone on with."""
    try:
        note = Note(**json.loads(part.with_name(f"{part.name}.json").read_text("utf-8")))
        size = part.stat().st_size
    except (OSError, ValueError, TypeError):
        return None, 0
    return (note, size) if note.again and size else (None, 0)


def _goes_on(answer: Answer, note: Note, size: int) -> bool:
    """Say whether an answer is the rest of the same thing, and not what some server takes for it."""
    unit, _, rest = answer.headers.get("Content-Range", "").partition(" ")
    span, _, total = rest.partition("/")
    same = Note.of(answer)
    return (
        unit == "bytes"
        and span.partition("-")[0] == str(size)
        and (note.total < 0 or total in ("*", str(note.total)))
        and (not same.etag or same.etag == note.etag)
        and (same.address, same.encoding) == (note.address, note.encoding)
    )


def _length(answer: Answer) -> int:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() and "Transfer-Encoding" not in answer.headers else -1


def _settled(changed: str, date: str) -> bool:
    """Say whether a time of change is old enough that a second change would have shown (RFC 9110, 8.8.2.2)."""
    try:
        return (parsedate_to_datetime(date) - parsedate_to_datetime(changed)).total_seconds() >= _MINUTE
    except (ValueError, TypeError):
        return False
