"""Rates of the services become tables that the rates of a workspace are read from."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.errors import WrongUse
from solidary.sources.rates.known import known_rates
from solidary.sources.rates.table import table_rates
from solidary.sources.registry.cache import Entry
from solidary.sources.registry.faults import FetchFault, Unexpected
from solidary.sources.registry.issuers import issuers
from solidary.sources.registry.rates import IMF, fetch_rates
from solidary.sources.registry.series import table_of
from solidary.sources.registry.transport import Client
from solidary.values.currencies import CODES
from tests.loaded import loaded
from tests.sources.registry.server import Site, failing, whole

TODAY = date(2025, 6, 30)
HEAD = "DATAFLOW,COUNTRY,INDICATOR,TYPE_OF_TRANSFORMATION,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE\n"
ROWS = """
    VNM,XDC_USD,PA_RT,M,2024-M02,24500.5,0
    VNM,XDC_USD,PA_RT,M,2024-M01,24300,0
    VNM,XDC_USD,EOP_RT,M,2024-M01,99999,0
    LAO,XDC_USD,PA_RT,M,2024-M01,20500,0
    G163,XDC_USD,PA_RT,M,2024-M01,0.917,0
    DEU,XDC_USD,PA_RT,M,2024-M01,1.9,0
    GHA,XDC_USD,PA_RT,M,2005-M01,9000,0
    LAO,XDC_USD,PA_RT,M,2024-M02,0,0
    LAO,XDC_USD,PA_RT,M,2024-M03,,0
    LAO,XDC_USD,PA_RT,M,2099-M03,1,0
    KHM,XDC_USD,PA_RT,M,2024-M01,4.1,3
    MMR,XDC_USD,PA_RT,M,2024-M01,2100,0
    MMR,XDC_USD,PA_RT,M,2024-M01,3500,0
