"""Is one profile at least as good as another in all, and better in one? A partial order, over values or intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Interval = tuple[float, float]
Profile = Sequence[Interval]


def dominates(one: Profile, other: Profile) -> bool:
    """Say whether a profile is better than another wherever the true values lie in their intervals.

    Args:
        one: low and high of each measure, in one order; more is better. A value that is sure has low = high.
        other: the same measures of the other.

    Returns:
        Whether the lowest of the one reaches the highest of the other on all measures, and passes it on one.

    >>> dominates([(3, 3), (1, 2)], [(2, 2), (1, 1)]), dominates([(3, 3), (1, 2)], [(2, 2), (1, 2)])
    (True, False)
    """
    pairs = list(zip(one, other, strict=True))
    return all(mine[0] >= theirs[1] for mine, theirs in pairs) and any(mine[0] > theirs[1] for mine, theirs in pairs)


def order(profiles: Mapping[str, Profile]) -> dict[str, tuple[str, ...]]:
    """Return for each the names of those that it dominates. Where neither dominates, the two are not comparable.

    >>> order({"a": [(2, 2)], "b": [(1, 1)], "c": [(1, 3)]})
    {'a': ('b',), 'b': (), 'c': ()}
    """
    return {
        name: tuple(other for other in profiles if other != name and dominates(mine, profiles[other]))
        for name, mine in profiles.items()
    }


def undominated(profiles: Mapping[str, Profile]) -> tuple[str, ...]:
    """Return those that none dominates.

    >>> undominated({"a": [(2, 2)], "b": [(1, 1)], "c": [(1, 3)]})
    ('a', 'c')
    """
    beaten = {loser for losers in order(profiles).values() for loser in losers}
    return tuple(name for name in profiles if name not in beaten)
