"""Proof that a form was made here: each form carries a seal of its own, made for the browser that got it.

A seal is a random number and its keyed hash together with the browser's cookie, so no other site can make one, and no
two pages carry the same text (a compressed page with a fixed secret in it can give the secret away).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

COOKIE: Final = "solidary-browser"
FIELD: Final = "seal"


@dataclass(frozen=True)
class Seal:
    """Makes and checks seals; the secret lives as long as the server.

    >>> seal = Seal(b"k" * 32)
    >>> made = seal.make("browser")
    >>> seal.fits(made, "browser"), seal.fits(made, "another"), seal.fits("", "browser"), made == seal.make("browser")
    (True, False, False, False)
    """

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def make(self, browser: str) -> str:
        """Make a seal for a browser."""
        number = secrets.token_hex(16)
        return f"{number}.{self._hash(number, browser)}"

    def fits(self, seal: str, browser: str) -> bool:
        """Say whether a seal was made here for this browser."""
        number, _, told = seal.partition(".")
        return bool(browser) and hmac.compare_digest(told.encode(), self._hash(number, browser).encode())

    def _hash(self, number: str, browser: str) -> str:
        return hmac.new(self.secret, f"{number}:{browser}".encode(), hashlib.sha256).hexdigest()
