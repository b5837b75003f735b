"""GDP deflators of the IMF's World Economic Outlook into ``deflators/imf-weo.csv``: one line per currency and year.

An index of prices in the currency of the area, its base year differing from area to area, so that only ratios within
one area mean a thing. Recent years are estimates of the IMF, and later editions revise them; the year that is not over
is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from solidary.sources.registry.result import Result
from solidary.sources.registry.series import CSV, Observed, Series, fetch_series


def _row(observed: Observed, _: str, title: str) -> tuple[str, ...]:
    currency, day, index = observed
    return currency, str(day.year), index, "own", title


WEO: Final = Series(
    base="https://api.imf.org/external/sdmx/2.1",
    path="data/IMF.RES,WEO/.NGDP_D.A?startPeriod={since}",
    accept=f"{CSV};version=1.0.0",
    area="COUNTRY",
    only={"INDICATOR": "NGDP_D", "FREQUENCY": "A"},
    scale="SCALE",
    frequency="A",
    euro="G163",
    dollar="USA",
    publisher="IMF",
    title="IMF World Economic Outlook (IMF.RES:WEO), GDP deflator, recent years estimated",
    licence="IMF terms of use",
    table="deflators/imf-weo.csv",
    head=("Area", "Year", "Index", "Basis", "Source"),
    row=_row,
)


def fetch_deflators(workspace: Path, since: int = 2000, **how: Any) -> Result:
    """Fetch GDP deflators into ``deflators/imf-weo.csv`` of the workspace.

    Args:
        workspace: folder that gets the table.
        since: first year.
        how: see ``series.fetch_series``.

    Raises:
        WrongUse: if the year is none.
        FetchFault: if they cannot be had, or are none; a table of an earlier fetch then stays.
    """
    return fetch_series(workspace, WEO, since, **how)
