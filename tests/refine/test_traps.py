"""The measured traps of IATI money: each test fails under the naive rule, which the test states beside ours."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from solidary.sources.reporters import known_reporters
from tests.refine.samples import Row, activity, countries, made, regions, rows, sectors, spent


def counted(found: list[Row]) -> Decimal:
    return sum((row["usd"] for row in found if row["counts_in_totals"]), Decimal(0))


def naive(found: list[Row]) -> Decimal:
    return sum((row["amount"] for row in found if row["amount"] is not None), Decimal(0))


def by(found: list[Row], key: str) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for row in found:
        totals[row[key]] = totals.get(row[key], Decimal(0)) + row["amount"]
    return totals


def reasons(found: list[Row]) -> dict[str, str]:
    return {row["activity"]: row["counts_reason"] for row in found}


def test_a_secondary_reporter_does_not_count(tmp_path: Path) -> None:
    second = activity("B", spent("100")).replace('type="10"', 'type="10" secondary-reporter="1"')
    found = rows(tmp_path, activity("A", spent("100")), second)
    assert (counted(found), naive(found)) == (Decimal(100), Decimal(200))
    assert reasons(found) == {"A": "counted", "B": "secondary-reporter"}


def test_a_child_that_reports_the_money_of_its_parent_again_does_not_count_twice(tmp_path: Path) -> None:
    link = '<related-activity ref="P" type="1"/>'
    parent = activity("P", spent("100"), spent("50"), attributes='default-currency="USD" hierarchy="1"')
    child = activity("C", spent("150"), link, attributes='default-currency="USD" hierarchy="2"')
    alone = activity("D", spent("7"), attributes='default-currency="USD" hierarchy="2"')
    found = rows(tmp_path, parent, child, alone)
    assert reasons(found) == {"P": "counted", "C": "other-level", "D": "counted"}
    assert (counted(found), naive(found)) == (Decimal(157), Decimal(307))


def test_levels_that_are_not_linked_both_count(tmp_path: Path) -> None:
    first = activity("P", spent("100"), attributes='default-currency="USD" hierarchy="1"')
    second = activity("C", spent("150"), attributes='default-currency="USD" hierarchy="2"')
    assert counted(rows(tmp_path, first, second)) == 250


def test_money_is_not_counted_again_where_it_comes_in(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", spent("100", kind="1"), spent("60"), spent("30", kind="4")))
    assert {row["stage"] for row in found} == {"incoming", "disbursement", "expenditure"}
    spending = [row for row in found if row["stage"] in ("disbursement", "expenditure")]
    assert (counted(spending), naive(found)) == (Decimal(90), Decimal(190))


def test_of_two_versions_of_an_activity_the_later_counts(tmp_path: Path) -> None:
    old = activity("A", spent("100"), attributes='default-currency="USD" last-updated-datetime="2023-01-01T00:00:00Z"')
    new = activity("A", spent("120"), attributes='default-currency="USD" last-updated-datetime="2024-01-01T00:00:00Z"')
    found = made(tmp_path, [old], [new]).table().to_pylist()
    assert [row["published"] for row in found if row["counts_in_totals"]] == [120]
    assert [row["counts_reason"] for row in found if not row["counts_in_totals"]] == ["duplicate-identifier"]


SHARES = [
    ([("11110", "50"), ("14030", None)], ["50", "50"], "remainder"),  # d-portal 98/2, CDFD 33/67, HDX 50 + 100 %
    ([("11110", "0"), ("14030", "100")], ["100"], "stated"),  # d-portal gives 1/99
    ([("11110", "60"), ("14030", "60")], ["50", "50"], "rescaled"),  # without rescaling 120 % would be spent
    ([("11110", "33.3"), ("12110", "33.3"), ("14030", "33.3")], ["33.3333", "33.3333", "33.3333"], "normalised"),
    ([("11110", None), ("14030", None)], ["50", "50"], "missing"),  # a guess, and told as one
    ([("11110", None)], ["100"], "alone"),
    ([("11110", "100"), ("14030", None)], ["100"], "rescaled"),  # the other has nothing left
]


@pytest.mark.parametrize(("given", "expected", "rule"), SHARES)
def test_percentages_of_sectors_split_the_whole_amount(
    tmp_path: Path, given: list[tuple[str, str | None]], expected: list[str], rule: str
) -> None:
    found = rows(tmp_path, activity("A", spent("100"), sectors(*given)))
    assert [f"{row['amount']:.4f}".rstrip("0").rstrip(".") for row in found] == expected
    assert {row["sector_rule"] for row in found} == {rule}
    assert naive(found) == 100


def test_two_vocabularies_are_never_mixed(tmp_path: Path) -> None:
    both = sectors(("11110", "100")) + sectors(("111", "100"), vocabulary="2")
    found = rows(tmp_path, activity("A", spent("100"), both))
    assert by(found, "sector") == {"11110": 100}
    only = rows(tmp_path / "b", activity("A", spent("100"), sectors(("111", "100"), vocabulary="2")))
    assert {row["sector_vocabulary"] for row in only} == {"2"}


PLACES = [
    (countries(("TH", "80")) + regions(("298", "20")), {"TH": 80, "298": 20}),  # C: they share one hundred
    (countries(("TH", "100")) + regions(("298", "100")), {"TH": 100}),  # A: countries have it all
    (countries(("TH", "60"), ("VN", "40")) + regions(("298", "100")), {"TH": 60, "VN": 40}),
    (countries(("TH", None), ("VN", None)) + regions(("298", None)), {"TH": 50, "VN": 50}),  # B: 100 each
    (regions(("298", None)), {"298": 100}),
    ("", {None: 100}),
]


@pytest.mark.parametrize(("places", "expected"), PLACES)
def test_countries_and_regions_share_by_the_rules_of_country_development_finance_data(
    tmp_path: Path, places: str, expected: dict[str | None, int]
) -> None:
    found = rows(tmp_path, activity("A", spent("100"), places))
    assert by(found, "recipient") == expected


def test_what_a_transaction_says_goes_before_what_its_activity_says(tmp_path: Path) -> None:
    own = spent("100", '<sector vocabulary="1" code="14030"/>', '<recipient-country code="VN"/>')
    found = rows(tmp_path, activity("A", own, countries(("TH", "100")), sectors(("11110", "100"))))
    (row,) = found
    assert (row["recipient"], row["sector"]) == ("VN", "14030")
    assert (row["recipient_rule"], row["sector_rule"]) == ("transaction", "transaction-alone")


def test_the_answer_is_the_same_wherever_the_fact_stands(tmp_path: Path) -> None:
    above = activity("A", spent("100"), countries(("TH", "100")), sectors(("11110", "100")))
    below = activity("A", spent("100", '<sector vocabulary="1" code="11110"/>', '<recipient-country code="TH"/>'))
    keys = ("amount", "recipient", "recipient_kind", "sector", "usd", "counts_in_totals")
    (first,), (second,) = rows(tmp_path / "a", above), rows(tmp_path / "b", below)
    assert {key: first[key] for key in keys} == {key: second[key] for key in keys}


def test_money_without_a_rate_is_unknown_and_not_nothing(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", spent("100", money='currency="VND"'), spent("100", money='currency="EUR"')))
    assert [(row["currency"], row["usd"], row["rate"]) for row in found] == [
        ("VND", None, None),
        ("EUR", Decimal("110"), Decimal("1.1")),
    ]


def test_money_without_a_currency_is_unknown_and_not_dollars(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, activity("A", spent("100"), attributes=""))
    assert (row["currency"], row["currency_rule"], row["usd"]) == (None, "unknown", None)


def test_the_value_date_sets_the_rate_and_the_transaction_date_the_time(tmp_path: Path) -> None:
    late = spent("100", day="2023-01-01", money='currency="EUR" value-date="2024-05-01"')
    (row,) = rows(tmp_path, activity("A", late))
    assert (str(row["date"]), str(row["value_date"]), row["usd"]) == ("2023-01-01", "2024-05-01", 110)
    assert (row["date_rule"], row["value_date_rule"]) == ("own", "own")


def test_negative_and_zero_amounts_are_kept(tmp_path: Path) -> None:
    found = rows(
        tmp_path, activity("A", spent("100"), spent("-40"), spent("0"), sectors(("11110", "50"), ("14030", "50")))
    )
    assert [str(row["amount"]) for row in found] == [
        "50.000000", "50.000000", "-20.000000", "-20.000000", "0.000000", "0.000000",
    ]  # fmt: skip
    assert counted(found) == 60


def test_commitments_without_spending_invent_none(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", spent("100", kind="2")))
    assert {row["stage"] for row in found} == {"commitment"}


def test_pledges_are_no_commitments_and_old_codes_are_read(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", *(spent("1", kind=kind) for kind in ("12", "13", "C", "D", "E", "IF"))))
    assert [row["stage"] for row in found] == [
        "pledge", "incoming", "commitment", "disbursement", "expenditure", "incoming",
    ]  # fmt: skip


def budget(kind: str, value: str) -> str:
    return (
        f'<budget type="{kind}"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'
        f'<value value-date="2024-05-01">{value}</value></budget>'
    )


def test_a_revised_budget_takes_the_place_of_the_original_one(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", budget("1", "100"), budget("2", "80")))
    assert {(row["type"], row["counts_reason"]) for row in found} == {("1/1", "revised"), ("2/1", "counted")}
    assert (counted(found), naive(found)) == (Decimal(80), Decimal(180))


def test_a_number_that_is_none_is_no_money(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", spent("1,000"), spent("1000")))
    assert [(row["published"], row["counts_reason"]) for row in found] == [(None, "no-amount"), (1000, "counted")]


FUNDER = '<participating-org role="1" ref="KR-GOV-051" type="10"/>'


def second(name: str, *inner: str, publisher: str = "XM-PUB") -> str:
    return activity(name, *inner, publisher=publisher).replace('type="10"', 'type="10" secondary-reporter="1"', 1)


def test_a_secondary_report_counts_if_nobody_whose_money_it_is_reports(tmp_path: Path) -> None:
    alone = second("A", FUNDER, spent("100"))
    unnamed = second("B", '<participating-org role="4" ref="KR-GOV-051" type="10"/>', spent("10"))
    found = rows(tmp_path, alone, unnamed)
    assert reasons(found) == {"A": "only-secondary", "B": "secondary-reporter"}
    assert (counted(found), naive(found)) == (Decimal(100), Decimal(110))


def test_a_secondary_report_does_not_count_beside_the_primary_one(tmp_path: Path) -> None:
    primary = activity("KR-1", spent("100"), publisher="KR-GOV-051")
    found = rows(tmp_path, second("A", FUNDER, spent("100")), primary)
    assert reasons(found) == {"A": "secondary-reporter", "KR-1": "counted"}


def test_what_is_said_of_a_publisher_goes_before_what_its_files_leave_open(tmp_path: Path) -> None:
    told = "publisher,source_type,level,source\nXM-PUB,secondary_source,,the registry\nXM-TWO,,2,its own page\n"
    (tmp_path / "reporters.csv").write_text(told, "utf-8")
    levels = [
        activity("P", spent("100"), spent("50"), attributes='default-currency="USD" hierarchy="1"', publisher="XM-TWO"),
        activity(
            "C", spent("150"), '<related-activity ref="P" type="1"/>',
            attributes='default-currency="USD" hierarchy="2"', publisher="XM-TWO",
        ),
    ]  # fmt: skip
    found = (
        made(tmp_path / "x", [activity("A", spent("7")), *levels], said=known_reporters(tmp_path)).table().to_pylist()
    )
    assert reasons(found) == {"A": "secondary-reporter", "P": "other-level", "C": "counted"}
