"""A dossier that tries to act through the pages, and one that cannot be read: both are shown as text."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.app.serving import client, serving
from tests.brief.samples import HOSTILE, SCRIPT

PAGES = (
    "", "promises", "questions/delivery", "questions/overstretch", "partners", "map", "funds", "timeline", "frameworks",
    "data", "ledger", "claims/new", "entries", "entries/trap/money", "explain?address=trap/delivery",
)  # fmt: skip


def test_nothing_that_a_dossier_says_acts_on_a_page(tmp_path: Path) -> None:
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / "trap.yml").write_text(HOSTILE, "utf-8")
    with serving(tmp_path) as address, client(address) as browser:
        for page in PAGES:
            found = browser.get(f"/trap/{page}".rstrip("/"))
            assert found.status_code == 200, page
            assert SCRIPT not in found.text
            assert not re.search(r'(?:href|src)="(?:javascript|data):', found.text)
            assert "<img" not in found.text
            assert not re.search(r"\sonmouseover=|\sonerror=y>", re.sub(r"&[a-z#0-9]+;", "", found.text)), page
            assert "{{ 7*7 }}" in found.text or "49" not in found.text


def test_what_an_address_says_is_text(bundled: httpx.Client) -> None:
    for place in (
        f"/kasi/promises?text={SCRIPT}",
        f"/kasi?perspective={SCRIPT}",
        f"/kasi/entries/{SCRIPT}",
        f"/{SCRIPT}",
    ):
        assert SCRIPT not in bundled.get(place).text


def test_a_dossier_with_faults_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / "bad.yml").write_text("initiative:\n  key: bad\n  titel: x\n", "utf-8")
    with serving(tmp_path) as address, client(address) as browser:
        found = browser.get("/kasi")
        assert found.status_code == 500
        assert "bad.yml:3:3" in found.text
        assert "Traceback" not in found.text


@pytest.mark.parametrize("line", ['{"at": 1}\n', "no json\n"])
def test_a_ledger_that_was_changed_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "ledger.jsonl").write_text(line, "utf-8")
    with serving(tmp_path) as address, client(address) as browser:
        assert "ledger.jsonl:1" in browser.get("/kasi").text
