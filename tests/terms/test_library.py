"""Folders of files become one library: overlays, keys that are their own, and no crash whatever a file holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solidary.errors import UnknownName
from solidary.sources.dossier import read_claims
from solidary.terms.definition import DefinitionFile
from solidary.terms.dossier import DossierFile, Says, Statement
from solidary.terms.library import Library, load_library, read_library
from tests.terms.samples import (
    BUNDLED_DEFINITIONS,
    DEFINITIONS,
    DOSSIER,
    ENTRIES,
    HEAD,
    SOURCES,
    bundled,
    bundled_dossiers,
    faults_of,
    load,
    locate,
    write,
)

SIAM = "places:\n  TH: {name: Siam, adjective: Siamese, iso3: THA, currency: THB}\n"
LAOS = "places:\n  LA: {name: Laos, adjective: Lao, iso3: LAO, currency: LAK}\n"


def test_the_bundled_files_load_without_a_fault() -> None:
    assert "kasi" in bundled().dossiers


def test_a_definition_of_the_workspace_overlays_a_bundled_one(tmp_path: Path) -> None:
    own = write(tmp_path / "definitions" / "places.yml", SIAM).parent
    library = load_library([BUNDLED_DEFINITIONS, own], bundled_dossiers())
    assert library.place("TH").name == "Siam"
    assert library.place("VN").name == bundled().place("VN").name


def test_a_key_that_two_files_of_one_folder_define_is_a_fault_at_the_second(tmp_path: Path) -> None:
    write(tmp_path / "base" / "all.yml", DEFINITIONS)
    second = write(tmp_path / "base" / "places.yml", SIAM)
    (found,) = read_library([tmp_path / "base"], [])[1]
    assert (found.rule, found.line, found.column) == ("duplicate-key", *locate(SIAM, "TH:"))
    assert found.file == str(second)


def test_a_key_that_two_files_of_the_workspace_define_is_a_fault_at_the_second(tmp_path: Path) -> None:
    write(tmp_path / "base" / "all.yml", DEFINITIONS)
    write(tmp_path / "own" / "one.yml", SIAM)
    write(tmp_path / "own" / "two.yml", SIAM)
    faults = read_library([tmp_path / "base", tmp_path / "own"], [])[1]
    assert [(fault.rule, Path(fault.file).name) for fault in faults] == [("duplicate-key", "two.yml")]


def test_two_files_of_the_workspace_may_define_different_keys(tmp_path: Path) -> None:
    write(tmp_path / "base" / "all.yml", DEFINITIONS)
    write(tmp_path / "own" / "one.yml", SIAM)
    write(tmp_path / "own" / "two.yml", LAOS)
    library = load_library([tmp_path / "base", tmp_path / "own"], [])
    assert (library.place("TH").name, library.place("LA").name) == ("Siam", "Laos")


def test_a_dossier_may_be_a_folder_of_files(tmp_path: Path) -> None:
    write(tmp_path / "bridge" / "a.yml", ENTRIES)
    write(tmp_path / "bridge" / "b.yml", HEAD)
    write(tmp_path / "bridge" / "c.yml", SOURCES)
    entries = [(kind, key) for kind, key, _, _ in load(tmp_path / "bridge").dossier("bridge").entries()]
    assert entries == [("promise", "money"), ("milestone", "opening")]


FACT = "    title: A fact\n    topic: trade\n    claims: [{says: {fact: so}, source: bridge-text, locator: page 3}]\n"


def test_an_entry_key_is_its_own_across_the_files_of_a_dossier(tmp_path: Path) -> None:
    write(tmp_path / "bridge" / "a.yml", DOSSIER)
    text = f"facts:\n  money:\n{FACT}"
    second = write(tmp_path / "bridge" / "b.yml", text)
    (found,) = faults_of(tmp_path / "bridge")
    assert (found.file, found.rule) == (str(second), "duplicate-key")
    assert (found.line, found.column) == locate(text, "money")


def test_an_entry_key_is_its_own_across_the_sections_of_a_file(tmp_path: Path) -> None:
    text = f"{DOSSIER}facts:\n  money:\n{FACT}"
    (found,) = faults_of(write(tmp_path / "bridge.yml", text))
    assert (found.rule, found.line, found.column) == ("duplicate-key", *locate(text, "facts:\n  money", "money"))


def test_a_dossier_without_a_head_is_a_fault(tmp_path: Path) -> None:
    (found,) = faults_of(write(tmp_path / "bridge.yml", SOURCES + ENTRIES))
    assert "initiative" in found.message


def test_a_dossier_with_two_heads_is_a_fault_at_the_second(tmp_path: Path) -> None:
    write(tmp_path / "bridge" / "a.yml", DOSSIER)
    second = write(tmp_path / "bridge" / "b.yml", HEAD)
    assert [(fault.file, fault.line) for fault in faults_of(tmp_path / "bridge")] == [(str(second), 1)]


def titles(library: Library, initiative: str) -> set[str]:
    return {claim.evidence.title for claim in read_claims(library, library.dossier(initiative))}


def test_a_dossier_keeps_its_own_source_where_another_one_uses_the_same_key(tmp_path: Path) -> None:
    definitions = write(tmp_path / "base" / "all.yml", DEFINITIONS).parent
    first = write(tmp_path / "bridge.yml", DOSSIER)
    other = DOSSIER.replace("key: bridge\n", "key: tunnel\n").replace("The announcement", "A wholly other text")
    library, faults = read_library([definitions], [first, write(tmp_path / "tunnel.yml", other)])
    told = any(fault.rule == "duplicate-key" for fault in faults)
    assert told or titles(library, "bridge") == {"The announcement", "A report on it"}


def test_a_source_of_another_dossier_alone_is_dangling(tmp_path: Path) -> None:
    definitions = write(tmp_path / "base" / "all.yml", DEFINITIONS).parent
    first = write(tmp_path / "bridge.yml", HEAD + ENTRIES)
    other = write(tmp_path / "tunnel.yml", HEAD.replace("key: bridge", "key: tunnel") + SOURCES)
    faults = read_library([definitions], [first, other])[1]
    assert {(Path(fault.file).name, fault.rule) for fault in faults} == {("bridge.yml", "dangling")}


def test_norway_is_no_boolean(tmp_path: Path) -> None:
    text = DOSSIER.replace("{date: 2025}", "{places: [NO, TH], date: 2025}")
    library = load(write(tmp_path / "bridge.yml", text))
    statement = library.dossier("bridge").parts[0].terms.milestones["opening"].claims[0]
    assert statement.says.places == ("NO", "TH")
    assert library.place("NO").name == "Norway"


@pytest.mark.parametrize("text", ["01520", "1:30", "0x1F", "null", "yes"])
def test_a_text_is_kept_as_it_was_typed(tmp_path: Path, text: str) -> None:
    dossier = DOSSIER.replace("{date: 2025}", f"{{fact: {text}, round: {text}}}")
    said = load(write(tmp_path / "bridge.yml", dossier)).dossier("bridge").parts[0].terms.milestones["opening"]
    assert (said.claims[0].says.fact, said.claims[0].says.round) == (text, text)


def test_a_month_that_the_calendar_lacks_is_a_located_fault(tmp_path: Path) -> None:
    text = DOSSIER.replace("{date: 2025}", "{date: 2020-13-01}")
    (found,) = faults_of(write(tmp_path / "bridge.yml", text))
    assert (found.rule, found.line, found.column) == ("wrong-value", *locate(text, "2020-13-01"))


@pytest.mark.parametrize(("text", "flag"), [("yes", True), ("no", False)])
def test_a_flag_is_yes_or_no(tmp_path: Path, text: str, flag: bool) -> None:
    dossier = DOSSIER.replace("title: Money", f"flagship: {text}\n    title: Money")
    terms = load(write(tmp_path / "bridge.yml", dossier)).dossier("bridge").parts[0].terms
    assert terms.promises["money"].flagship is flag


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        Library(places=bundled().places).place("THA")
    assert caught.value.nearest == "TH"


WORDS = sorted({*DossierFile.model_fields, *DefinitionFile.model_fields, *Says.model_fields, *Statement.model_fields,
                "key", "kasi", "TH", "not stated", "2022", "serves", "between", "joined", "members"})  # fmt: skip
TREES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(WORDS) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(WORDS), TREES, min_size=1, max_size=4))
def test_whatever_a_file_holds_is_terms_or_located_faults(tree: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.yml", yaml.safe_dump(tree, default_style='"', allow_unicode=True))
        lines = path.read_text("utf-8").count("\n") + 1
        for definitions, dossiers in (([path], []), ([], [path])):
            _, faults = read_library(definitions, dossiers)
            assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in faults)
