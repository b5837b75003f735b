"""Several partners side by side on several measures: who is ahead on all of them, and what can be told of ranks.

The profile comes first, then dominance (ahead on every measure, wherever the true values lie), and only then one number
by the steps of the OECD and JRC, whose rank is an interval over a thousand draws of values, weights, normalisation and
mean. Two whose intervals meet are not distinguishable, and no order of them is printed. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from solidary.measures.bounds import Bounds
from solidary.measures.composite import Placed, rank_intervals
from solidary.measures.dominance import Interval, order


@dataclass(frozen=True)
class Standing:
    """Where one partner stands.

    Args:
        code: of the partner.
        name: as printed.
        measures: low, central and high of each measure; more is better.
        ahead_of: codes of those that it dominates.
        place: its rank with the interval; ``None`` if some measure has no limit, so that no value can be drawn.
    """

    code: str
    name: str
    measures: Mapping[str, Bounds]
    ahead_of: tuple[str, ...]
    place: Placed | None

    def alike(self, others: Sequence[Standing]) -> tuple[Standing, ...]:
        """Return those whose interval of ranks meets its own: they are not distinguishable from it."""
        return tuple(
            one
            for one in others
            if one.code != self.code and one.place and self.place and not self.place.apart_from(one.place)
        )


def standings(names: Mapping[str, str], measures: Mapping[str, Mapping[str, Bounds]]) -> tuple[Standing, ...]:
    """Compare partners.

    Args:
        names: by code.
        measures: by code, then by name of the measure; all of them have the same.

    >>> from decimal import Decimal
    >>> sure = {code: {"m": Bounds(*map(Decimal, [value] * 3))} for code, value in (("A", 2), ("B", 1))}
    >>> [(one.code, one.ahead_of, one.place.low) for one in standings({"A": "A", "B": "B"}, sure)]
    [('A', ('B',), 1.0), ('B', (), 2.0)]
    """
    ahead = order({code: [_ends(one) for one in found.values()] for code, found in measures.items()})
    drawn = {code: list(found.values()) for code, found in measures.items() if all(map(_limited, found.values()))}
    up = [True] * max((len(found) for found in drawn.values()), default=0)
    low, central, high = (
        {code: [float(_end(one, end)) for one in found] for code, found in drawn.items()}
        for end in ("low", "central", "high")
    )
    places = rank_intervals(low, central, high, up) if len(drawn) > 1 else {}
    return tuple(Standing(code, names[code], measures[code], ahead[code], places.get(code)) for code in measures)


def _ends(bounds: Bounds) -> Interval:
    low = -inf if bounds.low is None else float(bounds.low)
    return low, inf if bounds.high is None else float(bounds.high)


def _limited(bounds: Bounds) -> bool:
    return bounds.low is not None and bounds.high is not None


def _end(bounds: Bounds, end: str) -> float:
    return float(getattr(bounds, end))
