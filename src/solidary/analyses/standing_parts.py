"""The sentences, table and chart in which the standings of partners are told, on promises and on money alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor

from solidary.analyses.chart import Dot, Dots
from solidary.analyses.finding import About, Cells, Column, Figure, Message, Row, Table
from solidary.analyses.standing import Standing
from solidary.measures.bounds import Bounds
from solidary.records.claim import ClaimId

WHOLE = Decimal(1)


def told(
    key: str, focus: str, found: Sequence[Standing], rule: str, evidence: tuple[ClaimId, ...] = ()
) -> list[Message]:
    """Say where one partner stands among all: whom it is ahead of on everything, and where its rank lies.

    Args:
        key: ``promises`` or ``money``.
        focus: code of the partner that the sentence speaks of.
        found: all that are compared, two at the least.
        rule: how they were counted.
        evidence: the claims that were compared.
    """
    mine = next((one for one in found if one.code == focus), None)
    if mine is None or len(found) < 2:
        return []
    pairs = sum(len(one.ahead_of) for one in found)
    about: About = {
        "who": mine.name,
        "others": Figure(f"{key}-compared", len(found) - 1, rule, evidence, "partners"),
        "measures": len(mine.measures),
        "ahead": tuple(one.name for one in found if one.code in mine.ahead_of),
        "behind": tuple(one.name for one in found if mine.code in one.ahead_of),
        "possible": len(found) * (len(found) - 1) // 2,
        "pairs": Figure(f"{key}-ordered", pairs, "dominance", evidence, "pairs"),
    }
    if mine.place:
        low, high = floor(mine.place.low), ceil(mine.place.high)
        # The interval alone is printed: a single place would be an order, which its neighbours do not bear out.
        about |= {
            "place": Figure(
                f"{key}-place",
                low,
                "composite-rank",
                evidence,
                "place",
                low=low,
                high=high,
                working=f"with equal weights: place {_short(mine.place.central)}",
            ),
            "alike": tuple(one.name for one in mine.alike(found)),
        }
    if key == "money":
        return [Message("comparison.money" if mine.place else "comparison.money_open", about)]
    return [Message("comparison.promises" if mine.place else "comparison.promises_open", about)]


def ranks(key: str, found: Sequence[Standing], strong: Sequence[str]) -> tuple[Dots, ...]:
    """Draw the intervals of the ranks, 1 is the first; with a point only where it is sure."""
    placed = [(one, one.place) for one in found if one.place]
    dots = tuple(
        Dot(
            one.name, Decimal(str(place.low)) if place.low == place.high else None,
            Decimal(str(place.low)), Decimal(str(place.high)),
            "accent" if one.code in strong else "plain",
        )
        for one, place in placed
    )  # fmt: skip
    return (Dots(key, "place, 1 is the first", dots),) if len(dots) > 1 else ()


def profile(key: str, found: Sequence[Standing], strong: Sequence[str], units: dict[str, Decimal]) -> Table:
    """Show every measure of every partner with its interval, then its rank. Grain: one row per partner.

    Args:
        key: of the table.
        found: who is compared.
        strong: codes of those that concern the reader most.
        units: by measure, what one of its numbers is divided by to be read, such as a million.
    """
    names = list(found[0].measures) if found else []
    columns = (Column("partner"), *(Column(name) for name in names), Column("ahead_of"), Column("rank"))
    return Table(key, "partner", columns, tuple(_row(one, found, one.code in strong, units) for one in found))


def _row(one: Standing, found: Sequence[Standing], strong: bool, units: dict[str, Decimal]) -> Row:
    cells: Cells = {"partner": one.name}
    cells |= {name: span(bounds, units.get(name, WHOLE)) for name, bounds in one.measures.items()}
    cells["ahead_of"] = tuple(other.name for other in found if other.code in one.ahead_of)
    cells["rank"] = f"{_short(one.place.low)}–{_short(one.place.high)}" if one.place else None
    return Row(cells, strong=strong)


def span(bounds: Bounds, unit: Decimal = WHOLE) -> str:
    """Write an interval: one number if it is sure, ``≥`` if it has no upper end.

    >>> span(Bounds(Decimal(10), Decimal(20), Decimal(30))), span(Bounds(Decimal(1), Decimal(1), None))
    ('10–30', '≥ 1')
    """
    low = None if bounds.low is None else _short(bounds.low / unit)
    high = None if bounds.high is None else _short(bounds.high / unit)
    if low is None or high is None:
        return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else "?"
    return low if low == high else f"{low}–{high}"


def _short(number: float | Decimal) -> str:
    """Write a number with one digit behind the point below ten, and none above."""
    value = Decimal(str(number))
    rounded = round(value, 1) if abs(value) < 10 else round(value)
    return f"{Decimal(rounded).normalize() + 0:,f}"  # plus nothing, so that nothing is never below zero
