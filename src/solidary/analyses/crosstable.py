"""Promises where two frameworks cross, and the money that they state: lines of effort by areas of the Outlook, say.

Money is added only where that has a meaning: sums stated once and for all, in one currency, and never a part beside the
whole that holds it. A yearly level or a size per project stays with its promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from solidary.analyses.alignment import serving
from solidary.analyses.view import View
from solidary.register.register import Subject
from solidary.terms.dossier import PromiseTerm
from solidary.values.amount import Amount
from solidary.values.money import Money


@dataclass(frozen=True)
class Cell:
    """What stands where a row and a column cross.

    Args:
        sums: what the promises state once and for all, one sum per currency.
        priced: how many of the promises are in the sums.
    """

    promises: tuple[Subject, ...]
    sums: tuple[Money, ...]
    priced: int


@dataclass(frozen=True)
class Cross:
    """A cross-table. Grain: one cell per area of one framework and area of another.

    Args:
        rows, columns: key and title of each area.
        totals: the same for each row as a whole, whatever column its promises serve.
    """

    down: str
    across: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...]
    foot: tuple[Cell, ...]

    @property
    def most(self) -> int:
        """The largest number of promises in a cell."""
        return max((len(cell.promises) for row in self.cells for cell in row), default=0)


def cross(view: View, down: str, across: str) -> Cross:
    """Cross two frameworks over the promises to the beneficiary or its members.

    >>> import solidary
    >>> found = cross(solidary.open().view("kasi"), "kasi", "aoip")
    >>> len(found.rows), len(found.columns)
    (8, 4)

    Raises:
        KeyError: if a framework is unknown.
    """
    rows, columns = _areas(view, down), _areas(view, across)
    promises = view.promises_inside
    by_row = [serving(promises, down, key) for key, _ in rows]
    by_column = [serving(promises, across, key) for key, _ in columns]
    cells = tuple(tuple(_cell(serving(found, across, key)) for key, _ in columns) for found in by_row)
    return Cross(down, across, rows, columns, cells, tuple(map(_cell, by_row)), tuple(map(_cell, by_column)))


def _areas(view: View, framework: str) -> tuple[tuple[str, str], ...]:
    areas = view.library.frameworks[framework].areas
    return tuple((key, f"{key} {area.short}" if key.isdigit() else area.short) for key, area in areas.items())


def _cell(found: Iterable[Subject]) -> Cell:
    promises = tuple(found)
    names = {one.name for one in promises}
    sums: dict[str, Decimal] = {}
    priced = 0
    for one in promises:
        whole = one.term.part_of if isinstance(one.term, PromiseTerm) else None
        amount = one.amount()
        if whole not in names and amount is not None and _adds_up(amount):
            priced += 1
            sums[amount.money.currency] = sums.get(amount.money.currency, Decimal(0)) + amount.money.number
    return Cell(promises, tuple(Money(number, currency) for currency, number in sorted(sums.items())), priced)


def _adds_up(amount: Amount) -> bool:
    return amount.rate == "in all" and amount.upper is None
