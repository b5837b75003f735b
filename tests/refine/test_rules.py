"""The rules of flows, one by one; the traps that they are for stand in ``test_traps``, with the naive figures."""

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


def test_levels_that_are_not_linked_both_count(tmp_path: Path) -> None:
    first = activity("P", spent("100"), attributes='default-currency="USD" hierarchy="1"')
    second = activity("C", spent("150"), attributes='default-currency="USD" hierarchy="2"')
    assert counted(rows(tmp_path, first, second)) == 250


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
