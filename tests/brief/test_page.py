"""The page is one file that needs nothing else: whole, linked inside, told to a screen reader, and harmless."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from solidary.analyses.questions import QUESTIONS, ask
from solidary.analyses.view import View
from solidary.brief.blocks import Brief, web_address
from solidary.brief.brief import write
from solidary.terms.dossier import DossierFile
from solidary.terms.reading import read_terms
from solidary.workspace import Workspace
from tests.brief.page import Page
from tests.brief.samples import HOSTILE, PAYLOAD

if TYPE_CHECKING:
    from tests.conftest import Look

NOW = date(2026, 11, 24)
CASES = ["TH@now", "VN@now", "ID@now", "PH@now", "MY@now", "KR@now", "JP@now", "ASEAN@now", "@now", "TH@2023-06-30",
         "KR@2019-01-01", "ASEAN@1985-01-01", "TH@trap", "KR@trap", "ASEAN@trap", "@trap"]  # fmt: skip
BANNED = ("script", "iframe", "object", "embed", "link", "base", "form", "img", "audio", "video", "source")
each = pytest.mark.parametrize("case", CASES)


def told(view: View) -> Brief:
    return write(view, {question: ask(question, view) for question in QUESTIONS})


@pytest.fixture(scope="module")
def pages() -> dict[str, tuple[str, Page]]:
    """Each page is written and read once."""
    return {}


@pytest.fixture
def page(case: str, pages: dict[str, tuple[str, Page]], workspace: Workspace, look: Look) -> tuple[str, Page]:
    if case not in pages:
        reader, _, what = case.partition("@")
        if what == "trap":
            html = told(look(HOSTILE, NOW, reader)).html()
        else:
            html = workspace.brief("kasi", reader, NOW if what == "now" else date.fromisoformat(what)).html()
        pages[case] = html, Page(html)
    return pages[case]


@each
def test_the_page_needs_nothing_else(page: tuple[str, Page]) -> None:
    html, read = page
    assert not {tag for tag, _, _ in read.elements} & set(BANNED)
    for _, found, _ in read.elements:
        assert not {"src", "srcset", "action", "data", "poster", "background"} & set(found)
        assert not [name for name in found if name.startswith("on")]
        assert "url(" not in found.get("style", "")
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "@import" not in styles and "url(" not in styles and "http" not in styles


@each
def test_only_the_list_of_sources_links_to_the_web(page: tuple[str, Page]) -> None:
    for address, around in page[1].links:
        if not address.startswith("#"):
            assert re.match(r"https?://", address), address
            assert "sources" in around
    for tag, found, _ in page[1].elements:
        outside = [value for name, value in found.items() if name not in ("href", "xmlns", "title", "aria-label")]
        assert not any("http" in value for value in outside if tag != "meta")


@each
def test_every_id_is_unique_and_every_link_arrives(page: tuple[str, Page]) -> None:
    ids = page[1].ids
    assert len(ids) == len(set(ids))
    inside = {address[1:] for address, _ in page[1].links if address.startswith("#")}
    assert inside <= set(ids), inside - set(ids)
    for _, found, _ in page[1].elements:
        assert set(found.get("aria-labelledby", "").split()) <= set(ids)


@each
def test_the_page_is_told_to_those_who_do_not_see_it(page: tuple[str, Page]) -> None:
    html, read = page
    assert read.all("html")[0]["lang"] == "en"
    assert len(read.all("h1")) == len(read.all("main")) == len(read.all("title")) - html.count("<title ") - len(
        re.findall(r"<(?:rect|circle)[^>]*><title>", html)
    ) == 1  # fmt: skip
    for drawing in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert re.search(r"<title[^>]*>[^<]+</title>", drawing) and re.search(r"<desc[^>]*>[^<]+</desc>", drawing)
    assert all(found.get("role") == "img" and "aria-labelledby" in found for found in read.all("svg"))
    assert all(found.get("scope") in ("col", "row") for found in read.all("th"))
    assert html.count("<table") == html.count("<thead") and (not read.all("table") or read.all("th"))


@each
def test_headings_do_not_skip_a_level(page: tuple[str, Page]) -> None:
    levels = [int(tag[1]) for tag, _, _ in page[1].elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(two - one <= 1 for one, two in pairwise(levels))


@pytest.mark.parametrize("reader", ["TH", "KR", "ASEAN", ""])
def test_what_a_dossier_says_stays_text(look: Look, reader: str) -> None:
    html = told(look(HOSTILE, NOW, reader)).html()
    text = "".join(Page(html).text)
    assert f"Promise {PAYLOAD}" in text  # printed as it stands: not run, not read as a template, not cut
    assert "49" not in re.findall(r"\b49\b", text)
    assert "<script" not in html and "<img" not in html


def test_a_chart_keeps_what_a_dossier_says_as_text(look: Look) -> None:
    drawn = re.findall(r"<svg.*?</svg>", told(look(HOSTILE, NOW, "TH")).html(), re.DOTALL)
    assert drawn and not any("<script" in one or "<img" in one for one in drawn)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://example.org/a b", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert bool(web_address(url)) is linked


@pytest.mark.parametrize("mark", ["\x02", "\x03", "\x04", "\x02money-first\x03", "\x1b[2J"])
def test_no_title_can_hold_the_marks_that_a_sentence_is_cut_by(tmp_path: Path, mark: str) -> None:
    escaped = mark.encode("unicode_escape").decode()
    path = tmp_path / "trap.yml"
    path.write_text(HOSTILE.replace(f"title: 'Promise {PAYLOAD}'", f'title: "Promise {escaped} end"'), "utf-8")
    terms, document = read_terms(path, DossierFile)
    assert terms is None
    assert {fault.rule for fault in document.faults} == {"control-character"}
