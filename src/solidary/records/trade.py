"""Trade as a table has it: what one country sells to another of one code in one year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Trade:
    """One row of trade.

    Args:
        exporter: who sells, two letters.
        importer: who buys, two letters.
        code: of a good or service, in the classification of the table.
        value: in the currency of the table, which is one for all rows.
        year: of the trade.
    """

    exporter: str
    importer: str
    code: str
    value: Decimal
    year: int
