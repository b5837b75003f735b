"""The table of published values: each number is there, and each test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "measures.md").read_text("utf-8")
ROWS = {int(number): row for number, row in re.findall(r"^\| T(\d+) (\|.*)$", TEXT, re.MULTILINE)}


def functions() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return found


def test_every_published_value_has_its_row() -> None:
    assert sorted(ROWS) == list(range(1, 29))


@pytest.mark.parametrize("number", sorted(ROWS))
def test_a_row_names_tests_that_exist_or_says_why_there_is_none(number: int) -> None:
    named = set(re.findall(r"`(test_\w+)`", ROWS[number]))
    assert named <= functions()
    assert named or "none: " in ROWS[number]


def test_every_bench_that_is_named_exists() -> None:
    named = set(re.findall(r"python -m bench\.(\w+)", TEXT))
    assert named and all((ROOT / "bench" / f"{name}.py").exists() for name in named)
