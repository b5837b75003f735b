"""A brief and its sources can be cited: what BibTeX and reference managers read is what the brief says."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.analyses.questions import QUESTIONS, ask
from solidary.brief.brief import write
from solidary.brief.citation import cite, tex
from solidary.workspace import Workspace
from tests.brief.samples import HOSTILE
from tests.conftest import Look

Entry = tuple[str, dict[str, str]]


def entries(text: str) -> dict[str, Entry]:
    """Read BibTeX by its grammar: an entry is @kind{key, name = {value}, ...}, and braces come in pairs."""
    found: dict[str, Entry] = {}
    place = 0
    while match := re.compile(r"\s*@(\w+)\{([^\s,{}]+),").match(text, place):
        values, place = fields(text, match.end())
        assert match[2] not in found
        found[match[2]] = (match[1], values)
    assert text[place:].strip() == ""
    return found


def fields(text: str, place: int) -> tuple[dict[str, str], int]:
    values: dict[str, str] = {}
    while match := re.compile(r"\s*(\w+)\s*=\s*(?=\{)").match(text, place):
        values[match[1]], place = braced(text, match.end())
        place += len(re.compile(r"\s*,?").match(text, place)[0])  # type: ignore[index]
    closing = re.compile(r"\s*\}").match(text, place)
    assert closing, text[place : place + 60]
    return values, closing.end()


def braced(text: str, place: int) -> tuple[str, int]:
    depth, start = 0, place
    while True:
        if text[place] == "\\":
            place += 1
        elif text[place] in "{}":
            depth += 1 if text[place] == "{" else -1
        place += 1
        if depth == 0:
            return text[start + 1 : place - 1], place


def test_the_brief_is_cited_with_its_day_and_version(workspace: Workspace) -> None:
    brief = workspace.brief("kasi", "TH")
    kind, found = entries(cite(brief, "bibtex"))["solidary-kasi-TH-2026-11-24"]
    assert kind == "misc"
    assert (found["title"], found["author"]) == ("{KASI: a brief for Thailand}", "{solidary}")
    assert (found["date"], found["year"], found["month"], found["day"]) == ("2026-11-24", "2026", "11", "24")
    assert found["version"] == brief.version
    assert "As of 24 November 2026" in found["note"]


def test_every_source_of_the_brief_has_an_entry_of_its_own(workspace: Workspace) -> None:
    brief = workspace.brief("kasi", "TH")
    found = entries(cite(brief, "bibtex"))
    assert list(found)[1:] == [source.key for source in brief.sources]
    for source in brief.sources:
        _, values = found[source.key]
        assert values.get("date") == (str(source.issued) if source.issued else None)
        assert values.get("url", source.url) == source.url


def test_a_known_source_is_cited_as_the_definitions_have_it(workspace: Workspace) -> None:
    term = workspace.library.sources["akcf-manual"]
    _, found = entries(cite(workspace.brief("kasi"), "bibtex"))["akcf-manual"]
    assert found["title"] == f"{{{tex(term.title)}}}"
    assert found["url"] == term.url


def test_titles_in_thai_and_korean_stay_what_they_are(workspace: Workspace) -> None:
    brief = workspace.brief("kasi", "KR", language="ko")
    _, found = entries(cite(brief, "bibtex"))["solidary-kasi-KR-2026-11-24"]
    assert found["title"] == f"{{{brief.title}}}"
    assert found["langid"] == "ko"


def test_what_acts_in_tex_is_escaped(look: Look) -> None:
    view = look(HOSTILE, date(2026, 11, 24), "TH")
    brief = write(view, {question: ask(question, view) for question in QUESTIONS})
    found = entries(cite(brief, "bibtex"))
    assert r"\{\{ 7*7 \}\} \{\% raw \%\}" in found["scheme"][1]["title"]
    assert "url" not in found["scheme"][1]  # javascript: is no address
    assert "url" not in found["broken"][1]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_escaped_text_keeps_its_braces_in_pairs_and_its_specials_behind_a_backslash(text: str) -> None:
    made = tex(text)
    assert entries(f"@misc{{k,\n  title = {{{{{made}}}}}\n}}\n")["k"][1]["title"] == f"{{{made}}}"
    bare = re.sub(r"\\textasciitilde\{\}|\\textasciicircum\{\}|\\textbackslash\{\}|\\[&%$#_{}]", "", made)
    assert not set(bare) & set("&%$#_{}~^\\")


@pytest.mark.parametrize("reader", ["TH", ""])
def test_csl_has_what_its_schema_asks_for(workspace: Workspace, reader: str) -> None:
    brief = workspace.brief("kasi", reader)
    items = json.loads(cite(brief, "csl"))
    assert len({item["id"] for item in items}) == len(items) == len(brief.sources) + 1
    assert {item["type"] for item in items} <= {"report", "webpage", "document"}
    for item in items:
        assert item["title"] and isinstance(item["title"], str)
        for parts in item.get("issued", {}).get("date-parts", []):
            assert 1 <= len(parts) <= 3 and all(isinstance(part, int) for part in parts)
            date(*[*parts, 1, 1][:3])  # raises if the calendar has no such day
    assert items[0]["issued"] == {"date-parts": [[2026, 11, 24]]}
    assert (items[0]["version"], items[0]["author"]) == (brief.version, [{"literal": "solidary"}])
