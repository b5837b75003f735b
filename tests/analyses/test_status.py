"""The ladder of a promise, rung by rung, on made-up dossiers; silence is neither delivery nor delay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from solidary.analyses.questions import ask
from solidary.analyses.status import Status, status

if TYPE_CHECKING:
    from tests.conftest import Look

DAY = date(2024, 6, 15)


def promise(*statements: str) -> str:
    lines = "".join(
        f"      - {{says: {{{said}}}, source: {source}, locator: page 1}}\n"
        for source, said in (one.split("|") for one in statements)
    )
    return f"promises:\n  pier:\n    title: The pier\n    claims:\n{lines}"


def judged(look: Look, *statements: str, day: date = DAY) -> Status:
    return status(look(promise(*statements), day, "").register.subject("bridge/pier"), day)


def test_a_promise_that_was_only_made_is_stated(look: Look) -> None:
    found = judged(look, "speech|amount: USD 5 million")
    assert (found.state, found.months_late, found.ends) == ("stated", None, None)


def test_a_finished_promise_is_completed(look: Look) -> None:
    assert judged(look, "speech|period: 2020-21", "report|launched: 2020-03, completed: 2022-05").state == "completed"


def test_a_promise_that_was_given_up_is_dropped(look: Look) -> None:
    assert judged(look, "speech|period: 2020-30, launched: 2020", "report|dropped: 2022-05").state == "dropped"


def test_an_end_that_is_planned_for_later_is_no_end_yet(look: Look) -> None:
    assert judged(look, "speech|launched: 2020, completed: 2030").state == "launched"


def test_a_launched_promise_whose_period_is_over_is_unknown(look: Look) -> None:
    found = judged(look, "speech|period: 2020-22", "report|launched: 2020-03")
    assert (found.state, found.ends) == ("unknown", date(2022, 12, 31))


def test_a_due_day_that_passed_without_a_word_is_unknown(look: Look) -> None:
    assert judged(look, "speech|due: 2023").state == "unknown"


def test_a_start_that_passed_without_a_word_is_neither_delivery_nor_delay(look: Look) -> None:
    found = judged(look, "speech|period: 2021-30")
    assert (found.state, found.months_late) == ("unknown", None)


def test_a_start_that_is_still_possible_this_year_has_not_passed(look: Look) -> None:
    assert judged(look, "speech|period: 2024-30").state == "stated"


def test_a_late_start_has_a_least_and_a_most(look: Look) -> None:
    # Promised for 2021, launched on 16 January 2023: from 31 December 2021 twelve whole months, from 1 January 24.
    found = judged(look, "speech|period: 2021-28", "report|launched: 2023-01-16", day=date(2025, 1, 1))
    assert (found.state, found.months_late) == ("late", (12, 24))


def test_exact_days_give_one_number_of_months(look: Look) -> None:
    found = judged(look, "speech|period: 2021-03-01/2028-12-31", "report|launched: 2022-05-20", day=date(2025, 1, 1))
    assert found.months_late == (14, 14)


def test_the_delay_is_measured_from_the_start_first_promised(look: Look) -> None:
    statements = ("speech|period: 2021-28", "report|period: 2022-29, launched: 2022-02-01")
    found = judged(look, *statements, day=date(2025, 1, 1))
    assert (found.state, found.months_late, found.changed) == ("late", (1, 13), ("period",))


def test_a_start_in_the_promised_year_is_not_late(look: Look) -> None:
    assert judged(look, "speech|period: 2022-30", "report|launched: 2022-12").state == "launched"


@pytest.mark.parametrize(("day", "state"), [(date(2024, 1, 1), "due"), (date(2023, 12, 1), "launched")])
def test_a_promise_that_ends_within_a_year_is_due(look: Look, day: date, state: str) -> None:
    assert judged(look, "speech|period: 2020-24", "report|launched: 2020-05", day=day).state == state


def test_a_promise_is_not_over_on_its_last_day(look: Look) -> None:
    statements = ("speech|period: 2020-24", "report|launched: 2020-05")
    assert judged(look, *statements, day=date(2024, 12, 31)).state == "due"
    assert judged(look, *statements, day=date(2025, 1, 1)).state == "unknown"


def test_moved_terms_without_a_launch_are_changed(look: Look) -> None:
    found = judged(look, "speech|amount: USD 5 million", "report|amount: USD 6 million")
    assert (found.state, found.changed) == ("changed", ("amount",))


def test_the_carriers_of_a_state_are_known_claims_of_the_promise(look: Look) -> None:
    text = promise("speech|amount: USD 5 million, period: 2020-30", "report|amount: USD 6 million, launched: 2020")
    subject = look(text, DAY, "").register.subject("bridge/pier")
    known = {claim.id for claim in subject.claims}
    launched = {claim.id for claim in subject.claims if claim.predicate == "launched"}
    assert launched <= set(status(subject, DAY).evidence) <= known


def test_a_doubted_launch_launches_nothing(look: Look) -> None:
    text = promise("speech|amount: USD 5 million") + (
        "      - {says: {launched: 2021}, source: report, locator: page 1, doubt: another pier}\n"
    )
    assert status(look(text, DAY, "").register.subject("bridge/pier"), DAY).state == "stated"


def test_every_promise_has_exactly_one_status(look: Look) -> None:
    finding = ask("delivery", look(promise("speech|due: 2023"), DAY, ""))
    states = [key for key in finding.figures if key not in ("promises",)]
    assert sum(int(str(finding.figures[key].value)) for key in states) == finding.figures["promises"].value == 1
    assert finding.figures["unknown"].value == 1
