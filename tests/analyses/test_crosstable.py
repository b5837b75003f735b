"""Frameworks crossed: counts, sums that have a meaning, and nothing counted beside its whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from solidary.analyses.crosstable import cross
from solidary.values.money import Money
from tests.conftest import Look

DAY = date(2026, 11, 24)
# A whole of 100 million with a part of 20 in the same cell; 30 million elsewhere; a yearly level; a range; two lines.
PROMISES = """
promises:
  whole:
    title: Whole
    serves: {kasi: ["5"], aoip: [maritime]}
    claims: [{says: {amount: USD 100 million}, source: speech, locator: a}]
  part:
    title: Part
    part_of: whole
    serves: {kasi: ["5", "6"], aoip: [maritime]}
    claims: [{says: {amount: USD 20 million}, source: speech, locator: b}]
  other:
    title: Other
    serves: {kasi: ["5"], aoip: [maritime]}
    claims: [{says: {amount: EUR 30 million}, source: speech, locator: c}]
  yearly:
    title: Yearly
    serves: {kasi: ["5"], aoip: [maritime]}
    claims: [{says: {amount: USD 7 million a year}, source: speech, locator: d}]
  bare:
    title: Bare
    serves: {kasi: ["5"], aoip: [connectivity]}
    claims: [{says: {deliverable: a plan}, source: speech, locator: e}]
"""


def test_a_cell_counts_all_and_adds_only_what_adds_up(look: Look) -> None:
    found = cross(look(PROMISES, DAY, ""), "kasi", "aoip")
    row, column = [key for key, _ in found.rows].index("5"), [key for key, _ in found.columns].index("maritime")
    cell = found.cells[row][column]
    assert [one.name for one in cell.promises] == ["whole", "part", "other", "yearly"]
    assert cell.sums == (Money(Decimal(30_000_000), "EUR"), Money(Decimal(100_000_000), "USD"))
    assert cell.priced == 2


def test_a_part_counts_where_its_whole_is_not(look: Look) -> None:
    found = cross(look(PROMISES, DAY, ""), "kasi", "aoip")
    row, column = [key for key, _ in found.rows].index("6"), [key for key, _ in found.columns].index("maritime")
    assert found.cells[row][column].sums == (Money(Decimal(20_000_000), "USD"),)


def test_a_row_as_a_whole_counts_each_promise_once(look: Look) -> None:
    found = cross(look(PROMISES, DAY, ""), "kasi", "aoip")
    row = [key for key, _ in found.rows].index("5")
    assert len(found.totals[row].promises) == 5
    assert found.most == 4


def test_what_was_not_known_on_the_day_is_in_no_cell(look: Look) -> None:
    found = cross(look(PROMISES, date(2019, 1, 1), ""), "kasi", "aoip")
    assert found.most == 0
    assert all(cell.sums == () for row in found.cells for cell in row)
