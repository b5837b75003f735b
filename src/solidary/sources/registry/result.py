"""What a fetch did: one item for each thing that was asked for, and what is worth knowing besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

State = Literal["fetched", "unchanged", "failed"]
Told = Callable[[str, int, int | None], None]
"""Is told what is being fetched, how many bytes of it have come, and of how many."""


@dataclass(frozen=True)
class Item:
    """One thing that was asked for. ``file`` is within the workspace; ``size`` in bytes; ``reason`` why it failed."""

    name: str
    address: str
    state: State
    file: str = ""
    sha256: str = ""
    size: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Result:
    """What a fetch did; ``folder`` is where its files are, ``notes`` are sentences for the reader."""

    source: str
    folder: Path
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    def of(self, state: State) -> list[Item]:
        """Return the items in one state.

        >>> Result("iati", Path(), (Item("a", "https://a.example", "failed", reason="404"),)).of("failed")[0].reason
        '404'
        """
        return [item for item in self.items if item.state == state]

    @property
    def exit_code(self) -> int:
        """0 if all went well, 1 if something failed."""
        return 1 if self.of("failed") else 0

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        items = [asdict(item) for item in self.items]
        return {"source": self.source, "folder": str(self.folder), "items": items, "notes": list(self.notes)}


def named(told: Told | None, name: str) -> Callable[[int, int | None], None] | None:
    """Return what tells the same of one thing, whose name is known."""
    return None if told is None else lambda done, total: told(name, done, total)
