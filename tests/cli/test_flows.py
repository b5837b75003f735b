"""`solidary flows`: what counts, what does not, and spending in three ways to count."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from solidary.workspace import Workspace
from tests.cli.outcome import Run


def test_reasons_and_sums_are_printed(run: Run, with_money: Workspace) -> None:
    done = run("flows", "-w", str(with_money.folder))
    assert (done.code, done.err) == (0, "")
    for told in ("only-secondary", "2024", "graph net"):
        assert told in done.out


def test_json_and_csv_give_the_same_sums(run: Run, with_money: Workspace) -> None:
    here = ("-w", str(with_money.folder), "--by", "publisher")
    told = json.loads(run("flows", *here, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run("flows", *here, "--format", "csv").out)))
    assert [row["gross"] for row in rows] == [one["gross"] for one in told["totals"]]
    sums = {row["publisher"]: Decimal(row["gross"]) for row in rows}
    assert sums["KR-GOV-010"] == 35_000_000
    assert told["manifest"]["flows"] == sum(told["manifest"]["reasons"].values())


def test_a_publisher_can_be_chosen(run: Run, with_money: Workspace) -> None:
    done = run("flows", "-w", str(with_money.folder), "--by", "publisher", "--publisher", "XM-", "--format", "csv")
    assert [row["publisher"] for row in csv.DictReader(io.StringIO(done.out))] == ["XM-DAC-701-8"]


def test_an_empty_folder_is_told_what_to_do(run: Run) -> None:
    done = run("flows")
    assert done.code == 1
    assert "solidary ingest" in done.err
