"""`solidary flows`: what counts, what does not, and spending in three ways to count."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

from solidary.workspace import Workspace
from tests.cli.outcome import Run
from tests.loaded import loaded
from tests.sheeted import sheeted


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


def test_money_is_added_up_by_partner_of_a_sheet(run: Run, tmp_path: Path) -> None:
    sheeted(tmp_path)
    asked = ("flows", "-w", str(tmp_path), "--source", "aid", "--by", "partner")
    rows = {row["partner"]: row for row in csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out))}
    assert Decimal(rows["KR"]["spending"]) == 7_100
    assert rows["Australian Aid Program|Norway"]["standing"] == "joint"
    text = run(*asked, "--publisher", "Government").out
    assert "100" in text
    assert "Ministry" not in text


def test_money_of_iati_is_added_up_by_partner_too(run: Run, with_money: Workspace) -> None:
    done = run("flows", "-w", str(with_money.folder), "--by", "partner", "--format", "csv")
    rows = {row["partner"]: Decimal(row["spending"]) for row in csv.DictReader(io.StringIO(done.out))}
    assert rows["KR"] == 35_000_000
    assert set(rows) == {"KR", "JP"}


def test_a_source_that_is_not_there_is_told_with_the_nearest(run: Run, tmp_path: Path) -> None:
    sheeted(tmp_path)
    for command in (("flows",), ("ask", "projects"), ("brief", "kasi"), ("explain", "kasi/projects")):
        done = run(*command, "-w", str(tmp_path), "--source", "ait")
        assert done.code == 2, command
        assert "Did you mean 'aid'?" in done.err


def test_an_answer_on_another_source_says_how_to_explain_it(run: Run, tmp_path: Path) -> None:
    sheeted(tmp_path)
    asked = run("ask", "projects", "-p", "TL", "--source", "aid", "-w", str(tmp_path))
    assert "solidary explain kasi/projects@TL --source aid" in asked.out
    told = run("explain", "kasi/projects/spending@TL", "--source", "aid", "-w", str(tmp_path))
    assert "Sum: USD 7,100.00" in told.out
    written = run("brief", "kasi", "-p", "TL", "--source", "aid", "-w", str(tmp_path), "--format", "md")
    assert "Aid to Timor-Leste" in written.out


def test_new_rates_leave_the_money_out_until_flows_are_made_and_a_question_says_so(run: Run, tmp_path: Path) -> None:
    loaded(tmp_path)
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "own.csv").write_text("Date,Rate,Currency,Frequency\n2024-05-02,20000,LAK,D\n")
    here = ("-w", str(tmp_path))
    for asked in (("ask", "projects"), ("brief", "kasi", "--format", "md", "--out", "-")):
        assert "`solidary flows` makes them" in run(*asked, *here).err
    run("flows", *here)
    assert run("ask", "projects", *here).err == ""
