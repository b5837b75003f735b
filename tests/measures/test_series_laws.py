"""What must hold for every series, ratio and curve, whatever the numbers."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solidary.measures.breaks import intervals, likeliest, partitions
from solidary.measures.curve import curve, months_to, paid_by_year
from solidary.measures.interrupted import interrupt, jumps_at_all
from solidary.measures.predictability import annual, composition_variance, forward, pefa
from solidary.measures.punctuation import changes, l_kurtosis
from solidary.measures.ratio import back_filled, ratios
from solidary.measures.stability import cusum, f_statistics
from solidary.measures.survival import log_rank, survival
from solidary.measures.tracing import traced

WHOLE = st.integers(-1000, 1000).map(float)
SERIES = st.lists(WHOLE, min_size=8, max_size=40)
AMOUNTS = st.lists(st.integers(1, 10_000).map(float), min_size=1, max_size=30)
few = settings(max_examples=60, deadline=None)


def _ssr(series: list[float], breaks: tuple[int, ...]) -> float:
    parts = [series[first:last] for first, last in pairwise((0, *breaks, len(series)))]
    return sum((value - sum(part) / len(part)) ** 2 for part in parts for value in part)


@few
@given(st.lists(WHOLE, min_size=6, max_size=13), st.integers(1, 4))
def test_no_other_cut_fits_better(series: list[float], shortest: int) -> None:
    """Against every admissible cut, one by one. More breaks may fit worse, since segments keep their length."""
    for number, found in enumerate(partitions(series, shortest=shortest, most=3)):
        cuts = [
            cut
            for cut in combinations(range(1, len(series)), number)
            if min(last - first for first, last in pairwise((0, *cut, len(series)))) >= shortest
        ]
        assert found.breaks in cuts
        assert found.ssr == pytest.approx(min(_ssr(series, cut) for cut in cuts), abs=1e-6)
        assert _ssr(series, found.breaks) == pytest.approx(found.ssr, abs=1e-6)


@few
@given(SERIES)
def test_another_currency_leaves_the_breaks_where_they_are(series: list[float]) -> None:
    ours, theirs = likeliest(partitions(series)), likeliest(partitions([4 * value for value in series]))
    assert ours.breaks == theirs.breaks
    assert intervals(series, ours.breaks) == intervals([4 * value for value in series], ours.breaks)


@few
@given(SERIES)
def test_a_break_lies_within_its_interval(series: list[float]) -> None:
    found = partitions(series, shortest=3, most=2)[-1]
    for at, interval in zip(found.breaks, intervals(series, found.breaks), strict=True):
        assert interval is None or interval[0] <= at <= interval[1]


@few
@given(SERIES)
def test_a_clean_step_is_found_by_every_method(noise: list[float]) -> None:
    size = len(noise) // 2
    assume(size >= 8)
    small = [value / 1e6 for value in noise[: 2 * size]]
    series = [value + (100 if place >= size else 0) for place, value in enumerate(small)]
    assert partitions(series, most=1)[1].breaks == (size,)
    found = interrupt(series, size)
    assert found is not None
    assert (found.rank, round(found.level)) == (1, 100)
    assert found.low <= found.level <= found.high


@few
@given(SERIES)
def test_statsmodels_jump_is_the_one_among_the_placebos(series: list[float]) -> None:
    at = len(series) // 2
    found = interrupt(series, at, fewest=4)
    assert found is not None
    jumps = jumps_at_all(series, fewest=4)
    assert jumps[at - 4] == pytest.approx(found.level, abs=1e-6)
    assert 1 <= found.rank <= found.dates == len(jumps)
    assert 0 < found.placebo_p <= 1


@few
@given(SERIES, st.sampled_from([0.5, 2.0, 1024.0]))
def test_stability_does_not_know_the_currency(series: list[float], rate: float) -> None:
    ours, theirs = f_statistics(series), f_statistics([rate * value for value in series])
    assert (ours is None) == (theirs is None)
    if ours and theirs:
        assert ours.at == theirs.at
        assert ours.sup == pytest.approx(theirs.sup)
    mine, yours = cusum(series), cusum([rate * value for value in series])
    assert (mine is None) == (yours is None)
    if mine and yours:
        assert 0 <= mine.p <= 1
        assert mine.size == pytest.approx(yours.size)


@few
@given(AMOUNTS, st.data())
def test_the_ratio_of_a_sum_lies_between_the_smallest_and_the_largest(
    committed: list[float], data: st.DataObject
) -> None:
    size = len(committed)
    paid = data.draw(st.lists(st.integers(0, 10_000).map(float), min_size=size, max_size=size))
    found = ratios(np.array(committed), np.array(paid))
    whole = sum(paid) / sum(committed)
    assert found.known.min() - 1e-9 <= whole <= found.known.max() + 1e-9
    quartiles = found.quartiles()
    assert quartiles is not None
    low, median, high = quartiles
    assert low <= median <= high


def test_each_activity_without_a_ratio_has_one_reason_and_the_first_that_fits() -> None:
    committed = np.array([100.0, 0.0, -5.0, np.nan, 10.0, 10.0, 10.0])
    paid = np.array([50.0, 5.0, 5.0, 5.0, 10.0, 10.0, 10.0])
    flags = {
        name: np.arange(7) == place for name, place in (("mixed_currencies", 4), ("derived", 5), ("back_filled", 6))
    }
    found = ratios(committed, paid, **flags)
    assert found.reasons.tolist() == [
        "", "no-commitment", "no-commitment", "no-amount", "mixed-currencies", "derived", "back-filled",
    ]  # fmt: skip
    assert found.known.tolist() == [0.5]
    assert sum(found.counted().values()) == 6
    assert ratios(np.array([0.0]), np.array([1.0])).quartiles() is None
    assert ratios(np.array([0.0]), np.array([1.0])).above() is None


def test_a_commitment_is_back_filled_only_if_every_payment_has_its_twin() -> None:
    activity = np.array([0, 0, 0, 0, 1, 1, 1, 2])
    commitment = np.array([True, True, False, False, True, False, False, False])
    day = np.array([1, 2, 2, 1, 1, 1, 2, 1])
    amount = np.array([5.0, 6, 6, 5, 5, 5, 1, 5])
    assert back_filled(activity, commitment, day, amount, 3).tolist() == [True, False, False]


@few
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60), st.integers(0, 100)), min_size=1, max_size=40))
def test_a_curve_never_falls_and_its_quantiles_keep_their_order(rows: list[tuple[int, int, int]]) -> None:
    activity = np.array([row[0] for row in rows])
    month, share = (np.array([float(row[column]) for row in rows]) for column in (1, 2))
    paid = paid_by_year(activity, month, share / 100, (5, 6))
    found = curve(paid, np.full(5, 72.0))
    assert len(found.activities) == 6
    assert all(0 <= low <= median <= high <= 1 for low, median, high in found.quantiles)
    assert all(later >= earlier for earlier, later in pairwise(median for _, median, _ in found.quantiles))
    reached = months_to(activity, month, share / 100, 5, 0.5)
    for number in range(5):  # the same by plain steps
        own = sorted((when, part) for who, when, part in rows if who == number)
        total, when = 0.0, np.inf
        for place, (later, part) in enumerate(own):
            total += part / 100
            if total >= 0.5 - 1e-9 and when == np.inf:
                when = later
            assert place >= 0
        assert reached[number] == when


def test_an_activity_younger_than_a_year_says_nothing_about_it() -> None:
    paid = np.array([[1.0, 1.0]] * 5 + [[0.0, 0.0]] * 5)
    found = curve(paid, np.array([24.0] * 5 + [12.0] * 5))
    assert found.activities == (10, 5)
    assert found.quantiles[1] == (1.0, 1.0, 1.0)


@few
@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=2, max_size=40))
def test_survival_falls_from_one_and_keeps_to_its_band(rows: list[tuple[int, bool]]) -> None:
    found = survival([float(time) for time, _ in rows], [reached for _, reached in rows])
    assert all(later < earlier for earlier, later in pairwise((1.0, *found.share)))
    assert all(
        0 <= low <= share <= high <= 1 for low, share, high in zip(found.low, found.share, found.high, strict=True)
    )
    assert len(found.censored) == sum(not reached for _, reached in rows)
    if all(reached for _, reached in rows):
        assert found.share[-1] == 0
        ordered = sorted(time for time, _ in rows)
        assert found.median() == ordered[(len(ordered) - 1) // 2]


def test_groups_that_are_alike_do_not_differ() -> None:
    found = log_rank([1, 2, 3, 1, 2, 3], [True] * 6, ["a"] * 3 + ["b"] * 3)
    assert found is not None
    assert found.chi2 == pytest.approx(0)
    assert log_rank([1, 2], [True, True], ["a", "a"]) is None
    assert log_rank([1, 2], [False, False], ["a", "b"]) is None


@few
@given(AMOUNTS, st.data())
def test_what_came_is_either_within_the_schedule_or_beyond_it(scheduled: list[float], data: st.DataObject) -> None:
    size = len(scheduled)
    came = data.draw(st.lists(st.integers(0, 10_000).map(float), min_size=size, max_size=size))
    found = annual(scheduled, came)
    assert found is not None
    assert 0 <= found.within <= 100
    within, beyond = found.within / 100 * sum(scheduled), found.beyond / 100 * sum(came)
    assert within + beyond == pytest.approx(sum(came))


def test_one_that_gives_too_much_does_not_hide_one_that_gives_too_little() -> None:
    """100 + 100 scheduled, 150 + 50 came: 150 of 200 as scheduled, 50 of 200 beyond it."""
    found = annual([100, 100, 0], [150, 50, 70])
    assert found is not None
    assert (found.within, found.beyond, found.providers) == (75.0, 25.0, 2)
    assert annual([0], [5]) is None


def test_plans_count_for_activities_with_time_and_money_left() -> None:
    plans = np.array([[True, True], [True, False], [False, False], [False, False]])
    found = forward(plans, np.array([12.0, 12, 5, 12]), np.array([0.0, 0.5, 0.0, 0.9]), np.array([30.0, 10, 500, 500]))
    assert found is not None
    assert (found.of_activities, found.of_money, found.activities) == ((100.0, 50.0), (100.0, 75.0), 2)
    assert forward(plans, np.zeros(4), np.zeros(4)) is None


@few
@given(AMOUNTS, st.sampled_from([0.5, 4.0]))
def test_a_smaller_whole_is_no_change_of_composition(budget: list[float], size: float) -> None:
    assert composition_variance(budget, [size * amount for amount in budget]) == pytest.approx(0, abs=1e-9)
    assert pefa([0.0, 0.0, 0.0]) == "A"
    assert composition_variance([0.0], [1.0]) is None


@few
@given(st.lists(WHOLE, min_size=4, max_size=30))
def test_l_kurtosis_is_bounded_and_blind_to_scale_and_order(values: list[float]) -> None:
    found = l_kurtosis(values)
    if found is None:
        assert len(set(values)) == 1
        return
    assert found >= -0.25 or len(values) < 20  # the bound of a distribution, which small samples overstep
    assert found <= 1 + 1e-9
    assert l_kurtosis([8 * value + 16 for value in reversed(values)]) == pytest.approx(found, abs=1e-9)


def test_changes_start_from_a_positive_level_only() -> None:
    assert changes([100, 110, 0, 50, 25]).tolist() == pytest.approx([10, -100, -50])


def test_what_can_be_followed_is_weighed_without_sign() -> None:
    found = traced(np.array([True, True]), np.array([True, False]), np.array([-50.0, 50.0]))
    assert found is not None
    assert (found.money_found, found.ends) == (50.0, (50.0, 50.0))
    assert traced(np.array([], dtype=bool), np.array([], dtype=bool), np.array([])) is None
    unknown = traced(np.array([True]), np.array([True]), np.array([np.nan]))
    assert unknown is not None
    assert (unknown.money_found, unknown.ends) == (None, None)


def test_rows_of_unknown_size_may_be_all_of_the_money_or_none() -> None:
    money, everywhere = np.array([10.0, 10.0, np.nan]), np.array([True, True, True])
    lost, followed = (traced(everywhere, np.array([True, False, last]), money) for last in (False, True))
    assert lost is not None and lost.ends == (0.0, 50.0)
    assert followed is not None and followed.ends == (50.0, 100.0)
