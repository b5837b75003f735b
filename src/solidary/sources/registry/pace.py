"""How patient and how polite we are: time-outs, tries, pauses, and the time between two requests to one host."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Patience:
    """All in seconds, unless told otherwise.

    Args:
        tries: how often something is asked for that brings nothing.
        knocks: the same for a host that is not reached at all; without a network there is nothing to wait for.
        first: the pause before the second try; it doubles each time.
        longest: the longest pause; a service that asks for more is given up, and says so.
        connect: time for a connection.
        read: time in which the head of an answer, and then each piece of it, has to come.
        slowest: bytes per second under which a transfer counts as stalled, measured over ``read``.
    """

    tries: int = 4
    knocks: int = 2
    first: float = 1.0
    longest: float = 120.0
    connect: float = 15.0
    read: float = 60.0
    slowest: int = 256

    def pause(self, tried: int, asked: float | None) -> float:
        """Return how long to wait after some tries: what the service asked for, else doubling with some chance in it.

        >>> Patience().pause(1, asked=7)
        7
        >>> 2 <= Patience().pause(2, asked=None) <= 3
        True
        """
        if asked is not None:
            return asked
        return min(self.longest, self.first * 2.0 ** (tried - 1) * random.uniform(1, 1.5))


@dataclass
class Pace:
    """Leaves time between two requests to one host; ``apart`` in seconds."""

    apart: float = 0.25
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        """Wait until this host may be asked again."""
        now = self.clock()
        ready = self._next.get(host, now)
        if ready > now:
            self.sleep(ready - now)
        self._next[host] = max(ready, now) + self.apart


def retry_after(text: str | None, now: datetime | None = None) -> float | None:
    """Read a ``Retry-After`` header: seconds, or a date; ``None`` if it is neither.

    >>> retry_after("30"), retry_after("Fri, 31 Dec 1999 23:59:59 GMT"), retry_after("soon")
    (30.0, 0.0, None)
    """
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        day = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = day if day.tzinfo else day.replace(tzinfo=UTC)
    return max(0.0, (aware - (now or datetime.now(UTC))).total_seconds())
