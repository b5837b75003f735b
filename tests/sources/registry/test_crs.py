"""Files of the CRS, whose addresses the description of the dataflow names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from solidary.errors import UnknownName, WrongUse
from solidary.sources.registry.crs import FLOW, fetch_crs
from solidary.sources.registry.faults import Unexpected
from solidary.sources.registry.transport import Client
from solidary.sources.sheets.mapping import read_mapping
from solidary.sources.sheets.reader import matched
from tests.sources.registry.samples import dataflow
from tests.sources.registry.server import Site, failing, truncated, whole

PARQUET, ZIP = b"PAR1" + b"rows" * 5000 + b"PAR1", b"PK\x03\x04 a year"


def lay_out(site: Site, version: str = "v20261001") -> None:
    files = {
        f"CRS-Parquet-{version}": site.url("/files/CRS.parquet"),
        f"CRS-reduced-parquet-{version}": site.url("/files/CRS-reduced.parquet"),
        "CRS_2022_(dotStat_format)-v20260803-1": site.url("/files/CRS 2022 data.zip"),
    }
    site.put(f"/{FLOW}", dataflow(**files))
    site.put("/files/CRS.parquet", truncated(PARQUET, 7000), whole(PARQUET))
    site.put("/files/CRS-reduced.parquet", whole(PARQUET))
    site.put("/files/CRS%202022%20data.zip", whole(ZIP))


def test_the_whole_is_fetched_and_goes_on_where_it_broke_off(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    (item,) = fetch_crs(tmp_path, base=site.url("/"), client=client).items
    assert (item.state, item.file) == ("fetched", "fetched/crs/CRS.parquet")
    assert (tmp_path / item.file).read_bytes() == PARQUET
    assert sum(one.sent for one in site.asked("/files/CRS.parquet")) == len(PARQUET)


def test_parts_have_names_of_ours(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    result = fetch_crs(tmp_path, ["reduced", "2022"], base=site.url(""), client=client)
    assert [item.file for item in result.items] == ["fetched/crs/CRS-reduced.parquet", "fetched/crs/CRS-2022.zip"]
    held = json.loads((tmp_path / "fetched/crs/manifest.json").read_text())["files"]
    assert (held["CRS-2022.zip"]["version"], held["CRS-2022.zip"]["publisher"]) == ("v20260803-1", "OECD")


def test_the_mapping_of_the_crs_knows_the_names_of_the_files(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    result = fetch_crs(tmp_path, ["full", "reduced"], base=site.url(""), client=client)
    (files,) = matched([tmp_path / item.file for item in result.items], read_mapping(Path("crs"))).values()
    assert len(files) == 2


def test_an_archive_of_a_year_says_that_it_has_to_be_unpacked(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    (note,) = fetch_crs(tmp_path, ["2022"], base=site.url(""), client=client).notes
    assert note.endswith("unpacked first (7-Zip does): fetched/crs/CRS-2022.zip")


def test_the_version_of_the_label_spares_the_question(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    fetch_crs(tmp_path, ["reduced"], base=site.url(""), client=client)
    (item,) = fetch_crs(tmp_path, ["reduced"], base=site.url(""), client=client).items
    assert item.state == "unchanged" and len(site.asked("/files/CRS-reduced.parquet")) == 1
    lay_out(site, "v20261101")
    fetch_crs(tmp_path, ["reduced"], base=site.url(""), client=client)
    assert site.log[-1].status == 304


def test_a_year_that_there_is_not_is_told_with_those_that_there_are(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    with pytest.raises(UnknownName, match="CRS 2022"):
        fetch_crs(tmp_path, ["2021"], base=site.url(""), client=client)


@pytest.mark.parametrize("part", ["all", "22", "2022|x", ""])
def test_a_part_that_is_none_is_wrong_use(tmp_path: Path, client: Client, part: str) -> None:
    with pytest.raises(WrongUse):
        fetch_crs(tmp_path, [part], client=client)


@pytest.mark.parametrize("body", [b"PAR1 cut off", b"<html>", b""])
def test_what_is_no_parquet_is_not_kept_as_one(site: Site, tmp_path: Path, client: Client, body: bytes) -> None:
    lay_out(site)
    site.put("/files/CRS.parquet", body)
    (item,) = fetch_crs(tmp_path, base=site.url(""), client=client).items
    assert (item.state, "expected a parquet file" in item.reason) == ("failed", True)
    assert not (tmp_path / "fetched/crs/CRS.parquet").exists()


def test_one_part_that_fails_stops_no_other(site: Site, tmp_path: Path, client: Client) -> None:
    lay_out(site)
    site.put("/files/CRS-reduced.parquet", failing(403))
    result = fetch_crs(tmp_path, ["reduced", "full"], base=site.url(""), client=client)
    assert [item.state for item in result.items] == ["failed", "fetched"]
    assert "browsers only" in result.items[0].reason


@pytest.mark.parametrize(
    "body",
    [b"no xml", b"<a/>", b"", dataflow(), b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'],
)
def test_a_description_that_is_none_is_told(site: Site, tmp_path: Path, client: Client, body: bytes) -> None:
    site.put(f"/{FLOW}", body)
    with pytest.raises(Unexpected):
        fetch_crs(tmp_path, base=site.url(""), client=client)
