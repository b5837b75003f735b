"""`solidary claim`: the user's own claims; added, shown, taken back, never overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.outcome import LATE, TRACEBACK, Run, files, process

STATEMENT = ("kasi/methane", "amount", "USD 21 million", "--source", "akcmm-my", "--locator", "table 2")


def entry(run: Run) -> Any:
    return json.loads(run("explain", "kasi/methane", "-w", ".", "--format", "json", *LATE).out)


def values(run: Run) -> set[str]:
    found = entry(run)
    return {claim["value"] for claim in (*found["claims"].values(), *found["competing"].values())}


def test_an_added_claim_is_explained_under_the_users_name_and_can_be_taken_back(run: Run, tmp_path: Path) -> None:
    made = run("claim", *STATEMENT, "--by", "Somchai", "-w", ".")
    key = made.out.split()[0]
    assert made.code == 0
    shown = run("explain", key, "-w", ".", *LATE)
    assert "USD 21 million" in shown.out
    assert "Somchai" in shown.out
    assert "USD 21 million" in values(run)
    assert run("claim", key, "--withdraw", "read the wrong row", "-w", ".").code == 0
    assert "USD 21 million" not in values(run)
    assert run("explain", key, "-w", ".", *LATE).code == 2
    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()]
    assert [line["do"] for line in lines] == ["claim", "withdraw"]


def test_without_the_workspace_the_claim_is_not_seen(run: Run) -> None:
    key = run("claim", *STATEMENT, "-w", ".").out.split()[0]
    assert run("explain", key, *LATE).code == 2


def test_the_workspace_may_come_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    key = run("claim", *STATEMENT, "-w", ".").out.split()[0]
    monkeypatch.setenv("SOLIDARY_WORKSPACE", ".")
    assert run("explain", key, *LATE).code == 0


def test_a_source_of_ones_own_needs_only_a_title(run: Run) -> None:
    done = run(
        "claim", "kasi/methane", "amount", "USD 22 million", "--source", "my-minutes", "--locator", "page 3",
        "--title", "Minutes of a meeting", "--published", "2025-03-01", "--grade", "official", "-w", ".",
    )  # fmt: skip
    assert done.code == 0
    assert "known from 2025-03-01" in done.out
    assert "Minutes of a meeting" in run("explain", done.out.split()[0], "-w", ".", *LATE).out


def test_the_brief_with_a_claim_of_ones_own_shows_it(run: Run) -> None:
    later = ("--title", "Later minutes", "--published", "2025-12-31", "--grade", "official", "--locator", "page 1")
    done = run("claim", "kasi/methane", "amount", "USD 25 million", "--source", "minutes", *later, "-w", ".")
    assert done.code == 0
    brief = run("brief", "kasi", "-w", ".", "--format", "md", *LATE)
    assert "USD 25 million" in brief.out
    assert "USD 25 million" not in run("brief", "kasi", "--format", "md", *LATE).out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("kasi/methan", *STATEMENT[1:]), "'methane'"),
        (("kassi/methane", *STATEMENT[1:]), "'kasi'"),
        (("kasi/methane", "amount", "USD 1", "--source", "akcmm-m", "--locator", "x"), "akcmm-my"),
        (("kasi/methane", "amont", "USD 1", "--source", "akcmm-my", "--locator", "x"), "amount"),
        (("kasi/methane", "amount", "a lot", "--source", "akcmm-my", "--locator", "x"), "USD 19 million"),
        (("kasi/methane", "amount", "USD 1", "--source", "akcmm-my"), "locator"),
        (("kasi/methane", "amount"), "amount"),
        (("c-0000000000", "--withdraw", "why"), "c-0000000000"),
    ],
)
def test_a_wrong_claim_is_wrong_use_and_writes_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    done = run("claim", *arguments, "-w", ".")
    assert expected in done.text
    assert files(tmp_path) == {}
    assert done.code == 2


def test_a_value_that_cannot_be_read_ends_without_a_traceback(tmp_path: Path) -> None:
    arguments = ("kasi/methane", "amount", "a lot", "--source", "akcmm-my", "--locator", "x")
    assert TRACEBACK not in process("claim", *arguments, "-w", ".", cwd=tmp_path).err


def test_a_claim_without_a_workspace_is_wrong_use(run: Run, tmp_path: Path) -> None:
    done = run("claim", *STATEMENT)
    assert "--workspace" in done.err
    assert files(tmp_path) == {}
    assert done.code == 2


def test_a_claim_of_a_dossier_cannot_be_taken_back(run: Run) -> None:
    key = next(iter(entry(run)["claims"]))
    done = run("claim", key, "--withdraw", "I do not like it", "-w", ".")
    assert done.code == 2
    assert "corrected in their files" in done.err


def test_a_claim_is_taken_back_only_once(run: Run) -> None:
    key = run("claim", *STATEMENT, "-w", ".").out.split()[0]
    assert run("claim", key, "--withdraw", "wrong", "-w", ".").code == 0
    assert run("claim", key, "--withdraw", "wrong again", "-w", ".").code == 2


def test_a_claim_taken_back_can_be_made_again(run: Run) -> None:
    key = run("claim", *STATEMENT, "-w", ".").out.split()[0]
    run("claim", key, "--withdraw", "too early", "-w", ".")
    again = run("claim", *STATEMENT, "-w", ".")
    assert again.code == 0
    assert "USD 21 million" in values(run)
