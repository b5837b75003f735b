"""YAML text -> plain text values with the place of each; no YAML surprises.

All scalars stay text (``NO``, ``0152``, ``2020-13-01`` are just that), a key may stand once, and anchors, aliases and
tags are refused: a file that people sign must say what it says. Events are read instead of composed nodes, so that
neither depth nor aliases of a hostile file can hurt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from solidary.terms.fault import Fault, Rule

NodePath = tuple[str | int, ...]
Tree = Any  # str | list[Tree] | dict[str, Tree]; typed by the term models
MAX_DEPTH = 40

# They could steer a terminal, or turn the direction of what follows; line breaks and tabs are spaces in the end.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Document:
    """A read file: its tree, the place of each value and key, and what is wrong so far."""

    file: str
    tree: Tree = None
    marks: dict[NodePath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[NodePath, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: set[NodePath] = field(default_factory=set)  # where the reading already found fault: nothing more is said

    def fault(self, path: NodePath, rule: Rule, message: str, nearest: str | None = None, *, key: bool = False) -> None:
        """Note a fault at the value (or the key) that stands at a path, or at the nearest place above it."""
        if path in self.refused:
            return
        line, column = self.place(path, key=key)
        self.faults.append(Fault(self.file, line, column, spell(path), rule, message, nearest))

    def place(self, path: NodePath, *, key: bool = False) -> tuple[int, int]:
        """Return line and column of a path."""
        if key and path in self.keys:
            return self.keys[path]
        while path not in self.marks and path:
            path = path[:-1]
        return self.marks.get(path, (1, 1))


def spell(path: NodePath) -> str:
    """Write a path as people do: ``promises.casa.claims[1].says``."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def read_document(path: Path, shown: str | None = None) -> Document:
    """Read one file; whatever is wrong with its YAML stands in ``faults``."""
    document = Document(shown or str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        document.marks[()] = (line, 1)
        document.fault((), "encoding", f"byte {error.start} is not UTF-8; save the file as UTF-8")
        return document
    return parse_document(text, document)


def parse_document(text: str, document: Document) -> Document:
    """Fill a document from YAML text."""
    builder = _Builder(document)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.marks[()] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        document.fault((), "syntax", f"no YAML here: {error.problem or error.context}")
    except yaml.YAMLError as error:  # of the reader: a control character, for instance
        before = text[: getattr(error, "position", 0) or 0]
        document.marks[()] = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        document.fault((), "syntax", "a control character stands here; expected text")
    if document.tree is None and not document.faults:
        document.fault((), "syntax", "the file is empty; expected a mapping such as 'promises:'")
    return document


@dataclass(slots=True)
class _Frame:
    """A mapping or list under construction."""

    path: NodePath
    value: dict[str, Tree] | list[Tree]
    key: str | None = None
    again: bool = False  # the key stood already: what follows is read, but not kept


class _Builder:
    """Turns parser events into a tree without recursion."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Frame] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event; ``False`` ends the reading."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._note(event, "syntax", "a second document begins here ('---'); expected one document a file")
                    return False
            case yaml.AliasEvent():
                self._note(event, "no-alias", f"alias *{event.anchor} is not allowed; write the value again")
                self._take(event, f"*{event.anchor}")
            case yaml.ScalarEvent():
                self._checked(event)
                if _CONTROL.search(event.value):
                    self._note(event, "control-character", "a control character stands in this text; expected none")
                self._take(event, event.value)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._checked(event)
                return self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
        return True

    def _note(self, event: yaml.Event, rule: Rule, message: str) -> None:
        path = self._next_path()
        self.document.faults.append(Fault(self.document.file, *_place(event), spell(path), rule, message))
        if rule in ("no-alias", "no-tag", "control-character"):
            self.document.refused.add(path)

    def _checked(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._note(event, "no-alias", f"anchor &{event.anchor} is not allowed; write the value where it is needed")
        tag = getattr(event, "tag", None)
        if tag:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self._note(event, "no-tag", f"tag {short} is not allowed; all values are plain text")

    def _next_path(self) -> NodePath:
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return top.path if top.key is None else (*top.path, top.key)

    def _take(self, event: yaml.Event, text: str) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event, text)
        else:
            self._place(event, text)

    def _key(self, top: _Frame, event: yaml.Event, key: str) -> None:
        path = (*top.path, key)
        top.again = path in self.document.keys
        if top.again:
            line = self.document.keys[path][0]
            self._note(event, "duplicate-key", f"key {key!r} stands already in line {line}; expected it once")
        else:
            self.document.keys[path] = _place(event)
        top.key = f"{key} (again)" if top.again else key

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        top = self.stack[-1] if self.stack else None
        if len(self.stack) >= MAX_DEPTH:
            self._note(event, "too-deep", f"more than {MAX_DEPTH} levels; expected a flat file")
            return False
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._note(event, "syntax", "a mapping or list stands where a key should be; expected a word")
            return False
        value: dict[str, Tree] | list[Tree] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(event, value)
        self.stack.append(_Frame(path, value))
        return True

    def _place(self, event: yaml.Event, value: Tree) -> NodePath:
        path = self._next_path()
        self.document.marks.setdefault(path, _place(event))
        if not self.stack:
            self.document.tree = value
            return path
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            if not top.again:
                top.value[top.key or ""] = value
            top.key = None
        return path


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
