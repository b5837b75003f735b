"""Constant prices: first deflated in the own currency, then exchanged at the base year; what is missing is counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from solidary.analyses.finding import Trail
from solidary.brief.trail import foot_of, lines_of, rows_behind, sources_of
from solidary.errors import WrongUse
from solidary.records.deflator import DEFLATOR
from solidary.refine.flows import Flows
from solidary.sources.deflators.known import Deflators
from solidary.sources.rates.ecb import ecb_rates
from solidary.store.engine.duckdb import DuckEngine
from tests.refine.samples import Row, YearRates, activity, countries, flows_of, sectors, spent

# Won per dollar: 1000 in 2010, 1250 in 2020. Prices in Korea doubled; in the United States they rose by a quarter.
RATES = YearRates(
    known=(
        ("KRW", 2010, "0.001"),
        ("KRW", 2020, "0.0008"),
        ("USD", 2010, "1"),
        ("USD", 2020, "1"),
        ("THB", 2010, "0.03"),
    )
)
OWN = [("KRW", 2010, "50", "own"), ("KRW", 2020, "100", "own"), ("USD", 2010, "0.8", "own"), ("USD", 2020, "1", "own")]
# The same in dollars: 2 times the prices, 0.8 times the rate.
DOLLARS = [
    ("KRW", 2010, "0.5", "USD"),
    ("KRW", 2020, "0.8", "USD"),
    ("USD", 2010, "0.8", "USD"),
    ("USD", 2020, "1", "USD"),
]


@dataclass(frozen=True)
class Told(Deflators):
    """Deflators of a test."""

    known: tuple[tuple[str, int, str, str], ...] = ()

    def table(self) -> pa.Table:
        return pa.Table.from_pylist(
            [
                {"currency": currency, "year": year, "index": Decimal(index), "basis": basis, "source": f"{basis} test"}
                for currency, year, index, basis in self.known
            ],
            DEFLATOR,
        )


def deflated(folder: Path, *inner: str, known: list[tuple[str, int, str, str]] = OWN) -> Flows:
    return flows_of(folder, [activity("A", *inner)], rates=RATES, deflators=Told(known=tuple(known)))


def won(value: str, day: str = "2010-06-01", kind: str = "3") -> str:
    return spent(value, day=day, money='currency="KRW"', kind=kind)


def rows(flows: Flows, base: int = 2020, month: int = 1) -> list[Row]:
    found: list[Row] = flows.constant(base, month).to_pylist()
    return found


@pytest.mark.parametrize("known", [OWN, DOLLARS], ids=["in won", "in dollars"])
def test_money_is_deflated_in_its_currency_and_exchanged_at_the_base_year(
    tmp_path: Path, known: list[tuple[str, int, str, str]]
) -> None:
    """1,000,000 won of 2010 are 2,000,000 won of 2020, which are 1,600 dollars of 2020.

    In dollars of the day they were 1,000; exchanged first and deflated by the prices of the United States they would be
    1,250: the order is no matter of taste.
    """
    (row,) = rows(deflated(tmp_path, won("1000000"), known=known))
    assert (row["usd"], row["usd_constant"]) == (1000, 1600)
    assert row["usd"] * 1 / Decimal("0.8") == 1250 != row["usd_constant"]
    assert (row["row_count"], row["rows_constant"]) == (1, 1)


def test_the_year_of_prices_is_that_of_the_money_and_not_that_of_its_rate(tmp_path: Path) -> None:
    late = spent("1000000", day="2010-06-01", money='currency="KRW" value-date="2020-06-01"')
    (row,) = rows(deflated(tmp_path, late))
    assert (row["usd"], row["usd_constant"]) == (800, 1600)  # deflated from 2020 it would stay 800


def test_dollars_follow_the_prices_of_the_united_states(tmp_path: Path) -> None:
    (row,) = rows(deflated(tmp_path, spent("80", day="2010-01-01")))
    assert row["usd_constant"] == 100
    (same,) = rows(deflated(tmp_path / "b", spent("80", day="2010-01-01")), base=2010)
    assert same["usd_constant"] == 80


def test_what_has_no_deflator_no_rate_or_no_amount_is_counted_and_never_nothing(tmp_path: Path) -> None:
    known = [*OWN, ("THB", 2010, "1", "own"), ("THB", 2020, "2", "own")]
    inner = [
        won("1000000"), won("5", day="2011-06-01"),  # 2011 has no deflator
        spent("7", day="2010-06-01", money='currency="THB"'),  # 2020 has no rate
        spent("many", day="2010-06-01"), spent("7", day="2010-06-01", money='currency="EUR"'),
        spent("7", day=""),
    ]  # fmt: skip
    table = deflated(tmp_path, *inner, known=known).constant(2020)
    counts = {name: pc.sum(table[name]).as_py() for name in table.column_names if name.startswith("rows_")}
    assert counts == {
        "rows_in_usd": 2, "rows_constant": 1, "rows_unstated": 2, "rows_without_deflator": 2, "rows_without_rate": 1,
    }  # fmt: skip
    assert pc.sum(table["row_count"]).as_py() == 6 == sum(counts.values()) - counts["rows_in_usd"]
    assert pc.sum(table["usd_constant"]).as_py() == 1600


def test_without_deflators_all_is_unknown(tmp_path: Path) -> None:
    (row,) = rows(deflated(tmp_path, won("1000000"), known=[]))
    assert (row["usd"], row["usd_constant"], row["rows_without_deflator"]) == (1000, None, 1)


def test_a_fiscal_year_begins_in_any_month(tmp_path: Path) -> None:
    flows = deflated(tmp_path, won("1000000", day="2010-09-30"), won("500000", day="2010-10-01"))
    thai = {(row["fiscal_year"], row["fiscal_quarter"]): row["usd_constant"] for row in rows(flows, month=10)}
    assert thai == {(2010, 4): 1600, (2011, 1): 800}  # October 2010 to September 2011 is 2011
    april = {(row["fiscal_year"], row["fiscal_quarter"]) for row in rows(flows, month=4)}
    assert april == {(2011, 2), (2011, 3)}
    assert {(row["fiscal_year"], row["fiscal_quarter"], row["quarter"]) for row in rows(flows)} == {
        (2010, 3, 3),
        (2010, 4, 4),
    }
    years = flows.ask("spending_by_fiscal_year", month=10).to_pylist()
    assert {row["fiscal_year"]: row["spending"] for row in years} == {2010: 1000, 2011: 500}
    with pytest.raises(WrongUse, match="1 to 12"):
        flows.constant(2020, 13)


def test_the_rows_behind_a_sum_in_constant_prices_add_up_to_it_and_name_their_sources(tmp_path: Path) -> None:
    shared = countries(("TH", "30"), ("VN", "70")), sectors(("11110", "33.3"), ("14030", "66.7"))
    flows = deflated(tmp_path, won("1000000"), spent("80", day="2010-01-01"), *shared)
    asked = {"publishers": "^XM-", "recipients": "^TH$", "stages": "^disbursement$", "until": "2030-12-31"}
    found = flows.ask("constant_rows", base=2020, **asked)
    whole = sum(row["usd_constant"] for row in rows(flows) if row["recipient"] == "TH")
    assert pc.sum(found["usd_constant"]).as_py() == whole == Decimal("510.000000")  # three tenths of 1,600 and 100
    first = next(row for row in found.to_pylist() if row["currency"] == "KRW")
    assert (first["deflator"], first["base_deflator"], first["mean_rate"]) == (50, 100, Decimal("0.0008"))
    assert (first["deflator_source"], first["mean_rate_source"]) == ("own test", "2020 in a test")
    assert first["factor"] == Decimal("0.0016")


def test_a_figure_in_constant_prices_opens_to_its_rows_with_indices_rate_and_sources(tmp_path: Path) -> None:
    flows = deflated(tmp_path, won("1000000"), won("5", day="2011-06-01"), countries(("TH", "100")))
    asked = {"publishers": "^XM-", "recipients": "^TH$", "stages": "^disbursement$", "until": "2030-12-31"}
    table = rows_behind(Trail("constant_rows", (*asked.items(), ("base", 2020))), flows)
    first, second = lines_of(table)
    assert first[5:7] == ("0.0016: prices 50 to 100 in 2020, mean rate 0.0008", "1,600.00")
    assert second[5:7] == ("none known", "unknown")
    assert foot_of(table, flows)[:3] == [
        "2 rows. Sum: USD 1,600.00 in prices and rates of 2020, from 1 rows with a known deflator and rate.",
        "Rates: 2020 in a test",
        "Deflators: own test",
    ]
    assert sources_of(table, flows)["deflators"] == ["own test"]


def test_the_mean_rate_of_a_year_is_that_which_the_european_central_bank_publishes(tmp_path: Path) -> None:
    """Dollars for a euro, annual averages of the bank: 1.1195, 1.1422, 1.1827, 1.0530, 1.0813."""
    from solidary.sources.rates.known import known_rates

    flows = flows_of(tmp_path, [activity("A", spent("1"))], rates=known_rates(None))
    levels = {(row["currency"], row["year"]): row for row in flows.levels.to_pylist()}
    published = {2019: "1.1195", 2020: "1.1422", 2021: "1.1827", 2022: "1.0530", 2023: "1.0813"}
    mean = {year: str(levels["EUR", year]["usd"].quantize(Decimal("1e-4"))) for year in published}
    assert mean == published
    last = max(ecb_rates()["first"].to_pylist())
    assert last.month == 12 or levels.get(("EUR", last.year), {"usd": None})["usd"] is None
    assert isinstance(flows.engine, DuckEngine)
