"""How fast is paid where a partner keeps yearly books: only whole years can be told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa

from solidary.analyses.reported.activities import Activities, arrays
from solidary.analyses.reported.pace import Pace, differ

YEARS = (2015, 2016, 2016, 2017, None)  # in which half of a commitment of 2015 was paid
MONEY = pa.decimal128(38, 6)


def row(record: int, stage: str, day: date, amount: int) -> dict[str, object]:
    return {
        "dataset": 0, "record": record, "table": "transaction", "row": 10 * record + (stage == "commitment"),
        "publisher": "KR-GOV-051", "activity": f"KR-{record}", "stage": stage, "derived": False, "date": day,
        "currency": "USD", "own": False, "amount": Decimal(amount), "usd": Decimal(amount),
        "usd_average": Decimal(amount),
    }  # fmt: skip


def made(month: int, day: int) -> Activities:
    rows = [row(record, "commitment", date(2015, 1, 1), 100) for record in range(len(YEARS))]
    rows += [row(record, "disbursement", date(year, month, day), 50) for record, year in enumerate(YEARS) if year]
    table = pa.Table.from_pylist(rows)
    for name in ("amount", "usd", "usd_average"):
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(MONEY))
    told = [
        {"dataset": 0, "record": record, "results": 0, "measured": 0, "achieved": 0, "met": 0, "updated": "2019-12-31"}
        for record in range(len(YEARS))
    ]
    return arrays(table, pa.Table.from_pylist(told), date(2026, 1, 1))


def test_yearly_books_tell_whole_years() -> None:
    """Waiting after the year of the commitment 4 of 5, a year later 2 of 5: the median is 1 year, first or last day."""
    for month, day in ((1, 1), (12, 31)):
        half = Pace("Korea", made(month, day)).half("half")
        assert (half.value, half.unit) == (1, "years")
    assert Pace("Korea", made(12, 31)).cells()["half"] == 12


def test_days_of_payment_tell_months() -> None:
    """Paid on 15 May: after 4, 16, 16 and 28 months."""
    half = Pace("Korea", made(5, 15)).half("half")
    assert (half.value, half.unit) == (16, "months")


def test_books_of_years_are_not_compared_with_days_of_payment() -> None:
    assert differ(Pace("one", made(1, 1)), Pace("other", made(5, 15))) is None
    alike = differ(Pace("one", made(5, 15)), Pace("other", made(5, 15)))
    assert alike is not None
    assert round(alike.chi2, 9) == 0
