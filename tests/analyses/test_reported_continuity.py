"""What loaded money adds to the question whether the engagement is kept up, on series that can be worked out by hand.

Australia pays every quarter from 2010 to 2019: 0.9 and 1.1 million dollars by turns for 22 quarters, then 2.9 and 3.1.
The level moves from 1 to 3 million on 1 July 2015. With a variance of 0.01 on either side and a shift of 2, 95 % of the
mass lies within 11 * 0.01 / 4 = 0.03 quarters, so the break is known to the quarter before and after; Prime Minister
Turnbull took office in it, on 15 September 2015. From October 2018 half goes to another sector.

Korea pays 20 a quarter in Thailand in 2018 and 2019, and had scheduled 100 for 2019.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import solidary
from solidary.analyses.finding import Figure, Finding
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.conftest import TODAY
from tests.refine.samples import activity, countries, sectors, spent

SEEN = 'default-currency="USD" last-updated-datetime="2020-03-31T00:00:00"'
QUARTERS = [date(2010 + number // 4, 1 + 3 * (number % 4), 1) for number in range(40)]
SWITCH = date(2018, 10, 1)


def australian(number: int, code: str, *payments: str) -> str:
    return activity(
        f"AU-5-{number}", countries(("VN", "100")), sectors((code, "100")), *payments, attributes=SEEN, publisher="AU-5"
    )


def amount(number: int) -> int:
    return (1_000_000 if number < 22 else 3_000_000) + (100_000 if number % 2 else -100_000)


def budget(year: int, value: str) -> str:
    days = f'<period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
    return f'<budget>{days}<value value-date="{year}-01-01">{value}</value></budget>'


EARLY = [spent(str(amount(place)), day=str(day)) for place, day in enumerate(QUARTERS) if day < SWITCH]
LATE = [spent(str(amount(place) // 2), day=str(day)) for place, day in enumerate(QUARTERS) if day >= SWITCH]
FILE = (
    australian(1, "11110", *EARLY, *LATE),
    australian(2, "12220", *LATE),
    activity(
        "KR-GOV-051-1", '<activity-date type="3" iso-date="2022-12-31"/>', countries(("TH", "100")),
        budget(2019, "100"), budget(2020, "100"), budget(2021, "100"), spent("1000", kind="2", day="2018-01-01"),
        *(spent("20", day=str(day)) for day in QUARTERS if day.year >= 2018), attributes=SEEN, publisher="KR-GOV-051",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("kept")
    (folder / "data.xml").write_text(f'<iati-activities version="2.03">{"".join(FILE)}</iati-activities>', "utf-8")
    opened = solidary.open(folder, today=TODAY)
    opened.ingest([folder / "data.xml"])
    return opened


def asked(ws: Workspace, reader: str = "AU", day: date = TODAY) -> Finding:
    return ws.ask("continuity", "kasi", reader, day)


def usd(figure: Figure) -> Decimal:
    assert isinstance(figure.value, Money)
    return figure.value.number


def said(finding: Finding) -> set[str]:
    return {message.key for message in finding.messages}


def test_the_break_lies_where_the_level_moved_and_names_the_government_of_those_days(ws: Workspace) -> None:
    finding = asked(ws)
    at = finding.figures["reader-break-1"]
    assert (at.value, at.low, at.high) == (date(2015, 7, 1), date(2015, 4, 1), date(2015, 10, 1))
    assert usd(finding.figures["reader-break-1-before"]) == 1_000_000
    assert usd(finding.figures["reader-break-1-after"]) == 3_000_000
    told = next(message for message in finding.messages if message.key == "continuity.reported.break")
    assert told.about["governments"] == ("Government of Prime Minister Turnbull",)
    assert at.evidence == ws.view("kasi", "AU").register.defined("governments", "AU-2015-09-15")
    assert at.evidence


def test_forty_quarters_are_one_series_with_one_break(ws: Workspace) -> None:
    found = asked(ws).figures
    assert (found["reader-periods"].value, found["reader-periods"].unit) == (40, "quarters")
    assert found["reader-breaks"].value == 1
    assert usd(found["reader-mean"]) == 1_900_000  # 22 of 1 and 18 of 3 million


def test_the_jump_at_the_change_is_among_the_largest_of_all_dates(ws: Workspace) -> None:
    table = next(one for one in asked(ws).tables if one.key == "jumps")
    turnbull = next(row.cells for row in table.rows if row.cells["since"] == date(2015, 9, 15))
    assert turnbull["dates"] == 25  # of 40 quarters, those with eight on either side
    assert isinstance(turnbull["rank"], int)
    assert turnbull["rank"] <= 3


def test_the_mix_of_sectors_is_half_alike_before_and_after(ws: Workspace) -> None:
    """All for one sector before Prime Minister Morrison, half for it afterwards."""
    found = asked(ws).figures["reader-content-overlap"]
    assert found.value == Decimal("50.0")
    assert found.unit == "%"


def test_eight_quarters_are_too_few_and_that_is_said(ws: Workspace) -> None:
    found = asked(ws).figures["breaks"]
    assert (found.value, found.missing) == (None, "missing.short")
    assert "continuity.reported.short" in said(asked(ws, "KR"))


def test_of_a_hundred_scheduled_eighty_came(ws: Workspace) -> None:
    found = asked(ws, "KR").figures
    assert found["predictability"].value == Decimal("80.0")
    assert found["beyond-schedule"].value == Decimal("0.0")
    assert [found[f"forward-{place}"].value for place in ("first", "second", "third")] == [100, 100, 0]
    assert found["current-activities"].value == 1


def test_readers_see_what_was_paid_in_their_own_country(ws: Workspace) -> None:
    thai, viet, timor = (asked(ws, reader) for reader in ("TH", "VN", "TL"))
    assert thai.figures["here-filled"].value == 8
    assert thai.figures["predictability"].value == Decimal("80.0")
    assert "continuity.reported.none_here" in said(viet) & said(timor)
    assert "predictability" not in viet.figures
    assert not {"continuity.reported.here", "continuity.reported.none_here"} & said(asked(ws, "KR"))


def test_what_is_paid_after_the_day_of_the_brief_does_not_exist_on_it(ws: Workspace) -> None:
    found = asked(ws, "AU", date(2015, 6, 30)).figures
    assert found["reader-periods"].value == 22
    assert found["reader-breaks"].value is None
    assert "continuity.reported.nothing" in said(asked(ws, "TH", date(2009, 6, 30)))


def test_every_figure_has_a_rule_and_every_sentence_can_be_said(ws: Workspace) -> None:
    for reader in ("", "TH", "VN", "TL", "KR", "AU", "JP", "ASEAN"):
        answer = ws.ask("continuity", "kasi", reader)
        assert answer.section.blocks
        assert set(answer.rules) <= set(ws.library.rules)


def test_the_chart_shows_levels_break_and_governments(ws: Workspace) -> None:
    chart = next(one for one in asked(ws).charts if one.key == "engagement")
    run = chart.runs[0]  # type: ignore[union-attr]
    assert run.label == "Australia"
    assert [level for _, _, level in run.levels] == [Decimal("1.00"), Decimal("3.00")]
    assert run.breaks[0].at == date(2015, 7, 1)
    assert run.marks[0].at == date(2010, 6, 24)


def test_a_figure_opens_to_the_rows_of_money_behind_it(ws: Workspace) -> None:
    """40 payments in one sector, five of the last quarters' in another besides."""
    found = ws.explain("kasi/continuity/reader-mean@AU")
    assert found.table is not None
    assert found.table.num_rows == 45
