"""A second initiative, of another partner to another grouping, is one YAML file and no Python."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import solidary
from solidary.analyses.questions import ON_FLOWS, QUESTIONS
from solidary.values.money import Money
from solidary.workspace import Workspace

LANTERN = """\
initiative:
  key: lantern
  title: Lantern Programme for the Bay of Bengal
  short: Lantern
  partner: JP
  beneficiary: bimstec
  frameworks: [sdg, aoip]
  compared_with: [kasi, india]
  compiled: 2026-11-24
  coded_by: a tester
sources:
  lantern-speech: {title: Speech in Dhaka, published: 2022-03-01, grade: official}
  lantern-report: {title: Yearly report, published: 2025-03-01, grade: official}
promises:
  lighthouses:
    title: Lighthouses along the bay
    flagship: yes
    part_of: whole
    serves: {sdg: ["14"], aoip: [maritime]}
    claims:
      - {says: {amount: JPY 4 billion, period: 2022-26, beneficiary: bimstec}, source: lantern-speech, locator: page 2}
      - {says: {amount: JPY 5 billion, launched: 2023-06}, source: lantern-report, locator: table 1}
  whole:
    title: Money for the programme in all
    serves: {sdg: ["17"]}
    claims:
      - {says: {amount: JPY 10 billion}, source: lantern-speech, locator: page 1}
  thai-harbour:
    title: Training of harbour pilots
    serves: {sdg: ["4"]}
    claims:
      - {says: {places: [TH], amount: not stated}, source: lantern-speech, locator: page 3}
milestones:
  next-review:
    title: Review of the programme
    kind: meeting
    concerns: [bimstec]
    claims:
      - {says: {date: 2027-03}, source: lantern-report, locator: page 9}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("own")
    (folder / "dossiers").mkdir()
    Path(folder, "dossiers", "lantern.yml").write_text(LANTERN, "utf-8")
    return solidary.open(folder, today=date(2026, 11, 24))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("reader", ["", "TH", "BD", "JP", "KR", "NO", "bimstec", "ASEAN"])
def test_every_question_is_answered(own: Workspace, question: str, reader: str) -> None:
    finding = own.ask(question, "lantern", reader)
    assert (finding.initiative, finding.question) == ("lantern", question)
    assert finding.messages or finding.caveats
    assert finding.table.num_rows == len(finding.tables[0].rows)


@pytest.mark.parametrize("reader", ["", "TH", "JP", "IN", "KR", "bimstec"])
def test_it_gives_a_brief_in_every_format(own: Workspace, reader: str) -> None:
    brief = own.brief("lantern", reader)
    page, told, content = brief.html(), brief.markdown(), json.loads(brief.json())
    for form in (page, told):
        assert "Lighthouses along the bay" in form
        assert "JPY\u00a05\u00a0billion" in form or "JPY\u00a05 billion" in form
    assert content["initiative"] == "lantern"
    assert len(content["findings"]) == len(QUESTIONS.keys() - ON_FLOWS)


def test_its_figures_are_its_own(own: Workspace) -> None:
    found = own.ask("overstretch", "lantern").figures
    assert found["flagships-announced"].value == Money(Decimal(4_000_000_000), "JPY")
    assert found["flagships-now"].value == Money(Decimal(5_000_000_000), "JPY")
    assert found["flagships-share"].value == Decimal(40)
    assert own.ask("delivery", "lantern").figures["promises"].value == 3


def test_its_makers_and_members_are_its_own(own: Workspace) -> None:
    roles = {reader: own.view("lantern", reader).perspective.role for reader in ("JP", "BD", "TH", "bimstec", "VN")}
    assert roles == {"JP": "maker", "BD": "member", "TH": "member", "bimstec": "grouping", "VN": "outsider"}


def test_its_words_do_not_speak_of_another_initiative(own: Workspace) -> None:
    for reader in ("", "BD", "JP", "bimstec"):
        for paragraph in own.brief("lantern", reader).paragraphs():
            assert "KASI" not in paragraph.plain
            assert "to ASEAN" not in paragraph.plain, paragraph.plain
