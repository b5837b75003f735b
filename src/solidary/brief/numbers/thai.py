"""Numbers, money and dates in Thai: millions without a larger word above them, years of the Buddhist era."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from solidary.brief.numbers.english import Numbers, currency_name

ERA: Final = 543  # years of the Buddhist era from those of the common era, in Thailand
MILLION: Final = Decimal(1_000_000)
BORDER: Final = re.compile(r"(?<=[ก-๎])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9)])(?=[ก-๎])")
OWN: Final = {"KRW": "วอน"}  # where an official text uses a shorter name than the dictionary


class Thai(Numbers):
    r"""Spells values in Thai.

    >>> from solidary.values.period import Period
    >>> Thai({}, "th").scaled(Decimal(180_400_000_000)), Thai({}, "th").period(Period.parse("2024-27"))
    ('180,400 ล้าน', 'พ.ศ.\xa02567–2570')
    """

    def scaled(self, low: Decimal, high: Decimal | None = None) -> str:
        """Spell a number in millions where that is exact: ``48 ล้าน``."""
        parts = (low,) if high is None else (low, high)
        if all(abs(part) >= MILLION and part / MILLION == round(part / MILLION, 3) for part in parts):
            return "–".join(f"{(part / MILLION).normalize():,f}" for part in parts) + " ล้าน"
        return "–".join(f"{part.normalize():,f}" for part in parts)

    def coined(self, number: str, currency: str) -> str:
        """Put the name of the currency behind: ``48 ล้านดอลลาร์สหรัฐ``."""
        name = OWN.get(currency) or currency_name(currency, self.language)
        joined = number if number.endswith("ล้าน") else f"{number}\u00a0"
        return f"{joined}{name}".replace(" ล้าน", "\u00a0ล้าน")

    def bounded(self, text: str, bound: str) -> str:
        """Put a bound before a number with a space, before a word without."""
        return text if bound == "exactly" else _joined(super().bounded(text, bound))

    def rated(self, text: str, rate: str) -> str:
        """Put a rate before a number with a space, before a word without."""
        return _joined(super().rated(text, rate))

    def tidied(self, before: str, text: str) -> str:
        """Put a space between Thai and other letters or digits, as Thai is set.

        >>> Thai({}, "th").tidied("มี", "138 คู่กับUNOCHA")
        ' 138 คู่กับ UNOCHA'
        """
        return BORDER.sub(" ", before[-1:] + text)[len(before[-1:]) :]

    def year(self, year: int) -> str:
        """Spell a year: ``พ.ศ. 2569``."""
        return f"พ.ศ.\u00a0{year + ERA}"

    def axis(self, year: int) -> str:
        """Spell a year without naming the era."""
        return str(year + ERA)

    def years(self, first: int, last: int) -> str:
        """Spell a span of years, the era named once."""
        return f"{self.year(first)}–{last + ERA}"


def _joined(text: str) -> str:
    """Take the space out between two Thai words.

    >>> _joined("ประมาณ ร้อยละ 17.5")
    'ประมาณร้อยละ 17.5'
    """
    return re.sub(r"(?<=[ก-๎]) (?!พ\.ศ)(?=[ก-๎])", "", text, count=1)
