"""Words that separate texts: Dunning's own example, the reference code for log-odds, and symmetry."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.measures.keyness import log_likelihood, log_odds
from tests.measures.texts import LAVER, laver

counts = st.integers(0, 1000)
texts = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50), min_size=2)


def test_t13_the_swiss() -> None:
    assert log_likelihood(110, 2442, 111, 29114) == pytest.approx(270.7219, abs=1e-3)


def test_t14_the_first_two_texts_of_laver_benoit_and_garry() -> None:
    found = log_odds(laver(0), laver(5), 0.01)
    for number, expected in {6: 5.2324, 7: 6.4434, 8: 8.6551, 9: 9.3219, 11: 2.9257}.items():
        word, mirrored = ascii_uppercase[number - 1], ascii_uppercase[22 - number]  # the counts are symmetric
        assert found[word] == pytest.approx(expected, abs=1e-4), number
        assert found[mirrored] == pytest.approx(-expected, abs=1e-4), number


def test_the_words_of_the_sample_are_seventeen() -> None:
    assert len(LAVER) == 17 and sum(LAVER) == 1000


@given(texts, texts)
def test_log_odds_turn_round_with_the_texts(one: dict[str, int], other: dict[str, int]) -> None:
    there, back = log_odds(one, other, 0.5), log_odds(other, one, 0.5)
    assert there.keys() == back.keys()
    assert all(there[word] == pytest.approx(-back[word]) for word in there)


@given(texts)
def test_a_text_differs_from_itself_in_nothing(text: dict[str, int]) -> None:
    assert all(score == pytest.approx(0) for score in log_odds(text, text, 0.5).values())


@given(counts, counts, counts, counts)
def test_g2_is_never_negative_and_the_same_from_both_sides(a: int, b: int, c: int, d: int) -> None:
    if a + b and c + d and a + c and b + d:
        assert log_likelihood(a, b, c, d) == pytest.approx(log_likelihood(c, d, a, b), abs=1e-9)
        assert log_likelihood(a, b, c, d) > -1e-6


@given(st.integers(1, 50), st.integers(1, 50), st.integers(2, 9))
def test_g2_of_equal_shares_is_zero(hits: int, rest: int, times: int) -> None:
    assert log_likelihood(hits, rest, hits * times, rest * times) == pytest.approx(0, abs=1e-6)


def test_a_word_that_the_background_lacks_is_left_out() -> None:
    background = Counter({"trust": 10, "trade": 10})
    assert set(log_odds({"trust": 3, "zzz": 3}, {"trade": 4}, background)) == {"trust", "trade"}
