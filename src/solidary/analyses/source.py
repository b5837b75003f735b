"""What a question on another source than IATI has to say of that source: what it is, and whose names it cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solidary.analyses.finding import About, Cells, Column, Figure, Message, Part, Row, Table, Word
from solidary.analyses.money import SPENDING, cut, dollars, whole

if TYPE_CHECKING:
    from solidary.analyses.view import View


def part(view: View, *, listed: bool) -> Part:
    """Name the source, and count (or list) the names of partners in it that are in no partner's sum.

    Grain of the table: one row per name that is not known, or that stands for several partners together; of what is
    committed or spent in the members up to the day of the brief.
    """
    from solidary.refine.partners import Partners, by_partner

    assert view.flows is not None  # asked for only where flows are loaded
    names = [name for name, owner in view.owners.items() if owner.standing != "known"]
    money = cut(view, whole(names), view.members)
    rows = by_partner(money.table, Partners.of(view.flows, view.library)).to_pylist()
    about: About = {
        "title": str(view.flows.snapshot.manifest["title"]),
        "left_out": Figure("names-left-out", len(rows), "count-rows", unit="names"),
        "money": money.figure("spending-left-out", SPENDING),
    }
    return Part(tables=(_table(rows),) if listed else (), caveats=(Message("source.caveat", about),))


def _table(rows: list[dict[str, Any]]) -> Table:
    columns = (
        Column("name"), Column("standing"), Column("commitments", "money"), Column("spending", "money"),
        Column("unknown_rows", "number"),
    )  # fmt: skip
    return Table("names_left_out", "name of partners", columns, tuple(map(_row, rows)))


def _row(row: dict[str, Any]) -> Row:
    cells: Cells = {
        "name": row["partner"] or None,
        "standing": Word(f"standing.{row['standing']}"),
        "commitments": dollars(row["commitments"]),
        "spending": dollars(row["spending"]),
        "unknown_rows": row["rows_without_rate"],
    }
    return Row(cells)
