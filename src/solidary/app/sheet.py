"""A page before it is written: what its template shows, and what its twin for programs says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """One page.

    Args:
        page: name of the template, and which place of the navigation is lit.
        title: of the window and the first heading.
        about: what the template shows.
        data: what the JSON twin says, beside where the reader stands.
        status: of the answer.
    """

    page: str
    title: str
    about: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
