"""A model of promises that are followed: what was committed, what of it was allocated, and never both added up."""

from __future__ import annotations

import csv

import pytest

from tests.measures.texts import need


def test_t25_about_half_of_what_europe_committed_was_allocated_by_the_beginning_of_2024() -> None:
    """The published snapshot: 77 of 144 billion euro, 53 %. Later releases revise months that are past."""
    with need("kiel-ukraine-tracker", "data_explorer.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    outside = {"Australia", "Canada", "China", "India", "Japan", "New Zealand", "Norway", "Iceland", "South Korea",
               "Switzerland", "Taiwan", "Turkiye", "United Kingdom", "United States"}  # fmt: skip
    union = [
        row for row in rows if row["country"] not in outside and (int(row["year"]), int(row["month"])) <= (2024, 1)
    ]
    assert len({row["country"] for row in union}) == 28  # the members, and the Commission and Council
    allocated, committed = (sum(float(row[name]) for row in union) for name in ("total", "commitments"))
    left = sum(float(row["to_be_allocated"]) for row in union)
    assert allocated + left == pytest.approx(committed)  # the more specific statement takes the place of the earlier
    assert committed == pytest.approx(144, rel=0.03) and allocated == pytest.approx(77, rel=0.06)
    assert allocated / committed == pytest.approx(0.53, abs=0.02)
