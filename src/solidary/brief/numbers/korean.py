"""Numbers, money and dates in Korean: large numbers are grouped by ten thousands, and so read exactly."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from solidary.brief.numbers.english import Numbers, currency_name

SCALES: Final = ((Decimal(10**12), "조"), (Decimal(10**8), "억"), (Decimal(10**4), "만"))
# As written in a sentence: the form after a closed syllable, and after an open one.
PARTICLES: Final = {"은(는)": "은는", "이(가)": "이가", "을(를)": "을를", "와(과)": "과와"}
PARTICLE: Final = re.compile("|".join(map(re.escape, PARTICLES)))
OWN: Final = {"KRW": "원", "AUD": "호주 달러", "NZD": "뉴질랜드 달러"}  # as official texts have it


class Korean(Numbers):
    """Spells values in Korean.

    >>> korean = Korean({}, "ko")
    >>> korean.scaled(Decimal(48_000_000)), korean.scaled(Decimal(10_390_000_000)), korean.scaled(Decimal(1_388_888))
    ('4,800만', '103억 9,000만', '138만 8,888')
    """

    def scaled(self, low: Decimal, high: Decimal | None = None) -> str:
        """Spell a number in groups of ten thousand: ``1,804억``."""
        return _grouped(low) if high is None else self.between(_grouped(low), _grouped(high))

    def between(self, low: str, high: str) -> str:
        """Join the ends of a range: ``12~24``."""
        return f"{low}~{high}"

    def coined(self, number: str, currency: str) -> str:
        """Put the name of the currency behind: ``4,800만 미국 달러``."""
        name = OWN.get(currency) or currency_name(currency, self.language)
        return f"{number}\u00a0{name}".replace(" ", "\u00a0")

    def tidied(self, before: str, text: str) -> str:
        """Choose the particle by the sound before it; after letters that are not Korean both forms stay.

        >>> Korean({}, "ko").tidied("한국", "은(는) 파트너 6곳와(과) AKCF을(를)")
        '은 파트너 6곳과 AKCF을(를)'
        """
        whole, start = before + text, len(before)
        return PARTICLE.sub(lambda found: _particle(whole[: found.start()], found[0]), whole)[start:]

    def year(self, year: int) -> str:
        """Spell a year: ``2027년``."""
        return f"{year}년"

    def day(self, day: date) -> str:
        """Spell a day: ``2026년 11월 24일``."""
        return f"{self.month_of(day.year, day.month)} {day.day}일"

    def month_of(self, year: int, month: int) -> str:
        """Spell a month: ``2026년 11월``."""
        return f"{self.year(year)} {self.month(month)}"

    def years(self, first: int, last: int) -> str:
        """Spell a span of years: ``2023~2026년``."""
        return f"{first}~{self.year(last)}"


def _particle(before: str, forms: str) -> str:
    last = before[-1:]
    if not "가" <= last <= "힣":
        return forms
    closed = (ord(last) - ord("가")) % 28 > 0
    return PARTICLES[forms][0 if closed else 1]


def _grouped(number: Decimal) -> str:
    rest, words = abs(number), []
    for scale, word in SCALES:
        whole, rest = divmod(rest, scale)
        if whole:
            words.append(f"{int(whole):,}{word}")
    if rest or not words:
        words.append(f"{rest.normalize():,f}")
    return ("-" if number < 0 else "") + " ".join(words)
