"""The queries of the library over the awkward files: what is expected stands in the files or follows by arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import run
from solidary.store.engine.library import bundled
from solidary.store.snapshot import Snapshot
from tests.store.engine.samples import DATES, NUMBERS, TYPES


def of(duck: DuckEngine, query: str, identifier: str) -> list[dict[str, Any]]:
    """The rows of a view for one activity, in the order of its file."""
    found = duck.query(f"select * from {query} v where iati_identifier = :id order by v.row", id=identifier)
    return list(found.to_pylist())


def test_values_are_decimals_or_null(duck: DuckEngine) -> None:
    found = of(duck, "transactions_typed", "NUMBERS")
    assert [row["value"] for row in found] == [None if one is None else Decimal(one) for one in NUMBERS.values()]
    assert found[7]["published_value"] == "1,000"


def test_dates_are_dates_or_null_and_fall_back_on_each_other(duck: DuckEngine) -> None:
    expected = [date.fromisoformat(one) if one else None for one in DATES.values()]
    for identifier, own in (("DATES", "transaction_date"), ("VALUE-DATES", "value_date")):
        found = of(duck, "transactions_typed", identifier)
        assert [row["transaction_date"] for row in found] == expected == [row["value_date"] for row in found]
        places = [own if day else "missing" for day in expected]
        assert [row["transaction_date_from"] for row in found] == places == [row["value_date_from"] for row in found]


def test_types_of_the_first_decade_are_mapped(duck: DuckEngine) -> None:
    found = of(duck, "transactions_typed", "TYPES")
    assert {row["published_type"]: row["transaction_type"] for row in found} == TYPES


@pytest.mark.parametrize(
    ("identifier", "currencies"),
    [
        ("CURRENCIES", [("EUR", "transaction"), ("USD", "activity"), ("USD", "activity")]),
        ("NO-CURRENCY", [(None, "missing"), ("KRW", "transaction")]),
    ],
)
def test_a_currency_is_its_own_or_that_of_the_activity(
    duck: DuckEngine, identifier: str, currencies: list[Any]
) -> None:
    found = of(duck, "transactions_typed", identifier)
    assert [(row["currency"], row["currency_from"]) for row in found] == currencies


def test_no_transaction_is_lost(duck: DuckEngine, snapshot: Snapshot) -> None:
    typed = duck.query(
        "select count(*) as n, count(distinct (t.dataset * 1000000 + t.row)) as keys from transactions_typed t"
    )
    number = snapshot.manifest["tables"]["transaction"]["rows"]
    assert typed.to_pylist() == [{"n": number, "keys": number}]


@pytest.mark.parametrize(
    ("identifier", "shares"),
    [
        ("SECTORS", [("1", "33.3", "off"), ("1", "66.7", "off"), ("1", "50", "off"), ("1", "49", "off")]),
        ("ALONE", [("1", None, "alone"), ("99", None, "missing"), ("99", None, "missing")]),
        ("PARTLY", [("1", "60", "partly"), ("1", None, "partly"), ("98", None, "alone")]),
        ("OLD-SECTORS", [("1", "100", "whole"), ("2", "99.5", "near")]),
    ],
)
def test_shares_stand_as_published_with_what_they_add_up_to(
    duck: DuckEngine, identifier: str, shares: list[Any]
) -> None:
    found = of(duck, "sector_shares_published", identifier)
    assert [(row["vocabulary"], row["percentage"], row["sums_up"]) for row in found] == [
        (vocabulary, share and Decimal(share), sums) for vocabulary, share, sums in shares
    ]
    if identifier == "SECTORS":
        assert {row["published_sum"] for row in found} == {Decimal("33.3") + Decimal("66.7") + 50 + 49}


def test_publishers_are_counted(duck: DuckEngine) -> None:
    found = {row["reporting_org_ref"]: row for row in run(duck, bundled(), "records_by_publisher").to_pylist()}
    assert found["XM-DAC-1"] == {
        "reporting_org_ref": "XM-DAC-1", "activities": 1, "identifiers": 1, "transactions": 0, "budgets": 0, "files": 1,
    }  # fmt: skip
    assert found["KR-GOV-010"]["activities"] == 10 and found["KR-GOV-010"]["files"] == 2
    # numbers, dates twice, currencies, countries (2 and 1), types
    assert found["KR-GOV-010"]["transactions"] == len(NUMBERS) + 2 * len(DATES) + 3 + 3 + len(TYPES)


def test_spending_is_kept_apart_from_commitments_and_from_what_comes_in(duck: DuckEngine) -> None:
    found = run(duck, bundled(), "spending_by_publisher_and_year").to_pylist()
    (row,) = [one for one in found if one["year"] == 2012]
    # TYPES moves 10 of each type on one day: C and nothing else commits; D, E and 3 spend; IF comes in.
    assert (row["commitments"], row["spending"], row["incoming"]) == (Decimal(10), Decimal(30), Decimal(10))
    assert row["transactions"] == len(TYPES) and row["without_value"] == 0


def test_activities_of_a_country_are_found_by_activity_and_by_transaction(duck: DuckEngine) -> None:
    found = run(duck, bundled(), "activities_in_country", country="TH").to_pylist()
    told = {row["iati_identifier"]: (row["named_by_activity"], row["percentage"], row["transactions"]) for row in found}
    assert told == {"COUNTRIES": (True, Decimal(40), 1), "MOVED": (False, None, 1)}
