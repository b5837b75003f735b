"""Each reader opens on another lead: five sentences that differ, and stay as they were read and agreed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from solidary.workspace import Workspace

READERS = ("TH", "VN", "ID", "PH", "MY", "KR", "JP", "ASEAN")
NOW, EARLY = date(2026, 11, 24), date(2023, 6, 30)


def lead(workspace: Workspace, reader: str, day: date = NOW) -> list[str]:
    return [paragraph.plain.replace("\u00a0", " ") for paragraph in workspace.brief("kasi", reader, day).lead]


@pytest.mark.parametrize("reader", READERS)
def test_a_lead_has_five_whole_sentences(workspace: Workspace, reader: str) -> None:
    for day in (NOW, EARLY):
        found = lead(workspace, reader, day)
        assert len(found) == len(set(found)) == 5
        assert all(sentence.endswith(".") and not sentence[0].islower() for sentence in found)
        assert not any(mark in sentence for sentence in found for mark in ("{", "}", "None", "  ", "–."))


def test_no_two_readers_have_the_same_lead(workspace: Workspace) -> None:
    leads = {reader: tuple(lead(workspace, reader)) for reader in READERS}
    assert len(set(leads.values())) == len(READERS)


@pytest.mark.parametrize("reader", ["TH", "VN", "ID", "PH", "MY"])
def test_a_member_is_named_in_its_own_lead(workspace: Workspace, reader: str) -> None:
    name = workspace.library.place(reader).name
    assert sum(name in sentence for sentence in lead(workspace, reader)) >= 2


def test_the_lead_gives_the_figures_of_the_sources(workspace: Workspace) -> None:
    thai, indonesian, korean = (" ".join(lead(workspace, reader)) for reader in ("TH", "ID", "KR"))
    assert "USD 48 million a year" in thai and "32 + 10 + 6 million" in thai
    assert "USD 42 million a year" in thai and "2024–2027" in thai
    assert "USD 19 million" in thai and "USD 20 million" in thai
    assert "USD 38 million a year" in indonesian and "USD 42 million" not in indonesian
    assert "USD 21 million a year" in korean  # (32 - 20) + (10 - 4) + (6 - 3)


@pytest.mark.parametrize("reader", READERS)
def test_the_lead_reads_as_agreed(workspace: Workspace, reader: str, snapshot: SnapshotAssertion) -> None:
    assert lead(workspace, reader) == snapshot


def test_the_lead_of_june_2023_reads_as_agreed(workspace: Workspace, snapshot: SnapshotAssertion) -> None:
    assert lead(workspace, "TH", EARLY) == snapshot


@settings(max_examples=25, deadline=None)
@given(
    day=st.dates(date(1985, 1, 1), date(2031, 1, 1)), reader=st.sampled_from((*READERS, "TL", "AU", "NO", "mekong", ""))
)
def test_a_brief_can_be_written_for_any_day_and_reader(workspace: Workspace, day: date, reader: str) -> None:
    brief = workspace.brief("kasi", reader, day)
    assert brief.as_of == day.isoformat()
    assert len(brief.lead) <= 5
    assert all(claim.known_from <= day for note in brief.notes for claim in note.claims)
    assert all(claim.known_from <= day for entry in brief.entries for claim in entry.claims)
