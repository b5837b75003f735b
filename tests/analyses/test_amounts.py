"""Medians and shares of money: each doubt against arithmetic by hand, and that doubts only ever widen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.analyses.amounts import Amount, figure, middle, middle_of_middles
from solidary.analyses.finding import Figure
from solidary.analyses.money import SPENDING, cut
from solidary.analyses.portion import Sum, of_amounts, portion, scaled
from solidary.analyses.questions import ask
from solidary.analyses.reported.centrality import through
from solidary.analyses.view import View
from solidary.measures.bounds import Bounds
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.analyses.test_uncertainty import EURO, doubts, ends, usd, view_of
from tests.refine.samples import activity, countries, sectors, spent

KOREA = "KR-GOV-051"
EUROS = activity("A", countries(("TH", "100")), sectors(("14020", None)), spent("100", money=EURO), publisher=KOREA)
DOLLARS = activity("B", countries(("VN", "100")), sectors(("14020", None)), spent("300"), publisher=KOREA)
UNKNOWN = activity("C", countries(("LA", "100")), sectors(("14020", None)), spent("50", money='currency="XTS"'),
                   publisher=KOREA)  # fmt: skip
OTHER = activity("O", countries(("ID", "100")), sectors(("14020", None)), spent("70"), publisher="XM-O")

parts = st.builds(
    Amount,
    usd=st.floats(0, 1000),
    average=st.floats(0, 1000),
    net=st.floats(0, 1000),
    less=st.floats(0, 1000),
    more=st.floats(0, 1000),
    unknown=st.integers(0, 2),
)


def asked(view: View, question: str) -> dict[str, Figure]:
    return dict(ask(question, view).figures)


def test_a_median_lies_where_each_choice_would_leave_it(workspace: Workspace, tmp_path: Path) -> None:
    # 110 (or 120 at the mean rate) and 300 dollars: the middle is 205 or 210.
    found = asked(view_of(workspace, tmp_path, EUROS, DOLLARS, OTHER), "overstretch")
    for key in ("projects-median", "cell-median"):
        assert ends(found[key]) == (usd(205), usd(205), usd(210))
        assert doubts(found[key]) == {"rate": (usd(205), usd(210))}
    assert ends(found["cell-median-others"]) == (usd(70), usd(70), usd(70))


def test_a_project_of_unknown_size_may_be_the_smallest_or_the_largest(workspace: Workspace, tmp_path: Path) -> None:
    # Nothing, 110, 300 or 110, 300, without limit: the middle is 110 or 300.
    found = asked(view_of(workspace, tmp_path, EUROS, DOLLARS, UNKNOWN), "overstretch")
    assert doubts(found["projects-median"]) == {"rate": (usd(205), usd(210)), "missing": (usd(110), usd(300))}
    assert ends(found["projects-median"]) == (usd(110), usd(205), usd(305))
    assert found["projects-sized"].value == 2


def test_more_unknown_than_known_leaves_no_upper_end(workspace: Workspace, tmp_path: Path) -> None:
    other = UNKNOWN.replace(">C<", ">D<")
    found = asked(view_of(workspace, tmp_path, DOLLARS, UNKNOWN, other), "overstretch")["projects-median"]
    assert ends(found) == (usd(0), usd(300), None)


def test_a_guessed_share_moves_a_project_and_its_cells(workspace: Workspace, tmp_path: Path) -> None:
    # Thailand's 400 are stated; Viet Nam and Fiji, no member, share 600 on a guess: 300, or nothing to 600.
    shared = activity("A", countries(("TH", "40"), ("VN", None), ("FJ", None)), sectors(("14020", None)), spent("1000"),
                      publisher=KOREA)  # fmt: skip
    found = asked(view_of(workspace, tmp_path, shared, OTHER), "overstretch")
    assert ends(found["projects-median"]) == (usd(400), usd(700), usd(1000))
    assert ends(found["cell-median"]) == (usd(200), usd(350), usd(500))


def test_a_share_of_money_is_worked_out_under_each_choice(workspace: Workspace, tmp_path: Path) -> None:
    # 300 of 410 dollars, or of 420 at the mean rate.
    found = asked(view_of(workspace, tmp_path, EUROS, DOLLARS), "projects")["largest-share"]
    assert ends(found) == (Decimal("71.4"), Decimal("73.2"), Decimal("73.2"))
    unsure = asked(view_of(workspace, tmp_path / "two", EUROS, DOLLARS, UNKNOWN), "projects")["largest-share"]
    assert ends(unsure) == (Decimal("0.0"), Decimal("73.2"), Decimal("73.2"))


def test_partners_stand_beside_each_other_with_what_they_may_have_spent(workspace: Workspace, tmp_path: Path) -> None:
    for name, activities, told in (
        ("sure", [DOLLARS], None),
        ("rate", [EUROS.replace(">100<", ">100000000<")], "110–120"),
        ("unknown", [DOLLARS.replace(">300<", ">300000000<"), UNKNOWN], "≥ 300"),
    ):
        finding = ask("projects", view_of(workspace, tmp_path / name, *activities))
        table = next(one for one in finding.tables if one.key == "partners_reported")
        assert [row.cells["spending_between"] for row in table.rows if row.cells["partner"] == "Korea"] == [told]


def test_what_was_paid_without_a_commitment_has_its_doubts(workspace: Workspace, tmp_path: Path) -> None:
    found = asked(view_of(workspace, tmp_path, EUROS, DOLLARS), "delivery")["paid-without-commitment"]
    assert ends(found) == (usd(410), usd(410), usd(420))
    unsure = asked(view_of(workspace, tmp_path / "two", EUROS, UNKNOWN), "delivery")["paid-without-commitment"]
    assert ends(unsure) == (usd(110), usd(110), None)


def test_what_is_spent_there_is_what_goes_through_all_channels(workspace: Workspace, tmp_path: Path) -> None:
    region = activity("R", '<recipient-region code="798" percentage="100"/>', spent("90"), publisher=KOREA)
    view = view_of(workspace, tmp_path, EUROS, DOLLARS, region)
    found, money = asked(view, "centrality"), through(view, "KR")
    assert found["maker-spent-there"].value == usd(str(money.whole)) == usd(500)
    assert ends(found["maker-regional"]) == (Decimal("17.6"), Decimal("18.0"), Decimal("18.0"))


def test_a_mean_of_periods_has_the_doubts_of_their_sum(workspace: Workspace, tmp_path: Path) -> None:
    money = cut(view_of(workspace, tmp_path, EUROS), KOREA, ["TH"])
    found = scaled(Figure("m", usd(55), "series-breaks"), money, SPENDING)  # 110 dollars in two periods
    assert ends(found) == (usd(55), usd(55), usd(60))
    assert doubts(found) == {"rate": (usd(55), usd(60))}


@given(st.lists(parts, max_size=8))
def test_a_median_lies_between_its_ends_and_so_does_each_doubt(amounts: list[Amount]) -> None:
    found = figure("m", "means-per-cell", middle(amounts), amounts)
    if found.value is None:
        assert not any(one.usd > 0 for one in amounts)
        return
    assert isinstance(found.value, Money) and isinstance(found.low, Money)
    assert found.low.number <= found.value.number
    assert found.high is None or (isinstance(found.high, Money) and found.value.number <= found.high.number)
    for one in found.doubts:
        assert isinstance(one.low, Money) and one.low.number >= found.low.number


@given(st.lists(parts, min_size=1, max_size=8))
def test_an_unknown_amount_more_never_narrows(amounts: list[Amount]) -> None:
    before = figure("m", "means-per-cell", middle(amounts), amounts)
    unsure = [replace(amounts[0], unknown=amounts[0].unknown + 1), *amounts[1:]]
    after = figure("m", "means-per-cell", middle(unsure), unsure)
    if isinstance(before.low, Money) and isinstance(after.low, Money):
        assert after.low.number <= before.low.number
        assert after.high is None or (isinstance(after.high, Money) and isinstance(before.high, Money)
                                      and after.high.number >= before.high.number)  # fmt: skip


def test_the_middle_of_groups_takes_each_group_once() -> None:
    groups = [[Amount(1.0, 1.0, 1.0), Amount(3.0, 3.0, 3.0)], [Amount(10.0, 10.0, 10.0)]]
    everyone = [one for group in groups for one in group]
    assert figure("m", "means-per-cell", middle_of_middles(groups), everyone).value == usd(6)


@given(st.lists(parts, max_size=5), st.lists(parts, max_size=5))
def test_a_portion_and_the_rest_come_to_a_hundred_and_mirror_each_other(one: list[Amount], two: list[Amount]) -> None:
    first, second = of_amounts(one), of_amounts(two)
    mine, rest = portion("p", "share-of-rows", first, second), portion("p", "share-of-rows", second, first)
    if mine.value is None:
        assert rest.value is None
        return
    told = (mine.low, mine.value, mine.high, rest.value, rest.high)
    low, value, high, others, most = (one for one in told if isinstance(one, Decimal))
    assert 0 <= low <= value <= high <= 100
    assert value + others == pytest.approx(Decimal(100), abs=Decimal("0.11"))
    assert low + most == pytest.approx(Decimal(100), abs=Decimal("0.11"))


def test_one_choice_of_rate_holds_for_part_and_rest() -> None:
    part = Sum(Decimal(100), {"rate": Bounds(Decimal(100), Decimal(100), Decimal(120))})
    rest = Sum(Decimal(100), {"rate": Bounds(Decimal(100), Decimal(100), Decimal(120))})
    assert ends(portion("p", "share-of-rows", part, rest)) == (Decimal("50.0"), Decimal("50.0"), Decimal("50.0"))
