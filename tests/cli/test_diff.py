"""`solidary diff`: which two snapshots are compared, what is printed, and what is wrong use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.outcome import Run, files
from tests.store.samples import activity, document, transaction, write

STAYS = activity("XM-STAYS")
BEFORE = document(STAYS, activity("XM-GONE"), activity("XM-MOVES", transaction("1")))
AFTER = document(STAYS, activity("XM-NEW"), activity("XM-MOVES", transaction("2")))


@pytest.fixture
def two(run: Run, tmp_path: Path) -> tuple[str, str]:
    """Two snapshots in the workspace; their ids."""
    return loaded(run, tmp_path, BEFORE), loaded(run, tmp_path, AFTER)


def loaded(run: Run, folder: Path, content: bytes) -> str:
    write(folder, {"a.xml": content})
    done = run("ingest", "a.xml", "--workers", "1", "--format", "json")
    assert done.code == 0
    name = json.loads(done.out)["id"]
    assert isinstance(name, str)
    return name


def compared(run: Run, *arguments: str) -> Any:
    done = run("diff", *arguments, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_without_names_the_last_two_are_compared(run: Run, two: tuple[str, str]) -> None:
    found = compared(run)
    assert (found["before"], found["after"]) == two


def test_loads_of_one_second_are_compared_in_their_order(run: Run, tmp_path: Path) -> None:
    names = [loaded(run, tmp_path, document(activity(f"XM-{number}"))) for number in range(6)]
    found = compared(run)
    assert [found["before"], found["after"]] == names[-2:]


def test_json_tells_what_is_new_gone_changed_and_the_same(run: Run, two: tuple[str, str]) -> None:
    before, after = two
    assert compared(run, "--since", before, "--until", after) == {
        "before": before,
        "after": after,
        "new": ["XM-NEW"],
        "gone": ["XM-GONE"],
        "changed": {"XM-MOVES": ["transaction"]},
        "same": 1,
    }


def test_a_person_is_told_the_same(run: Run, two: tuple[str, str]) -> None:
    before, after = two
    done = run("diff", "--since", before, "--until", after)
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert lines == [
        f"from {before} to {after}",
        "new 1, gone 1, changed 1, same 1",
        "new XM-NEW",
        "gone XM-GONE",
        "changed XM-MOVES: transaction",
    ]


def test_the_beginning_of_an_id_is_enough(run: Run, two: tuple[str, str]) -> None:
    before, after = two
    found = compared(run, "--since", before[:7], "--until", after[:7])
    assert (found["before"], found["after"]) == two


def test_a_long_list_ends_with_the_way_to_all_of_it(run: Run, tmp_path: Path) -> None:
    before = loaded(run, tmp_path, document(STAYS))
    after = loaded(run, tmp_path, document(STAYS, *(activity(f"XM-{number}") for number in range(50))))
    done = run("diff", "--since", before, "--until", after)
    assert "new 50, gone 0, changed 0, same 1" in done.out
    assert "--format json" in done.out.splitlines()[-1]
    assert len(compared(run, "--since", before, "--until", after)["new"]) == 50


def test_a_diff_writes_nothing(run: Run, two: tuple[str, str], tmp_path: Path) -> None:
    before = files(tmp_path)
    run("diff")
    assert files(tmp_path) == before


def test_an_identifier_cannot_steer_the_terminal(run: Run, two: tuple[str, str], tmp_path: Path) -> None:
    red = loaded(run, tmp_path, document(activity("XM-&#x85;&#x202e;RED")))
    done = run("diff", "--since", two[0], "--until", red)
    assert "RED" in done.out
    assert not set(done.out) & {"\x85", "\u202e"}


# Wrong use


def test_a_single_snapshot_has_nothing_to_be_compared_with(run: Run, tmp_path: Path) -> None:
    loaded(run, tmp_path, BEFORE)
    done = run("diff")
    assert (done.code, done.out) == (2, "")
    assert "only one" in done.err


def test_an_empty_workspace_says_how_to_get_a_snapshot(run: Run, tmp_path: Path) -> None:
    done = run("diff")
    assert (done.code, done.out) == (1, "")
    assert "solidary ingest" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_an_unknown_snapshot_is_wrong_use_and_those_that_are_there_are_listed(
    run: Run, two: tuple[str, str], option: str
) -> None:
    done = run("diff", option, "zzzz")
    assert (done.code, done.out) == (2, "")
    assert all(name in done.err for name in two)


def test_an_unknown_format_is_wrong_use(run: Run, two: tuple[str, str]) -> None:
    assert run("diff", "--format", "xml").code == 2
