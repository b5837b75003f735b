"""Codes against their lists: carried, read from official files, or told as lacking."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from solidary.errors import WrongUse
from solidary.sources.iati.checks.codes import Codes, own_places
from solidary.sources.iati.checks.lists import EMBEDDED
from tests.sources.iati_checks.oracle import CODELISTS, needs_data

LIST = '<codelist name="{name}" complete="{complete}"><codelist-items>{codes}</codelist-items></codelist>'


def folder_with(folder: Path, name: str, *codes: str, complete: int = 1) -> Path:
    lists = folder / "codelists"
    lists.mkdir(exist_ok=True)
    items = "".join(f"<codelist-item><code>{code}</code></codelist-item>" for code in codes)
    (lists / f"{name}.xml").write_text(LIST.format(name=name, complete=complete, codes=items), "utf-8")
    return folder


def wrong(inner: str, codes: Codes | None = None, major: int = 2) -> list[tuple[str, str, str]]:
    record = etree.fromstring(f"<iati-activity>{inner}</iati-activity>")
    return [(found.place.rule, found.read, found.severity) for found in (codes or Codes()).wrong(record, major)]


def test_a_code_of_the_standard_is_checked_without_any_file() -> None:
    assert wrong('<activity-status code="2"/>') == []
    assert wrong('<activity-status code="9"/>') == [("9.5.1", "9", "error")]
    assert wrong('<transaction><transaction-type code="D"/></transaction>')[0][1:] == ("D", "error")


def test_version_one_has_its_own_codes() -> None:
    assert wrong('<transaction><transaction-type code="D"/></transaction>', major=1) == []
    assert [read for _, read, _ in wrong('<activity-date type="1"/>', major=1)] == ["1"]


def test_a_list_that_is_not_at_hand_is_told_and_not_guessed() -> None:
    assert wrong('<sector code="no such sector"/>') == []
    assert "Sector" in Codes().lacking()


def test_a_list_of_the_folder_is_used(tmp_path: Path) -> None:
    codes = Codes(folder_with(tmp_path, "Sector", "11110"))
    assert wrong('<sector code="11110"/><sector code="1"/>', codes) == [("9.76.1", "1", "error")]
    assert "Sector" not in codes.lacking()


def test_a_vocabulary_decides_whether_a_list_counts(tmp_path: Path) -> None:
    codes = Codes(folder_with(tmp_path, "Sector", "11110"))
    inner = '<sector code="a"/><sector vocabulary="" code="b"/><sector vocabulary="1" code="c"/>'
    own = '<sector vocabulary="99" code="d"/>'
    assert [read for _, read, _ in wrong(inner + own, codes)] == ["a", "b", "c"]


def test_a_list_that_is_not_complete_only_warns(tmp_path: Path) -> None:
    codes = Codes(folder_with(tmp_path, "Country", "TH", complete=0))
    assert wrong('<recipient-country code="XX"/>', codes) == [("9.50.1", "XX", "warning")]


def test_a_currency_is_known_without_a_file_but_an_old_one_only_warns() -> None:
    assert wrong('<budget><value currency="KRW"/></budget>') == []
    assert [found[1:] for found in wrong('<budget><value currency="DEM"/></budget>')] == [("DEM", "warning")]


def test_a_mapping_of_the_folder_adds_places(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Colour", "red")
    (folder / "mapping.xml").write_text(
        "<mappings><mapping><path>//iati-activity/paint/@code</path><codelist ref='Colour'/></mapping></mappings>",
        "utf-8",
    )
    assert wrong('<paint code="blue"/>', Codes(folder)) == [("9.0.1", "blue", "error")]


def test_a_broken_list_is_wrong_use_and_nothing_it_names_is_opened(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Sector", "1")
    file = folder / "codelists" / "Sector.xml"
    file.write_text("<codelist", "utf-8")
    with pytest.raises(WrongUse, match=r"Sector\.xml"):
        Codes(folder).named("Sector")
    (tmp_path / "secret").write_text("TOP", "utf-8")
    file.write_text(
        f'<!DOCTYPE c [<!ENTITY x SYSTEM "{tmp_path / "secret"}">]><codelist><code>&x;</code></codelist>', "utf-8"
    )
    read = Codes(folder).named("Sector")
    assert read is not None
    assert "TOP" not in read.codes


def test_places_have_an_official_id_and_a_list() -> None:
    places = own_places()
    assert len(places) == len({(place.path, place.list, place.vocabulary) for place in places})
    assert all(
        place.rule.startswith("9.") and place.record in ("", "iati-activity", "iati-organisation") for place in places
    )


@needs_data
def test_the_carried_lists_are_those_of_the_official_files() -> None:
    official = Codes(CODELISTS)
    for name, codes in EMBEDDED[2].items():
        found = official.named(name)
        assert found is not None
        assert set(codes.split()) == found.codes, name
    assert official.lacking() == []
