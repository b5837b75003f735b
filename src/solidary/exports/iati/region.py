"""Places as registered -> one country, or the smallest region of the DAC's list that holds them all.

Shares are only exported where they are stated, and dossiers state none. So several countries stand as the region that
holds them: percentages would be invented, and the standard does not allow several countries without. For ASEAN that is
798 (Asia) and not 789 (Far East Asia), since the DAC's list has Myanmar in South and Central Asia; beside it stands
035 (South-eastern Asia) of the United Nations, which has exactly the members of ASEAN.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from solidary.terms.library import Library

UNSPECIFIED: Final = "998"
# Source: regions of the DAC's list of recipients, as of 2026; states that receive no aid stand with their neighbours.
MEMBERS: Final = {
    "789": frozenset("BN CN HK ID JP KH KP KR LA MN MO MY PH SG TH TL TW VN".split()),
    "679": frozenset("AF BD BT IN LK MM MV NP PK".split()),
    "619": frozenset("AM AZ GE KG KZ TJ TM UZ".split()),
    "889": frozenset("AU CK FJ FM KI MH NR NU NZ PG PW SB TO TV VU WS".split()),
}
WIDER: Final = {"679": "689", "619": "689", "689": "798", "789": "798"}
# Groupings of definitions that have no members: the region itself.
NAMED: Final = {"africa": "298", "central-asia": "619", "pacific-islands": "889", "EU": "89", "world": UNSPECIFIED}
SOUTH_EAST: Final = frozenset("BN ID KH LA MM MY PH SG TH TL VN".split())  # M49 035


@dataclass(frozen=True, slots=True)
class Where:
    """Where an activity is: a country, or a region with its code in each vocabulary.

    Args:
        words: the places as registered.
    """

    country: str
    regions: tuple[tuple[str, str], ...]
    words: str


def where(codes: tuple[str, ...], library: Library, day: date) -> Where:
    """Place some codes of a dossier: states, groupings as of a day, mechanisms.

    >>> from solidary.terms.library import Library
    >>> where(("TH",), Library(), date(2026, 1, 1)).country
    'TH'
    >>> where(("KH", "TH"), Library(), date(2026, 1, 1)).regions
    (('1', '789'), ('2', '035'))
    """
    if len(codes) == 1 and codes[0] not in (*NAMED, *library.groupings, *library.mechanisms):
        return Where(codes[0], (), _name(codes[0], library))
    states = frozenset(state for code in codes for state in _states(code, library, day))
    region = NAMED[codes[0]] if len(codes) == 1 and codes[0] in NAMED else smallest(states)
    south_east = states and states <= SOUTH_EAST
    words = ", ".join(_name(code, library) for code in codes)
    return Where("", (("1", region), *((("2", "035"),) if south_east else ())), words)


def smallest(states: Iterable[str]) -> str:
    """Return the smallest region of the DAC's list that holds all of some states.

    >>> smallest(["KH", "LA"]), smallest(["KH", "MM"]), smallest(["BD", "BT"]), smallest(["TH", "FR"])
    ('789', '798', '679', '998')
    """
    chains = [_chain(state) for state in states]
    if not chains:
        return UNSPECIFIED
    return next((region for region in chains[0] if all(region in chain for chain in chains)), UNSPECIFIED)


def _chain(state: str) -> list[str]:
    """Return the regions that a state is in, the smallest first."""
    region = next((code for code, members in MEMBERS.items() if state in members), "")
    chain = [region] if region else []
    while region in WIDER:
        region = WIDER[region]
        chain.append(region)
    return chain


def _states(code: str, library: Library, day: date) -> tuple[str, ...]:
    if code in library.mechanisms:
        code = library.mechanisms[code].members
    return library.grouping(code).members(day) if code in library.groupings else (code,)


def _name(code: str, library: Library) -> str:
    if code in library.places:
        return library.places[code].name
    found = library.groupings.get(code) or library.mechanisms.get(code)
    return found.title if found else code
