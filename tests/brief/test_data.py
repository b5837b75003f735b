"""JSON and CSV carry the same as the page, for machines; no cell can act in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.analyses.finding import Column, Row, Table
from solidary.analyses.questions import QUESTIONS, ask
from solidary.brief.brief import write
from solidary.brief.data import harmless, table_csv
from solidary.workspace import Workspace
from tests.brief.samples import HOSTILE

if TYPE_CHECKING:
    from tests.conftest import Look

NOW = date(2026, 11, 24)
ACTS = ("=", "+", "-", "@", "\t", "\r")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("reader", ["TH", "KR", "JP", "ASEAN", ""])
def test_the_claims_of_the_json_are_those_of_its_notes(workspace: Workspace, reader: str) -> None:
    found = json.loads(workspace.brief("kasi", reader).json())
    noted = {claim for note in found["notes"] for claim in note["claims"]}
    assert noted == set(found["claims"])
    assert noted <= set(workspace.register().by_id)
    assert found["perspective"] == (reader or None)


def test_the_json_says_what_the_brief_says(workspace: Workspace) -> None:
    brief = workspace.brief("kasi", "TH")
    found = json.loads(brief.json())
    assert found["lead"] == [paragraph.plain for paragraph in brief.lead]
    assert [one["question"] for one in found["findings"]] == [section.key for section in brief.sections]
    figures = {figure["address"] for one in found["findings"] for figure in one["figures"].values()}
    assert {note["address"] for note in found["notes"]} <= figures


def test_money_in_json_is_text_with_its_currency(workspace: Workspace) -> None:
    found = json.loads(workspace.brief("kasi", "TH").json())
    figures = {key: figure for one in found["findings"] for key, figure in one["figures"].items()}
    assert figures["annual-target"]["value"] == "USD 48 million a year"
    assert figures["my-annual-target"]["value"] == "USD 42 million"
    assert figures["my-annual-target"]["rate"] == "a year"


def test_a_hostile_dossier_is_plain_data_in_json(look: Look) -> None:
    view = look(HOSTILE, NOW, "TH")
    found = json.loads(write(view, {question: ask(question, view) for question in QUESTIONS}).json())
    assert any("<script>alert(1)</script> {{ 7*7 }}" in title for title in [found["title"]])


@pytest.mark.parametrize("reader", ["TH", "KR", ""])
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_cell_of_a_hostile_dossier_acts_in_a_spreadsheet(look: Look, question: str, reader: str) -> None:
    for table in ask(question, look(HOSTILE, NOW, reader)).tables:
        rows = cells(table_csv(table))
        assert len(rows) == len(table.rows) + 1
        assert all(len(row) == len(rows[0]) for row in rows)
        assert not [cell for row in rows for cell in row if cell.startswith(ACTS)]


def test_formulas_of_the_hostile_dossier_do_come_to_the_csv(look: Look) -> None:
    finding = ask("delivery", look(HOSTILE, NOW, "TH"))
    text = "".join(table_csv(table) for table in finding.tables)
    assert "'=HYPERLINK" in text and "'+cmd|calc" in text and "'-1+1" in text and "'@actor" in text


@given(st.sampled_from(ACTS), st.text(min_size=1, max_size=8))
def test_a_cell_is_left_bare_only_if_it_is_a_number(start: str, rest: str) -> None:
    made = harmless(start + rest)
    if not made.startswith("'"):
        float(made.replace(",", ""))  # raises if it is no number
    else:
        assert made == f"'{start}{rest}"


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12), min_size=1, max_size=4)
)
def test_a_csv_reads_back_as_written(texts: list[str]) -> None:
    table = Table("t", "row", (Column("a"),), tuple(Row({"a": text}) for text in texts))
    assert [row[0] for row in cells(table_csv(table))[1:]] == [harmless(text) for text in texts]
