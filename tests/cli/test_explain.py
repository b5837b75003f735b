"""`solidary explain`: from a figure, finding, entry or claim to claims, sources and rule; a typo gets a near name."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from solidary.workspace import Workspace
from tests.cli.outcome import LATE, Run

TARGET = "kasi/overstretch/annual-target-by-fund@TH"


def explained(run: Run, address: str) -> Any:
    done = run("explain", address, "--format", "json", *LATE)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_a_figure_leads_to_its_working_rule_and_sources(run: Run) -> None:
    done = run("explain", TARGET, *LATE)
    assert done.code == 0
    for expected in ("Working: 32 + 10 + 6", "(sum-of-targets)", "AKCF Annual Report 2023", "USD 6 million a year"):
        assert expected in done.out


def test_the_claims_of_the_sum_add_up_to_it(run: Run) -> None:
    claims = explained(run, TARGET)["claims"].values()
    levels = {claim["subject"]: claim["value"] for claim in claims}
    assert levels == {
        "kasi/akcf-levels": "USD 32 million a year",
        "kasi/mkcf-levels": "USD 10 million a year",
        "kasi/bkcf-levels": "USD 6 million a year",
    }
    assert 32 + 10 + 6 == 48


def test_every_claim_shown_has_source_grade_and_locator(run: Run) -> None:
    found = explained(run, TARGET)
    for claim in (*found["claims"].values(), *found["competing"].values()):
        assert claim["source"]
        assert claim["grade"]
        assert claim["locator"]
        assert claim["known_from"] <= "2025-12-31"


def test_a_finding_lists_figures_whose_addresses_open(run: Run) -> None:
    figures = explained(run, "kasi/delivery@TH")["figures"]
    assert figures
    for figure in list(figures.values())[::4]:
        assert explained(run, figure["address"])["rule_text"]


def test_what_the_brief_prints_can_be_explained(run: Run) -> None:
    brief = json.loads(run("brief", "kasi", "-p", "TH", "--format", "json", *LATE).out)
    for note in brief["notes"][::40]:
        assert set(note["claims"]) == set(explained(run, note["address"])["claims"])


def test_an_entry_shows_both_values_of_the_methane_promise(run: Run) -> None:
    done = run("explain", "kasi/methane", *LATE)
    assert done.code == 0
    assert "In force: amount: USD 20 million" in done.out
    assert "In force: period: 2024-2027" in done.out
    assert "USD 19 million" in done.out


def test_an_earlier_day_knows_only_the_earlier_value(run: Run) -> None:
    done = run("explain", "kasi/methane", "--as-of", "2023-06-30")
    assert "In force: amount: USD 19 million" in done.out
    assert "USD 20 million" not in done.out


def test_a_claim_leads_to_its_place_and_competitors(run: Run) -> None:
    entry = explained(run, "kasi/methane")
    stronger = next(key for key, claim in entry["claims"].items() if claim["value"] == "USD 20 million")
    found = explained(run, stronger)
    claims = {**found["claims"], **found["competing"]}
    assert {claim["value"] for claim in claims.values()} == {"USD 19 million", "USD 20 million"}
    assert "promises.yml:" in claims[stronger]["place"]


def test_a_claim_that_says_the_same_does_not_compete(run: Run) -> None:
    entry = explained(run, "kasi/methane")
    stronger = next(key for key, claim in entry["claims"].items() if claim["value"] == "USD 20 million")
    assert {claim["value"] for claim in explained(run, stronger)["competing"].values()} == {"USD 19 million"}


@pytest.mark.parametrize(
    ("typo", "nearest"),
    [
        ("kasi/overstretch/annual-targt@TH", "'annual-target'"),
        ("kasi/overstrech@TH", "'overstretch'"),
        ("kasi/methan", "'methane'"),
        ("kassi/methane", "'kasi'"),
        ("kasi/overstretch/annual-target@Thailnd", "'Thailand'"),
    ],
)
def test_a_typo_is_wrong_use_and_the_nearest_name_is_offered(run: Run, typo: str, nearest: str) -> None:
    done = run("explain", typo, *LATE)
    assert (done.code, done.out) == (2, "")
    assert f"Did you mean {nearest}?" in done.err


@pytest.mark.parametrize("address", ["c-0000000000", "nonsense", "a/b/c/d@e@f", "", "/"])
def test_an_address_of_nothing_is_wrong_use(run: Run, address: str) -> None:
    done = run("explain", address, *LATE)
    assert (done.code, done.out) == (2, "")


def test_a_claim_of_later_days_is_not_known_before(run: Run) -> None:
    entry = explained(run, "kasi/methane")
    late = next(key for key, claim in entry["claims"].items() if claim["known_from"] > "2023-06-30")
    assert run("explain", late, "--as-of", "2023-06-30").code == 2


def test_what_could_steer_the_terminal_is_refused_where_it_stands(run: Run, steering_dossier: Path) -> None:
    for command in (
        ["explain", "red/one"],
        ["brief", "red", "--format", "md", "--out", "-"],
        ["ask", "delivery", "red"],
    ):
        done = run(*command, "-w", str(steering_dossier), *LATE)
        assert done.code == 1
        assert done.err.count("[control-character]") == 6
        assert not set(done.out + done.err) & {"\x1b", "\x07"}


def test_a_sum_of_money_opens_to_its_rows(run: Run, with_money: Workspace) -> None:
    here = ("explain", "kasi/projects/spending@TH", "-w", str(with_money.folder))
    done = run(*here)
    assert done.code == 0
    for told in ("Rule: Sum of reported money", "KR-GOV-051-2", "TH 40 %", "none known", "Rates: ECB", "data.xml:1"):
        assert told in done.out
    rows = list(csv.DictReader(io.StringIO(run(*here, "--format", "csv").out)))
    told_rows = json.loads(run(*here, "--format", "json").out)["rows"]
    assert len(rows) == len(told_rows) == 4
    assert {row["rate"] for row in rows} == {"1.000000000000", ""}


def test_the_rows_of_a_sum_can_be_worked_out_again(run: Run, with_money: Workspace) -> None:
    here = ("explain", "kasi/projects/spending@TH", "-w", str(with_money.folder))
    told = json.loads(run(*here, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run(*here, "--format", "csv").out)))
    known = [row for row in rows if row["usd"]]
    for row in known:
        part = Decimal(row["published"]) * Decimal(row["recipient_share"]) * Decimal(row["sector_share"])
        assert Decimal(row["amount"]) == part
        assert Decimal(row["usd"]) == Decimal(row["amount"]) * Decimal(row["rate"])
        assert row["rate_date"] and row["rate_source"].startswith("ECB")
    assert sum(Decimal(row["usd"]) for row in known) == 35_000_000  # a dam of 30 and clean air of 5, see tests.loaded
    for row in rows:
        assert row["counts_reason"] and row["recipient_rule"] and row["sector_rule"] and row["value_date_rule"]
        assert row["file"].endswith("data.xml") and int(row["line"]) >= 1
    assert told["rule"] == "money-total" and told["rule_text"]
    (file,) = told["sources"]["files"]
    assert with_money.folder
    assert file["sha256"] == hashlib.sha256((with_money.folder / "data.xml").read_bytes()).hexdigest()
    assert file["licence"] == "notspecified"
    assert told["sources"]["snapshot"] == with_money.lake.latest().id
    assert told["sources"]["rates"] == ["ECB euro reference rates, by way of the euro"]


def test_a_figure_of_claims_has_no_rows(run: Run) -> None:
    done = run("explain", TARGET, "--format", "csv", *LATE)
    assert done.code == 2
    assert "rests on claims" in done.err
