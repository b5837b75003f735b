"""Numbers, money and dates as each language writes them. One module per language; English is the plain case."""

from __future__ import annotations

from solidary.brief.numbers.english import Numbers
from solidary.brief.numbers.korean import Korean
from solidary.brief.numbers.thai import Thai

__all__ = ["Korean", "Numbers", "Thai", "numbers_in"]


def numbers_in(language: str, entries: dict[str, str]) -> Numbers:
    """Return how a language writes numbers; a language without rules of its own writes them as English does."""
    return {"th": Thai, "ko": Korean}.get(language, Numbers)(entries, language)
