"""The brief for print: four to eight pages, tagged, whole, and readable in the three languages."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
import typst

from solidary.analyses.questions import QUESTIONS, ask
from solidary.brief.blocks import TableBlock
from solidary.brief.brief import write
from solidary.brief.docx import document as word
from solidary.brief.print import pdf as typesetting
from solidary.brief.print.fonts import PREFERRED, families
from solidary.brief.print.outline import DIFFER, PAGES, ROWS, SENTENCES, printed
from solidary.brief.print.picture import picture
from solidary.brief.print.printed import Drawing, Grid, Printed
from solidary.errors import MissingExtra, MissingFont
from solidary.workspace import Workspace
from tests.brief.paper import Paper, bare
from tests.brief.samples import HOSTILE
from tests.conftest import Look

HERE = set(typst.Fonts().families())
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
EDGE = 18 * MM  # narrower than the margins, so that only what sticks out of the text is caught
COPIES = [("en", "TH"), ("th", "TH"), ("ko", "KR")]


def needs(language: str) -> None:
    if not set(PREFERRED.get(language, HERE)) & HERE:
        pytest.skip(f"no font of this machine is known to have the letters of {language!r}")


Copy = Callable[[str, str], tuple[Printed, Paper]]


@pytest.fixture(scope="module")
def copy(workspace: Workspace) -> Copy:
    @cache
    def make(language: str, reader: str) -> tuple[Printed, Paper]:
        needs(language)
        chosen = typesetting.fitted(workspace.brief("kasi", reader, language=language))
        return chosen, Paper(typesetting.typeset(chosen))

    return make


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_a_brief_comes_to_four_to_eight_pages_of_a4(copy: Copy, language: str, reader: str) -> None:
    _, paper = copy(language, reader)
    assert 4 <= paper.pages <= 8
    assert {tuple(map(round, page.get_size())) for page in paper.read} == {tuple(map(round, A4))}


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_it_is_tagged_and_says_its_title_language_day_and_standard(copy: Copy, language: str, reader: str) -> None:
    chosen, paper = copy(language, reader)
    root, told = paper.tree.Root, paper.tree.open_metadata()
    assert root.MarkInfo.Marked and str(root.Lang) == language
    assert root.ViewerPreferences.DisplayDocTitle
    assert (told["dc:title"], told["pdfuaid:part"]) == (chosen.title, "1")
    assert paper.read.get_metadata_dict()["CreationDate"].startswith(f"D:{chosen.as_of.replace('-', '')}")
    assert f"solidary {chosen.version}" in str(told["dc:creator"])


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_every_font_is_embedded(copy: Copy, language: str, reader: str) -> None:
    descriptors = list(copy(language, reader)[1].fonts())
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in descriptors)


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_every_heading_is_tagged_and_has_a_bookmark(copy: Copy, language: str, reader: str) -> None:
    chosen, paper = copy(language, reader)
    titles = [chosen.labels["brief.lead"], *(part.title for part in chosen.parts), chosen.labels["brief.conflicts"],
              chosen.labels["print.coverage"], chosen.labels["print.method"]]  # fmt: skip
    assert paper.bookmarks == titles
    assert [str(found.T) for found in paper.tags("/H1")] == titles


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_every_figure_has_its_text_alternative(copy: Copy, language: str, reader: str) -> None:
    chosen, paper = copy(language, reader)
    drawn = [one.alternative for part in chosen.parts for one in part.exhibits if isinstance(one, Drawing)]
    assert drawn
    assert [str(found.Alt) for found in paper.tags("/Figure")] == drawn


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_every_table_has_header_cells_and_each_note_stands_once(copy: Copy, language: str, reader: str) -> None:
    chosen, paper = copy(language, reader)
    grids = [one for part in chosen.parts for one in part.exhibits if isinstance(one, Grid)]
    heads = sum(len(grid.headings) for grid in (*grids, chosen.conflicts, chosen.coverage))
    assert len(paper.tags("/Table")) == len(grids) + 2
    assert len(paper.tags("/TH")) == heads
    assert len(paper.tags("/Note")) == len(chosen.notes)


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_text_that_is_taken_out_is_what_was_put_in(copy: Copy, language: str, reader: str) -> None:
    chosen, paper = copy(language, reader)
    said = [piece.text for text in chosen.lead for piece in text]
    said += [piece.text for part in chosen.parts for text in part.texts for piece in text]
    said += [*chosen.method, *(part.title for part in chosen.parts), *(fact for pair in chosen.facts for fact in pair)]
    assert [text for text in said if bare(text) not in paper.text] == []
    assert "\ufffd" not in paper.text


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_nothing_sticks_out_of_the_text(copy: Copy, language: str, reader: str) -> None:
    out = [one for one in copy(language, reader)[1].letters() if one.left < EDGE or one.right > A4[0] - EDGE]
    assert out == []


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(copy: Copy, language: str, reader: str) -> None:
    _, paper = copy(language, reader)
    letters = list(paper.letters())
    sizes = sorted({round(one.size, 1) for one in letters})
    heading, body = 12.4, 9.6
    assert {heading, body} <= set(sizes)
    for number in range(paper.pages):
        heads = [one.bottom for one in letters if one.page == number and round(one.size, 1) == heading]
        below = [one.bottom for one in letters if one.page == number and 8.0 <= round(one.size, 1) <= 10.5]
        assert not heads or min(below) < min(heads)


@pytest.mark.parametrize(("language", "reader"), COPIES)
def test_each_figure_of_a_sentence_has_its_note_with_a_rule_and_an_address(
    copy: Copy, language: str, reader: str
) -> None:
    chosen, _ = copy(language, reader)
    texts = [*chosen.lead, *(text for part in chosen.parts for text in part.texts)]
    first = [piece.note for text in texts for piece in text if piece.first]
    assert first == list(range(1, len(chosen.notes) + 1))
    assert all(
        re.search(rf"\S+\. \S.*\. kasi/[a-z]+/\S+{'@' + reader if reader else ''}$", note) for note in chosen.notes
    )


def test_the_sum_of_the_funds_is_printed_with_its_working_and_source(copy: Copy) -> None:
    chosen, paper = copy("en", "TH")
    note = next(note for note in chosen.notes if note.endswith("overstretch/annual-target-by-fund@TH"))
    assert "32 + 10 + 6" in note and "AKCF" in note  # three targets, the first of them said by the fund itself
    assert bare(note) in paper.text


@pytest.mark.parametrize("reader", ["TH", "KR", "JP", "ASEAN", "DE", ""])
def test_the_outline_keeps_its_word(workspace: Workspace, reader: str) -> None:
    brief = workspace.brief("kasi", reader)
    chosen = printed(brief)
    assert [part.title for part in chosen.parts] == [section.question for section in brief.sections]
    assert all(1 <= len(part.texts) <= SENTENCES for part in chosen.parts)
    grids = [one for part in chosen.parts for one in part.exhibits if isinstance(one, Grid)]
    assert all(len(grid.rows) <= ROWS for grid in grids) and len(chosen.conflicts.rows) <= DIFFER
    assert len(chosen.coverage.rows) == len(brief.sections)
    assert all(row[1] for row in chosen.coverage.rows)


def test_a_cut_table_keeps_the_readers_rows_and_says_how_many_there_are(workspace: Workspace) -> None:
    brief = workspace.brief("kasi", "TH")
    table = next(block for section in brief.sections if section.key == "milestones" for block in section.blocks
                 if isinstance(block, TableBlock))  # fmt: skip
    grid = next(one for part in printed(brief).parts for one in part.exhibits
                if isinstance(one, Grid) and one.caption == table.caption)  # fmt: skip
    assert len(table.rows) > ROWS == len(grid.rows)
    assert [grid.rows[place][1] for place in grid.strong] == [table.rows[place][1] for place in table.strong]
    assert f"{ROWS} of {len(table.rows)} rows" in grid.foot[0]


def test_what_comes_to_too_many_pages_loses_its_last_exhibits(workspace: Workspace) -> None:
    brief = workspace.brief("kasi", "TH")
    few = printed(brief, 2)
    assert [len(part.exhibits) for part in few.parts[:3]] == [2, 0, 0]
    long = replace(brief, sections=brief.sections * 2)
    assert typesetting.pages(typesetting.typeset(printed(long))) > PAGES
    assert typesetting.fitted(long).exhibits < printed(long).exhibits


def test_a_language_whose_letters_no_font_has_is_told_with_the_next_step(workspace: Workspace) -> None:
    for language, package in (("th", "fonts-thai-tlwg"), ("ko", "fonts-noto-cjk")):
        chosen = printed(workspace.brief("kasi", "TH", language=language))
        with pytest.raises(MissingFont, match=package):
            typesetting.typeset(chosen, system_fonts=False)


def test_english_needs_no_font_of_the_machine(workspace: Workspace) -> None:
    made = typesetting.typeset(printed(workspace.brief("kasi", "TH")), system_fonts=False)
    assert bare("KASI: a brief for Thailand") in Paper(made).text


@pytest.mark.parametrize("writer", [typesetting.pdf, word.docx])
def test_a_missing_extra_is_told_by_its_name(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, writer: Callable[..., bytes]
) -> None:
    typesetting.typesetter.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra, match=r"solidary\[print\]"):
        writer(workspace.brief("kasi", "TH"))
    monkeypatch.undo()
    typesetting.typesetter.cache_clear()


def test_fonts_of_the_language_come_first_and_none_that_is_not_here() -> None:
    known = ["DejaVu Sans", "Garuda", "Loma", "Noto Sans CJK KR"]
    assert families("th", known)[0] == "Loma"
    assert families("ko", known)[0] == "Noto Sans CJK KR"
    assert families("en", ["Libertinus Serif"]) == ["Libertinus Serif"]
    assert set(families("th", known)) <= set(known)


def test_a_hostile_dossier_is_plain_text_on_paper(look: Look) -> None:
    view = look(HOSTILE, date(2026, 11, 24), "TH")
    chosen = printed(write(view, {question: ask(question, view) for question in QUESTIONS}))
    text = Paper(typesetting.typeset(chosen)).text
    assert bare("<script>alert(1)</script> {{ 7*7 }}") in text
    assert "49" not in chosen.title


def test_a_picture_has_its_own_colours_and_no_text_of_svg(workspace: Workspace) -> None:
    made = picture(workspace.ask("overstretch", "kasi", "TH").chart().svg)
    assert "var(--" not in made["svg"] and "<text" not in made["svg"]
    assert "#0b5cad" in made["svg"]  # the accent of the page by day
    assert {"AKCF", "MKCF", "BKCF", "32", "10", "6"} <= {mark["text"] for mark in made["texts"]}
    assert json.dumps(made)
