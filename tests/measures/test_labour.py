"""Division of labour by hand: who is in too many sectors, and which sectors have too many donors."""

from __future__ import annotations

import pytest

from solidary.measures.labour import ADOPTED, PROPOSED, Limits, labour

ACTIVE = [
    ("JP", "roads"), ("JP", "health"), ("JP", "water"), ("KR", "roads"), ("KR", "health"), ("KR", "roads"),
    ("AU", "health"), ("DE", "health"), ("FR", "forests"),
]  # fmt: skip


def test_spread_crowded_and_orphaned_follow_the_limits_as_proposed() -> None:
    found = labour(ACTIVE, PROPOSED)
    assert found.spread == ("JP",)
    assert found.crowded == ("health",)
    assert found.orphaned == ("forests", "water")


def test_the_limits_as_adopted_are_wider() -> None:
    found = labour(ACTIVE)
    assert found.limits is ADOPTED
    assert (found.spread, found.crowded) == ((), ())


def test_at_the_limit_is_within_it() -> None:
    assert labour(ACTIVE, Limits(3, 4, "ours")).crowded == ()
    assert labour(ACTIVE, Limits(3, 3, "ours")).crowded == ("health",)


def test_each_pair_counts_once_whatever_the_order() -> None:
    assert labour(ACTIVE) == labour(reversed(ACTIVE))
    assert labour(ACTIVE).sectors["KR"] == ("health", "roads")


@pytest.mark.parametrize("limits", [ADOPTED, PROPOSED])
def test_every_limit_names_its_source(limits: Limits) -> None:
    assert "Code of Conduct" in limits.source
