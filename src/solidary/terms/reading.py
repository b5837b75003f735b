"""A YAML file -> one validated term model, or all its faults, each located.

Pydantic finds the faults; this module says where they stand and which name is near.
"""

from __future__ import annotations

import typing
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from solidary.errors import ValueFault, nearest
from solidary.terms.document import Document, NodePath, read_document
from solidary.terms.fault import Rule

File = TypeVar("File", bound=BaseModel)


def read_terms(path: Path, model: type[File], shown: str | None = None) -> tuple[File | None, Document]:
    """Read one file as a term model.

    Returns:
        The model, or ``None`` if anything in the file is wrong, and the document with its faults and places.
    """
    document = read_document(path, shown)
    if document.tree is None or any(fault.rule in ("syntax", "too-deep") for fault in document.faults):
        return None, document
    if not isinstance(document.tree, dict):
        document.fault((), "wrong-type", "read a list or a text, expected a mapping such as 'promises:'")
        return None, document
    return validate(document, model), document


def validate(document: Document, model: type[File]) -> File | None:
    """Turn the tree of a document into a term model; what is wrong stands in its ``faults``."""
    terms = None
    try:
        terms = model.model_validate(document.tree)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(document, model, detail)
    return None if document.faults else terms


def _note(document: Document, model: type[BaseModel], detail: ErrorDetails) -> None:
    path: NodePath = tuple(part for part in detail["loc"] if part != "[key]")
    rule, message, near, on_key = _explain(model, path, detail)
    document.fault(path, rule, message, near, key=on_key)


def _explain(model: type[BaseModel], path: NodePath, detail: ErrorDetails) -> tuple[Rule, str, str | None, bool]:
    """Say rule, message, nearest name, and whether the fault stands on the key."""
    kind, context, read = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "extra_forbidden":
        known = fields_at(model, path[:-1])
        guess = nearest(str(path[-1]), known)
        if read == "" and " " in str(path[-1]):
            hint = f"read {str(path[-1])!r} as a key; expected a value: a text with a comma needs quotes inside {{ }}"
            return "unknown-key", hint, None, True
        return "unknown-key", f"unknown key {str(path[-1])!r}, expected one of {', '.join(known)}", guess, True
    if kind == "missing":
        return "missing-key", f"key {str(path[-1])!r} is missing", None, False
    if kind == "literal_error":
        choices = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ",").split(",")]
        message, on_key = f"read {read!r}, expected {context['expected']}", "[key]" in detail["loc"]
        return "wrong-value", message, nearest(str(read), choices), on_key
    if "[key]" in detail["loc"]:
        return "wrong-value", f"key {str(read)!r} should be of the form {context.get('pattern', 'a key')}", None, True
    if isinstance(fault := context.get("error"), ValueFault):
        return _value_rule(read), f"read {_brief(fault.read)!r}, expected {fault.expected}", None, False
    return _value_rule(read), f"read {_brief(read)!r}: {detail['msg']}", None, False


def _value_rule(read: object) -> Rule:
    return "wrong-value" if isinstance(read, str) else "wrong-type"


def _brief(read: object) -> str:
    if isinstance(read, dict):
        return "a mapping"
    text = "a list" if isinstance(read, list) else str(read)
    return text if len(text) <= 60 else f"{text[:59]}…"


def fields_at(model: type[BaseModel], path: NodePath) -> list[str]:
    """Return the keys that a model allows at a path: what a person could have meant."""
    current: Any = model
    for part in path:
        current = step(current, part)
    found = model_in(current)
    return list(found.model_fields) if found else []


def step(current: Any, part: str | int) -> Any:
    """Return the type that stands one key or index below a type."""
    model = model_in(current)
    if model is not None and isinstance(part, str) and part in model.model_fields:
        return model.model_fields[part].annotation
    for option in _options(current):
        if get_origin(option) is dict:
            return get_args(option)[1]
        if get_origin(option) in (list, tuple):
            return get_args(option)[0]
    return None


def _options(annotation: Any) -> list[Any]:
    if get_origin(annotation) is typing.Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [inner for option in get_args(annotation) for inner in _options(option)]
    return [annotation]


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model in a type such as ``Model | None``."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None
