"""Sums of money in running text, in English, Korean and Japanese: what is said, where, and of which currency.

A dossier writes an ``Amount`` in one strict form. A text does not; this finds the places where it speaks of money, for
a person to look at. It never guesses a currency: ``$`` alone is nobody's dollar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from solidary.values.amount import Bound
from solidary.values.currencies import CODES
from solidary.values.currency_names import (
    ASIAN_HUNDREDTHS,
    ENGLISH,
    ENGLISH_HUNDREDTHS,
    JAPANESE,
    KOREAN,
    SYMBOLS,
    UNTOLD,
)
from solidary.values.numerals import DIGITS, GREAT, KANJI, PARTS, SCALES, SMALL, WORDS, english, myriads


@dataclass(frozen=True, slots=True)
class Mention:
    """A sum of money in a text.

    Args:
        number: exact.
        currency: code of ISO 4217, or empty if the text does not tell whose dollar, pound or peso it is.
        start, end: where it stands, so that ``text[start:end]`` is its words.
        bound: "about", "up to" and the like, if that stands before it.
        hundredth: the number is of cents or pence; of which dollar or pound, the text does not tell.
    """

    number: Decimal
    currency: str
    start: int
    end: int
    bound: Bound = "exactly"
    hundredth: bool = False


BOUNDS: Final[dict[str, Bound]] = {
    "about": "about", "approximately": "about", "around": "about", "some": "about", "nearly": "about",
    "almost": "about", "roughly": "about", "an estimated": "about", "up to": "up to", "at most": "up to",
    "at least": "at least", "a minimum of": "at least", "over": "over", "more than": "over", "above": "over",
    "under": "under", "less than": "under", "below": "under", "약": "about", "대략": "about", "최대": "up to",
    "최소": "at least", "約": "about", "最大": "up to",
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    """Return a pattern of some words, the longest first; any space between two of them will do."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)


