"""What is put on record from a page: sealed, with a name, only ever added, taken back by a further line, never lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

import solidary
from solidary.errors import UnknownName, WrongUse
from tests.app.serving import client, serving
from tests.conftest import TODAY

CLAIM = {
    "subject": "kasi/methane", "predicate": "amount", "value": "USD 21 million", "source": "akcmm-my",
    "locator": "table 2", "by": "Mai",
}  # fmt: skip


def seal_of(text: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', text)
    assert found
    return found[1]


def add(browser: httpx.Client, **changed: str) -> httpx.Response:
    form = browser.get("/kasi/claims/new?subject=kasi/methane")
    return browser.post("/kasi/claims", data={**CLAIM, **changed, "seal": seal_of(form.text)})


def claims(browser: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get("/kasi/ledger.json").json()["claims"]
    return found


def test_a_claim_is_added_with_a_name_and_taken_back_with_a_reason(own: httpx.Client, tmp_path: Path) -> None:
    done = add(own)
    assert done.status_code == 200
    (made,) = claims(own)
    assert (made["value"], made["by"]) == ("USD 21 million", "Mai")
    assert made["id"] in own.get("/kasi/entries/kasi/methane").text
    seal = seal_of(own.get("/kasi/ledger").text)
    own.post("/kasi/taken-back", data={"id": made["id"], "reason": "wrong row", "by": "Mai", "seal": seal})
    assert claims(own) == []
    assert made["id"] not in own.get("/kasi/entries/kasi/methane").text
    told = [(line["do"], line["by"]) for line in own.get("/kasi/ledger.json").json()["lines"]]
    assert told == [("claim", "Mai"), ("withdraw", "Mai")]
    assert len((tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_claim_changes_what_is_in_force_at_once(own: httpx.Client) -> None:
    def amount() -> str:
        rows = own.get("/kasi/promises.json?text=methane").json()["promises"]
        return str(rows[0]["in_force"]["amount"])

    assert amount() == "USD 20 million"
    add(own, source="later", title="A later statement", published="2026-10-01", grade="official")
    assert amount() == "USD 21 million"


@pytest.mark.parametrize("seal", ["", "0" * 97, "abc.def"])
def test_a_form_without_our_seal_is_refused(own: httpx.Client, seal: str) -> None:
    own.get("/kasi/claims/new")
    assert own.post("/kasi/claims", data={**CLAIM, "seal": seal}).status_code == 403
    assert claims(own) == []


def test_a_seal_of_another_browser_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as address, client(address) as one, client(address) as two:
        seal = seal_of(one.get("/kasi/claims/new").text)
        two.get("/kasi/claims/new")
        assert two.post("/kasi/claims", data={**CLAIM, "seal": seal}).status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": "kasi/methan"}, "methane"),
        ({"value": "a lot"}, "amount"),
        ({"predicate": "amont"}, "amount"),
        ({"source": "nowhere"}, "source"),
    ],
)
def test_a_claim_that_cannot_be_read_keeps_what_was_typed(
    own: httpx.Client, changed: dict[str, str], said: str
) -> None:
    done = add(own, **changed)
    assert done.status_code == 400
    assert said in done.text
    assert 'value="table 2"' in done.text
    assert claims(own) == []


def test_what_is_typed_never_acts(own: httpx.Client) -> None:
    script = '<script>alert(1)</script>"><img src=x onerror=y>'
    for text in (
        add(own, locator=script).text,
        add(own, value=script).text,
        own.get("/kasi/entries/kasi/methane").text,
    ):
        assert "<script>alert" not in text
        assert "<img" not in text


def test_the_bundled_pages_cannot_be_written_to(bundled: httpx.Client) -> None:
    assert "solidary serve --workspace FOLDER" in bundled.get("/kasi/claims/new").text


def test_a_judgement_stands_until_it_is_taken_back(tmp_path: Path) -> None:
    opened = solidary.open(tmp_path, today=TODAY)
    made = opened.judge("kasi/methane", "KR-GOV-051-2", "part_of", "same title and years", "Mai")
    with serving(tmp_path) as address, client(address) as browser:
        judged = browser.get("/kasi/entries/kasi/methane.json").json()["judgements"]
        assert [(one["activity"], one["verdict"], one["by"]) for one in judged] == [("KR-GOV-051-2", "part_of", "Mai")]
        seal = seal_of(browser.get("/kasi/ledger").text)
        browser.post("/kasi/taken-back", data={"id": made.id, "reason": "another country", "by": "Mai", "seal": seal})
        (one,) = browser.get("/kasi/ledger.json").json()["judgements"]
        assert one["withdrawn"] == "another country (Mai)"


def test_a_reading_has_no_force_until_a_person_accepts_it(tmp_path: Path) -> None:
    statement: dict[str, object] = {"says": {"amount": "USD 21 million"}, "source": "akcmm-my", "locator": "table 2"}
    read = solidary.open(tmp_path, today=TODAY).propose("kasi/methane", statement, "reader 0.1")
    with serving(tmp_path) as address, client(address) as browser:
        assert claims(browser) == []
        seal = seal_of(browser.get("/kasi/ledger").text)
        browser.post("/kasi/readings", data={"id": read.id, "decision": "accept", "by": "Mai", "seal": seal})
        (made,) = claims(browser)
        assert (made["method"], made["by"]) == ("reader", "Mai")
        browser.post("/kasi/taken-back", data={"id": read.id, "reason": "misread", "by": "Mai", "seal": seal})
        assert claims(browser) == []
        assert browser.get("/kasi/ledger.json").json()["readings"][0]["state"] == "open"
        browser.post(
            "/kasi/readings", data={"id": read.id, "decision": "refuse", "reason": "no", "by": "Mai", "seal": seal}
        )
        assert browser.get("/kasi/ledger.json").json()["readings"][0]["state"] == "refused"


def test_what_cannot_stand_is_not_written(tmp_path: Path) -> None:
    opened = solidary.open(tmp_path, today=TODAY)
    with pytest.raises(UnknownName, match="methane"):
        opened.judge("kasi/methan", "KR-1", "same", "why", "Mai")
    with pytest.raises(UnknownName, match="part_of"):
        opened.judge("kasi/methane", "KR-1", "part-of", "why", "Mai")
    with pytest.raises(WrongUse, match="name"):
        opened.judge("kasi/methane", "KR-1", "same", "why", "\x1b[2J")
    with pytest.raises(UnknownName, match="open reading"):
        opened.accept("p-0123456789", "Mai")
    with pytest.raises(UnknownName, match="line of the ledger"):
        opened.take_back("j-0123456789", "why", "Mai")
    assert not (tmp_path / "ledger.jsonl").exists()


def test_reading_pages_creates_no_file(tmp_path: Path) -> None:
    with serving(tmp_path) as address, client(address) as browser:
        for page in ("", "/promises", "/projects", "/data", "/ledger", "/claims/new", "/map"):
            assert browser.get(f"/kasi{page}").status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_a_claim_survives_that_the_server_is_killed(tmp_path: Path) -> None:
    code = "from solidary.cli.main import main; main()"
    command = [sys.executable, "-c", code, "serve", "--workspace", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            told = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
            assert told
            with client(told[0]) as browser:
                assert add(browser).status_code == 200
        finally:
            os.kill(server.pid, signal.SIGKILL)
    kept = solidary.open(tmp_path, today=TODAY)
    assert [str(claim.value) for claim in kept.ledger.claims(kept.library)] == ["USD 21 million"]
