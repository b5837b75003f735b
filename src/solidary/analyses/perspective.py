"""Whose brief it is: what the reader is to the initiative, and what is the reader's own in it.

A perspective is not a filter. It chooses what comes first and what is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from solidary.errors import UnknownName
from solidary.terms.definition import CoordinatorTerm
from solidary.terms.dossier import InitiativeTerm
from solidary.terms.library import Library

Role = Literal["maker", "member", "partner", "grouping", "outsider", "none"]
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Perspective:
    """The reader, as of a day.

    Args:
        code: place code or grouping key; empty for no perspective.
        role: ``maker`` makes the promises, ``member`` receives them, ``partner`` promises beside the maker,
            ``grouping`` is the beneficiary itself, ``outsider`` is none of these.
        groupings: groupings of which the reader is a member on that day.
        mechanisms: mechanisms in which it takes part on that day.
        funds: funds of the initiative on which it can draw (or, for the maker, which it pays).
        duties: its terms as country coordinator for the maker, past and present.
    """

    code: str
    role: Role
    name: str
    adjective: str
    groupings: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    duties: tuple[CoordinatorTerm, ...] = ()
    dossier: str = ""
    currency: str = ""
    fiscal_year: int = 1

    @property
    def fiscal_months(self) -> str:
        """The reader's fiscal year in words, such as "October to September"."""
        return f"{MONTHS[self.fiscal_year - 1]} to {MONTHS[(self.fiscal_year - 2) % 12]}"


def resolve(text: str | None, library: Library) -> str:
    """Turn what a person types (``th``, ``THA``, ``Thailand``, ``asean``) into a code; empty for no perspective.

    Raises:
        UnknownName: with the nearest known name.
    """
    if not text:
        return ""
    spellings = {spelling: key for key, found in library.groupings.items() for spelling in (key, found.name)}
    for code, place in library.places.items():
        spellings |= dict.fromkeys((code, place.iso3, place.name, *place.aliases), code)
    folded = {spelling.casefold(): key for spelling, key in spellings.items()}
    if text.casefold() not in folded:
        raise UnknownName("perspective", text, spellings)
    return folded[text.casefold()]


def perspective(code: str, library: Library, initiative: InitiativeTerm, as_of: date) -> Perspective:
    """Say what a reader is to an initiative on a day."""
    if not code:
        return Perspective("", "none", "", "")
    if code in library.groupings:
        term = library.groupings[code]
        role: Role = "grouping" if code == initiative.beneficiary else "outsider"
        funds = tuple(initiative.funds) if role == "grouping" else ()
        mechanisms = tuple(key for key, found in library.mechanisms.items() if found.led_by == "asean")
        return Perspective(code, role, term.name, term.name, (code,), mechanisms if funds else (), funds)
    place = library.place(code)
    groupings = tuple(key for key in library.groupings if code in library.grouping(key).members(as_of))
    role = _role(code, library, initiative, groupings)
    return Perspective(
        code=code,
        role=role,
        name=place.name,
        adjective=place.adjective,
        groupings=groupings,
        mechanisms=tuple(key for key in library.mechanisms if takes_part(code, key, library, as_of)),
        funds=tuple(key for key in initiative.funds if role == "maker" or library.funds[key].serves in groupings),
        duties=tuple(
            term for term in library.coordinators if term.partner == initiative.partner and term.member == code
        ),
        dossier=next((key for key, found in library.dossiers.items() if found.initiative.partner == code), ""),
        currency=place.currency,
        fiscal_year=place.fiscal_year,
    )


def _role(code: str, library: Library, initiative: InitiativeTerm, groupings: tuple[str, ...]) -> Role:
    if code == initiative.partner:
        return "maker"
    if initiative.beneficiary in groupings:
        return "member"
    return "partner" if code in library.partners else "outsider"


def takes_part(code: str, mechanism: str, library: Library, as_of: date) -> bool:
    """Say whether a state is a member or partner of a mechanism that exists on a day."""
    term = library.mechanisms[mechanism]
    began = term.since.first
    exists = began is None or began <= as_of
    partner = code in term.partners and (code not in term.joined or term.joined[code] <= as_of)
    return exists and (partner or code in library.grouping(term.members).members(as_of))
