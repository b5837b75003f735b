"""Who may ask, and what a browser may do with the answer: host, token, size of a request, security headers."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
ENTRY: Final = "solidary-token"  # the cookie of who showed the token
OPEN: Final = ("/enter", "/static/")  # what needs no token: the door, and how it looks
MOST: Final = 64_000  # bytes of a form
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass
class Guard:
    """Stands before the app.

    Args:
        app: what is guarded.
        token: what has to be shown; empty where only this machine can ask.

    Without a token only names of this machine are answered: a page elsewhere could else give its own name our address
    (DNS rebinding) and read what is here. With one, a browser shows it only to the name at which it was entered.
    """

    app: ASGIApp
    token: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope, Headers(scope=scope))
        target: ASGIApp = refusal or self.app
        await target(scope, _bounded(receive), _marked(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if not self.token and host_of(headers.get("host", "")) not in LOOPBACK:
            return PlainTextResponse("This server answers to 127.0.0.1 and localhost only.\n", 421)
        if scope["method"] not in ("GET", "HEAD") and _from_elsewhere(headers):
            return PlainTextResponse("A form of another site was refused.\n", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST:
            return PlainTextResponse(f"At most {MOST:,} bytes may be sent.\n", 413)
        if not self.token or scope["path"].startswith(OPEN) or self._shown(headers):
            return None
        if scope["path"].endswith(".json"):
            return PlainTextResponse("Show the token: Authorization: Bearer TOKEN\n", 401)
        return RedirectResponse("/enter", 303)

    def _shown(self, headers: Headers) -> bool:
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        return any(hmac.compare_digest(one.encode(), self.token.encode()) for one in (bearer, _cookie(headers)))


def host_of(text: str) -> str:
    """Return the host of a Host header without its port.

    >>> host_of("localhost:8000"), host_of("[::1]:8000"), host_of("evil.example")
    ('localhost', '[::1]', 'evil.example')
    """
    host, colon, port = text.strip().lower().rpartition(":")
    return host if colon and port.isdecimal() else text.strip().lower()


def _from_elsewhere(headers: Headers) -> bool:
    """Say whether a form was sent from another site, as far as the browser tells."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(ENTRY)
    except CookieError:
        return ""
    return found.value if found else ""


def _bounded(receive: Receive) -> Receive:
    """Stop reading a body that is longer than it said, or said nothing."""
    read = 0

    async def part() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return message if read <= MOST else {"type": "http.disconnect"}

    return part


def _marked(send: Send) -> Send:
    """Put the security headers on every answer."""

    async def part(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return part
