"""How good is the evidence? The Admiralty grades, mapped from the grades of sources by the rule ``evidence-grade``.

A letter for the source: A official, B a copy of an official text, C news and analysis, E without author, F nothing to
judge. A figure for what it says: 1 confirmed by another source, 2 one source and nothing against it, 3 a source of
lower standing says otherwise, 4 one of the same standing does, 5 doubted by a person with a reason, 6 nothing to judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from solidary.analyses.finding import Figure, Finding, Message, Word
from solidary.records.claim import Claim, agree
from solidary.register.held import MEASURABLE
from solidary.register.precedence import TIERS
from solidary.register.register import Register, Subject
from solidary.terms.scalars import Absent

LETTERS: Final = {"official": "A", "repost": "B", "news": "C", "analysis": "C", "weak": "E"}
NOTHING: Final = "F6"


def graded(finding: Finding, register: Register) -> Finding:
    """Return the finding with a grade of evidence at each figure that a source states or that follows from such."""
    messages, caveats = ([_message(one, register) for one in some] for some in (finding.messages, finding.caveats))
    return replace(finding, messages=tuple(messages), caveats=tuple(caveats))


def _message(message: Message, register: Register) -> Message:
    about = {key: _figure(one, register) if isinstance(one, Figure) else one for key, one in message.about.items()}
    return replace(message, about=about)


def _figure(figure: Figure, register: Register) -> Figure:
    # A count is as good as each of the entries that it counts; they have their own grades.
    if figure.grade or not figure.evidence or isinstance(figure.value, (int, str, Word)):
        return figure
    return replace(figure, grade=grade((register.by_id[claim] for claim in figure.evidence), register))


def grade(claims: Iterable[Claim], register: Register) -> str:
    """Grade claims: on one point the strongest source speaks, of several points the weakest decides."""
    points: dict[tuple[str, tuple[str, str]], list[Claim]] = {}
    for claim in claims:
        points.setdefault((claim.subject, claim.slot), []).append(claim)
    found = [_point(some, register) for some in points.values()]
    return max(letter for letter, _ in found) + max(figure for _, figure in found) if found else NOTHING


def grade_of(subject: Subject, register: Register) -> str:
    """Grade an entry: that of its amount, else of what else can be measured, else of all that is said of it."""
    slots = [held for held in subject.slots.values() if held.claim]
    for wanted in (("amount", "target"), tuple(MEASURABLE)):
        some = [claim for held in slots if held.predicate in wanted for claim in held.supporters]
        if some:
            return grade(some, register)
    return grade((claim for held in slots for claim in held.supporters), register)


def _point(claims: list[Claim], register: Register) -> tuple[str, str]:
    """Grade one point: letter and figure."""
    stated = [claim for claim in claims if not isinstance(claim.value, Absent)]
    if not stated:
        return "F", "6"
    best = max(stated, key=lambda claim: TIERS[claim.evidence.grade])
    if all(claim.doubt for claim in stated):
        return LETTERS[best.evidence.grade], "5"
    against = [TIERS[claim.evidence.grade] for claim in _against(best, register)]
    if against:
        return LETTERS[best.evidence.grade], "4" if max(against) >= TIERS[best.evidence.grade] else "3"
    sources = {claim.evidence.source for claim in stated if agree(claim.value, best.value)}
    return LETTERS[best.evidence.grade], "1" if len(sources) > 1 else "2"


def _against(claim: Claim, register: Register) -> list[Claim]:
    """Return the claims on the same point that cannot be true with it, later ones and earlier ones alike."""
    if claim.predicate not in MEASURABLE or claim.subject not in register.subjects:
        return []
    held = register.subjects[claim.subject].held(*claim.slot)
    once = {one.id for one in held.drift}  # what was in force and then replaced is a change, not a contradiction
    return [
        one
        for one in held.ranked
        if one.id not in once and not one.doubt and not agree(one.value, claim.value)
        and not any(agree(one.value, earlier.value) for earlier in held.drift)
    ]  # fmt: skip
