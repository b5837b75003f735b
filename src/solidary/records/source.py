"""The name of the source that IATI files are; any other source has the name of its mapping."""

from __future__ import annotations

from typing import Final

IATI: Final = "iati"
