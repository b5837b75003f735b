"""Projects on the page: what a filter leaves, its sums and facets, and the same as a file."""

from __future__ import annotations

import csv
import io

import httpx
from openpyxl import load_workbook

# From tests.loaded: 40 % of 10 and 5 million for Thailand, 60 % for Viet Nam; a dam of 30 million; roads with no rate;
# trains of 3 million euro. One activity in two countries is two rows.
WHOLE = "/kasi/projects"


def test_the_sums_follow_the_filter(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}.json?recipient=VN").json()
    assert found["rows_of"] == 1
    assert float(found["totals"]["commitments"]) == 10_000_000 * 60 / 100
    assert float(found["totals"]["spending"]) == 5_000_000 * 60 / 100
    assert found["totals"]["activities"] == 1


def test_one_activity_in_two_countries_counts_once(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}.json").json()
    assert (found["rows_of"], found["totals"]["activities"]) == (5, 4)


def test_what_has_no_rate_is_counted_and_in_no_sum(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}.json?recipient=LA").json()
    assert found["totals"]["spending"] is None
    assert found["totals"]["rows_without_rate"] == 1
    assert "unknown" in money.get(f"{WHOLE}?recipient=LA").text


def test_a_facet_shows_what_the_other_filters_leave(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}.json?recipient=TH&publisher=KR-GOV-010").json()
    assert found["facets"]["recipient"] == {"LA": 1, "PH": 1, "TH": 1, "VN": 1}
    assert found["facets"]["publisher"] == {"KR-GOV-010": 1, "XM-DAC-701-8": 1}


def test_words_may_stand_in_title_identifier_or_publisher_in_any_order(money: httpx.Client) -> None:
    for text in ("air clean", "KR-GOV-051-2", "CLEAN kr-gov"):
        rows = money.get(f"{WHOLE}.json", params={"text": text}).json()["rows"]
        assert {row["title"] for row in rows} == {"Clean air"}
    assert money.get(f"{WHOLE}.json", params={"text": "air ["}).json()["rows_of"] == 0


def test_a_file_holds_what_is_seen(money: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(money.get(f"{WHOLE}.csv?text=clean&sort=recipient").text)))
    assert [row["recipient"] for row in rows] == ["TH", "VN"]
    sheet = load_workbook(io.BytesIO(money.get(f"{WHOLE}.xlsx?text=clean&sort=recipient").content)).active
    assert sheet is not None
    head, *body = sheet.iter_rows(values_only=True)
    place, spending = head.index("recipient"), head.index("spending")
    assert [(row[place], row[spending]) for row in body] == [("TH", 2_000_000), ("VN", 3_000_000)]


def test_an_activity_opens_to_its_rows_and_their_rates(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}/KR-GOV-051-2.json").json()
    spent = [row for row in found["rows"] if row["stage"] == "disbursement"]
    assert {(row["recipient"], float(row["usd"])) for row in spent} == {("TH", 2_000_000), ("VN", 3_000_000)}
    assert "no activity of ours" not in money.get(f"{WHOLE}/KR-GOV-051-2").text
    assert money.get(f"{WHOLE}/KR-GOV-051-9").status_code == 404


def test_a_page_beyond_the_last_is_the_last(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}.json?page=99").json()
    assert (found["page"], len(found["rows"])) == (1, 5)


def test_an_early_day_leaves_out_later_money(money: httpx.Client) -> None:
    found = money.get(f"{WHOLE}.json?as_of=2024-05-01").json()
    assert found["rows_of"] == 0  # all rows are of 2 May 2024
