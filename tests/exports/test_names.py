"""Names beside codes: the right one or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest

from solidary.errors import WrongUse
from solidary.exports.names import LISTS, Names, known_lists
from solidary.sources.iati.checks.lists import EMBEDDED
from solidary.terms.library import Library

DATA: Final = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[3] / "shared" / "data")
OFFICIAL: Final = DATA / "iati-codelists"
COLUMNS: Final = ("table", "type", "stage", "recipient", "recipient_kind", "sector", "sector_vocabulary", "flow_type")


def named(lists: dict[str, dict[str, str]], **given: str | None) -> dict[str, str | None]:
    batch = pa.record_batch({name: pa.array([given.get(name)], pa.string()) for name in COLUMNS})
    names = Names(lists)
    [made] = names.add([batch], names.schema(batch.schema))
    return {name: made[name].to_pylist()[0] for name in made.schema.names if name.endswith("_name")}


def test_a_code_is_named_by_its_own_list_alone(library: Library) -> None:
    lists = known_lists(library)
    assert named(lists, recipient="TH", recipient_kind="country")["recipient_name"] == "Thailand"
    assert named(lists, recipient="298", recipient_kind="region")["recipient_name"] == "Africa, regional"
    assert named(lists, recipient="298", recipient_kind="country")["recipient_name"] is None
    assert named(lists, sector="151", sector_vocabulary="1")["sector_name"] is None
    assert named(lists, sector="151", sector_vocabulary="2")["sector_name"] == "Government and civil society, general"
    assert named(lists, table="transaction", type="2")["type_name"] == "Outgoing commitment"
    assert named(lists, table="budget", type="2/1")["type_name"] == "Revised, indicative"
    assert named(lists, table="budget", type="2")["type_name"] is None


def test_a_sector_has_the_name_of_its_category_without_any_folder(library: Library) -> None:
    found = named(known_lists(library), sector="12220", sector_vocabulary="1")
    assert (found["sector_name"], found["sector_group_name"]) == (None, "Basic health")
    assert named(known_lists(library), sector="12220", sector_vocabulary="99")["sector_group_name"] is None


@pytest.mark.parametrize("code", ["", "ZZ", "th", " TH", "TH ", None])
def test_an_unknown_code_has_no_name(library: Library, code: str | None) -> None:
    assert named(known_lists(library), recipient=code, recipient_kind="country")["recipient_name"] is None


def test_the_names_that_we_carry_are_of_codes_that_the_standard_has(library: Library) -> None:
    lists = known_lists(library)
    for name in ("TransactionType", "BudgetType", "BudgetStatus"):
        assert set(lists[name]) == set(EMBEDDED[2][name].split())


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason=f"the official code lists are not in {DATA}")
def test_every_code_that_we_name_is_in_the_official_list(library: Library) -> None:
    own, both = known_lists(Library()), known_lists(Library(), OFFICIAL)
    official = known_lists(library, OFFICIAL)
    for name in LISTS:
        assert set(own[name]) - set(both[name]) == set()
        assert set(both[name]) >= set(own[name])
    assert official["Sector"]["12220"] == "Basic health care"
    assert official["Country"]["TH"] == "Thailand"
    assert official["Country"]["KE"] == "Kenya"


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, library: Library) -> None:
    (tmp_path / "xml").mkdir()
    (tmp_path / "xml" / "Sector.xml").write_text("<codelist>")
    with pytest.raises(WrongUse, match=r"Sector\.xml: cannot be read as XML"):
        known_lists(library, tmp_path)


def test_a_list_in_several_languages_gives_the_english_name(tmp_path: Path, library: Library) -> None:
    (tmp_path / "xml").mkdir()
    name = '<name><narrative xml:lang="fr">Soins</narrative><narrative>Care</narrative></name>'
    item = f"<codelist-item><code>12220</code>{name}"
    (tmp_path / "xml" / "Sector.xml").write_text(f"<codelist>{item}</codelist-item></codelist>")
    assert known_lists(library, tmp_path)["Sector"] == {"12220": "Care"}
