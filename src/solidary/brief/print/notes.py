"""Footnotes of the printed brief: rule, working, sources, address. Numbered in the order of print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from solidary.brief.blocks import Brief, Note, Run
from solidary.brief.print.printed import Piece, Text
from solidary.records.claim import Claim

NAMED = 1  # sources that a footnote names; `solidary explain` names all
WORDS = re.compile(r"[^\W\d_]{2}")  # a working that has words in it is in English
SCRIPTS = {"ko": "HANGUL", "th": "THAI"}


class Footnotes:
    """Counts the figures of the printed brief and writes the note of each."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.by_number = {note.number: note for note in brief.notes}
        self.used: dict[int, int] = {}

    def text(self, runs: Iterable[Run]) -> Text:
        """Take over a sentence; its figures get the numbers of paper."""
        return tuple(self._piece(run) for run in runs)

    def _piece(self, run: Run) -> Piece:
        if not run.note:
            return Piece(run.text)
        first = run.note not in self.used
        return Piece(run.text, self.used.setdefault(run.note, len(self.used) + 1), first)

    @property
    def notes(self) -> tuple[str, ...]:
        """The texts of all footnotes, in the order of print."""
        return tuple(self._note(self.by_number[number]) for number in self.used)

    def _note(self, note: Note) -> str:
        working = note.figure.working
        if working and self.brief.language != "en" and WORDS.search(working):
            working = ""
        parts = [f"{note.rule}: {working}" if working else note.rule, self._rests_on(note), note.address]
        return ". ".join(parts)

    def _rests_on(self, note: Note) -> str:
        if note.claims:
            return cited(note.claims, self.brief)
        return self.brief.labels["print.loaded" if note.figure.trail else "print.derived"]


def cited(claims: Iterable[Claim], brief: Brief, most: int = NAMED) -> str:
    """Name the sources of some claims, the first with their places; then say how many more there are."""
    by_source = {claim.evidence.source: claim for claim in reversed(list(claims))}
    found = list(reversed(by_source.values()))
    named = "; ".join(_source(claim, brief) for claim in found[:most])
    more = len(found) - most
    return brief.labels["print.more"].format(sources=named, more=more) if more > 0 else named


def _source(claim: Claim, brief: Brief) -> str:
    evidence, undated = claim.evidence, brief.labels["brief.undated"]
    grade = brief.labels[f"grade.{evidence.grade}"]
    dated = next((source.published for source in brief.sources if source.key == evidence.source), undated)
    locator = evidence.locator if readable(evidence.locator, brief.language) else ""
    return ", ".join(part for part in (f"{evidence.title} ({grade}, {dated})", locator) if part)


def readable(text: str, language: str) -> bool:
    """Say whether a text is in Latin letters or in those of the language, so that its reader, and its font, know them.

    >>> readable("p. 3, “19 million”", "en"), readable("「2천만 달러」", "en"), readable("2천만 달러", "ko")
    (True, False, True)
    """
    scripts = ("LATIN", SCRIPTS.get(language, "LATIN"))
    return all(unicodedata.name(letter, "").startswith(scripts) for letter in text if letter.isalpha())
