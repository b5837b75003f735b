"""Who reports spending where and on what: the table on which concentration, overlap and relations rest.

A donor here is whoever gives money of its own: a partner or multilateral body that is known, and in IATI any publisher
that calls itself governmental or multilateral. Others who report spend money of such donors, and would count it twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.analyses.amounts import Amount
from solidary.analyses.finding import Trail
from solidary.analyses.money import SPENDING, codes, month_end, until, whole
from solidary.analyses.uncertainty import guessed
from solidary.measures.relations import Relation, relations

if TYPE_CHECKING:
    from solidary.analyses.view import View

Cell = tuple[str, str, str]  # donor, recipient, category of sector
UNALLOCATED: Final = frozenset({"", "998"})  # no sector reported, or "unallocated / unspecified"
GIVERS: Final = frozenset({"10", "11", "15", "40"})  # OrganisationType: government, local, other public, multilateral


@dataclass(frozen=True)
class Portfolio:
    """Reported spending by donor, recipient and category of sector, up to a day.

    Args:
        cells: sum in US dollars; a cell whose corrections outweigh its payments is left out.
        amounts: what each cell comes to under other choices; cells of which no amount is known are there, too.
        members: the recipients that the question is about.
        names: of donors, by their code.
        publishers: under which each donor reports.
        until: the last day that counts, as a parameter of queries.
        negative: how many cells were left out.
    """

    cells: Mapping[Cell, float]
    amounts: Mapping[Cell, Amount]
    members: tuple[str, ...]
    names: Mapping[str, str]
    publishers: Mapping[str, tuple[str, ...]]
    until: str
    negative: int

    @cached_property
    def inside(self) -> dict[Cell, float]:
        """The cells of the members alone."""
        mine = frozenset(self.members)
        return {cell: usd for cell, usd in self.cells.items() if cell[1] in mine}

    @cached_property
    def donors(self) -> tuple[str, ...]:
        """All donors that spend in a member, the largest first."""
        sums: dict[str, float] = defaultdict(float)
        for (donor, _, _), usd in self.inside.items():
            sums[donor] += usd
        return tuple(sorted(sums, key=lambda donor: (-sums[donor], donor)))

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Donors and recipients, all of them: what a donor gives in all is what a relation is compared with."""
        sums: dict[tuple[str, str], float] = defaultdict(float)
        for (donor, recipient, _), usd in self.cells.items():
            sums[donor, recipient] += usd
        return relations(sums)

    def by_sector(self, donor: str) -> dict[str, list[Amount]]:
        """What a donor spends in each member, by category of sector, without what is allocated to none."""
        mine, found = frozenset(self.members), defaultdict[str, list[Amount]](list)
        for (who, to, what), one in self.amounts.items():
            if who == donor and to in mine and what not in UNALLOCATED:
                found[what].append(one)
        return dict(found)

    def of(self, donor: str) -> dict[tuple[str, str], float]:
        """What a donor spends in the members, by recipient and category."""
        return {(to, what): usd for (who, to, what), usd in self.inside.items() if who == donor}

    def trail(self, donors: Iterable[str], recipients: Iterable[str] = ()) -> Trail:
        """Return the question that lists the rows of some donors in some recipients, by default all members."""
        named = [name for donor in donors for name in self.publishers.get(donor, ())]
        asked = {
            "publishers": whole(named) or "^$",
            "recipients": codes(tuple(recipients) or self.members),
            "stages": codes(SPENDING),
            "until": self.until,
        }
        return Trail("flow_rows", tuple(asked.items()))


def portfolio(view: View) -> Portfolio:
    """Read who spends what where from the loaded flows."""
    assert view.flows is not None  # asked for only where flows are loaded
    donors = _donors(view)
    sums: dict[Cell, Decimal] = defaultdict(Decimal)
    amounts: dict[Cell, Amount] = {}
    guesses = _guesses(view, donors)
    for row in _spent(view).to_pylist():
        if row["publisher"] not in donors:
            continue
        cell = donors[row["publisher"]], row["recipient"], row["category"] or ""
        less, more = guesses.get(cell[:2], (0.0, 0.0))
        one = _amount(row)
        amounts[cell] = amounts[cell] + one if cell in amounts else replace(one, less=less, more=more)
        if row["usd_sum"] is not None:
            sums[cell] += row["usd_sum"]
    publishers: dict[str, list[str]] = defaultdict(list)
    for publisher, donor in donors.items():
        publishers[donor].append(publisher)
    return Portfolio(
        {cell: float(usd) for cell, usd in sorted(sums.items()) if usd > 0},
        amounts,
        view.members,
        {donor: _name(view, donor) for donor in publishers},
        {donor: tuple(found) for donor, found in publishers.items()},
        month_end(view.as_of).isoformat(),
        sum(usd < 0 for usd in sums.values()),
    )


def _donors(view: View) -> dict[str, str]:
    """Code of the donor by publisher; names that stand for several partners together are no donor."""
    found = {}
    for publisher, owner in view.owners.items():
        if owner.standing == "known":
            found[publisher] = owner.code
        elif owner.standing == "unknown" and view.publisher_heads.get(publisher, ("", ""))[0] in GIVERS:
            found[publisher] = publisher
    return found


def _spent(view: View) -> pa.Table:
    assert view.flows is not None
    cube = until(view.flows.cube, view.as_of)
    keep = pc.and_(cube["counts_in_totals"], pc.is_in(cube["stage"], pa.array(SPENDING)))
    kept = cube.filter(pc.and_(keep, pc.equal(cube["recipient_kind"], "country")))
    sums = [(name, "sum") for name in ("usd", "usd_average", "usd_passed_on", "row_count", "rows_in_usd")]
    return kept.group_by(["publisher", "recipient", "category"]).aggregate(sums)


def _amount(row: Mapping[str, Any]) -> Amount:
    usd, average = (float(row[name] or 0) for name in ("usd_sum", "usd_average_sum"))
    unknown = row["row_count_sum"] - row["rows_in_usd_sum"]
    return Amount(usd, average, usd - float(row["usd_passed_on_sum"] or 0), unknown=unknown)


def _guesses(view: View, donors: Mapping[str, str]) -> dict[tuple[str, str], tuple[float, float]]:
    """How much less and more a donor may spend in a recipient, since shares are missing there."""
    assert view.flows is not None
    found: dict[tuple[str, str], tuple[float, float]] = {}
    splits = until(view.flows.split_doubts, view.as_of)
    for (publisher, recipient), less, more in guessed(splits, view.members, SPENDING, ("publisher", "recipient")):
        if publisher in donors:
            key = donors[publisher], recipient
            before = found.get(key, (0.0, 0.0))
            found[key] = before[0] + float(less), before[1] + float(more)
    return found


def _name(view: View, donor: str) -> str:
    library = view.library
    if donor in library.places:
        return library.place(donor).name
    if donor in library.organisations:
        return library.organisations[donor].name
    return countries().get(donor) or view.publisher_heads.get(donor, ("", ""))[1] or donor


@cache
def countries() -> Mapping[str, str]:
    """English name by code of all countries, also of those that are in no definition."""
    from babel import Locale

    return dict(Locale("en").territories)
