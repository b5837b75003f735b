"""The measured traps of IATI money, in the order of the table in docs/flows.md.

Each test works out what the naive rule would give, from what is published and not by our rules, and sees that it
differs from ours: it fails where we fall into the trap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from tests.refine.samples import (
    Row,
    YearRates,
    activity,
    countries,
    flows_of,
    made,
    regions,
    rows,
    sectors,
    spent,
)  # fmt: skip

Shares = list[tuple[str, str | None]]
SPENDING: Final = ("disbursement", "expenditure")
USD: Final = 'default-currency="USD"'


def counted(found: list[Row], stages: tuple[str, ...] = SPENDING) -> Any:
    """Our total."""
    kept = (row for row in found if row["counts_in_totals"] and row["stage"] in stages)
    return sum((row["usd"] for row in kept if row["usd"] is not None), Decimal(0))


def published(found: list[Row], stages: tuple[str, ...] = (*SPENDING, "incoming", "commitment", "pledge")) -> Any:
    """All that is published, each row of the source once: what a sum over the files gives."""
    once = {(row["dataset"], row["table"], row["row"]): row for row in found if row["stage"] in stages}
    return sum((row["published"] for row in once.values()), Decimal(0))


def by(found: list[Row], key: str) -> dict[str, Any]:
    totals: dict[str, Any] = {}
    for row in found:
        totals[row[key]] = totals.get(row[key], Decimal(0)) + row["amount"]
    return totals


def reasons(found: list[Row]) -> dict[str, str]:
    return {row["activity"]: row["counts_reason"] for row in found}


def test_a_secondary_reporter_does_not_count(tmp_path: Path) -> None:
    second = activity("B", spent("100")).replace('type="10"', 'type="10" secondary-reporter="1"')
    found = rows(tmp_path, activity("A", spent("100")), second)
    assert (counted(found), published(found)) == (100, 200)
    assert reasons(found) == {"A": "counted", "B": "secondary-reporter"}


def test_a_child_that_reports_the_money_of_its_parent_again_does_not_count_twice(tmp_path: Path) -> None:
    link = '<related-activity ref="P" type="1"/>'
    parent = activity("P", spent("100"), spent("50"), attributes=f'{USD} hierarchy="1"')
    child = activity("C", spent("150"), link, attributes=f'{USD} hierarchy="2"')
    alone = activity("D", spent("7"), attributes=f'{USD} hierarchy="2"')
    found = rows(tmp_path, parent, child, alone)
    only_first = sum(row["published"] for row in found if row["activity"] == "P")  # a rule by a constant level
    assert (counted(found), published(found), only_first) == (157, 307, 150)
    assert reasons(found) == {"P": "counted", "C": "other-level", "D": "counted"}


def test_money_is_not_counted_again_where_it_comes_in(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", spent("100", kind="1"), spent("60"), spent("30", kind="4")))
    assert (counted(found), published(found)) == (90, 190)


def test_money_that_is_passed_on_counts_once_in_the_net_of_the_graph(tmp_path: Path) -> None:
    first = activity("A", spent("100", '<receiver-org receiver-activity-id="B"/>'))
    second = activity("B", spent("100", kind="1"), spent("80"), publisher="XM-TWO")
    flows = made(tmp_path, [first, second])
    modes = {row["publisher"]: row for row in flows.ask("totals_by_mode").to_pylist()}
    assert sum(row["gross"] for row in modes.values()) == 180  # every hop: the naive total
    assert sum(row["graph_net"] or 0 for row in modes.values()) == 80  # what reached somebody
    assert modes["XM-TWO"]["publisher_net"] == -20
    assert modes["XM-PUB"]["rows_with_receiver_activity"] == 1


def test_of_two_versions_of_an_activity_the_later_counts(tmp_path: Path) -> None:
    old = activity("A", spent("100"), attributes=f'{USD} last-updated-datetime="2023-01-01T00:00:00Z"')
    new = activity("A", spent("120"), attributes=f'{USD} last-updated-datetime="2024-01-01T00:00:00Z"')
    found = made(tmp_path, [old], [new]).table().to_pylist()
    first_file = found[0]["published"]  # the rule of the first file in the alphabet
    assert (counted(found), published(found), first_file) == (120, 220, 100)
    assert [row["counts_reason"] for row in found if not row["counts_in_totals"]] == ["duplicate-identifier"]


def portal(shares: Shares) -> list[Decimal]:
    """d-portal: a missing or zero percentage weighs 1; then all are brought to 100."""
    return scaled([Decimal(share or 0) or Decimal(1) for _, share in shares])


def tables(shares: Shares) -> list[Decimal]:
    """IATI Tables, and Country Development Finance Data: a missing one is 100; then all are brought to 100."""
    return scaled([Decimal(share or 100) for _, share in shares])


def unscaled(shares: Shares) -> list[Decimal]:
    """HDX: a missing one is 100; nothing is brought to 100."""
    return [Decimal(share or 100) for _, share in shares]


def scaled(weights: list[Decimal]) -> list[Decimal]:
    return [(weight * 100 / sum(weights)).quantize(Decimal("0.01")) for weight in weights]


TOYS: Final[list[tuple[Shares, str, str]]] = [
    ([("11110", "50"), ("14030", None)], "50 / 50", "remainder"),
    ([("11110", "0"), ("14030", "100")], "0 / 100", "stated"),
    ([("11110", "60"), ("14030", "60")], "50 / 50", "rescaled"),
    ([("11110", "33.3"), ("12110", "33.3"), ("14030", "33.3")], "33.33 / 33.33 / 33.33", "normalised"),
    ([("11110", None), ("14030", None)], "50 / 50", "missing"),
]
PEERS: Final[list[Callable[[Shares], list[Decimal]]]] = [portal, tables, unscaled]


def spelled(parts: list[Decimal]) -> str:
    return " / ".join(f"{part:f}".rstrip("0").rstrip(".") if "." in f"{part:f}" else f"{part:f}" for part in parts)


@pytest.mark.parametrize(("given", "expected", "rule"), TOYS, ids=[rule for _, _, rule in TOYS])
def test_shares_are_what_is_stated_and_split_the_whole(tmp_path: Path, given: Shares, expected: str, rule: str) -> None:
    found = rows(tmp_path, activity("A", spent("100"), sectors(*given)))
    parts = {row["sector"]: row["amount"].quantize(Decimal("0.01")) for row in found}
    assert spelled([parts.get(code, Decimal(0)) for code, _ in given]) == expected
    assert {row["sector_rule"] for row in found} == {rule}
    assert sum(row["amount"] for row in found) == 100


def test_no_peer_gives_all_five_toy_cases_as_they_are_stated() -> None:
    """(50, none) is 98/2, 67... or 150 % elsewhere; (0, 100) is 1/99; (60, 60) spends 120 %, (none, none) 200 %."""
    ours = [expected for _, expected, _ in TOYS]
    theirs = [[spelled(rule(given)) for given, _, _ in TOYS] for rule in PEERS]
    assert [answers[0] for answers in theirs] == ["98.04 / 1.96", "33.33 / 66.67", "50 / 100"]
    assert theirs[0][1] == "0.99 / 99.01"
    assert (theirs[2][2], theirs[2][4]) == ("60 / 60", "100 / 100")
    assert all(answers != ours for answers in theirs)


def test_the_toy_cases_are_published_as_they_come_out() -> None:
    text = (Path(__file__).parents[2] / "docs" / "flows.md").read_text("utf-8")
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| (")]
    told = {line[0]: line[1:] for line in lines}
    for given, expected, rule in TOYS:
        name = "({})".format(", ".join(share or "none" for _, share in given))
        assert told.pop(name) == [f"{expected}, `{rule}`", *(spelled(peer(given)) for peer in PEERS)]
    assert told == {}


def test_two_vocabularies_are_never_mixed(tmp_path: Path) -> None:
    both = sectors(("11110", "100")) + sectors(("111", "100"), vocabulary="2")
    found = rows(tmp_path, activity("A", spent("100"), both))
    merged = Decimal(100) * 100 / (100 + 100)  # both vocabularies brought to one hundred
    assert by(found, "sector") == {"11110": 100}
    assert merged == 50
    only = rows(tmp_path / "b", activity("A", spent("100"), sectors(("111", "100"), vocabulary="2")))
    assert {row["sector_vocabulary"] for row in only} == {"2"}


def test_a_region_beside_countries_that_are_the_whole_gets_nothing(tmp_path: Path) -> None:
    places = countries(("TH", "60"), ("VN", "40")) + regions(("298", "100"))
    found = rows(tmp_path, activity("A", spent("100"), places))
    added = Decimal(60 + 40 + 100)  # countries and regions both added
    assert by(found, "recipient") == {"TH": 60, "VN": 40}
    assert sum(by(found, "recipient").values()) == 100 != added
    shared = rows(tmp_path / "b", activity("A", spent("100"), countries(("TH", "80")), regions(("298", "20"))))
    countries_only = Decimal(100)  # the countries brought to 100, the region dropped
    assert by(shared, "recipient") == {"TH": 80, "298": 20} != {"TH": countries_only}


def test_a_country_is_found_wherever_it_stands(tmp_path: Path) -> None:
    above = activity("A", spent("100"), countries(("TH", "100")))
    below = activity("B", spent("50", '<recipient-country code="TH"/>'))
    other = activity("C", spent("30", '<recipient-country code="VN"/>'), countries(("TH", "100")))
    found = rows(tmp_path, above, below, other)
    on_activity = Decimal(100 + 30)  # a filter on what the activity names
    assert by(found, "recipient") == {"TH": 150, "VN": 30}
    assert by(found, "recipient")["TH"] != on_activity


def test_money_without_a_rate_or_a_currency_is_unknown_and_not_nothing(tmp_path: Path) -> None:
    found = rows(
        tmp_path, activity("A", spent("100", money='currency="VND"')), activity("B", spent("100"), attributes="")
    )
    assert [(row["currency"], row["usd"], row["rate"]) for row in found] == [("VND", None, None), (None, None, None)]
    assert published(found) == 200  # taken for dollars
    flows = made(tmp_path / "b", [activity("A", spent("100", money='currency="VND"'), spent("5"))])
    (row,) = flows.ask("totals_by_mode").to_pylist()
    assert (row["gross"], row["rows_without_rate"]) == (5, 1)  # said beside the sum, which a 0 would hide


def test_an_old_value_has_the_rate_of_its_day_and_not_that_of_today(tmp_path: Path) -> None:
    rates = YearRates(known=(("EUR", 2012, "1.3"), ("EUR", 2021, "1.2"), ("EUR", 2024, "1.1"), ("USD", 2024, "1")))
    old = spent("100", day="2012-06-01", money='currency="EUR"')
    late = spent("100", day="2012-06-01", money='currency="EUR" value-date="2021-06-01"')
    first, second = flows_of(tmp_path, [activity("A", old, late)], rates=rates).table().to_pylist()
    today = Decimal(100) * Decimal("1.1")  # the rate of about the present
    assert [first["usd"], second["usd"]] == [130, 120]
    assert today == 110
    assert (str(second["date"]), str(second["value_date"])) == ("2012-06-01", "2021-06-01")  # time and rate


def test_negative_and_zero_amounts_are_kept_and_absurd_ones_are_told(tmp_path: Path) -> None:
    usual = [spent("10") for _ in range(10)]
    flows = made(
        tmp_path, [activity("A", spent("100"), spent("-40"), spent("0")), activity("B", *usual, spent("10000"))]
    )
    found = flows.table().to_pylist()
    positive = sum(row["published"] for row in found if row["published"] > 0)  # corrections dropped
    assert (counted(found), positive) == (10160, 10200)
    (told,) = flows.ask("outlying_rows").to_pylist()
    assert (told["published"], told["others_usd"], told["row_count"]) == (10000, 240, 14)


def test_commitments_without_spending_invent_none(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", spent("100", kind="2")))
    invented = published(found, ("commitment",))  # disbursements made of commitments
    assert (counted(found), invented) == (0, 100)
    (row,) = (
        made(tmp_path / "b", [activity("A", spent("100", kind="2"))]).ask("spending_by_publisher_and_year").to_pylist()
    )
    assert (row["commitments"], row["spending"]) == (100, None)  # unknown: a ratio would be undefined, not 0


def budget(kind: str, value: str, start: str = "2024-01-01", end: str = "2024-12-31") -> str:
    return (
        f'<budget type="{kind}"><period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
        f'<value value-date="2024-05-01">{value}</value></budget>'
    )


def test_a_revised_budget_takes_the_place_of_the_original_one(tmp_path: Path) -> None:
    found = rows(tmp_path, activity("A", budget("1", "100"), budget("2", "80")))
    assert {(row["type"], row["counts_reason"]) for row in found} == {("1/1", "revised"), ("2/1", "counted")}
    assert (counted(found, ("budget",)), published(found, ("budget",))) == (80, 180)


def test_a_budget_of_more_than_a_year_falls_into_its_years_day_by_day(tmp_path: Path) -> None:
    flows = made(tmp_path, [activity("A", budget("1", "731", "2023-01-01", "2024-12-31"))])
    years = {row["fiscal_year"]: row["amount"] for row in flows.ask("budget_years", month=1).to_pylist()}
    whole = {2023: Decimal(731)}  # all in the year of its start
    assert years == {2023: 365, 2024: 366} != whole


def test_pledges_and_umbrellas_stand_outside_spending(tmp_path: Path) -> None:
    umbrella = activity("U", spent("900"), '<tag code="not-for-totals" vocabulary="99"/>')
    found = rows(tmp_path, activity("A", spent("1000", kind="12"), spent("500", kind="13"), spent("20")), umbrella)
    assert (counted(found), published(found)) == (20, 2420)
    assert reasons(found)["U"] == "umbrella"


def test_every_trap_of_the_table_has_its_test_and_every_test_its_trap() -> None:
    text = (Path(__file__).parents[2] / "docs" / "flows.md").read_text("utf-8")
    told = re.findall(r"`(test_\w+)`", text.partition("\n## Traps\n")[2].partition("\n## ")[0])
    here = {name for name, found in globals().items() if name.startswith("test_") and callable(found)}
    about_docs = {
        "test_every_trap_of_the_table_has_its_test_and_every_test_its_trap",
        "test_the_toy_cases_are_published_as_they_come_out",
    }
    assert set(told) == here - about_docs
