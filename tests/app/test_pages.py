"""Every page, its twin and all that it leads to: there, without inline script or style, from no other host."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.app.pages import PAGES, address, links, twin


@pytest.mark.parametrize("page", PAGES)
def test_a_page_and_its_twin_are_there(money: httpx.Client, page: str) -> None:
    shown, told = money.get(address(page)), money.get(twin(address(page)))
    assert (shown.status_code, told.status_code) == (200, 200)
    assert told.json()["perspective"] == "TH"
    assert told.json()["as_of"] == "2026-11-24"
    heading = re.search(r"<h1>(.*?)</h1>", shown.text)
    assert heading
    assert told.json()["title"].replace("&", "&amp;").replace("'", "&#39;") == heading[1]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_inline_script_style_or_handler_and_no_other_host(money: httpx.Client, page: str) -> None:
    text = money.get(address(page)).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', text)


@pytest.mark.parametrize("page", ["", "promises", "projects", "partners", "map", "timeline", "frameworks", "funds"])
def test_whatever_a_page_leads_to_is_there(money: httpx.Client, page: str) -> None:
    found = links(money.get(address(page)).text)
    assert len(found) > 20
    posts = ("/kasi/claims", "/kasi/judgements", "/kasi/taken-back", "/kasi/readings")
    wrong = {one: money.get(one).status_code for one in found[:70] if one.partition("?")[0] not in posts}
    assert {one: status for one, status in wrong.items() if status != 200} == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_reader_and_day_in_all_its_links(money: httpx.Client, page: str) -> None:
    text = money.get(address(page, as_of="2025-12-31")).text
    inner = [one for one in links(text) if one.startswith("/kasi/") and "perspective=" in one]
    assert len(inner) >= 12
    assert [one for one in inner if "perspective=TH" not in one and "/partners" not in page] == []
    assert [one for one in inner if "as_of=2025-12-31" not in one] == []


def test_without_data_the_pages_of_money_say_what_to_do(bundled: httpx.Client) -> None:
    assert "solidary ingest PATH" in bundled.get("/kasi/projects").text
    assert bundled.get("/kasi/projects.json").json()["loaded"] is False
    assert bundled.get("/kasi/projects.csv").status_code == 400


def test_a_day_knows_only_what_was_known(bundled: httpx.Client) -> None:
    then, now = (bundled.get(f"/kasi/map.json?as_of={day}").json()["places"] for day in ("2023-06-30", "2026-06-30"))
    assert len(then) == 10  # Timor-Leste joined on 26 October 2025
    assert {one["code"] for one in now} - {one["code"] for one in then} == {"TL"}


def test_a_reader_may_be_typed_as_people_write_it(bundled: httpx.Client) -> None:
    assert bundled.get("/kasi.json?perspective=viet nam").json()["perspective"] == "VN"


@pytest.mark.parametrize(
    ("place", "status", "said"),
    [
        ("/kasi?perspective=Thialand", 404, "Thailand"),
        ("/kasy", 404, "kasi"),
        ("/kasi/questions/delivry", 404, "delivery"),
        ("/kasi/entries/kasi/methan", 404, "methane"),
        ("/kasi?as_of=yesterday", 400, "2023-06-30"),
        ("/kasi/partners/XX", 404, "Unknown partner"),
        ("/kasi/nothing-of-the-kind", 404, "Not Found"),
        ("/kasi/explain", 400, "address"),
    ],
)
def test_a_fault_is_told_with_the_nearest_name_and_no_traceback(
    bundled: httpx.Client, place: str, status: int, said: str
) -> None:
    for found in (bundled.get(place), bundled.get(twin(place))):
        assert found.status_code == status
        assert said in found.text
        assert "Traceback" not in found.text


def test_the_description_for_programs_names_every_page_and_form(bundled: httpx.Client) -> None:
    told = bundled.get("/openapi.json").json()
    paths = told["paths"]
    assert {"/{initiative}/promises.json", "/{initiative}/projects.csv", "/{initiative}/claims"} <= set(paths)
    names = [one["operationId"] for methods in paths.values() for one in methods.values()]
    assert len(names) == len(set(names))
    assert all(one.get("description") for methods in paths.values() for one in methods.values())
    assert bundled.get("/docs").status_code == 404


def test_another_initiative_and_another_reader_are_seen_on_the_same_day(bundled: httpx.Client) -> None:
    overview = links(bundled.get(address("", as_of="2025-12-31")).text)
    assert "/japan?perspective=TH&as_of=2025-12-31" in overview
    assert bundled.get("/japan?perspective=TH&as_of=2025-12-31").status_code == 200
    assert "/kasi?perspective=JP&as_of=2025-12-31" in links(
        bundled.get(address("partners/JP", as_of="2025-12-31")).text
    )


@pytest.mark.parametrize("initiative", ["japan", "usa", "eu", "china"])
@pytest.mark.parametrize(
    "page", ["", "promises", "partners", "map", "funds", "timeline", "frameworks", "data", "ledger"]
)
def test_every_page_is_there_for_a_small_dossier_too(bundled: httpx.Client, initiative: str, page: str) -> None:
    assert bundled.get(f"/{initiative}/{page}".rstrip("/")).status_code == 200


def test_the_brief_can_be_taken_along(bundled: httpx.Client) -> None:
    found = bundled.get("/kasi/brief.md?perspective=TH&as_of=2023-06-30")
    assert "As of 30 June 2023" in found.text
    assert found.headers["content-disposition"] == 'attachment; filename="kasi-TH.md"'
    assert bundled.get("/kasi/brief.docx?perspective=TH").content[:2] == b"PK"  # a document is a zip archive
    assert bundled.get("/kasi/brief.exe").status_code == 400
