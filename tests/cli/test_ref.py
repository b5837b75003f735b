"""`solidary ref`: what a code, key, name or rule means."""

from __future__ import annotations

import json

import pytest

from tests.cli.outcome import Run


def test_without_a_term_the_kinds_are_listed(run: Run) -> None:
    done = run("ref")
    assert done.code == 0
    for kind in ("initiative", "framework", "fund", "mechanism", "grouping", "partner", "place", "rule"):
        assert f"\n{kind} " in done.out


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("akcf", "ASEAN-ROK Cooperation Fund"),
        ("AKCF", "ASEAN-ROK Cooperation Fund"),
        ("TH", "fiscal year: 10"),  # October to September
        ("Thailand", "currency: THB"),
        ("late-start", "Months between the start"),
        ("acmecs", "Chao Phraya"),
        ("aoip/maritime", "Maritime cooperation"),
    ],
)
def test_a_key_code_or_name_is_told(run: Run, term: str, expected: str) -> None:
    done = run("ref", term)
    assert done.code == 0
    assert expected in done.out


def test_a_key_of_two_things_gives_both(run: Run) -> None:
    kinds = [entry["kind"] for entry in json.loads(run("ref", "kasi", "--format", "json").out)]
    assert kinds == ["initiative", "framework"]


def test_a_typo_is_wrong_use_and_the_nearest_is_offered(run: Run) -> None:
    done = run("ref", "akfc")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'akcf'?" in done.err
