"""`solidary ask`: one question, answered on the terminal, as JSON or as CSV."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from solidary.cli.options import Day, Reader, Source, Workspace, day
from solidary.cli.show import say, show_json, show_rows, show_table, warn_unmade
from solidary.records.source import IATI

if TYPE_CHECKING:
    from solidary.brief.blocks import Section


def ask(
    question: str | None = None,
    initiative: str = "kasi",
    *,
    perspective: Reader = None,
    as_of: Day = None,
    source: Source = "iati",
    format: Literal["table", "json", "csv"] = "table",
    workspace: Workspace = None,
) -> None:
    """Answer one question about an initiative; without a question, list them.

    Examples:
        solidary ask

        solidary ask delivery kasi --perspective TH

        solidary ask overstretch kasi --format csv

    Args:
        question: Key of the question, such as delivery.
        initiative: Key of the initiative.
        format: table for people; json with all figures and claims; csv of the main table.
    """
    from solidary.analyses.questions import QUESTIONS

    if question is None:
        show_rows("Questions", ("Key", "Question"), list(QUESTIONS.items()))
        say("\nsolidary ask KEY INITIATIVE --perspective CODE")
        return
    import solidary
    from solidary.brief.data import finding_data, table_csv

    opened = solidary.open(workspace)
    warn_unmade(opened, source)
    finding = opened.ask(question, initiative, perspective, day(as_of), source)
    if format == "json":
        show_json(finding_data(finding))
    elif format == "csv":
        sys.stdout.write(table_csv(finding.tables[0]))
    else:
        _show(finding.section, "" if source == IATI else f" --source {source}")


def _show(section: Section, option: str) -> None:
    from solidary.brief.blocks import ChartBlock, Paragraph, TableBlock

    say(section.question)
    for block in section.blocks:
        match block:
            case Paragraph(style="body"):
                say(f"  {block.plain}")
            case TableBlock():
                say()
                show_table(block)
            case Paragraph():
                say(f"  {block.plain}")
            case ChartBlock():
                pass  # the table says the same
    say()
    say(f"solidary explain {section.finding.address()}{option} lists the figures and what stands behind them.")
