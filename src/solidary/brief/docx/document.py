"""Printed -> DOCX, by python-docx: the same choice as the PDF, for those who go on writing."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from solidary.brief.blocks import Brief
from solidary.brief.docx.fields import bookmark, element, field, mark, name
from solidary.brief.docx.footnotes import add_footnotes, refer
from solidary.brief.docx.styles import LOCALES, set_styles
from solidary.brief.print.pdf import fitted, raster
from solidary.brief.print.printed import Drawing, Grid, Printed, Text
from solidary.errors import MissingExtra

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FIGURE, TABLE = "Figure", "Table"  # names under which Word counts; the reader sees those of the language
TEXT: Final = 168  # mm, width of the text
HEADINGS: Final = 1000  # numbers of bookmarks from here on are those of headings
WIDE, HIGH = 86, 56  # mm at most, of a chart


def docx(brief: Brief) -> bytes:
    """Write the brief for print as DOCX.

    Raises:
        MissingExtra: if python-docx or typst is not installed.
        MissingFont: if no font here has the letters of the language, in which the charts are drawn.
    """
    try:
        from docx import Document as Word
    except ImportError:
        raise MissingExtra("print", "python-docx") from None
    return _Writer(fitted(brief), Word()).written()


class _Writer:
    """Holds the document and the counts of one brief while it is written."""

    def __init__(self, paper: Printed, document: Document) -> None:
        self.paper, self.document = paper, document
        self.counts = {FIGURE: 0, TABLE: 0}
        self.headings = 0

    def written(self) -> bytes:
        paper, document, labels = self.paper, self.document, self.paper.labels
        set_styles(document, paper.language)
        self._properties()
        self._edges()
        document.add_paragraph(paper.title, "Title")
        document.add_paragraph(paper.subtitle, "Subtitle")
        self._heading(labels["brief.lead"])
        for text in paper.lead:
            self._text(text, "List Number")
        self._facts()
        self._contents()
        for part in paper.parts:
            self._heading(part.title)
            for text in part.texts:
                self._text(text)
            for exhibit in part.exhibits:
                self._exhibit(exhibit)
        self._end()
        add_footnotes(document, paper.notes)
        made = BytesIO()
        document.save(made)
        return made.getvalue()

    def _end(self) -> None:
        paper, labels = self.paper, self.paper.labels
        self._heading(labels["brief.conflicts"])
        self.document.add_paragraph(paper.conflicts_intro)
        if paper.conflicts.rows:
            self._grid(paper.conflicts)
        self._heading(labels["print.coverage"])
        self._grid(paper.coverage)
        self._heading(labels["print.method"])
        for line in (*paper.method, paper.made, paper.citation):
            self.document.add_paragraph(line)

    def _properties(self) -> None:
        paper, core = self.paper, self.document.core_properties
        core.title, core.subject, core.author = paper.title, paper.subtitle, f"solidary {paper.version}"
        core.language = LOCALES.get(paper.language, paper.language)
        core.created = core.modified = datetime.fromisoformat(paper.as_of).replace(tzinfo=UTC)
        core.comments = paper.citation

    def _edges(self) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        section = self.document.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        for edge, text in ((head, self.paper.title), (foot, f"solidary {self.paper.version}")):
            edge.style = "Exhibit Source"
            edge.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT), WD_TAB_ALIGNMENT.RIGHT)
            edge.text = f"{text}\t"
        head.add_run(self.paper.subtitle)
        field(foot, "PAGE", "1")
        foot.add_run(" / ")
        field(foot, "NUMPAGES", "1")

    def _heading(self, title: str) -> None:
        self.headings += 1
        paragraph = self.document.add_paragraph(title, "Heading 1")
        bookmark(paragraph, _place(self.headings), HEADINGS + self.headings)

    def _text(self, text: Text, style: str | None = None) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        for piece in text:
            paragraph.add_run(piece.text)
            if piece.note:
                refer(paragraph, piece.note, first=piece.first)
        return paragraph

    def _facts(self) -> None:
        table = self.document.add_table(0, 2, "Table Grid")
        for pair in self.paper.facts:
            for cell, text in zip(table.add_row().cells, pair, strict=True):
                _say(cell, text)
        _share(table, (44, TEXT - 44))

    def _contents(self) -> None:
        """A field that lists the headings; until Word fills it, their titles, each leading to its place."""
        titles = [*(part.title for part in self.paper.parts), *(self.paper.labels[key] for key in LATER)]
        self.document.add_paragraph(self.paper.labels["print.contents"], "TOC Heading")
        first = self.document.add_paragraph(style="Table Text")
        mark(first, "begin").set(name("w:dirty"), "true")
        first.add_run()._r.append(element("w:instrText", text=' TOC \\o "1-1" \\h \\z \\u '))
        mark(first, "separate")
        paragraph = first
        for number, title in enumerate(titles, start=2):  # the lead, the first heading, stands above
            link = element("w:hyperlink", **{"w:anchor": _place(number)})
            link.append(paragraph.add_run(title)._r)
            paragraph._p.append(link)
            paragraph = self.document.add_paragraph(style="Table Text")
        mark(paragraph, "end")

    def _exhibit(self, exhibit: Grid | Drawing) -> None:
        if isinstance(exhibit, Grid):
            self._grid(exhibit)
        else:
            self._drawing(exhibit)

    def _drawing(self, drawing: Drawing) -> None:
        from docx.shared import Mm

        self._caption(FIGURE, drawing.caption)
        self.document.add_picture(BytesIO(raster(drawing.svg, self.paper.language)))
        picture: Any = self.document.inline_shapes[-1]
        shrink = min(Mm(WIDE) / picture.width, Mm(HIGH) / picture.height)
        picture.width, picture.height = round(picture.width * shrink), round(picture.height * shrink)
        picture._inline.docPr.set("descr", drawing.alternative)
        picture._inline.docPr.set("title", drawing.caption)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = bool(drawing.foot)
        self._foot(drawing.foot)

    def _caption(self, kind: str, caption: str) -> None:
        self.counts[kind] += 1
        paragraph = self.document.add_paragraph(f"{self.paper.labels[f'print.{kind.casefold()}']} ", "Caption")
        field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.counts[kind]))
        paragraph.add_run(f": {caption}")

    def _grid(self, grid: Grid) -> None:
        self._caption(TABLE, grid.caption)
        table = self.document.add_table(1, len(grid.headings), "Table Grid")
        rows = [grid.headings, *grid.rows, *((grid.total,) if grid.total else ())]
        for number, cells in enumerate(rows):
            row = table.rows[0] if number == 0 else table.add_row()
            bold = number == 0 or number - 1 in grid.strong or number > len(grid.rows)
            for place, text in enumerate(cells):
                _say(row.cells[place], text, right=grid.kinds[place] in ("number", "money"), bold=bold)
            row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        _share(table, _widths(grid))
        self._foot(grid.foot)

    def _foot(self, lines: tuple[str, ...]) -> None:
        for line in lines:
            self.document.add_paragraph(line, "Exhibit Source")


LATER: Final = ("brief.conflicts", "print.coverage", "print.method")


def _place(number: int) -> str:
    return f"_Heading{number}"


def _say(cell: Any, text: str, *, right: bool = False, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
        run.font.cs_bold = True
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(grid: Grid) -> list[int]:
    """Share the width of the text by how much stands in each column."""
    longest = [max(len(row[place]) for row in (grid.headings, *grid.rows)) for place in range(len(grid.headings))]
    shares = [min(max(length, 8), 60) ** 0.6 for length in longest]
    return [round(TEXT * share / sum(shares)) for share in shares]


def _share(table: Any, widths: Any) -> None:
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
