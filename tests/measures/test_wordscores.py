"""Wordscores on the table that its authors printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.measures.wordscores import anchored, place, spread_as, word_scores
from tests.measures.texts import laver

POSITIONS = {"R1": -1.5, "R2": -0.75, "R3": 0.0, "R4": 0.75, "R5": 1.5}
TEXTS = {name: laver(5 * number) for number, name in enumerate(POSITIONS)}
VIRGIN = laver(7)  # it begins at the word H


def test_t15_the_raw_score_and_its_error() -> None:
    found = place(VIRGIN, word_scores(TEXTS, POSITIONS))
    assert found.score == pytest.approx(-0.4481, abs=1e-3)
    assert found.error == pytest.approx(0.0119, abs=1e-4)
    assert found.known == 1


def test_t15_rescaled_in_both_ways() -> None:
    scores = word_scores(TEXTS, POSITIONS)
    raw = {name: place(text, scores).score for name, text in (TEXTS | {"V1": VIRGIN}).items()}
    assert spread_as(raw, POSITIONS)["V1"] == pytest.approx(-0.53, abs=5e-3)
    assert anchored(raw["V1"], (raw["R1"], -1.5), (raw["R5"], 1.5)) == pytest.approx(-0.510, abs=1e-3)


@given(st.floats(-5, 5), st.floats(0.1, 5))
def test_moving_the_scale_moves_the_score(shift: float, factor: float) -> None:
    moved = {name: position * factor + shift for name, position in POSITIONS.items()}
    plain = place(VIRGIN, word_scores(TEXTS, POSITIONS)).score
    assert place(VIRGIN, word_scores(TEXTS, moved)).score == pytest.approx(plain * factor + shift, abs=1e-9)


def test_a_text_of_unknown_words_has_no_place() -> None:
    found = place({"new": 3}, word_scores(TEXTS, POSITIONS))
    assert found.known == 0 and found.score != found.score
