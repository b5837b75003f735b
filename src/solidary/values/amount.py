"""What a source says of money or of a count: ``about USD 200 million``, ``up to 0.5``, ``40,000 people``.

An amount keeps the bound ("about", "up to", "at least", "over"), the range and the rate ("a year") as said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from solidary.errors import ValueFault
from solidary.values.money import CURRENT, Money

Bound = Literal["exactly", "about", "up to", "at least", "over", "under"]
BOUNDS: Final = get_args(Bound)
SCALES: Final = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LONGEST: Final = 24  # digits of a number, so that arithmetic with 28 digits stays exact
ABOUT: Final = Decimal("0.05")  # "about" is taken to reach five per cent to each side when claims are compared

_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_HEAD = r"^(?:(?P<bound>about|up to|at least|over|under)\s+)?"
_SPAN = rf"(?P<low>{_NUMBER})(?:\s+to\s+(?P<high>{_NUMBER}))?(?:\s+(?P<scale>thousand|million|billion|trillion)\b)?"
AMOUNT_PATTERN: Final = (
    _HEAD
    + r"(?P<currency>[A-Z]{3})\s+"
    + _SPAN
    + r"(?:\s+(?P<rate>a year|each))?(?:\s+\(in (?P<basis>\d{4}) prices\))?$"
)
QUANTITY_PATTERN: Final = _HEAD + _SPAN + r"\s*(?P<unit>%|[^\W\d][^,;:()\d]*)$"
_AMOUNT = re.compile(AMOUNT_PATTERN)
_QUANTITY = re.compile(QUANTITY_PATTERN)


def _numbers(found: re.Match[str], text: str) -> tuple[Decimal, Decimal | None]:
    if max(sum(map(str.isdigit, found[end] or "")) for end in ("low", "high")) > LONGEST:
        raise ValueFault(text, f"a number of at most {LONGEST} digits")
    scale = SCALES[found["scale"] or ""]
    low = Decimal(found["low"].replace(",", "")) * scale
    high = Decimal(found["high"].replace(",", "")) * scale if found["high"] else None
    if high is not None and high <= low:
        raise ValueFault(text, "a range that rises, such as USD 0.3 to 1.0 million")
    return low, high


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as a source states it, with its bound and rate.

    >>> Amount.parse("about USD 200 million").money.number
    Decimal('200000000')
    >>> Amount.parse("USD 48 million a year").rate
    'a year'
    >>> Amount.parse("USD nineteen")
    Traceback (most recent call last):
        ...
    solidary.errors.ValueFault: read 'USD nineteen', expected an amount such as 'USD 19 million', ...
    """

    money: Money
    bound: Bound = "exactly"
    upper: Money | None = None
    rate: Literal["in all", "a year", "each"] = "in all"

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read an amount as a dossier writes it."""
        found = _AMOUNT.match(" ".join(text.split()))
        if not found:
            raise ValueFault(
                text,
                "an amount such as 'USD 19 million', 'about USD 200 million', 'USD 48 million a year' "
                "or 'USD 0.3 to 1.0 million'",
            )
        low, high = _numbers(found, text)
        basis = found["basis"] or CURRENT
        return cls(
            Money(low, found["currency"], basis),
            found["bound"] or "exactly",  # type: ignore[arg-type]
            None if high is None else Money(high, found["currency"], basis),
            found["rate"] or "in all",  # type: ignore[arg-type]
        )

    def __str__(self) -> str:
        bound = "" if self.bound == "exactly" else f"{self.bound} "
        rate = "" if self.rate == "in all" else f" {self.rate}"
        basis = "" if self.money.basis == CURRENT else f" (in {self.money.basis} prices)"
        upper = self.upper.number if self.upper else None
        return f"{bound}{self.money.currency} {spell_number(self.money.number, upper)}{rate}{basis}"

    def agrees_with(self, other: Amount) -> bool:
        """Say whether both statements can be true at once, bounds considered.

        >>> Amount.parse("over USD 60 million").agrees_with(Amount.parse("USD 62 million"))
        True
        """
        if (self.money.currency, self.money.basis, self.rate) != (other.money.currency, other.money.basis, other.rate):
            return False
        return overlap(span(self.bound, self.money, self.upper), span(other.bound, other.money, other.upper))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or share with its unit in words.

    >>> Quantity.parse("about 40,000 people")
    Quantity(number=Decimal('40000'), unit='people', bound='about', upper=None)
    >>> Quantity.parse("67.2 %").unit
    '%'
    """

    number: Decimal
    unit: str
    bound: Bound = "exactly"
    upper: Decimal | None = None

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read a quantity as a dossier writes it."""
        found = _QUANTITY.match(" ".join(text.split()))
        if not found or found["unit"].split()[0] in SCALES:
            raise ValueFault(text, "a number with a unit, such as '40,000 people' or '67.2 %'")
        low, high = _numbers(found, text)
        return cls(low, found["unit"].strip(), found["bound"] or "exactly", high)  # type: ignore[arg-type]

    def __str__(self) -> str:
        bound = "" if self.bound == "exactly" else f"{self.bound} "
        return f"{bound}{spell_number(self.number, self.upper)} {self.unit}"

    def agrees_with(self, other: Quantity) -> bool:
        """Say whether both statements can be true at once, bounds considered."""
        return self.unit == other.unit and overlap(
            span(self.bound, self.number, self.upper), span(other.bound, other.number, other.upper)
        )


def spell_number(low: Decimal, high: Decimal | None = None) -> str:
    """Write a number (or a range) with thousands marks or a scale word, exactly, never rounded.

    >>> spell_number(Decimal(19_000_000)), spell_number(Decimal(1_388_888)), spell_number(Decimal("0.5"))
    ('19 million', '1,388,888', '0.5')
    """
    parts = (low,) if high is None else (low, high)
    for word, scale in reversed(SCALES.items()):
        scaled = [part / scale for part in parts]
        if scale >= 10**6 and abs(scaled[-1]) >= 1 and all(part == round(part, 3) for part in scaled):
            return " to ".join(f"{part.normalize():,f}" for part in scaled) + f" {word}"
    return " to ".join(f"{part.normalize():,f}" for part in parts)


@dataclass(frozen=True, slots=True)
class Span:
    """The interval in which a true value lies; ``None`` is no limit, an open end is left out of it."""

    low: Decimal | None
    high: Decimal | None
    open: bool = False


def span(bound: Bound, low: Money | Decimal, high: Money | Decimal | None) -> Span:
    """Return the interval that a bound leaves.

    >>> span("over", Decimal(60), None).open
    True
    """
    first = low.number if isinstance(low, Money) else low
    last = (high.number if isinstance(high, Money) else high) if high is not None else first
    match bound:
        case "about":
            return Span(first - abs(first) * ABOUT, last + abs(last) * ABOUT)
        case "up to" | "under":
            return Span(None, last, bound == "under")
        case "at least" | "over":
            return Span(first, None, bound == "over")
        case _:
            return Span(first, last)


def overlap(one: Span, two: Span) -> bool:
    """Say whether two intervals have a value in common."""
    return _reaches(one, two) and _reaches(two, one)


def _reaches(lower: Span, upper: Span) -> bool:
    """Say whether the top of one interval reaches the bottom of the other."""
    if lower.high is None or upper.low is None:
        return True
    return lower.high > upper.low or (lower.high == upper.low and not (lower.open or upper.open))
