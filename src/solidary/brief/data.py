"""Findings and briefs as JSON and CSV: the same as on the page, for machines."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from solidary.analyses.finding import Figure, Finding, Row, Table, Value, text_of
from solidary.brief.blocks import Brief
from solidary.records.claim import Claim, spell

if TYPE_CHECKING:
    import pyarrow as pa

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def data(brief: Brief) -> str:
    """Return a brief as JSON: sentences with their notes, findings with all tables, claims by id."""
    claims = {claim.id: claim_data(claim) for note in brief.notes for claim in note.claims}
    content = {
        "initiative": brief.initiative,
        "perspective": brief.perspective or None,
        "as_of": brief.as_of,
        "language": brief.language,
        "version": brief.version,
        "title": brief.title,
        "lead": [paragraph.plain for paragraph in brief.lead],
        "facts": dict(brief.facts),
        "findings": [
            {**finding_data(section.finding), "text": [p.plain for p in section.blocks if hasattr(p, "plain")]}
            for section in brief.sections
        ],
        "conflicts": table_data(brief.conflicts.table),
        "notes": [
            {"number": note.number, "address": note.address, "text": note.text, "rule": note.figure.rule,
             "working": note.figure.working or None, "claims": list(note.figure.evidence)}
            for note in brief.notes
        ],
        "claims": claims,
        "sources": [
            {"key": found.key, "title": found.title, "url": found.url, "published": found.published,
             "grade": found.grade, "language": found.language, "claims": found.claims}
            for found in brief.sources
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def finding_data(finding: Finding) -> dict[str, object]:
    """Return a finding as plain data."""
    return {
        "question": finding.question,
        "initiative": finding.initiative,
        "perspective": finding.perspective or None,
        "as_of": finding.as_of.isoformat(),
        "figures": {key: figure_data(figure, finding) for key, figure in finding.figures.items()},
        "tables": [table_data(table) for table in finding.tables],
        "coverage": {"known": finding.coverage.known, "of": finding.coverage.of, "what": finding.coverage.unit},
        "caveats": [message.key for message in finding.caveats],
        "rules": list(finding.rules),
    }


def figure_data(figure: Figure, finding: Finding) -> dict[str, object]:
    """Return a figure as plain data; its address is what `solidary explain` takes."""
    return {
        "address": finding.address(figure.key),
        "value": plain(figure.value),
        "unit": figure.unit or None,
        "rate": figure.rate or None,
        "bound": figure.bound,
        "low": plain(figure.low),
        "high": plain(figure.high),
        "doubts": [
            {"what": doubt.key, "low": plain(doubt.low), "high": plain(doubt.high), "rows": doubt.rows}
            for doubt in figure.doubts
        ],
        "grade": figure.grade or None,
        "rule": figure.rule,
        **({"missing": figure.missing.rpartition(".")[2]} if figure.value is None and figure.missing else {}),
        "working": figure.working or None,
        "claims": list(figure.evidence),
        **({"rows": {"query": figure.trail.query, **dict(figure.trail.params)}} if figure.trail else {}),
    }


def table_data(table: Table) -> dict[str, object]:
    """Return a table as plain data. Grain as named."""
    rows = [{**_cells(row, table), "claims": list(row.evidence)} for row in table.rows]
    return {
        "key": table.key,
        "grain": table.grain,
        "rows": rows,
        "total": _cells(table.total, table) if table.total else None,
    }


def _cells(row: Row, table: Table) -> dict[str, object]:
    return {column.key: plain(row.cells.get(column.key)) for column in table.columns}


def plain(value: Value) -> object:
    """Return a value that JSON has; decimals as text, so that no cent is lost."""
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else text_of(value)


def claim_data(claim: Claim) -> dict[str, object]:
    """Return a claim as plain data."""
    found = claim.evidence
    return {
        "subject": claim.subject,
        "predicate": claim.predicate,
        "of": str(claim.of) if claim.of else None,
        "value": spell(claim.value),
        "source": found.source,
        "title": found.title,
        "url": found.url,
        "published": str(found.published) if found.published else None,
        "grade": found.grade,
        "language": found.language,
        "locator": found.locator,
        "method": claim.method,
        "doubt": claim.doubt,
        "known_from": claim.known_from.isoformat(),
        "asserted_by": claim.asserted_by,
        "place": claim.place,
    }


def table_csv(table: Table) -> str:
    """Return a table as CSV, safe to open in a spreadsheet: no cell can act as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*(column.key for column in table.columns), "claims"])
    for row in table.rows:
        cells = [text_of(row.cells.get(column.key)) for column in table.columns]
        writer.writerow([*map(harmless, cells), " ".join(row.evidence)])
    return buffer.getvalue()


def rows_csv(table: pa.Table) -> str:
    """Return the rows of money behind a figure as CSV; grain: one row per flow."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        cells = ("" if value is None else str(value) for value in row.values())
        writer.writerow(map(harmless, cells))
    return buffer.getvalue()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    >>> harmless("=1+1"), harmless("-5")
    ("'=1+1", '-5')
    """
    number = cell.lstrip("-").replace(".", "", 1).replace(",", "").isdecimal()
    return f"'{cell}" if cell.startswith(FORMULA) and not number else cell
