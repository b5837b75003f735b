"""One IATI file -> its rows, flushed in portions, and an account of what was loaded, set aside and not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from lxml import etree

from solidary.sources.iati.files import Unreadable
from solidary.sources.iati.reader import Buffer, Reading, parser, read_records
from solidary.sources.iati.slices import Head, NotIati, Slice, head_and_slices

FLUSH: Final = 40_000  # rows that may wait; sets the memory of a worker
_START = re.compile(rb"<(?:iati-activity|iati-organisation)(?=[\s/>])")
_IDENTIFIER = re.compile(rb"<iati-identifier[^>]*>\s*([^<]{1,200}?)\s*<")
_CROWDED = re.compile(rb"<[A-Za-z][^<>]{20000,}")
_LEFT = re.compile(rb"\s*(</(?:iati-activities|iati-organisations)\s*>)?\s*(<!--.*?-->\s*)*\Z", re.DOTALL)
ATTRIBUTES: Final = 500  # on one element; reading thousands of them takes quadratic time
CROWD: Final = 45_000  # signs of equality in a slice of 1 MB; real files have a third of it, so few are looked at twice
HUGE: Final = 9_000_000  # libxml2 refuses a longer text unless told


@dataclass(frozen=True, slots=True)
class Broken:
    """A record (or the rest of a file) that was set aside, with its place and reason."""

    rule: str
    line: int
    identifier: str
    message: str


@dataclass(slots=True)
class Account:
    """What became of a file: records in = records loaded + records set aside."""

    version: str = ""
    kind: str = ""
    encoding: str = ""
    records: int = 0
    broken: list[Broken] = field(default_factory=list)
    unread: dict[str, tuple[int, int]] = field(default_factory=dict)  # path -> how often, first line
    refused: NotIati | None = None


def read_dataset(stream: BinaryIO, dataset: int, buffer: Buffer, flush: Callable[[], None]) -> Account:
    """Read one file into a buffer; ``flush`` is called whenever enough rows wait in it."""
    account = Account()
    try:
        head, slices = head_and_slices(stream)
    except NotIati as refusal:
        account.refused = refusal
        return account
    account.version, account.kind, account.encoding = head.version, head.name, head.encoding
    reading = Reading(dataset, head.major, buffer)
    try:
        for piece in slices:
            _read(piece, head, reading, account)
            if buffer.size() > FLUSH:
                flush()
    except Unreadable as error:  # an archive that breaks off: what was whole is loaded, the rest is named
        account.broken.append(Broken(error.rule, 0, "", f"{error}; the rest of the file"))
    account.records = reading.records
    account.unread = {path: (count, reading.first[path]) for path, count in reading.unread.items()}
    return account


def _read(piece: Slice, head: Head, reading: Reading, account: Account) -> None:
    """Read a slice as a whole; if that fails, record by record, so that only the broken ones are set aside."""
    if not piece.complete:
        _read_rest(piece, head, reading, account)
        return
    try:
        if piece.data.count(b"=") > CROWD and _CROWDED.search(piece.data):
            raise etree.XMLSyntaxError("crowded", 0, 0, 0)
        root = _parse(piece.data, head)
    except etree.XMLSyntaxError:
        for part in _parts(piece):
            _read_one(part, head, reading, account)
        return
    read_records(root, reading, piece.line)


def _parse(data: bytes, head: Head) -> etree._Element:
    return etree.fromstring(head.root + data + b"</" + head.name.encode() + b">", parser(huge=len(data) > HUGE))


def _read_one(part: Slice, head: Head, reading: Reading, account: Account) -> None:
    crowd = next((found for found in _CROWDED.finditer(part.data) if found.group().count(b"=") > ATTRIBUTES), None)
    if crowd:
        _set_aside(account, part, "too-many-attributes", f"an element with more than {ATTRIBUTES} attributes")
        return
    try:
        root = _parse(part.data, head)
    except etree.XMLSyntaxError as error:
        _set_aside(account, part, "not-well-formed", error.msg or "not well-formed", (error.lineno or 1) - 1)
        return
    read_records(root, reading, part.line)


def _set_aside(account: Account, part: Slice, rule: str, message: str, below: int = 0) -> None:
    found = _IDENTIFIER.search(part.data)
    identifier = found.group(1).decode("utf-8", "replace") if found else ""
    start = _START.search(part.data)
    lead = part.data.count(b"\n", 0, start.start()) if start else 0
    account.broken.append(Broken(rule, part.line + 1 + max(below, lead), identifier, " ".join(message.split())))


def _parts(piece: Slice) -> Iterator[Slice]:
    """Cut a slice into its records by their start tags, which even a record with a wrong end has."""
    starts = [found.start() for found in _START.finditer(piece.data)] or [0]
    line = piece.line + piece.data.count(b"\n", 0, starts[0])
    for number, start in enumerate(starts):
        data = piece.data[start : starts[number + 1] if number + 1 < len(starts) else None]
        yield Slice(data, line)
        line += data.count(b"\n")


def _read_rest(piece: Slice, head: Head, reading: Reading, account: Account) -> None:
    """What stands after the last whole record: the end of the root, or what a cut-off file has left."""
    if not piece.data:
        account.broken.append(Broken("too-long", piece.line + 1, "", "a record of more than 64 MB"))
        return
    for part in _parts(piece):
        if _START.match(part.data):
            _read_one(part, head, reading, account)
        elif not _LEFT.match(part.data):
            account.broken.append(Broken("text-outside", part.line + 1, "", "text or elements outside any record"))
