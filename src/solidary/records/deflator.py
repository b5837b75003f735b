"""The deflator: how dear a year was against other years, as somebody published it for the economy of a currency."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

# Nine decimals, so that an index is a whole number of 1/10^9 that every engine divides alike.
INDEX: Final = pa.decimal128(18, 9)

# Grain: one row per currency and year.
DEFLATOR: Final = pa.schema(
    [
        pa.field("currency", pa.string(), metadata={"meaning": "ISO 4217; that of the economy"}),
        pa.field("year", pa.int32(), metadata={"meaning": "calendar year"}),
        pa.field(
            "index", INDEX, metadata={"meaning": "price level as published; only ratios of one series mean a thing"}
        ),
        pa.field("basis", pa.string(), metadata={"meaning": "own: prices in the currency; USD: prices in US dollars"}),
        pa.field("source", pa.string(), metadata={"meaning": "who published it, and what it is"}),
    ]
)
