"""What of a brief goes to paper, by rule and not by hand, so that it comes to four to eight pages.

The lead, whole. Of each question its first sentences, less those that the lead has said; if loaded money has something
to say, its first sentence is among them. Of each question one exhibit; of the first questions, which concern the reader
most, a figure and a table. Of a table the rows that concern the reader, then the others in their order, up to a number;
a line says how many there are. Then where sources differ, how far the answers reach, and how the brief was made. What
still comes to more pages than allowed loses its last exhibits, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from solidary.brief.blocks import Brief, ChartBlock, Paragraph, Section, TableBlock
from solidary.brief.print.notes import Footnotes, cited
from solidary.brief.print.printed import Drawing, Grid, Part, Printed, Text
from solidary.records.claim import ClaimId

SENTENCES: Final = 3  # of each question
FULL: Final = 2  # questions that get a figure and a table
PAGES: Final = 8
TALL: Final = 330  # units of a chart; a taller one would be too small to read, and the table speaks instead
NAMED: Final = 2  # sources named under an exhibit
ROWS: Final = 8  # of a table
DIFFER: Final = 5  # of the table of what sources say differently
COLUMNS: Final = 7
CELL: Final = 150  # letters of a cell; what is longer is cut, the page has it whole


def printed(brief: Brief, exhibits: int = 99) -> Printed:
    """Choose what of a brief goes to paper.

    Args:
        brief: the whole brief.
        exhibits: how many figures and tables its questions may have; the first ones stay.
    """
    return _Choice(brief, exhibits).printed()


class _Choice:
    """Holds the footnotes and the known claims of one brief while it is chosen from."""

    def __init__(self, brief: Brief, exhibits: int) -> None:
        self.brief, self.labels, self.exhibits = brief, brief.labels, exhibits
        self.notes = Footnotes(brief)
        self.claims = {claim.id: claim for note in brief.notes for claim in note.claims}
        self.claims |= {claim.id: claim for entry in brief.entries for claim in entry.claims}
        self.said = {paragraph.plain for paragraph in brief.lead}

    def printed(self) -> Printed:
        brief, labels = self.brief, self.labels
        citation = labels["print.citation"].format(version=brief.version, title=brief.title, day=brief.day)
        lead = tuple(self.notes.text(paragraph.runs) for paragraph in brief.lead)
        parts = tuple(self._part(section, place) for place, section in enumerate(brief.sections))
        return Printed(
            language=brief.language,
            title=brief.title,
            subtitle=brief.subtitle,
            as_of=brief.as_of,
            version=brief.version,
            made=labels["brief.made_by"].format(version=brief.version),
            citation=labels["print.cite"].format(citation=citation),
            lead=lead,
            facts=brief.facts,
            parts=parts,
            conflicts=self._grid(brief.conflicts, DIFFER),
            conflicts_intro=labels["brief.conflicts_intro"] if brief.conflicts.rows else labels["brief.empty"],
            coverage=self._coverage(),
            method=tuple(self._method()),
            notes=self.notes.notes,
            labels=labels,
        )

    def _part(self, section: Section, place: int) -> Part:
        texts, exhibits = tuple(self._texts(section)), tuple(self._exhibits(section, place))[: self.exhibits]
        self.exhibits -= len(exhibits)
        return Part(section.question, texts, exhibits)

    def _texts(self, section: Section) -> Iterator[Text]:
        body = [block for block in section.blocks if isinstance(block, Paragraph) and block.style == "body"]
        fresh = [paragraph for paragraph in body if paragraph.plain not in self.said]
        chosen = (fresh or body)[:SENTENCES]
        money = [paragraph for paragraph in fresh if self._on_money(paragraph)]
        if money and not any(map(self._on_money, chosen)):
            chosen = [*chosen[: SENTENCES - 1], money[0]]
        return (self.notes.text(paragraph.runs) for paragraph in chosen)

    def _on_money(self, paragraph: Paragraph) -> bool:
        """Say whether a sentence prints a figure that rests on loaded rows."""
        return any(run.note and self.notes.by_number[run.note].figure.trail for run in paragraph.runs)

    def _exhibits(self, section: Section, place: int) -> Iterator[Grid | Drawing]:
        charts = [block for block in section.blocks if isinstance(block, ChartBlock) and block.height <= TALL]
        tables = [block for block in section.blocks if isinstance(block, TableBlock) and block.rows]
        for chart in charts[:1]:
            foot = self._sources(section.finding.evidence, section.finding.address())
            yield Drawing(chart.caption, chart.svg, chart.alternative, tuple(foot))
        if tables and (place < FULL or not charts):
            yield self._grid(tables[0], ROWS)

    def _grid(self, block: TableBlock, most: int) -> Grid:
        """Cut a table to the rows and columns that fit."""
        order = [*block.strong, *(number for number in range(len(block.rows)) if number not in block.strong)]
        shown = sorted(order[:most])
        whole = len(shown) == len(block.rows)
        left_out = self.labels["print.rows"].format(shown=len(shown), all=len(block.rows))
        behind = [key for number in shown for key in block.table.rows[number].evidence]
        return Grid(
            caption=block.caption,
            headings=block.headings[:COLUMNS],
            kinds=block.kinds[:COLUMNS],
            rows=tuple(tuple(map(_cut, block.rows[number][:COLUMNS])) for number in shown),
            strong=tuple(place for place, number in enumerate(shown) if number in block.strong),
            total=block.total[:COLUMNS] if block.total and whole else None,
            foot=(*(() if whole else (left_out,)), *self._sources(behind)),
        )

    def _sources(self, evidence: Iterable[ClaimId], address: str = "") -> Iterator[str]:
        """Name the sources behind an exhibit, if it rests on claims."""
        behind = [self.claims[key] for key in evidence if key in self.claims]
        if behind:
            named = self.labels["print.sources"].format(sources=cited(behind, self.brief, NAMED))
            yield f"{named} ({address})" if address else named

    def _coverage(self) -> Grid:
        """Grain: one row per question."""
        labels = self.labels
        heads = (labels["print.question"], labels["print.reach"], labels["print.mind"])
        rows = tuple((section.title, _told(section, "coverage"), _told(section, "caveat"))
                     for section in self.brief.sections)  # fmt: skip
        return Grid(labels["print.coverage"], heads, ("text", "text", "text"), rows)

    def _method(self) -> Iterator[str]:
        labels, known = self.labels, self.brief.facts[-1][1]
        yield labels["print.method_choice"]
        yield labels["print.method_claims"]
        yield labels["print.method_day"].format(day=self.brief.day, known=known)
        yield labels["print.method_figures"].format(day=self.brief.as_of)
        yield labels["print.method_language"]
        rules = dict.fromkeys(self.notes.by_number[number].rule for number in self.notes.used)
        yield labels["print.method_rules"].format(rules="; ".join(rules))


def _told(section: Section, style: str) -> str:
    """Return what the paragraphs of one style say, without the word before them."""
    found = [block for block in section.blocks if isinstance(block, Paragraph) and block.style == style]
    return " ".join(paragraph.plain.partition(": ")[2] for paragraph in found)


def _cut(cell: str) -> str:
    return cell if len(cell) <= CELL else f"{cell[: CELL - 1].rstrip()}…"
