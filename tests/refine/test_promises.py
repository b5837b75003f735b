"""Promises as flows: the amount in force in its own currency, outside all totals; what is not stated is not there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest

from solidary.exports.about import About
from solidary.exports.flows import Export
from solidary.exports.licences import Licences
from solidary.exports.names import Names, known_lists
from solidary.exports.selection import Selection
from solidary.records.flow import FLOW
from solidary.refine.promises import promise_flows
from tests.conftest import Look
from tests.refine.samples import DayRates, Row, activity, made, spent

ENTRIES = """
promises:
  won:
    title: A promise in won on a day
    claims:
      - says: {amount: about KRW 2 billion, announced: 2024-05-01, period: 2024-27, beneficiary: TH}
        source: speech
        locator: a
  euro:
    title: A promise in euros in a year
    claims:
      - {says: {amount: EUR 5 million a year, announced: 2024, beneficiary: [TH, VN]}, source: speech, locator: b}
  range:
    title: A range of dollars
    partner: JP
    fund: akcf
    claims:
      - {says: {amount: USD 0.3 to 1.0 million}, source: speech, locator: c}
  drifted:
    title: A promise that became another
    claims:
      - {says: {amount: USD 19 million, period: 2023-26}, source: speech, locator: d}
      - {says: {amount: USD 20 million, period: 2024-27}, source: report, locator: e}
  silent:
    title: A promise without a sum
    claims:
      - {says: {fact: more of it}, source: speech, locator: f}
"""


@pytest.fixture
def found(look: Look) -> dict[str, Row]:
    register = look(ENTRIES, date(2025, 1, 1), "TH").register
    table = promise_flows(register, "bridge", DayRates())
    assert table.schema.equals(FLOW)
    return {row["activity"].removeprefix("bridge/"): row for row in table.to_pylist()}


def test_each_promise_is_one_row_that_counts_in_no_total(found: dict[str, Row]) -> None:
    assert set(found) == {"won", "euro", "range", "drifted", "silent"}
    assert {(row["source"], row["stage"], row["counts_in_totals"]) for row in found.values()} == {
        ("register", "promise", False)
    }
    assert {row["counts_reason"] for key, row in found.items() if key != "silent"} == {"promise"}


def test_the_amount_is_as_stated_with_its_bound_period_and_recipient(found: dict[str, Row]) -> None:
    row = found["won"]
    assert (row["published"], row["currency"], row["type"]) == (2_000_000_000, "KRW", "about, in all")
    assert (row["period_start"], row["period_end"]) == (date(2024, 1, 1), date(2027, 12, 31))
    assert (row["recipient"], row["recipient_kind"], row["provider"]) == ("TH", "country", "KR")
    assert (found["range"]["published"], found["range"]["type"]) == (300_000, "exactly to 1000000, in all")
    assert (found["range"]["provider"], found["range"]["channel"]) == ("JP", "akcf")


def test_a_day_has_a_rate_and_a_year_has_none(found: dict[str, Row]) -> None:
    assert (found["won"]["usd"], found["won"]["rate_source"]) == (Decimal("1500000"), "a test")  # 2 bn x 0.00075
    assert (found["euro"]["usd"], found["euro"]["rate"]) == (None, None)
    assert (found["euro"]["date"], found["euro"]["date_rule"]) == (date(2024, 1, 1), "period")
    assert found["range"]["usd"] == 300_000


def test_several_recipients_without_shares_stay_unknown_and_are_not_split(found: dict[str, Row]) -> None:
    assert (found["euro"]["recipient"], found["euro"]["recipient_rule"]) == (None, "missing")


def test_a_promise_that_drifted_has_the_amount_in_force_on_the_day(look: Look, found: dict[str, Row]) -> None:
    assert (found["drifted"]["published"], found["drifted"]["period_end"]) == (20_000_000, date(2027, 12, 31))
    earlier = promise_flows(look(ENTRIES, date(2021, 1, 1), "TH").register, "bridge").to_pylist()
    assert [row["published"] for row in earlier if row["activity"] == "bridge/drifted"] == [19_000_000]


def test_a_promise_without_a_sum_is_there_without_one(found: dict[str, Row]) -> None:
    row = found["silent"]
    assert (row["published"], row["usd"], row["counts_reason"]) == (None, None, "no-amount")


def test_they_are_exported_beside_the_flows_if_their_stage_is_asked_for(look: Look, tmp_path: Path) -> None:
    view = look(ENTRIES, date(2025, 1, 1), "TH")
    promises = promise_flows(view.register, "bridge")
    flows, wanted = made(tmp_path, [activity("A", spent("1"))]), Selection(stage="promise")
    about = About.of(flows, wanted, Licences(), datetime(2026, 1, 1, tzinfo=UTC))
    export = Export(flows, wanted, Names(known_lists(view.library)), about, promises=promises)
    done = export.write("csv", tmp_path / "promises.csv")
    assert done.rows == promises.num_rows == 5
    assert "about, in all" in (tmp_path / "promises.csv").read_text("utf-8")


def test_nothing_of_it_reaches_spending(found: dict[str, Row], tmp_path: Path) -> None:
    flows = made(tmp_path, [activity("A", spent("7"))])
    assert "promise" not in flows.cube["stage"].to_pylist()
    assert pc.sum(flows.ask("totals_by_mode")["gross"]).as_py() == 7
    assert sum(row["usd"] or 0 for row in found.values()) == 1_500_000 + 300_000 + 20_000_000
