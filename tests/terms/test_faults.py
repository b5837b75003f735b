"""Every fault of a file is told in one run, each at the line and column where it stands, with the nearest name."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from solidary.errors import TermFaults
from solidary.terms.fault import Fault
from tests.terms.samples import DOSSIER, faults_of, load, locate, write

FAULTY = """\
initiative:
  key: bridge
  title: Green Bridge
  short: Bridge
  titel: Grün 녹색
  partner: KRR
  beneficiary: ASIAN
  frameworks: [aoip, aiop]
  compiled: 2026-11
  coded_by: a tester
sources:
  bridge-text:
    title: The text
    published: undated
    grade: offical
promises:
  money:
    title: Money
    title: Money again
    fund: ackf
    flagship: true
    serves: {aoip: [martime]}
    claims:
      - says: {fact: "돈은 아직 없다", amount: USD nineteen million}
        source: bridge-text
        locator: page 1
      - says: {period: 2022-02-30}
        source: bridge-text
        locator: page 2
      - says: {amount: [USD 1 million]}
        source: brigde-text
        locator: page 3
      - says: {fact: not located}
        source: bridge-text
      - says: {fact: &mark anchored, city: !!str tagged}
        source: bridge-text
        locator: page 5
  Capital:
    title: A key with a capital letter
    claims: []
"""


class Expected(NamedTuple):
    """A fault of the file above: rule, the text around it, the text at which it stands, the nearest name."""

    rule: str
    context: str
    target: str
    nearest: str | None = None


EXPECTED = [
    Expected("unknown-key", "titel: Grün", "titel", "title"),
    Expected("unknown-code", "partner: KRR", "KRR", "KR"),
    Expected("dangling", "beneficiary: ASIAN", "ASIAN", "ASEAN"),
    Expected("dangling", "[aoip, aiop]", "aiop", "aoip"),
    Expected("wrong-value", "compiled: 2026-11", "2026-11"),
    Expected("wrong-value", "grade: offical", "offical", "official"),
    Expected("duplicate-key", "title: Money again", "title"),
    Expected("dangling", "fund: ackf", "ackf", "akcf"),
    Expected("wrong-value", "flagship: true", "true"),
    Expected("unknown-code", "[martime]", "martime", "maritime"),
    Expected("wrong-value", "amount: USD nineteen million", "USD nineteen"),
    Expected("wrong-value", "2022-02-30", "2022-02-30"),
    Expected("wrong-type", "amount: [USD 1 million]", "[USD"),
    Expected("dangling", "source: brigde-text", "brigde-text", "bridge-text"),
    Expected("missing-key", "- says: {fact: not located}", "says"),
    Expected("no-alias", "fact: &mark", "&mark"),
    Expected("no-tag", "city: !!str", "!!str"),
    Expected("wrong-value", "  Capital:", "Capital"),
    Expected("wrong-type", "claims: []", "[]"),
]


def placed(fault: Fault) -> tuple[int, int, str, str | None]:
    return fault.line, fault.column, fault.rule, fault.nearest


def test_all_faults_of_a_file_are_found_in_one_run_where_they_stand(tmp_path: Path) -> None:
    found = faults_of(write(tmp_path / "bridge.yml", FAULTY))
    expected = {(*locate(FAULTY, one.context, one.target), one.rule, one.nearest) for one in EXPECTED}
    assert {placed(fault) for fault in found} == expected
    assert len(found) == len(EXPECTED)


def test_loading_a_faulty_file_raises_once_with_all_faults_in_words(tmp_path: Path) -> None:
    path = write(tmp_path / "bridge.yml", FAULTY)
    with pytest.raises(TermFaults) as caught:
        load(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(EXPECTED) + 1
    assert all(line.startswith(f"{path}:") for line in lines[:-1])
    assert caught.value.exit_code == 1


def test_a_fault_says_what_was_read_and_what_was_expected(tmp_path: Path) -> None:
    messages = [str(fault) for fault in faults_of(write(tmp_path / "bridge.yml", FAULTY))]
    for fault in messages:
        if any(f"[{rule}]" in fault for rule in ("unknown-code", "dangling", "wrong-value")):
            assert "expected" in fault or "should be" in fault
    assert any("read 'USD nineteen million', expected an amount such as" in fault for fault in messages)


def test_a_file_without_a_fault_has_none(tmp_path: Path) -> None:
    assert faults_of(write(tmp_path / "bridge.yml", DOSSIER)) == []


REPEATED = """\
  money:
    title: The same key again
    claims:
      - says: {amount: USD 20 million}
        source: bridge-text
        locator: page 9
milestones:"""


def test_an_entry_that_stands_twice_is_one_fault_not_one_for_each_line_in_it(tmp_path: Path) -> None:
    text = DOSSIER.replace("milestones:", REPEATED)
    found = faults_of(write(tmp_path / "bridge.yml", text))
    line, column = locate(text, "  money:\n    title: The same", "money")
    assert [placed(fault) for fault in found] == [(line, column, "duplicate-key", None)]


def test_an_alias_is_one_fault_where_it_stands(tmp_path: Path) -> None:
    text = DOSSIER.replace("{date: 2025}", "{fact: *mark}")
    found = faults_of(write(tmp_path / "bridge.yml", text))
    assert [placed(fault) for fault in found] == [(*locate(text, "*mark"), "no-alias", None)]


def test_a_fault_is_told_in_one_line(tmp_path: Path) -> None:
    found = faults_of(write(tmp_path / "bridge.yml", DOSSIER + "facts: \x07\n"))
    assert found
    assert all("\n" not in str(fault) for fault in found)


def test_a_statement_that_says_nothing_is_a_fault_at_its_says(tmp_path: Path) -> None:
    text = DOSSIER.replace("{date: 2025}", "{}")
    found = faults_of(write(tmp_path / "bridge.yml", text))
    line, column = locate(text, "says: {}", "{}")
    assert [(fault.line, fault.column) for fault in found] == [(line, column)]


@pytest.mark.parametrize(
    ("slot", "rule", "near"),
    [
        ("money.amount", None, None),
        ("money.amount@2027", None, None),
        ("monney.amount", "dangling", "money"),
        ("money.amont", "unknown-code", "amount"),
        ("money.amount@soon", "wrong-value", None),
        ("money", "wrong-value", None),
    ],
)
def test_a_contradiction_points_to_an_entry_and_a_predicate(
    tmp_path: Path, slot: str, rule: str | None, near: str | None
) -> None:
    text = f"{DOSSIER}contradictions:\n  sum:\n    title: Sum\n    between: [{slot}]\n    reading: open\n"
    found = faults_of(write(tmp_path / "bridge.yml", text))
    line, column = locate(text, f"between: [{slot}]", slot)
    assert [placed(fault) for fault in found] == ([(line, column, rule, near)] if rule else [])


def test_an_unquoted_comma_in_a_fact_is_explained(tmp_path: Path) -> None:
    text = DOSSIER.replace("{date: 2025}", "{fact: opened in May, later than planned}")
    (found,) = faults_of(write(tmp_path / "bridge.yml", text))
    assert (found.line, found.column) == locate(text, "later than planned")
    assert "quotes" in found.message


def test_a_comma_in_an_unquoted_sum_is_not_read_as_a_smaller_sum(tmp_path: Path) -> None:
    text = DOSSIER.replace("{amount: USD 20 million}", "{amount: USD 1,500,000}")
    found = faults_of(write(tmp_path / "bridge.yml", text))
    assert {fault.line for fault in found} == {locate(text, "USD 1,500")[0]}
