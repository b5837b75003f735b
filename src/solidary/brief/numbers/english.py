"""Numbers, money and dates in the plain case, which English follows; names of months and currencies are babel's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from solidary.values.amount import Amount, Quantity, spell_number
from solidary.values.money import CURRENT, Money
from solidary.values.period import PartialDate, Period


class Numbers:
    """Spells values for one language.

    >>> Numbers({}, "en").day(date(2025, 10, 26))
    '26 October 2025'
    """

    def __init__(self, entries: dict[str, str], language: str) -> None:
        self.entries, self.language = entries, language

    def decimal(self, value: Decimal) -> str:
        """Spell a number: one decimal at the most, two below 1; the rest is in the evidence."""
        if abs(value) < 1:
            return f"{value.quantize(Decimal('0.01')).normalize():f}"
        rounded = value.quantize(Decimal("0.1")) if value != value.to_integral() else value.to_integral()
        return f"{rounded:,f}"

    def scaled(self, low: Decimal, high: Decimal | None = None) -> str:
        """Spell a number, or a range, with the scale words of the language; exactly, never rounded."""
        return spell_number(low, high)

    def coined(self, number: str, currency: str) -> str:
        """Put the currency to a spelled number. The space does not break."""
        return f"{currency}\u00a0{number}"

    def money(self, money: Money) -> str:
        """Spell money: ``USD 48 million``; a sum with cents was added up, and is rounded."""
        return self.coined(self.scaled(_rounded(money.number)).replace(" million", "\u00a0million"), money.currency)

    def amount(self, amount: Amount) -> str:
        """Spell an amount with its bound and rate."""
        upper = amount.upper.number if amount.upper else None
        text = self.bounded(self.coined(self.scaled(amount.money.number, upper), amount.money.currency), amount.bound)
        basis = "" if amount.money.basis == CURRENT else f" ({amount.money.basis})"
        return f"{text if amount.rate == 'in all' else self.rated(text, amount.rate)}{basis}"

    def quantity(self, quantity: Quantity) -> str:
        """Spell a count with its unit, which stays in the words of the source."""
        return self.bounded(f"{self.scaled(quantity.number, quantity.upper)} {quantity.unit}", quantity.bound)

    def between(self, low: str, high: str) -> str:
        """Join the ends of a range that were spelled already."""
        return f"{low}–{high}"

    def bounded(self, text: str, bound: str) -> str:
        """Put a bound to a spelled number: about, at least."""
        return text if bound == "exactly" else self.entries[f"bound.{bound}"].format(text)

    def rated(self, text: str, rate: str) -> str:
        """Put a rate to a spelled amount: a year, each."""
        return self.entries[f"rate.{rate}"].format(text)

    def tidied(self, before: str, text: str) -> str:
        """Fit a stretch of a sentence to the letter before it; English needs nothing of the kind."""
        return text

    def month(self, number: int) -> str:
        """Return the name of a month."""
        return _months(self.language)[number]

    def year(self, year: int) -> str:
        """Spell a year in the calendar of the language."""
        return str(year)

    def axis(self, year: int) -> str:
        """Spell a year in as little room as an axis has."""
        return str(year)

    def day(self, day: date) -> str:
        """Spell a day: ``26 October 2025``."""
        return f"{day.day} {self.month(day.month)} {self.year(day.year)}"

    def month_of(self, year: int, month: int) -> str:
        """Spell a month: ``October 2025``."""
        return f"{self.month(month)} {self.year(year)}"

    def point(self, point: PartialDate) -> str:
        """Spell a date with the precision it has."""
        if point.month is None:
            return self.year(point.year)
        return self.month_of(point.year, point.month) if point.day is None else self.day(point.first)

    def years(self, first: int, last: int) -> str:
        """Spell a span of whole years: ``2023–2026``."""
        return f"{self.year(first)}–{self.year(last)}"

    def period(self, period: Period) -> str:
        """Spell a period: ``2023–2026``, ``from 2025``, ``about 2019``."""
        text = self._span(period)
        return self.bounded(text, "about") if period.about and text else text

    def _span(self, period: Period) -> str:
        start, end = period.start, period.end
        if start is None:
            return self.entries["period.until"].format(self.point(end)) if end else ""
        if end is None:
            return self.entries["period.from"].format(self.point(start))
        if start == end:
            return self.point(start)
        bare = start.month is None and end.month is None
        return self.years(start.year, end.year) if bare else f"{self.point(start)} – {self.point(end)}"


@cache
def _months(language: str) -> dict[int, str]:
    from babel.dates import get_month_names

    return {number: str(get_month_names("wide", "stand-alone", language)[number]) for number in range(1, 13)}


@cache
def currency_name(currency: str, language: str) -> str:
    """Return the name of a currency in a language, or its code where the language has none."""
    from babel.numbers import get_currency_name

    return str(get_currency_name(currency, locale=language))


def _rounded(number: Decimal) -> Decimal:
    """Round what has cents: to tenths of a million, or to whole units below a million."""
    if number == number.to_integral():
        return number
    return number.quantize(Decimal(100_000).normalize() if abs(number) >= 1_000_000 else Decimal(1))
