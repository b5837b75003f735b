"""Rates: the published value of the day, the day before for weekends, nothing for what nobody published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from solidary.errors import UnknownName
from solidary.records.rate import PUBLISHED
from solidary.sources.rates.daily import daily
from solidary.sources.rates.ecb import ecb_rates
from solidary.sources.rates.known import known_rates
from solidary.sources.rates.table import RateFault, table_rates
from tests.sources.iati.samples import DATA

ASEAN_WITHOUT = ("VND", "LAK", "KHR", "MMK", "BND")


@pytest.fixture(scope="module")
def ecb() -> pa.Table:
    return ecb_rates()


def days(table: pa.Table, currency: str) -> dict[date, tuple[Decimal, date]]:
    rows = [row for row in table.to_pylist() if row["currency"] == currency]
    return {row["day"]: (row["usd"], row["rate_date"]) for row in rows}


def rate(currency: str, first: str, last: str, usd: str, source: str = "x") -> dict[str, object]:
    return {
        "currency": currency, "first": date.fromisoformat(first), "last": date.fromisoformat(last),
        "usd": Decimal(usd), "source": source,
    }  # fmt: skip


def table(*rates: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rates), PUBLISHED)


def test_the_first_rates_of_the_euro_are_those_of_4_january_1999(ecb: pa.Table) -> None:
    """1.1789 dollars and 133.73 yen for a euro, as the bank published them."""
    found = {row["currency"]: row["usd"] for row in ecb.to_pylist() if row["first"] == date(1999, 1, 4)}
    assert found["EUR"] == Decimal("1.178900000000")
    assert found["JPY"] == (Decimal("1.1789") / Decimal("133.73")).quantize(Decimal("1e-12"))
    assert found["USD"] == 1


def test_every_member_of_asean_that_the_bank_lists_has_a_rate_in_2022_and_the_others_have_none(ecb: pa.Table) -> None:
    known = {row["currency"] for row in ecb.to_pylist() if row["first"].year == 2022}
    assert {"THB", "IDR", "MYR", "PHP", "SGD", "KRW"} <= known
    assert known.isdisjoint(ASEAN_WITHOUT)


def test_a_weekend_takes_the_rate_of_its_friday_and_says_so(ecb: pa.Table) -> None:
    found = days(daily([ecb.filter(pa.compute.equal(ecb["currency"], "KRW"))]), "KRW")
    friday = date(2022, 11, 11)
    assert found[date(2022, 11, 13)] == found[friday] == (found[friday][0], friday)


def test_after_a_week_without_a_rate_there_is_none() -> None:
    found = days(daily([table(rate("KRW", "2022-01-03", "2022-01-03", "0.0008"))]), "KRW")
    assert date(2022, 1, 9) in found
    assert date(2022, 1, 10) not in found


def test_a_rate_for_a_year_holds_within_it_and_gives_way_to_a_daily_one() -> None:
    year = table(rate("VND", "2021-01-01", "2021-12-31", "0.00004", "year"))
    day = table(rate("VND", "2021-06-01", "2021-06-01", "0.00005", "day"))
    found = days(daily([day, year]), "VND")
    assert len(found) == 365
    assert found[date(2021, 1, 1)] == (Decimal("0.00004"), date(2021, 12, 31))
    assert found[date(2021, 6, 1)] == (Decimal("0.00005"), date(2021, 6, 1))
    assert found[date(2021, 6, 8)][0] == Decimal("0.00004")


def test_no_rate_is_no_table() -> None:
    assert daily([]).num_rows == daily([table()]).num_rows == 0


def test_a_table_of_the_users_own_is_read_with_its_period(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "Date,Rate,Currency,Frequency,Source\n2021-12-31,23000,VND,A,IMF\n2021-06-30,1.3,SGD,M,MAS\n", "utf-8"
    )
    vnd, sgd = table_rates(path).to_pylist()
    assert (vnd["first"], vnd["last"], vnd["usd"]) == (date(2021, 1, 1), date(2021, 12, 31), Decimal("0.000043478261"))
    assert (sgd["first"], sgd["source"]) == (date(2021, 6, 1), "MAS, a rate for the month")


@pytest.mark.parametrize("line", ["2021-13-31,23000,VND", "2021-12-31,a lot,VND", "2021-12-31,0,VND"])
def test_a_line_that_cannot_be_read_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"Date,Rate,Currency\n2021-12-31,1,EUR\n{line}\n", "utf-8")
    with pytest.raises(RateFault, match=r"own.csv:3: read"):
        table_rates(path)


def test_a_missing_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Date,rates,Currency\n", "utf-8")
    with pytest.raises(UnknownName, match="Rate"):
        table_rates(path)


def test_the_imf_has_what_the_bank_lacks() -> None:
    path = DATA / "fx-imf" / "imf_exchangerates_A_ENDA_USD.csv"
    if not path.exists():
        pytest.skip("the shared data is not beside the checkout")
    rates = table_rates(path)
    assert set(ASEAN_WITHOUT) <= set(rates["currency"].to_pylist())


def test_a_dollar_is_a_dollar_before_the_central_bank_began() -> None:
    """Projects of the nineties are often reported in dollars: they need no rate, and are not unknown."""
    table = known_rates(None).table()
    found = {row["day"]: row["usd"] for row in table.to_pylist() if row["currency"] == "USD"}
    assert {found[date(1960, 1, 1)], found[date(1995, 2, 28)], found[date(1998, 12, 31)], found[date(1999, 1, 4)]} == {
        1
    }
    assert date(1959, 12, 31) not in found
    assert min(row["day"] for row in table.to_pylist() if row["currency"] == "EUR") == date(1999, 1, 4)
