"""Over TLS the name is checked although the connection is made to an address."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solidary.sources.registry.addresses import ANYWHERE, Guard
from solidary.sources.registry.cache import Cache
from solidary.sources.registry.faults import Refused
from tests.sources.registry.conftest import Make
from tests.sources.registry.proxy import proxying
from tests.sources.registry.server import Site, redirect, serving

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for data.example, and its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=data.example"
    more = "-addext subjectAltName=DNS:data.example -keyout key.pem -out cert.pem"
    subprocess.run([*made.split(), *more.split()], cwd=folder, check=True, capture_output=True, timeout=30)
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as site:
        yield site


def everywhere(*_: Any, **__: Any) -> list[Any]:
    return [(0, 0, 0, "", ("127.0.0.1", 443))]


GUARD = Guard(ANYWHERE, everywhere)


def test_the_right_name_is_accepted(
    secure: Site, certificate: Path, cache: Cache, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure.put("/a", b"body")
    entry, _ = cache.fetch(make(guard=GUARD), f"https://data.example:{secure.port}/a")
    assert cache.path(entry).read_bytes() == b"body"


def test_another_name_is_not(
    secure: Site, certificate: Path, cache: Cache, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure.put("/a", b"body")
    with pytest.raises(Refused, match=r"certificate of other\.example was not accepted"):
        cache.fetch(make(guard=GUARD), f"https://other.example:{secure.port}/a")
    assert secure.log == []


def test_a_certificate_of_nobody_is_not(secure: Site, cache: Cache, make: Make) -> None:
    with pytest.raises(Refused, match="was not accepted"):
        cache.fetch(make(guard=GUARD), f"https://data.example:{secure.port}/a")


def test_a_redirect_to_http_is_not_followed(
    secure: Site, site: Site, certificate: Path, cache: Cache, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure.put("/a", redirect(site.put("/b", b"body")))
    with pytest.raises(Refused, match="from https to http"):
        cache.fetch(make(guard=GUARD), f"https://data.example:{secure.port}/a")
    assert site.log == []


def test_a_proxy_tunnels_and_cannot_read(
    secure: Site, certificate: Path, cache: Cache, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure.put("/a", b"body")
    with proxying(secure.port) as (proxy, log):
        monkeypatch.setenv("https_proxy", proxy)
        entry, _ = cache.fetch(make(guard=Guard()), "https://data.example/a")
    assert cache.path(entry).read_bytes() == b"body"
    assert log == ["CONNECT data.example:443"]
