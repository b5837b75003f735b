"""Totals of the snapshot of 8 June 2021 against a second reckoning, and against the rules of two peers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from solidary.refine.flows import Flows, Recipe, make_flows
from solidary.sources.rates.known import known_rates
from solidary.sources.reporters import Reporters
from solidary.store.load import load
from solidary.store.snapshot import Lake
from tests.refine.reckoning import by_publisher_and_year, differences, reckon
from tests.sources.iati.samples import DATA

ZIP = DATA / "iati-2021-06-08.zip"
CENT = Decimal("0.01")
MILLION = Decimal(1_000_000)
pytestmark = pytest.mark.skipif(not ZIP.exists(), reason="the shared data is not beside the checkout")


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    snapshot = load(lake, [ZIP], datetime(2026, 1, 1, tzinfo=UTC)).snapshot
    return make_flows(Recipe(lake, snapshot, known_rates(None), Reporters()))


@pytest.fixture(scope="module")
def reckoned(flows: Flows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reckon(flows.snapshot, tmp_path_factory.mktemp("ecb")) as found:
        yield found


def test_every_publisher_and_year_comes_to_the_same_cent(flows: Flows, reckoned: duckdb.DuckDBPyConnection) -> None:
    modes = flows.ask("totals_by_mode").to_pylist()
    ours = {(row["publisher"], row["year"]): row["gross"] for row in modes if row["gross"] is not None}
    second = by_publisher_and_year(reckoned, "own")
    assert ours.keys() == second.keys()
    assert {key: (ours[key], second[key]) for key in ours if abs(ours[key] - second[key]) >= CENT} == {}
    assert len(ours) == 541


def test_each_row_counts_for_the_same_reason(flows: Flows, reckoned: duckdb.DuckDBPyConnection) -> None:
    asked = "select dataset, row, reason from reckoned where reason <> 'counted'"
    second = {(dataset, row): reason for dataset, row, reason in reckoned.execute(asked).fetchall()}
    table = flows.table(["dataset", "row", "stage", "table", "counts_in_totals", "counts_reason"]).to_pylist()
    ours = {
        (row["dataset"], row["row"]): row["counts_reason"]
        for row in table
        if row["table"] == "transaction" and row["stage"] in ("disbursement", "expenditure")
        and not row["counts_in_totals"]
    }  # fmt: skip
    assert ours == second


def test_the_snapshot_says_how_little_it_knows_of_promises_and_of_korea(flows: Flows) -> None:
    """Counted in the files by type of transaction: 23 of 69,654 rows are pledges; Korea reports one year."""
    (told,) = flows.ask("coverage_of", publishers="^(KR-)").to_pylist()
    assert (told["transactions"], told["pledges"]) == (69_654, 23)
    assert (told["own_years"], told["own_first_year"]) == (1, 2020)
    raw = flows.snapshot.table("transaction")["transaction_type"].to_pylist()
    assert (len(raw), sum(kind in ("12", "13") for kind in raw)) == (69_654, 23)


@pytest.mark.parametrize("peer", ["portal", "tables"])
def test_each_difference_from_a_peer_falls_to_a_named_rule(peer: str, reckoned: duckdb.DuckDBPyConnection) -> None:
    asked = f"select sum({peer}), sum(own) from reckoned"
    (theirs, ours), by_rule = reckoned.execute(asked).fetchall()[0], differences(reckoned, peer)
    whole = Decimal(theirs) - ours
    assert abs(sum(Decimal(usd) for _, usd in by_rule.values()) - whole) < 1
    named = {"other-level", "only-secondary", "secondary-reporter", "no-rate", "no-currency", "rate-of-the-day"}
    assert set(by_rule) <= named
    assert abs(whole) > MILLION  # the rule is no matter of taste


def test_the_differences_are_published_as_they_come_out(reckoned: duckdb.DuckDBPyConnection) -> None:
    text = (Path(__file__).parents[2] / "docs" / "flows.md").read_text("utf-8")
    part = text.partition("\n## The same money under other rules\n")[2].partition("\n## ")[0]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in part.splitlines() if line.startswith("| `")]
    told = {line[0].strip("`"): line[1:3] for line in lines}
    found = [differences(reckoned, peer) for peer in ("portal", "tables")]
    rules = {rule for one in found for rule in one}
    assert told == {rule: [spelled(one.get(rule)) for one in found] for rule in rules}


def spelled(difference: tuple[int, object] | None) -> str:
    """USD million to one place, and rows."""
    if difference is None:
        return "none"
    rows, usd = difference
    return f"{Decimal(str(usd)) / MILLION:+.1f} in {rows:,} rows"
