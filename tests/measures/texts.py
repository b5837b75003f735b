"""The table of words that Laver, Benoit & Garry printed, and where the data of others lies."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.measures.samples import DATA

# Table 1 of 2003: counts of a text's seventeen words; each reference text begins five words later.
LAVER: Final = (2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2)
WORDS: Final = [chr(65 + number) if number < 26 else f"Z{chr(65 + number - 26)}" for number in range(40)]


def laver(begins: int) -> dict[str, int]:
    """A text of their table that begins at a word."""
    return dict(zip(WORDS[begins : begins + len(LAVER)], LAVER, strict=True))


def need(*parts: str) -> Path:
    """Return a path of the data, or skip the test where it is not there."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not in {DATA}; SOLIDARY_DATA names the folder of the data")
    return path
