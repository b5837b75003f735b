"""What a machine read and a person has yet to judge: a claim that is not in force until somebody accepts it.

A reading is a line of the ledger, and so is what became of it. An accepted reading is a claim of method ``reader``
under the name of who accepted it; taking the decision back opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from solidary.register.judgement import mark

if TYPE_CHECKING:
    from solidary.register.ledger import Line

PROPOSE, ACCEPT, REFUSE = "propose", "accept", "refuse"
READER: Final = "reader"  # the method of a claim that came so
State = Literal["open", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reading.

    Grain: one per line of the ledger.

    Args:
        id: ``p-`` and the beginning of the hash of its line.
        line: the line that proposed it, whose body is that of a claim.
        reader: the name and version of the program that read it.
        by: who decided; empty while it is open.
    """

    id: str
    line: Line
    reader: str
    state: State = "open"
    by: str = ""
    reason: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """Subject, statement and source, as of a claim."""
        return self.line.body

    @property
    def subject(self) -> str:
        """``initiative/entry``."""
        return str(self.line.body.get("subject", ""))


def proposals(lines: Iterable[Line]) -> list[Proposal]:
    """Read the proposals of a ledger with what became of them, the oldest first.

    >>> from solidary.register.ledger import Line
    >>> read = Line(1, "2026-11-24T10:00:00+00:00", "reader 1", "propose", {"reader": "reader 1"}, "abcdef0123456789")
    >>> taken = Line(2, "2026-11-24T11:00:00+00:00", "Mai", "accept", {"id": "p-abcdef0123"}, "0")
    >>> proposals([read])[0].state, proposals([read, taken])[0].state, proposals([read, taken])[0].by
    ('open', 'accepted', 'Mai')
    """
    found: dict[str, Proposal] = {}
    for line in lines:
        if line.action == PROPOSE:
            found[mark("p", line)] = Proposal(mark("p", line), line, str(line.body.get("reader", line.by)))
        elif line.action in (ACCEPT, REFUSE, "withdraw") and line.body["id"] in found:
            key = line.body["id"]
            found[key] = _decided(found[key], line)
    return list(found.values())


def _decided(one: Proposal, line: Line) -> Proposal:
    if line.action == "withdraw":
        return replace(one, state="open", by="", reason="")
    state: State = "accepted" if line.action == ACCEPT else "refused"
    return replace(one, state=state, by=line.by, reason=str(line.body.get("reason", "")))
