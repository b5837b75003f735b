"""What broke off goes on where it stopped; what has not changed is not sent again; the same bytes are kept once."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.sources.registry.cache import Cache, Entry
from solidary.sources.registry.download import WORTH
from solidary.sources.registry.faults import Broke, Refused
from solidary.sources.registry.pace import Pace
from solidary.sources.registry.transport import Client
from tests.sources.registry import server
from tests.sources.registry.conftest import HERE, QUICK, Make
from tests.sources.registry.server import Handler, Site, etag_of, redirect, serving, truncated, whole

BODY = bytes(range(256)) * 400


def got(cache: Cache, client: Client, url: str) -> bytes:
    return cache.path(cache.fetch(client, url)[0]).read_bytes()


def left(cache: Cache) -> list[str]:
    """What lies between the pieces of the cache: parts and drafts."""
    return [path.name for path in cache.folder.rglob("*") if path.suffix in (".part", ".ready") or path.name[0] == "."]


def test_a_transfer_that_broke_off_goes_on_where_it_stopped(site: Site, cache: Cache, client: Client) -> None:
    assert got(cache, client, site.put("/a", truncated(BODY, 30_000), whole(BODY))) == BODY
    first, second = site.log
    assert second.headers["range"] == "bytes=30000-"
    assert second.headers["if-range"] == etag_of(BODY)
    assert first.sent + second.sent == len(BODY)
    assert left(cache) == []


def test_another_run_goes_on_with_what_the_last_one_left(site: Site, cache: Cache, make: Make) -> None:
    url = site.put("/a", truncated(BODY, 30_000), whole(BODY))
    with pytest.raises(Broke, match="broke off"):
        got(cache, make(tries=1), url)
    assert len(left(cache)) == 1
    assert got(cache, make(tries=1), url) == BODY
    assert site.log[1].sent == len(BODY) - 30_000


def test_a_server_that_ignores_ranges_is_read_from_the_beginning(site: Site, cache: Cache, client: Client) -> None:
    assert got(cache, client, site.put("/a", truncated(BODY, 30_000), whole(BODY, ranges=False))) == BODY
    assert (site.log[1].status, site.log[1].sent) == (200, len(BODY))


def test_what_changed_between_two_pieces_is_read_from_the_beginning(site: Site, cache: Cache, client: Client) -> None:
    other = BODY[::-1]
    assert got(cache, client, site.put("/a", truncated(BODY, 30_000), whole(other))) == other


def piece(span: str, etag: str, sent: bytes, **more: str) -> server.Behaviour:
    def behave(handler: Handler) -> None:
        handler.head(206, Content_Length=len(sent), Content_Range=span, ETag=etag, **more)
        handler.body(sent)

    return behave


@pytest.mark.parametrize(
    "lie",
    [
        piece(f"bytes 30000-{len(BODY) - 1}/{len(BODY)}", '"other"', BODY[30_000:]),
        piece(f"bytes 0-{len(BODY) - 1}/{len(BODY)}", etag_of(BODY), BODY),
        piece(f"bytes 30000-{len(BODY)}/{len(BODY) + 1}", etag_of(BODY), BODY[30_000:] + b"x"),
        piece("nonsense", etag_of(BODY), BODY[30_000:]),
        piece(f"bytes 30000-{len(BODY) - 1}/{len(BODY)}", etag_of(BODY), BODY[30_000:], Content_Encoding="gzip"),
        server.failing(416),
    ],
)
def test_a_wrong_piece_is_not_glued_on(site: Site, cache: Cache, client: Client, lie: server.Behaviour) -> None:
    assert got(cache, client, site.put("/a", truncated(BODY, 30_000), lie, whole(BODY))) == BODY


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_validator_nothing_is_gone_on_with(
    site: Site, cache: Cache, client: Client, etag: str
) -> None:
    assert got(cache, client, site.put("/a", truncated(BODY, 30_000, etag), whole(BODY, etag=etag))) == BODY
    assert "range" not in site.log[1].headers


def test_an_old_time_of_change_is_strong_enough(site: Site, cache: Cache, client: Client) -> None:
    changed = "Sat, 01 Jan 2022 00:00:00 GMT"

    def broken(handler: Handler) -> None:
        handler.head(200, Content_Length=len(BODY), Last_Modified=changed)
        handler.body(BODY[:30_000])
        handler.close_connection = True

    def rest(handler: Handler) -> None:
        span = f"bytes 30000-{len(BODY) - 1}/{len(BODY)}"
        handler.head(206, Content_Length=len(BODY) - 30_000, Content_Range=span, Last_Modified=changed)
        handler.body(BODY[30_000:])

    assert got(cache, client, site.put("/a", broken, rest)) == BODY
    assert site.log[1].headers["if-range"] == changed


def test_a_body_shorter_than_announced_is_never_taken_for_whole(site: Site, cache: Cache, client: Client) -> None:
    with pytest.raises(Broke, match="broke off"):
        got(cache, client, site.put("/a", truncated(BODY, 100, etag="")))
    assert not (cache.folder / "objects").exists()


def test_each_try_that_brings_much_counts_as_none(site: Site, cache: Cache, make: Make) -> None:
    large = BODY * 60
    assert len(large) > 5 * WORTH
    assert got(cache, make(tries=2), site.put("/a", truncated(large, WORTH))) == large
    assert sum(one.sent for one in site.log) == len(large)


def test_what_has_not_changed_is_not_sent_again(site: Site, cache: Cache, client: Client) -> None:
    url = site.put("/a", BODY)
    first, new = cache.fetch(client, url)
    second, again = cache.fetch(client, url)
    assert (new, again) == (True, False)
    assert (site.log[1].status, site.log[1].sent) == (304, 0)
    assert (first.sha256, first.fetched) == (second.sha256, second.fetched)


def test_what_has_changed_is(site: Site, cache: Cache, client: Client) -> None:
    url = site.put("/a", b"one", whole(b"two"))
    assert (got(cache, client, url), got(cache, client, url)) == (b"one", b"two")


def test_behind_a_redirect_it_is_not_sent_again_either(site: Site, cache: Cache, client: Client) -> None:
    site.put("/b", BODY)
    url = site.put("/a", redirect("/b"))
    assert got(cache, client, url) == got(cache, client, url) == BODY
    assert [one.sent for one in site.asked("/b")] == [len(BODY), 0]


def test_not_modified_of_another_thing_is_not_believed(site: Site, cache: Cache, client: Client) -> None:
    site.put("/b", whole(b"one", etag='"1"'))
    site.put("/c", whole(b"two", etag='"1"'))
    url = site.put("/a", redirect("/b"), redirect("/c"))
    assert (got(cache, client, url), got(cache, client, url)) == (b"one", b"two")


def test_a_mark_that_is_the_same_spares_the_question(site: Site, cache: Cache, client: Client) -> None:
    url = site.put("/a", BODY)
    for mark in ("v1", "v1", "v2", "v2"):
        cache.fetch(client, url, mark=mark)
    assert [one.status for one in site.log] == [200, 304]


def test_the_same_bytes_under_two_addresses_are_kept_once(site: Site, cache: Cache, client: Client) -> None:
    one, _ = cache.fetch(client, site.put("/a", BODY))
    two, _ = cache.fetch(client, site.put("/b", whole(BODY, pack=True)))
    assert one.sha256 == two.sha256
    assert len([path for path in (cache.folder / "objects").rglob("*") if path.is_file()]) == 1


def test_a_body_that_was_changed_in_the_cache_is_fetched_anew(site: Site, cache: Cache, client: Client) -> None:
    url = site.put("/a", BODY)
    path = cache.path(cache.fetch(client, url)[0])
    path.chmod(0o644)
    path.write_bytes(b"changed by hand")
    assert got(cache, client, url) == BODY


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": 1}'])
def test_a_record_that_cannot_be_read_is_as_none(site: Site, cache: Cache, client: Client, text: str) -> None:
    url = site.put("/a", BODY)
    cache.fetch(client, url)
    (record,) = (cache.folder / "index").rglob("*.json")
    record.write_text(text)
    assert got(cache, client, url) == BODY


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": 1}'])
def test_a_note_that_cannot_be_read_is_as_none(site: Site, cache: Cache, make: Make, text: str) -> None:
    url = site.put("/a", truncated(BODY, 30_000), whole(BODY))
    with pytest.raises(Broke):
        got(cache, make(tries=1), url)
    (note,) = (cache.folder / "parts").glob("*.part.json")
    note.write_text(text)
    assert got(cache, make(), url) == BODY


def test_a_no_leaves_what_was_there(site: Site, cache: Cache, client: Client) -> None:
    url = site.put("/a", whole(BODY), server.failing(404))
    entry, _ = cache.fetch(client, url)
    with pytest.raises(Refused):
        cache.fetch(client, url)
    assert cache.path(entry).read_bytes() == BODY


def test_two_at_once_fetch_it_once(site: Site, cache: Cache, make: Make) -> None:
    begun = threading.Barrier(2)
    url = site.put("/a", BODY)

    def fetch(_: int) -> Entry:
        begun.wait(5)
        return cache.fetch(make(), url)[0]

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(fetch, range(2))
    assert one.sha256 == two.sha256
    assert sorted(asked.sent for asked in site.log) == [0, len(BODY)]
    assert left(cache) == []


def test_the_record_says_when_and_whence(site: Site, cache: Cache, client: Client) -> None:
    site.put("/b", BODY)
    url = site.put("/a", redirect("/b"))
    cache.fetch(client, url)
    (record,) = (cache.folder / "index").rglob("*.json")
    told = json.loads(record.read_text())
    assert (told["url"], told["address"], told["size"]) == (url, site.url("/b"), len(BODY))
    assert told["fetched"] == told["checked"] != ""


@settings(max_examples=25, deadline=None)
@given(
    body=st.binary(min_size=1, max_size=5000),
    cuts=st.lists(st.integers(0, 2000), max_size=3),
    pack=st.booleans(),
)
def test_however_it_breaks_off_the_whole_comes_out(body: bytes, cuts: list[int], pack: bool) -> None:
    with serving() as site, TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        client = Client(HERE, QUICK, Pace(apart=0, sleep=lambda _: None))
        url = site.put("/a", *(truncated(body, cut) for cut in cuts), whole(body, pack=pack))
        assert got(cache, client, url) == body
        assert left(cache) == []
