"""The words of the app's own: one file for each language in ``words``, beside the catalogue of the brief."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from solidary.errors import UnknownName

WORDS: Final = Path(__file__).parent / "words"


@cache
def said(language: str = "en") -> dict[str, str]:
    """Return all words of a language by their key.

    >>> said()["nav.promises"]
    'Promises'

    Raises:
        UnknownName: if there is no such language.
    """
    path = WORDS / f"{language}.yml"
    if not path.exists():
        raise UnknownName("language", language, (found.stem for found in WORDS.glob("*.yml")))
    return dict(_flat(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)))


def _flat(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found
