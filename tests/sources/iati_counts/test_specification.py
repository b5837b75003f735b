"""The specification covers the standard: a record with every element and attribute of the XSD is read without a rest.

The schemas are walked with ElementTree. From the walk a record is written in which every value is its own path, so that
a value that is found in a table was read, and one that is not was lost.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest

from solidary.sources.iati.specification import IGNORED, PLACE, sources_of, tables
from solidary.store.load import load
from solidary.store.parts import tables as all_tables
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati_counts.conftest import Read

DATA: Final = Path(os.environ.get("SOLIDARY_DATA", Path(__file__).parents[4] / "shared" / "data"))
SCHEMAS: Final = DATA / "iati-validator-tests" / "schemas"
XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
FILES: Final = {"iati-activities": "iati-activities-schema.xsd", "iati-organisations": "iati-organisations-schema.xsd"}
CASES: Final = [(version, root) for version in ("2.01", "2.02", "2.03") for root in FILES]
Element = ElementTree.Element


@cache
def _named(version: str, root: str) -> dict[tuple[str, str], Element]:
    """Return the global elements and types of a schema and of what it includes."""
    folder = SCHEMAS / version
    if not folder.is_dir():
        pytest.skip("the IATI schemas are not among the shared data")
    parts = [ElementTree.parse(folder / name).getroot() for name in ("iati-common.xsd", FILES[root])]
    return {(part.tag.removeprefix(XSD), part.get("name", "")): part for schema in parts for part in schema}


class Walk:
    """Writes one record with everything that a schema defines, and remembers what it wrote."""

    def __init__(self, version: str, root: str) -> None:
        self.named = _named(version, root)
        self.version, self.root = version, root
        self.record = root.replace("activities", "activity").replace("organisations", "organisation")
        self.values: set[str] = set()
        self.paths: set[str] = set()

    def document(self) -> str:
        record = self.element(self.named["element", self.record], self.record)
        return f'<{self.root} version="{self.version}">{record}</{self.root}>'

    def element(self, declared: Element, path: str) -> str:
        """Write an element with all its attributes, its text or all its children."""
        assert path.count("/") < 12, f"the schema is recursive at {path}"
        self.paths.add(path)
        kind = self._type(declared)
        attributes = "".join(self._attribute(one, path) for one in self._found(kind, "attribute"))
        inner = "".join(self._child(one, path) for one in self._found(kind, "element"))
        if self._has_text(kind):
            self.values.add(path)
            inner += path
        name = path.rpartition("/")[2]
        return f"<{name}{attributes}>{inner}</{name}>"

    def _child(self, found: Element, path: str) -> str:
        reference = found.get("ref")
        declared = self.named["element", reference] if reference else found
        return self.element(declared, f"{path}/{declared.get('name')}")

    def _attribute(self, found: Element, path: str) -> str:
        name = found.get("name") or found.get("ref") or ""
        self.paths.add(f"{path}/@{name}")
        self.values.add(f"{path}/@{name}")
        return f" {name}={quoteattr(f'{path}/@{name}')}"

    def _type(self, declared: Element) -> Element | None:
        inline = declared.find(f"{XSD}complexType")
        if inline is not None:
            return inline
        return self.named.get(("complexType", declared.get("type", "")))

    def _base(self, kind: Element) -> Element | None:
        for content in ("complexContent", "simpleContent"):
            extension = kind.find(f"{XSD}{content}/{XSD}extension")
            if extension is not None:
                return self.named.get(("complexType", extension.get("base", "")))
        return None

    def _found(self, kind: Element | None, what: str) -> Iterator[Element]:
        """Yield the declarations of a type, those of the type that it extends first."""
        if kind is None:
            return
        yield from self._found(self._base(kind), what)
        yield from _own(kind, what)

    def _has_text(self, kind: Element | None) -> bool:
        """Say whether text may stand here: simple content, or an element without a type, which may hold anything."""
        return kind is None or kind.find(f"{XSD}simpleContent") is not None


Whole = Callable[[str, str], tuple[Walk, Snapshot]]


def _own(kind: Element, what: str) -> Iterator[Element]:
    """Yield the declarations that stand in a type itself, not in the types of its elements."""
    for child in kind:
        if child.tag == f"{XSD}{what}":
            yield child
        elif child.tag != f"{XSD}element":
            yield from _own(child, what)


def _texts(snapshot: Snapshot) -> set[str]:
    found: set[str] = set()
    for name in all_tables():
        data = snapshot.table(name)
        for column in data.column_names:
            if data.schema.field(column).type == "string" and column not in ("table", "element"):
                found.update(data[column].drop_null().to_pylist())
    return found


def _left_out(path: str) -> bool:
    return any(path == left or path.startswith((f"{left}/", f"{left}@")) for left in IGNORED)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Load such a record, once for each schema."""

    @cache
    def loaded(version: str, root: str) -> tuple[Walk, Snapshot]:
        folder, walk = tmp_path_factory.mktemp("whole"), Walk(version, root)
        (folder / "file.xml").write_text(walk.document(), "utf-8")
        made = datetime(2026, 1, 1, tzinfo=UTC)
        return walk, load(Lake(folder / "lake"), [folder / "file.xml"], made).snapshot

    return loaded


