"""One IATI file -> its rows, flushed in portions, and an account of what was loaded, set aside and not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final

from lxml import etree

from solidary.sources.iati.compiled import read_slice
from solidary.sources.iati.marks import Kind, marks, pieces
from solidary.sources.iati.reader import Buffer, Reading, StrayText, parser, read_records
from solidary.sources.iati.slices import Head, NotIati, Slice, head_and_slices

_START = re.compile(rb"<(?:iati-activity|iati-organisation)(?=[\s/>])")
_IDENTIFIER = re.compile(rb"<(?:iati|organisation)-identifier[^>]*>\s*([^<]{1,200}?)\s*<")
_LONG = re.compile(rb"<[^<\s/!?][^<]{20000,}")
_TAG = re.compile(rb"<[^<>\s]+(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+")
_VALUE = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_AFTER = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)  # what may stand after the root
ATTRIBUTES: Final = 500  # on one element; reading thousands of them takes quadratic time
HUGE: Final = 9_000_000  # libxml2 refuses a longer text unless told
LINES: Final = 60_000  # libxml2 counts lines up to 65,535


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
    attributes: dict[str, str] = field(default_factory=dict)  # of the root
    records: int = 0
    broken: list[Broken] = field(default_factory=list)
    unread: dict[str, tuple[int, int]] = field(default_factory=dict)  # path -> how often, first line
    refused: NotIati | None = None


def read_dataset(stream: BinaryIO, dataset: int, buffer: Buffer, flush: Callable[[], None]) -> Account:
    """Read one file into a buffer; ``flush`` is called whenever enough rows wait in it.

    Raises:
        Unreadable: if an archive turns out to be damaged or a bomb; rows that were read before must be forgotten.
    """
    account = Account()
    try:
        head, slices = head_and_slices(stream)
    except NotIati as refusal:
        account.refused = refusal
        return account
    account.version, account.kind, account.encoding = head.version, head.name, head.encoding
    account.attributes = _attributes(head)
    desk = _Desk(head, Reading(dataset, head.major, buffer), account)
    for piece in slices:
        desk.read(piece)
        if buffer.full():
            flush()
    if getattr(stream, "broke", False):
        desk.breaks_off()
    account.records = desk.reading.records
    account.unread = {path: (count, desk.reading.first[path]) for path, count in desk.reading.unread.items()}
    return account


def _attributes(head: Head) -> dict[str, str]:
    if head.root.count(b"=") > ATTRIBUTES:
        return {}
    try:
        return {str(name): str(value) for name, value in etree.fromstring(head.root + head.end, parser()).items()}
    except etree.XMLSyntaxError:
        return {}  # then no record can be read, and each says why


class _Desk:
    """Reads the slices of one file: each as a whole and, if that fails, piece by piece."""

    def __init__(self, head: Head, reading: Reading, account: Account) -> None:
        self.head, self.reading, self.account = head, reading, account
        self.line = 0  # lines before the slice that is read

    def read(self, piece: Slice) -> None:
        self.line = piece.line
        if piece.too_long:
            self._set_aside(piece.data, piece.line, "too-long", "a record of more than 64 MB", whole=True)
        elif piece.last:
            self._read_last(piece)
        elif not read_slice(self.head, self.reading, piece.data, piece.line):
            self._read_whole(piece)

    def _read_whole(self, piece: Slice) -> None:
        try:
            if _crowded(piece.data) or piece.data.count(b"\n") > LINES:
                raise etree.XMLSyntaxError("to be read record by record", 0, 0, 0)
            read_records(_parse(piece.data, self.head), self.reading, piece.line)
        except (etree.XMLSyntaxError, StrayText):
            self._read_pieces(piece.data, piece.line)

    def _read_pieces(self, data: bytes, line: int) -> None:
        for piece in pieces(data):
            part, before = data[piece.start : piece.end], line + data.count(b"\n", 0, piece.start)
            if piece.record:
                self._read_record(part, before)
            else:
                self._read_between(part, before)

    def _read_record(self, data: bytes, line: int) -> None:
        if _crowded(data):
            self._set_aside(data, line, "too-many-attributes", f"an element with more than {ATTRIBUTES} attributes")
            return
        root = self._parsed(data, line, "not-well-formed")
        if root is not None:
            read_records(root, self.reading, line)

    def _read_between(self, data: bytes, line: int) -> None:
        """Report what stands outside any record: its elements and text are in no table."""
        root = self._parsed(data, line, "text-outside") if data.strip() and not _crowded(data) else None
        if root is None:
            return
        for child in root:
            self.reading.note(str(child.tag), line + child.sourceline)
        if any((text or "").strip() for text in (root.text, *(child.tail for child in root))):
            self.reading.note("text()", line + _lead(data))

    def _read_last(self, piece: Slice) -> None:
        """Read what stands behind the last whole record: the end of the root, or what a cut-off file has left."""
        end = next((mark for mark in marks(piece.data) if mark.kind is not Kind.END), None)
        if end is None or end.kind is not Kind.ROOT:
            broken = len(self.account.broken)
            self._read_pieces(piece.data, piece.line)
            if len(self.account.broken) == broken:
                line = piece.line + piece.data.count(b"\n") + 1
                self.account.broken.append(Broken("cut-off", line, "", "the file ends before its root element does"))
            return
        self._read_between(piece.data[: end.start], piece.line)
        after = _AFTER.match(piece.data, end.end)
        if after is None or after.end() < len(piece.data):
            place = after.end() if after else end.end
            line = piece.line + piece.data.count(b"\n", 0, place) + 1
            self.account.broken.append(Broken("text-outside", line, "", "text or elements after the end of the root"))

    def breaks_off(self) -> None:
        """Name the archive as the reason for the record that was torn, or for the end that nobody can vouch for."""
        reason = "the archive breaks off; what was whole is loaded"
        if self.account.broken and self.account.broken[-1].line > self.line:
            self.account.broken[-1] = replace(self.account.broken[-1], rule="damaged-archive", message=reason)
        else:
            self.account.broken.append(Broken("damaged-archive", self.line + 1, "", reason))

    def _parsed(self, data: bytes, line: int, rule: str) -> Any:
        try:
            return _parse(data, self.head)
        except etree.XMLSyntaxError as error:
            self._set_aside(data, line, rule, error.msg or "not well-formed", (error.lineno or 1) - 1)
            return None

    def _set_aside(
        self, data: bytes, line: int, rule: str, message: str, below: int = 0, *, whole: bool = False
    ) -> None:
        found = _IDENTIFIER.search(data) if rule != "text-outside" else None
        identifier = found.group(1).decode("utf-8", "replace") if found else ""
        # The parser counts lines from the root tag that was put in front: ours are those of the file.
        told = re.sub(r"\bline (\d+)", lambda found: f"line {line + int(found[1])}", " ".join(message.split()))
        told = re.sub(r", line \d+, column \d+$", "", told)
        start = _START.search(data)
        lead = data.count(b"\n", 0, start.start()) if start and whole else _lead(data)
        self.account.broken.append(Broken(rule, line + 1 + max(below, lead), identifier, told))


def _lead(data: bytes) -> int:
    """Return how many lines stand before the first thing that is not blank."""
    return data.count(b"\n", 0, len(data) - len(data.lstrip()))


def _crowded(data: bytes) -> bool:
    """Say whether an element has hundreds of attributes, which lxml takes quadratic time for."""
    if data.count(b"=") <= ATTRIBUTES:
        return False
    for found in _LONG.finditer(data):
        tag = _TAG.match(data, found.start())
        if tag and len(_VALUE.findall(tag.group())) > ATTRIBUTES:
            return True
    return False


def _parse(data: bytes, head: Head) -> etree._Element:
    return etree.fromstring(head.root + data + head.end, parser(huge=len(data) > HUGE))
