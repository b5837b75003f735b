"""Compound files (MS-CFB, version 3) of one stream, which are what old and locked workbooks are."""

from __future__ import annotations

import struct
from typing import Final

FREE: Final = 0xFFFFFFFF
END: Final = 0xFFFFFFFE
FAT: Final = 0xFFFFFFFD
SECTOR: Final = 512
LEAST: Final = 4_096  # a stream of less would have to lie among the small ones


def compound(name: str, stream: bytes) -> bytes:
    """Make a file: head, the table of sectors, the directory, the stream."""
    stream = stream.ljust(max(LEAST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, LEAST, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    sectors = range(3, 3 + len(stream) // SECTOR - 1)
    table = struct.pack(f"<{3 + len(sectors)}I", FAT, END, *sectors, END).ljust(SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 2, len(stream)) + _entry("", 0, FREE, 0, 0) * 2
    return head + table + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    fields = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)


def old_workbook(rows: list[list[str | float]]) -> bytes:
    """Make a workbook in BIFF8: texts and numbers of one sheet."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            where = struct.pack("<HHH", line, column, 0)
            if isinstance(cell, str):
                sheet += _record(0x204, where + struct.pack("<HB", len(cell), 0) + cell.encode("latin-1"))
            else:
                sheet += _record(0x203, where + struct.pack("<d", cell))
    sheet += _record(0x0A, b"")
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    place = len(begin) + 4 + 8 + len("Sheet1") + 4
    named = _record(0x85, struct.pack("<IBBBB", place, 0, 0, len("Sheet1"), 0) + b"Sheet1")
    return compound("Workbook", begin + named + _record(0x0A, b"") + sheet)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
