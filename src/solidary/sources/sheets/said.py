"""What one row says, all of it parsed: whatever cannot be read is found before anything of the row is added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from solidary.sources.sheets.cell import last_day, several
from solidary.sources.sheets.mapping import FieldName
from solidary.sources.sheets.row import Aside, Row

Values = dict[str, str | None]
DERIVED: Final = "2=3"  # a commitment that was derived from the disbursement
TEXTS: Final[tuple[FieldName, ...]] = (
    "title", "description", "publisher", "provider", "receiver", "channel", "sector_vocabulary", "status",
    "flow_type", "finance_type", "tied_status", "aid_type", "counts", "result", "result_type", "indicator", "measure",
)  # fmt: skip


_NOTHING: Final[dict[FieldName, str | None]] = dict.fromkeys(TEXTS)


@dataclass(frozen=True, slots=True)
class Said:
    """The fields of a row.

    Args:
        name: what names its activity in the source.
        texts: the fields that are taken as they stand.
        places: for whom it is: ``country`` or ``region``, and the code.
        unknown: texts that should be countries and are none that is known.
        sectors: their codes; several in one cell are several.
        dates: ``start`` and ``end``, and of a result's period.
        moves: its money: one row of ``transaction`` each, without what its activity adds.
        numbers: percentage, and the values of results.
    """

    name: str
    texts: dict[FieldName, str | None]
    places: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    sectors: tuple[str, ...]
    dates: dict[FieldName, str | None]
    moves: tuple[Values, ...]
    numbers: dict[FieldName, str | None]

    @classmethod
    def of(cls, row: Row) -> Said:
        """Read all fields of a row.

        Raises:
            Aside: if one of them cannot be read.
        """
        name = row.text("activity")
        if name is None:
            raise Aside("no-activity", row.column("activity"), "read nothing, expected what names the activity")
        places = [place for place in (row.country("country"), row.country("region")) if place]
        dates: tuple[FieldName, ...] = ("start", "end", "period_start", "period_end")
        numbers: tuple[FieldName, ...] = ("percentage", "baseline", "target", "actual")
        return cls(
            name,
            _NOTHING | {field: row.text(field) for field in TEXTS if field in row.layout.term.fields},
            tuple((kind, code) for kind, code, _ in places),
            tuple(code for _, code, known in places if not known),
            several(sector) if (sector := row.text("sector")) else (),
            {field: row.day(field) for field in dates},
            tuple(_moves(row)),
            {field: row.plain_number(field) for field in numbers} | {"baseline_year": row.text("baseline_year")},
        )


def _moves(row: Row) -> Iterator[Values]:
    """Yield the money of a row: its value, or each of its columns of amounts."""
    shared: Values | None = None
    if value := row.money("value"):
        shared = _shared(row)
        yield shared | {"transaction_type": row.kind(), "value": value}
    for amount, column in zip(row.layout.term.amounts, row.layout.amounts, strict=True):
        if exact := row.amount(column):
            shared = shared or _shared(row)
            kind = DERIVED if amount.type == "2" and row.text("derived") == "yes" else amount.type
            day = last_day(amount.year) if amount.year else shared["transaction_date"]
            yield shared | {"transaction_type": kind, "value": exact, "transaction_date": day}


def _shared(row: Row) -> Values:
    found: Values = {"ref": row.text("reference"), "currency": row.currency()}
    found |= {"flow_type": row.text("flow_type"), "finance_type": row.text("finance_type")}
    found |= {"transaction_date": row.day("date") or row.year("year"), "value_date": row.day("value_date")}
    return found
