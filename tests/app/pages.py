"""The pages of the app, as addresses below the initiative."""

from __future__ import annotations

import re
from typing import Final

from solidary.analyses.questions import QUESTIONS

PAGES: Final = (
    "", "promises", "questions", *(f"questions/{key}" for key in QUESTIONS), "projects", "partners", "partners/JP",
    "map", "funds", "timeline", "frameworks", "data", "method", "ledger", "claims/new", "entries",
    "entries/kasi/methane",     "entries/definitions/mechanisms/eas", "entries/c-9ab5ae4157",
    "explain?address=kasi/overstretch/annual-target-by-fund@TH", "explain?address=kasi/overstretch@TH",
)  # fmt: skip


def address(page: str, **params: str) -> str:
    """Return the address of a page for Thailand, or as asked."""
    path, _, query = page.partition("?")
    asked = {"perspective": "TH", **params}
    said = "&".join([*([query] if query else []), *(f"{key}={value}" for key, value in asked.items() if value)])
    return f"/kasi{'/' if path else ''}{path}?{said}"


def twin(place: str) -> str:
    """Return the address of the JSON twin."""
    path, mark, query = place.partition("?")
    return f"{path}.json{mark}{query}"


def links(text: str) -> list[str]:
    """Return the addresses of this server that a page leads to."""
    found = re.findall(r'(?:href|action|src)="(/[^"]*)"', text)
    return list(dict.fromkeys(one.replace("&amp;", "&") for one in found))
