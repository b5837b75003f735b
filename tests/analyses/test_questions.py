"""Every finding, for every reader: figures that can be explained, counts that can be true, tables that can be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from solidary.analyses.finding import Figure, Finding, text_of
from solidary.analyses.questions import QUESTIONS, ask
from solidary.errors import UnknownName
from solidary.values.amount import Amount
from solidary.values.money import Money
from solidary.workspace import Workspace

READERS = ("TH", "VN", "ID", "PH", "MY", "SG", "BN", "KH", "LA", "MM", "TL", "KR", "JP", "AU", "US", "ASEAN", "")
DAYS = (date(2020, 1, 1), date(2023, 6, 30), date(2025, 10, 25), date(2026, 11, 24))
CASES = [(reader, DAYS[-1]) for reader in READERS] + [(reader, day) for reader in ("TH", "KR", "") for day in DAYS[:-1]]
each_case = pytest.mark.parametrize(("reader", "day"), CASES)


Answers = Callable[[str, date], list[Finding]]


@pytest.fixture(scope="module")
def findings(workspace: Workspace) -> Answers:
    """All answers for a reader on a day, worked out once."""

    @cache
    def answers(reader: str, day: date) -> list[Finding]:
        view = workspace.view("kasi", reader, day)
        return [ask(question, view) for question in QUESTIONS]

    return answers


def printed(finding: Finding) -> Iterator[Figure]:
    """All figures of all sentences, those with the same key too."""
    for message in (*finding.messages, *finding.caveats):
        yield from message.figures


@each_case
def test_every_figure_rests_on_known_claims_and_a_rule(
    workspace: Workspace, findings: Answers, reader: str, day: date
) -> None:
    known, rules = workspace.register(day).by_id, workspace.library.rules
    for finding in findings(reader, day):
        for figure in printed(finding):
            assert set(figure.evidence) <= set(known), figure.key
            assert figure.rule in rules, figure.key
        for table in finding.tables:
            assert all(set(row.evidence) <= set(known) for row in table.rows), table.key


@each_case
def test_no_two_figures_of_a_finding_share_a_key(findings: Answers, reader: str, day: date) -> None:
    for finding in findings(reader, day):
        seen: dict[str, Figure] = {}
        for figure in printed(finding):
            assert seen.setdefault(figure.key, figure) == figure, f"{finding.question}/{figure.key}"


@each_case
def test_no_claim_stands_twice_under_a_figure_or_row(findings: Answers, reader: str, day: date) -> None:
    for finding in findings(reader, day):
        for figure in printed(finding):
            assert len(set(figure.evidence)) == len(figure.evidence), f"{finding.question}/{figure.key}"
        for table in finding.tables:
            assert all(len(set(row.evidence)) == len(row.evidence) for row in table.rows), table.key


@each_case
def test_counts_and_coverage_can_be_true(findings: Answers, reader: str, day: date) -> None:
    for finding in findings(reader, day):
        assert 0 <= finding.coverage.known <= finding.coverage.of, finding.question
        for figure in printed(finding):
            if isinstance(figure.value, int):
                assert figure.value >= 0, figure.key
                assert figure.unit, f"{finding.question}/{figure.key} counts what?"
            if isinstance(figure.value, Decimal):
                assert figure.unit, f"{finding.question}/{figure.key} is of what?"


@each_case
def test_money_always_tells_its_currency(findings: Answers, reader: str, day: date) -> None:
    for finding in findings(reader, day):
        values = [figure.value for figure in printed(finding)]
        values += [value for table in finding.tables for row in table.rows for value in row.cells.values()]
        for value in values:
            if isinstance(value, (Money, Amount)):
                money = value if isinstance(value, Money) else value.money
                assert money.currency in text_of(value)


@each_case
def test_a_counted_claim_makes_the_count(workspace: Workspace, findings: Answers, reader: str, day: date) -> None:
    """A count above zero of things that sources speak of leads to at least one claim each."""
    for finding in findings(reader, day):
        for figure in printed(finding):
            if figure.evidence and figure.rule == "count" and isinstance(figure.value, int):
                subjects = {workspace.register(day).by_id[claim].subject for claim in figure.evidence}
                assert len(subjects) >= figure.value, f"{finding.question}/{figure.key}"


@each_case
def test_arrow_has_one_row_per_row_and_its_evidence(
    workspace: Workspace, findings: Answers, reader: str, day: date
) -> None:
    for finding in findings(reader, day):
        assert finding.table.num_rows == len(finding.tables[0].rows)
        for table in finding.tables:
            arrow = table.arrow()
            assert arrow.column_names == [*(column.key for column in table.columns), "evidence"]
            assert arrow.column("evidence").to_pylist() == [list(row.evidence) for row in table.rows]


def test_an_unknown_question_names_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(UnknownName) as caught:
        workspace.ask("delivry", "kasi")
    assert caught.value.nearest == "delivery"
