"""A fault in a file that people write: where it is, what was read, what was expected, what is near."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Rule = Literal[
    "encoding",
    "syntax",
    "too-deep",
    "no-alias",
    "no-tag",
    "control-character",
    "duplicate-key",
    "unknown-key",
    "missing-key",
    "wrong-type",
    "wrong-value",
    "unknown-code",
    "dangling",
    "ledger",
]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault, located.

    >>> print(Fault("kasi.yml", 11, 13, "promises.casa", "wrong-value", "read 'x', expected an amount", "y"))
    kasi.yml:11:13: [wrong-value] promises.casa: read 'x', expected an amount; did you mean 'y'?
    """

    file: str
    line: int
    column: int
    where: str
    rule: Rule
    message: str
    nearest: str | None = None

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        guess = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.file}:{self.line}:{self.column}: [{self.rule}] {where}{self.message}{guess}"

    def as_dict(self) -> dict[str, object]:
        """Return the fault for ``--format json``."""
        return asdict(self)
