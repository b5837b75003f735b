"""What can go wrong between us and a service; each says what was asked, what came, and what to do."""

from __future__ import annotations

from solidary.errors import SolidaryError


class FetchFault(SolidaryError):
    """Something could not be fetched; ``reason`` is a sentence without the address."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address, self.reason = address, reason


class Refused(FetchFault):
    """An answer that will not change by asking again: not found, not allowed, not an address that we go to."""


class TooLarge(FetchFault):
    """More bytes than were allowed."""


class Unexpected(FetchFault):
    """What came is not what the service is known to send."""


class Broke(FetchFault):
    """It may go well the next time: a fault of the server, a transfer that broke off, a time-out.

    ``after`` is how many seconds the service asked us to wait, if it did; ``moved`` says that a good piece came first.
    """

    def __init__(self, address: str, reason: str, after: float | None = None) -> None:
        super().__init__(address, reason)
        self.after, self.moved = after, False


class Unreachable(FetchFault):
    """No connection at all: no network, no such name, nobody listening."""

    def __init__(self, address: str, host: str, reason: str) -> None:
        super().__init__(address, f"cannot reach {host} ({reason})")
        self.host = host

    def __str__(self) -> str:
        """Tell somebody who may simply be offline what to do."""
        return f"{self.reason}; nothing was changed. Check the connection or HTTPS_PROXY and run the same command again"