_ISO = _any(CODES)
_SCALE = rf"(?:{_any(SCALES)})\b"
_WORD = rf"(?:{_any(PARTS)}|(?:{_any(WORDS)})(?:[\s-]+(?:{_any(WORDS)}))?)\b"
_NUMBER = rf"(?:(?<![\d.,])(?:{DIGITS})(?![\d])|\b{_WORD})(?:[\s-]*{_SCALE})*"
_NAME = rf"(?:{_any(ENGLISH)})(?:s|es)?\b"
_BOUND = rf"(?:(?P<bound>{_any(BOUNDS)})\s+)?"
_MONEY = rf"{_any(SCALES)}|{_any(ENGLISH)}|{_ISO}"
_CENTS = rf"(?:\s+(?:and\s+)?(?P<cents>\d\d\b|{_WORD})(?:\s+cents?)?(?![.,]?\d|\s*(?:%|[$€£]|(?:{_MONEY})\b)))?"
_ASIAN = rf"(?:(?:{DIGITS})|[{''.join((*SMALL, *GREAT, *KANJI))}])"
_MYRIAD = rf"(?:{_ASIAN}\s*)+"
# An ISO code counts only in capitals: "all 70 of us" is no sum in lek.
_PATTERNS: Final = (
    rf"(?i:{_BOUND}(?P<symbol>(?<![A-Za-z])(?:{_any(SYMBOLS)})|\bdollar)\s*(?P<number>{_NUMBER})(?:\s+{_NAME})?)",
    rf"(?i:{_BOUND})(?P<iso>\b(?:{_ISO}))\s*(?P<number>(?i:{_NUMBER}))",
    rf"(?i:{_BOUND}(?P<number>{_NUMBER})(?:\s*|-)(?P<symbol>[$€£¥₡₩฿₹元円](?!\s*\d)))",
    rf"(?i:{_BOUND}(?P<number>{_NUMBER}))\s*(?P<million>M?)(?P<iso>(?:{_ISO}))\b(?:\s+(?P<cents>\d\d)\b(?!,))?",
    rf"(?i:{_BOUND}(?P<number>{_NUMBER})[\s-]*(?P<name>{_NAME}){_CENTS})",
    rf"{_BOUND}(?P<asian>{_MYRIAD})(?:여\s*|余)?(?P<korean>{_any(KOREAN)})(?:\s*(?P<cents>\d+)\s*센트)?",
    rf"{_BOUND}(?P<asian>{_MYRIAD})(?P<japanese>{_any(JAPANESE)})(?:(?P<cents>\d+)(?:セント|銭))?",
    rf"{_BOUND}(?P<asian>{_MYRIAD})(?P<japanese>{_any(JAPANESE)})と(?P<cents>\d\d)(?!\d)",
    rf"{_BOUND}(?P<asian>{_MYRIAD})(?P<japanese>元)(?P<tenths>[\d{''.join(KANJI)}])角",
    rf"(?i:(?P<symbol>{_any(SYMBOLS)}))\s*(?P<asian>{_MYRIAD})",
    rf"(?i:{_BOUND}(?P<number>{_NUMBER})[\s-]*(?P<hundredth>{_any(ENGLISH_HUNDREDTHS)})s?\b)",
    rf"{_BOUND}(?P<asian>{_MYRIAD})(?P<hundredth>{_any(ASIAN_HUNDREDTHS)})",
)
_READ: Final = tuple(re.compile(pattern) for pattern in _PATTERNS)


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the sums of money in a text, in the order in which they stand: as many as there can be, then the longest.

    >>> [(str(one.number), one.currency, one.bound) for one in mentions("about US$ 200 million, and 19 million won")]
    [('200000000', 'USD', 'about'), ('19000000', 'KRW', 'exactly')]
    >>> [(str(one.number), one.currency) for one in mentions("1억 5천만 미국 달러의 차관, 約7万円")]
    [('150000000', 'USD'), ('70000', 'JPY')]
    """
    found = sorted(_all(text), key=lambda one: (one.end, -one.start))
    ends = [one.end for one in found]
    best: list[tuple[int, int, tuple[Mention, ...]]] = [(0, 0, ())]
    for place, one in enumerate(found):  # "10 $ 30 $" is two sums, though "$ 30" could be one
        sums, length, before = best[bisect_right(ends, one.start, hi=place)]
        with_it = (sums + (not one.hundredth), length + one.end - one.start, (*before, one))
        best.append(max(best[-1], with_it, key=lambda kept: kept[:2]))
    return best[-1][2]


def _all(text: str) -> Iterator[Mention]:
    for pattern in _READ:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            number = english(parts["number"]) if parts.get("number") else myriads(parts["asian"])
            if number is None:
                continue
            number = number * (10**6 if parts.get("million") else 1) + _cents(parts.get("cents"))
            number += (myriads(parts.get("tenths") or "") or Decimal(0)) / 10
            bound = " ".join((parts.get("bound") or "").lower().split())
            start, end = found.span()
            words = text[start:end]
            start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            yield Mention(
                number, _currency(parts), start, end, BOUNDS.get(bound, "exactly"), bool(parts.get("hundredth"))
            )


def _cents(text: str | None) -> Decimal:
    number = english(text) if text else None
    return number / 100 if number is not None else Decimal(0)


def _currency(parts: Mapping[str, str | None]) -> str:
    if iso := parts.get("iso"):
        return iso
    if symbol := parts.get("symbol"):
        told = " ".join(symbol.upper().split())
        return SYMBOLS.get(told, SYMBOLS.get(told.replace(" ", ""), UNTOLD))
    if name := parts.get("name"):
        return _english(" ".join(name.lower().split()))
    for key, names in (("korean", KOREAN), ("japanese", JAPANESE)):
        if word := parts.get(key):
            return names[" ".join(word.split())]
    return UNTOLD


def _english(name: str) -> str:
    names = {key.lower(): code for key, code in ENGLISH.items()}
    return next(
        (names[form] for form in (name, name.removesuffix("s"), name.removesuffix("es")) if form in names), UNTOLD
    )
