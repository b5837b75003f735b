"""How far an initiative has come, by line of effort and by fund, as far as its register tells.

No source of money names a line, and none that can be loaded names these funds: what was paid towards either cannot be
computed from flows. What a register tells is what was promised, begun and left without a word, and how far the
contributions to a fund have come on the way to their target.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from solidary.analyses.alignment import claims_of, serving
from solidary.analyses.finding import Cells, Column, Row, Table, ids
from solidary.analyses.funds import Fund, funds
from solidary.analyses.status import State, status
from solidary.analyses.view import View
from solidary.register.register import Subject
from solidary.values.amount import Amount
from solidary.values.money import Money, total

BEGUN: frozenset[State] = frozenset({"launched", "due", "late", "completed"})
TENTH = Decimal("0.1")


def by_line(view: View) -> Table:
    """Where the promises of each line stand. Grain: one row per line; a promise that serves two stands in both."""
    own, lines = view.lines
    rows = []
    for key, area in lines.items():
        found = serving(view.promises_inside, own, key)
        name = f"{key} {area.title}" if key.isdigit() else area.title
        rows.append(Row({"line": name, "promises": len(found), **_stand(view, found)}, claims_of(found)))
    columns = (
        Column("line"), Column("promises", "number"), Column("priced", "number"), Column("promised_money", "money"),
        Column("begun", "number"), Column("no_word", "number"),
    )  # fmt: skip
    return Table("progress_by_line", "area", columns, tuple(rows))


def by_fund(view: View) -> Table:
    """How far each fund is from its target, and what became of its projects. Grain: one row per fund."""
    columns = (
        Column("fund"), Column("last", "money"), Column("target", "money"), Column("of_target", "number", "%"),
        Column("projects", "number"), Column("promised_money", "money"), Column("begun", "number"),
        Column("no_word", "number"),
    )  # fmt: skip
    return Table("progress_by_fund", "fund", columns, tuple(_fund_row(view, fund) for fund in funds(view)))


def _fund_row(view: View, fund: Fund) -> Row:
    projects = [found for found in view.kind("project") if getattr(found.term, "fund", None) == fund.key]
    last, aim = fund.last, fund.target
    paid = _money(last[1].value) if last else None
    goal = _money(aim[1].value) if aim else None
    stand = _stand(view, projects)
    del stand["priced"]
    cells: Cells = {
        "fund": fund.short,
        "last": paid,
        "target": goal,
        "of_target": reached(paid, goal),
        "projects": len(projects),
        **stand,
    }
    return Row(cells, ids(*(level[1] for level in (last, aim) if level)), fund.mine)


def reached(paid: Money | None, goal: Money | None) -> Decimal | None:
    """Return how much of a target a contribution is, in %; nothing where either is unknown or currencies differ.

    >>> reached(Money(Decimal(16), "USD"), Money(Decimal(32), "USD"))
    Decimal('50.0')
    """
    if paid is None or goal is None or paid.currency != goal.currency or not goal.number:
        return None
    return (paid.number * 100 / goal.number).quantize(TENTH)


def _stand(view: View, found: Iterable[Subject]) -> Cells:
    subjects = list(found)
    states = [status(one, view.as_of).state for one in subjects]
    amounts = [money for one in subjects if (money := _money(one.amount()))]
    same = {money.currency for money in amounts}
    return {
        "priced": len(amounts),
        "promised_money": total(amounts) if len(same) == 1 else None,
        "begun": sum(state in BEGUN for state in states),
        "no_word": sum(state == "unknown" for state in states),
    }


def _money(value: object) -> Money | None:
    return value.money if isinstance(value, Amount) else None
