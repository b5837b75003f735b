"""What stands on record in each country: promises and projects that name it, offices, and what is reported as spent.

What is promised to all members alike is left out here: it would colour every country the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from solidary.analyses.finding import Finding
from solidary.analyses.view import View
from solidary.register.register import Subject
from solidary.values.money import Money


@dataclass(frozen=True)
class Presence:
    """One country as of a day.

    Grain: one per member of the beneficiary.

    Args:
        promises, projects: those that name the country itself.
        shared: promises that reach it through a smaller grouping of which it is a member.
        spent: what the maker reports as spent there; ``None`` if nothing is loaded, or nothing reported.
    """

    code: str
    name: str
    promises: tuple[Subject, ...]
    shared: tuple[Subject, ...]
    projects: tuple[Subject, ...]
    offices: tuple[Subject, ...]
    spent: Money | None


def presence(view: View, reported: Finding | None = None) -> tuple[Presence, ...]:
    """Return what stands on record in each member, in the order of names.

    Args:
        view: register, initiative, reader, day.
        reported: the answer to ``projects``, if money is loaded.

    >>> import solidary
    >>> [one.code for one in presence(solidary.open().view("kasi"))][:3]
    ['BN', 'KH', 'ID']
    """
    spent = _spent(reported)
    found = []
    for code in view.members:
        promises, projects = view.promises_inside, view.kind("project")
        named = tuple(one for one in promises if code in view.reached(one))
        shared = tuple(one for one in promises if one not in named and _through(view, one, code))
        offices = tuple(one for one in view.kind("office") if code in one.codes("places"))
        name = view.library.place(code).name
        there = tuple(one for one in projects if code in view.reached(one))
        found.append(Presence(code, name, named, shared, there, offices, spent.get(name)))
    return tuple(sorted(found, key=lambda one: one.name))


def _through(view: View, subject: Subject, code: str) -> bool:
    """Say whether a promise reaches a country through a grouping smaller than the beneficiary."""
    smaller = (key for key in view.reached(subject) if key in view.library.groupings)
    return any(key != view.initiative.beneficiary and code in _members(view, key) for key in smaller)


def _members(view: View, grouping: str) -> Iterable[str]:
    return view.library.grouping(grouping).members(view.as_of)


def _spent(reported: Finding | None) -> dict[str, Money]:
    """Add up what the maker reports, country by country."""
    sums: dict[str, Decimal] = {}
    for row in reported.tables[0].rows if reported else ():
        value, name = row.cells.get("spending"), row.cells.get("recipient")
        if isinstance(value, Money) and isinstance(name, str):
            sums[name] = sums.get(name, Decimal(0)) + value.number
    return {name: Money(number, "USD") for name, number in sums.items()}
