"""An index by the steps of the OECD and JRC, against the published ASEM index; ranks only where intervals separate."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.measures.composite import Node, aggregate, build, by_rank, min_max, rank_intervals
from solidary.measures.outliers import tame
from tests.measures.texts import need

SCORES = st.lists(st.integers(0, 20), min_size=3, max_size=3)
tables = st.dictionaries(st.sampled_from("abcde"), SCORES, min_size=2)


@pytest.fixture(scope="module")
def asem() -> tuple[list[str], dict[str, np.ndarray]]:
    """The index of 51 countries by its levels."""
    about, data = need("reference", "ASEM_iMeta.csv"), need("reference", "ASEM_iData.csv")
    lines, rows = read(about), read(data)
    denominators = {line["iCode"] for line in lines if line["Type"] == "Denominator"}
    indicators = [line for line in lines if line["Type"] == "Indicator"]
    assert len(indicators) == 49 and {line["Denominator"] for line in indicators} <= denominators | {""}
    raw = np.array([[number(row, line) for line in indicators] for row in rows])
    values = np.column_stack([tame(filled(column, [row["EurAsia_group"] for row in rows])) for column in raw.T])
    scaled = min_max(values, [float(line["Direction"]) > 0 for line in indicators])
    nodes = [Node(line["iCode"], line["Parent"], float(line["Weight"])) for line in lines if line["Level"]]
    return [row["uCode"] for row in rows], build(scaled, [line["iCode"] for line in indicators], nodes)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(row: Mapping[str, str], line: Mapping[str, str]) -> float:
    """The value of an indicator, per unit of its denominator if it has one."""
    value, per = row[line["iCode"]], row[line["Denominator"]] if line["Denominator"] else "1"
    return float(value) / float(per) if value and per else float("nan")


def filled(column: np.ndarray, groups: list[str]) -> np.ndarray:
    """What is missing is the mean of its group, Europe or Asia, as in the published example."""
    made = column.copy()
    for place in np.flatnonzero(np.isnan(column)):
        made[place] = np.nanmean(column[[group == groups[place] for group in groups]])
    return made


def test_t21_the_asem_index(asem: tuple[list[str], dict[str, np.ndarray]]) -> None:
    codes, levels = asem
    index = dict(zip(codes, levels["Index"], strict=True))
    places = {code: place + 1 for place, code in enumerate(sorted(codes, key=lambda code: -index[code]))}
    told = {
        "CHE": (1, 68.3837), "NLD": (2, 64.8195), "DNK": (3, 64.8041), "SGP": (14, 58.3663), "KOR": (31, 50.1022),
        "VNM": (36, 43.2089), "THA": (42, 40.9209),
    }  # fmt: skip
    for code, (place, score) in told.items():
        assert index[code] == pytest.approx(score, abs=1e-4), code
        assert places[code] == place


def test_every_level_is_the_mean_of_what_stands_under_it(asem: tuple[list[str], dict[str, np.ndarray]]) -> None:
    _, levels = asem
    assert levels["Index"] == pytest.approx((levels["Conn"] + levels["Sust"]) / 2)
    five = ("Physical", "ConEcFin", "Political", "Instit", "P2P")
    assert levels["Conn"] == pytest.approx(sum(levels[name] for name in five) / 5)


@given(tables, st.integers(1, 9), st.integers(-5, 5))
def test_a_change_of_unit_changes_nothing(table: dict[str, list[int]], factor: int, shift: int) -> None:
    values = np.array(list(table.values()), float)
    up = [True, False, True]
    assert min_max(values * factor + shift, up) == pytest.approx(min_max(values, up))
    assert by_rank(values * factor + shift, up) == pytest.approx(by_rank(values, up))


@given(st.lists(st.floats(1, 100), min_size=2, max_size=6))
def test_the_geometric_mean_is_never_above_the_arithmetic(values: list[float]) -> None:
    weights = np.ones(len(values))
    assert aggregate(np.array(values), weights, "geometric") <= aggregate(np.array(values), weights) + 1e-9


@settings(max_examples=25, deadline=None)
@given(tables, st.integers(0, 4))
def test_a_rank_lies_in_its_interval_and_a_better_one_is_never_behind(table: dict[str, list[int]], doubt: int) -> None:
    low = {name: [value - doubt for value in row] for name, row in table.items()}
    high = {name: [value + doubt for value in row] for name, row in table.items()}
    found = rank_intervals(low, table, high, [True] * 3, draws=200)
    for name, placed in found.items():
        assert 1 <= placed.low <= placed.central <= placed.high <= len(table)
        for other, theirs in table.items():
            if all(mine > their for mine, their in zip(table[name], theirs, strict=True)):
                assert placed.central < found[other].central
                assert doubt or (placed.low <= found[other].low and placed.high <= found[other].high)


def test_units_that_are_alike_are_not_told_apart() -> None:
    same = {"a": [1.0, 2.0], "b": [2.0, 1.0], "c": [0.0, 0.0]}
    found = rank_intervals(same, same, same, [True, True])
    assert not found["a"].apart_from(found["b"])
    assert found["a"].apart_from(found["c"]) and found["c"].central == 3


def test_the_same_draws_give_the_same_ranks() -> None:
    table = {"a": [1.0, 5.0], "b": [2.0, 3.0], "c": [4.0, 1.0]}
    assert rank_intervals(table, table, table, [True, True]) == rank_intervals(table, table, table, [True, True])


def test_a_framework_without_ground_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing stands under"):
        build(np.ones((2, 1)), ["a"], [Node("a", "top"), Node("top", ""), Node("empty", "top")])
