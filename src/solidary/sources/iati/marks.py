"""Where records begin and end in the bytes of a file: marks outside comments, CDATA and instructions.

A parser cannot say it of a file with a fault, and that is when it must be known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

_MARK = re.compile(
    rb"<(?:(?P<hidden>!--|!\[CDATA\[|\?)|(?P<start>iati-(?:activity|organisation)(?=[\s/>]))"
    rb"|(?P<end>/iati-(?:activity|organisation)\s*>)|(?P<root>/iati-(?:activities|organisations)\s*>))"
)
_REST = re.compile(rb"(?:[^<>\"'/]|/(?!>)|\"[^\"<]*+\"|'[^'<]*+')*+(/?)>")
_CLOSING: Final = {b"![CDATA[": b"]]>", b"?": b"?>"}


class Kind(Enum):
    """What a mark does."""

    START = auto()
    EMPTY = auto()  # a record that closes itself
    END = auto()
    ROOT = auto()  # the end of the file's root


class Mark(NamedTuple):
    """A tag of a record, or the end of the root."""

    kind: Kind
    start: int
    end: int


def marks(data: bytes, *, final: bool = True) -> Iterator[Mark]:
    """Yield the marks of some bytes, which begin outside any comment.

    Args:
        data: bytes of a file.
        final: no more bytes follow, so that a comment without an end hides nothing; a parser refuses it anyway.
    """
    place, without = 0, set[bytes]()  # closings that do not occur any more: looked for once, or time were quadratic
    while found := _MARK.search(data, place):
        place = found.end()
        if hidden := found["hidden"]:
            past = _past(data, hidden, place, without)
            if past < 0 and not final:
                return
            place = max(past, place)
        elif found["start"]:
            rest = _REST.match(data, place)
            place = rest.end() if rest else place
            yield Mark(Kind.EMPTY if rest and rest[1] else Kind.START, found.start(), place)
        else:
            yield Mark(Kind.END if found["end"] else Kind.ROOT, found.start(), place)


def _past(data: bytes, opening: bytes, place: int, without: set[bytes]) -> int:
    """Return where something hidden ends; -1 if it does not end, or not yet; its beginning if it is ill-formed."""
    if opening == b"!--":
        end = data.find(b"--", place)  # no comment may hold two hyphens
        if end < 0 or end + 2 >= len(data):
            return -1
        return end + 3 if data[end + 2 : end + 3] == b">" else place
    closing = _CLOSING[opening]
    if closing in without:
        return -1
    end = data.find(closing, place)
    if end < 0:
        without.add(closing)
        return -1
    return end + len(closing)


def _hides(data: bytes) -> bool:
    """Say whether anything in some bytes may hide a mark."""
    return b"<!" in data or b"<?" in data


def _lines(data: bytes, end: int) -> int:
    """Say how many lines end before some place."""
    return data.count(b"\n", 0, end)


hides: Callable[[bytes], bool]
lines: Callable[[bytes, int], int]
try:  # the same, ten times as fast, where it could be compiled
    from solidary.sources.iati import walk
except ImportError:
    hides, lines = _hides, _lines
else:
    hides, lines = walk.hides, walk.lines


def last_end(data: bytes, *, final: bool) -> int:
    """Return where the last whole record of some bytes ends; 0 if there is none.

    >>> last_end(b"<iati-activity> </iati-activity> <!-- </iati-activity> -->", final=True)
    32
    """
    if not hides(data):
        place = len(data)
        while (place := data.rfind(b"</iati-", 0, place)) >= 0:
            found = _MARK.match(data, place)
            if found and found["end"]:
                return found.end()
    end, inside = 0, False
    for mark in marks(data, final=final):
        if mark.kind is Kind.END or (mark.kind is Kind.EMPTY and not inside):
            end = mark.end
        inside = mark.kind is Kind.START
    return end


class Piece(NamedTuple):
    """A part of some bytes: a record, or what stands between two."""

    record: bool
    start: int
    end: int


def pieces(data: bytes) -> Iterator[Piece]:
    """Cut some bytes into records and what stands between them, so that each fault stands in one piece.

    A record without an end ends where the next one starts.

    >>> list(pieces(b"<iati-activity> <iati-activity/>junk"))
    [Piece(record=True, start=0, end=16), Piece(record=True, start=16, end=32), Piece(record=False, start=32, end=36)]
    """
    place, begun = 0, -1
    for mark in marks(data):
        if mark.kind in (Kind.START, Kind.EMPTY):
            if begun >= 0:
                yield Piece(True, begun, mark.start)
                place = mark.start
            if mark.start > place:
                yield Piece(False, place, mark.start)
            place, begun = mark.start, mark.start
        if mark.kind is Kind.EMPTY or (mark.kind is Kind.END and begun >= 0):
            yield Piece(True, begun, mark.end)
            place, begun = mark.end, -1
    if begun >= 0:
        yield Piece(True, begun, len(data))
    elif place < len(data):
        yield Piece(False, place, len(data))
