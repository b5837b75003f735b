"""All rates that a workspace knows: those of the ECB, which the package carries, then the tables in its ``rates``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyarrow as pa

from solidary.records.rate import PUBLISHED
from solidary.sources.rates.daily import daily
from solidary.sources.rates.ecb import ecb_rates
from solidary.sources.rates.table import table_rates

OLDEST: Final = 1960  # the first year of the DAC
SELF: Final = "a dollar is a dollar"


@dataclass(frozen=True)
class Rates:
    """Rates by day, made when they are asked for; ``name`` follows from what they are made of."""

    name: str
    tables: tuple[Path, ...] = ()

    def table(self) -> pa.Table:
        """Return one rate per currency and day. Grain: see ``records.rate.DAILY``."""
        return _daily(self)


@lru_cache(maxsize=2)
def _daily(rates: Rates) -> pa.Table:
    """Make the table once per process: it takes a second, and is the same until a file changes."""
    return daily([ecb_rates(), dollars(), *map(table_rates, rates.tables)])


def dollars() -> pa.Table:
    """Return the rate of the dollar before the ECB began: a dollar is a dollar. Grain: one row per year.

    >>> dollars().num_rows, {str(one) for one in dollars()["usd"].to_pylist()}
    (39, {'1.000000000000'})
    """
    years = [date(year, 1, 1) for year in range(OLDEST, 1999)]
    rows = [
        {"currency": "USD", "first": first, "last": first.replace(month=12, day=31), "usd": Decimal(1), "source": SELF}
        for first in years
    ]
    return pa.Table.from_pylist(rows, PUBLISHED)


def known_rates(folder: Path | None) -> Rates:
    """Find the rates of a workspace: ``rates/*.csv`` below its folder, in the order of their names.

    >>> known_rates(None).tables
    ()
    """
    tables = tuple(sorted((folder / "rates").glob("*.csv"))) if folder else ()
    digest = hashlib.sha256(f"{version('currencyconverter')} {OLDEST}".encode())
    for path in tables:
        digest.update(path.name.encode() + path.read_bytes())
    return Rates(digest.hexdigest()[:16], tables)
