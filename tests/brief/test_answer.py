"""What `ws.ask` gives can show itself: chart, notebook, table."""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET

import pytest

from solidary.errors import UnknownName
from solidary.workspace import Workspace


def test_a_chart_is_well_formed_and_shows_itself(workspace: Workspace) -> None:
    chart = workspace.ask("overstretch", "kasi", "TH").chart()
    drawn = ET.fromstring(chart._repr_svg_())
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert "AKCF" in chart.alternative


def test_a_chart_that_is_not_there_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="Unknown chart '9'"):
        workspace.ask("overstretch", "kasi").chart(9)


def test_a_notebook_shows_the_sentences_and_no_link_without_an_end(workspace: Workspace) -> None:
    answer = workspace.ask("delivery", "kasi", "VN")
    shown = html.unescape(answer._repr_html_())
    assert html.escape(answer.section.blocks[0].plain.split(",")[0]) in shown  # type: ignore[union-attr]
    assert 'href="#' not in shown


def test_the_table_has_a_row_for_each_promise(workspace: Workspace) -> None:
    answer = workspace.ask("delivery", "kasi", "VN")
    assert answer.table.num_rows == answer.figures["promises"].value
    assert answer.table.column_names[-1] == "evidence"


def test_a_chart_in_a_notebook_has_colours_of_its_own(workspace: Workspace) -> None:
    shown = workspace.ask("overstretch", "kasi", "TH").chart()._repr_svg_()
    assert ET.fromstring(shown).tag == "{http://www.w3.org/2000/svg}svg"
    assert "#0b5cad" in shown and "var(--" not in shown


def test_a_table_shows_itself_in_the_language_that_was_asked_for(workspace: Workspace) -> None:
    block = workspace.ask("overstretch", "kasi", "TH", language="ko").shown()
    shown = html.unescape(block._repr_html_())
    assert block.headings[0] == "기금"
    assert all(html.escape(cell) in shown for row in block.rows for cell in row)
    assert 'href="#' not in shown


def test_a_table_that_is_not_there_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="Unknown table '9'"):
        workspace.ask("overstretch", "kasi").shown(9)
