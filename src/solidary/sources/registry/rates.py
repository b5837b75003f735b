"""Exchange rates of the IMF (monthly) and the OECD (yearly) into ``rates/*.csv``, as ``sources.rates`` reads them.

Both services answer SDMX-CSV, one row per area and period, units of the area's money for one US dollar, averaged over
the period. What cannot be told for certain is left out and counted: unknown is better than a neighbour's rate.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, Literal

from solidary.errors import CannotWrite, UnknownName, WrongUse
from solidary.sources.registry.cache import Entry, write
from solidary.sources.registry.faults import Unexpected
from solidary.sources.registry.issuers import issuers
from solidary.sources.registry.result import Item, Result, Told, named
from solidary.sources.registry.shelf import Shelf, provenance
from solidary.sources.registry.transport import Client

RATES: Final = "rates"
HEAD: Final = ("Date", "Rate", "Currency", "Frequency", "Source")
_MONTHS: Final = 12
_ONES: Final = ("", "0", "Units")


@dataclass(frozen=True)
class Series:
    """A series of rates and how its service spells it.

    Args:
        base: address of the service.
        path: what is asked for; ``{since}`` is a year.
        accept: media type of its SDMX-CSV.
        area: column of the area; ``only`` the columns that must have one value.
        scale: column of the power of ten, if there is one.
        frequency: M or A.
        euro: the area that speaks for the euro.
        title: what the tables say as their source.
        licence: terms under which the rates may be used.
    """

    base: str
    path: str
    accept: str
    area: str
    only: Mapping[str, str]
    scale: str
    frequency: Literal["M", "A"]
    euro: str
    title: str
    licence: str


IMF: Final = Series(
    base="https://api.imf.org/external/sdmx/2.1",
    path="data/IMF.STA,ER/.XDC_USD.PA_RT.M?startPeriod={since}",
    accept="application/vnd.sdmx.data+csv;version=1.0.0",
    area="COUNTRY",
    only={"INDICATOR": "XDC_USD", "TYPE_OF_TRANSFORMATION": "PA_RT", "FREQUENCY": "M"},
    scale="SCALE",
    frequency="M",
    euro="G163",
    title="IMF Exchange Rates (IMF.STA:ER), average of the period",
    licence="IMF terms of use",
)
OECD: Final = Series(
    base="https://sdmx.oecd.org/public/rest",
    path="data/OECD.SDD.NAD,DSD_NAMAIN10@DF_TABLE4,/A....EXC_A.......?startPeriod={since}"
    "&dimensionAtObservation=AllDimensions",
    accept="application/vnd.sdmx.data+csv; charset=utf-8",
    area="REF_AREA",
    only={"TRANSACTION": "EXC_A", "FREQ": "A"},
    scale="UNIT_MULT",
    frequency="A",
    euro="DEU",
    title="OECD national accounts, table 4 (EXC_A), average of the period",
    licence="OECD terms and conditions",
)
SERIES: Final = {"imf": IMF, "oecd": OECD}
_WORDS: Final = {"M": "monthly", "A": "annual"}


def fetch_rates(
    workspace: Path,
    service: str = "imf",
    since: int = 2000,
    *,
    base: str = "",
    client: Client | None = None,
    told: Told | None = None,
    today: date | None = None,
) -> Result:
    """Fetch a series of rates into ``rates/imf-monthly.csv`` or ``rates/oecd-annual.csv`` of the workspace.

    Args:
        workspace: folder that gets ``rates``, ``fetched/rates/manifest.json`` and ``cache``.
        service: whose rates: imf or oecd.
        since: first year.
        base: address of the service; default: the real one.
        client: who asks; default: a polite one that goes to public addresses only.
        told: is told what is being fetched.
        today: periods that begin later are left out; default: the clock's.

    Raises:
        UnknownName: if the service is unknown.
        WrongUse: if the year is none.
        FetchFault: if the rates cannot be had, or are none; a table of an earlier fetch then stays.
    """
    today = today or date.today()  # noqa: DTZ011
    if not 1948 <= since <= today.year:
        raise WrongUse(f"--since: read {since}, expected a year from 1948 to {today.year}")
    if service not in SERIES:
        raise UnknownName("service", service, SERIES)
    series, client, shelf = SERIES[service], client or Client(), Shelf(workspace, RATES)
    name = f"{service}-{_WORDS[series.frequency]}"
    url = f"{(base or series.base).rstrip('/')}/{series.path.format(since=since)}"
    with shelf.noting() as held:
        entry, _ = shelf.cache.fetch(client, url, series.accept, told=named(told, name))
        text, left_out = _table(shelf.cache.read(entry), series, entry, today)
        path = f"{RATES}/{name}.csv"
        new = _put(workspace / path, text)
        held[f"{name}.csv"] = provenance(entry, {"publisher": service.upper(), "licence": series.licence, "file": path})
    item = Item(name, url, "fetched" if new else "unchanged", path, entry.sha256, len(text.encode()))
    notes = [f"{times:,} values left out: {reason}" for reason, times in sorted(left_out.items())]
    return Result("rates", workspace / RATES, (item,), tuple(notes))


def _put(path: Path, text: str) -> bool:
    """Write a table if it is not there already: a table that is touched would make every conversion anew."""
    try:
        if path.exists() and path.read_text("utf-8") == text:
            return False
        write(path, text)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}; move what is in the way") from None
    return True


def _table(body: bytes, series: Series, entry: Entry, today: date) -> tuple[str, Counter[str]]:
    """Return the table as CSV, and how many values were left out for which reason."""
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        needed = (series.area, "TIME_PERIOD", "OBS_VALUE", *series.only)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unexpected(entry.url, f"read no CSV ({error}), expected a table of rates") from None
    if missing:
        raise Unexpected(entry.url, f"read {body[:40]!r} without {', '.join(missing)}, expected SDMX-CSV of rates")
    left_out: Counter[str] = Counter()
    rows = list(_rows(reader, series, today, left_out))
    if not rows:
        raise Unexpected(entry.url, "read no rate, expected some; the service may have moved its series")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows((day, rate, currency, series.frequency, series.title) for currency, day, rate in sorted(rows))
    return out.getvalue(), left_out


def _rows(
    reader: csv.DictReader[str], series: Series, today: date, left_out: Counter[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield currency, last day of the period, rate as published."""
    known, found = issuers(series.euro), dict[tuple[str, date], str]()
    twice = set()
    for row in reader:
        if any(row.get(name) != value for name, value in series.only.items()) or row.get(series.area) not in known:
            continue
        currency, since = known[row[series.area]]
        day, rate = _last(row["TIME_PERIOD"] or "", series.frequency), (row["OBS_VALUE"] or "").strip()
        if reason := _doubt(day, rate, since, today, row.get(series.scale) or ""):
            left_out[reason] += bool(rate)
        elif day is not None and found.setdefault((currency, day), rate) != rate:
            twice.add((currency, day))
    left_out += Counter({"two values for one period": len(twice)})
    yield from (
        (currency, day.isoformat(), rate) for (currency, day), rate in found.items() if (currency, day) not in twice
    )


def _doubt(day: date | None, rate: str, since: date, today: date, scale: str) -> str:
    """Say why a rate is left out; empty if it may be used."""
    if day is None or not _positive(rate):
        return "the period or the number cannot be read"
    if scale not in _ONES:
        return f"given in {scale}, and not in units"
    if day < since:
        return "from before the currency was in its present unit"
    if day.replace(day=1) > today:
        return "of a period to come"
    return ""


def _positive(rate: str) -> bool:
    try:
        number = Decimal(rate)
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
