"""What the tests of the measures share: published inputs beside the checkout, and portfolios at random."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import strategies as st

DATA = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[3] / "shared" / "data")


def reference(name: str) -> Path:
    """Return a published input, or skip the test."""
    path = DATA / "reference" / name
    if not path.exists():
        pytest.skip(f"needs the published table reference/{name} beside the checkout (or $SOLIDARY_DATA)")
    return path


def rows_of(name: str) -> list[list[str]]:
    """Return the rows of a published input, the head among them."""
    with reference(name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def portfolios(count: int, least: int = 1) -> st.SearchStrategy[list[list[float]]]:
    """Return some portfolios over the same categories, none of them empty."""
    amount = st.one_of(st.just(0.0), st.floats(0.001, 1e9))

    def of_length(length: int) -> st.SearchStrategy[list[list[float]]]:
        one = st.lists(amount, min_size=length, max_size=length).filter(any)
        return st.lists(one, min_size=count, max_size=count)

    return st.integers(least, 12).flatmap(of_length)
