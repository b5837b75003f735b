"""The exception tree of solidary; everything that we raise on purpose hangs on one root.

SolidaryError
├── ValueFault            a text that is no money, period, amount ... (values)
│   └── MixedCurrencies   money of two currencies was added or compared
├── UnknownName           a key that nothing carries; knows the nearest ones
├── TermFaults            one or more located faults in definition or dossier files
├── WrongUse              a name, day or claim that was typed cannot be used
├── LedgerFault           the user's ledger was changed behind our back, or a line is broken
├── MissingExtra          a part of solidary whose packages are not installed
├── MissingFont           no font of this machine has the letters of a language
└── CannotWrite           a file or folder that is in the way

Faces print ``str(error)`` and leave with ``error.exit_code``: 1 = fault in the data, 2 = wrong use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import ClassVar, Protocol


class SolidaryError(Exception):
    """Root of all errors that solidary raises on purpose."""

    exit_code: ClassVar[int] = 1


class ValueFault(SolidaryError, ValueError):
    """A text that cannot be read as the value it should be.

    Also a ``ValueError``, so that a validator may raise it as it is.
    """

    def __init__(self, read: str, expected: str) -> None:
        super().__init__(f"read {read!r}, expected {expected}")
        self.read = read
        self.expected = expected


class MixedCurrencies(ValueFault):
    """Two amounts of money that have no common unit."""


class UnknownName(SolidaryError):
    """A key that nothing carries."""

    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, read: str, known: Iterable[str], hint: str = "") -> None:
        self.kind, self.read, self.known = kind, read, sorted(known)
        self.nearest = nearest(read, self.known)
        guess = f" Did you mean {self.nearest!r}?" if self.nearest else ""
        listing = f" Known: {', '.join(self.known)}." if 0 < len(self.known) <= 24 else ""
        super().__init__(f"Unknown {kind} {read!r}.{guess}{listing}{' ' + hint if hint else ''}")


class Located(Protocol):
    """A fault that knows its place; see ``terms.fault``."""

    def __str__(self) -> str:
        """Give the fault as ``file:line:column: message``."""
        ...


class TermFaults(SolidaryError):
    """All faults found in definition or dossier files, each with file, line and column."""

    def __init__(self, faults: Sequence[Located]) -> None:
        self.faults = tuple(faults)
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        super().__init__("\n".join([*(str(fault) for fault in faults), f"{count} found; nothing was loaded."]))


class WrongUse(SolidaryError):
    """Something that a person typed cannot be used; says what was read and what was expected."""

    exit_code: ClassVar[int] = 2


class LedgerFault(SolidaryError):
    """A ledger whose lines no longer follow from one another, or one that cannot be read."""

    def __init__(self, message: str, file: str = "", line: int = 1) -> None:
        super().__init__(f"{file}:{line}:1: {message}" if file else message)
        self.message, self.file, self.line = message, file, line


class CannotWrite(SolidaryError):
    """Something stands where a file or folder should be written."""

    exit_code: ClassVar[int] = 2


class MissingExtra(SolidaryError):
    """A part of solidary whose packages are not installed; names the extra that brings them.

    >>> str(MissingExtra("web", "fastapi"))
    "this needs the package fastapi; `pip install 'solidary[web]'` brings it"
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f"this needs the package {package}; `pip install 'solidary[{extra}]'` brings it")
        self.extra, self.package = extra, package


class MissingFont(SolidaryError):
    """No font of this machine has the letters that a text needs; says which to install."""

    exit_code: ClassVar[int] = 2

    def __init__(self, letters: str, hint: str) -> None:
        self.letters = letters
        super().__init__(f"no font here has {letters!r}; {hint}")


def nearest(read: str, known: Iterable[str]) -> str | None:
    """Say which known name is closest to what was read, if any is close.

    >>> nearest("methan", ["methane", "casa"])
    'methane'
    """
    folded = {name.casefold(): name for name in known}
    found = get_close_matches(read.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
