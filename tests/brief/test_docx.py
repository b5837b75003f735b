"""The brief as a document for Word: real styles, captions that count, contents, footnotes, tables to edit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from solidary.brief.docx.document import _Writer
from solidary.brief.print.outline import printed
from solidary.brief.print.printed import Drawing, Grid, Printed
from solidary.workspace import Workspace
from tests.brief.test_print import needs

COPIES = [("en", "TH"), ("th", "TH"), ("ko", "KR")]
Copy = Callable[[str, str], tuple[Printed, bytes]]


@pytest.fixture(scope="module")
def copy(workspace: Workspace) -> Copy:
    @cache
    def make(language: str, reader: str) -> tuple[Printed, bytes]:
        needs(language)
        chosen = printed(workspace.brief("kasi", reader, language=language), 4)
        return chosen, _Writer(chosen, Document()).written()

    return make


def opened(made: bytes) -> Any:
    return Document(BytesIO(made))


def part(made: bytes, name: str) -> Any:
    return etree.fromstring(ZipFile(BytesIO(made)).read(f"word/{name}.xml"))


def grids(chosen: Printed) -> list[Grid]:
    inside = [one for part in chosen.parts for one in part.exhibits if isinstance(one, Grid)]
    return [*inside, chosen.conflicts, chosen.coverage]


def drawings(chosen: Printed) -> list[Drawing]:
    return [one for part in chosen.parts for one in part.exhibits if isinstance(one, Drawing)]


def instructions(made: bytes) -> list[str]:
    return [found.text.strip() for found in part(made, "document").iter(qn("w:instrText"))]


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_headings_are_headings_and_the_paper_is_a4(copy: Copy, language: str, reader: str) -> None:
    chosen, made = copy(language, reader)
    document = opened(made)
    titles = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert titles[1:-3] == [one.title for one in chosen.parts]
    assert [one.text for one in document.paragraphs if one.style.name == "Title"] == [chosen.title]
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    core = document.core_properties
    assert (core.title, core.created.date().isoformat()) == (chosen.title, chosen.as_of)
    assert core.language.startswith(language)


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_contents_captions_and_page_numbers_are_fields(copy: Copy, language: str, reader: str) -> None:
    chosen, made = copy(language, reader)
    codes = instructions(made)
    assert sum(code.startswith("TOC") for code in codes) == 1
    assert sum(code.startswith("SEQ Table") for code in codes) == len(grids(chosen))
    assert sum(code.startswith("SEQ Figure") for code in codes) == len(drawings(chosen)) > 0
    captions = [one.text for one in opened(made).paragraphs if one.style.name == "Caption"]
    words = (chosen.labels["print.figure"], chosen.labels["print.table"])
    assert all(caption.startswith(words) for caption in captions)
    foot = "".join(one.text or "" for one in opened(made).sections[0].footer._element.iter(qn("w:instrText")))
    assert "PAGE" in foot and "NUMPAGES" in foot


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_each_contents_line_leads_to_a_heading(copy: Copy, language: str, reader: str) -> None:
    _, made = copy(language, reader)
    tree = part(made, "document")
    links = [found.get(qn("w:anchor")) for found in tree.iter(qn("w:hyperlink"))]
    marks = {found.get(qn("w:name")): found for found in tree.iter(qn("w:bookmarkStart"))}
    assert links
    for link in links:
        assert marks[link].getparent().find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val")) == "Heading1"
    numbers = [found.get(qn("w:id")) for found in tree.iter(qn("w:bookmarkStart"))]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_footnotes_are_footnotes_of_word(copy: Copy, language: str, reader: str) -> None:
    chosen, made = copy(language, reader)
    notes = {found.get(qn("w:id")): "".join(found.itertext()).strip() for found in part(made, "footnotes")}
    assert [notes[str(number)] for number in range(1, len(chosen.notes) + 1)] == list(chosen.notes)
    referred = [found.get(qn("w:id")) for found in part(made, "document").iter(qn("w:footnoteReference"))]
    assert referred == [str(number) for number in range(1, len(chosen.notes) + 1)]
    again = [code for code in instructions(made) if code.startswith("NOTEREF")]
    marks = {found.get(qn("w:name")) for found in part(made, "document").iter(qn("w:bookmarkStart"))}
    assert {code.split()[1] for code in again} <= marks


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_tables_can_be_edited_and_repeat_their_headings(copy: Copy, language: str, reader: str) -> None:
    chosen, made = copy(language, reader)
    facts, *tables = opened(made).tables
    assert [tuple(cell.text for cell in row.cells) for row in facts.rows] == list(chosen.facts)
    for table, grid in zip(tables, grids(chosen), strict=True):
        assert tuple(cell.text for cell in table.rows[0].cells) == grid.headings
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [tuple(cell.text for cell in row.cells) for row in table.rows[1 : len(grid.rows) + 1]] == list(grid.rows)


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_pictures_have_their_text_alternative(copy: Copy, language: str, reader: str) -> None:
    chosen, made = copy(language, reader)
    told = [found.get("descr") for found in part(made, "document").iter(qn("wp:docPr"))]
    assert told == [one.alternative for one in drawings(chosen)]


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_every_script_has_its_font_and_its_language(copy: Copy, language: str, reader: str) -> None:
    styles = {found.get(qn("w:styleId")): found for found in part(copy(language, reader)[1], "styles")}
    for name in ("Normal", "Title", "Heading1", "Caption", "FootnoteText"):
        properties = styles[name].find(qn("w:rPr"))
        fonts = properties.find(qn("w:rFonts"))
        assert all(fonts.get(qn(f"w:{key}")) for key in ("ascii", "hAnsi", "eastAsia", "cs"))
        assert not [key for key in fonts.attrib if key.endswith("Theme")]  # a theme's font would win
        assert properties.find(qn("w:sz")).get(qn("w:val")) == properties.find(qn("w:szCs")).get(qn("w:val"))
        tongue = properties.find(qn("w:lang"))
        assert (tongue.get(qn("w:eastAsia")), tongue.get(qn("w:bidi"))) == ("ko-KR", "th-TH")


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_the_sentences_are_those_of_the_brief(copy: Copy, language: str, reader: str) -> None:
    chosen, made = copy(language, reader)
    lead = [one.text for one in opened(made).paragraphs if one.style.name == "List Number"]
    said = ["".join(piece.text for piece in text) for text in chosen.lead]
    assert [re.sub(r"(?<=\w)\d*$", "", text)[:25] for text in lead] == [
        re.sub(r"(?<=\w)\d*$", "", text)[:25] for text in said
    ]
