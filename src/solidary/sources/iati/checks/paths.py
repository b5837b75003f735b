"""XPath on one record: compiled once, evaluated without opening anything, and what a match says and where it stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from solidary.errors import WrongUse

MOST_LETTERS: Final = 2_000  # of an expression
RECORDS: Final = ("iati-activity", "iati-organisation")
_RECORD: Final = re.compile(r"^(?:/iati-activities/|/iati-organisations/|//|)(iati-activity|iati-organisation)\b(?!-)")
_ABSOLUTE: Final = re.compile(r"^/(?!/)")


@lru_cache(maxsize=8192)
def compiled(path: str) -> etree.XPath:
    """Compile an expression; ``$one`` stands for the value of a loop.

    >>> compiled("sector[@vocabulary = $one]")(etree.fromstring('<a><sector vocabulary="1"/></a>'), one="1")[0].tag
    'sector'

    Raises:
        WrongUse: if it is no XPath.
    """
    if len(path) > MOST_LETTERS:
        raise WrongUse(f"an XPath of {len(path)} letters; expected at most {MOST_LETTERS}")
    try:
        return etree.XPath(path, regexp=False)
    except etree.XPathSyntaxError as error:
        raise WrongUse(f"read the XPath {path!r}: {error}") from None


def evaluated(path: str, node: etree._Element, one: str = "") -> Any:
    """Evaluate an expression at a node.

    Raises:
        WrongUse: if it asks for a function, prefix or variable that XPath 1.0 does not have.

    >>> evaluated("count(*) > 0", etree.fromstring("<a><b/></a>"))
    True
    """
    try:
        return compiled(path)(node, one=one)
    except etree.XPathError as error:
        raise WrongUse(f"the XPath {path!r} cannot be evaluated: {error}") from None


def matches(path: str, node: etree._Element, one: str = "") -> list[Any]:
    """Return what an expression finds: elements, attributes, texts.

    >>> [text(found) for found in matches("b/@c", etree.fromstring('<a><b c="1"/></a>'))]
    ['1']
    """
    found = evaluated(path, node, one)
    if isinstance(found, list):
        return found
    return [str(found)] if found not in (False, "") else []


def holds(path: str, node: etree._Element, one: str = "") -> bool:
    """Tell whether an expression is true, or finds anything.

    >>> holds("not(b)", etree.fromstring("<a/>"))
    True
    """
    return bool(evaluated(path, node, one))


def text(found: Any) -> str:
    """Return what a match says.

    >>> text(etree.fromstring("<a>x<b>y</b></a>"))
    'xy'
    """
    if isinstance(found, etree._Element):
        return "".join(found.itertext(with_tail=False)) if isinstance(found.tag, str) else ""
    return str(found)


def line(found: Any) -> int:
    """Return the line of the element that a match is, or stands in; 0 if it stands nowhere.

    >>> line(etree.fromstring("<a/>"))
    1
    """
    if not isinstance(found, etree._Element):
        found = found.getparent() if hasattr(found, "getparent") else None
    return int(found.sourceline or 0) if found is not None else 0


def from_record(path: str) -> str:
    """Make the place of a rule relative to a record.

    >>> from_record("/iati-activities/iati-activity/budget | //title")
    'self::iati-activity/budget | descendant-or-self::title'

    Raises:
        WrongUse: if it does not lead into a record.
    """
    parts = []
    for part in (piece.strip() for piece in path.split(" | ")):
        made, count = _RECORD.subn(r"self::\1", part)
        if not count and _ABSOLUTE.match(part):
            raise WrongUse(f"a rule at {part!r}; expected a place in {' or '.join(RECORDS)}")
        parts.append(made if count else re.sub("^//", "descendant-or-self::", part))
    return " | ".join(parts)
