"""Is ASEAN in the centre? Shares by hand on a small world, and what must hold of the bundled one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from solidary.analyses.centrality import Web, web_of
from solidary.analyses.chart import Network
from solidary.analyses.finding import Finding
from solidary.workspace import Workspace

READERS = ("TH", "VN", "TL", "SG", "KR", "JP", "US", "ASEAN", "")
# Two members and two partners; A and B meet all in the forum, C meets A alone.
SMALL = Web(
    (("A", "forum"), ("B", "forum"), ("P", "forum"), ("Q", "club"), ("A", "club")),
    frozenset("AB"),
    {"forum": "asean", "club": "partner"},
)


def asked(ws: Workspace, reader: str = "", day: date | None = None) -> Finding:
    return ws.ask("centrality", "kasi", reader, day)


def test_the_share_of_ways_is_that_worked_out_by_hand() -> None:
    # Through the forum: A-B, A-P, B-P, the long ways Q-B and Q-P, and those of B and P to the club: 7.
    # Through the club: Q-A, Q-B, Q-P and Q to the forum: 4.
    assert SMALL.ways is not None
    assert SMALL.ways.observed == pytest.approx(7 / 11)


def test_outside_what_asean_leads_brokers_are_counted_by_role() -> None:
    """Only the club is left: Q and A meet directly, so nobody stands between two."""
    assert all(one.total == 0 for one in SMALL.roles.values())
    wider = Web((*SMALL.ties, ("A", "circle"), ("B", "circle")), SMALL.members, {**SMALL.led, "circle": "members"})
    # Q meets A in the club, A meets B in the circle: A brings a partner to a member, and a member to a partner.
    assert (wider.roles["A"].gatekeeper, wider.roles["A"].representative, wider.roles["A"].total) == (1, 1, 2)


def test_a_mechanism_that_did_not_exist_yet_ties_nobody(workspace: Workspace) -> None:
    early, late = (web_of(workspace.view("kasi", None, day)) for day in (date(2019, 6, 30), date(2026, 11, 24)))
    assert "mekong-australia" not in early.led
    assert "mekong-australia" in late.led
    assert ("TL", "asean-rok") in late.ties
    assert ("TL", "asean-rok") not in early.ties


def test_shares_of_ways_add_up_to_all(workspace: Workspace) -> None:
    (table,) = [one for one in asked(workspace).tables if one.key == "centre_mechanisms"]
    shares = [row.cells["ways"] for row in table.rows]
    assert sum(share for share in shares if isinstance(share, Decimal)) == pytest.approx(Decimal(100), abs=1)
    led = [row for row in table.rows if str(row.cells["led_by"]).endswith("asean')")]
    told = asked(workspace).figures["ways-led"].value
    assert sum(row.cells["ways"] for row in led) == pytest.approx(told, abs=Decimal("0.3"))  # type: ignore[misc]


@pytest.mark.parametrize("reader", READERS)
def test_every_figure_on_record_has_its_claims(workspace: Workspace, reader: str) -> None:
    finding = asked(workspace, reader)
    assert finding.figures["mechanisms"].evidence
    assert all(row.evidence for table in finding.tables for row in table.rows)
    assert isinstance(finding.charts[0], Network)


def test_readers_differ_where_they_should(workspace: Workspace) -> None:
    thai, timorese, japanese = (asked(workspace, reader).figures for reader in ("TH", "TL", "JP"))
    assert thai["my-mechanisms"].value != timorese["my-mechanisms"].value
    assert thai["my-betweenness"].value != japanese["my-betweenness"].value
    assert "my-place" not in asked(workspace, "KR").figures  # the maker has a sentence of its own
    assert asked(workspace, "KR").figures["maker-place"].value == thai["maker-place"].value
    chart = asked(workspace, "JP").charts[0]
    assert isinstance(chart, Network)
    assert chart.strong is not None
    assert chart.left[chart.strong].label == "Japan"


def test_before_anything_is_known_there_is_no_centre(workspace: Workspace) -> None:
    finding = asked(workspace, "TH", date(1980, 1, 1))
    assert [message.key for message in finding.messages] == ["centrality.nothing"]
    assert finding.charts == ()
