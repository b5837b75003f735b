"""Who brokers between whom: the five roles of Gould and Fernandez 1989, Sociological Methodology 19.

Somebody brokers between two others if they reach each other through it and not directly. The role follows from the
groups of the three.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, fields

from solidary.errors import UnknownName


@dataclass(slots=True)
class Roles:
    """How often somebody brokers in each role; counts of ordered pairs, so a tie without direction counts both ways.

    Args:
        coordinator: all three are of one group (w_I).
        itinerant: the two are of one group, the broker is of another (w_O).
        representative: from its own group to another (b_IO).
        gatekeeper: from another group into its own (b_OI).
        liaison: all three are of different groups (b_O).
    """

    coordinator: int = 0
    itinerant: int = 0
    representative: int = 0
    gatekeeper: int = 0
    liaison: int = 0

    @property
    def total(self) -> int:
        """All brokerage."""
        return sum(getattr(self, one.name) for one in fields(self))


def roles(
    ties: Iterable[tuple[str, str]], groups: Mapping[str, Hashable], *, directed: bool = False
) -> dict[str, Roles]:
    """Answer who brokers in which role.

    Args:
        ties: pairs; from the first to the second, if directed.
        groups: the group of each node.
        directed: whether ties have a direction.

    Returns:
        One per node that has a group, in the order of names; nodes without ties broker nothing.

    Raises:
        UnknownName: a node in a tie has no group.

    >>> found = roles([("KR", "TH"), ("TH", "LA")], {"KR": "partner", "TH": "member", "LA": "member"})
    >>> (found["TH"].gatekeeper, found["TH"].representative)
    (1, 1)
    """
    towards: dict[str, set[str]] = {node: set() for node in sorted(groups)}
    for first, second in ties:
        for start, end in ((first, second), *(() if directed else ((second, first),))):
            if start not in towards:
                raise UnknownName("node", start, towards)
            if end not in towards:
                raise UnknownName("node", end, towards)
            if start != end:
                towards[start].add(end)
    found = {node: Roles() for node in towards}
    for start, brokers in towards.items():
        for broker in brokers:
            for end in towards[broker] - brokers - {start}:
                role = _role(groups[start], groups[broker], groups[end])
                setattr(found[broker], role, getattr(found[broker], role) + 1)
    return found


def _role(start: Hashable, broker: Hashable, end: Hashable) -> str:
    if start == end:
        return "coordinator" if broker == start else "itinerant"
    if broker == start:
        return "representative"
    return "gatekeeper" if broker == end else "liaison"
