"""The app in a real browser: every page at two widths, light and dark; a figure opens; rows are filtered; a claim comes
and goes; axe finds nothing serious; without JavaScript the same works.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import solidary
from tests.app.large import large
from tests.app.pages import PAGES, address
from tests.app.serving import serving
from tests.chromium import launched, needs_chromium
from tests.conftest import TODAY

ROWS = 10_000
# Of four digits, 77 may begin at the first, second or third: 3 * 100; 777_ and _777 count twice: - 2 * 10; 7777 is then
# counted 3 - 3 + 1 times with its pair at both ends: - 1 + 1.
WITH_77 = 3 * 100 - 2 * 10 - 1 + 1
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace with ten thousand activities that a test may write to."""
    folder = tmp_path_factory.mktemp("large")
    large(folder, ROWS)
    with serving(folder) as place:
        yield place


@contextmanager
def opened(browser: Browser, width: int = 1280, *, dark: bool = False, script: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", java_script_enabled=script
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_window_asks_elsewhere_or_complains(
    browser: Browser, served: str, width: int
) -> None:
    asked: set[str] = set()
    said: list[str] = []
    wide: list[str] = []
    with opened(browser, width) as page:
        page.on("request", lambda request: asked.add(request.url.split("/")[2]))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for one in PAGES:
            page.goto(served + address(one))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(one)
    assert (asked, said, wide) == ({served.removeprefix("http://")}, [], [])


STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = {"type": "rule", "values": ["color-contrast"]}  # all that the dark makes another


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, served: str, dark: bool) -> None:
    found: dict[str, list[str]] = {}
    with opened(browser, 1280 if dark else 390, dark=dark) as page:
        for one in PAGES[::3] if dark else PAGES:  # colours are those of one style sheet
            page.goto(served + address(one))
            told = Axe().run(page, options={"runOnly": CONTRAST if dark else STANDARDS})
            bad = [
                f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
                for fault in told.response["violations"]
                if fault["impact"] in ("serious", "critical")
            ]
            if bad:
                found[one] = bad
    assert found == {}


def test_a_figure_opens_beside_the_page_and_the_keyboard_closes_it(browser: Browser, served: str) -> None:
    with opened(browser) as page:
        page.goto(served + address("questions/overstretch"))
        figure = page.locator("main a.figure").first
        text = figure.inner_text()
        figure.focus()
        page.keyboard.press("Enter")
        drawer = page.locator("dialog.drawer")
        expect(drawer.locator("h1")).to_have_text("What stands behind this figure")
        assert text.replace("\u00a0", " ") in drawer.inner_text().replace("\u00a0", " ")
        expect(drawer.locator(".claim").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        assert page.evaluate("document.activeElement.classList.contains('figure')")


def test_ten_thousand_rows_are_filtered_while_one_types(browser: Browser, served: str) -> None:
    with opened(browser) as page:
        page.goto(served + address("projects"))
        expect(page.locator(".totals dd").first).to_contain_text(f"{ROWS:,}")
        page.get_by_role("searchbox").fill("school 77")
        expect(page.locator(".totals dd").first).to_contain_text(f"{WITH_77} of")
        assert "text=school+77" in page.url
        assert "perspective=TH" in page.url
        page.get_by_text("For", exact=True).click()
        page.locator(".facet a", has_text="Viet Nam").click()
        expect(page.locator("tbody tr td").nth(1)).to_have_text("Viet Nam")
        assert "recipient=VN" in page.url


def test_the_reader_is_switched_and_the_page_stays(browser: Browser, served: str) -> None:
    with opened(browser) as page:
        page.goto(served + "/kasi/questions/delivery?as_of=2025-12-31")
        page.get_by_label("Read as").select_option("VN")
        page.wait_for_url("**perspective=VN**")
        assert "/kasi/questions/delivery" in page.url
        assert "as_of=2025-12-31" in page.url
        expect(page.locator(".stand")).to_contain_text("read as Viet Nam")


def test_a_claim_comes_and_goes(browser: Browser, served: str) -> None:
    with opened(browser) as page:
        page.goto(served + "/kasi/claims/new?subject=kasi/methane")
        page.get_by_label("Says of").select_option("amount")
        page.get_by_label("Value", exact=True).fill("USD 21 million")
        page.get_by_label("Source", exact=True).fill("akcmm-my")
        page.get_by_label("Where in the source").fill("table 2")
        expect(page.get_by_label("Your name")).to_have_value("Mai")
        page.get_by_role("button", name="Put on record").click()
        expect(page.locator(".card.claim .says")).to_contain_text("USD 21 million")
        card = page.locator(".card.claim")
        card.locator("summary").click()
        card.get_by_label("Reason", exact=True).fill("read the wrong row")
        card.get_by_role("button", name="Take back").click()
        expect(page.locator(".card.claim")).to_have_count(0)


def test_without_javascript_filter_switch_and_explanation_work(browser: Browser, served: str) -> None:
    with opened(browser, script=False) as page:
        page.goto(served + address("projects"))
        page.get_by_role("searchbox").fill("school 77")
        page.get_by_role("button", name="Filter").click()
        expect(page.locator(".totals dd").first).to_contain_text(f"{WITH_77} of")
        page.get_by_label("Read as").select_option("KR")
        page.get_by_role("button", name="Show").click()
        assert "perspective=KR" in page.url
        assert "text=school+77" in page.url
        page.goto(served + address("questions/overstretch"))
        page.locator("main a.figure").first.click()
        expect(page.locator("h1")).to_have_text("What stands behind this figure")


def test_a_judgement_can_be_put_on_record_from_an_activity(browser: Browser, served: str, tmp_path: Path) -> None:
    with opened(browser) as page:
        page.goto(served + "/kasi/projects/XM-TEST-7")
        page.get_by_label("Promise").select_option("kasi/methane")
        page.get_by_label("part of it").check()
        page.get_by_label("Reason").fill("same title")
        page.get_by_role("button", name="Put on record").click()
        expect(page.locator(".judged")).to_contain_text("XM-TEST-7")
    assert solidary.open(tmp_path, today=TODAY).ledger.lines() == []


def test_on_paper_the_page_is_its_content(browser: Browser, served: str) -> None:
    with opened(browser) as page:
        page.goto(served + address(""))
        page.emulate_media(media="print")
        expect(page.locator("header.bar")).to_be_hidden()
        expect(page.locator("nav.pages")).to_be_hidden()
        expect(page.locator("ol.lead")).to_be_visible()
