"""IATI files of a hundred activities with one fault in the middle, made by code, for the tests of the reader."""

from __future__ import annotations

import io
from dataclasses import dataclass

from solidary.sources.iati.dataset import Account, read_dataset
from solidary.sources.iati.grammar import names
from solidary.sources.iati.reader import Buffer

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
TAIL = "</iati-activities>\n"
FAULT = 50


def activity(number: int, inside: str = "") -> str:
    return (
        f'<iati-activity default-currency="USD">\n<iati-identifier>XX-1-{number}</iati-identifier>\n'
        f"<title><narrative>Activity {number}</narrative></title>\n{inside}\n</iati-activity>\n"
    )


def file_of(fault: str, *, head: str = HEAD) -> bytes:
    """Return a file in which activity 50 holds a fault, or is replaced by it if the fault is a whole activity."""
    parts = [activity(number, fault if number == FAULT else "") for number in range(1, 101)]
    return (head + "".join(parts) + TAIL).encode()


def fault_line() -> int:
    """Return the line on which the faulty activity begins."""
    before = HEAD + "".join(activity(number) for number in range(1, FAULT))
    return before.count("\n") + 1


@dataclass
class Result:
    """What the reader made of some bytes."""

    account: Account
    buffer: Buffer

    def column(self, table: str, slot: int) -> list[object]:
        return [row[slot] for row in self.buffer.tables[names().index(table)]]

    @property
    def identifiers(self) -> list[object]:
        return self.column("activity", 5)

    @property
    def texts(self) -> list[str]:
        return [row[5] for row in self.buffer.narratives]


def read(data: bytes) -> Result:
    buffer = Buffer()
    return Result(read_dataset(io.BytesIO(data), 0, buffer, lambda: None), buffer)
