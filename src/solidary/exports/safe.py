"""Texts that a spreadsheet would take for a formula, made harmless; and back.

A spreadsheet runs a cell of a CSV file that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end, also behind
blanks and invisible characters, and in some languages with the full-width signs. Such a text gets an apostrophe before
it, and so does one that begins with an apostrophe before such a text: taking one away always gives the original.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

SIGNS: Final = (
    "=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"  # and the hyphen, which stands last in a class
)
ACTS: Final = rf"^'*(?:[\t\r\n]|[\pZ\pC]*[{SIGNS}-])"
NOTE: Final = (
    "{number} texts that a spreadsheet could take for a formula begin with an apostrophe; it is not part of them"
)


def harmless(column: pa.Array) -> tuple[pa.Array, int]:
    """Put an apostrophe before texts that could act; say how many there were.

    >>> found, number = harmless(pa.array(["=1+1", " @SUM(A1)", "a=1", "'-2", None]))
    >>> found.to_pylist(), number
    (["'=1+1", "' @SUM(A1)", 'a=1', "''-2", None], 3)
    """
    acts = pc.match_substring_regex(column, ACTS)
    number = pc.sum(acts).as_py() or 0
    if not number:
        return column, 0
    marked = pc.binary_join_element_wise(pa.scalar("'", column.type), column, pa.scalar("", column.type))
    return pc.if_else(acts, marked, column), number


def original(column: pa.Array) -> pa.Array:
    """Take the apostrophes away again.

    >>> original(pa.array(["'=1+1", "''-2", "'quoted'"])).to_pylist()
    ['=1+1', "'-2", "'quoted'"]
    """
    made = pc.and_(pc.starts_with(column, "'"), pc.match_substring_regex(column, ACTS))
    return pc.if_else(made, pc.utf8_slice_codeunits(column, 1), column)
