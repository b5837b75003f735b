"""All deflators that a workspace knows: the tables in its ``deflators``; the package carries none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from solidary.records.deflator import DEFLATOR
from solidary.sources.deflators.table import table_deflators


@dataclass(frozen=True)
class Deflators:
    """Price levels by currency and year, read when they are asked for; ``name`` follows from what they are made of."""

    name: str = "none"
    tables: tuple[Path, ...] = ()

    def table(self) -> pa.Table:
        """Return one index per currency and year. Grain: see ``records.deflator.DEFLATOR``.

        A currency has its whole series from the first table that knows it: two series have no common scale.
        """
        known = DEFLATOR.empty_table()
        for path in self.tables:
            found = table_deflators(path)
            there = pc.is_in(found["currency"], pc.unique(known["currency"]))
            known = pa.concat_tables([known, found.filter(pc.invert(there))])
        return known.sort_by([("currency", "ascending"), ("year", "ascending")])


def known_deflators(folder: Path | None) -> Deflators:
    """Find the deflators of a workspace: ``deflators/*.csv`` below its folder, in the order of their names.

    >>> known_deflators(None).table().num_rows
    0
    """
    tables = tuple(sorted((folder / "deflators").glob("*.csv"))) if folder else ()
    if not tables:
        return Deflators()
    digest = hashlib.sha256()
    for path in tables:
        digest.update(path.name.encode() + path.read_bytes())
    return Deflators(digest.hexdigest()[:16], tables)
