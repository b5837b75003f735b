"""A published series by state and period -> a table of a workspace: what rates and deflators have in common.

The services answer SDMX-CSV, one row per area and period. One area speaks for each currency, see ``issuers``. What
cannot be told for certain is left out and counted: unknown is better than a neighbour's value.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, Literal

from solidary.errors import CannotWrite, WrongUse
from solidary.sources.registry.cache import Entry, write
from solidary.sources.registry.faults import Unexpected
from solidary.sources.registry.issuers import issuers
from solidary.sources.registry.result import Item, Result, Told, named
from solidary.sources.registry.shelf import Shelf, provenance
from solidary.sources.registry.transport import Client

CSV: Final = "application/vnd.sdmx.data+csv"
_MONTHS: Final = 12
_ONES: Final = ("", "0", "Units")
Observed = tuple[str, date, str]  # currency, last day of the period, value as published


@dataclass(frozen=True)
class Series:
    """A series and how its service spells it.

    Args:
        base: address of the service.
        path: what is asked for; ``{since}`` is a year.
        accept: media type of its SDMX-CSV.
        area: column of the area; ``only`` the columns that must have one value.
        scale: column of the power of ten, if there is one.
        frequency: M or A.
        euro: the area that speaks for the euro, which each service calls otherwise.
        dollar: the area that speaks for the US dollar; none where values are for one dollar.
        publisher: who publishes it; ``title`` is what the table says as its source.
        licence: terms under which the values may be used.
        table: path of the table below the workspace, such as ``rates/imf-monthly.csv``.
        head: its columns.
        row: makes a row of the table.
    """

    base: str
    path: str
    accept: str
    area: str
    only: Mapping[str, str]
    scale: str
    frequency: Literal["M", "A"]
    euro: str
    dollar: str
    publisher: str
    title: str
    licence: str
    table: str
    head: tuple[str, ...]
    row: Callable[[Observed, str, str], tuple[str, ...]]


def fetch_series(
    workspace: Path,
    series: Series,
    since: int,
    *,
    base: str = "",
    client: Client | None = None,
    told: Told | None = None,
    today: date | None = None,
) -> Result:
    """Fetch a series into its table of the workspace.

    Args:
        workspace: folder that gets the table, a manifest in ``fetched`` and ``cache``.
        series: what is fetched.
        since: first year.
        base: address of the service; default: the real one.
        client: who asks; default: a polite one that goes to public addresses only.
        told: is told what is being fetched.
        today: periods that begin later are left out; default: the clock's.

    Raises:
        WrongUse: if the year is none.
        FetchFault: if the values cannot be had, or are none; a table of an earlier fetch then stays.
    """
    today = today or date.today()  # noqa: DTZ011
    if not 1948 <= since <= today.year:
        raise WrongUse(f"--since: read {since}, expected a year from 1948 to {today.year}")
    place = Path(series.table)
    client, shelf = client or Client(), Shelf(workspace, place.parent.name)
    url = f"{(base or series.base).rstrip('/')}/{series.path.format(since=since)}"
    with shelf.noting() as held:
        entry, _ = shelf.cache.fetch(client, url, series.accept, told=named(told, place.stem))
        text, left_out = table_of(shelf.cache.read(entry), series, entry, today)
        new = _put(workspace / place, text)
        about = {"publisher": series.publisher, "licence": series.licence, "file": series.table}
        held[place.name] = provenance(entry, about)
    size = len(text.encode())
    item = Item(place.stem, url, "fetched" if new else "unchanged", series.table, entry.sha256, size)
    notes = [f"{times:,} values left out: {reason}" for reason, times in sorted(left_out.items())]
    return Result(place.parent.name, workspace / place.parent, (item,), tuple(notes))


def _put(path: Path, text: str) -> bool:
    """Write a table if it is not there already: a table that is touched would make every conversion anew."""
    try:
        if path.exists() and path.read_text("utf-8") == text:
            return False
        write(path, text)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}; move what is in the way") from None
    return True


def table_of(body: bytes, series: Series, entry: Entry, today: date) -> tuple[str, Counter[str]]:
    """Return the table as CSV, and how many values were left out for which reason."""
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        needed = (series.area, "TIME_PERIOD", "OBS_VALUE", *series.only)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unexpected(entry.url, f"read no CSV ({error}), expected a table") from None
    if missing:
        raise Unexpected(entry.url, f"read {body[:40]!r} without {', '.join(missing)}, expected SDMX-CSV")
    left_out: Counter[str] = Counter()
    rows = list(_rows(reader, series, today, left_out))
    if not rows:
        raise Unexpected(entry.url, "read no value, expected some; the service may have moved its series")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(series.head)
    writer.writerows(series.row(one, series.frequency, series.title) for one in sorted(rows))
    return out.getvalue(), left_out


def _rows(reader: csv.DictReader[str], series: Series, today: date, left_out: Counter[str]) -> Iterator[Observed]:
    """Yield what was observed, one per currency and period."""
    known, found = issuers(series.euro), dict[tuple[str, date], str]()
    known |= {series.dollar: ("USD", date.min)} if series.dollar else {}
    twice = set()
    for row in reader:
        if any(row.get(name) != value for name, value in series.only.items()) or row.get(series.area) not in known:
            continue
        currency, since = known[row[series.area]]
        day, value = _last(row["TIME_PERIOD"] or "", series.frequency), (row["OBS_VALUE"] or "").strip()
        if reason := _doubt(day, value, since, today, row.get(series.scale) or ""):
            left_out[reason] += bool(value)
        elif day is not None and found.setdefault((currency, day), value) != value:
            twice.add((currency, day))
    left_out += Counter({"two values for one period": len(twice)})
    yield from ((*key, value) for key, value in found.items() if key not in twice)


def _doubt(day: date | None, value: str, since: date, today: date, scale: str) -> str:
    """Say why a value is left out; empty if it may be used."""
    if day is None or not _positive(value):
        return "the period or the number cannot be read"
    if scale not in _ONES:
        return f"given in {scale}, and not in units"
    if day < since:
        return "from before the currency was in its present unit"
    if day.replace(day=1) > today:
        return "of a period to come"
    return ""


def _positive(value: str) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and number > 0


def _last(period: str, frequency: str) -> date | None:
    """Return the last day of a period in any of the spellings of SDMX.

    >>> [str(_last(text, "M")) for text in ("2024-M02", "2024-02")], str(_last("2024", "A"))
    (['2024-02-29', '2024-02-29'], '2024-12-31')
    """
    year, _, month = period.strip().partition("-")
    number = month.removeprefix("M") if frequency == "M" else "12"
    if not (year.isdecimal() and number.isdecimal() and 1 <= int(number) <= _MONTHS and 1 <= int(year) < 10_000):
        return None
    if frequency == "A" and month:
        return None
    return date(int(year), int(number), monthrange(int(year), int(number))[1])
