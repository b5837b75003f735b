"""A server, and a client that is as quick as a test needs it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from solidary.sources.registry.addresses import Guard
from solidary.sources.registry.cache import Cache
from solidary.sources.registry.pace import Pace, Patience
from solidary.sources.registry.transport import Client
from tests.sources.registry.server import Site, serving

HERE = Guard((ip_network("127.0.0.1/32"),))  # the server's address and no other
QUICK = Patience(tries=4, first=0.001, longest=5, connect=1, read=0.3, slowest=1000)
Make = Callable[..., Client]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def make(pauses: list[float]) -> Make:
    """Make a client that notes its pauses instead of making them."""

    def made(guard: Guard = HERE, most: int = 1 << 30, **patience: Any) -> Client:
        return Client(guard, replace(QUICK, **patience), Pace(apart=0, sleep=pauses.append), most)

    return made


@pytest.fixture
def client(make: Make) -> Client:
    return make()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")
