"""The notation of ``structure`` as a tree of elements: reading it, changing it, filling in its shapes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Final

from solidary.sources.iati.checks.structure import BEFORE_2_02, BEFORE_2_03, SECOND
from solidary.sources.iati.checks.structure_first import BEFORE_1_02, BEFORE_1_03, BEFORE_1_04, BEFORE_1_05, FIRST

# What each version is made of: a whole text, then differences one after the other.
LINEAGE: Final = {
    "2.03": (SECOND,),
    "2.02": (SECOND, BEFORE_2_03),
    "2.01": (SECOND, BEFORE_2_03, BEFORE_2_02),
    "1.05": (FIRST,),
    "1.04": (FIRST, BEFORE_1_05),
    "1.03": (FIRST, BEFORE_1_05, BEFORE_1_04),
    "1.02": (FIRST, BEFORE_1_05, BEFORE_1_04, BEFORE_1_03),
    "1.01": (FIRST, BEFORE_1_05, BEFORE_1_04, BEFORE_1_03, BEFORE_1_02),
}
FLAGS: Final = frozenset(("closed", "flat", "local", "loose", "loose+", "mixed"))
TYPES: Final = frozenset(
    "anyType anyURI boolean date dateTime decimal int integer language NMTOKEN nonNegativeInteger positiveInteger "
    "string".split()
)
OTHERS: Final = "..."  # where the elements of other namespaces stand, if not at the end
GONE: Final = "-"
INDENT: Final = 4


@dataclass(frozen=True, slots=True)
class Element:
    """One element, as a line of the notation states it.

    Args:
        name: as in the file; with a ``-`` before it, the line takes the element away.
        mark: how often: ``?``, ``*``, ``+`` or nothing.
        kind: the type of its text, or a shape, or nothing; after ``filled`` no shape any more.
        flags: words of ``FLAGS``.
        attributes: name -> type, with ``!`` if it must be there; ``-`` takes it away.
        children: in their order.
    """

    name: str
    mark: str = ""
    kind: str = ""
    flags: frozenset[str] = frozenset()
    attributes: dict[str, str] = field(default_factory=dict)
    children: tuple[Element, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether nothing is stated but the name."""
        return not (self.kind or self.flags or self.attributes or self.children)


@cache
def shapes(version: str) -> dict[str, Element]:
    """Return the lines at the margin of a version's text, its differences worked in: name -> element.

    >>> [child.name for child in shapes("2.03")["line"].children]
    ['value', 'narrative']

    Raises:
        KeyError: no such version.
    """
    base, *differences = LINEAGE[version]
    known = {element.name: element for element in parse(base)}
    for text in differences:
        for change in parse(text):
            known[change.name] = changed(known[change.name], change)
    return known


def parse(text: str) -> tuple[Element, ...]:
    """Return the elements at the margin of a text in the notation, with those inside them.

    >>> parse("budget* @type @year:int!")[0].attributes
    {'type': 'string', 'year': 'int!'}

    Raises:
        ValueError: a line that is deeper than its surroundings allow, or has more than one shape.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return _block(lines, 0, len(lines), 0)


def _block(lines: list[str], start: int, end: int, depth: int) -> tuple[Element, ...]:
    if start == end:
        return ()
    if _depth(lines[start]) != depth:
        raise ValueError(f"the indent of {lines[start].strip()!r} does not fit")
    heads = [number for number in range(start, end) if _depth(lines[number]) == depth]
    return tuple(
        replace(_element(lines[head]), children=_block(lines, head + 1, following, depth + 1))
        for head, following in pairwise([*heads, end])
    )


def _depth(line: str) -> int:
    return (len(line) - len(line.lstrip())) // INDENT


def _element(line: str) -> Element:
    head, *words = line.split()
    name = head.rstrip("?*+")
    kinds = [word for word in words if "@" not in word and word not in FLAGS]
    if len(kinds) > 1:
        raise ValueError(f"{line.strip()!r} has more than one shape: {' and '.join(kinds)}")
    attributes = dict(_attribute(word) for word in words if "@" in word)
    return Element(name, head[len(name) :], "".join(kinds), FLAGS.intersection(words), attributes)


def _attribute(word: str) -> tuple[str, str]:
    if word.startswith(GONE):
        return word[2:], GONE
    must = "!" if word.endswith("!") else ""
    name = word.strip("@!")
    if name.startswith("xml:"):
        return name, name + must
    name, _, kind = name.partition(":")
    return name, (kind or "string") + must


def changed(element: Element, change: Element) -> Element:
    """Return an element as a line of a difference makes it; what the line does not state stays.

    >>> changed(parse("sector* @code! @uri")[0], parse("sector? -@uri")[0])
    Element(name='sector', mark='?', kind='', flags=frozenset(), attributes={'code': 'string!'}, children=())

    Raises:
        KeyError: the line changes, or takes away, what is not there.
    """
    attributes = element.attributes | change.attributes
    for name in [name for name, kind in change.attributes.items() if kind == GONE]:
        if name not in element.attributes:
            raise KeyError(f"{element.name} has no attribute {name}")
        del attributes[name]
    children = {child.name: child for child in element.children}
    for step in change.children:
        if step.name.startswith(GONE):
            del children[step.name.removeprefix(GONE)]
        else:
            children[step.name] = changed(children[step.name], step)
    restated = bool(change.kind or change.flags)
    return Element(
        name=element.name,
        mark=change.mark or element.mark,
        kind=change.kind if restated else element.kind,
        flags=change.flags if restated else element.flags,
        attributes=attributes,
        children=tuple(children.values()),
    )


def filled(element: Element, known: dict[str, Element]) -> Element:
    """Return an element with its shapes, and those of all elements inside it, put in place of their names.

    >>> known = {shape.name: shape for shape in parse("coded @code! @lang")}
    >>> filled(parse("status? coded @lang:language")[0], known).attributes
    {'code': 'string!', 'lang': 'language'}

    Raises:
        ValueError: a shape that is not at the margin.
    """
    if element.name == OTHERS:
        return element
    wanted = element.name if element.bare else element.kind
    while wanted and wanted not in TYPES:
        if wanted not in known:
            raise ValueError(f"{element.name}: there is no shape {wanted!r}")
        shape = known[wanted]
        element = replace(
            element,
            kind=shape.kind,
            flags=element.flags | shape.flags,
            attributes=shape.attributes | element.attributes,
            children=shape.children + element.children,
        )
        wanted = shape.kind
    return replace(element, children=tuple(filled(child, known) for child in element.children))
