"""The register as of a day: nothing later exists in it, and what is known is never forgotten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.analyses.questions import QUESTIONS, ask
from solidary.analyses.view import View
from solidary.errors import UnknownName
from solidary.register.register import Register, stated
from solidary.values.period import Period
from solidary.workspace import Workspace
from tests.register.samples import usd

if TYPE_CHECKING:
    from tests.conftest import Look

DAYS = st.dates(date(1985, 1, 1), date(2030, 12, 31))
MONEY = """
promises:
  money:
    title: Money for the bridge
    claims:
      - {says: {amount: USD 19 million, actor: a bank}, source: speech, locator: page 1}
      - {says: {amount: USD 20 million}, source: report, locator: page 2}
      - {says: {amount: USD 25 million}, source: paper, locator: page 3}
      - {says: {period: not stated}, source: report, locator: page 2}
      - {says: {contribution: USD 1 million a year}, of: 2021, source: report, locator: table 1}
      - {says: {contribution: USD 2 million a year}, of: 2022, source: report, locator: table 1}
contradictions:
  size: {title: How much, between: [money.amount, money.contribution@2021], reading: two things}
"""


def ids(register: Register) -> set[str]:
    return {claim.id for subject in register.subjects.values() for claim in subject.claims} | set(register.by_id)


@settings(max_examples=60, deadline=None)
@given(day=DAYS)
def test_a_register_knows_nothing_later_than_its_day(workspace: Workspace, day: date) -> None:
    register = workspace.register(day)
    assert all(claim.known_from <= day for claim in register.by_id.values())
    assert all(claim.known_from <= day for found in register.subjects.values() for claim in found.claims)
    assert all(found.claims for found in register.subjects.values())
    latest = register.latest("kasi")
    assert latest is None or latest <= day


@settings(max_examples=60, deadline=None)
@given(one=DAYS, two=DAYS)
def test_what_is_known_on_a_day_is_known_ever_after(workspace: Workspace, one: date, two: date) -> None:
    early, late = sorted((one, two))
    assert ids(workspace.register(early)) <= ids(workspace.register(late))


def test_known_and_later_claims_add_up_to_all(workspace: Workspace) -> None:
    register = workspace.register(date(2023, 6, 30))
    every = [claim for claim in workspace.claims if claim.subject.startswith("kasi/")]
    known = [claim for key, found in register.subjects.items() if key.startswith("kasi/") for claim in found.claims]
    assert len(known) + register.later("kasi") == len(every)
    assert 0 < len(known) < len(every)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "19 million"),
        (date(2022, 12, 31), "19 million"),
        (date(2023, 1, 1), "20 million"),
        (date(2024, 1, 1), "20 million"),
    ],
)
def test_the_value_in_force_follows_the_day(look: Look, day: date, amount: str | None) -> None:
    register = look(MONEY, day, "").register
    found = register.subjects.get("bridge/money")
    assert (found.amount() if found else None) == (usd(amount) if amount else None)


def test_a_conflict_lists_what_drifted_and_what_rivals(look: Look) -> None:
    register = look(MONEY, date(2026, 1, 1), "").register
    (conflict,) = register.conflicts("bridge")
    assert (conflict.subject.key, conflict.held.predicate) == ("bridge/money", "amount")
    assert [claim.value for claim in conflict.held.drift] == [usd("19 million"), usd("20 million")]
    assert [claim.value for claim in conflict.held.rivals] == [usd("25 million")]


def test_values_of_two_years_do_not_compete(look: Look) -> None:
    found = look(MONEY, date(2026, 1, 1), "").register.subject("bridge/money")
    assert list(found.series("contribution")) == ["2021", "2022"]
    assert found.amount("contribution", "2021") == usd("1 million a year")
    assert all(not held.rivals for held in found.series("contribution").values())


def test_silence_is_kept_and_told_from_absence(look: Look) -> None:
    found = look(MONEY, date(2026, 1, 1), "").register.subject("bridge/money")
    assert found.held("period").silent
    assert found.period() is None
    assert not found.held("due").claims
    assert len(stated(found.claims)) == len(found.claims) - 1


def test_a_contradiction_leads_to_the_claims_that_are_known(look: Look) -> None:
    def values(day: date) -> list[str]:
        view = look(MONEY, day, "")
        found = view.library.dossier("bridge").contradictions["size"]
        return [str(claim.value) for claim in view.register.contradiction("bridge", found)]

    assert values(date(2021, 1, 1)) == ["USD 19 million"]
    assert values(date(2026, 1, 1)) == ["USD 20 million", "USD 19 million", "USD 25 million", "USD 1 million a year"]


def test_an_unknown_entry_names_the_nearest_one(workspace: Workspace) -> None:
    with pytest.raises(UnknownName) as caught:
        workspace.register().subject("kasi/methan")
    assert caught.value.nearest == "kasi/methane"


def test_a_definition_counts_only_once_its_source_was_public(workspace: Workspace) -> None:
    before, after = workspace.register(date(2021, 9, 30)), workspace.register(date(2026, 11, 24))
    assert before.defined("funds", "bkcf") == ()  # its manager was named on 21 October 2021
    assert len(after.defined("funds", "bkcf")) == 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_reading_every_claim_twice_leaves_every_finding_as_it_is(workspace: Workspace, question: str) -> None:
    once = workspace.view("kasi", "TH")
    register = once.register
    doubled = Register(register.library, register.as_of, register.claims * 2, register.definitions * 2)
    twice = View(doubled, once.initiative, once.perspective)
    assert ask(question, twice) == ask(question, once)


def test_the_order_of_claims_leaves_the_values_in_force_as_they_are(workspace: Workspace) -> None:
    register = workspace.register()
    turned = Register(register.library, register.as_of, register.claims[::-1], register.definitions)
    for key, found in register.subjects.items():
        for slot, held in found.slots.items():
            assert turned.subjects[key].held(*slot).claim == held.claim


def test_periods_in_slots_are_read_back(workspace: Workspace) -> None:
    for found in workspace.register().subjects.values():
        assert all(str(Period.parse(of)) == of for _, of in found.slots if of)
