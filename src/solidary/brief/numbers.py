"""Numbers, money and dates as a language writes them; the words come from its catalogue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from solidary.values.amount import Amount, Quantity, spell_number
from solidary.values.money import CURRENT, Money
from solidary.values.period import PartialDate, Period


class Numbers:
    """Spells values for one language."""

    def __init__(self, entries: dict[str, str]) -> None:
        self.entries = entries

    def decimal(self, value: Decimal) -> str:
        """Spell a number: one decimal at the most, the rest is in the evidence."""
        rounded = value.quantize(Decimal("0.1")) if value != value.to_integral() else value.to_integral()
        return f"{rounded:,f}"

    def money(self, money: Money) -> str:
        """Spell money: ``USD 48 million``; a sum with cents was added up, and is rounded. The space does not break."""
        return f"{money.currency}\u00a0{spell_number(_rounded(money.number))}".replace(" million", "\u00a0million")

    def amount(self, amount: Amount) -> str:
        """Spell an amount with its bound and rate."""
        bound = "" if amount.bound == "exactly" else f"{self.entries[f'bound.{amount.bound}']} "
        rate = "" if amount.rate == "in all" else f" {self.entries[f'rate.{amount.rate}']}"
        upper = amount.upper.number if amount.upper else None
        number = spell_number(amount.money.number, upper)
        basis = "" if amount.money.basis == CURRENT else f" ({amount.money.basis})"
        return f"{bound}{amount.money.currency}\u00a0{number}{rate}{basis}"

    def quantity(self, quantity: Quantity) -> str:
        """Spell a count with its unit."""
        bound = "" if quantity.bound == "exactly" else f"{self.entries[f'bound.{quantity.bound}']} "
        return f"{bound}{spell_number(quantity.number, quantity.upper)} {quantity.unit}"

    def day(self, day: date) -> str:
        """Spell a day: ``26 October 2025``."""
        return f"{day.day} {self.entries[f'month.{day.month}']} {day.year}"

    def point(self, point: PartialDate) -> str:
        """Spell a date with the precision it has."""
        if point.month is None:
            return str(point.year)
        if point.day is None:
            return f"{self.entries[f'month.{point.month}']} {point.year}"
        return self.day(point.first)

    def period(self, period: Period) -> str:
        """Spell a period: ``2023–2026``, ``from 2025``, ``about 2019``."""
        about = f"{self.entries['bound.about']} " if period.about else ""
        if period.start is None and period.end is not None:
            return f"{about}{self.entries['period.until']} {self.point(period.end)}"
        if period.end is None and period.start is not None:
            return f"{about}{self.entries['period.from']} {self.point(period.start)}"
        if period.start is None or period.end is None or period.start == period.end:
            return f"{about}{self.point(period.start)}" if period.start else ""
        bare = period.start.month is None and period.end.month is None
        return f"{about}{self.point(period.start)}{'–' if bare else ' – '}{self.point(period.end)}"


def _rounded(number: Decimal) -> Decimal:
    """Round what has cents: to tenths of a million, or to whole units below a million."""
    if number == number.to_integral():
        return number
    return number.quantize(Decimal(100_000).normalize() if abs(number) >= 1_000_000 else Decimal(1))
