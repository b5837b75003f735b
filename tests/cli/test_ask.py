"""`solidary ask`: the list of questions, and one answer as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.outcome import LATE, Run

QUESTIONS = (
    "continuity", "concreteness", "delivery", "alignment", "centrality", "overstretch", "interoperability", "outreach",
    "creative", "milestones", "comparison",
)  # fmt: skip


def asked(run: Run, *arguments: str) -> Any:
    done = run("ask", *arguments, "--format", "json", *LATE)
    assert done.code == 0
    return json.loads(done.out)


def test_without_a_question_all_are_listed(run: Run) -> None:
    done = run("ask")
    assert done.code == 0
    listed = [line.split()[0] for line in done.out.splitlines() if line.strip().endswith("?")]
    assert listed == [*QUESTIONS[:3], "projects", *QUESTIONS[3:]]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_for_a_person(run: Run, question: str) -> None:
    done = run("ask", question, "kasi", "-p", "TH", *LATE)
    assert (done.code, done.err) == (0, "")
    assert "Coverage: " in done.out
    assert "Mind: " in done.out
    assert done.out.rstrip().endswith(
        f"solidary explain kasi/{question}@TH lists the figures and what stands behind them."
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_and_csv_of_every_question_parse_and_agree(run: Run, question: str) -> None:
    table = asked(run, question, "-p", "TH")["tables"][0]
    done = run("ask", question, "-p", "TH", "--format", "csv", *LATE)
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert done.code == 0
    assert len(rows) == len(table["rows"])
    assert [set(row["claims"].split()) for row in rows] == [set(row["claims"]) for row in table["rows"]]


def test_json_carries_the_arithmetic_and_the_claims_of_a_figure(run: Run) -> None:
    figure = asked(run, "overstretch", "-p", "TH")["figures"]["annual-target-by-fund"]
    assert (figure["value"], figure["rate"], figure["working"]) == ("USD 48 million", "a year", "32 + 10 + 6")
    assert figure["address"] == "kasi/overstretch/annual-target-by-fund@TH"
    assert figure["rule"] == "sum-of-targets"
    assert figure["claims"]


def test_csv_gives_the_three_funds_with_their_levels_of_2027(run: Run) -> None:
    done = run("ask", "overstretch", "--format", "csv", *LATE)
    rows = {row["fund"]: (row["target"], row["target_year"]) for row in csv.DictReader(io.StringIO(done.out))}
    assert rows == {
        "AKCF": ("USD 32 million a year", "2027"),
        "MKCF": ("USD 10 million a year", "2027"),
        "BKCF": ("USD 6 million a year", "2027"),
    }


def test_an_unknown_question_is_wrong_use_and_the_nearest_is_offered(run: Run) -> None:
    done = run("ask", "delivry")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'delivery'?" in done.err


def test_an_unknown_format_is_wrong_use(run: Run) -> None:
    assert run("ask", "delivery", "--format", "xml").code == 2


def test_asking_twice_gives_the_same_answer(run: Run) -> None:
    assert run("ask", "interoperability", "-p", "VN", *LATE) == run("ask", "interoperability", "-p", "VN", *LATE)


def test_brackets_and_colours_of_a_source_are_only_text(run: Run, red_dossier: Path) -> None:
    for kind in ("table", "json", "csv"):
        done = run("ask", "delivery", "red", "-w", str(red_dossier), "--format", kind, *LATE)
        assert done.code == 0
        assert "Alarm" in done.out
        assert not set(done.out) & {"\x1b", "\x07"}, kind


def test_no_cell_of_the_csv_can_act_as_a_formula(run: Run, red_dossier: Path) -> None:
    done = run("ask", "delivery", "red", "-w", str(red_dossier), "--format", "csv", *LATE)
    assert next(csv.DictReader(io.StringIO(done.out)))["promise"].startswith("'=")
