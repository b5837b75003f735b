"""Answers of queries over what never changes, kept as long as there is room for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

import pyarrow as pa

LARGEST: Final = 8_000_000  # bytes of an answer that is kept
ROOM: Final = 64_000_000  # bytes of all


class Answers:
    """Keeps tables by what was asked, the latest used; several threads may ask at once.

    >>> answers, asked = Answers(), []
    >>> one = lambda: asked.append(1) or pa.table({"a": [1]})
    >>> answers.get("x", one) is answers.get("x", one), len(asked)
    (True, 1)
    """

    def __init__(self, room: int = ROOM, largest: int = LARGEST) -> None:
        self._room, self._largest, self._lock = room, largest, Lock()
        self._kept: OrderedDict[Hashable, pa.Table] = OrderedDict()

    def get(self, key: Hashable, ask: Callable[[], pa.Table]) -> pa.Table:
        """Return what is kept under a key, or ask. Two that ask at once may both ask, which does no harm."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = ask()
        if found.nbytes <= self._largest:
            with self._lock:
                self._kept[key] = found
                while sum(table.nbytes for table in self._kept.values()) > self._room:
                    self._kept.popitem(last=False)
        return found
