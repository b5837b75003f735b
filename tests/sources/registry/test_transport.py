"""One request: polite, patient, and never led astray."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import CannotWrite
from solidary.sources.registry.addresses import ANYWHERE, Guard
from solidary.sources.registry.cache import Cache
from solidary.sources.registry.faults import Broke, FetchFault, Refused, TooLarge, Unexpected, Unreachable
from solidary.sources.registry.listing import read_json
from solidary.sources.registry.pace import Pace, retry_after
from solidary.sources.registry.route import split
from solidary.sources.registry.transport import AGENT, Client, follow
from tests.sources.registry import server
from tests.sources.registry.conftest import Make
from tests.sources.registry.proxy import proxying
from tests.sources.registry.server import Site, failing, redirect, whole


def got(cache: Cache, client: Client, url: str) -> bytes:
    return cache.path(cache.fetch(client, url)[0]).read_bytes()


def test_it_says_who_it_is(site: Site, cache: Cache, client: Client) -> None:
    got(cache, client, site.put("/a", b"body"))
    assert site.log[0].headers["user-agent"] == AGENT
    assert AGENT.startswith("solidary/")


def test_a_server_that_fails_is_asked_again(site: Site, cache: Cache, client: Client, pauses: list[float]) -> None:
    assert got(cache, client, site.put("/a", failing(500), failing(503), b"body")) == b"body"
    assert len(site.log) == 3 and len(pauses) == 2
    assert pauses[1] > pauses[0]


def test_a_server_that_keeps_failing_is_left_alone(site: Site, cache: Cache, client: Client) -> None:
    with pytest.raises(Broke, match="500 Internal Server Error"):
        got(cache, client, site.put("/a", failing(500)))
    assert len(site.log) == 4


def test_a_server_that_asks_for_time_gets_it(site: Site, cache: Cache, client: Client, pauses: list[float]) -> None:
    assert got(cache, client, site.put("/a", failing(429, Retry_After="3"), b"body")) == b"body"
    assert pauses == [3.0]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(
    site: Site, cache: Cache, client: Client, pauses: list[float]
) -> None:
    with pytest.raises(Broke, match="429 Too Many Requests, and asks to come back in 3600 seconds"):
        got(cache, client, site.put("/a", failing(429, Retry_After="3600")))
    assert (len(site.log), pauses) == (1, [])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_no_is_taken_as_one(site: Site, cache: Cache, client: Client, status: int) -> None:
    with pytest.raises(Refused, match=str(status)):
        got(cache, client, site.put("/a", failing(status)))
    assert len(site.log) == 1


def test_a_door_for_browsers_only_says_what_to_do(site: Site, cache: Cache, client: Client) -> None:
    with pytest.raises(Refused, match="download the file there"):
        got(cache, client, site.put("/a", failing(403)))


def test_requests_to_one_host_keep_their_distance() -> None:
    now, slept = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(apart=2, clock=lambda: now[0], sleep=sleep)
    for host in ("a", "a", "b", "a"):
        pace.wait(host)
    assert slept == [2, 2]


@pytest.mark.parametrize("behaviour", [server.silent, server.dripping_head, server.broken_head, server.hanging_up])
def test_a_head_that_does_not_come_is_a_passing_fault(
    site: Site, cache: Cache, make: Make, behaviour: server.Behaviour
) -> None:
    assert got(cache, make(tries=2), site.put("/a", behaviour, whole(b"body"))) == b"body"


def test_a_body_that_drips_is_cut_off_though_each_byte_is_in_time(site: Site, cache: Cache, make: Make) -> None:
    with pytest.raises(Broke, match="stalled"):
        got(cache, make(tries=1), site.put("/a", server.dripping))


def test_nobody_there_is_told_in_one_sentence(cache: Cache, client: Client, pauses: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable) as told:
        got(cache, client, f"http://127.0.0.1:{port}/datasets-minimal")
    assert str(told.value).startswith("cannot reach 127.0.0.1 (Connection refused); nothing was changed. Check the")
    assert len(pauses) == 1  # without a network there is nothing to wait for


def test_a_host_that_was_not_reached_many_times_is_no_longer_asked(
    cache: Cache, make: Make, pauses: list[float]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = make()
    for number in range(5):
        with pytest.raises(Unreachable):
            got(cache, client, f"http://127.0.0.1:{port}/{number}")
    with pytest.raises(Unreachable, match="no longer asked"):
        got(cache, client, f"http://127.0.0.1:{port}/last")
    assert len(pauses) == 3  # two knocks at each of three addresses, and then no more


def test_redirects_are_followed(site: Site, cache: Cache, client: Client) -> None:
    site.put("/c", b"body")
    site.put("/b", redirect("c", 308))
    assert got(cache, client, site.put("/a", redirect("/b", 301))) == b"body"


def test_one_connection_serves_many_requests(site: Site, cache: Cache, client: Client) -> None:
    site.put("/b", b"one", whole(b"two"))
    site.put("/a", redirect("/b"), redirect("/b"))
    assert got(cache, client, site.url("/a")) == b"one"
    assert got(cache, client, site.url("/a")) == b"two"
    assert len({one.port for one in site.log}) == 1


def test_a_circle_is_noticed(site: Site, cache: Cache, client: Client) -> None:
    site.put("/b", redirect("/a"))
    with pytest.raises(Refused, match="in a circle"):
        got(cache, client, site.put("/a", redirect("/b")))
    assert len(site.log) == 2


def test_a_chain_without_end_is_given_up(site: Site, cache: Cache, client: Client) -> None:
    for number in range(30):
        site.put(f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(Refused, match="more than 8 redirects"):
        got(cache, client, site.url("/0"))


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/b", "http://[::1]:{port}/b", "http://10.0.0.1/b", "//169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.2]:{port}/b", "http://[::ffff:7f00:2]:{port}/b", "http://[64:ff9b::7f00:2]/b",
        "http://2130706434:{port}/b", "http://0x7f000002:{port}/b", "http://127.2:{port}/b", "http://0.0.0.0:{port}/b",
        "http://[fe80::1]/b",
    ],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_not_followed(site: Site, cache: Cache, client: Client, target: str) -> None:
    site.put("/b", b"secret")
    with pytest.raises(Refused, match="private or reserved"):
        got(cache, client, site.put("/a", redirect(target.format(port=site.port))))
    assert [one.path for one in site.log] == ["/a"]


def test_unless_it_is_allowed(site: Site, cache: Cache, make: Make) -> None:
    site.put("/b", b"body")
    client = make(guard=Guard(ANYWHERE))
    assert got(cache, client, site.put("/a", redirect(f"http://localhost:{site.port}/b"))) == b"body"
    assert site.log[1].headers["host"] == f"localhost:{site.port}"


def test_by_default_the_loopback_itself_is_refused(site: Site, cache: Cache, make: Make) -> None:
    with pytest.raises(Refused, match="--allow-private"):
        got(cache, make(guard=Guard()), site.put("/a", b"body"))
    assert site.log == []


def test_a_name_is_resolved_once_and_its_address_is_the_one_connected_to(site: Site, cache: Cache, make: Make) -> None:
    answers = ["127.0.0.1", "10.0.0.1"]  # a name that says something else the second time

    def lookup(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", (answers.pop(0), 80))]

    site.put("/a", b"body")
    client = make(guard=Guard(Guard(ANYWHERE).allowed[:1], lookup))
    assert got(cache, client, f"http://data.example:{site.port}/a") == b"body"
    assert answers == ["10.0.0.1"]
    assert site.log[0].headers["host"] == f"data.example:{site.port}"


def test_a_name_that_turns_private_between_two_hops_is_refused(site: Site, cache: Cache, make: Make) -> None:
    answers = ["127.0.0.1", "10.0.0.1"]

    def lookup(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", (answers.pop(0), 80))]

    client = make(guard=Guard((ip_network("127.0.0.1/32"),), lookup))
    site.put("/a", redirect("/b"))
    with pytest.raises(Refused, match=r"data\.example is 10\.0\.0\.1, a private"):
        got(cache, client, f"http://data.example:{site.port}/a")
    assert [one.path for one in site.log] == ["/a"]


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://a.example/", "from https to http"),
        ("//b.example/x", ""),
        ("file:///etc/passwd", "expected https"),
        ("ftp://a.example/", "expected https"),
        ("https://[", "no address"),
    ],
)
def test_where_a_redirect_from_https_may_lead(location: str, told: str) -> None:
    if not told:
        assert follow("https://a.example/", location) == "https://b.example/x"
        return
    with pytest.raises(Refused, match=told):
        follow("https://a.example/", location)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///x", "", "https://", "https://u:p@a.example/", "http://a:b/", "https://[::1"]
)
def test_what_is_no_address_is_refused(cache: Cache, client: Client, url: str) -> None:
    with pytest.raises(Refused):
        got(cache, client, url)


def test_a_password_in_an_address_is_not_repeated(cache: Cache, client: Client) -> None:
    with pytest.raises(Refused) as told:
        got(cache, client, "https://user:secret@data.example/")
    assert "secret" not in str(told.value)


@given(st.text() | st.text().map("https://{}".format))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        parts = split(text)
    except Refused:
        return
    assert parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc


@given(st.text() | st.text().map("//{}".format), st.sampled_from(["https://a.example/b/c", "http://a.example"]))
def test_any_location_leads_to_an_address_or_nowhere(location: str, url: str) -> None:
    try:
        target = follow(url, location)
    except Refused:
        return
    assert target.startswith("https://" if url.startswith("https") else ("http://", "https://"))


@given(st.text())
def test_any_retry_after_is_a_time_or_nothing(text: str) -> None:
    assert (retry_after(text) or 0) >= 0


def test_a_body_beyond_all_measure_is_refused_by_its_announcement(site: Site, cache: Cache, make: Make) -> None:
    with pytest.raises(TooLarge, match="2,000 bytes or more, expected at most 1,000"):
        got(cache, make(most=1000), site.put("/a", b"x" * 2000))


def test_a_body_without_end_is_cut_off(site: Site, cache: Cache, make: Make) -> None:
    with pytest.raises(TooLarge):
        got(cache, make(most=1_000_000), site.put("/a", server.endless))
    assert not list((cache.folder / "parts").iterdir())


def test_a_bomb_is_cut_off_while_it_is_unpacked(site: Site, cache: Cache, make: Make) -> None:
    with pytest.raises(TooLarge):
        got(cache, make(most=1_000_000), site.put("/a", whole(b"\0" * 50_000_000, pack=True)))
    assert not list((cache.folder / "parts").iterdir())


def test_a_list_too_large_for_memory_is_not_read_into_it(
    site: Site, cache: Cache, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solidary.sources.registry.cache.SMALL", 100)
    url = site.put("/datasets-minimal", whole(b'{"datasets": [' + b" " * 1000 + b"]}", pack=True))
    with pytest.raises(TooLarge, match="1,016 bytes, expected at most 100 of a list or table"):
        read_json(client, cache, url, None)


def test_a_packed_body_is_unpacked(site: Site, cache: Cache, client: Client) -> None:
    body = b"<iati-activities/>" * 1000
    assert got(cache, client, site.put("/a", whole(body, pack=True))) == body
    assert site.log[0].sent < len(body)


def test_what_only_says_that_it_is_packed_is_refused(site: Site, cache: Cache, client: Client) -> None:
    with pytest.raises(Unexpected, match="packed with gzip and is not"):
        got(cache, client, site.put("/a", whole(b"plain", Content_Encoding="gzip")))


def test_a_packing_that_we_do_not_know_is_refused(site: Site, cache: Cache, client: Client) -> None:
    with pytest.raises(Refused, match="packed as 'br'"):
        got(cache, client, site.put("/a", whole(b"plain", Content_Encoding="br")))


def test_a_body_without_a_length_is_read_to_its_end(site: Site, cache: Cache, client: Client) -> None:
    def chunked(handler: server.Handler) -> None:
        handler.head(200, Transfer_Encoding="chunked")
        handler.body(b"4\r\nbody\r\n0\r\n\r\n")

    assert got(cache, client, site.put("/a", chunked)) == b"body"


def test_a_chunked_body_that_breaks_off_is_asked_for_again(site: Site, cache: Cache, client: Client) -> None:
    def broken(handler: server.Handler) -> None:
        handler.head(200, Transfer_Encoding="chunked")
        handler.body(b"4\r\nbody\r\n")
        handler.close_connection = True

    assert got(cache, client, site.put("/a", broken, b"the body")) == b"the body"


def test_the_proxy_of_the_environment_is_used(
    site: Site, cache: Cache, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        raise AssertionError("the proxy resolves names")

    site.put("/a?b=c%20d", b"body")
    with proxying(site.port) as (proxy, log):
        monkeypatch.setenv("http_proxy", proxy.replace("//", "//user:word@"))
        assert got(cache, make(guard=Guard(lookup=lookup)), "http://data.example/a?b=c d") == b"body"
    assert log == ["GET http://data.example/a?b=c%20d Basic dXNlcjp3b3Jk"]


def test_no_proxy_is_honoured_too(site: Site, cache: Cache, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying(site.port) as (proxy, log):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert got(cache, client, site.put("/a", b"body")) == b"body"
    assert log == []


def test_a_proxy_is_not_asked_for_private_addresses(
    site: Site, cache: Cache, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxying(site.port) as (proxy, log):
        monkeypatch.setenv("http_proxy", proxy)
        with pytest.raises(Refused, match="private or reserved"):
            got(cache, make(guard=Guard()), "http://169.254.169.254/latest/meta-data")
    assert log == []


def test_a_proxy_that_is_down_is_named_as_such(cache: Cache, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free.getsockname()[1]}")
    with pytest.raises(Unreachable, match="by way of the proxy: Connection refused"):
        got(cache, client, "http://data.example/a")


def test_a_proxy_of_another_kind_is_refused(cache: Cache, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(FetchFault, match="expected http:// or https://"):
        got(cache, client, "http://data.example/a")


def test_a_path_with_spaces_and_letters_beyond_ascii_is_asked_for(site: Site, cache: Cache, client: Client) -> None:
    site.put("/CRS%202022%20%C3%A9.zip", b"body")
    assert got(cache, client, site.url("/CRS 2022 é.zip")) == b"body"


def test_a_disk_that_cannot_be_written_is_named(site: Site, tmp_path: Path, client: Client) -> None:
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(CannotWrite, match=r"cannot write below .*cache"):
        got(Cache(tmp_path / "cache"), client, site.put("/a", b"body"))
