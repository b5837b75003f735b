"""A stream of bytes -> slices of whole records under the file's own root tag, whatever the size of the file.

A fault then costs the record that it stands in, not the file; memory is bounded by the slice, not by the file. Slices
are cut at end tags of records that stand outside comments and CDATA.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

SLICE: Final = 1 << 20
LONGEST: Final = 64 << 20  # no record of a real publisher is a tenth of this
_HEAD: Final = 1 << 16
_END = re.compile(rb"</(?:iati-activity|iati-organisation)\s*>")
_HIDING = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|</(?:iati-activity|iati-organisation)\s*>", re.DOTALL
)
_ROOT = re.compile(rb"<(iati-activities|iati-organisations)(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_VERSION = re.compile(rb"""\sversion\s*=\s*["']([^"']*)["']""")
_SKIPPED = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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

    root: bytes  # the start tag, with its namespaces
    name: str  # iati-activities or iati-organisations
    version: str  # as written; empty if it is not
    encoding: str

    @property
    def major(self) -> int:
        """Major version; the standard reads a missing one as 1.01."""
        return 2 if self.version.strip().startswith("2") else 1


@dataclass(frozen=True, slots=True)
class Slice:
    """Whole records, and how many lines stand before them."""

    data: bytes
    line: int
    complete: bool = True  # False: what is left after the last record, should hold the end of the root only


def head_and_slices(stream: BinaryIO, size: int = SLICE) -> tuple[Head, Iterator[Slice]]:
    """Read the head of a file and return it with its slices.

    Raises:
        NotIati: if it is empty, no XML, no IATI, of an encoding nobody knows, or has a DOCTYPE.
    """
    first = stream.read(_HEAD)
    encoding = _encoding(first)
    text = _transcoded(stream, first, encoding)
    buffer = next(text, b"")
    while not _ROOT.search(buffer) and len(buffer) < (1 << 22):
        more = next(text, b"")
        if not more:
            break
        buffer += more
    found = _root(buffer)
    root = found.group(0)
    version = _VERSION.search(root)
    opened = root[:-2] + b">" if root.endswith(b"/>") else root
    head = Head(
        opened, found.group(1).decode(), version.group(1).decode("utf-8", "replace") if version else "", encoding
    )
    before = buffer.count(b"\n", 0, found.end())
    return head, _slices(text, buffer[found.end() :], before, size)


def _encoding(first: bytes) -> str:
    if not first.strip():
        raise NotIati("empty", "the file is empty; expected IATI XML")
    for mark, name in BOMS:
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
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block:
        yield decoder.decode(block).encode("utf-8", "replace")
        block = stream.read(SLICE)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _root(buffer: bytes) -> re.Match[bytes]:
    """Find the root tag; nothing but declaration, comments and instructions may stand before it."""
    place = 0
    while skipped := _SKIPPED.match(buffer, place):
        place = skipped.end()
    found = _ROOT.match(buffer, place)
    if found:
        return found
    start = buffer[place : place + 60].decode("utf-8", "replace")
    if start.startswith("<!DOCTYPE") and "html" not in start[:16].lower():
        raise NotIati("doctype", "the file has a DOCTYPE; IATI needs none, and entities are not read")
    kind = "XML of another kind" if start.startswith("<") else "no XML"
    raise NotIati(
        "not-iati", f"read {start[:40]!r}, expected <iati-activities> or <iati-organisations>; this is {kind}"
    )


def _slices(text: Iterator[bytes], buffer: bytes, line: int, size: int) -> Iterator[Slice]:
    over = False
    while not over:
        while len(buffer) < size:
            more = next(text, b"")
            if not more:
                over = True
                break
            buffer += more
        cut = _last_end(buffer)
        if cut:
            yield Slice(buffer[:cut], line)
            line += buffer.count(b"\n", 0, cut)
            buffer = buffer[cut:]
        elif not over:
            size = min(size + SLICE, LONGEST) if len(buffer) < LONGEST else size
            if len(buffer) >= LONGEST:
                yield Slice(b"", line, complete=False)
                line += buffer.count(b"\n")
                buffer = _skip(text, buffer)
                continue
            buffer += next(text, b"")
            continue
        size = SLICE
    if buffer.strip():
        yield Slice(buffer, line, complete=False)


def _last_end(buffer: bytes) -> int:
    """Return where the last record of a buffer ends."""
    end = 0
    found: re.Match[bytes] | None
    if b"<!--" in buffer or b"<![CDATA[" in buffer:
        for found in _HIDING.finditer(buffer):
            end = found.end() if found.group().startswith(b"</") else end
        return end
    place = max(buffer.rfind(b"</iati-activity"), buffer.rfind(b"</iati-organisation"))
    while place >= 0:
        found = _END.match(buffer, place)
        if found:
            return found.end()
        place = max(buffer.rfind(b"</iati-activity", 0, place), buffer.rfind(b"</iati-organisation", 0, place))
    return end


def _skip(text: Iterator[bytes], buffer: bytes) -> bytes:
    """Pass over a record that is longer than any record may be."""
    tail = buffer[-64:]
    for more in text:
        found = _END.search(tail + more)
        if found:
            return (tail + more)[found.end() :]
        tail = more[-64:]
    return b""
