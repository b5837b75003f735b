"""The block model of a brief: what every format writes. Runs of text know the figure that they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from solidary.analyses.chart import Chart
from solidary.analyses.finding import Figure, Finding, Table
from solidary.records.claim import Claim
from solidary.values.period import PartialDate

if TYPE_CHECKING:
    from solidary.brief.citation import Style


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``note`` is the number of the evidence note if it prints a figure."""

    text: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several, for the reader (``lead``, ``body``, ``caveat``, ``coverage``)."""

    runs: tuple[Run, ...]
    style: str = "body"

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its caption and headings in the reader's language."""

    caption: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[int, ...]
    total: tuple[str, ...] | None
    table: Table
    links: tuple[str, ...] = ()  # one per row: the anchor of what stands behind it
    folded: bool = False

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""
        from solidary.brief.page import framed_table

        return framed_table(self)


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A drawn chart with its caption, unit and text alternative."""

    caption: str
    svg: str
    alternative: str
    chart: Chart

    @property
    def height(self) -> float:
        """How tall it is, in the units in which all charts are equally wide."""
        found = re.search(r'viewBox="0 0 \S+ (\S+)"', self.svg)
        return float(found[1]) if found else 0.0

    def _repr_svg_(self) -> str:
        """Show the chart in a notebook, with colours of its own: the page's style is not there."""
        from solidary.brief.print.picture import coloured

        return coloured(self.svg)


def web_address(url: str | None) -> str | None:
    """Return an address that may be linked; a script, a space or a bracket in it, and it stays text.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    return url if url and re.fullmatch(r"https?://[^\s<>\"'`\\]+", url) else None


Block = Paragraph | TableBlock | ChartBlock


@dataclass(frozen=True, slots=True)
class Note:
    """What stands behind a printed figure: how it was made, and the claims it rests on."""

    number: int
    address: str
    figure: Figure
    text: str
    rule: str
    rule_text: str
    claims: tuple[Claim, ...]
    doubts: tuple[str, ...] = ()
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The answer to one question."""

    key: str
    title: str
    question: str
    blocks: tuple[Block, ...]
    finding: Finding


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """An entry of the register with all claims known on it, as far as the brief shows it."""

    anchor: str
    key: str
    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries that one table row counts."""

    anchor: str
    title: str
    entries: tuple[EntryBlock, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The answer to one question by itself, with what its figures and rows lead to."""

    section: Section
    notes: tuple[Note, ...]
    entries: tuple[EntryBlock, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The head of a brief by itself: the sentences of the lead, the box of facts, the conflicts between sources."""

    lead: tuple[Paragraph, ...]
    facts: tuple[tuple[str, str], ...]
    conflicts: TableBlock
    notes: tuple[Note, ...]
    entries: tuple[EntryBlock, ...]
    groups: tuple[Group, ...]
    made_by: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the list at the end, with how many claims use it."""

    key: str
    title: str
    url: str | None
    published: str
    grade: str
    language: str
    claims: int
    issued: PartialDate | None = None  # when it was published, as a date


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief: title, lead, sections, notes, conflicts, sources."""

    initiative: str
    perspective: str
    as_of: str
    day: str  # the same as the language writes it
    language: str
    title: str
    subtitle: str
    lead: tuple[Paragraph, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    conflicts: TableBlock
    notes: tuple[Note, ...]
    entries: tuple[EntryBlock, ...]
    groups: tuple[Group, ...]
    sources: tuple[SourceEntry, ...]
    labels: dict[str, str] = field(default_factory=dict)
    version: str = ""

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs, the lead first."""
        yield from self.lead
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Paragraph))

    def html(self) -> str:
        """Return the brief as one self-contained page."""
        from solidary.brief.page import page

        return page(self)

    def markdown(self) -> str:
        """Return the brief as Markdown."""
        from solidary.brief.markdown import markdown

        return markdown(self)

    def json(self) -> str:
        """Return the brief as JSON."""
        from solidary.brief.data import data

        return data(self)

    def cite(self, style: Style = "bibtex") -> str:
        """Return how the brief and its sources are cited: ``bibtex``, or ``csl`` for CSL-JSON."""
        from solidary.brief.citation import cite

        return cite(self, style)

    def pdf(self) -> bytes:
        """Return the brief for print as tagged PDF.

        Raises:
            MissingExtra: if typst, which the extra ``print`` brings, is not installed.
            MissingFont: if no font of this machine has the letters of the language.
        """
        from solidary.brief.print.pdf import pdf

        return pdf(self)

    def docx(self) -> bytes:
        """Return the brief for print as a document for Word.

        Raises:
            MissingExtra: if what the extra ``print`` brings is not installed.
        """
        from solidary.brief.docx.document import docx

        return docx(self)

    def _repr_html_(self) -> str:
        """Show the brief in a notebook, inside its own frame so that its style stays with it."""
        from html import escape

        return f'<iframe srcdoc="{escape(self.html())}" style="width:100%;height:80vh;border:0"></iframe>'
