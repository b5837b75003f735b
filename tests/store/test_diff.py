"""A diff names what is new, gone and changed, by activity and by field, and nothing else.

Each pair of files is written by hand, with its differences known.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from solidary.store.diff import Diff, diff
from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.store.conftest import MADE
from tests.store.samples import activity, document, many, transaction, write

Files = dict[str, bytes]
Compare = Callable[..., Diff]

KOREAN = '<narrative xml:lang="ko">제목</narrative>'
BUDGET = (
    '<budget type="1"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'
    '<value currency="USD" value-date="2024-01-01">{}</value></budget>'
)


def loaded(folder: Path, files: Files, workers: int = 1) -> Snapshot:
    return load(Lake(folder / "lake"), write(folder / "in", files), MADE, workers=workers).snapshot


@pytest.fixture
def snapshot(tmp_path: Path) -> Callable[..., Snapshot]:
    """Load files into a lake of their own."""
    numbers = count()

    def make(files: Files, workers: int = 1) -> Snapshot:
        return loaded(tmp_path / str(next(numbers)), files, workers)

    return make


@pytest.fixture
def compare(snapshot: Callable[..., Snapshot]) -> Compare:
    """Compare two sets of files, each given as files or as the activities of one."""

    def call(before: Files | list[str], after: Files | list[str], workers: int = 1) -> Diff:
        one, two = (found if isinstance(found, dict) else {"a.xml": document(*found)} for found in (before, after))
        return diff(snapshot(one, workers), snapshot(two, workers))

    return call


def told(found: Diff) -> tuple[set[str], set[str], dict[str, tuple[str, ...]], int]:
    return set(found.new), set(found.gone), found.changed, found.same


def nothing(same: int) -> tuple[set[str], set[str], dict[str, tuple[str, ...]], int]:
    return set(), set(), {}, same


A, B, C = activity("A", transaction("1", ["11110"])), activity("B", transaction("2")), activity("C")


# New and gone


def test_an_activity_that_came_is_new_and_one_that_went_is_gone(compare: Compare) -> None:
    assert told(compare([A, B], [B, C])) == ({"C"}, {"A"}, {}, 1)


def test_an_activity_in_a_new_file_is_new(compare: Compare) -> None:
    assert told(compare({"a.xml": document(A)}, {"a.xml": document(A), "b.xml": document(B)})) == ({"B"}, set(), {}, 1)


def test_the_names_of_the_two_snapshots_are_told(snapshot: Callable[..., Snapshot]) -> None:
    one, two = snapshot({"a.xml": document(A)}), snapshot({"a.xml": document(B)})
    found = diff(one, two)
    assert (found.before, found.after) == (one.id, two.id)


def test_a_snapshot_does_not_differ_from_itself(snapshot: Callable[..., Snapshot]) -> None:
    one = snapshot({"a.xml": document(A, B, C)})
    assert told(diff(one, one)) == nothing(3)


def test_backwards_new_is_gone_and_gone_is_new(compare: Compare) -> None:
    forth, back = compare([A, B], [B, C]), compare([B, C], [A, B])
    assert (set(forth.new), set(forth.gone)) == (set(back.gone), set(back.new))


def test_organisations_are_compared_too(compare: Compare) -> None:
    def organisation(name: str, value: str) -> bytes:
        return (
            '<iati-organisations version="2.03"><iati-organisation><organisation-identifier>'
            f"{name}</organisation-identifier><total-budget><value>{value}</value></total-budget>"
            "</iati-organisation></iati-organisations>"
        ).encode()

    before = {"a.xml": organisation("XM-A", "1"), "b.xml": organisation("XM-B", "2")}
    after = {"a.xml": organisation("XM-A", "9"), "c.xml": organisation("XM-C", "3")}
    assert told(compare(before, after)) == ({"XM-C"}, {"XM-B"}, {"XM-A": ("total_budget",)}, 0)


# Changed

CHANGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a value of a transaction": (
        activity("X", transaction("1"), transaction("2")),
        activity("X", transaction("1"), transaction("3")),
        ("transaction",),
    ),
    "a transaction more": (
        activity("X", transaction("1")),
        activity("X", transaction("1"), transaction("1")),
        ("transaction",),
    ),
    "the only sector moves from one transaction to the next": (
        activity("X", transaction("1", ["11110"]), transaction("2")),
        activity("X", transaction("1"), transaction("2", ["11110"])),
        ("transaction_sector",),
    ),
    "one of several sectors moves to another transaction": (
        activity("X", transaction("1", ["11110", "14030"]), transaction("2", ["41010"])),
        activity("X", transaction("1", ["11110"]), transaction("2", ["14030", "41010"])),
        ("transaction_sector",),
    ),
    "a description moves from one transaction to the next": (
        activity("X", transaction("1", text="paid"), transaction("2")),
        activity("X", transaction("1"), transaction("2", text="paid")),
        ("narrative",),
    ),
    "a narrative in a new language": (
        activity("X", titles=("Title",)),
        activity("X", titles=("Title", KOREAN)),
        ("narrative",),
    ),
    "the same words in another language": (
        activity("X", titles=(KOREAN,)),
        activity("X", titles=(KOREAN.replace("ko", "en"),)),
        ("narrative",),
    ),
    "a status": (activity("X", status="2"), activity("X", status="3"), ("activity_status",)),
    "a status that is gone": (
        activity("X"),
        activity("X").replace('<activity-status code="2"/>', ""),
        ("activity_status",),
    ),
    "an empty value where there was none": (
        activity("X"),
        activity("X").replace("<iati-activity ", '<iati-activity humanitarian="" '),
        ("humanitarian",),
    ),
    "two things at once": (
        activity("X", BUDGET.format(1), transaction("1"), status="2"),
        activity("X", BUDGET.format(2), transaction("1"), status="4"),
        ("activity_status", "budget"),
    ),
    "the first sector of all": (
        activity("X", transaction("1")),
        activity("X", transaction("1"), '<sector code="1"/>'),
        ("sector",),
    ),
    "a code that moves from one attribute to another": (
        activity("X", '<sector code="1"/>'),
        activity("X", '<sector vocabulary="1"/>'),
        ("sector",),
    ),
}


def cases(side: int) -> list[str]:
    """All cases as one file: the activity of each, under the name of its case, and two that stay."""
    return [A, *(one[:2][side].replace(">X<", f">{what}<") for what, one in CHANGES.items()), B]


@pytest.fixture(scope="module", params=["in place", "moved within the file"])
def changes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Diff:
    """The differences of all cases, the activities in the same order or in the opposite one."""
    after = cases(1) if request.param == "in place" else cases(1)[::-1]
    home = tmp_path_factory.mktemp("cases")
    return diff(*(loaded(home / str(side), {"a.xml": document(*one)}) for side, one in enumerate((cases(0), after))))


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_found_in_its_field_and_in_no_other(changes: Diff, what: str) -> None:
    assert changes.changed[what] == CHANGES[what][2]


def test_what_stayed_beside_the_changes_is_the_same(changes: Diff) -> None:
    assert (changes.new, changes.gone, changes.same) == ((), (), 2)


# Not changed

MANY = many(60, seed=9)


def test_other_order_of_activities_is_no_change(compare: Compare) -> None:
    assert told(compare(MANY, MANY[::-1])) == nothing(60)


def test_other_order_of_files_is_no_change(compare: Compare) -> None:
    before = {"a.xml": document(*MANY[:20]), "b.xml": document(*MANY[20:])}
    after = {"a.xml": document(*MANY[20:]), "b.xml": document(*MANY[:20])}
    assert told(compare(before, after)) == nothing(60)


def test_a_split_file_is_no_change(compare: Compare) -> None:
    after = {"a.xml": document(*MANY[:7]), "b.xml.gz": document(*MANY[7:50]), "c.xml": document(*MANY[50:])}
    assert told(compare(MANY, after)) == nothing(60)


def test_a_new_activity_before_the_others_changes_none_of_them(compare: Compare) -> None:
    first = activity("FIRST", transaction("1", ["1"], "words"), transaction("2"), BUDGET.format(1), BUDGET.format(2))
    assert told(compare(MANY, [first, *MANY])) == ({"FIRST"}, set(), {}, 60)


def test_other_lines_and_comments_are_no_change(compare: Compare) -> None:
    assert told(compare([A, B], ["\n\n<!-- made anew -->\n", A.replace("\n", "\n\n"), B])) == nothing(2)


def test_spaces_around_an_identifier_are_no_change_of_the_activity_it_names(compare: Compare) -> None:
    found = compare([A], [A.replace(">A<", "> A\n<")])
    assert (found.new, found.gone) == ((), ())


@pytest.mark.parametrize("workers", [1, 2])
def test_many_activities_in_many_files_do_not_differ_from_themselves(
    snapshot: Callable[..., Snapshot], workers: int
) -> None:
    made = many(900, seed=4)
    files = {f"{number}.xml": document(*made[number::3]) for number in range(3)}
    assert told(diff(snapshot(files), snapshot(files, workers))) == nothing(900)


# Identifiers that stand several times, or are not there


def test_a_second_activity_of_the_same_name_is_new_under_a_number(compare: Compare) -> None:
    assert told(compare([A, B], [A, A, B])) == ({"A#2"}, set(), {}, 2)


def test_the_last_of_three_of_the_same_name_is_gone(compare: Compare) -> None:
    assert told(compare([A, A, A], [A, A])) == (set(), {"A#3"}, {}, 2)


def test_a_change_in_the_second_of_the_same_name_is_told_of_the_second(compare: Compare) -> None:
    one, two = activity("A", transaction("1")), activity("A", transaction("2"))
    other = activity("A", transaction("3"))
    assert told(compare([one, two], [one, other])) == (set(), set(), {"A#2": ("transaction",)}, 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_same_names_in_two_files_are_numbered_by_file_whichever_is_larger(compare: Compare, workers: int) -> None:
    one, two = activity("A", transaction("1")), activity("A", transaction("2"))
    before = {"a.xml": document(one, *MANY[:10]), "b.xml": document(two)}
    after = {"a.xml": document(one, *MANY[:10]), "b.xml": document(two, *MANY[10:])}
    found = compare(before, after, workers)
    assert (len(found.new), found.gone, found.changed, found.same) == (50, (), {}, 12)


def test_activities_without_identifier_are_compared_in_their_order(compare: Compare) -> None:
    bare = activity("A").replace("<iati-identifier>A</iati-identifier>", "")
    assert told(compare([bare, B], [bare, B])) == nothing(2)
    found = compare([bare, B], [bare, bare, B])
    assert (len(found.new), len(found.gone), found.changed, found.same) == (1, 0, {}, 2)


def test_a_name_that_looks_like_a_numbered_one_hides_nobody(compare: Compare) -> None:
    found = compare([A, A, activity("A#2")], [A, A, activity("A#2")])
    assert told(found) == nothing(3)
