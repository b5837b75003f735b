"""The real dossier gives the figures that the sources give, worked out by hand here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from solidary.analyses.finding import Figure, Finding
from solidary.values.amount import Amount
from solidary.values.money import Money
from solidary.values.period import Period
from solidary.workspace import Workspace

NOW, EARLY = date(2026, 11, 24), date(2023, 6, 30)
MEKONG, ISLANDS = ("TH", "VN", "KH", "LA", "MM"), ("ID", "PH", "MY", "BN")


def millions(number: int) -> Money:
    return Money(Decimal(number) * 1_000_000, "USD")


def finding(workspace: Workspace, question: str, reader: str = "", day: date = NOW) -> Finding:
    return workspace.ask(question, "kasi", reader, day)


def figure(workspace: Workspace, question: str, key: str, reader: str = "", day: date = NOW) -> Figure:
    return finding(workspace, question, reader, day).figures[key]


def sources(workspace: Workspace, found: Figure) -> set[str]:
    return {workspace.register().by_id[claim].evidence.source for claim in found.evidence}


def text(workspace: Workspace, reader: str = "", day: date = NOW) -> str:
    return workspace.brief("kasi", reader, day).markdown().replace("\u00a0", " ")


def test_methane_drifted_in_amount_and_period_with_both_sources(workspace: Workspace) -> None:
    found = finding(workspace, "delivery").figures
    assert found["methane-first"].value == Amount.parse("USD 19 million")
    assert found["methane-first-period"].value == Period.parse("2023-26")
    assert found["methane-now"].value == Amount.parse("USD 20 million")
    assert found["methane-period-now"].value == Period.parse("2024-27")
    assert sources(workspace, found["methane-first"]) == {"isc-2306"}
    assert {"mofa-250205", "akcmm-my"} <= sources(workspace, found["methane-now"])


def test_methane_began_twelve_to_twenty_four_months_late(workspace: Workspace) -> None:
    # Promised for 2023, launched on 16 January 2025: 12 whole months after the end of 2023, 24 after its start.
    found = figure(workspace, "delivery", "methane-late")
    assert (found.low, found.high, found.unit) == (12, 24, "months")


def test_three_flagships_were_announced_at_35_million(workspace: Workspace) -> None:
    found = finding(workspace, "overstretch").figures
    assert found["flagships"].value == 3
    assert found["flagships-announced"].value == millions(19 + 11 + 5)
    assert found["flagships-announced"].working == "19 + 11 + 5"
    assert found["announced-total"].value == Amount.parse("about USD 200 million")
    assert found["flagships-share"].value == Decimal(35) * 100 / 200 == Decimal("17.5")
    assert (found["flagships-share"].unit, found["flagships-share"].bound) == ("%", "about")
    assert found["flagships-now"].value == millions(20 + 11 + 5)


def test_48_million_a_year_is_stated_and_is_the_sum_of_the_funds(workspace: Workspace) -> None:
    found = finding(workspace, "overstretch").figures
    assert found["annual-target"].value == Amount.parse("USD 48 million a year")
    assert {"vna-230518", "genews-2211", "urdupoint-241010"} == sources(workspace, found["annual-target"])
    assert found["annual-target-by-fund"].value == millions(32 + 10 + 6)
    assert found["annual-target-by-fund"].working == "32 + 10 + 6"


@pytest.mark.parametrize("reader", MEKONG)
def test_the_mekong_states_draw_on_two_funds(workspace: Workspace, reader: str) -> None:
    found = figure(workspace, "overstretch", "my-annual-target", reader)
    assert (found.value, found.working) == (millions(32 + 10), "32 + 10")


@pytest.mark.parametrize("reader", ISLANDS)
def test_the_states_of_the_east_asean_growth_area_draw_on_two_others(workspace: Workspace, reader: str) -> None:
    found = figure(workspace, "overstretch", "my-annual-target", reader)
    assert (found.value, found.working) == (millions(32 + 6), "32 + 6")


def test_singapore_draws_on_one_fund_only(workspace: Workspace) -> None:
    assert figure(workspace, "overstretch", "my-annual-target", "SG").value == millions(32)


def test_korea_pays_all_three_funds(workspace: Workspace) -> None:
    assert workspace.view("kasi", "KR").perspective.funds == ("akcf", "mkcf", "bkcf")
    found = finding(workspace, "overstretch", "KR").figures
    assert found["my-annual-target"].value == millions(32 + 10 + 6)
    # Latest known levels: 20 million (2023), 4 million (2022, as a source states it) and 3 million (2023).
    assert found["rise"].value == millions((32 - 20) + (10 - 4) + (6 - 3))


def test_the_level_of_the_oldest_fund_is_a_third_of_one_japanese_payment(workspace: Workspace) -> None:
    found = finding(workspace, "comparison").figures
    assert found["scale-level"].value == millions(32)
    assert found["scale-partner"].value == Amount.parse("USD 100 million")
    assert found["scale"].value == (Decimal(100) / 32).quantize(Decimal("0.1")) == Decimal("3.1")
    assert (found["scale"].unit, found["scale"].bound) == ("times", "about")


def test_thailand_coordinates_from_2024_to_2027(workspace: Workspace) -> None:
    messages = {message.key: message for message in finding(workspace, "milestones", "TH").messages}
    assert "milestones.duty_now" in messages
    term = messages["milestones.duty_now"].about["term"]
    assert isinstance(term, Figure) and isinstance(term.value, Period)
    assert (term.value.years[0], term.value.years[-1]) == (2024, 2027)


@pytest.mark.parametrize(
    ("day", "count"),
    [(EARLY, 10), (date(2025, 10, 25), 10), (date(2025, 10, 26), 11), (date(2025, 12, 31), 11), (NOW, 11)],
)
def test_asean_has_ten_members_then_eleven(workspace: Workspace, day: date, count: int) -> None:
    view = workspace.view("kasi", None, day)
    assert len(view.members) == count
    assert ("TL" in view.members) == (count == 11)
    assert figure(workspace, "outreach", "members", day=day).value == count
    facts = dict(workspace.brief("kasi", None, day).facts)
    assert facts["Members of ASEAN on this day"].startswith(f"{count}: ")


def test_in_june_2023_methane_is_a_promise_of_19_million_that_never_moved(workspace: Workspace) -> None:
    subject = workspace.register(EARLY).subject("kasi/methane")
    assert subject.amount() == Amount.parse("USD 19 million")
    assert subject.period() == Period.parse("2023-26")
    assert not subject.any("amount").drifted
    assert "methane-first" not in finding(workspace, "delivery", day=EARLY).figures
    assert figure(workspace, "overstretch", "flagships-announced", day=EARLY).value == millions(35)


@pytest.mark.parametrize("reader", ["TH", "ID", "KR", "JP", "ASEAN", ""])
def test_in_june_2023_nothing_of_later_is_in_a_brief(workspace: Workspace, reader: str) -> None:
    told = text(workspace, reader, EARLY)
    assert "USD 19 million" in told
    assert "USD 20 million" not in told
    assert "10 October 2024" not in told
    assert "CSP vision" not in told
    assert "Lee Jae-myung" not in told


def test_in_june_2023_no_partnership_is_agreed(workspace: Workspace) -> None:
    register = workspace.register(EARLY)
    upgrade = register.subject("kasi/csp-upgrade")
    assert not upgrade.any("agreed").claims and not upgrade.any("completed").claims
    assert "kasi/csp-established" not in register.subjects
    assert not any(text == "Comprehensive Strategic Partnership" for text, _ in upgrade.texts("deliverable"))


def test_in_june_2023_later_events_are_planned_ones(workspace: Workspace) -> None:
    happened = ("launched", "agreed", "completed", "dropped", "confirmed", "announced")
    for claim in workspace.register(EARLY).by_id.values():
        assert claim.evidence.published is None or (claim.evidence.published.first or EARLY) <= EARLY
        if claim.predicate in happened and isinstance(claim.value, Period):
            assert (claim.value.first or claim.value.last or EARLY) <= EARLY, claim.id


def test_in_june_2023_every_past_milestone_is_past_and_every_other_was_planned(workspace: Workspace) -> None:
    found = finding(workspace, "milestones", day=EARLY)
    ahead, past = found.tables
    known = workspace.register(EARLY).by_id
    assert past.rows and ahead.rows
    for row in past.rows:
        when = row.cells["when"]
        assert isinstance(when, Period) and (when.last or EARLY) < EARLY
    for row in ahead.rows:
        assert row.evidence and all(known[claim].known_from <= EARLY for claim in row.evidence)


def test_at_the_end_of_2025_the_new_vision_and_eleven_members_are_known(workspace: Workspace) -> None:
    told = text(workspace, "TH", date(2025, 12, 31))
    assert "CSP vision" in told
    assert "11: " in told and "Timor-Leste" in told
    assert "USD 20 million" in told
    last = figure(workspace, "continuity", "last-brand", "TH", date(2025, 12, 31)).value
    assert isinstance(last, str) and last.startswith("CSP vision")


@pytest.mark.parametrize("day", [date(2024, 10, 9), EARLY, date(2020, 1, 1)])
def test_no_day_knows_a_claim_that_was_published_after_it(workspace: Workspace, day: date) -> None:
    brief = workspace.brief("kasi", "TH", day)
    cited = [claim for entry in brief.entries for claim in entry.claims]
    cited += [claim for note in brief.notes for claim in note.claims]
    assert cited
    for claim in cited:
        if claim.evidence.published and claim.evidence.published.last:
            assert claim.evidence.published.last <= day, claim.id
