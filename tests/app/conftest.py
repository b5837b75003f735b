"""Servers of the app: over the bundled dossiers alone, and over a workspace with a few activities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app.serving import client, serving
from tests.loaded import loaded


@pytest.fixture(scope="session")
def bundled() -> Iterator[httpx.Client]:
    """Pages of the bundled dossiers; nothing can be written."""
    with serving(None) as address, client(address) as made:
        yield made


@pytest.fixture(scope="session")
def money(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Pages of a workspace with four activities (see ``tests.loaded``); no test may write to it."""
    folder = tmp_path_factory.mktemp("served")
    loaded(folder)
    with serving(folder) as address, client(address) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[httpx.Client]:
    """Pages of an empty workspace that a test may write to."""
    with serving(tmp_path) as address, client(address) as made:
        yield made
