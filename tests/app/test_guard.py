"""Who is let in: this machine alone, or who shows the token; no form of another site; no script but ours."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from solidary.app.server import check_host
from solidary.errors import WrongUse
from tests.app.serving import client, serving

TOKEN = "a-token-of-some-length"


@pytest.fixture(scope="module")
def closed() -> Iterator[httpx.Client]:
    with serving(None, token=TOKEN) as address, client(address) as made:
        yield made


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", ""]
)
def test_a_name_that_is_not_of_this_machine_is_not_answered(bundled: httpx.Client, host: str) -> None:
    found = bundled.get("/kasi.json", headers={"host": host})
    assert found.status_code in (400, 421)
    assert "kasi" not in found.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:1"])
def test_a_name_of_this_machine_is_answered(bundled: httpx.Client, host: str) -> None:
    assert bundled.get("/kasi.json", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("place", ["/kasi", "/kasi.json", "/static/style.css", "/nothing", "/openapi.json"])
def test_every_answer_has_the_security_headers(bundled: httpx.Client, place: str) -> None:
    headers = bundled.get(place).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_without_the_token_nothing_is_shown(closed: httpx.Client) -> None:
    page, twin = closed.get("/kasi"), closed.get("/kasi.json")
    assert page.url.path == "/enter"
    assert "Show the token" in page.text
    assert twin.status_code == 401


def test_the_token_is_shown_as_a_header_or_once_at_the_door() -> None:
    with serving(None, token=TOKEN) as address, client(address) as visitor:
        bearer = {"authorization": f"Bearer {TOKEN}", "host": "ministry.example"}
        assert visitor.get("/kasi.json", headers=bearer).status_code == 200
        assert visitor.post("/enter", data={"token": "wrong"}).status_code == 403
        assert visitor.post("/enter", data={"token": TOKEN}).url.path == "/kasi"
        assert visitor.get("/kasi.json").status_code == 200
        kept = visitor.post("/enter", data={"token": TOKEN}, follow_redirects=False).headers["set-cookie"]
        assert "HttpOnly" in kept
        assert "samesite=strict" in kept.lower()


def test_another_host_needs_a_token_of_some_length() -> None:
    check_host("127.0.0.1", "")
    check_host("0.0.0.0", TOKEN)
    with pytest.raises(WrongUse, match="--token"):
        check_host("0.0.0.0", "")
    with pytest.raises(WrongUse, match="16 characters"):
        check_host("0.0.0.0", "short")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(own: httpx.Client, headers: dict[str, str]) -> None:
    own.get("/kasi/claims/new")
    found = own.post("/kasi/claims", data={"subject": "kasi/methane"}, headers=headers)
    assert found.status_code == 403
    assert own.get("/kasi/ledger.json").json()["lines"] == []


def test_a_long_body_is_refused_before_it_is_read(own: httpx.Client) -> None:
    assert own.post("/kasi/claims", data={"value": "x" * 70_000}).status_code == 413


def test_a_static_file_is_only_what_is_meant_to_be(bundled: httpx.Client) -> None:
    assert bundled.get("/static/app.js").headers["content-type"] == "text/javascript; charset=utf-8"
    for name in ("../server.py", "..%2fserver.py", "base.html.j2", "%2e%2e/errors.py"):
        assert bundled.get(f"/static/{name}").status_code == 404
