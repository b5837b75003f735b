"""Which addresses may be reached: public ones; private, loopback and reserved ones only where they are allowed.

A list of datasets is written by strangers. Without this an entry, or a redirect, could make us read a service of the
network that we run in.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from solidary.sources.registry.faults import Refused, Unreachable

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ANYWHERE: Final[tuple[Network, ...]] = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Reserved, but public by the tables of some versions of Python: site-local, documentation, relays of 6to4.
_RESERVED: Final = (IPv6Network("fec0::/10"), IPv6Network("3fff::/20"), IPv4Network("192.88.99.0/24"))


@dataclass(frozen=True)
class Guard:
    """Says which addresses may be reached; ``allowed`` names networks besides the public ones."""

    allowed: tuple[Network, ...] = ()
    lookup: Callable[..., list[Any]] = socket.getaddrinfo

    def permits(self, address: Address) -> bool:
        """Say whether an address may be reached.

        >>> [Guard().permits(ip_address(text)) for text in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1")]
        [True, False, False]
        >>> Guard((IPv4Network("10.0.0.0/8"),)).permits(ip_address("10.0.0.1"))
        True
        """
        inner = _carried(address)
        if any(address in network or inner in network for network in self.allowed):
            return True
        reserved = inner.is_multicast or inner.is_reserved or any(inner in network for network in _RESERVED)
        return inner.is_global and not reserved

    def resolve(self, url: str, host: str, port: int) -> list[str]:
        """Return the addresses of a host, which is to be connected to by one of them and not by its name.

        Raises:
            Refused: if one of them may not be reached; a name with two faces is not trusted with either.
            Unreachable: if the name has none.
        """
        try:
            found = self.lookup(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(url, host, f"no address is known for that name: {_told(error)}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        for address in addresses:
            self._demand(url, host, ip_address(address))
        return addresses

    def check_literal(self, url: str, host: str) -> None:
        """Check a host that is itself an address, or this machine; other names a proxy resolves, and not we.

        Raises:
            Refused: if it may not be reached.
        """
        if host == "localhost" or host.endswith(".localhost"):
            self._demand(url, host, ip_address("127.0.0.1"))
        address = _literal(host)
        if address is not None:
            self._demand(url, host, address)

    def _demand(self, url: str, host: str, address: Address) -> None:
        if not self.permits(address):
            told = f"{host} is {address}" if host != str(address) else host
            raise Refused(
                url,
                f"{told}, a private or reserved address, which is not fetched from; --allow-private if you mean it",
            )


def _carried(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address carries, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def _literal(host: str) -> Address | None:
    r"""Read a host as an address, in the old spellings too: ``127.1`` and ``0x7f000001`` are 127.0.0.1."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _told(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
