"""What goes to paper: the blocks that the outline chose, with footnotes counted anew. PDF and DOCX write this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``note`` is the number of its footnote, which stands where it is used ``first``."""

    text: str
    note: int = 0
    first: bool = False


Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for paper, with at most so many rows as fit; ``foot`` says what was left out and where it is from."""

    caption: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[int, ...] = ()
    total: tuple[str, ...] | None = None
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for paper, with its text alternative."""

    caption: str
    svg: str
    alternative: str
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one question on paper."""

    title: str
    texts: tuple[Text, ...]
    exhibits: tuple[Grid | Drawing, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A brief for paper.

    Args:
        labels: the words beside the blocks, by their key in the catalogue.
        notes: the footnotes; note 1 is the first.
        method: paragraphs of the note on how the brief was made.
    """

    language: str
    title: str
    subtitle: str
    as_of: str
    version: str
    made: str
    citation: str
    lead: tuple[Text, ...]
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    conflicts: Grid
    conflicts_intro: str
    coverage: Grid
    method: tuple[str, ...]
    notes: tuple[str, ...]
    labels: dict[str, str]

    @property
    def exhibits(self) -> int:
        """How many figures and tables the questions have."""
        return sum(len(part.exhibits) for part in self.parts)
