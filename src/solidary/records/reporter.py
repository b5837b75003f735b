"""The reporter: what somebody says of a publisher as a whole, beside what its files say."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

# Grain: one row per publisher of which anything is said.
REPORTER: Final = pa.schema(
    [
        pa.field("reporting_org_ref", pa.string(), metadata={"meaning": "identifier of the publisher"}),
        pa.field("source_type", pa.string(), metadata={"meaning": "primary_source or secondary_source, or empty"}),
        pa.field("level", pa.int32(), metadata={"meaning": "level of its hierarchy whose money counts, or empty"}),
        pa.field("source", pa.string(), metadata={"meaning": "who says so"}),
    ]
)
