"""What people hold of a pair: whether an activity of project data is a promise of the register, or part of it.

A judgement is a line of the ledger: never edited, taken back by a later line. Of several on one pair the latest that
still stands is in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from solidary.register.ledger import Line

# The activity is the promised thing; a part of it; work of another that resembles it; nothing of it; cannot be told.
Verdict = Literal["same", "part_of", "peer", "no", "unsure"]
VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
JUDGE: Final = "judge"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's judgement of one pair.

    Grain: one per line of the ledger.

    Args:
        id: what takes it back, ``j-`` and the beginning of the hash of its line.
        promise: ``initiative/entry``.
        activity: identifier as published.
        withdrawn: why and by whom it was taken back; empty if it stands.
    """

    id: str
    promise: str
    activity: str
    verdict: str
    reason: str
    by: str
    at: str
    withdrawn: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """What is judged."""
        return self.promise, self.activity


def judgements(lines: Iterable[Line]) -> list[Judgement]:
    """Read the judgements of a ledger, the oldest first, those taken back included.

    >>> from solidary.register.ledger import Line
    >>> body = {"promise": "kasi/methane", "activity": "KR-1", "verdict": "part_of", "reason": "same title"}
    >>> given = Line(1, "2026-11-24T10:00:00+00:00", "Mai", "judge", body, "abcdef0123456789")
    >>> back = Line(2, "2026-11-24T11:00:00+00:00", "Mai", "withdraw", {"id": "j-abcdef0123", "reason": "typo"}, "0")
    >>> judgements([given])[0].id, judgements([given, back])[0].withdrawn
    ('j-abcdef0123', 'typo (Mai)')
    """
    found: dict[str, Judgement] = {}
    for line in lines:
        if line.action == JUDGE:
            told = {key: str(line.body.get(key, "")) for key in ("promise", "activity", "verdict", "reason")}
            found[mark("j", line)] = Judgement(mark("j", line), **told, by=line.by, at=line.at)
        elif line.action == "withdraw" and line.body["id"] in found:
            key = line.body["id"]
            found[key] = replace(found[key], withdrawn=f"{line.body['reason']} ({line.by})")
    return list(found.values())


def in_force(given: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """Return the judgement in force of each pair: the latest that was not taken back."""
    return {one.pair: one for one in given if not one.withdrawn}


def mark(letter: str, line: Line) -> str:
    """Name what a line puts on record."""
    return f"{letter}-{line.hash[:10]}"
