"""One polite client: says who it is, keeps its distance, waits and asks again, follows redirects by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3 import exceptions as wrong

from solidary.sources.registry.addresses import Guard
from solidary.sources.registry.faults import Broke, FetchFault, Refused, TooLarge, Unreachable
from solidary.sources.registry.pace import Pace, Patience, retry_after
from solidary.sources.registry.route import Routes, split
from solidary.version import VERSION

Made = TypeVar("Made")

AGENT: Final = f"solidary/{VERSION} (+open-source reader of cooperation data)"
HOPS: Final = 8
MOST: Final = 4 << 30  # bytes; the largest that is fetched, the CRS as one file, has about 1 GB
_READ: Final = 1 << 18
_MOVED: Final = (301, 302, 303, 307, 308)
_PASSING: Final = (408, 425, 429, 500, 502, 503, 504)
_USABLE: Final = (200, 206, 304, 416)


@dataclass(frozen=True)
class Answer:
    """What a server said, before its body is read; ``address`` is where the redirects ended."""

    address: str
    status: int
    headers: Mapping[str, str]
    _response: BaseHTTPResponse
    _client: Client

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it comes over the wire, still packed if it was.

        Raises:
            Broke: if it breaks off, stops or only drips.
        """
        clock, patience = self._client.pace.clock, self._client.patience
        since, came = clock(), 0
        while True:
            try:
                chunk = self._response.read1(_READ, decode_content=False)  # read() would wait for a dripping server
            except (wrong.HTTPError, OSError) as error:
                raise Broke(self.address, f"the transfer broke off ({type(error).__name__})") from None
            if not chunk:
                return
            came += len(chunk)
            yield chunk
            if (past := clock() - since) > patience.read:
                if came < patience.slowest * past:
                    raise Broke(self.address, f"the transfer stalled: {came} bytes in {past:.0f} seconds")
                since, came = clock(), 0


@dataclass
class Client:
    """Asks for addresses.

    Args:
        guard: says which addresses may be reached.
        patience: time-outs and tries.
        pace: time between two requests to one host.
        most: the largest body in bytes, packed or unpacked.
        given_up: failures to reach a host, one after another, after which it is left alone.
    """

    guard: Guard = field(default_factory=Guard)
    patience: Patience = field(default_factory=Patience)
    pace: Pace = field(default_factory=Pace)
    most: int = MOST
    given_up: int = 6
    _failed: Counter[str] = field(default_factory=Counter)

    @cached_property
    def _routes(self) -> Routes:
        return Routes(self.guard, self.patience)

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """Ask once, through all redirects.

        Raises:
            Refused: if a hop may not be made, or the answer is a "no".
            Unreachable, Broke: if it may go well another time.
        """
        sent = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **(headers or {})}
        seen = {url}
        while True:
            response = self._open(url, sent)
            try:
                if response.status not in _MOVED:
                    self._judge(url, response)
                    yield Answer(url, response.status, response.headers, response, self)
                    return
                url = _next_hop(url, response.headers.get("Location"), seen)
            finally:
                _leave(response)

    def persist(self, attempt: Callable[[], Made]) -> Made:
        """Try until it goes well or patience ends; a try that moved forward does not count."""
        tried = 0
        while True:
            try:
                return attempt()
            except (Broke, Unreachable) as fault:
                moved, asked = (fault.moved, fault.after) if isinstance(fault, Broke) else (False, None)
                tried = 1 if moved else tried + 1
                if asked is not None and asked > self.patience.longest:
                    told = f"{fault.reason}, and asks to come back in {asked:.0f} seconds"
                    raise Broke(fault.address, told, asked) from None
                tries = self.patience.tries if isinstance(fault, Broke) else self.patience.knocks
                if tried >= tries or self._resting(fault):
                    raise
                self.pace.sleep(self.patience.pause(tried, asked))

    def check_size(self, url: str, size: int) -> None:
        """Refuse what is larger than allowed.

        Raises:
            TooLarge: if it is.
        """
        if size > self.most:
            raise TooLarge(url, f"{size:,} bytes or more, expected at most {self.most:,}")

    def _open(self, url: str, headers: Mapping[str, str]) -> BaseHTTPResponse:
        host = split(url).netloc
        if self._failed[host] >= self.given_up:
            raise Unreachable(url, host, f"{self.given_up} times in a row, so that it is no longer asked")
        self.pace.wait(host)
        try:
            response = self._routes.open(url, headers)
        except Unreachable:
            self._failed[host] += 1
            raise
        self._failed[host] = 0
        return response

    def _resting(self, fault: FetchFault) -> bool:
        return isinstance(fault, Unreachable) and self._failed[urlsplit(fault.address).netloc] >= self.given_up

    @staticmethod
    def _judge(url: str, response: BaseHTTPResponse) -> None:
        if response.status in _USABLE:
            return
        told = f"the service answered {response.status} {response.reason or ''}".rstrip()
        if response.status in _PASSING:
            raise Broke(url, told, retry_after(response.headers.get("Retry-After")))
        if response.status == HTTPStatus.FORBIDDEN:
            told += "; it may let in browsers only: download the file there, then load it with `solidary ingest FILES`"
        raise Refused(url, told)


def follow(url: str, location: str) -> str:
    """Return where a redirect leads.

    >>> follow("https://a.example/x/y", "../z#part")
    'https://a.example/z'

    Raises:
        Refused: if it leads from https to http, or to something that is neither.
    """
    try:
        target = urldefrag(urljoin(url, location)).url
        scheme = urlsplit(target).scheme
    except ValueError:
        raise Refused(url, f"redirects to {location!r}, which is no address") from None
    if scheme not in ("http", "https"):
        raise Refused(url, f"redirects to {location!r}, expected https://...")
    if urlsplit(url).scheme == "https" and scheme == "http":
        raise Refused(url, f"redirects from https to {target}, which anybody on the way could change")
    return target


def _next_hop(url: str, location: str | None, seen: set[str]) -> str:
    if not location:
        raise Refused(url, "redirects without saying where")
    target = follow(url, location)
    if target in seen:
        raise Refused(url, f"redirects in a circle, back to {target}")
    if len(seen) > HOPS:
        raise Refused(url, f"more than {HOPS} redirects")
    seen.add(target)
    return target


def _leave(response: BaseHTTPResponse) -> None:
    """Give the connection back if the body was read, else close it: a body may have no end."""
    if response.closed or getattr(response, "length_remaining", None) == 0:
        response.drain_conn()
        response.release_conn()
    else:
        response.close()
