"""Markdown says the same as the page, and nothing that a source says can act as markup."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from solidary.analyses.questions import QUESTIONS, ask
from solidary.brief.brief import write
from solidary.workspace import Workspace
from tests.brief.samples import HOSTILE

if TYPE_CHECKING:
    from tests.conftest import Look

NOW = date(2026, 11, 24)
BARE_PIPE = re.compile(r"(?<!\\)\|")


def hostile(look: Look, reader: str) -> str:
    view = look(HOSTILE, NOW, reader)
    return write(view, {question: ask(question, view) for question in QUESTIONS}).markdown()


def live(text: str) -> str:
    """What is left that can act as markup once code spans, escapes and links of our own are taken out."""
    return re.sub(r"\\.", "", re.sub(r"<https?://[^\s<>]*>", "", re.sub(r"`solidary explain [^`]*`", "", text)))


@pytest.mark.parametrize("reader", ["TH", "KR", "ASEAN", ""])
def test_no_source_can_bring_html(look: Look, reader: str) -> None:
    found = live(hostile(look, reader))
    assert not re.search(r"<\s*/?\s*[a-z]", found, re.IGNORECASE)


@pytest.mark.parametrize("reader", ["TH", "KR", "ASEAN", ""])
def test_no_source_can_bring_a_link(look: Look, reader: str) -> None:
    text = hostile(look, reader)
    assert "](" not in live(text)
    assert "<javascript" not in text
    assert re.search(r"\]\(javascript", text)  # the words are there, escaped


@pytest.mark.parametrize("reader", ["TH", "KR", "ASEAN", ""])
def test_no_source_is_read_as_a_template(look: Look, reader: str) -> None:
    assert "7\\*7" in hostile(look, reader)
    assert " 49 " not in hostile(look, reader)


def tables(text: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


@pytest.mark.parametrize("reader", ["TH", "KR", "ASEAN", ""])
def test_every_row_of_a_table_has_the_cells_of_its_head(workspace: Workspace, look: Look, reader: str) -> None:
    for text in (hostile(look, reader), workspace.brief("kasi", reader).markdown()):
        assert tables(text)
        for lines in tables(text):
            assert len({len(BARE_PIPE.findall(line)) for line in lines}) == 1, lines[0]


@pytest.mark.parametrize("reader", ["TH", "JP"])
def test_every_footnote_mark_has_its_note(workspace: Workspace, reader: str) -> None:
    text = workspace.brief("kasi", reader).markdown()
    notes = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert len(notes) == len(set(notes))
    said = "\n".join(line for line in text.splitlines() if not line.startswith("[^"))
    assert set(re.findall(r"\[\^(\d+)\]", said)) == set(notes)
