"""The way to a host: a connection to an address that was checked, or through the proxy of the environment.

A connection is made to the very address that was checked, with the name kept for the certificate, so that a name which
answers otherwise the second time leads nowhere else.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Timer
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, ProxyManager, Timeout
from urllib3 import exceptions as wrong
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import make_headers

from solidary.sources.registry.addresses import Guard
from solidary.sources.registry.faults import Broke, FetchFault, Refused, Unreachable
from solidary.sources.registry.pace import Patience

_SAFE = "/%:@!$&'()*+,;=~-._?"


class _Plain(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        with _hung_up(self.sock, self.timeout):
            return super().getresponse()


class _Secure(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        with _hung_up(self.sock, self.timeout):
            return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


@dataclass
class Routes:
    """Opens connections, and keeps them for the next request to the same address."""

    guard: Guard
    patience: Patience
    _pools: dict[tuple[str, ...], HTTPConnectionPool] = field(default_factory=dict)
    _proxies: dict[str, ProxyManager] = field(default_factory=dict)

    def open(self, url: str, headers: Mapping[str, str]) -> BaseHTTPResponse:
        """Ask for an address once; redirects are not followed, and nothing of the body is read.

        Raises:
            Refused: if we do not go there.
            Unreachable, Broke: if there is no connection, or it breaks.
        """
        parts = split(url)
        host = str(parts.hostname)
        with _named(url, host):
            proxy = _proxy(parts)
            if proxy:
                self.guard.check_literal(url, host)
                return self._through(url, proxy).urlopen("GET", _target(parts, whole=True), **self._how(headers))
            return self._direct(url, parts, host, headers)

    def _direct(self, url: str, parts: SplitResult, host: str, headers: Mapping[str, str]) -> BaseHTTPResponse:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self.guard.resolve(url, host, port)
        for address in addresses:
            pool = self._pool(parts.scheme, host, address, port)
            try:
                return pool.urlopen("GET", _target(parts), **self._how({**headers, "Host": parts.netloc}))
            except (wrong.NewConnectionError, wrong.ConnectTimeoutError):
                if address == addresses[-1]:
                    raise
        raise Unreachable(url, host, "no address is known for that name")

    def _how(self, headers: Mapping[str, str]) -> dict[str, Any]:
        timeout = Timeout(connect=self.patience.connect, read=self.patience.read)
        return {
            "headers": headers,
            "retries": False,
            "redirect": False,
            "preload_content": False,
            "decode_content": False,
            "timeout": timeout,
        }

    def _pool(self, scheme: str, host: str, address: str, port: int) -> HTTPConnectionPool:
        key = (scheme, host, address, str(port))
        if key not in self._pools:
            literal = f"[{address}]" if ":" in address else address
            if scheme == "https":
                self._pools[key] = _SecurePool(literal, port, server_hostname=host, assert_hostname=host)
            else:
                self._pools[key] = _PlainPool(literal, port)
        return self._pools[key]

    def _through(self, url: str, proxy: str) -> ProxyManager:
        if proxy not in self._proxies:
            parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
            if parts.scheme not in ("http", "https"):
                raise Refused(
                    url, f"the proxy of the environment is {parts.scheme}://..., expected http:// or https://"
                )
            login = (
                make_headers(proxy_basic_auth=f"{parts.username}:{parts.password or ''}") if parts.username else None
            )
            manager = ProxyManager(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), proxy_headers=login)
            manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
            self._proxies[proxy] = manager
        return self._proxies[proxy]


def split(url: str) -> SplitResult:
    """Take an address apart, and refuse what is none.

    >>> split("https://example.org:8080/a b").hostname
    'example.org'

    Raises:
        Refused: if it is not http or https, has no host, or carries a password.
    """
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except (ValueError, UnicodeError):
        raise Refused(url, "cannot be read as an address, expected https://...") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Refused(url, "is not an address that is fetched from, expected https://...")
    if parts.username is not None:
        raise Refused(parts.hostname or "", "an address with a user name in it is not fetched from")
    port = f":{parts.port}" if parts.port else ""
    literal = f"[{host.decode()}]" if b":" in host else host.decode()
    return parts._replace(netloc=literal + port, fragment="")


def _target(parts: SplitResult, *, whole: bool = False) -> str:
    """Return what to ask the server for; a proxy is given the whole address."""
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return f"{parts.scheme}://{parts.netloc}{path}" if whole else path


def _proxy(parts: SplitResult) -> str | None:
    proxies = getproxies()
    if proxy_bypass(parts.netloc):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")


@contextmanager
def _hung_up(sock: socket.socket, after: float | None) -> Iterator[None]:
    """Close a connection from outside if its head takes too long; a time-out alone starts anew with each byte."""
    fired = Event()

    def hang_up() -> None:
        fired.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(after or 60.0, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if fired.is_set():  # to the parser of heads the end of a connection is the end of the head
        raise TimeoutError


@contextmanager
def _named(url: str, host: str) -> Iterator[None]:
    """Turn what the library raises into our own faults."""
    try:
        yield
    except FetchFault:
        raise
    except wrong.ProxyError as error:
        raise Unreachable(url, host, f"by way of the proxy: {_why(error)}") from None
    except (wrong.NewConnectionError, wrong.ConnectTimeoutError) as error:
        raise Unreachable(url, host, _why(error)) from None
    except wrong.SSLError as error:
        raise Refused(url, f"the certificate of {host} was not accepted: {_why(error)}") from None
    except (wrong.HTTPError, OSError) as error:
        raise Broke(url, f"the connection broke: {_why(error)}") from None
    except ValueError as error:
        raise Refused(url, f"cannot be asked for: {error}") from None


def _why(error: BaseException) -> str:
    """Say in a few words what the library wraps in many."""
    inner: BaseException = error
    while (next_ := inner.__cause__ or inner.__context__) is not None and next_ is not inner:
        inner = next_
    late = (TimeoutError, wrong.ReadTimeoutError)
    if isinstance(inner, late) or type(error) in (wrong.ConnectTimeoutError, wrong.ReadTimeoutError):
        return "no answer in time"
    return getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
