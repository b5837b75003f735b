"""The rate: what one unit of a currency was worth in US dollars, on the day for which somebody published it."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

# Twelve decimals, since a dong is 0.00004 dollars; two digits before them, so that engines multiply it exactly.
RATE: Final = pa.decimal128(14, 12)

# Grain: one row per currency and day on which a rate was published.
PUBLISHED: Final = pa.schema(
    [
        pa.field("currency", pa.string(), metadata={"meaning": "ISO 4217"}),
        pa.field("first", pa.date32(), metadata={"meaning": "first day that the rate speaks of"}),
        pa.field("last", pa.date32(), metadata={"meaning": "last day that it speaks of; the first for a daily rate"}),
        pa.field("usd", RATE, metadata={"meaning": "US dollars for one unit"}),
        pa.field("source", pa.string(), metadata={"meaning": "who published it, and what it is"}),
    ]
)

# Grain: one row per currency and calendar day; the key of a join, so that no engine has to look for the nearest day.
DAILY: Final = pa.schema(
    [
        pa.field("currency", pa.string(), metadata={"meaning": "ISO 4217"}),
        pa.field("day", pa.date32(), metadata={"meaning": "calendar day"}),
        pa.field("usd", RATE, metadata={"meaning": "US dollars for one unit"}),
        pa.field("rate_date", pa.date32(), metadata={"meaning": "the day it was published for, or last of its period"}),
        pa.field("rate_source", pa.string(), metadata={"meaning": "who published it, and what it is"}),
    ]
)
