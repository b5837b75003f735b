"""Small snapshots and their flows, for tests that say what a rule makes of a few rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from solidary.records.rate import DAILY
from solidary.refine.flows import NO_DEFLATORS, Flows, Recipe, make_flows
from solidary.sources.deflators.known import Deflators
from solidary.sources.rates.known import Rates
from solidary.sources.reporters import Reporters
from solidary.store.load import load
from solidary.store.snapshot import Lake

DAY = date(2024, 5, 1)
RATES = {"EUR": "1.1", "KRW": "0.00075", "USD": "1"}
NOBODY = Reporters()
Row = dict[str, Any]


@dataclass(frozen=True)
class DayRates(Rates):
    """Rates of one day, which every test of flows knows."""

    name: str = "a test"
    known: tuple[tuple[str, str], ...] = tuple(RATES.items())
    day: date = DAY

    def table(self) -> pa.Table:
        rows = [
            {"currency": key, "day": self.day, "usd": Decimal(value), "rate_date": self.day, "rate_source": "a test"}
            for key, value in self.known
        ]
        return pa.Table.from_pylist(rows, DAILY)


def activity(name: str, *inner: str, attributes: str = 'default-currency="USD"', publisher: str = "XM-PUB") -> str:
    """Make an activity."""
    return (
        f"<iati-activity {attributes}><iati-identifier>{name}</iati-identifier>"
        f'<reporting-org ref="{publisher}" type="10"/>{"".join(inner)}</iati-activity>'
    )


def spent(value: str, *inner: str, kind: str = "3", day: str = str(DAY), money: str = "") -> str:
    """Make a transaction."""
    return (
        f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="{day}"/>'
        f"<value {money}>{value}</value>{''.join(inner)}</transaction>"
    )


def sectors(*shares: tuple[str, str | None], vocabulary: str = "1") -> str:
    """Make sectors of an activity: code and percentage."""
    return "".join(_share("sector", code, share, f' vocabulary="{vocabulary}"') for code, share in shares)


def countries(*shares: tuple[str, str | None]) -> str:
    """Make recipient countries of an activity."""
    return "".join(_share("recipient-country", code, share) for code, share in shares)


def regions(*shares: tuple[str, str | None]) -> str:
    """Make recipient regions of an activity."""
    return "".join(_share("recipient-region", code, share) for code, share in shares)


def _share(name: str, code: str, share: str | None, more: str = "") -> str:
    percentage = f' percentage="{share}"' if share is not None else ""
    return f'<{name} code="{code}"{more}{percentage}/>'


@dataclass(frozen=True)
class YearRates(Rates):
    """Rates of whole years: the same on each of their days."""

    name: str = "years"
    known: tuple[tuple[str, int, str], ...] = ()

    def table(self) -> pa.Table:
        rows = [
            {
                "currency": currency,
                "day": day,
                "usd": Decimal(usd),
                "rate_date": day,
                "rate_source": f"{year} in a test",
            }
            for currency, year, usd in self.known
            for day in (date(year, 1, 1) + timedelta(number) for number in range(365))
        ]
        return pa.Table.from_pylist(rows, DAILY)


def made(folder: Path, *files: Iterable[str], known: dict[str, str] = RATES, said: Reporters = NOBODY) -> Flows:
    """Load files of activities, and make their flows."""
    return flows_of(folder, *files, rates=DayRates(known=tuple(known.items())), said=said)


def flows_of(
    folder: Path, *files: Iterable[str], rates: Rates, said: Reporters = NOBODY, deflators: Deflators = NO_DEFLATORS
) -> Flows:
    """Load files of activities, and make their flows with rates and deflators."""
    home = folder / "in"
    home.mkdir(parents=True)
    for number, activities in enumerate(files):
        text = f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'
        (home / f"{number}.xml").write_text(text, "utf-8")
    lake = Lake(folder / "lake")
    snapshot = load(lake, [home], datetime(2026, 1, 1, tzinfo=UTC)).snapshot
    return make_flows(Recipe(lake, snapshot, rates, said, deflators))


def rows(folder: Path, *activities: str, known: dict[str, str] = RATES) -> list[Row]:
    """Return the flows of one file of activities."""
    found: list[Row] = made(folder, activities, known=known).table().to_pylist()
    return found
