"""Text of a cell -> the text that record tables hold: exact numbers, ISO days, codes of countries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from solidary.sources.sheets.flat import BAD
from solidary.sources.sheets.sheet import NOT_COMPUTED

_GROUPED: Final = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}([. \u00a0\u202f]\d{3})+(,\d+)?", re.ASCII),
}
_NUMBER: Final = re.compile(r"[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})(e[+-]?\d{1,2})?", re.ASCII | re.IGNORECASE)
_YEAR: Final = re.compile(r"(19|20)\d{2}", re.ASCII)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BETWEEN: Final = re.compile(r"\s*[|;,/]\s*")
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
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
        plain = re.sub(r"," if decimal == "." else r"[. \u00a0\u202f]", "", plain)
    elif (other := "," if decimal == "." else ".") in plain:
        raise CellFault(f"a number with {decimal!r} as its decimal mark; `decimal:` {other!r} would be the other")
    plain = plain.replace(decimal, ".")
    if not _NUMBER.fullmatch(plain):
        raise CellFault("a value that was computed when the file was saved" if text == NOT_COMPUTED else "a number")
    return f"{(Decimal(plain) * multiplier).normalize():f}"


def day(text: str, form: str | None) -> str:
    """Return a day as ISO text.

    >>> day("03/02/2010", "%d/%m/%Y"), day("2010-02-03", "%d/%m/%Y"), day("2010-02-03T00:00:00", None)
    ('2010-02-03', '2010-02-03', '2010-02-03')

    Raises:
        CellFault: if it is none of that form, or of no time that can be meant; 3/2/2010 is not guessed at.
    """
    plain = text.strip()
    try:
        if form and not _ISO.fullmatch(plain):  # a day of a workbook has no form
            found = datetime.strptime(plain, form).date()  # noqa: DTZ007  a day has no zone
        else:
            found = datetime.fromisoformat(plain).date()
    except ValueError:
        raise CellFault(f"a day of the form {form or '2010-12-31'}; `date:` names another") from None
    if not date(1900, 1, 1) <= found <= date(2099, 12, 31):
        raise CellFault("a day between 1900 and 2099")
    return found.isoformat()


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


def several(text: str) -> tuple[str, ...]:
    """Return the codes in a cell that may hold several; a text that is no list of numbers stays whole.

    >>> several("311|410"), several("12110; 12250"), several("Health, general")
    (('311', '410'), ('12110', '12250'), ('Health, general',))
    """
    parts = tuple(dict.fromkeys(part for part in _BETWEEN.split(text.strip()) if part))
    return parts if len(parts) > 1 and all(map(str.isdecimal, parts)) else (text,)


def currency(text: str) -> str:
    """Return a code of a currency.

    Raises:
        CellFault: if it has not the form of one.
    """
    if not _CURRENCY.fullmatch(text):
        raise CellFault("a code of a currency such as USD; `values:` says what other texts mean")
    return text


def sound(text: str) -> str:
    """Return a text whose letters could all be read.

    Raises:
        CellFault: if it has bytes that are not of the file's encoding.
    """
    if BAD.search(text):
        raise CellFault("letters in the encoding of the file")
    return text


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


@cache
def codes() -> frozenset[str]:
    """Return the two-letter codes of all countries."""
    return frozenset(countries().values())


def country(text: str, form: str) -> tuple[str, str]:
    """Return the field and code of a country or region: what is no known country stays as it is, to be told.

    >>> country("TLS", "country"), country("Viet Nam", "country"), country("764", "dac"), country("998", "dac")
    (('country', 'TL'), ('country', 'VN'), ('country', 'TH'), ('region', '998'))
    """
    key = f"dac {text.strip()}" if form == "dac" else " ".join(text.split()).casefold()
    if found := countries().get(key):
        return "country", found
    return ("region" if form == "dac" else "country"), text.strip()