@pytest.mark.parametrize(("version", "root"), CASES)
def test_a_record_with_all_that_the_schema_defines_leaves_nothing_unread(whole: Whole, version: str, root: str) -> None:
    (entry,) = whole(version, root)[1].manifest["datasets"]
    assert (entry["records"], entry["broken"], entry["unread"]) == (1, [], {})


@pytest.mark.parametrize(("version", "root"), CASES)
def test_every_value_of_such_a_record_is_in_a_table_or_left_out_by_name(whole: Whole, version: str, root: str) -> None:
    walk, snapshot = whole(version, root)
    found = _texts(snapshot)
    assert len(walk.values) > (150 if root == "iati-activities" else 50)
    assert {value for value in walk.values if value not in found and not _left_out(value)} == set()


@pytest.mark.parametrize(("version", "root"), CASES)
def test_nothing_that_is_left_out_by_name_is_kept_after_all(whole: Whole, version: str, root: str) -> None:
    walk, snapshot = whole(version, root)
    found = _texts(snapshot)
    assert {value for value in found & walk.values if _left_out(value)} == set()


@pytest.mark.parametrize("root", FILES)
def test_every_attribute_of_the_root_is_kept_in_the_manifest(read: Read, root: str) -> None:
    names = [found.get("name", "") for found in _own(_named("2.03", root)["element", root], "attribute")]
    assert "generated-datetime" in names
    attributes = "".join(f' {name}="{"2.03" if name == "version" else f"the-{name}"}"' for name in names)
    record = root.replace("ies", "y").replace("isations", "isation")
    manifest = json.dumps(read(f"<{root}{attributes}><{record}/></{root}>").manifest)
    assert [
        name for name in names if name != "version" and f"the-{name}" not in manifest and name not in manifest
    ] == []


def test_what_is_left_out_by_name_is_in_the_standard_and_has_a_reason() -> None:
    walk = Walk("2.03", "iati-activities")
    walk.document()
    assert set(IGNORED) <= walk.paths
    assert all(len(reason.split()) > 2 for reason in IGNORED.values())


def test_the_paths_of_tables_of_the_second_decade_are_in_the_standard() -> None:
    paths: set[str] = set()
    for root in FILES:
        walk = Walk("2.03", root)
        walk.document()
        paths |= walk.paths
    assert {table.path for table in sources_of(2)} - paths == set()


def test_columns_are_unique_within_a_table_and_differ_from_its_place() -> None:
    for table in tables().values():
        names = [*PLACE, *(column.name for column in table.columns)]
        assert [name for name, count in Counter(names).items() if count > 1] == [], table.name


def test_no_two_tables_share_a_name_or_a_path() -> None:
    spelled = [(table.name, table.path) for table in sources_of(2)]
    assert len({name for name, _ in spelled}) == len({path for _, path in spelled}) == len(spelled)
    for path in {table.path for table in sources_of(1)}:
        assert len({table.name for table in sources_of(1) if table.path == path}) == 1


def test_a_table_stands_after_the_table_above_it() -> None:
    seen: set[str] = set()
    for table in tables().values():
        assert table.parent is None or table.parent in seen, table.name
        seen.add(table.name)


def test_the_path_of_the_table_above_is_the_nearest_beginning_of_a_tables_path() -> None:
    found = tables()
    for table in found.values():
        above = [other for other in found.values() if table.path.startswith(f"{other.path}/")]
        nearest = max(above, key=lambda other: len(other.path), default=None)
        assert table.parent == (nearest.name if nearest else None), table.name


def test_names_are_the_standards_own_words_in_small_letters() -> None:
    for table in tables().values():
        for name in (table.name, *(column.name for column in table.columns)):
            assert name.replace("_", "").isalnum() and name == name.lower() and name.isidentifier(), name
