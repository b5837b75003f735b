"""From every printed figure one address leads back to the same figure, its rule and its claims."""

from __future__ import annotations

from datetime import date

import pytest

from solidary.brief.catalogue import Catalogue
from solidary.errors import UnknownName
from solidary.workspace import Workspace

NOW, EARLY = date(2026, 11, 24), date(2023, 6, 30)
CASES = [(reader, NOW) for reader in ("TH", "VN", "ID", "PH", "MY", "KR", "JP", "ASEAN", "")] + [("TH", EARLY)]


@pytest.fixture(scope="module")
def words() -> Catalogue:
    return Catalogue("en")


@pytest.mark.parametrize(("reader", "day"), CASES)
def test_every_printed_figure_has_a_note(workspace: Workspace, words: Catalogue, reader: str, day: date) -> None:
    brief = workspace.brief("kasi", reader, day)
    notes = {note.number: note for note in brief.notes}
    printed = [run for paragraph in brief.paragraphs() for run in paragraph.runs if run.note]
    assert {run.note for run in printed} == set(notes) == set(range(1, len(notes) + 1))
    for run in printed:
        figure = notes[run.note].figure
        forms = {form.casefold() for form in (words.figure(figure), words.bare(figure))}
        assert run.text.casefold() in forms, notes[run.note].address


@pytest.mark.parametrize(("reader", "day"), CASES)
def test_every_address_explains_the_same_figure(workspace: Workspace, words: Catalogue, reader: str, day: date) -> None:
    for note in workspace.brief("kasi", reader, day).notes:
        found = workspace.explain(note.address, day)
        head = dict(found.head)
        assert head["Address"] == note.address
        assert head["Figure"] == words.figure(note.figure)
        assert note.text in (head["Figure"], words.bare(note.figure))
        assert note.rule in head["Rule"] and note.rule_text in head["Rule"]
        claims = found.data["claims"]
        assert isinstance(claims, dict)
        assert {claim.id for claim in note.claims} <= set(claims)
        assert {claim.id for claim in note.claims} <= {row[0] for row in found.rows}


def test_a_drifted_figure_shows_what_competes_with_it(workspace: Workspace) -> None:
    found = workspace.explain("kasi/delivery/methane-now@TH")
    said = {(row[1], row[3]) for row in found.rows}
    assert ("carries it", "USD 20 million") in said
    assert ("competes", "USD 19 million") in said


def test_a_claim_leads_to_its_place_and_rivals(workspace: Workspace) -> None:
    for claim in workspace.register().subject("kasi/methane").claims:
        found = workspace.explain(claim.id)
        assert claim.place in dict(found.head)["On record by"]
        assert found.rows[0][0] == claim.id


def test_an_entry_lists_all_its_claims_with_their_standing(workspace: Workspace) -> None:
    found = workspace.explain("kasi/methane")
    subject = workspace.register().subject("kasi/methane")
    assert {row[0] for row in found.rows} == {claim.id for claim in subject.claims}
    standing = {row[3]: row[1] for row in found.rows if "amount" in row[2]}
    assert standing["USD 19 million"] == "once in force"


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("kasi/delivery/methan-now@TH", "methane-now"),
        ("kasi/delivry@TH", "delivery"),
        ("kasi/methan", "methane"),
        ("kasy/delivery", "kasi"),
    ],
)
def test_a_wrong_address_names_the_nearest(workspace: Workspace, address: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        workspace.explain(address)
    assert caught.value.nearest == nearest
