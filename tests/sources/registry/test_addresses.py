"""Nothing private is reached, whatever it is called, unless it is allowed."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.sources.registry.addresses import ANYWHERE, Guard
from solidary.sources.registry.faults import Refused, Unreachable

PRIVATE = """
    127.0.0.1 127.1.2.3 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1
    255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 2001:db8::1 ::ffff:10.0.0.1
    64:ff9b::7f00:1 2002:7f00:1:: 64:ff9b:1::a00:1 ::7f00:1 ::ffff:0:7f00:1 fec0::1 3fff::1 192.88.99.1 2001:0:7f00:1::
""".split()
PUBLIC = "8.8.8.8 1.1.1.1 2606:4700:4700::1111 64:ff9b::808:808 ::ffff:8.8.8.8".split()


def naming(*addresses: str) -> Guard:
    """A guard whose every name leads to some addresses."""

    def lookup(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]

    return Guard(lookup=lookup)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_or_reserved_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="--allow-private"):
        naming(address).resolve("https://data.example/", "data.example", 443)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_not(address: str) -> None:
    assert naming(address).resolve("https://data.example/", "data.example", 443) == [address]


def test_a_name_with_a_public_and_a_private_face_is_refused() -> None:
    with pytest.raises(Refused, match=r"data\.example is 10\.0\.0\.1"):
        naming("8.8.8.8", "10.0.0.1").resolve("https://data.example/", "data.example", 443)


def test_a_name_without_an_address_says_so() -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Unreachable, match="Name or service not known"):
        Guard(lookup=lookup).resolve("https://data.example/", "data.example", 443)


@pytest.mark.parametrize("host", "127.0.0.1 127.1 0x7f000001 2130706433 localhost a.localhost 10.0.0.1 ::1".split())
def test_behind_a_proxy_a_host_that_is_a_private_address_is_refused_in_all_spellings(host: str) -> None:
    with pytest.raises(Refused):
        Guard().check_literal(f"http://{host}/", host)


@pytest.mark.parametrize("host", ["8.8.8.8", "data.example", "2606:4700:4700::1111", "x" * 80])
def test_behind_a_proxy_other_hosts_are_left_to_it(host: str) -> None:
    Guard().check_literal(f"http://{host}/", host)


@pytest.mark.parametrize("address", PRIVATE + PUBLIC)
def test_everything_is_permitted_where_it_is_allowed(address: str) -> None:
    guard = Guard(ANYWHERE, naming(address).lookup)
    assert guard.resolve("http://data.example/", "data.example", 80) == [address]


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_as_what_it_is(address: IPv4Address) -> None:
    bits = int(address)
    disguises = [
        IPv6Address(0xFFFF << 32 | bits),
        IPv6Address(0x64FF9B << 96 | bits),
        IPv6Address(0x2002 << 112 | bits << 80),
        IPv6Address(0x20010000 << 96 | (bits ^ 0xFFFFFFFF)),
    ]
    assert {Guard().permits(one) for one in disguises} == {Guard().permits(address)}
    assert all(Guard((ip_network(f"{address}/32"),)).permits(one) for one in disguises)
