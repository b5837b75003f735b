"""Nothing is lost or made by splitting: parts add up to the published amount, whatever the shares, order and files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.refine.flows import Flows, Recipe, make_flows
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


@settings(max_examples=15, deadline=None)
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


def modes(found: Flows) -> dict[tuple[str, int], tuple[Decimal | None, ...]]:
    """The three ways to count, by publisher and year."""
    return {
        (row["publisher"], row["year"]): (row["gross"], row["publisher_net"], row["graph_net"])
        for row in found.ask("totals_by_mode").to_pylist()
    }


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Make activities that pass money on to each other, and the same ones without any shares."""
    shared, plain = [], []
    for number in range(draw(st.integers(1, 3))):
        places = draw(st.lists(st.tuples(st.sampled_from(["TH", "VN", "LA"]), PERCENT), max_size=3))
        aims = draw(st.lists(st.tuples(st.sampled_from(["11110", "14030", "41010"]), PERCENT), max_size=3))
        moves = [spent(str(draw(st.integers(0, 999))), kind="1") for _ in range(draw(st.integers(0, 2)))]
        for value in draw(st.lists(st.decimals(0, 10**9, places=2).map(str), max_size=3)):
            receiver = draw(st.sampled_from(["A0", "A1", "A2", "B"]))
            moves.append(spent(value, f'<receiver-org receiver-activity-id="{receiver}"/>'))
        publisher = draw(st.sampled_from(["XM-ONE", "XM-TWO"]))
        shared.append(activity(f"A{number}", *moves, countries(*places), sectors(*aims), publisher=publisher))
        plain.append(activity(f"A{number}", *moves, publisher=publisher))
    return shared, plain


@settings(max_examples=5, deadline=None)
@given(activities())
def test_sums_over_recipients_and_over_sectors_are_the_published_total(given_activities: list[str]) -> None:
    with TemporaryDirectory() as folder:
        found = made(Path(folder), given_activities)
        published = found.ask("spending_by_publisher_and_year")["spending"].to_pylist()
        whole = sum((one for one in published if one is not None), Decimal(0))
        table = pq.read_table(found.folder / "money_by_currency.parquet")
        for dimension in ("recipient", "category"):
            parts = table.group_by(dimension).aggregate([("amount", "sum")])["amount_sum"].to_pylist()
            assert sum((part for part in parts if part is not None), Decimal(0)) == whole


@settings(max_examples=4, deadline=None)
@given(chains(), st.randoms())
def test_no_way_to_count_follows_shares_order_files_or_copies(
    given_chains: tuple[list[str], list[str]], chance: object
) -> None:
    shared, plain = given_chains
    shuffled = list(shared)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    versions = [[shared], [plain], [shuffled[:1], shuffled[1:]], [shared, shared]]
    found = []
    for files in versions:
        with TemporaryDirectory() as folder:
            found.append(modes(made(Path(folder), *files)))
    first = found[0]
    for other in found[1:]:
        assert other == first  # parts of an amount in dollars add up to it exactly, at a rate of 1
    for gross, publisher_net, graph_net in first.values():
        if gross is not None:
            assert publisher_net is not None and publisher_net <= gross
            assert (graph_net or 0) <= gross


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
