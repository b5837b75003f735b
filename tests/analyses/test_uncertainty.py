"""How sure a sum is: each doubt against arithmetic by hand, and that doubts only ever widen."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
import pytest

from solidary.analyses.finding import Figure
from solidary.analyses.money import COMMITMENTS, SPENDING, cut
from solidary.analyses.view import View
from solidary.records.rate import DAILY
from solidary.refine.flows import Recipe, make_flows
from solidary.sources.rates.known import Rates
from solidary.store.load import load
from solidary.store.snapshot import Lake
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.refine.samples import NOBODY, activity, countries, spent

MAY, NOVEMBER = date(2024, 5, 1), date(2024, 11, 1)
EURO = 'currency="EUR"'
Sum = Callable[..., Figure]


@dataclass(frozen=True)
class TwoDays(Rates):
    """Dollars in May and November of a year; the mean of its days is 1.2 dollars for a euro."""

    name: str = "two days"

    def table(self) -> pa.Table:
        known = [("EUR", MAY, "1.1"), ("EUR", NOVEMBER, "1.3"), ("USD", MAY, "1"), ("USD", NOVEMBER, "1")]
        rows = [
            {"currency": key, "day": day, "usd": Decimal(usd), "rate_date": day, "rate_source": "a test"}
            for key, day, usd in known
        ]
        return pa.Table.from_pylist(rows, DAILY)


def view_of(workspace: Workspace, folder: Path, *activities: str) -> View:
    """Look at a few activities as the only money that is loaded."""
    home = folder / "in"
    home.mkdir(parents=True)
    (home / "a.xml").write_text(f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>', "utf-8")
    lake = Lake(folder / "lake")
    snapshot = load(lake, [home], datetime(2026, 1, 1, tzinfo=UTC)).snapshot
    flows = make_flows(Recipe(lake, snapshot, TwoDays(), NOBODY))
    return replace(workspace.view("kasi"), flows=flows)


@pytest.fixture
def summed(workspace: Workspace, tmp_path: Path) -> Sum:
    """Sum what some activities spend in some countries; any publisher."""

    def sums(activities: list[str], recipients: tuple[str, ...] = ("TH",), stages: tuple[str, ...] = SPENDING,
             publishers: str = "^XM-") -> Figure:  # fmt: skip
        folder = Path(mkdtemp(dir=tmp_path))
        view = view_of(workspace, folder, *activities)
        return cut(view, publishers, view.members).figure("sum", stages, recipients)

    return sums


def usd(number: int | str) -> Money:
    return Money(Decimal(number).quantize(Decimal("0.01")), "USD")


def ends(figure: Figure) -> tuple[object, object, object]:
    return figure.low, figure.value, figure.high


def doubts(figure: Figure) -> dict[str, tuple[object, object]]:
    return {doubt.key: (doubt.low, doubt.high) for doubt in figure.doubts}


def test_a_sum_without_doubt_is_sure(summed: Sum) -> None:
    found = summed([activity("A", countries(("TH", "100")), spent("100"))])
    assert ends(found) == (usd(100), usd(100), usd(100))
    assert found.doubts == () and found.grade == "B2"


def test_the_rate_of_the_day_and_the_mean_of_the_year(summed: Sum) -> None:
    # 100 euro of May: 110 dollars at the rate of the day, 120 at the mean of 1.1 and 1.3.
    found = summed([activity("A", countries(("TH", "100")), spent("100", money=EURO))])
    assert ends(found) == (usd(110), usd(110), usd(120))
    assert doubts(found) == {"rate": (usd(110), usd(120))}
    assert found.grade == "B2"  # both rates are known: nothing in the report itself is in doubt


SHARED = activity("A", countries(("TH", "40"), ("VN", None), ("LA", None)), spent("1000"))


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        (("TH",), (400, 400, 400)),  # stated
        (("VN",), (0, 300, 600)),  # half of what is left, but that is a guess
        (("TH", "VN"), (400, 700, 1000)),
        (("VN", "LA"), (600, 600, 600)),  # whoever has it, these two have what is left
        (("TH", "VN", "LA"), (1000, 1000, 1000)),
    ],
)
def test_a_share_that_is_missing_lies_between_nothing_and_what_is_left(
    summed: Sum, recipients: tuple[str, ...], expected: tuple[int, int, int]
) -> None:
    assert ends(summed([SHARED], recipients)) == tuple(map(usd, expected))


def test_the_shares_of_a_correction_turn_round(summed: Sum) -> None:
    taken_back = activity("A", countries(("TH", "40"), ("VN", None), ("LA", None)), spent("-1000"))
    assert ends(summed([taken_back], ("VN",))) == (usd(-600), usd(-300), usd(0))


def test_shares_that_do_not_come_to_100_are_taken_as_given_too(summed: Sum) -> None:
    # 50 and 30 of 1,000: as given 500, made to come to 100 it is 50 of 80, 625.
    shared = activity("A", countries(("TH", "50"), ("VN", "30")), spent("1000"))
    assert ends(summed([shared])) == (usd(500), usd(625), usd(625))
    assert ends(summed([shared], ("TH", "VN"))) == (usd(800), usd(1000), usd(1000))


def test_money_that_is_passed_on_or_came_in_is_counted_in_three_ways(summed: Sum) -> None:
    to_b = '<receiver-org receiver-activity-id="B"/>'
    giver = activity("A", countries(("TH", "100")), spent("100", to_b), publisher="XM-A")
    in_words = spent("55", kind="11")  # what is only committed to B is not in its hands
    taker = activity("B", countries(("TH", "100")), spent("80"), spent("30", kind="1"), in_words, publisher="XM-B")
    both = summed([giver, taker])
    # Gross 180; less the 30 that came in 150; less the 100 that B reports again 80.
    assert ends(both) == (usd(80), usd(180), usd(180))
    assert doubts(summed([giver, taker, activity("C")], publishers="^XM-B")) == {"counting": (usd(50), usd(80))}


def test_what_came_in_never_makes_a_sum_of_less_than_nothing(summed: Sum) -> None:
    taker = activity("B", countries(("TH", "100")), spent("80"), spent("300", kind="1"))
    assert ends(summed([taker])) == (usd(0), usd(80), usd(80))


def test_commitments_are_not_counted_less_what_came_in(summed: Sum) -> None:
    taker = activity("B", countries(("TH", "100")), spent("80", kind="2"), spent("30", kind="1"))
    assert ends(summed([taker], stages=COMMITMENTS)) == (usd(80), usd(80), usd(80))


def test_rows_without_a_rate_have_no_upper_end(summed: Sum) -> None:
    odd = activity("A", countries(("TH", "100")), spent("100"), spent("7", money='currency="LAK"'))
    found = summed([odd])
    assert ends(found) == (usd(100), usd(100), None)
    assert [(doubt.key, doubt.rows) for doubt in found.doubts] == [("missing", 1)] and found.grade == "B3"


def test_a_correction_without_a_rate_leaves_no_lower_end_either(summed: Sum) -> None:
    odd = activity("A", countries(("TH", "100")), spent("100"), spent("-7", money='currency="LAK"'))
    assert ends(summed([odd])) == (None, usd(100), None)


def test_where_nothing_has_a_rate_there_is_no_sum_and_no_end(summed: Sum) -> None:
    found = summed([activity("A", countries(("TH", "100")), spent("7", money='currency="LAK"'))])
    assert ends(found) == (None, None, None)
    assert found.grade == "F6" and [doubt.rows for doubt in found.doubts] == [1]


def test_doubts_add_up(summed: Sum) -> None:
    # 1,000 euro of May shared on a guess: 550 dollars, 0 to 1,100 by the share, 600 at the mean rate of the year.
    shared = activity("A", countries(("TH", None), ("VN", None)), spent("1000", money=EURO))
    found = summed([shared])
    assert doubts(found) == {"rate": (usd(550), usd(600)), "split": (usd(0), usd(1100))}
    assert ends(found) == (usd(0), usd(550), usd(1150))


def test_low_central_and_high_are_in_order_whatever_is_shared(workspace: Workspace, tmp_path: Path) -> None:
    chance, codes = random.Random(7), ("TH", "VN", "LA", "KH")
    activities = [
        activity(
            f"A{number}",
            countries(*((code, chance.choice([None, "10", "25", "33.3", "60"])) for code in chance.sample(codes, 3))),
            spent(str(chance.randint(-500, 2000)), money=chance.choice([EURO, ""])),
        )
        for number in range(60)
    ]
    view = view_of(workspace, tmp_path, *activities)
    part = cut(view, "^XM-", view.members)
    for size in (1, 2, 3, 4):
        for chosen in combinations(codes, size):
            low, value, high = ends(part.figure("sum", SPENDING, chosen))
            assert isinstance(low, Money) and isinstance(value, Money) and isinstance(high, Money)
            assert low.number <= value.number <= high.number, chosen
