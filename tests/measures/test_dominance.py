"""Dominance is a strict partial order, and doubt can only take relations away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solidary.measures.dominance import Interval, dominates, order, undominated

numbers = st.integers(0, 5)
interval = st.tuples(numbers, numbers).map(lambda pair: (float(min(pair)), float(max(pair))))
profile = st.lists(interval, min_size=3, max_size=3)
Profile = list[Interval]


@given(profile)
def test_nothing_dominates_itself(one: Profile) -> None:
    assert not dominates(one, one)


@given(profile, profile)
def test_two_never_dominate_each_other(one: Profile, other: Profile) -> None:
    assert not (dominates(one, other) and dominates(other, one))


@given(profile, profile, profile)
def test_dominance_is_handed_on(one: Profile, two: Profile, three: Profile) -> None:
    if dominates(one, two) and dominates(two, three):
        assert dominates(one, three)


@given(profile, profile)
def test_more_doubt_takes_relations_away(one: Profile, other: Profile) -> None:
    wider = [(low - 1, high + 1) for low, high in one]
    assert dominates(one, other) or not dominates(wider, other)


@given(st.dictionaries(st.sampled_from("abcd"), profile, min_size=1))
def test_something_is_always_undominated(profiles: dict[str, Profile]) -> None:
    best = undominated(profiles)
    assert best
    assert all(name not in losers for name in best for losers in order(profiles).values())
