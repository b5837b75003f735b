"""The file of boundaries: outlines as steps in hundredths of a degree, made by ``tools/boundaries.py`` or by a user."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from solidary.errors import SolidaryError


class BoundariesFault(SolidaryError):
    """A file of boundaries that cannot be drawn."""


def read_boundaries(path: Path) -> dict[str, Any]:
    """Read and check a file of boundaries.

    Raises:
        BoundariesFault: if it is not of the form that the docs describe.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        west, south, east, north = map(float, found["window"])
        rings = [ring for rings in found["places"].values() for ring in rings]
        good = west < east and south < north and all(isinstance(step, int) for ring in rings for step in ring)
        good = good and all(len(ring) % 2 == 0 and isinstance(found["source"], str) for ring in rings)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BoundariesFault(f"{path}: no boundaries: {error!r}") from None
    if not good:
        raise BoundariesFault(f"{path}: expected a window and, for each place, rings of whole steps in pairs")
    return found
