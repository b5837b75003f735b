"""IATI files made by code: a hundred activities, one of them with a fault, and what another parser finds in them."""

from __future__ import annotations

import io
import os
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from xml.parsers import expat

from solidary.sources.iati.compiled import Waiting, walker
from solidary.sources.iati.dataset import Account, read_dataset
from solidary.sources.iati.grammar import names
from solidary.sources.iati.reader import Buffer
from solidary.sources.iati.specification import PLACE, tables

COUNT: Final = 100
FAULTY: Final = 50
HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
TAIL: Final = b"</iati-activities>\n"
END: Final = b"</iati-activity>"
DATA: Final = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[4] / "shared" / "data")


def identifier(number: int) -> str:
    return f"XM-TEST-{number:03}"


def activity(number: int, inside: bytes = b"", end: bytes = END) -> bytes:
    """Return one activity over several lines, with something more inside."""
    return (
        b'<iati-activity default-currency="EUR" xml:lang="en">\n'
        b"<iati-identifier>" + identifier(number).encode() + b"</iati-identifier>\n"
        b"<title><narrative>Project " + str(number).encode() + b"</narrative></title>\n"
        b'<budget type="1"><value currency="EUR">' + str(number).encode() + b"</value></budget>\n"
        + inside + b"\n" + end + b"\n"
    )  # fmt: skip


def hundred(inside: bytes = b"", *, record: bytes | None = None, head: bytes = HEAD, tail: bytes = TAIL) -> bytes:
    """Return a file of a hundred activities with something inside number 50, or in place of it."""
    faulty = activity(FAULTY, inside) if record is None else record
    before = b"".join(activity(number) for number in range(1, FAULTY))
    after = b"".join(activity(number) for number in range(FAULTY + 1, COUNT + 1))
    return head + before + faulty + after + tail


ALL: Final = [identifier(number) for number in range(1, COUNT + 1)]
OTHERS: Final = [one for one in ALL if one != identifier(FAULTY)]


def line_of(data: bytes, text: bytes) -> int:
    """Return the line on which a text first stands."""
    return data.count(b"\n", 0, data.index(text)) + 1


def start_of(data: bytes, number: int) -> int:
    """Return the line on which an activity made by ``activity`` starts: the one above its identifier."""
    return line_of(data, identifier(number).encode()) - 1


class Blocks:
    """A stream that never gives more than some bytes at once, as pipes and sockets do."""

    def __init__(self, data: bytes, block: int) -> None:
        self.inner, self.block = io.BytesIO(data), block

    def read(self, size: int = -1) -> bytes:
        return self.inner.read(self.block if size < 0 else min(size, self.block))


@dataclass(frozen=True)
class Read:
    """What the reader made of a file."""

    account: Account
    buffer: Buffer

    def table(self, name: str) -> list[dict[str, Any]]:
        columns = [*PLACE, *(column.name for column in tables()[name].columns)]
        return [dict(zip(columns, row, strict=True)) for row in self.buffer.tables[names().index(name)]]

    @property
    def identifiers(self) -> list[str | None]:
        return [row["iati_identifier"] for row in self.table("activity")]

    @property
    def lines(self) -> list[int]:
        return [row["line"] for row in self.table("activity")]

    @property
    def texts(self) -> list[str | None]:
        return [row[-1] for row in self.buffer.narratives]

    @property
    def faults(self) -> list[tuple[str, int]]:
        """Identifier and line of each record that was set aside."""
        return [(one.identifier, one.line) for one in self.account.broken]

    @property
    def rule(self) -> str:
        """Why the whole file was refused; empty if it was not."""
        return self.account.refused.rule if self.account.refused else ""

    @property
    def everything(self) -> tuple[object, ...]:
        """All that was read, set aside and not read, to compare two readings of one file."""
        return (
            self.buffer.tables, self.buffer.narratives, self.account.records, self.account.broken,
            self.account.unread, self.rule, self.account.version, self.account.kind, self.account.encoding,
        )  # fmt: skip


def read(data: bytes, block: int = 1 << 20) -> Read:
    """Read a file; a reading that loads and counts different numbers of records is none.

    Where the compiled walk could be built, it reads too, and must come to the same.
    """
    buffer = Buffer(compiled=False)
    done = Read(read_dataset(cast("BinaryIO", Blocks(data, block)), 0, buffer, lambda: None), buffer)
    assert done.account.records == len(done.table("activity")) + len(done.table("organisation"))
    if walker() is not None:
        other = Buffer()
        account = read_dataset(cast("BinaryIO", Blocks(data, block)), 0, other, lambda: None)
        assert repr(account) == repr(done.account)
        assert rows_of(other) == rows_of(buffer)
    return done


def rows_of(buffer: Buffer) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of all tables, whichever walk has read them, in order."""
    found = {}
    kinds = zip((*names(), "narrative"), (*buffer.tables, buffer.narratives), strict=True)
    for number, (table, rows) in enumerate(kinds):
        found[table] = sorted((*map(tuple, rows), *_decoded(buffer.compiled(number), table)), key=repr)
    return found


def _decoded(waiting: Waiting | None, table: str) -> list[tuple[Any, ...]]:
    if waiting is None or not waiting.rows:
        return []
    places = [array("i", one).tolist() for one in waiting.places][: 4 if table == "narrative" else 5]
    return list(zip(*places, *(_texts(column, waiting.rows) for column in waiting.columns), strict=True))


def _texts(column: tuple[bytes, bytes, bytes, int] | None, rows: int) -> list[str | None]:
    if column is None:
        return [None] * rows
    offsets, data, valid, _ = array("i", column[0]), *column[1:]
    return [
        data[offsets[row] : offsets[row + 1]].decode() if valid[row // 8] >> row % 8 & 1 else None
        for row in range(rows)
    ]


@dataclass
class Seen:
    """What expat finds in a file: the lines of its activities, the text of their identifiers, and its first fault."""

    lines: list[int]
    identifiers: list[str]
    fault: int | None = None  # the byte at which the file ceases to be well-formed


def seen(data: bytes) -> Seen:
    """Read a file with expat, until it ends or ceases to be well-formed."""
    found, path = Seen([], []), list[str]()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, _: object) -> None:
        path.append(name)
        if path[1:] == ["iati-activity"]:
            found.lines.append(parser.CurrentLineNumber)
            found.identifiers.append("")

    def text(value: str) -> None:
        if path[1:] == ["iati-activity", "iati-identifier"]:
            found.identifiers[-1] += value.strip()

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _: path.pop()
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        found.fault = parser.ErrorByteIndex
    return found


def files_below(folder: Path) -> Iterable[str]:
    """Return the names of all files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
