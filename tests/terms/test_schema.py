"""The JSON Schemas that editors use say the same as the models, and accept every bundled file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from solidary.terms.schema import MODELS, schema_path, schema_text
from tests.terms.samples import BUNDLED_DEFINITIONS, BUNDLED_DOSSIERS

Schema = dict[str, Any]
FILES = [
    *(("definitions", path) for path in sorted(BUNDLED_DEFINITIONS.rglob("*.yml"))),
    *(("dossier", path) for path in sorted(BUNDLED_DOSSIERS.rglob("*.yml"))),
]


class EditorLoader(yaml.BaseLoader):
    """Reads whole numbers as numbers, like the editors; all else that the files hold is text to them too."""


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?\d+$"), list("-+0123456789"))
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def schema(name: str) -> Schema:
    found: Schema = json.loads(schema_path(name).read_text("utf-8"))
    return found


def complaints(value: Any, rule: Schema, root: Schema, at: str = "") -> Iterator[str]:
    """Yield what a schema says against a value: the part of JSON Schema that pydantic writes."""
    if "$ref" in rule:
        yield from complaints(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root, at)
    elif "anyOf" in rule:
        options = [list(complaints(value, option, root, at)) for option in rule["anyOf"]]
        yield from [] if any(not option for option in options) else min(options, key=len)
    elif isinstance(value, dict) and rule.get("type") == "object":
        yield from _mapping(value, rule, root, at)
    elif isinstance(value, list) and rule.get("type") == "array":
        for number, inner in enumerate(value, start=1):
            yield from complaints(inner, rule["items"], root, f"{at}[{number}]")
    elif not _fits(value, rule):
        yield f"{at}: {value!r} is not {rule}"


def _mapping(value: dict[str, Any], rule: Schema, root: Schema, at: str) -> Iterator[str]:
    yield from (f"{at}.{key} is missing" for key in rule.get("required", ()) if key not in value)
    for key, inner in value.items():
        found = _rule_of(str(key), rule)
        if found is None:
            yield f"{at}.{key} is unknown"
        else:
            yield from complaints(inner, found, root, f"{at}.{key}")


def _rule_of(key: str, rule: Schema) -> Schema | None:
    for pattern, found in rule.get("patternProperties", {}).items():
        if re.search(pattern, key):
            return dict(found)
    more = rule.get("additionalProperties")
    found = rule.get("properties", {}).get(key)
    return found or (more if isinstance(more, dict) else None)


def _fits(value: Any, rule: Schema) -> bool:
    """Check a scalar; patterns are JavaScript, whose named groups lack Python's letter."""
    kinds: dict[str, type] = {"string": str, "integer": int, "null": type(None)}
    if "enum" in rule:
        return value in rule["enum"]
    if "type" not in rule or not isinstance(value, kinds.get(rule["type"], tuple)):
        return False
    if isinstance(value, str):
        pattern = rule.get("pattern", "").replace("(?<", "(?P<")
        return re.search(pattern, value) is not None and len(value) >= rule.get("minLength", 0)
    return value is None or rule.get("minimum", value) <= value <= rule.get("maximum", value)


@pytest.mark.parametrize("name", MODELS)
def test_the_committed_schema_is_what_the_models_give(name: str) -> None:
    assert schema_path(name).read_text("utf-8") == schema_text(name)


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda part: part if isinstance(part, str) else part.stem)
def test_a_bundled_file_is_accepted_by_its_schema(name: str, path: Path) -> None:
    tree = yaml.load(path.read_text("utf-8"), EditorLoader)
    root = schema(name)
    assert list(complaints(tree, root, root)) == []


@pytest.mark.parametrize(
    "text",
    [
        "initiative: {kez: kasi}",
        "promises: {casa: {titel: CASA}}",
        "promises: {Casa: {}}",
        "promises: {casa: {title: CASA, claims: [{says: {amount: USD nineteen}, source: a, locator: b}]}}",
        "promises: {casa: {title: CASA, claims: [{says: {period: soon}, source: a, locator: b}]}}",
        "promises: {casa: {title: CASA, claims: [{says: {fact: so}, source: a}]}}",
        "promises: {casa: {title: CASA, flagship: maybe, claims: []}}",
        "facts: {casa: {title: CASA, topic: weather, claims: []}}",
        "sources: {a: {title: A, published: 2023, grade: offical}}",
    ],
)
def test_a_faulty_dossier_is_not_accepted_by_the_schema(text: str) -> None:
    root = schema("dossier")
    assert list(complaints(yaml.load(text, EditorLoader), root, root))
