"""Nothing is lost or made by splitting: parts add up to the published amount, whatever the shares, order and files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.refine.flows import Recipe, make_flows
from solidary.sources.reporters import Reporters
from solidary.store.snapshot import Lake
from tests.refine.samples import DayRates, Row, activity, countries, made, rows, sectors, spent

PERCENT = st.one_of(
    st.none(), st.decimals(0, 200, places=2).map(str), st.sampled_from(["0", "100", "33.33", "-5", "x", "", "1e3"])
)
VALUES = st.decimals(-(10**12), 10**12, places=6, allow_nan=False).map(lambda value: f"{value:f}")


@st.composite
def activities(draw: st.DrawFn) -> list[str]:
    """Make a few activities with random shares and amounts."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        places = draw(st.lists(st.tuples(st.sampled_from(["TH", "VN", "LA"]), PERCENT), max_size=3))
        aims = draw(st.lists(st.tuples(st.sampled_from(["11110", "14030", "41010"]), PERCENT), max_size=3))
        moves = [spent(value) for value in draw(st.lists(VALUES, max_size=3))]
        made.append(activity(f"A{number}", *moves, countries(*places), sectors(*aims)))
    return made


def flows(*files: list[str]) -> list[Row]:
    with TemporaryDirectory() as folder:
        found: list[Row] = made(Path(folder), *files).table().to_pylist()
        return found


def key(row: Row) -> tuple[str, ...]:
    names = ("activity", "published", "recipient", "sector", "amount", "usd", "counts_reason")
    return tuple(str(row[name]) for name in names)


@settings(max_examples=25, deadline=None)
@given(activities())
def test_the_parts_of_a_row_add_up_to_it_exactly(given_activities: list[str]) -> None:
    totals: dict[tuple[int, int], Decimal] = {}
    published: dict[tuple[int, int], Decimal] = {}
    for row in flows(given_activities):
        place = (row["dataset"], row["row"])
        totals[place] = totals.get(place, Decimal(0)) + row["amount"]
        published[place] = row["published"]
    assert totals == published


@settings(max_examples=6, deadline=None)
@given(activities(), st.randoms())
def test_order_and_file_boundaries_change_nothing(given_activities: list[str], chance: object) -> None:
    shuffled = list(given_activities)
    shuffle: Callable[[list[str]], None] = chance.shuffle  # type: ignore[attr-defined]
    shuffle(shuffled)
    whole = sorted(map(key, flows(given_activities)))
    assert sorted(map(key, flows(shuffled))) == whole
    assert sorted(map(key, flows(shuffled[:1], shuffled[1:]))) == whole


@settings(max_examples=5, deadline=None)
@given(activities())
def test_a_file_that_is_there_twice_counts_once(given_activities: list[str]) -> None:
    once, twice = flows(given_activities), flows(given_activities, given_activities)
    total = sum(row["amount"] for row in once if row["counts_in_totals"])
    assert sum(row["amount"] for row in twice if row["counts_in_totals"]) == total
    assert len(twice) == 2 * len(once)


def test_made_again_the_flows_are_the_same_and_nothing_is_written(tmp_path: Path) -> None:
    first = made(tmp_path, [activity("A", spent("100"))])
    before = sorted(path.stat().st_mtime_ns for path in first.folder.rglob("*"))
    lake = Lake(tmp_path / "lake")
    again = make_flows(Recipe(lake, lake.snapshot(), DayRates(), Reporters()))
    assert again.folder == first.folder
    assert sorted(path.stat().st_mtime_ns for path in again.folder.rglob("*")) == before
    assert rows(tmp_path / "other", activity("A", spent("100")), known={})[0]["usd"] is None


@settings(max_examples=8, deadline=None)
@given(incoming=st.lists(st.integers(0, 900), min_size=1, max_size=4), out=st.lists(st.integers(0, 900), max_size=4))
def test_no_net_is_more_than_gross(incoming: list[int], out: list[int]) -> None:
    with TemporaryDirectory() as folder:
        passed = '<receiver-org receiver-activity-id="B"/>'
        first = activity(
            "A", *(spent(str(one), kind="1") for one in incoming), *(spent(str(one), passed) for one in out)
        )
        second = activity("B", *(spent(str(one)) for one in out), publisher="XM-TWO")
        for row in made(Path(folder), [first, second]).ask("totals_by_mode").to_pylist():
            if row["gross"] is not None:
                assert row["publisher_net"] <= row["gross"]
                assert (row["graph_net"] or 0) <= row["gross"]


def test_funds_that_were_only_committed_to_a_publisher_are_not_taken_off(tmp_path: Path) -> None:
    """Spent 80 of which 30 came in; 55 more were committed to it and 7 pledged, which are in nobody's hands yet."""
    told = (spent("80"), spent("30", kind="1"), spent("55", kind="11"), spent("7", kind="13"))
    (row,) = made(tmp_path, [activity("A", *told)]).ask("totals_by_mode").to_pylist()
    assert (row["gross"], row["publisher_net"], row["rows_in"]) == (80, 50, 1)
