"""Exact money: a decimal number, a currency, a price basis. Two currencies never add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from solidary.errors import MixedCurrencies, ValueFault
from solidary.values.currencies import currency as known_currency

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Money:
    """An exact sum of money.

    Args:
        number: exact decimal; a float is refused because it cannot hold a cent.
        currency: ISO 4217 code.
        basis: ``"current"`` or the year whose prices are meant, such as ``"2022"``.

    >>> Money(Decimal("19000000"), "USD") + Money(Decimal("11000000"), "USD")
    Money(number=Decimal('30000000'), currency='USD', basis='current')
    >>> Money(Decimal(1), "USD") + Money(Decimal(1), "THB")
    Traceback (most recent call last):
        ...
    solidary.errors.MixedCurrencies: read 'USD + THB', expected one currency; convert first, with a dated rate
    """

    number: Decimal
    currency: str
    basis: str = CURRENT

    def __post_init__(self) -> None:
        if not isinstance(self.number, Decimal) or not self.number.is_finite():
            raise ValueFault(str(self.number), "a finite Decimal")
        known_currency(self.currency)

    def _same_unit(self, other: Money, sign: str) -> None:
        if self.currency != other.currency:
            raise MixedCurrencies(
                f"{self.currency} {sign} {other.currency}", "one currency; convert first, with a dated rate"
            )
        if self.basis != other.basis:
            raise MixedCurrencies(f"{self.basis} {sign} {other.basis} prices", "one price basis; deflate first")

    def __add__(self, other: Money) -> Money:
        self._same_unit(other, "+")
        return Money(self.number + other.number, self.currency, self.basis)

    def __sub__(self, other: Money) -> Money:
        self._same_unit(other, "-")
        return Money(self.number - other.number, self.currency, self.basis)

    def __lt__(self, other: Money) -> bool:
        self._same_unit(other, "<")
        return self.number < other.number

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.number * factor, self.currency, self.basis)

    def share_of(self, whole: Money) -> Decimal | None:
        """Return this sum as a percentage of a whole; ``None`` where the whole is zero.

        >>> Money(Decimal(35), "USD").share_of(Money(Decimal(200), "USD"))
        Decimal('17.5')
        """
        self._same_unit(whole, "of")
        return None if whole.number == 0 else self.number * 100 / whole.number


def total(sums: Iterable[Money]) -> Money | None:
    """Add up money of one currency; ``None`` for nothing at all, since zero of no currency is no sum.

    >>> total([]) is None
    True
    """
    result: Money | None = None
    for money in sums:
        result = money if result is None else result + money
    return result
