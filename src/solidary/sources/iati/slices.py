"""A stream of bytes -> slices of whole records under the file's own root tag, whatever the size of the file.

A fault then costs the record that it stands in, not the file; memory is bounded by the slice, not by the file. Slices
are cut where records end, outside comments, CDATA and instructions.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from solidary.sources.iati.marks import Kind, last_end, lines, marks

SLICE: Final = 1 << 20
LONGEST: Final = 64 << 20  # no record of a real publisher is a tenth of this
_HEAD: Final = 1 << 12
_PREFACE: Final = 1 << 22
_ROOT = re.compile(rb"<(iati-activities|iati-organisations)(?=[\s/>])(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_VERSION = re.compile(rb"""\sversion\s*=\s*["']([^"']*)["']""")
_SKIPPED = re.compile(rb"\s++|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_BEGUN: Final = (b"<iati-activities", b"<iati-organisations", b"<!--", b"<?")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A byte that an encoding does not have becomes a character that XML does not have: it costs its record, not the file.
codecs.register_error("solidary-illegal", lambda error: ("\x01", error.end))  # type: ignore[attr-defined]


class NotIati(ValueError):
    """Why a file is no IATI file that can be read; ``rule`` names the reason."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(rule, message)
        self.rule, self.message = rule, message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Head:
    """What the beginning of a file says."""

    root: bytes  # the start tag on one line, with its namespaces
    name: str  # iati-activities or iati-organisations
    version: str  # as written; empty if it is not
    encoding: str

    @property
    def major(self) -> int:
        """Major version; the standard reads a missing one as 1.01."""
        return 2 if self.version.strip().startswith("2") else 1

    @property
    def end(self) -> bytes:
        """The end tag of the root."""
        return b"</" + self.name.encode() + b">"


@dataclass(frozen=True, slots=True)
class Slice:
    """Whole records and what stands between them, and how many lines stand before."""

    data: bytes
    line: int
    last: bool = False  # what is left behind the last whole record: the end of the root, or of a file cut off
    too_long: bool = False  # the beginning of a record that is longer than any may be


def head_and_slices(stream: BinaryIO, size: int = SLICE) -> tuple[Head, Iterator[Slice]]:
    """Read the head of a file and return it with its slices.

    Raises:
        NotIati: if it is empty, no XML, no IATI, of an encoding nobody knows, or has a DOCTYPE.
    """
    first = b""
    while len(first) < _HEAD and (more := stream.read(_HEAD - len(first))):
        first += more
    encoding = _encoding(first)
    text = _transcoded(stream, first, encoding)
    buffer = next(text, b"")
    while (found := _root(buffer, final=not (more := next(text, b"")) or len(buffer) > _PREFACE)) is None:
        buffer += more
    buffer += more
    root = found.group(0)
    version = _VERSION.search(root)
    empty = root.endswith(b"/>")
    opened = re.sub(rb"[\r\n]+", b" ", root[:-2] + b">" if empty else root)
    name = found.group(1).decode()
    head = Head(opened, name, version.group(1).decode("utf-8", "replace") if version else "", encoding)
    before = buffer.count(b"\n", 0, found.end())
    return head, _slices(text, (head.end if empty else b"") + buffer[found.end() :], before, size)


def _encoding(first: bytes) -> str:
    if not first.strip():
        raise NotIati("empty", "the file is empty; expected IATI XML")
    for mark, name in _BOMS:
        if first.startswith(mark):
            return name
    declared = _DECLARED.match(first.lstrip())
    name = declared.group(1).decode() if declared else "utf-8"
    try:
        found = codecs.lookup(name)
        "".encode(name)  # zlib, rot13 and the like are codecs, but no encodings of text
        found.incrementaldecoder("replace").decode(b"", final=True)
        return found.name
    except (LookupError, UnicodeError, TypeError):
        raise NotIati("encoding", f"read encoding {name!r}, expected one that is known, such as UTF-8") from None


def _transcoded(stream: BinaryIO, first: bytes, encoding: str) -> Iterator[bytes]:
    """Yield the file as UTF-8. UTF-8 itself passes as it is, so that a wrong byte costs only its record."""
    block = first
    if encoding == "utf-8":
        block = block.removeprefix(codecs.BOM_UTF8)
        while block:
            yield block
            block = stream.read(SLICE)
        return
    decoder = codecs.getincrementaldecoder(encoding)("solidary-illegal")
    while block:
        if decoded := _decoded(decoder, block):
            yield decoded
        block = stream.read(SLICE)
    yield _decoded(decoder, b"", final=True)


def _decoded(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bytes:
    try:
        return decoder.decode(block, final).encode("utf-8", "replace")
    except (UnicodeError, ValueError, IndexError):  # odd codecs give up instead of marking what they cannot read
        return b"\x01"


def _root(buffer: bytes, *, final: bool) -> re.Match[bytes] | None:
    """Find the root tag; nothing but declaration, comments and instructions may stand before it.

    Raises:
        NotIati: if something else does.
    """
    place = 0
    while skipped := _SKIPPED.match(buffer, place):
        place = skipped.end()
    found = _ROOT.match(buffer, place)
    open_still = buffer.startswith(_BEGUN, place) or len(buffer) < place + 64
    if found is None and (final or not open_still):
        raise _refused(buffer[place : place + 60])
    return found


def _refused(buffer: bytes) -> NotIati:
    start = buffer.decode("utf-8", "replace").strip()
    if start.startswith("<!DOCTYPE") and "html" not in start[:16].lower():
        return NotIati("doctype", "the file has a DOCTYPE; IATI needs none, and entities are not read")
    kind = "XML of another kind" if start.startswith("<") else "no XML"
    return NotIati(
        "not-iati", f"read {start[:40]!r}, expected <iati-activities> or <iati-organisations>; this is {kind}"
    )


def _slices(text: Iterator[bytes], buffer: bytes, line: int, size: int) -> Iterator[Slice]:
    over, wanted = False, size
    while True:
        while len(buffer) < wanted and not over:
            more = next(text, b"")
            over = not more
            buffer += more
        cut = last_end(buffer, final=over)
        if cut:
            yield Slice(buffer[:cut], line)
            line += lines(buffer, cut)
            buffer, wanted = buffer[cut:], size
        elif over:
            yield Slice(buffer, line, last=True)
            return
        elif len(buffer) >= LONGEST:
            yield Slice(buffer, line, too_long=True)
            buffer, line = _skip(text, buffer, line)
        else:
            wanted = min(max(2 * len(buffer), size), LONGEST)  # doubled, or the search would take quadratic time


def _skip(text: Iterator[bytes], buffer: bytes, line: int) -> tuple[bytes, int]:
    """Pass over a record that is longer than any record may be; return what follows, and its line."""
    begun = next((mark.end for mark in marks(buffer) if mark.kind is Kind.START), 0)
    while True:
        found = next((mark for mark in marks(buffer[begun:])), None)
        if found or not (more := next(text, b"")):
            end = begun + (found.end if found.kind is Kind.END else found.start) if found else len(buffer)
            return buffer[end:], line + buffer.count(b"\n", 0, end)
        keep = max(begun, len(buffer) - 64)
        line += buffer.count(b"\n", 0, keep)
        buffer, begun = buffer[keep:] + more, 0
