"""Which relations of donors and recipients carry weight, and which do not: the significance test of the OECD.

A relation of donor and recipient is significant if the donor gives the recipient more than its part of all aid would
let expect, **or** if the donor is among the largest that together give 90 per cent of what the recipient gets.
Concentration ratio: significant relations among all of a donor. Fragmentation ratio: relations that are not
significant among all of a recipient.

Source: OECD 2009 and 2011, Report on Division of Labour: Addressing Cross-Country Fragmentation of Aid. The OECD counts
country programmable aid; a sample of publishers gives shares of the sample only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from solidary.errors import ValueFault

LARGEST = 0.9  # part of a recipient's aid whose givers all count


@dataclass(frozen=True, slots=True)
class Relation:
    """A donor and a recipient between whom money flows.

    Args:
        over_expected: the donor gives more than its part of all aid.
        among_largest: it is one of the largest that together give nine tenths.
    """

    donor: str
    recipient: str
    amount: float
    over_expected: bool
    among_largest: bool

    @property
    def significant(self) -> bool:
        """Whether either test is passed."""
        return self.over_expected or self.among_largest


def relations(aid: Mapping[tuple[str, str], float], largest: float = LARGEST) -> tuple[Relation, ...]:
    """Answer which relations carry weight.

    Args:
        aid: amount by donor and recipient, in one unit; zero is no relation.
        largest: which part of a recipient's aid the largest donors must reach together.

    Returns:
        One per donor and recipient with money between them, in the order of their names.

    Raises:
        ValueFault: an amount below zero.

    >>> [one.significant for one in relations({("A", "X"): 95, ("B", "X"): 5, ("B", "Y"): 50})]
    [True, False, True]
    """
    if wrong := next((amount for amount in aid.values() if amount < 0), None):
        raise ValueFault(str(wrong), "amounts of zero or more")
    given = {pair: amount for pair, amount in aid.items() if amount}
    whole, donors, recipients = fsum(given.values()), _sums(given, 0), _sums(given, 1)
    counted = {recipient: _largest(given, recipient, largest * total) for recipient, total in recipients.items()}
    return tuple(
        Relation(
            donor, recipient, amount,
            # Multiplied out: a quotient of quotients would make a share that is just equal look larger.
            amount * whole > donors[donor] * recipients[recipient],
            donor in counted[recipient],
        )
        for (donor, recipient), amount in sorted(given.items())
    )  # fmt: skip


def concentration_ratio(found: tuple[Relation, ...], donor: str) -> float | None:
    """Answer which part of a donor's relations carries weight: 0 to 1, ``None`` if it has none.

    >>> concentration_ratio(relations({("A", "X"): 95, ("B", "X"): 5, ("B", "Y"): 50}), "B")
    0.5
    """
    mine = [one.significant for one in found if one.donor == donor]
    return sum(mine) / len(mine) if mine else None


def fragmentation_ratio(found: tuple[Relation, ...], recipient: str) -> float | None:
    """Answer which part of a recipient's relations carries no weight: 0 to 1, ``None`` if it has none.

    >>> fragmentation_ratio(relations({("A", "X"): 95, ("B", "X"): 5, ("B", "Y"): 50}), "X")
    0.5
    """
    mine = [not one.significant for one in found if one.recipient == recipient]
    return sum(mine) / len(mine) if mine else None


def _sums(given: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for pair, amount in given.items():
        found.setdefault(pair[side], []).append(amount)
    return {name: fsum(amounts) for name, amounts in found.items()}


def _largest(given: Mapping[tuple[str, str], float], recipient: str, goal: float) -> set[str]:
    """The fewest largest donors that reach the goal; donors that give as much as the last of them are in, too."""
    mine = sorted(((amount, donor) for (donor, to), amount in given.items() if to == recipient), reverse=True)
    reached, last, found = 0.0, 0.0, set()
    for amount, donor in mine:
        if reached >= goal and amount < last:
            break
        found.add(donor)
        reached, last = reached + amount, amount
    return found
