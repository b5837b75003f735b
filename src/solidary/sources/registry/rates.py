"""Exchange rates of the IMF (monthly) and the OECD (yearly) into ``rates/*.csv``, as ``sources.rates`` reads them.

Units of a currency for one US dollar, averaged over the period.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from solidary.errors import UnknownName
from solidary.sources.registry.result import Result
from solidary.sources.registry.series import CSV, Observed, Series, fetch_series

HEAD: Final = ("Date", "Rate", "Currency", "Frequency", "Source")


def _row(observed: Observed, frequency: str, title: str) -> tuple[str, ...]:
    currency, day, rate = observed
    return day.isoformat(), rate, currency, frequency, title


IMF: Final = Series(
    base="https://api.imf.org/external/sdmx/2.1",
    path="data/IMF.STA,ER/.XDC_USD.PA_RT.M?startPeriod={since}",
    accept=f"{CSV};version=1.0.0",
    area="COUNTRY",
    only={"INDICATOR": "XDC_USD", "TYPE_OF_TRANSFORMATION": "PA_RT", "FREQUENCY": "M"},
    scale="SCALE",
    frequency="M",
    euro="G163",
    dollar="",
    publisher="IMF",
    title="IMF Exchange Rates (IMF.STA:ER), average of the period",
    licence="IMF terms of use",
    table="rates/imf-monthly.csv",
    head=HEAD,
    row=_row,
)
OECD: Final = Series(
    base="https://sdmx.oecd.org/public/rest",
    path="data/OECD.SDD.NAD,DSD_NAMAIN10@DF_TABLE4,/A....EXC_A.......?startPeriod={since}"
    "&dimensionAtObservation=AllDimensions",
    accept=f"{CSV}; charset=utf-8",
    area="REF_AREA",
    only={"TRANSACTION": "EXC_A", "FREQ": "A"},
    scale="UNIT_MULT",
    frequency="A",
    euro="DEU",
    dollar="",
    publisher="OECD",
    title="OECD national accounts, table 4 (EXC_A), average of the period",
    licence="OECD terms and conditions",
    table="rates/oecd-annual.csv",
    head=HEAD,
    row=_row,
)
SERVICES: Final = {"imf": IMF, "oecd": OECD}


def fetch_rates(workspace: Path, service: str = "imf", since: int = 2000, **how: Any) -> Result:
    """Fetch a series of rates into ``rates/imf-monthly.csv`` or ``rates/oecd-annual.csv`` of the workspace.

    Args:
        workspace: folder that gets the table.
        service: whose rates: imf or oecd.
        since: first year.
        how: see ``series.fetch_series``.

    Raises:
        UnknownName: if the service is unknown.
        WrongUse: if the year is none.
        FetchFault: if the rates cannot be had, or are none; a table of an earlier fetch then stays.
    """
    if service not in SERVICES:
        raise UnknownName("service", service, SERVICES)
    return fetch_series(workspace, SERVICES[service], since, **how)
