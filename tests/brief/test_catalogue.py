"""Words and code agree: every key that the code speaks is in the catalogue, and no sentence waits in vain."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import solidary
from solidary.analyses.chart import Chart
from solidary.analyses.perspective import Role
from solidary.analyses.questions import QUESTIONS
from solidary.analyses.status import STATES
from solidary.brief.catalogue import Catalogue
from solidary.brief.outline import FILLERS, LEAD, ORDER
from solidary.terms.library import Library
from solidary.values.amount import BOUNDS

ROOM = Path(solidary.__file__).parent
SOURCES = {
    path.relative_to(ROOM / "analyses").as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted((ROOM / "analyses").rglob("*.py"))
}
BRIEF = ast.parse((ROOM / "brief" / "brief.py").read_text("utf-8"))
# What a gap in a key can be: a role of the reader, or a tense.
GAPS = "|".join((*get_args(Role), "now", "past", "future"))


@pytest.fixture(scope="module")
def entries() -> dict[str, str]:
    return Catalogue("en").entries


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    return named or (call.args[position] if len(call.args) > position else None)


def texts(node: ast.AST | None) -> Iterator[str]:
    """Every text that an expression can be, as a pattern: both sides of a choice, gaps as alternatives."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.IfExp(body=body, orelse=other):
            yield from (*texts(body), *texts(other))
        case ast.JoinedStr(values=parts):
            yield "".join("".join(texts(part)) if isinstance(part, ast.Constant) else f"(?:{GAPS})" for part in parts)


def said(name: str, position: int, keyword: str) -> set[str]:
    found = {text for tree in SOURCES.values() for call in calls(tree, name)
             for text in texts(argument(call, position, keyword))}  # fmt: skip
    assert found
    return found


def known(patterns: set[str], prefix: str, entries: dict[str, str]) -> None:
    missing = [text for text in patterns if not any(re.fullmatch(re.escape(prefix) + text, key) for key in entries)]
    assert missing == []


def test_every_message_has_its_sentence(entries: dict[str, str]) -> None:
    known(said("Message", 0, "key"), "", entries)


def test_no_sentence_of_a_question_is_unused(entries: dict[str, str]) -> None:
    patterns = said("Message", 0, "key")
    sentences = [key for key in entries if key.partition(".")[0] in QUESTIONS]
    assert sentences
    assert [key for key in sentences if not any(re.fullmatch(pattern, key) for pattern in patterns)] == []


def test_every_unit_has_its_noun(entries: dict[str, str]) -> None:
    known(said("Figure", 4, "unit") - {"", "%"}, "unit.", entries)
    known(said("count", 2, "unit"), "unit.", entries)


def test_every_rate_and_bound_has_its_word(entries: dict[str, str]) -> None:
    known(said("Figure", 5, "rate") - {""}, "rate.", entries)
    assert {f"bound.{bound}" for bound in BOUNDS} <= set(entries)


def test_every_rule_is_defined(library: Library) -> None:
    rules = {text.replace("\\", "") for text in said("Figure", 2, "rule")}
    rules |= {text.replace("\\", "") for tree in SOURCES.values() for call in calls(tree, "count")
              for text in texts(argument(call, 3, "rule"))}  # fmt: skip
    assert rules <= set(library.rules)


def test_every_column_has_its_heading(entries: dict[str, str]) -> None:
    known(said("Column", 0, "key"), "column.", entries)
    for call in calls(BRIEF, "Column"):
        known(set(texts(argument(call, 0, "key"))), "column.", entries)


def test_every_table_has_its_caption(entries: dict[str, str]) -> None:
    for tree in SOURCES.values():
        for call in calls(tree, "Table"):
            first = argument(call, 0, "key")
            if isinstance(first, ast.JoinedStr):
                head = next(texts(first.values[0]))
                assert any(re.match(rf"table\.{head}", key) for key in entries)
            else:
                known(set(texts(first)), "table.", entries)


def test_every_chart_has_its_caption(entries: dict[str, str]) -> None:
    kinds = [kind.__name__ for kind in get_args(Chart)]
    drawn = {kind for kind in kinds for tree in SOURCES.values() if any(calls(tree, kind))}
    assert len(drawn) > 3
    known(set().union(*(said(kind, 0, "key") for kind in drawn)), "chart.", entries)


@pytest.mark.parametrize("kind", ["Bars", "Lines", "Dots"])
def test_every_unit_of_a_chart_has_its_words(entries: dict[str, str], kind: str) -> None:
    known(said(kind, 1, "unit") - {"%"}, "scale.", entries)


def test_every_coverage_has_its_line(entries: dict[str, str]) -> None:
    patterns = said("Coverage", 2, "unit")
    known(patterns, "coverage.", entries)
    lines = [key for key in entries if key.startswith("coverage.")]
    assert [key for key in lines if not any(re.fullmatch(f"coverage\\.{one}", key) for one in patterns)] == []


def test_every_status_question_and_role_has_its_word(entries: dict[str, str]) -> None:
    assert {f"status.{state}" for state in STATES} == {key for key in entries if key.startswith("status.")}
    assert {f"{kind}.{key}" for kind in ("question", "short") for key in QUESTIONS} <= set(entries)
    assert {f"role.{role}" for role in get_args(Role)} == {key for key in entries if key.startswith("role.")}
    assert {key: entries[f"question.{key}"] for key in QUESTIONS} == QUESTIONS


def test_the_lead_and_the_order_name_what_exists(entries: dict[str, str]) -> None:
    assert {key for keys in LEAD.values() for key in keys} | set(FILLERS) <= set(entries)
    assert set(LEAD) == set(ORDER) == set(get_args(Role))
    assert all(sorted(order) == sorted(QUESTIONS) for order in ORDER.values())
