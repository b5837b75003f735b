"""The money reading of centrality: shares with bounds, worked out by hand.

Korea spends in millions of dollars: 10 in members as in ``tests.spent`` (no channel named), and here 6 through the
ASEAN Secretariat by code, 2 through the cooperation fund by name, 1 through a consultancy, all in Viet Nam, and 1 for
Far East Asia through an organisation that is named by no known code.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from solidary.analyses.chart import Dots
from solidary.analyses.finding import Finding
from solidary.analyses.reported.centrality import _kind, _known
from solidary.brief.trail import rows_behind
from solidary.values.money import Money
from solidary.workspace import Workspace
from tests.refine.samples import activity, regions, sectors, spent
from tests.spent import HEALTH, KOREA, project, spent_in


def through(name: str, millions: float, ref: str) -> str:
    return project(KOREA, name, "VN", HEALTH, millions, f'<participating-org role="4" type="40" ref="{ref}"/>')


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder: Path = tmp_path_factory.mktemp("channels")
    regional = activity(
        f"{KOREA}-8", regions(("789", "100")), '<participating-org role="4" type="70" ref="KR-BRN-1"/>',
        sectors((HEALTH, "100")), spent("1000000"), publisher=KOREA,
    )  # fmt: skip
    return spent_in(
        folder, through("5", 6, "XM-DAC-47003"), through("6", 2, "AKCF"), through("7", 1, "KR-BRN-2"), regional
    )


def asked(ws: Workspace, reader: str = "") -> Finding:
    return ws.ask("centrality", "kasi", reader)


def test_the_share_through_asean_has_a_lowest_a_likely_and_a_highest(loaded: Workspace) -> None:
    found = asked(loaded).figures["maker-asean-led"]
    # of 20: 6 by code; 2 more jointly; 10 more that name no channel
    assert (found.low, found.value, found.high) == (Decimal("30.0"), Decimal("40.0"), Decimal("90.0"))


def test_money_for_the_region_is_at_most_that_of_the_regions_codes(loaded: Workspace) -> None:
    found = asked(loaded).figures
    assert found["maker-spent-there"].value == Money(Decimal("20000000.00"), "USD")
    assert (found["maker-regional"].value, found["maker-regional"].bound) == (Decimal("5.0"), "up to")


def test_the_sum_opens_to_rows_that_add_up_to_it(loaded: Workspace) -> None:
    trail = asked(loaded).figures["maker-spent-there"].trail
    assert trail is not None
    assert sum(rows_behind(trail, loaded.view("kasi").flows)["usd"].to_pylist()) == 20_000_000


def test_where_no_row_names_a_channel_nothing_is_computed(with_spending: Workspace) -> None:
    found = asked(with_spending, "JP").figures
    assert found["my-asean-led"].value is None
    assert found["my-asean-led"].missing == "missing.no_channel"
    assert not [one for one in asked(with_spending).charts if isinstance(one, Dots)]


def test_a_partner_reads_its_own_share_and_a_member_none(loaded: Workspace) -> None:
    keys = {reader: {message.key for message in asked(loaded, reader).messages} for reader in ("TH", "KR", "JP")}
    assert "centrality.reported_partner" in keys["JP"]
    assert "centrality.reported_partner" not in keys["TH"] | keys["KR"]
    assert all("centrality.reported" in found for found in keys.values())


@pytest.mark.parametrize(
    ("channel", "receiver", "year", "kind"),
    [
        ("47003", None, 2010, "led"), ("47004", None, 2005, "led"), ("47004", None, 2015, ""),
        (None, "ahA centre", 2015, "led"), ("AHA Centre", None, 2008, ""), ("JAIF", None, 2020, "joint"),
        (None, None, 2020, "untold"), ("N/A", "", None, "untold"), ("41114", None, 2020, ""),
        ("47000", "ASEAN Foundation", None, "led"),
    ],
)  # fmt: skip
def test_a_channel_counts_by_code_or_whole_name_and_only_while_it_exists(
    workspace: Workspace, channel: str | None, receiver: str | None, year: int | None, kind: str
) -> None:
    assert _kind(channel, receiver, year, _known(workspace.library.channels.values())) == kind
