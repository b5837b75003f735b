"""Small projects by hand."""

from __future__ import annotations

import pytest

from solidary.errors import ValueFault
from solidary.measures.smallness import smallness


def test_small_projects_are_counted_and_weighed() -> None:
    found = smallness([0.2, 0.3, 0.5, 1.0, 8.0], below=1.0)
    assert found is not None
    assert (found.projects, found.small, found.median) == (5, 3, 0.5)
    assert found.share == pytest.approx(3 / 5)
    assert found.money_share == pytest.approx(1.0 / 10.0)


def test_projects_without_money_are_small_and_weigh_nothing() -> None:
    found = smallness([0, 0], below=1)
    assert found is not None
    assert (found.share, found.money_share) == (1, None)


def test_no_projects_no_answer_and_no_size_below_zero() -> None:
    assert smallness([], below=1) is None
    with pytest.raises(ValueFault):
        smallness([1, -1], below=1)
