"""Datasets by publisher, by country and all; one that cannot be had stops no other."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import CannotWrite, SolidaryError, UnknownName, WrongUse
from solidary.sources.iati.files import find
from solidary.sources.registry.faults import Unexpected, Unreachable
from solidary.sources.registry.iati import fetch_all_iati, fetch_iati
from solidary.sources.registry.result import Result
from solidary.sources.registry.shelf import safe_name
from solidary.sources.registry.transport import Client
from tests.sources.registry.samples import answer, index_record, lay_out, lay_out_datasets, package, searching, xml
from tests.sources.registry.server import Site, failing, redirect, truncated, understated, whole


def states(result: Result) -> dict[str, str]:
    return {item.name: item.state for item in result.items}


def manifest(folder: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((folder / "fetched" / "iati" / "manifest.json").read_text())["files"]
    return held


def test_the_datasets_of_a_publisher_land_in_its_folder(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    result = fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    assert states(result) == {"kr-gov/kr-gov-2021": "fetched", "kr-gov/kr-gov-2022": "fetched"}
    assert (tmp_path / "fetched/iati/kr-gov/kr-gov-2021.xml").read_bytes() == xml("/kr-gov/kr-gov-2021.xml")
    assert result.exit_code == 0 and not site.asked("/jica/jica-th.xml")


def test_the_manifest_says_whence_and_under_which_licence(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    result = fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    about = manifest(tmp_path)["jica/jica-th.xml"]
    assert about["address"] == site.url("/jica/jica-th.xml")
    assert about["source"] == "https://jica.example/jica-th.xml"
    assert (about["publisher"], about["dataset"], about["licence"]) == ("jica", "jica-th", "cc-by")
    assert (about["sha256"], about["size"]) == (result.items[0].sha256, result.items[0].size)
    assert about["fetched"] and about["checked"]


def test_a_second_publisher_is_added_to_the_manifest(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    for publisher in ("kr-gov", "jica"):
        fetch_iati(tmp_path, [publisher], base=site.url(""), client=client)
    assert list(manifest(tmp_path)) == ["jica/jica-th.xml", "kr-gov/kr-gov-2021.xml", "kr-gov/kr-gov-2022.xml"]


def test_what_was_fetched_can_be_loaded(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    fetch_iati(tmp_path, ["kr-gov", "jica"], base=site.url(""), client=client)
    names = [found.name for found in find([tmp_path / "fetched" / "iati"]) if found.name.endswith(".xml")]
    assert names == ["iati/jica/jica-th.xml", "iati/kr-gov/kr-gov-2021.xml", "iati/kr-gov/kr-gov-2022.xml"]


def test_the_second_time_nothing_is_sent(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    site.log.clear()
    result = fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    assert set(states(result).values()) == {"unchanged"}
    assert {(one.status, one.sent) for one in site.log} == {(304, 0)}


def test_with_a_hash_in_the_index_it_is_not_even_asked(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site, index_record(site, "jica", "jica-th", mark="h1"))
    site.put("/jica/jica-th.xml", xml("a"), whole(xml("b")))
    for _ in range(2):
        fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    assert len(site.asked("/jica/jica-th.xml")) == 1
    lay_out(site, index_record(site, "jica", "jica-th", mark="h2"))
    result = fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    assert states(result) == {"jica/jica-th": "fetched"}
    assert (tmp_path / "fetched/iati/jica/jica-th.xml").read_bytes() == xml("b")


def test_a_file_that_was_deleted_is_put_back_without_being_sent(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    (tmp_path / "fetched/iati/jica/jica-th.xml").unlink()
    result = fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    assert states(result) == {"jica/jica-th": "fetched"}
    assert site.asked("/jica/jica-th.xml")[1].sent == 0
    assert (tmp_path / "fetched/iati/jica/jica-th.xml").exists()


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (failing(404), "404 Not Found"),
        (failing(500), "500 Internal Server Error"),
        (truncated(xml("x"), 20, etag=""), "broke off"),
        (understated(xml("x"), 100), "breaks off in the middle"),
        (redirect("http://10.0.0.1/"), "private or reserved"),
        (whole(b"<!DOCTYPE html><html>Sign in</html>"), "the page of a website"),
        (whole(xml("x")[:-20]), "breaks off in the middle"),
        (whole(xml("x").decode().encode("utf-16")[:-40]), "breaks off in the middle"),
        (whole(b" \n"), "an empty file"),
    ],
)
def test_one_that_cannot_be_had_stops_no_other(
    site: Site, tmp_path: Path, client: Client, trouble: Any, told: str
) -> None:
    lay_out_datasets(site)
    site.put("/kr-gov/kr-gov-2021.xml", trouble)
    result = fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    assert states(result) == {"kr-gov/kr-gov-2021": "failed", "kr-gov/kr-gov-2022": "fetched"}
    assert told in result.of("failed")[0].reason
    assert result.exit_code == 1
    assert list(manifest(tmp_path)) == ["kr-gov/kr-gov-2022.xml"]


def test_one_that_fails_later_keeps_its_file(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    site.put("/jica/jica-th.xml", failing(404))
    (item,) = fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client).items
    assert item.reason.endswith("the file of an earlier fetch stays")
    assert (tmp_path / "fetched/iati/jica/jica-th.xml").exists()
    assert "jica/jica-th.xml" in manifest(tmp_path)


def test_one_whose_place_is_taken_stops_no_other(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    (tmp_path / "fetched/iati/kr-gov/kr-gov-2021.xml").mkdir(parents=True)
    result = fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    assert "move what is in the way" in result.of("failed")[0].reason
    assert len(result.of("fetched")) == 1


def test_one_that_the_service_never_got_says_where_it_is(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site, index_record(site, "jica", "jica-th", last_known_good_dataset={"cached_dataset_xml_url": None}))
    (item,) = fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client).items
    assert item.reason == "the service has no copy of it; its publisher has it at https://jica.example/jica-th.xml"


def test_one_that_is_no_longer_listed_is_told(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    lay_out(site, index_record(site, "kr-gov", "kr-gov-2022"))
    result = fetch_iati(tmp_path, ["kr-gov"], base=site.url(""), client=client)
    assert result.notes == ("kr-gov/kr-gov-2021.xml is no longer listed by kr-gov; delete the file to leave it out",)


def test_half_a_character_in_a_name_does_no_harm(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site, index_record(site, "jica", "a\ud800b", source_url="https://\udfff.example/"))
    site.put("/jica/a%3Fb.xml", xml("a"))
    result = fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    assert states(result)["jica/a?b"] in ("fetched", "failed")


def test_names_of_strangers_stay_within_the_folder(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site, index_record(site, "jica", "../../../x"), index_record(site, "jica", ".."))
    for path in ("/jica/../../../x.xml", "/jica/...xml"):
        site.put(path, xml(path))
    fetch_iati(tmp_path / "ws", ["jica"], base=site.url(""), client=client)
    assert [path.name for path in tmp_path.iterdir()] == ["ws"]
    kept = {path.name for path in (tmp_path / "ws/fetched/iati/jica").iterdir()}
    assert kept == {"_...xml", "_..%2F..%2F..%2Fx.xml"}


def test_a_name_in_a_header_is_not_used(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site, index_record(site, "jica", "jica-th"))
    site.put("/jica/jica-th.xml", whole(xml("a"), Content_Disposition='attachment; filename="../../evil.xml"'))
    fetch_iati(tmp_path / "ws", ["jica"], base=site.url(""), client=client)
    kept = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xml")]
    assert kept == ["ws/fetched/iati/jica/jica-th.xml"]


@given(st.text())
def test_any_name_is_one_segment(text: str) -> None:
    name = safe_name(text)
    assert name and len(name) < 200 and name.isascii() and name[0] not in ".~"
    assert not set(name) & set('/\\:*?"<>|\0 ')


@given(st.text(alphabet="ab", min_size=140, max_size=400), st.text(alphabet="ab", min_size=140, max_size=400))
def test_two_names_that_differ_are_two_segments(one: str, two: str) -> None:
    assert (safe_name(one) == safe_name(two)) == (one == two)


def test_an_unknown_publisher_is_told_with_the_nearest(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    with pytest.raises(UnknownName, match="Did you mean 'kr-gov'") as told:
        fetch_iati(tmp_path, ["kr-gow"], base=site.url(""), client=client)
    assert told.value.exit_code == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"publishers": ["kr-gov"], "country": "TH"},
        {"publishers": ["a b"]},
        {"publishers": ["x OR *:*"]},
        {"country": "Thailand"},
        {"country": "T*"},
        {"country": "TH", "service": "bulk"},
    ],
)
def test_wrong_use_is_told_before_anything_is_asked(
    site: Site, tmp_path: Path, client: Client, wrong: dict[str, Any]
) -> None:
    with pytest.raises(WrongUse):
        fetch_iati(tmp_path, base=site.url(""), client=client, **wrong)
    assert site.log == []


@pytest.mark.parametrize(
    "index",
    [b"<html>Sign in to the network</html>", b"[]", b"{}", b'{"datasets": []}', b'{"datasets": {"a": 1}}', b"\xff"],
)
def test_an_index_that_is_none_is_told(site: Site, tmp_path: Path, client: Client, index: bytes) -> None:
    site.put("/datasets-minimal", index)
    with pytest.raises(Unexpected, match="expected"):
        fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)


FIELDS = ["short_name", "reporting_org_short_name", "last_known_good_dataset", "name", "organization", "resources"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=12,
)


@given(JSON)
def test_any_record_is_a_dataset_or_none(record: Any) -> None:
    from solidary.sources.registry.bulk import _dataset
    from solidary.sources.registry.ckan import _datasets

    if isinstance(record, dict):
        assert isinstance(_dataset(record).name, str)
    assert all(one.name for one in _datasets(record))


def test_a_manifest_that_was_broken_by_hand_is_not_written_over(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    path = tmp_path / "fetched/iati/manifest.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(CannotWrite, match="read no manifest"):
        fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client)
    assert path.read_text() == "{"


def test_offline_is_told_in_one_sentence(tmp_path: Path, client: Client) -> None:
    with pytest.raises(Unreachable, match=r"nothing was changed\. Check the connection or HTTPS_PROXY"):
        fetch_iati(tmp_path, ["jica"], base="http://127.0.0.1:9", client=client)
    assert not (tmp_path / "fetched").exists()


def registry(site: Site) -> None:
    site.put(
        "/api/3/action/package_search",
        searching(
            package("kr-gov", "kr-gov-2021", site.url("/one.xml")),
            package("kr-gov", "kr-gov-th", site.url("/two.xml"), site.url("/three.xml"), country="TH"),
            package("kr-gov", "kr-gov-none"),
            package("jica", "jica-th", site.url("/four.xml"), country="TH"),
        ),
    )
    site.put("/api/3/action/organization_list", answer(["kr-gov", "jica", "adb"]))
    for number in ("one", "two", "three", "four"):
        site.put(f"/{number}.xml", xml(number))


def test_the_registry_is_paged_through(site: Site, tmp_path: Path, client: Client) -> None:
    registry(site)
    result = fetch_iati(tmp_path, ["kr-gov"], service="registry", base=site.url("/api/3/action/"), client=client)
    assert states(result) == {
        "kr-gov/kr-gov-2021": "fetched",
        "kr-gov/kr-gov-none": "failed",
        "kr-gov/kr-gov-th": "fetched",
        "kr-gov/kr-gov-th-2": "fetched",
    }
    assert len([one for one in site.log if "package_search" in one.path]) == 2
    assert manifest(tmp_path)["kr-gov/kr-gov-th-2.xml"]["licence"] == "odc-by"


def test_a_country_is_asked_of_the_registry(site: Site, tmp_path: Path, client: Client) -> None:
    registry(site)
    result = fetch_iati(tmp_path, country="th", base=site.url("/api/3/action"), client=client)
    assert set(states(result)) == {"jica/jica-th", "kr-gov/kr-gov-th", "kr-gov/kr-gov-th-2"}
    assert "files on several countries are not among these" in result.notes[0]


def test_a_country_without_datasets_says_so(site: Site, tmp_path: Path, client: Client) -> None:
    registry(site)
    result = fetch_iati(tmp_path, country="LA", base=site.url("/api/3/action"), client=client)
    assert (result.items, result.notes[1], result.exit_code) == ((), "No dataset is listed.", 0)


def test_the_registry_too_knows_the_nearest_publisher(site: Site, tmp_path: Path, client: Client) -> None:
    registry(site)
    base = site.url("/api/3/action")
    with pytest.raises(UnknownName, match="Did you mean 'jica'"):
        fetch_iati(tmp_path, ["jika"], service="registry", base=base, client=client)
    assert fetch_iati(tmp_path, ["adb"], service="registry", base=base, client=client).items == ()


@pytest.mark.parametrize(
    "page",
    [
        b'{"success": false, "error": {"message": "Search Query is invalid"}}',
        b'{"success": true, "result": []}',
        b'{"success": true, "result": {"count": "many", "results": []}}',
        b'{"success": true, "result": {"count": 7, "results": []}}',
    ],
)
def test_a_page_that_is_none_is_told(site: Site, tmp_path: Path, client: Client, page: bytes) -> None:
    site.put("/package_search", page)
    with pytest.raises(Unexpected):
        fetch_iati(tmp_path, country="TH", base=site.url(""), client=client)


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("iati-data/datasets/jica/jica-th.xml", xml("a"))
        zipped.writestr("iati-data/datasets-minimal.json", "{}")
    return packed.getvalue()


def test_all_is_one_archive_that_can_be_loaded(site: Site, tmp_path: Path, client: Client) -> None:
    body = archive()
    site.put("/iati-data.zip", truncated(body, 100), whole(body))
    (item,) = fetch_all_iati(tmp_path, base=site.url(""), client=client).items
    assert (item.state, item.file) == ("fetched", "fetched/iati-all/iati-data.zip")
    assert any(found.name.endswith("jica-th.xml") for found in find([tmp_path / item.file]))
    (again,) = fetch_all_iati(tmp_path, base=site.url(""), client=client).items
    assert (again.state, site.log[-1].sent) == ("unchanged", 0)


def test_what_is_no_archive_is_not_kept_as_one(site: Site, tmp_path: Path, client: Client) -> None:
    site.put("/iati-data.zip", b"<html>")
    with pytest.raises(Unexpected, match="expected a zip archive"):
        fetch_all_iati(tmp_path, base=site.url(""), client=client)
    assert not (tmp_path / "fetched/iati-all/iati-data.zip").exists()


def test_all_that_was_kept_is_told_when_it_is_told(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out_datasets(site)
    told: list[tuple[str, int, int | None]] = []
    fetch_iati(tmp_path, ["jica"], base=site.url(""), client=client, told=lambda *what: told.append(what))
    size = len(xml("/jica/jica-th.xml"))
    assert told[-1] == ("1/1 jica/jica-th", size, size)


def test_every_fault_of_ours_is_a_fault_of_the_package() -> None:
    assert issubclass(Unexpected, SolidaryError) and Unexpected("a", "b").exit_code == 1
