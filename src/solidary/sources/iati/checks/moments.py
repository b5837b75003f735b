"""Dates as IATI files write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

_DAY: Final = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?=$|[TZ+\-\s])")


def day(written: str) -> date | None:
    """Read the day of a date or of a date and time; None if there is none.

    >>> day("2024-12-31Z"), day("31/12/2024")
    (datetime.date(2024, 12, 31), None)
    """
    match = _DAY.match(written)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def later(written: str, now: datetime) -> bool | None:
    """Tell whether a date, or a date and time, is later than now; None if it cannot be read.

    >>> later("2024-12-31", datetime(2024, 12, 31, tzinfo=UTC))
    False
    >>> later("2024-12-31T12:00:00", datetime(2024, 12, 31, 11, tzinfo=UTC))
    True
    """
    found = day(written)
    if found is None or len(written.strip()) <= len("2024-12-31Z"):
        return None if found is None else found > now.date()
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) > now


def year_after(start: date) -> date:
    """Return the last day that is still within one year.

    >>> year_after(date(2024, 2, 29))
    datetime.date(2025, 3, 1)
    """
    try:
        return start.replace(year=min(start.year + 1, date.max.year))
    except ValueError:  # 29 February
        return date(start.year + 1, 3, 1)
