"""Outcomes of measures as figures print them: decimals, shares in per cent, dollars to the cent."""

from __future__ import annotations

from decimal import Decimal

from solidary.analyses.money import dollars
from solidary.values.money import Money


def number(value: float | None, step: str = "0.01") -> Decimal | None:
    """Return a measure as a decimal, rounded; what is not to be computed stays ``None``.

    >>> number(1 / 3), number(None)
    (Decimal('0.33'), None)
    """
    return None if value is None else Decimal(str(value)).quantize(Decimal(step))


def percent(share: float | None) -> Decimal | None:
    """Return a share of 0 to 1 in per cent.

    >>> percent(0.1234)
    Decimal('12.3')
    """
    return None if share is None else number(100 * share, "0.1")


def usd(amount: float | None) -> Money | None:
    """Return dollars as money; measures are not sums, so a float is exact enough here.

    >>> usd(2.5)
    Money(number=Decimal('2.50'), currency='USD', basis='current')
    """
    return None if amount is None else dollars(Decimal(str(amount)))
