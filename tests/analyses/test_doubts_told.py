"""A doubt is told wherever the figure is: on the page, in Markdown, in JSON, by explain; and a sure sum has none."""

from __future__ import annotations

import json

from solidary.workspace import Workspace
from tests.conftest import TODAY


def test_a_sum_without_upper_limit_reads_so_everywhere(with_money: Workspace) -> None:
    """Korea's spending: 35 million, and seven billion kip at an unknown rate."""
    brief = with_money.brief("kasi", "TH", TODAY)
    plain = [paragraph.plain.replace("\u00a0", " ") for paragraph in brief.paragraphs()]
    assert any("at least USD 35 million spent" in text for text in plain)
    note = next(one for one in brief.notes if one.address == "kasi/projects/spending@TH")
    assert any(text.startswith("Rows without a known amount in dollars: 1.") for text in note.doubts)
    assert note.grade.startswith("C3") and note.grade in brief.html()
    assert note.doubts[-1].split(".")[0] in brief.markdown()
    found = next(one for one in json.loads(brief.json())["findings"] if one["question"] == "projects")
    figure = found["figures"]["spending"]
    assert (figure["low"], figure["high"], figure["grade"]) == ("USD 35 million", None, "C3")
    assert [doubt["what"] for doubt in figure["doubts"]] == ["missing"]


def test_explain_says_how_sure_a_sum_is_and_how_good_its_evidence(with_money: Workspace) -> None:
    head = with_money.explain("kasi/projects/spending@TH", TODAY).head
    assert [label for label, _ in head].count("Sure") == 2
    assert dict(head)["Evidence"] == "C3: fairly reliable, possibly true"


def test_a_sure_sum_is_one_number(with_money: Workspace) -> None:
    """Two million for Thailand: one row, in dollars, with a stated share."""
    figure = with_money.ask("projects", "kasi", "TH", TODAY).figures["spending-in-my-country"]
    assert figure.low == figure.value == figure.high and figure.doubts == ()
    head = with_money.explain("kasi/projects/spending-in-my-country@TH", TODAY).head
    assert "Sure" not in dict(head)
