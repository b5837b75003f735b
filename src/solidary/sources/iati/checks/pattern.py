"""Patterns of a ruleset: only those whose search surely ends soon, on values of bounded length."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from solidary.errors import WrongUse

MOST_LETTERS: Final = 500  # of a pattern, and of a value that is searched
MOST_REPEATS: Final = 2
_PIECES: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_GROUP_REPEATED: Final = re.compile(r"\)\s*[*+{]")
_REPEAT: Final = re.compile(r"[*+]|\{\d*,?\d*\}")


@lru_cache(maxsize=512)
def pattern(written: Any) -> re.Pattern[str]:
    r"""Compile a pattern that cannot take for ever.

    A repeated group can take exponential time, and so can a look back at a group; both are refused.

    >>> bool(pattern(r"^[^/&|?]+$").search("XI-IATI-1"))
    True
    >>> pattern(r"^(a+)+$")
    Traceback (most recent call last):
    solidary.errors.WrongUse: the pattern '^(a+)+$' repeats a group, which can take for ever; expected no repeated group

    Raises:
        WrongUse: if it is no pattern, too long, or might take for ever.
    """
    if not isinstance(written, str) or len(written) > MOST_LETTERS:
        raise WrongUse(f"expected a pattern of at most {MOST_LETTERS} letters")
    if re.search(r"\\[1-9]|\(\?P=|\(\?\(", written):
        raise WrongUse(f"the pattern {written!r} refers to a group; expected none that does")
    bare = _PIECES.sub("x", written)
    if _GROUP_REPEATED.search(bare):
        raise WrongUse(f"the pattern {written!r} repeats a group, which can take for ever; expected no repeated group")
    if len(_REPEAT.findall(bare)) > MOST_REPEATS:
        raise WrongUse(f"the pattern {written!r} has more than {MOST_REPEATS} repeats, which can take for ever")
    try:
        return re.compile(written)
    except (re.error, OverflowError, RecursionError) as error:
        raise WrongUse(f"the pattern {written!r} cannot be read: {error}") from None


def found(written: str, value: str) -> bool:
    """Tell whether a pattern is found in a value (in its first letters, if it is very long).

    >>> found("b+", "abc")
    True
    """
    return bool(pattern(written).search(value[:MOST_LETTERS]))
