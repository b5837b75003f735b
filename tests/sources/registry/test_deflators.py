"""Deflators of the World Economic Outlook become a table that the deflators of a workspace are read from."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from solidary.sources.deflators.known import known_deflators
from solidary.sources.registry.deflators import fetch_deflators
from solidary.sources.registry.faults import FetchFault, Unexpected
from solidary.sources.registry.transport import Client
from tests.sources.registry.server import Site, failing, whole

TODAY = date(2025, 6, 30)
PATH = "/data/IMF.RES,WEO/.NGDP_D.A?startPeriod=2010"
HEAD = "DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE\n"
ROWS = """
    LAO,NGDP_D,A,2023,212.5,Units
    LAO,NGDP_D,A,2022,170.25,Units
    LAO,NGDP_D,A,2025,240,Units
    LAO,NGDP_RPCH,A,2023,4.1,Units
    USA,NGDP_D,A,2023,122.3,Units
    G163,NGDP_D,A,2023,118.1,Units
    DEU,NGDP_D,A,2023,119.9,Units
    KHM,NGDP_D,A,2023,,Units
    GHA,NGDP_D,A,2005,40,Units
"""


def weo() -> bytes:
    return (HEAD + "".join(f"IMF.RES:WEO(9.0.0),{row.strip()}\n" for row in ROWS.splitlines() if row.strip())).encode()


def test_deflators_of_the_imf_become_a_table_that_the_workspace_reads(
    site: Site, tmp_path: Path, client: Client
) -> None:
    site.put(PATH, weo())
    result = fetch_deflators(tmp_path, 2010, base=site.url(""), client=client, today=TODAY)
    assert (result.items[0].state, result.items[0].file) == ("fetched", "deflators/imf-weo.csv")
    read = known_deflators(tmp_path).table().to_pylist()
    assert [(row["currency"], row["year"], row["index"], row["basis"]) for row in read] == [
        ("EUR", 2023, Decimal("118.1"), "own"),
        ("LAK", 2022, Decimal("170.25"), "own"),
        ("LAK", 2023, Decimal("212.5"), "own"),
        ("USD", 2023, Decimal("122.3"), "own"),
    ]
    assert {row["source"] for row in read} == {
        "IMF World Economic Outlook (IMF.RES:WEO), GDP deflator, recent years estimated"
    }
    held = json.loads((tmp_path / "fetched/deflators/manifest.json").read_text())["files"]["imf-weo.csv"]
    assert (held["publisher"], held["file"]) == ("IMF", "deflators/imf-weo.csv")


def test_a_year_that_is_not_over_and_one_before_the_currency_are_left_out_and_counted(
    site: Site, tmp_path: Path, client: Client
) -> None:
    site.put(PATH, weo())
    assert fetch_deflators(tmp_path, 2010, base=site.url(""), client=client, today=TODAY).notes == (
        "1 values left out: from before the currency was in its present unit",
        "1 values left out: of a period to come",
    )


def test_what_is_none_leaves_the_table_that_was_there(site: Site, tmp_path: Path, client: Client) -> None:
    site.put(PATH, whole(weo()), whole(HEAD.encode()), failing(404))
    fetch_deflators(tmp_path, 2010, base=site.url(""), client=client, today=TODAY)
    before = (tmp_path / "deflators/imf-weo.csv").read_bytes()
    for fault in (Unexpected, FetchFault):
        with pytest.raises(fault):
            fetch_deflators(tmp_path, 2010, base=site.url(""), client=client, today=TODAY)
    assert (tmp_path / "deflators/imf-weo.csv").read_bytes() == before
