"""Values that others printed: the Nile, the real interest rate of the United States, the Freireich trial, and more."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from solidary.measures.breaks import argmax_cdf, intervals, likeliest, partitions
from solidary.measures.earned import earned_value
from solidary.measures.predictability import pefa
from solidary.measures.punctuation import l_kurtosis
from solidary.measures.stability import cusum, f_statistics
from solidary.measures.survival import log_rank, survival

DATA = Path(os.environ.get("SOLIDARY_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.fixture(scope="module")
def nile() -> list[float]:
    """Yearly flow of the Nile at Aswan, 1871 to 1970, as statsmodels carries it."""
    from statsmodels.datasets import nile as data

    return [float(one) for one in data.load_pandas().data["volume"]]


@pytest.fixture(scope="module")
def interest() -> list[float]:
    """The real interest rate of the United States, 1961Q1 to 1986Q3 (Garcia and Perron 1996)."""
    path = DATA / "reference" / "realint.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8", newline="") as file:
        return [float(row["real_interest"]) for row in csv.DictReader(file)]


def test_the_nile_breaks_after_1898(nile: list[float]) -> None:
    """Zeileis et al. 2003, and the examples of strucchange: break at observation 28, interval 25 to 32."""
    found = partitions(nile)
    assert [round(one.bic) for one in found[:3]] == [1318, 1270, 1276]
    assert found[0].ssr == pytest.approx(2835157, abs=1)
    assert found[1].ssr == pytest.approx(1597457, abs=1)
    assert likeliest(found).breaks == (28,)
    assert intervals(nile, (28,)) == ((25, 32),)


def test_the_f_statistics_of_the_nile_are_those_of_strucchange(nile: list[float]) -> None:
    found = f_statistics(nile)
    assert found is not None
    assert (found.sup, found.ave, found.exp) == pytest.approx((75.93, 21.215, 33.759), rel=1e-3)
    assert found.at == 28


def test_the_cusum_of_the_nile_is_that_of_strucchange(nile: list[float]) -> None:
    found = cusum(nile)
    assert found is not None
    assert found.size == pytest.approx(2.9518, rel=1e-4)
    assert found.p == pytest.approx(5.409e-08, rel=1e-3)


def test_the_real_interest_rate_breaks_as_bai_and_perron_print_it(interest: list[float]) -> None:
    """Bai and Perron 2003, table 1."""
    found = partitions(interest, shortest=15)
    assert [one.breaks for one in found] == [
        (), (79,), (47, 79), (24, 47, 79), (24, 47, 64, 79), (16, 31, 47, 64, 79),
    ]  # fmt: skip
    assert [one.ssr for one in found] == pytest.approx([1214.9, 645.0, 456.0, 445.2, 444.9, 449.6], abs=0.06)
    assert found[3].levels == pytest.approx([1.8236, 0.8661, -1.7961, 5.6429], abs=1e-4)


@pytest.mark.parametrize("number", range(1, 6))
def test_ruptures_finds_the_same_breaks_when_it_looks_at_every_date(interest: list[float], number: int) -> None:
    from ruptures import Dynp

    found = Dynp(model="l2", min_size=15, jump=1).fit(np.array(interest)).predict(number)
    assert tuple(found[:-1]) == partitions(interest, shortest=15)[number].breaks


def test_the_highest_point_of_the_motion_has_the_quantiles_that_bai_prints() -> None:
    """Bai 1994 and Yao 1987: 90 % lie within 7.7 and 95 % within 11.0 of the true date."""
    assert argmax_cdf(7.687) - argmax_cdf(-7.687) == pytest.approx(0.90, abs=1e-3)
    assert argmax_cdf(11.033) - argmax_cdf(-11.033) == pytest.approx(0.95, abs=1e-3)


@pytest.mark.parametrize("ratio", [0.25, 1.0, 3.0])
def test_the_side_with_less_variance_is_the_less_likely_one(ratio: float) -> None:
    """The maxima of the two sides are exponential with rates 1 and 1 / ratio; the left one wins in 1 / (1 + ratio)."""
    assert argmax_cdf(0.0, ratio) == pytest.approx(1 / (1 + ratio))
    assert argmax_cdf(1e-9, ratio) == pytest.approx(argmax_cdf(-1e-9, ratio), abs=1e-4)
    assert argmax_cdf(-500.0, ratio) < 1e-9 < 1 - 1e-9 < argmax_cdf(500.0 * ratio, ratio)


# Freireich et al. 1963, Blood 21:699-716, as Gehan 1965 prints it: weeks to relapse; False is still in remission.
TREATED = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False),
    (32, False), (34, False), (35, False),
]  # fmt: skip
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_remissions_of_the_freireich_trial_come_out_as_in_every_textbook() -> None:
    found = survival(*zip(*TREATED, strict=True))
    assert found.times == (6, 7, 10, 13, 16, 22, 23)
    assert found.share == pytest.approx((0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482), abs=1e-4)
    assert found.waiting == (21, 17, 15, 12, 11, 7, 6)
    assert found.median() == 23
    assert len(found.censored) == 12
    assert survival(PLACEBO, [True] * 21).median() == 8


def test_the_log_rank_test_of_the_freireich_trial_is_16_793() -> None:
    times, reached = zip(*TREATED, strict=True)
    found = log_rank([*times, *PLACEBO], [*reached, *[True] * 21], ["6-MP"] * 21 + ["placebo"] * 21)
    assert found is not None
    assert found.chi2 == pytest.approx(16.793, abs=1e-3)


def test_the_fence_of_the_project_managers_is_late_and_dear() -> None:
    """PV 3000, EV 2500, AC 2800, BAC 4000; the source prints EAC 4479, from CPI rounded to .893."""
    found = earned_value(planned=3000, earned=2500, spent=2800, budget=4000)
    assert (found.cost_variance, found.schedule_variance) == (-300, -500)
    assert (found.cost_index, found.schedule_index) == pytest.approx((0.893, 0.833), abs=1e-3)
    assert found.at_completion == pytest.approx(4480, abs=1)
    assert found.duration is None


def test_the_example_of_schwalbe_is_cheap_and_late() -> None:
    found = earned_value(planned=120_000, earned=100_000, spent=90_000, budget=200_000, duration=6)
    assert (found.cost_index, found.schedule_index) == pytest.approx((1.111, 0.833), abs=1e-3)
    assert found.at_completion == pytest.approx(180_000)
    assert found.duration == pytest.approx(7.2)


def _expected_normal(size: int) -> list[float]:
    """Means of the order statistics of a normal sample, by integration."""
    from scipy.integrate import quad
    from scipy.special import gammaln, log_ndtr

    def density(place: float, number: int) -> float:
        power = (number - 1) * log_ndtr(place) + (size - number) * log_ndtr(-place)
        ways = gammaln(size + 1) - gammaln(number) - gammaln(size - number + 1)
        return float(place * np.exp(power + ways - place**2 / 2) / np.sqrt(2 * np.pi))

    return [quad(density, -12, 12, args=(number,), epsabs=1e-13)[0] for number in range(1, size + 1)]


def test_the_l_kurtosis_of_known_distributions_is_that_of_hosking() -> None:
    """L-moments are linear in order statistics, so their means give the moments of the distribution itself."""
    size = 12
    uniform = [number / (size + 1) for number in range(1, size + 1)]
    exponential = [sum(1 / rank for rank in range(size - number + 1, size + 1)) for number in range(1, size + 1)]
    assert l_kurtosis(uniform) == pytest.approx(0, abs=1e-6)
    assert l_kurtosis(exponential) == pytest.approx(1 / 6, abs=1e-6)
    assert l_kurtosis(_expected_normal(size)) == pytest.approx(30 / np.pi * np.arctan(np.sqrt(2)) - 9, abs=1e-6)
    assert round(30 / np.pi * np.arctan(np.sqrt(2)) - 9, 4) == 0.1226


def test_the_bands_of_pefa_end_at_five_ten_and_fifteen_per_cent() -> None:
    assert [pefa([limit, limit, 90]) for limit in (4.99, 5.0, 9.99, 10.0, 14.99, 15.0)] == [
        "A",
        "B",
        "B",
        "C",
        "C",
        "D",
    ]
    assert pefa([4, 4]) is None
    assert pefa([90, 4, 16, 4]) == "A", "only the last three years count"


def test_the_statistics_are_ordered_as_their_definitions_say(nile: list[float]) -> None:
    found = f_statistics(nile)
    assert found is not None
    assert found.ave < found.sup
    assert found.ave / 2 < found.exp < found.sup / 2
