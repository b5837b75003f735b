"""One place where a file goes against the standard, as a person and as a program read it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

SEVERITIES: Final = ("critical", "error", "warning", "advisory")
GRAVE: Final = frozenset({"critical", "error"})  # a file with one of them does not pass
LONGEST: Final = 120  # of a value that is repeated


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that does not hold at a place.

    Args:
        file: name of the file, or of the archive and its member.
        line: of the element, from 1; 0 if the file cannot be read at all.
        column: 0, not known: the elements of a tree know their line only.
        identifier: of the activity or organisation.
        rule: official id, such as 6.2.2; a word of ours where there is no official one.
        severity: one of ``SEVERITIES``.
        category: the official group, such as ``identifiers`` or ``financial``.
        message: what is wrong, in our words.
        read: what stood there.
        lines: of all elements that the rule looked at and found wanting.
    """

    file: str
    line: int
    column: int
    identifier: str
    rule: str
    severity: str
    category: str
    message: str
    read: str = ""
    lines: tuple[int, ...] = ()

    @property
    def grave(self) -> bool:
        """Whether a file with it does not pass."""
        return self.severity in GRAVE

    def __str__(self) -> str:
        """Give the line that a person reads.

        >>> print(Violation("a.xml", 12, 0, "XI-1", "6.2.2", "error", "classifications", "no sector"))
        a.xml:12: [6.2.2] error: no sector
        """
        read = f" (read {short(self.read)!r})" if self.read else ""
        return f"{self.file}:{self.line}: [{self.rule}] {self.severity}: {self.message}{read}"

    def as_dict(self) -> dict[str, Any]:
        """Give what a program reads."""
        return asdict(self) | {"lines": list(self.lines)}


def short(text: str) -> str:
    """Cut a value that is too long to be repeated.

    >>> len(short("x" * 500)), short("a  b")
    (121, 'a b')
    """
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
