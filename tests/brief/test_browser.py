"""The page in a real browser: it fits a phone, follows dark mode, asks for nothing; figures lead to their notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from solidary.workspace import Workspace
from tests.chromium import launched, needs_chromium

WIDTHS = (390, 1280)
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def page_file(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "kasi-TH.html"
    path.write_text(workspace.brief("kasi", "TH").html(), "utf-8")
    return path


def opened(browser: Browser, path: Path, width: int, *, dark: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_of_the_page(browser: Browser, page_file: Path, width: int) -> None:
    page = opened(browser, page_file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, page_file: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    assert (asked, said) == ([page_file.as_uri()], [])
    page.close()


def test_dark_mode_is_dark_and_light_mode_is_light(browser: Browser, page_file: Path) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    shades = []
    for dark in (False, True):
        page = opened(browser, page_file, 1280, dark=dark)
        shades.append(sum(int(part) for part in page.evaluate(background)[4:-1].split(",")))
        page.close()
    assert shades[0] > 700
    assert shades[1] < 150


def test_a_figure_leads_to_its_note_and_back(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file, 390)
    first = page.locator("a.figure").first
    figure = first.evaluate("element => element.firstChild.textContent")
    first.click()
    note = page.locator("li:target")
    assert figure in note.inner_text()
    note.locator("a[aria-label^='back']").click()
    assert page.evaluate("location.hash") == "#r1"
    page.close()


def test_a_row_leads_to_the_claims_behind_it(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file, 1280)
    page.locator("#overstretch table tbody th a").first.click()
    assert "akcf" in page.evaluate("location.hash")
    assert page.locator("li:target").is_visible()
    page.close()


def test_a_notebook_shows_findings_tables_and_charts(browser: Browser, workspace: Workspace, tmp_path: Path) -> None:
    answer = workspace.ask("overstretch", "kasi", "TH", language="th")
    cells = (answer._repr_html_(), answer.shown()._repr_html_(), answer.chart()._repr_svg_())
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{''.join(f'<div>{cell}</div>' for cell in cells)}", "utf-8")
    page = opened(browser, path, 900)
    whole, table = page.frames[1], page.frames[2]
    assert whole.locator("p").first.is_visible() and whole.locator("table").count() > 0
    assert table.locator("tbody tr").count() == len(answer.shown().rows)
    # nothing in a frame sticks out of it sideways
    assert all(frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth") for frame in (whole, table))
    colour = "getComputedStyle(document.querySelector('svg .tone-accent')).stroke"
    assert page.evaluate(colour) == "rgb(11, 92, 173)"  # the accent of the page, #0b5cad
    page.close()
