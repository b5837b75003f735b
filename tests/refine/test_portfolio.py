"""Projects cut down: sums of the rows that are kept, facets under the other filters, a stable order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from solidary.refine.portfolio import SEARCHED, Wanted, choose, searchable


def row(number: int, **changed: Any) -> dict[str, Any]:
    made = {
        "title": f"School {number}", "activity": f"XM-{number}", "publisher": "XM", "publisher_name": "Ministry",
        "recipient": "TH", "category": "111", "finance": "grant", "activity_status": "2",
        "first_date": date(2020, 1, 1), "last_date": date(2021, 1, 1), "commitments": Decimal(10),
        "spending": Decimal(number), "value_unknown": 0,
    }  # fmt: skip
    return made | changed


def table(*rows: dict[str, Any]) -> pa.Table:
    return searchable(pa.Table.from_pylist(list(rows)))


FIVE = table(
    row(1),
    row(2, recipient="VN"),
    row(3, recipient="VN", finance="loan", last_date=date(2024, 6, 1)),
    row(4, title=None, spending=None, value_unknown=2),
    row(2, recipient="LA", publisher="XX", publisher_name=None),
)


def test_sums_are_those_of_the_rows_that_are_kept() -> None:
    found = choose(FIVE, Wanted(recipient="VN"))
    assert (found.rows.num_rows, found.activities) == (2, 2)
    assert (found.commitments, found.spending) == (Decimal(20), Decimal(5))


def test_an_activity_in_two_countries_counts_once_and_an_unknown_sum_is_none() -> None:
    assert choose(FIVE, Wanted()).activities == 4
    found = choose(FIVE, Wanted(text="xm-4"))
    assert (found.spending, found.unknown) == (None, 2)


def test_a_facet_is_counted_under_all_other_filters() -> None:
    found = choose(FIVE, Wanted(recipient="VN", finance="loan"))
    assert found.facets["recipient"] == (("VN", 1),)
    assert found.facets["finance"] == (("grant", 1), ("loan", 1))
    assert found.facets["publisher"] == (("XM", 1),)


def test_all_words_have_to_occur_somewhere_and_signs_are_just_signs() -> None:
    assert choose(FIVE, Wanted(text="MINISTRY school")).rows.num_rows == 3
    assert choose(FIVE, Wanted(text="school 3 ministry")).rows.num_rows == 1
    assert choose(FIVE, Wanted(text=".*")).rows.num_rows == 0


def test_a_year_keeps_what_reaches_into_it() -> None:
    assert choose(FIVE, Wanted(since=2024)).rows["activity"].to_pylist() == ["XM-3"]
    assert choose(FIVE, Wanted(until=2019)).rows.num_rows == 0
    assert choose(FIVE, Wanted(since=2021, until=2020)).rows.num_rows == 5  # all began by 2020 and reach 2021


@pytest.mark.parametrize(
    ("sort", "order"),
    [("-spending", ["XM-3", "XM-2", "XM-2", "XM-1", "XM-4"]), ("title", ["XM-1", "XM-2", "XM-2", "XM-3", "XM-4"]),
     ("no-column", ["XM-3", "XM-2", "XM-2", "XM-1", "XM-4"])],
)  # fmt: skip
def test_rows_come_in_the_order_asked_for_and_ties_by_identifier_and_recipient(sort: str, order: list[str]) -> None:
    found = choose(FIVE, Wanted(sort=sort)).rows
    assert found["activity"].to_pylist() == order
    assert [one["recipient"] for one in found.to_pylist() if one["activity"] == "XM-2"] == ["LA", "VN"]
    assert SEARCHED not in found.column_names


def test_nothing_left_is_no_sum() -> None:
    found = choose(FIVE, Wanted(recipient="BN"))
    assert (found.rows.num_rows, found.spending, found.unknown) == (0, None, 0)
