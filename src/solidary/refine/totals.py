"""Spending in three ways to count, added up by year or publisher. Pure: a table in, a table out."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

MONEY: Final = ("gross", "publisher_net", "graph_net")
COVERAGE: Final = ("rows_out", "rows_in", "rows_with_receiver_activity", "rows_without_rate")


def totals(modes: pa.Table, by: str, publisher: str = "") -> pa.Table:
    """Add the modes up. Grain: one row per year or publisher; units: US dollars, counts of rows.

    Args:
        modes: what ``totals_by_mode`` gives.
        by: ``year`` or ``publisher``.
        publisher: how the identifiers begin that are wanted; empty for all.

    >>> one = {"publisher": "A", "year": 2020} | dict.fromkeys((*MONEY, *COVERAGE), 1)
    >>> totals(pa.Table.from_pylist([one, one | {"publisher": "B"}]), "year").to_pylist()[0]["gross"]
    2
    """
    if publisher:
        mine = pc.fill_null(pc.starts_with(modes["publisher"], publisher), False)
        modes = modes.filter(mine)
    wanted = [(name, "sum") for name in (*MONEY, *COVERAGE)]
    grouped = modes.group_by(by).aggregate(wanted).rename_columns([by, *MONEY, *COVERAGE])
    order = [(by, "ascending")] if by == "year" else [("gross", "descending"), (by, "ascending")]
    return grouped.sort_by(order)
