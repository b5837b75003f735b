"""No text of a CSV can act, and every text can be had back."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from solidary.exports.safe import harmless, original
from tests.exports.samples import HOSTILE

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NASTY = st.builds("".join, st.lists(st.sampled_from([*"='+-@\t\r\n \u00a0\u200b\ufeff\u202e\uff1da1\","]), max_size=8))


def acts(text: str) -> bool:
    """Whether a spreadsheet might run a text, said without any pattern."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    rest = text
    while rest and unicodedata.category(rest[0])[0] in "ZC" and unicodedata.category(rest[0]) != "Cn":
        rest = rest[1:]
    return rest[:1] != "" and rest[0] in SIGNS


def through(text: str) -> tuple[str, str]:
    found, _ = harmless(pa.array([text]))
    return found.to_pylist()[0], original(found).to_pylist()[0]


@given(ANY | NASTY)
@example("'=1")
@example("\u202e=1")
def test_no_text_acts_and_every_text_comes_back(text: str) -> None:
    safe, back = through(text)
    assert not acts(safe)
    assert back == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(text: str) -> None:
    safe, back = through(text)
    assert not acts(safe)
    assert back == text


@given(st.text("abcdefgh 0123456789.,;:()/", max_size=12))
def test_a_plain_text_is_not_touched(text: str) -> None:
    assert through(text)[0] == text


def test_what_is_changed_is_counted() -> None:
    found, number = harmless(pa.array(["=1", "a", None, "-"]))
    assert (found.to_pylist(), number) == (["'=1", "a", None, "'-"], 2)


def test_an_empty_column_stays_so() -> None:
    assert harmless(pa.array([], pa.string()))[1] == 0
