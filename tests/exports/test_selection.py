"""Which flows are taken."""

from __future__ import annotations

from typing import Any

import pytest

from solidary.errors import UnknownName, WrongUse
from solidary.exports.selection import Selection, select
from solidary.refine.flows import Flows
from solidary.terms.library import Library
from tests.exports.samples import flows


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    return flows(tmp_path_factory.mktemp("flows"))


def rows(found: Flows, selection: Selection) -> list[dict[str, Any]]:
    return [row for batch in selection.rows(found.parts) for row in batch.to_pylist()]


def test_nothing_asked_is_everything_in_its_order(found: Flows) -> None:
    assert rows(found, Selection()) == found.table().to_pylist()


def test_each_condition_narrows(found: Flows, library: Library) -> None:
    taken = rows(found, select(found, library, country="Thailand", stage="pledge", publisher="xm-other"))
    assert [(row["activity"], row["stage"]) for row in taken] == [("a-2", "pledge")]
    assert len(rows(found, select(found, library, country="TH"))) == 4
    assert {row["activity"] for row in rows(found, select(found, library, years=(2000, None)))} == {
        "=a-1",
        "a-2",
        "a-3",
    }
    assert {row["activity"] for row in rows(found, select(found, library, years=(None, 1899)))} == {"a-4"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"stage": "comitment"}, "Did you mean 'commitment'"),
        ({"publisher": "XM-PUBB"}, "Did you mean 'XM-PUB'"),
        ({"country": "Tailand"}, "Did you mean 'Thailand'"),
    ],
)
def test_a_wrong_name_gets_the_nearest(found: Flows, library: Library, asked: dict[str, str], told: str) -> None:
    with pytest.raises(UnknownName, match=told):
        select(found, library, **asked)  # type: ignore[arg-type]


def test_a_country_that_only_the_data_has_can_be_asked_for(found: Flows, library: Library) -> None:
    assert [row["activity"] for row in rows(found, select(found, library, country="qq"))] == ["a-4"]


@pytest.mark.parametrize("years", [(2025, 2024), (0, None), (None, 10_000)])
def test_years_that_are_none_are_refused(found: Flows, library: Library, years: tuple[int | None, int | None]) -> None:
    with pytest.raises(WrongUse):
        select(found, library, years=years)


def test_a_selection_tells_what_it_is() -> None:
    assert str(Selection(country="TH", first=2020)) == "country TH, from 2020"
    assert str(Selection()) == "all flows"
