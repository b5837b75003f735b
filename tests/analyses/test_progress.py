"""How far an initiative has come by line and by fund: sums worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from solidary.analyses.progress import reached
from solidary.values.money import Money
from solidary.workspace import Workspace


def rows(workspace: Workspace, key: str, reader: str = "TH") -> list[Any]:
    finding = workspace.ask("delivery", "kasi", reader)
    return next(list(table.rows) for table in finding.tables if table.key == key)


def usd(millions: int) -> Money:
    return Money(Decimal(millions * 1_000_000), "USD")


def test_each_fund_stands_beside_its_target(workspace: Workspace) -> None:
    found = {row.cells["fund"]: row.cells for row in rows(workspace, "progress_by_fund")}
    # 20 of 32, 4 of 10 and 3 of 6 million dollars a year.
    assert {name: cells["of_target"] for name, cells in found.items()} == {
        "AKCF": Decimal("62.5"), "MKCF": Decimal(40), "BKCF": Decimal(50),
    }  # fmt: skip


def test_the_funds_that_the_reader_can_draw_on_are_marked(workspace: Workspace) -> None:
    marked = {reader: [row.cells["fund"] for row in rows(workspace, "progress_by_fund", reader) if row.strong]
              for reader in ("TH", "ID")}  # fmt: skip
    assert marked == {"TH": ["AKCF", "MKCF"], "ID": ["AKCF", "BKCF"]}


def test_every_line_has_a_row_and_no_row_has_more_begun_than_promised(workspace: Workspace) -> None:
    found = [row.cells for row in rows(workspace, "progress_by_line")]
    assert len(found) == 8
    assert all(row["begun"] + row["no_word"] <= row["promises"] for row in found)
    assert sum(row["promises"] for row in found) >= 34  # one that serves two lines stands in both


@pytest.mark.parametrize(
    ("paid", "goal", "expected"),
    [
        (usd(5), usd(4), Decimal(125)),
        (usd(0), usd(4), Decimal(0)),
        (usd(1), usd(3), Decimal("33.3")),
        (None, usd(4), None),
        (usd(4), None, None),
        (usd(4), usd(0), None),
        (Money(Decimal(4), "KRW"), usd(4), None),
    ],
)
def test_a_share_of_a_target_needs_both_in_one_currency(
    paid: Money | None, goal: Money | None, expected: Decimal | None
) -> None:
    assert reached(paid, goal) == expected


def test_promises_on_eight_lines_are_as_scattered_as_on_fewer_equal_ones(workspace: Workspace) -> None:
    counts = [row.cells["promises"] for row in rows(workspace, "progress_by_line")]
    by_hand = Decimal(sum(counts) ** 2) / sum(count**2 for count in counts)
    figure = workspace.ask("overstretch", "kasi").figures["effective-lines"].value
    assert figure == by_hand.quantize(Decimal("0.01"))
    assert 1 < by_hand < 8
