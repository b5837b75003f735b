"""A real HTTP server on loopback that speaks as it is told to, and misbehaves as it is told to."""

from __future__ import annotations

import gzip
import hashlib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

Behaviour = Callable[["Handler"], None]


@dataclass
class Asked:
    """One request, and how many bytes of a body were sent for it."""

    path: str
    headers: dict[str, str]
    port: int = 0
    sent: int = 0
    status: int = 0


@dataclass
class Site:
    """What the server has; the behaviours of a path are used one after another, and the last one stays."""

    pages: dict[str, list[Behaviour]] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    port: int = 0
    closing: Event = field(default_factory=Event)
    scheme: str = "http"

    def put(self, path: str, *behaviours: Behaviour | bytes) -> str:
        """Lay out a page, and return its address."""
        self.pages[path] = [whole(one) if isinstance(one, bytes) else one for one in behaviours]
        return self.url(path)

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> list[Asked]:
        return [one for one in self.log if one.path == path]

    def next(self, path: str) -> Behaviour:
        behaviours = self.pages.get(path) or self.pages.get(urlsplit(path).path) or [failing(404)]
        return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]


class Handler(BaseHTTPRequestHandler):
    """Answers as the site says."""

    protocol_version = "HTTP/1.1"
    timeout = 20
    site: Site
    asked: Asked

    def do_GET(self) -> None:
        self.asked = Asked(
            self.path, {name.lower(): value for name, value in self.headers.items()}, self.client_address[1]
        )
        self.site.log.append(self.asked)
        try:
            self.site.next(self.path)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def head(self, status: int, **headers: str | int) -> None:
        """Send a head; ``_`` in names stands for ``-``."""
        self.asked.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def body(self, data: bytes) -> None:
        self.asked.sent += len(data)
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def etag_of(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:12]}"'


def whole(data: bytes, *, etag: str | None = None, ranges: bool = True, pack: bool = False, **more: str) -> Behaviour:
    """Behave well: validators, conditional requests, ranges."""
    mark = etag_of(data) if etag is None else etag
    sent = gzip.compress(data, mtime=0) if pack else data

    def behave(handler: Handler) -> None:
        asked = handler.asked.headers
        marks = {"ETag": mark} if mark else {}
        if mark and asked.get("if-none-match") == mark:
            handler.head(304, **marks)
            return
        if pack:
            marks["Content_Encoding"] = "gzip"
        first = int(asked.get("range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if ranges and first and asked.get("if-range") == mark:
            span = f"bytes {first}-{len(sent) - 1}/{len(sent)}"
            handler.head(206, Content_Length=len(sent) - first, Content_Range=span, **marks, **more)
            handler.body(sent[first:])
        else:
            handler.head(200, Content_Length=len(sent), **marks, **more)
            handler.body(sent)

    return behave


def failing(status: int, **headers: str) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.head(status, Content_Length=4, **headers)
        handler.body(b"oops")

    return behave


def truncated(data: bytes, at: int, etag: str | None = None) -> Behaviour:
    """Announce everything from where the client is, send only so much of it, and hang up."""
    mark = etag_of(data) if etag is None else etag

    def behave(handler: Handler) -> None:
        asked = handler.asked.headers
        first = int(asked.get("range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if first and asked.get("if-range") == mark:
            span = f"bytes {first}-{len(data) - 1}/{len(data)}"
            handler.head(206, Content_Length=len(data) - first, Content_Range=span, ETag=mark)
        else:
            first = 0
            handler.head(200, Content_Length=len(data), **({"ETag": mark} if mark else {}))
        handler.body(data[first : first + at])
        handler.close_connection = True

    return behave


def understated(data: bytes, told: int) -> Behaviour:
    """Send more than was announced; what is too much lies on the connection when the next request comes."""

    def behave(handler: Handler) -> None:
        handler.head(200, Content_Length=told)
        handler.body(data)

    return behave


def redirect(location: str, status: int = 302) -> Behaviour:
    return lambda handler: handler.head(status, Location=location, Content_Length=0)


def endless(handler: Handler) -> None:
    """A body without end."""
    handler.head(200)
    handler.close_connection = True
    while not handler.site.closing.is_set():
        handler.body(b"x" * 65536)


def dripping(handler: Handler) -> None:
    """A byte now and then, each of them in time."""
    handler.head(200, Content_Length=1_000_000)
    while not handler.site.closing.wait(0.02):
        handler.body(b"x")


def dripping_head(handler: Handler) -> None:
    """A head that never ends, byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not handler.site.closing.wait(0.02):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def broken_head(handler: Handler) -> None:
    """A connection that ends before the head says how long the body is."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Le")
    handler.close_connection = True


def silent(handler: Handler) -> None:
    """No answer at all."""
    handler.site.closing.wait(5)
    handler.close_connection = True


def hanging_up(handler: Handler) -> None:
    """The connection ends before the head."""
    handler.close_connection = True


def half_then_silent(data: bytes) -> Behaviour:
    """Half of the body, and then nothing until the test is over."""

    def behave(handler: Handler) -> None:
        handler.head(200, Content_Length=len(data), ETag=etag_of(data))
        handler.body(data[: len(data) // 2])
        handler.site.closing.wait(10)
        handler.close_connection = True

    return behave


class Server(ThreadingHTTPServer):
    """Keeps quiet about clients that hang up."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        time.sleep(0)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on loopback."""
    site = Site(scheme="https" if tls else "http")
    server = Server(("127.0.0.1", 0), type("Handler", (Handler,), {"site": site}))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