"""
IMF_PATH = "/data/IMF.STA,ER/.XDC_USD.PA_RT.M?startPeriod=2000"
OECD_PATH = (
    "/data/OECD.SDD.NAD,DSD_NAMAIN10@DF_TABLE4,/A....EXC_A.......?startPeriod=2010&dimensionAtObservation=AllDimensions"
)


def sdmx(rows: str = ROWS) -> bytes:
    return (HEAD + "".join(f"IMF.STA:ER(4.0.1),{row.strip()}\n" for row in rows.splitlines() if row.strip())).encode()


def test_monthly_rates_of_the_imf_become_a_table(site: Site, tmp_path: Path, client: Client) -> None:
    site.put(IMF_PATH, sdmx())
    result = fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)
    rows = (tmp_path / "rates/imf-monthly.csv").read_text().splitlines()
    told = "IMF Exchange Rates (IMF.STA:ER), average of the period"
    assert rows[0] == "Date,Rate,Currency,Frequency,Source"
    assert sorted(row.replace(f'"{told}"', "S") for row in rows[1:]) == [
        "2024-01-31,0.917,EUR,M,S",
        "2024-01-31,20500,LAK,M,S",
        "2024-01-31,24300,VND,M,S",
        "2024-02-29,24500.5,VND,M,S",
    ]
    assert result.items[0].state == "fetched"
    assert site.log[0].headers["accept"] == "application/vnd.sdmx.data+csv;version=1.0.0"


def test_what_is_left_out_is_counted_with_its_reason(site: Site, tmp_path: Path, client: Client) -> None:
    site.put(IMF_PATH, sdmx())
    assert fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY).notes == (
        "1 values left out: from before the currency was in its present unit",
        "1 values left out: given in 3, and not in units",
        "1 values left out: of a period to come",
        "1 values left out: the period or the number cannot be read",
        "1 values left out: two values for one period",
    )


def test_the_table_is_read_by_the_rates_of_the_workspace(site: Site, tmp_path: Path, client: Client) -> None:
    site.put(IMF_PATH, sdmx())
    fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)
    rows = [row for row in known_rates(tmp_path).table().to_pylist() if row["currency"] == "VND"]
    assert [str(row["day"]) for row in (rows[0], rows[-1])] == ["2024-01-01", "2024-02-29"]
    assert rows[0]["usd"] == (1 / Decimal(24300)).quantize(Decimal("0.000000000001"))


def test_money_without_a_rate_is_known_once_a_rate_was_fetched(site: Site, tmp_path: Path, client: Client) -> None:
    workspace = loaded(tmp_path)
    before = [row for row in workspace.flows().table().to_pylist() if row["usd"] is None]
    assert [(row["currency"], row["counts_in_totals"]) for row in before] == [("LAK", True)]  # unknown, and counted
    site.put(IMF_PATH, sdmx("LAO,XDC_USD,PA_RT,M,2024-M05,20000,0"))
    fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)
    (kip,) = [row for row in workspace.flows().table().to_pylist() if row["currency"] == "LAK"]
    assert kip["usd"] == 350_000  # 7,000,000,000 kip at 20,000 for a dollar
    assert (str(kip["rate_date"]), kip["rate_source"]) == (
        "2024-05-31", "IMF Exchange Rates (IMF.STA:ER), average of the period, a rate for the month",
    )  # fmt: skip


def test_yearly_rates_of_the_oecd_become_a_table(site: Site, tmp_path: Path, client: Client) -> None:
    head = "STRUCTURE,FREQ,REF_AREA,TRANSACTION,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,UNIT_MULT\n"
    rows = "DATAFLOW,A,KOR,EXC_A,XDC_USD,2023,1305.66,0\nDATAFLOW,A,DEU,EXC_A,XDC_USD,2023,0.925,0\n"
    site.put(OECD_PATH, (head + rows).encode())
    fetch_rates(tmp_path, "oecd", 2010, base=site.url(""), client=client, today=TODAY)
    table = table_rates(tmp_path / "rates/oecd-annual.csv").to_pylist()
    assert [(row["currency"], str(row["first"]), str(row["last"])) for row in table] == [
        ("EUR", "2023-01-01", "2023-12-31"),
        ("KRW", "2023-01-01", "2023-12-31"),
    ]


def test_the_same_rates_again_do_not_touch_the_table(site: Site, tmp_path: Path, client: Client) -> None:
    site.put(IMF_PATH, sdmx())
    fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)
    path = tmp_path / "rates/imf-monthly.csv"
    before = path.stat().st_mtime_ns, known_rates(tmp_path).name
    assert fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY).items[0].state == "unchanged"
    assert (path.stat().st_mtime_ns, known_rates(tmp_path).name) == before
    held = json.loads((tmp_path / "fetched/rates/manifest.json").read_text())["files"]
    assert held["imf-monthly.csv"]["address"] == site.url(IMF_PATH)


@pytest.mark.parametrize(
    "body",
    [HEAD.encode(), b"", b"<html>Sign in</html>", b"\xff\xfe", b"A,B\n1,2\n", sdmx("LAO,XDC_USD,PA_RT,M,soon,x,0")],
)
def test_rates_that_are_none_leave_the_table_that_was_there(
    site: Site, tmp_path: Path, client: Client, body: bytes
) -> None:
    site.put(IMF_PATH, whole(sdmx()), whole(body))
    fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)
    before = (tmp_path / "rates/imf-monthly.csv").read_bytes()
    with pytest.raises(Unexpected, match="expected"):
        fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)
    assert (tmp_path / "rates/imf-monthly.csv").read_bytes() == before


def test_a_service_that_is_down_is_told(site: Site, tmp_path: Path, client: Client) -> None:
    site.put(IMF_PATH, failing(503))
    with pytest.raises(FetchFault, match="503"):
        fetch_rates(tmp_path, base=site.url(""), client=client, today=TODAY)


@pytest.mark.parametrize("since", [0, 1900, 2999])
def test_a_year_that_is_none_is_wrong_use(tmp_path: Path, client: Client, since: int) -> None:
    with pytest.raises(WrongUse):
        fetch_rates(tmp_path, since=since, client=client, today=TODAY)


def test_one_area_speaks_for_each_currency() -> None:
    known = issuers("G163")
    currencies = [currency for currency, _ in known.values()]
    assert len(currencies) == len(set(currencies)) > 130
    assert set(currencies) <= CODES
    assert {"VND", "LAK", "KHR", "MMK", "BND", "KRW", "IDR", "THB", "PHP", "MYR", "SGD"} <= set(currencies)


NUMBERS = st.decimals("0.01", "1e6", places=4).map(str) | st.sampled_from(
    ["0", "-1", "NaN", "Infinity", "", "x", "1e400"]
)
OBSERVATIONS = st.tuples(
    st.sampled_from(["VNM", "LAO", "G163", "USA", "GHA", ""]),
    st.sampled_from(["2007-M06", "2007-M07", "2024-M13", "2024-M1", "2024", "2024-02", "M", "9999-M12", ""]),
    NUMBERS,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(OBSERVATIONS, max_size=8))
def test_whatever_the_service_says_the_table_can_be_read(rows: list[tuple[str, str, str]]) -> None:
    body = sdmx("\n".join(f"{area},XDC_USD,PA_RT,M,{period},{rate},0" for area, period, rate in rows))
    try:
        text, _ = table_of(body, IMF, Entry("u", "u", "", 0, "", "", "", ""), TODAY)
    except Unexpected:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "imf-monthly.csv"
        path.write_text(text, encoding="utf-8")
        found = table_rates(path).to_pylist()
    keys = [(row["currency"], row["first"]) for row in found]
    assert len(keys) == len(set(keys)) and len(found) <= len(rows)
    assert all(row["usd"] > 0 and row["last"] <= date(2025, 6, 30) for row in found)
