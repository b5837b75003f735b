"""Projects as reported, cut down: rows, totals and facets that follow a filter. Pure: tables in, tables out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

FACETS: Final = ("publisher", "recipient", "category", "finance", "activity_status")
SORTS: Final = ("spending", "commitments", "title", "first_date", "last_date", "recipient", "publisher")
SEARCHED: Final = "searched"  # a column of ours: the texts of a row that a search looks through, folded


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; nothing asked is everything.

    Args:
        text: words that all have to occur in title, identifier or name of the publisher.
        sort: a column; a hyphen before it puts the largest first.
        since, until: years; a row is kept if anything of it falls between them.
    """

    text: str = ""
    publisher: str = ""
    recipient: str = ""
    category: str = ""
    finance: str = ""
    activity_status: str = ""
    since: int | None = None
    until: int | None = None
    sort: str = "-spending"

    @property
    def order(self) -> tuple[str, str]:
        """Column and direction; what is no column is the default."""
        name = self.sort.removeprefix("-")
        if name not in SORTS:
            return "spending", "descending"
        return name, "descending" if self.sort.startswith("-") else "ascending"


@dataclass(frozen=True)
class Chosen:
    """What a filter leaves.

    Grain of ``rows``: that of ``projects_of.sql``, sorted as asked.

    Args:
        activities: how many different ones; one in two countries counts once.
        commitments, spending: sums in US dollars; ``None`` if no row has one.
        unknown: rows of money without an amount in dollars.
        facets: for each facet, its values with their number of rows under all other filters, the largest first.
    """

    rows: pa.Table
    activities: int
    commitments: Decimal | None
    spending: Decimal | None
    unknown: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def searchable(projects: pa.Table) -> pa.Table:
    """Add the column that a search looks through."""
    texts = (pc.fill_null(projects[name], "") for name in ("title", "activity", "publisher_name", "publisher"))
    return projects.append_column(SEARCHED, pc.utf8_lower(pc.binary_join_element_wise(*texts, " ")))


def choose(projects: pa.Table, wanted: Wanted) -> Chosen:
    """Cut projects down to what is wanted.

    Args:
        projects: what ``projects_of`` gives, made ``searchable``.
        wanted: the filter.

    >>> row = {"title": "Clean air", "activity": "KR-1", "publisher": "KR", "publisher_name": "Korea",
    ...        "recipient": "TH", "category": "410", "finance": "grant", "activity_status": "2",
    ...        "first_date": None, "last_date": None,
    ...        "commitments": Decimal(5), "spending": Decimal(3), "value_unknown": 1}
    >>> table = searchable(pa.Table.from_pylist([row, row | {"recipient": "VN", "title": "Dam"}]))
    >>> found = choose(table, Wanted(text="clean"))
    >>> found.rows.num_rows, found.spending, found.facets["recipient"]
    (1, Decimal('3'), (('TH', 1),))
    """
    masks = {name: pc.equal(projects[name], value) for name in FACETS if (value := getattr(wanted, name))}
    always = list(_masks(projects, wanted))
    rows = _kept(projects, [*always, *masks.values()])
    facets = {}
    for name in FACETS:
        others = [mask for key, mask in masks.items() if key != name]
        facets[name] = _counted(_kept(projects.select([name]), [*always, *others])[name])
    # The identifier decides a tie, so that a page shows the same rows each time.
    order = [wanted.order, ("activity", "ascending"), ("recipient", "ascending")]
    return Chosen(
        rows=rows.sort_by(order).drop_columns([SEARCHED]),
        activities=pc.count_distinct(rows["activity"]).as_py(),
        commitments=pc.sum(rows["commitments"]).as_py(),
        spending=pc.sum(rows["spending"]).as_py(),
        unknown=pc.sum(rows["value_unknown"]).as_py() or 0,
        facets=facets,
    )


def without(wanted: Wanted, name: str) -> Wanted:
    """Return a filter without one of its conditions.

    >>> without(Wanted(recipient="TH", text="air"), "recipient").text
    'air'
    """
    return replace(wanted, **{name: getattr(Wanted(), name)})


def _masks(projects: pa.Table, wanted: Wanted) -> Iterator[pa.ChunkedArray]:
    for word in wanted.text.lower().split():
        yield pc.match_substring(projects[SEARCHED], word)
    if wanted.since is not None:
        yield pc.greater_equal(pc.year(projects["last_date"]), wanted.since)
    if wanted.until is not None:
        yield pc.less_equal(pc.year(projects["first_date"]), wanted.until)


def _kept(table: pa.Table, masks: list[pa.ChunkedArray]) -> pa.Table:
    return table.filter(reduce(pc.and_, masks)) if masks else table


def _counted(column: pa.ChunkedArray) -> tuple[tuple[str, int], ...]:
    pairs = ((one["values"], one["counts"]) for one in pc.value_counts(column).to_pylist())
    return tuple(sorted(((name, number) for name, number in pairs if name), key=lambda pair: (-pair[1], pair[0])))
