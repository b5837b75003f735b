"""Do all the keys that a file names exist? A dangling one is a fault at its own line.

The raw tree is walked beside the model, so that a file with other faults gets these told in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from solidary.errors import ValueFault, nearest
from solidary.terms.document import Document, NodePath, Tree
from solidary.terms.dossier import PREDICATES
from solidary.terms.fault import Rule
from solidary.terms.reading import model_in, step
from solidary.terms.scalars import NOT_STATED, Ref
from solidary.values.period import Period

SLOT = re.compile(r"^(?P<entry>[a-z0-9-]+)\.(?P<predicate>[a-z_]+)(?:@(?P<of>.+))?$")
# A code comes from a list that somebody else keeps (ISO 3166); a dangling key points to something of ours.
CODE_KINDS = ("place", "body")
Names = Callable[
    [str], frozenset[str]
]  # kind of reference -> keys that exist; "area:kasi" for the areas of a framework


def check_references(model: type[BaseModel], document: Document, names: Names) -> None:
    """Note a fault for each key in a file that points to nothing."""
    for path, ref, key in _references(model, document.tree, ()):
        if ref.kind == "area":
            _check_area(path, key, document, names)
            continue
        known = names(ref.kind)
        if key not in known and key != NOT_STATED.value:
            rule: Rule = "unknown-code" if ref.kind in CODE_KINDS else "dangling"
            document.fault(path, rule, f"read {key!r}, expected the key of a known {ref.kind}", nearest(key, known))


def _check_area(path: NodePath, key: str, document: Document, names: Names) -> None:
    framework = str(path[-2]) if isinstance(path[-1], int) else str(path[-1])
    if framework not in names("framework"):
        near = nearest(framework, names("framework"))
        document.fault(path, "dangling", f"read {framework!r}, expected the key of a known framework", near)
    elif key not in names(f"area:{framework}"):
        areas = names(f"area:{framework}")
        expected = f"an area of {framework}: {', '.join(sorted(areas, key=_natural))}"
        document.fault(path, "unknown-code", f"read {key!r}, expected {expected}", nearest(key, areas))


def _natural(area: str) -> tuple[int, str]:
    return int(area) if area.isdecimal() else 0, area


def _references(annotation: Any, tree: Tree, path: NodePath) -> Iterator[tuple[NodePath, Ref, str]]:
    """Walk over all values that the model marks as references, with their paths."""
    if isinstance(tree, dict):
        model = model_in(annotation)
        for key, value in tree.items():
            info = model.model_fields.get(key) if model else None
            ref = next((mark for mark in info.metadata if isinstance(mark, Ref)), None) if info else None
            if ref is not None:
                yield from ((found, ref, name) for found, name in _keys(value, (*path, key)))
            yield from _references(step(annotation, key), value, (*path, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from _references(step(annotation, number), value, (*path, number))


def _keys(value: Tree, path: NodePath) -> Iterator[tuple[NodePath, str]]:
    if isinstance(value, str):
        if path[-1] != "serves":  # a text there has the wrong shape, which is told elsewhere
            yield path, value
    elif isinstance(value, list):
        yield from (((*path, number), inner) for number, inner in enumerate(value) if isinstance(inner, str))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if path[-1] == "serves":  # framework -> areas
                yield from _keys(inner, (*path, key))
            else:  # dates or terms keyed by what they speak about
                yield (*path, key), key


def check_contradictions(document: Document, names: Names) -> None:
    """Note a fault for each contradiction that points to no entry, predicate or time."""
    contradictions = document.tree.get("contradictions") if isinstance(document.tree, dict) else None
    for key, found in contradictions.items() if isinstance(contradictions, dict) else ():
        between = found.get("between") if isinstance(found, dict) else None
        for number, slot in enumerate(between if isinstance(between, list) else ()):
            _check_slot(slot, ("contradictions", key, "between", number), document, names("entry"))


def _check_slot(slot: Tree, path: NodePath, document: Document, entries: frozenset[str]) -> None:
    parts = SLOT.match(slot) if isinstance(slot, str) else None
    if not parts:
        document.fault(path, "wrong-value", f"read {slot!r}, expected entry.predicate or entry.predicate@time")
        return
    if parts["entry"] not in entries:
        near = nearest(parts["entry"], entries)
        document.fault(path, "dangling", f"read {parts['entry']!r}, expected the key of an entry", near)
    if parts["predicate"] not in PREDICATES:
        near = nearest(parts["predicate"], PREDICATES)
        document.fault(path, "unknown-code", f"read {parts['predicate']!r}, expected a predicate", near)
    try:
        if parts["of"]:
            Period.parse(parts["of"])
    except ValueFault as fault:
        document.fault(path, "wrong-value", str(fault))
