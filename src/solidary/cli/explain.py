"""`solidary explain`: from a printed figure to its claims, sources and rule."""

from __future__ import annotations

import sys
from typing import Literal

from solidary.brief.data import rows_csv
from solidary.cli.options import Day, Source, Workspace, day
from solidary.cli.show import say, show_json, show_rows, warn_unmade
from solidary.errors import WrongUse


def explain(
    address: str,
    *,
    as_of: Day = None,
    source: Source = "iati",
    format: Literal["text", "json", "csv"] = "text",
    workspace: Workspace = None,
) -> None:
    """Lead from a printed figure to its claims, sources and rule.

    Examples:
        solidary explain kasi/overstretch/annual-target-by-fund@TH

        solidary explain kasi/projects/spending@KH --format csv

        solidary explain kasi/overstretch@TH

        solidary explain kasi/methane

        solidary explain c-1b7ad6ecbb

    Args:
        address: A figure (initiative/question/figure@READER, as printed), a finding (initiative/question@READER),
            an entry (initiative/entry) or a claim (c-...).
        format: text for people, json for programs, csv for the rows of money behind a figure.
    """
    import solidary

    opened = solidary.open(workspace)
    warn_unmade(opened, source)
    found = opened.explain(address, day(as_of), source)
    if format == "json":
        show_json(found.data)
        return
    if format == "csv":
        if found.table is None:
            raise WrongUse(f"{address} rests on claims and not on rows of money; --format json gives all of them")
        sys.stdout.write(rows_csv(found.table))
        return
    for label, text in found.head:
        say(f"{label}: {text}")
    if found.rows:
        say()
        show_rows("", found.headings, found.rows)
    for line in found.foot:
        say(line)
