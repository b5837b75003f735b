"""What a file of the library may not hold, since engines give different answers to it, or only one gives any."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from solidary.store.engine.statement import Token, tokens

# Functions that gave the same answers on DuckDB and Spark.
SAFE: Final = frozenset(
    """any_value avg cast coalesce corr count dense_rank extract first_value floor greatest lag last_value lead least
    lower make_date max max_by md5 median min min_by nullif percentile_cont range rank regexp_extract
    row_number split_part stddev_samp substr sum trim try_cast upper abs""".split()
)
# Words that may stand before a parenthesis and call nothing.
WORDS: Final = frozenset(
    """all and any as by decimal else exists filter from having in intersect join lateral not on or over rollup select
    sets then union using values varchar when where except""".split()
)
FORBIDDEN: Final = {
    "unnest": "lists", "exclude": "only DuckDB has it", "asof": "only DuckDB has it",
    "float": "money never passes through a float", "double": "money never passes through a float",
    "real": "money never passes through a float", "interval": "date + interval is a timestamp on one engine only",
    "limit": "which rows come first is not certain", "current_date": "an answer must not follow the clock",
    "current_timestamp": "an answer must not follow the clock", "ignore": "nulls: stands elsewhere on each engine",
    "struct": "only alike in part", "map": "only alike in part", "json": "other functions on each engine",
    "sample": "an answer must not follow chance", "tablesample": "an answer must not follow chance",
}  # fmt: skip
MARKS: Final = {"`": "only Spark quotes so", "[": "lists", "{": "structs", "\\": "an escape on Spark only"}


def forbidden(sql: str) -> list[str]:
    """Say what in a text must not be there, with lines."""
    found = [token for token in tokens(sql) if token.kind != "comment"]
    begun = zip([Token("mark", "", 0), *found], found, found[1:], strict=False)
    # What follows a parenthesis is no call but the name of what range() gives: range(3) as r(n).
    calls = [
        one
        for before, one, after in begun
        if after.text == "(" and one.kind == "word" and before.text not in (")", "as")
    ]
    own = {token.text for token, after in pairwise(found) if after.text.lower() == "as"}  # common table expressions
    return sorted({*_words(found), *_calls(calls, own), *_divisors(found)})


def _words(found: list[Token]) -> Iterator[str]:
    open_calls: list[str] = []
    for before, token in pairwise([Token("mark", "", 0), *found]):
        if token.text == "(":
            open_calls.append(before.text.lower())
        elif token.text == ")" and open_calls:
            open_calls.pop()
        word = token.text.lower()
        # Engines divide two floats alike; what they add up in different orders is not alike. So a float is let pass
        # where it is a whole number again at once: floor(a / b).
        if token.kind == "word" and word in FORBIDDEN and not (word == "double" and "floor" in open_calls):
            yield f"{token.line}: {token.text}: {FORBIDDEN[word]}"
        if token.kind == "mark" and token.text in MARKS:
            yield f"{token.line}: {token.text}: {MARKS[token.text]}"
        if token.kind == "string" and "\\" in token.text:
            yield f"{token.line}: {token.text}: an escape on Spark only"


def _calls(calls: list[Token], own: set[str]) -> Iterator[str]:
    for token in calls:
        if token.text.lower() not in SAFE | WORDS and token.text not in own:
            yield f"{token.line}: {token.text}(): not known to be the same on all engines"


def _divisors(found: list[Token]) -> Iterator[str]:
    for token, after in pairwise(found):
        number = after.kind == "number" and float(after.text) != 0
        if token.text in ("/", "%") and not number and after.text.lower() != "nullif":
            yield f"{token.line}: {token.text}: a divisor without nullif"
