"""What libxml2 says about an error of structure, in plain words: which element, what was read, what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

KINDS: Final = {
    "decimal": "a number with at most a decimal point, without commas, units or blanks",
    "integer": "a whole number",
    "int": "a whole number",
    "nonNegativeInteger": "a whole number, 0 or more",
    "positiveInteger": "a whole number, 1 or more",
    "date": "a date as 2024-12-31",
    "dateTime": "a date and time as 2024-12-31T23:59:59Z",
    "boolean": "true, false, 1 or 0",
    "anyURI": "a web address",
    "language": "a language code",
    "NMTOKEN": "one word",
}
# The first that fits is taken; what none fits is passed on as it is.
SENTENCES: Final = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"This element is not expected\. Expected is (?:one of )?\( (?P<expected>.*) \)\.$",
            "unexpected here{expected}",
        ),
        (r"This element is not expected\.$", "unexpected here; nothing may stand in the element around it"),
        (
            r"Missing child element\(s\)\. Expected is (?:one of )?\( (?P<expected>.*) \)\.$",
            "something is missing at its end{expected}",
        ),
        (r"The attribute '(?P<name>[^']*)' is required but missing\.$", "the attribute {name} is missing"),
        (r"The attribute '(?P<name>[^']*)' is not allowed\.$", "the attribute {name} is not part of the standard here"),
        (
            r"(?P<read>'.*') is not a valid value of the \w+ type 'xs:(?P<kind>\w+)'\.$",
            "read {read}, expected {kind}",
        ),
        (r"(?P<read>'.*') is not a valid value of the local union type\.$", "read {read}, expected a language code"),
        (r"Character content .* is not allowed.*element-only.*$", "words between its elements, where none may stand"),
        (r"Character content .* is not allowed.*empty.*$", "words in it, where none may stand"),
        (r"Element content is not allowed.*$", "an element in it, where only words may stand"),
    )
)
SUBJECT: Final = re.compile(
    r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: (?P<rest>.*)", re.DOTALL
)
XML: Final = "{http://www.w3.org/XML/1998/namespace}"
LONGEST: Final = 200  # of a value that is repeated in a message
LISTED: Final = 10  # libxml2 names no more than so many expected elements


def plain(message: str) -> str:
    """Return a message of libxml2 in plain words; one that we do not know is returned as it is.

    >>> plain("Element 'value': '1,000' is not a valid value of the atomic type 'xs:decimal'.")
    "value: read '1,000', expected a number with at most a decimal point, without commas, units or blanks"
    """
    subject = SUBJECT.fullmatch(message)
    if not subject:
        return message
    element, attribute, rest = (_name(part or "") for part in subject.group("element", "attribute", "rest"))
    for pattern, words in SENTENCES:
        if match := pattern.match(rest):
            rest = words.format(**{key: PARTS[key](value) for key, value in match.groupdict().items()})
            if "name" in match.groupdict():  # the sentence names the attribute itself
                attribute = ""
            break
    return f"{element}{f'/@{attribute}' if attribute else ''}: {rest}"


def _expected(listing: str) -> str:
    listed = listing.split(", ")
    names = [name for name in listed if not name.startswith("##other")]
    if not names:
        return "; no further element of IATI may stand there"
    more = ", …" if len(listed) >= LISTED else ""
    return f"; expected {'one of ' if len(names) > 1 else ''}{', '.join(names)}{more}"


def _name(name: str) -> str:
    return name.replace(XML, "xml:")


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…'"


PARTS: Final[dict[str, Callable[[str], str]]] = {
    "expected": _expected,
    "name": _name,
    "read": _cut,
    "kind": lambda kind: KINDS.get(kind, kind),
}
