"""Projects as reported: search, facets, totals that follow the filter, and an export of what is seen."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Annotated, Any, Final

import pyarrow as pa
from fastapi import Depends, Query
from fastapi.responses import Response

from solidary.app.at import At, Here
from solidary.app.said import said
from solidary.app.sheet import Sheet
from solidary.brief.data import rows_csv
from solidary.brief.trail import row_data
from solidary.errors import WrongUse
from solidary.refine.portfolio import FACETS, SORTS, Chosen, Wanted, choose, without
from solidary.values.money import Money

SHOWN: Final = 50  # rows of a page
CHOICES: Final = 14  # values of a facet that are shown; the others are reached through the search
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Code = Annotated[str, Query(max_length=120)]
Year = Annotated[str, Query(pattern=r"^(\d{4})?$")]


def asked(
    text: Annotated[str, Query(description="Words in title, identifier or publisher.", max_length=200)] = "",
    publisher: Code = "", recipient: Code = "", category: Code = "", finance: Code = "", activity_status: Code = "",
    since: Year = "", until: Year = "",
    sort: Annotated[str, Query(description=f"{', '.join(SORTS)}; a hyphen puts the largest first.")] = "-spending",
) -> Wanted:  # fmt: skip
    """Read the filter of an address."""
    years = (int(since) if since else None, int(until) if until else None)
    return Wanted(text, publisher, recipient, category, finance, activity_status, *years, sort)


Filter = Annotated[Wanted, Depends(asked)]


@dataclass(frozen=True)
class Facet:
    """A filter with its choices: value, name, rows, address; ``active`` is what is chosen now."""

    key: str
    active: str
    choices: tuple[tuple[str, str, int, str], ...]
    off: str
    more: int


def projects(at: Here, wanted: Filter, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> Sheet:
    """Activities as their publishers report them, one row per activity and recipient, with sums in US dollars."""
    table = at.reading.projects(at.where.day)
    if table is None:
        return Sheet("projects", at.text("title.projects"), {"chosen": None}, {"loaded": False})
    chosen = choose(table, wanted)
    pages = max(1, -(-chosen.rows.num_rows // SHOWN))
    page = min(page, pages)
    rows = chosen.rows.slice((page - 1) * SHOWN, SHOWN).to_pylist()
    about = {
        "chosen": chosen,
        "sums": [_spelled(at, one) for one in (chosen.commitments, chosen.spending)],
        "rows": [_named(at, row) for row in rows], "wanted": wanted, "everything": table.num_rows,
        "facets": [_facet(at, name, wanted, chosen) for name in FACETS], "page": page, "pages": pages,
        "query": _query(wanted), "sorts": SORTS, "first": (page - 1) * SHOWN + 1,
    }  # fmt: skip
    data = {
        "loaded": True, "asked": asdict(wanted), "rows_of": chosen.rows.num_rows, "page": page, "pages": pages,
        "totals": {"activities": chosen.activities, "commitments": chosen.commitments, "spending": chosen.spending,
                   "rows_without_rate": chosen.unknown},
        "facets": {name: dict(values) for name, values in chosen.facets.items()},
        "rows": row_data(chosen.rows.slice((page - 1) * SHOWN, SHOWN)),
    }  # fmt: skip
    return Sheet("projects", at.text("title.projects"), about, data)


def export_csv(at: Here, wanted: Filter) -> Response:
    """What the filter leaves, whole, as CSV."""
    return _file(at, "csv", CSV, rows_csv(_wanted(at, wanted)))


def export_xlsx(at: Here, wanted: Filter) -> Response:
    """What the filter leaves, whole, as a workbook."""
    return _file(at, "xlsx", XLSX, _workbook(_wanted(at, wanted)))


def _wanted(at: At, wanted: Wanted) -> pa.Table:
    table = at.reading.projects(at.where.day)
    if table is None:
        raise WrongUse(at.text("unloaded"))
    return choose(table, wanted).rows


def _file(at: At, ending: str, kind: str, content: str | bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="projects-{at.where.day}.{ending}"'}
    return Response(content, media_type=kind, headers=headers)


def _workbook(rows: pa.Table) -> bytes:
    """Write a sheet in memory; texts stay texts, whatever they begin with."""
    from xlsxwriter import Workbook

    held = io.BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("projects")
        sheet.write_row(0, 0, rows.column_names)
        for place, row in enumerate(rows.to_pylist(), 1):
            for column, value in enumerate(row.values()):
                if isinstance(value, str):
                    sheet.write_string(place, column, value[:32_000])
                elif value is not None:
                    sheet.write(place, column, value if isinstance(value, int) else _cell(value))
    return held.getvalue()


def _cell(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else float(value)


def _spelled(at: At, sum_of: Decimal | None) -> str:
    return at.words.text("value.unknown") if sum_of is None else at.words.value(Money(sum_of, "USD"))


def _query(wanted: Wanted) -> dict[str, object]:
    return {
        name: value
        for name, value in asdict(wanted).items()
        if value not in ("", None) and (name, value) != ("sort", "-spending")
    }


def _named(at: At, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row, "recipient_name": at.reading.place(row["recipient"]),
        "category_name": at.reading.codes["SectorCategory"].get(row["category"], row["category"] or ""),
    }  # fmt: skip


def _facet(at: At, name: str, wanted: Wanted, chosen: Chosen) -> Facet:
    active, query = getattr(wanted, name), _query(without(wanted, name))
    values = chosen.facets[name]
    kept = [pair for pair in values if pair[0] == active] + [pair for pair in values[:CHOICES] if pair[0] != active]
    choices = tuple(
        (value, label(at, name, value), rows, at.where.to("projects", **query | {name: value})) for value, rows in kept
    )
    return Facet(name, active, choices, at.where.to("projects", **query), max(0, len(values) - CHOICES))


def label(at: At, facet: str, value: str) -> str:
    """Name a value of a facet."""
    if facet == "recipient":
        return at.reading.place(value)
    if facet == "category":
        return at.reading.codes["SectorCategory"].get(value, value)
    if facet in ("finance", "activity_status") and f"{facet}.{value}" in said():
        return at.text(f"{facet}.{value}")
    return at.reading.publishers(at.where.day).get(value, value) if facet == "publisher" else value
