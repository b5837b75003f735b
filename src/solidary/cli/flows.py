"""`solidary flows`: what the loaded money comes to, in three ways to count."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from solidary.cli.options import Home, Source
from solidary.cli.show import say, show_json, show_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

SHOWN = 60


def flows(
    *,
    by: Literal["year", "publisher", "partner"] = "year",
    publisher: Annotated[str, Parameter(help="Only publishers whose identifier begins so, such as KR-.")] = "",
    source: Source = "iati",
    format: Literal["text", "json", "csv"] = "text",
    workspace: Home = Path(),
) -> None:
    """Show what the loaded money comes to: which rows count, and spending in three ways to count, or money by partner.

    Examples:
        solidary flows

        solidary flows --by publisher --publisher KR- --format csv

    Args:
        by: year, publisher, or partner: money by whose it is, names that are not known among them.
        format: text for people, json and csv for programs.
    """
    import solidary
    from solidary.brief.data import rows_csv
    from solidary.brief.trail import row_data
    from solidary.refine.partners import Partners, by_partner
    from solidary.refine.totals import totals

    opened = solidary.open(workspace)
    found = opened.flows(source=source)
    if by == "partner":
        table = by_partner(found.cube, Partners.of(found, opened.library), publisher)
    else:
        table = totals(found.ask("totals_by_mode"), by, publisher)
    if format == "csv":
        sys.stdout.write(rows_csv(table))
    elif format == "json":
        show_json({"manifest": found.manifest, "totals": row_data(table)})
    else:
        _tell(found.manifest, table)


def _tell(manifest: Mapping[str, Any], table: pa.Table) -> None:
    import pyarrow as pa

    say(f"rows of money: {manifest['money_rows']:>12,}")
    say(f"flows:         {manifest['flows']:>12,}")
    for reason, rows in manifest["reasons"].items():
        say(f"  {rows:>12,}  {reason}")
    right = [pa.types.is_integer(kind) or pa.types.is_decimal(kind) for kind in table.schema.types]
    rows = [tuple(_cell(value) for value in row.values()) for row in table.slice(0, SHOWN).to_pylist()]
    headings = [name.replace("_", " ") for name in table.column_names]
    show_rows("In US dollars", headings, rows, right)
    if table.num_rows > SHOWN:
        say(f"... {table.num_rows - SHOWN:,} more: --format csv")


def _cell(value: object) -> str:
    if value is None:
        return "unknown"
    return str(value) if isinstance(value, (str, int)) else f"{value:,.0f}"
