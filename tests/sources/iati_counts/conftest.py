"""Small files, written in a test and loaded into a lake of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot

Read = Callable[[str], Snapshot]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Load one file, given as text."""

    def loaded(text: str) -> Snapshot:
        path = tmp_path / "file.xml"
        path.write_text(text, "utf-8")
        return load(Lake(tmp_path / "lake"), [path], datetime(2026, 1, 1, tzinfo=UTC)).snapshot

    return loaded
