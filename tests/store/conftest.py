"""A lake of its own for each test, and a short way to load into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solidary.store.load import Load, load
from solidary.store.snapshot import Lake

Loader = Callable[..., Load]
MADE = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def ingest(lake: Lake) -> Loader:
    """Load paths into the lake of the test."""

    def call(paths: Sequence[Path], *, workers: int = 1, made: datetime = MADE) -> Load:
        return load(lake, paths, made, workers=workers)

    return call
