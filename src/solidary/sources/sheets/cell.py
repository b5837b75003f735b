"""Text of a cell -> the text that record tables hold: exact numbers, ISO days, codes of countries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Final

_GROUPED: Final = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"),
    ",": re.compile(r"[+-]?\d{1,3}([. ]\d{3})+(,\d+)?"),
}
_YEAR: Final = re.compile(r"[12]\d{3}")
EMPTY: Final = frozenset({"", "-", "–", "n/a", "N/A", "NA", "NULL", "nan", "None"})


class CellFault(Exception):
    """A cell that cannot be read: what was expected."""


def number(text: str, multiplier: Decimal, decimal: str) -> str:
    """Return an exact number as text, in the unit of the currency.

    >>> number("1,234.5", Decimal(1000), "."), number("1.234,5", Decimal(1), ","), number("0.12", Decimal(10**6), ".")
    ('1234500', '1234.5', '120000')

    Raises:
        CellFault: if it is none; a comma or point in the wrong place is never guessed at.
    """
    plain = text.strip()
    if _GROUPED[decimal].fullmatch(plain):
        plain = re.sub(r"[, ]" if decimal == "." else r"[. ]", "", plain)
    elif decimal == "." and "," in plain:
        raise CellFault("a number with a decimal point; `decimal: ','` says that the comma is its mark")
    plain = plain.replace(",", ".") if decimal == "," else plain
    try:
        exact = Decimal(plain)
    except InvalidOperation:
        raise CellFault("a number") from None
    if not exact.is_finite():
        raise CellFault("a finite number")
    return f"{(exact * multiplier).normalize():f}"


def day(text: str, form: str | None) -> str:
    """Return a day as ISO text.

    >>> day("03/02/2010", "%d/%m/%Y"), day("2010-02-03T00:00:00", None)
    ('2010-02-03', '2010-02-03')

    Raises:
        CellFault: if it is none of that form; 3/2/2010 is not guessed at.
    """
    try:
        if form:
            return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007  a day has no zone
        return datetime.fromisoformat(text.strip()).date().isoformat()
    except ValueError:
        raise CellFault(f"a day of the form {form or '2010-12-31'}; `date:` names another") from None


def last_day(text: str) -> str:
    """Return the last day of a year: money of a year without a day is placed there.

    >>> last_day("2012")
    '2012-12-31'

    Raises:
        CellFault: if it is no year.
    """
    if not _YEAR.fullmatch(text.strip()):
        raise CellFault("a year such as 2012")
    return f"{text.strip()}-12-31"


@cache
def countries() -> Mapping[str, str]:
    """Return the two-letter code of each country, by two and three letters and by English name in small letters."""
    found: dict[str, str] = {}
    for line in (Path(__file__).parent / "countries.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            two, three, dac, name = line.split(" ", 3)
            found |= dict.fromkeys((two.casefold(), three.casefold(), f"dac {dac}", name.casefold()), two)
    found.pop("dac -", None)
    return found


def country(text: str, form: str) -> tuple[str, str]:
    """Return the field and code of a country or region: what is no known country stays as it is, to be flagged.

    >>> country("TLS", "country"), country("Viet Nam", "country"), country("764", "dac"), country("998", "dac")
    (('country', 'TL'), ('country', 'VN'), ('country', 'TH'), ('region', '998'))
    """
    key = f"dac {text.strip()}" if form == "dac" else " ".join(text.split()).casefold()
    if found := countries().get(key):
        return "country", found
    return ("region" if form == "dac" else "country"), text.strip()
