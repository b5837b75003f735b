"""What loaded money adds to the question whether promises are kept, on activities that can be worked out by hand.

Korea reports seven activities, each with a commitment of 100 dollars, in the data of 31 December 2021:

| | for | committed | paid | ratio | half after |
|---|---|---|---|---|---|
| 1 | TH | January 2020 | 60 in April, 40 in October 2020 | 1 | 3 months |
| 2 | TH | February 2020 | 50 in August 2020 | 0.5 | 6 months |
| 3 | TH | March 2020 | 30 in June 2021 | 0.3 | not in 21 months |
| 4 | VN | March 2020 | 120 in May 2020 | 1.2 | 2 months |
| 5 | VN | April 2020 | nothing | 0 | not in 20 months |
| 6 | VN | 100 on the day on which 100 are paid | | none | |
| 7 | VN | nothing | 70 in May 2020 | none | |
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import solidary
from solidary.analyses.finding import Finding
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.conftest import TODAY
from tests.refine.samples import activity, countries, spent

SEEN = 'default-currency="USD" last-updated-datetime="2021-12-31T00:00:00"'
RECEIVED = {name: f'provider-activity-id="{name}"' for name in ("KR-GOV-051-1", "KR-GOV-051-2", "KR-GOV-051-9")}


def korean(number: int, country: str, *inner: str) -> str:
    return activity(
        f"KR-GOV-051-{number}", countries((country, "100")), *inner, attributes=SEEN, publisher="KR-GOV-051"
    )


def received(value: str, name: str) -> str:
    return spent(value, f"<provider-org {RECEIVED[name]}/>", kind="1", day="2020-01-10")


def measured(target: str, actual: str) -> str:
    period = (
        '<period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>'
        f'<target value="{target}"/><actual value="{actual}"/></period>'
    )
    return f'<result type="1"><indicator measure="1">{period}</indicator></result>'


def planned(value: str) -> str:
    days = '<period-start iso-date="2020-06-01"/><period-end iso-date="2020-06-30"/>'
    return f'<planned-disbursement>{days}<value value-date="2020-06-01">{value}</value></planned-disbursement>'


def committed(day: str) -> str:
    return spent("100", kind="2", day=day)


FILE = (
    korean(
        1, "TH", planned("100"), committed("2020-01-15"), spent("60", day="2020-04-15"), spent("40", day="2020-10-15"),
        received("80", "KR-GOV-051-2"), measured("10", "10"),
    ),
    korean(
        2, "TH", planned("100"), committed("2020-02-10"), spent("50", day="2020-08-10"), received("20", "KR-GOV-051-2"),
        measured("10", "5"),
    ),
    korean(3, "TH", committed("2020-03-10"), spent("30", day="2021-06-10"), received("60", "KR-GOV-051-9")),
    korean(4, "VN", committed("2020-03-10"), spent("120", day="2020-05-10")),
    korean(5, "VN", committed("2020-04-10")),
    korean(6, "VN", committed("2020-04-10"), spent("100", day="2020-04-10")),
    korean(7, "VN", spent("70", day="2020-05-10"), spent("5", kind="12", day="2020-05-10")),
    activity(
        "XI-IATI-EC_X-1", countries(("VN", "100")), committed("2020-01-10"), spent("100", day="2021-11-10"),
        attributes=SEEN, publisher="XI-IATI-EC_X",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("delivered")
    (folder / "data.xml").write_text(f'<iati-activities version="2.03">{"".join(FILE)}</iati-activities>', "utf-8")
    opened = solidary.open(folder, today=TODAY)
    opened.ingest([folder / "data.xml"])
    return opened


def asked(ws: Workspace, reader: str = "", day: date = TODAY) -> Finding:
    return ws.ask("delivery", "kasi", reader, day)


def row(finding: Finding, table: str, partner: str) -> dict[str, object]:
    found = next(one for one in finding.tables if one.key == table)
    return next(dict(one.cells) for one in found.rows if one.cells["partner"] == partner)


def test_the_ladder_counts_each_step_beside_the_others(ws: Workspace) -> None:
    found = asked(ws).figures
    assert (found["ladder-activities"].value, found["ladder-pledges"].value) == (7, 1)
    assert found["ladder-committed"].value == Money(Decimal("600.00"), "USD")
    assert found["ladder-spent"].value == Money(Decimal("470.00"), "USD")
    assert (found["ladder-results"].value, found["ladder-measured"].value) == (2, 2)


def test_the_ratio_has_quartiles_and_the_range_of_its_choices(ws: Workspace) -> None:
    """Of 0, 0.3, 0.5, 1, 1.2 the quartiles are 0.3, 0.5, 1; with a sixth of 1, or without the 0, the median is 0.75."""
    finding = asked(ws)
    median = finding.figures["ratio-median"]
    assert (median.value, median.low, median.high) == (Decimal("50.0"), Decimal("50.0"), Decimal("75.0"))
    quartiles = finding.figures["ratio-quartiles"]
    assert (quartiles.low, quartiles.high) == (Decimal("30.0"), Decimal("100.0"))
    assert finding.figures["ratio-above"].value == Decimal("20.0")
    assert finding.figures["paid-without-commitment"].value == Money(Decimal("70.00"), "USD")


def test_each_activity_without_a_ratio_is_counted_under_its_reason(ws: Workspace) -> None:
    table = next(one for one in asked(ws).tables if one.key == "without_ratio")
    assert {str(one.cells["reason"]): one.cells["maker"] for one in table.rows} == {
        "Word(key='reason.no-commitment')": 1,
        "Word(key='reason.back-filled')": 1,
    }


def test_half_is_paid_after_six_months_where_open_activities_count_as_watched(ws: Workspace) -> None:
    """At risk 5, 4, 3 at months 2, 3 and 6: the share still waiting is 0.8, 0.6, 0.4."""
    half = asked(ws).figures["half"]
    assert (half.value, half.unit) == (6, "months")
    assert row(asked(ws), "pace", "Korea")["open"] == 2


def test_money_that_names_its_own_activity_is_not_followed(ws: Workspace) -> None:
    """80 come from a published activity, 20 from the activity itself, 60 from one that nobody publishes."""
    found = asked(ws).figures["traced"]
    assert found.value == Decimal("50.0")
    assert found.working.startswith("66.7 % of 3 rows name an activity, 33.3 %")


def test_value_is_earned_by_results_and_never_by_payments(ws: Workspace) -> None:
    """Earned 100 + 0 or 100 + 50 of the plan of 200, for 150 paid."""
    found = asked(ws).figures
    cost, schedule = found["cost-index"], found["schedule-index"]
    assert (cost.low, cost.high) == (Decimal("0.67"), Decimal("1.00"))
    assert (schedule.low, schedule.high) == (Decimal("0.50"), Decimal("0.75"))


def test_readers_see_their_own_country_and_too_few_is_said(ws: Workspace) -> None:
    thai, viet, timor = (asked(ws, reader) for reader in ("TH", "VN", "TL"))
    assert thai.figures["activities-here"].value == 3
    assert thai.figures["spent-here"].value == Money(Decimal("180.00"), "USD")
    assert thai.figures["ratio-here"].value is None
    assert thai.figures["ratio-here"].missing == "missing.few"
    assert (viet.figures["activities-here"].value, viet.figures["activities-here-all"].value) == (4, 5)
    assert "delivery.reported.none_mine" in {message.key for message in timor.messages}
    assert "pace_mine" not in {table.key for table in asked(ws, "KR").tables}


def test_a_partner_reads_of_its_own_activities(ws: Workspace) -> None:
    found = asked(ws, "EU")
    assert found.figures["my-activities"].value == 1
    assert found.figures["my-ratio"].missing == "missing.few"


def test_before_the_data_begin_the_ladder_is_empty(ws: Workspace) -> None:
    assert "delivery.reported.nothing" in {message.key for message in asked(ws, "TH", date(2019, 6, 30)).messages}


def test_on_an_earlier_day_nobody_has_seen_what_came_later(ws: Workspace) -> None:
    """At the end of May 2020 one of 4 gets there in month 2 and one of 2 in month 3: still waiting are 0.75, 0.375."""
    found = asked(ws, "", date(2020, 5, 31))
    assert found.figures["half"].value == 3
    assert row(found, "pace", "Korea")["open"] == 3


def test_every_figure_has_a_rule_and_every_sentence_can_be_said(ws: Workspace) -> None:
    for reader in ("", "TH", "VN", "TL", "KR", "EU", "JP", "ASEAN"):
        answer = ws.ask("delivery", "kasi", reader)
        assert answer.section.blocks
        assert set(answer.rules) <= set(ws.library.rules)


def test_the_result_does_not_depend_on_the_order_of_files(ws: Workspace, tmp_path: Path) -> None:
    for number, text in enumerate(reversed(FILE)):
        (tmp_path / f"{number}.xml").write_text(f'<iati-activities version="2.03">{text}</iati-activities>', "utf-8")
    other = solidary.open(tmp_path, today=TODAY)
    other.ingest([tmp_path])
    ours, theirs = asked(ws), asked(other)
    assert {key: one.value for key, one in ours.figures.items()} == {
        key: one.value for key, one in theirs.figures.items()
    }


def test_a_figure_opens_to_the_rows_of_money_behind_it(ws: Workspace) -> None:
    """Korea's 7 commitments and payments in the members: 6 commitments and 7 payments; with the EU's 2 they are 15."""
    own, everyone = (ws.explain(f"kasi/delivery/{key}@KR") for key in ("ratio-median", "ratio-median-all"))
    assert own.table is not None
    assert everyone.table is not None
    assert (own.table.num_rows, everyone.table.num_rows) == (13, 15)
    assert asked(ws).figures["ladder-promises"].evidence
