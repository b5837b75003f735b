"""Real spreadsheets equal their own totals, added up without the program."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from solidary.refine.partners import Partners, by_partner
from solidary.workspace import Workspace
from tests.sources.sheets.real import CENT, exact, lines, loaded, rows, sums, there

STAGES = {"C": "commitment", "D": "disbursement"}
TLS = "derived/tls_aims_"
ADB = "derived/adb_1998_2005_"
GCOF = "derived/gcof_2000_2014.parquet"
KOICA = "splits/koica_dev.parquet"
UNHCR = "iati-unhcr/unhcr_2023"


@pytest.fixture(scope="module")
def timor(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    names = [f"{TLS}projects.parquet", f"{TLS}transactions.parquet"]
    return loaded(tmp_path_factory.mktemp("timor"), names, "timor-leste")


def test_timor_leste_has_the_totals_of_the_source_by_donor(timor: Workspace) -> None:
    told: dict[tuple[str, str], Decimal] = {}
    for project in rows(f"{TLS}projects.parquet"):
        for column, stage in (("total_commitments", "commitment"), ("total_disbursements", "disbursement")):
            if amount := exact(project[column]):
                key = (project["donors"], stage)
                told[key] = told.get(key, Decimal(0)) + amount
    found = sums(timor.flows(source="timor-leste"), "publisher", "stage")
    # The source adds up in binary numbers of some ten digits after the point; a cent is beyond that.
    assert {key: amount.quantize(CENT) for key, amount in found.items()} == {
        key: amount.quantize(CENT) for key, amount in told.items()
    }
    assert len({donors for donors, _ in found}) == 111


def test_timor_leste_has_all_its_transactions(timor: Workspace) -> None:
    told = {"commitment": Decimal(0), "disbursement": Decimal(0)}
    for row in rows(f"{TLS}transactions.parquet"):
        told[STAGES[row["transaction_value_code"]]] += Decimal(row["transaction_value"])
    found = sums(timor.flows(source="timor-leste"), "stage")
    assert {stage: amount.quantize(CENT) for (stage,), amount in found.items()} == {
        stage: amount.quantize(CENT) for stage, amount in told.items()
    }
    manifest = timor.flows(source="timor-leste").snapshot.manifest
    assert manifest["records"] == {"read": 907 + 2774, "loaded": 907 + 2774, "set_aside": 0}


# Who is whose, read in the list of donors by a person; each alone, not together with others.
WHOSE = {
    "KR": {"Korean International Cooperation Agency"},
    "JP": {"Japan International Cooperation Agency", "Government Of Japan", "Embassy of Japan"},
    "AU": {
        "Australian Aid Program|DFAT - Australian Aid Program", "Government Of Australia",
        "Australian Department of Immigration and Citizenship",
    },
    "EU": {"European Union", "European Commission"},
    "CN": {"The People's Republic of China"},
    "US": {
        "United States Agency for International Development", "Embassy of the United States",
        "Office of Foreign Disaster Assistance",
    },
    "NZ": {"New Zealand Aid Programme, Ministry of Foreign Affairs and Trade"},
    "PT": {
        "Portugal", "Camões - Instituto Da Cooperacao E Da Lingua",
        "Camões - Instituto Da Cooperacao E Da Lingua|Portugal",
    },
    "XM-DAC-46004": {"Asian Development Bank"},
    "XM-DAC-44000": {"World Bank"},
}  # fmt: skip


def test_timor_leste_has_the_totals_of_the_source_by_partner(timor: Workspace) -> None:
    told = {code: [Decimal(0), Decimal(0)] for code in WHOSE}
    for project in rows(f"{TLS}projects.parquet"):
        for code, names in WHOSE.items():
            if project["donors"] in names:
                told[code][0] += exact(project["total_commitments"])
                told[code][1] += exact(project["total_disbursements"])
    flows = timor.flows(source="timor-leste")
    table = by_partner(flows.cube, Partners.of(flows, timor.library)).to_pylist()
    found = {row["partner"]: [row["commitments"], row["spending"]] for row in table if row["standing"] == "known"}
    cents = {code: [(amount or Decimal(0)).quantize(CENT) for amount in found[code]] for code in WHOSE}
    assert cents == {code: [amount.quantize(CENT) for amount in amounts] for code, amounts in told.items()}
    whole = sum((row["spending"] or Decimal(0) for row in table), Decimal(0))
    assert whole.quantize(CENT) == sums(flows, "stage")["disbursement",].quantize(CENT)


def test_a_figure_on_timor_leste_leads_to_the_row_of_the_source(timor: Workspace) -> None:
    found = timor.explain("kasi/projects/spending@TL", source="timor-leste")
    assert found.table is not None
    source = rows(f"{TLS}transactions.parquet")
    for row in found.table.slice(0, 40).to_pylist():
        assert row["file"] == "tls_aims_transactions.parquet"
        there = source[row["line"] - 1]
        assert (row["activity"], row["published"]) == (
            f"TL-AIMS-{there['project_id']}", Decimal(there["transaction_value"]).quantize(row["published"])
        )  # fmt: skip


def test_several_sectors_of_a_project_are_parts_that_add_up(timor: Workspace) -> None:
    flows = timor.flows(source="timor-leste")
    several = {row["project_id"] for row in rows(f"{TLS}projects.parquet") if "|" in row["ad_sector_codes"]}
    assert len(several) == 22
    table = flows.table(["activity", "sector", "sector_rule", "amount"]).to_pylist()
    parts = [row for row in table if row["activity"].removeprefix("TL-AIMS-") in several]
    assert {row["sector_rule"] for row in parts} == {"missing"}  # no share is stated: equal parts, marked as a guess
    assert all(len(row["sector"]) == 3 for row in table)
    told = [row for row in rows(f"{TLS}transactions.parquet") if row["project_id"] in several]
    whole = sum((Decimal(row["transaction_value"]) for row in told), Decimal(0))
    assert sum((row["amount"] for row in parts), Decimal(0)).quantize(CENT) == whole.quantize(CENT)


def test_timor_leste_lists_the_names_that_nobody_knows(timor: Workspace) -> None:
    flows = timor.flows(source="timor-leste")
    table = by_partner(flows.cube, Partners.of(flows, timor.library)).to_pylist()
    unknown = {row["partner"] for row in table if row["standing"] == "unknown"}
    assert "Unspecified" in unknown
    assert not {name for name in unknown if "Korea" in name or "Japan" in name or "Australia" in name}
    assert all("|" in row["partner"] for row in table if row["standing"] == "joint")


def test_the_bank_has_its_own_totals(tmp_path: Path) -> None:
    opened = loaded(tmp_path, [f"{ADB}projects.parquet", f"{ADB}transactions.parquet"], "adb")
    flows = opened.flows(source="adb")
    found = sums(flows, "publisher", "stage")
    told = sum(exact(row["total_disbursements"]) for row in rows(f"{ADB}projects.parquet"))
    assert found == {("Asia Development Bank", "disbursement"): told}
    assert told == 27_804_748_060
    assert by_partner(flows.cube, Partners.of(flows, opened.library))["partner"].to_pylist() == ["XM-DAC-46004"]
    unknown = Counter(row["recipients_iso3"] for row in rows(f"{ADB}projects.parquet"))["Unspecified"]
    assert flows.snapshot.manifest["unknown_countries"] == {"Unspecified": unknown}


def test_chinese_finance_counts_what_its_source_recommends_and_keeps_the_rest(tmp_path: Path) -> None:
    opened = loaded(tmp_path, [GCOF], "chinese-finance")
    flows, source = opened.flows(source="chinese-finance"), rows(GCOF)
    good = [row for row in source if row["recommended_for_research"] == "True"]
    recommended = sum((exact(row["usd_current"]) for row in good), Decimal(0))
    everything = sum((exact(row["usd_current"]) for row in source), Decimal(0))
    counted = sums(flows, "stage")["commitment",]
    assert counted.quantize(CENT) == recommended.quantize(CENT) == Decimal("283968456459.09")
    assert sums(flows, "stage", counted=False)["commitment",].quantize(CENT) == everything.quantize(CENT)
    assert {row["currency"] for row in flows.table(["currency"]).to_pylist()} == {"USD"}
    reasons = flows.manifest["reasons"]
    aside = [row for row in source if row["recommended_for_research"] != "True"]
    assert reasons["umbrella"] == sum(bool((row["usd_current"] or "").strip()) for row in aside)
    assert set(reasons) == {"counted", "umbrella"}


def test_chinese_finance_is_read_at_current_prices() -> None:
    # AidData published 354.4 billion for 2000 to 2014 in dollars of 2014; the mapping reads the column beside it.
    good = [row for row in rows(GCOF) if row["recommended_for_research"] == "True"]
    assert round(sum(exact(row["usd_defl_2014"]) for row in good) / 10**9, 1) == Decimal("354.4")


def test_namibia_is_no_empty_cell_in_chinese_finance(tmp_path: Path) -> None:
    flows = loaded(tmp_path, [GCOF], "chinese-finance").flows(source="chinese-finance")
    told = sum((exact(row["usd_current"]) for row in rows(GCOF) if row["recipient_iso3"] == "NAM"), Decimal(0))
    assert told > 0
    assert sums(flows, "recipient", counted=False)["NA",].quantize(CENT) == told.quantize(CENT)


def test_koica_has_its_own_totals_in_won(tmp_path: Path) -> None:
    opened = loaded(tmp_path, [KOICA], "koica")
    flows, source = opened.flows(source="koica"), rows(KOICA)
    assert sums(flows, "currency", "stage") == {("KRW", "disbursement"): sum(row["won_amount"] for row in source)}
    names = {
        "Viet Nam": "VN",
        "Laos": "LA",
        "East Timor": "TL",
        "Philippines": "PH",
        "Myanmar": "MM",
        "El Savador": "SV",
    }
    found = sums(flows, "recipient")
    for name, code in names.items():
        assert found[code,] == sum(row["won_amount"] for row in source if row["country"] == name), name
    assert by_partner(flows.cube, Partners.of(flows, opened.library))["partner"].to_pylist() == ["KR"]
    assert flows.snapshot.manifest["records"]["set_aside"] == 0


CRS = """\
title: CRS, a sample of microdata
source: OECD
licence: unknown
prefix: CRS-
currency: USD
multiplier: 1000000
sheets:
  rows:
    file: crs_*.csv
    each_row: activity
    fields:
      activity: {column: project_number, constant: none}
      title: project_title
      description: long_description
      publisher: donor_name
      provider: agency_name
      country: {column: recipient_name, form: country}
      sector: purpose_code
      year: year
    amounts:
      - {column: usd_commitment, type: "2"}
      - {column: usd_disbursement, type: "3"}
"""


@pytest.mark.parametrize(("name", "count"), [("identity", 382), ("crvs", 721)])
def test_the_sample_of_the_crs_has_its_own_totals_in_millions(tmp_path: Path, name: str, count: int) -> None:
    path = there(f"crs-microdata-sample/formatted_data/crs_{name}.csv")
    with path.open(encoding="latin-1", newline="") as file:
        source = list(csv.DictReader(file))
    (tmp_path / "crs.yml").write_text(CRS, "utf-8")
    opened = loaded(tmp_path, [f"crs-microdata-sample/formatted_data/crs_{name}.csv"], tmp_path / "crs.yml")
    flows = opened.flows(source="crs")
    found = sums(flows, "stage")
    for column, stage in (("usd_commitment", "commitment"), ("usd_disbursement", "disbursement")):
        told = sum((exact(row[column]) for row in source), Decimal(0)) * 10**6
        assert found[stage,].quantize(CENT) == told.quantize(CENT), column
    records = flows.snapshot.manifest["records"]
    assert records == {"read": len(source), "loaded": len(source), "set_aside": 0}
    assert len(source) == count


def test_the_workbooks_of_unhcr_have_the_money_of_the_source(tmp_path: Path) -> None:
    flows = loaded(tmp_path, [UNHCR], "unhcr").flows(source="unhcr")
    told: dict[tuple[str, str], Decimal] = {}
    for row in lines(f"{UNHCR}/iati_transaction.xlsx"):
        key = (str(row["transaction_type_code"]), str(row["transaction_value_currency"]))
        told[key] = told.get(key, Decimal(0)) + Decimal(str(row["transaction_value"]))
    found = sums(flows, "type", "currency", counted=False)
    assert found == told
    assert sum(amount for (kind, _), amount in found.items() if kind in ("3", "4")) == 5_166_554_722


def test_the_workbooks_of_unhcr_have_the_results_of_the_source(tmp_path: Path) -> None:
    snapshot = loaded(tmp_path, [UNHCR], "unhcr").flows(source="unhcr").snapshot
    source = lines(f"{UNHCR}/iati_result.xlsx")
    for table in ("baseline", "target", "actual"):
        values = [row[f"result_indicator_{table}_value"] for row in source]
        told = sorted(Decimal(str(value)) for value in values if value is not None)
        assert sorted(map(Decimal, snapshot.table(table)["value"].to_pylist())) == told, table
    results = {_key(row) for row in source}
    indicators = {(*_key(row), row["result_indicator_title"], row["result_indicator_measure"]) for row in source}
    assert snapshot.table("result").num_rows == len(results)
    assert snapshot.table("indicator").num_rows == len(indicators)


def _key(row: dict[str, object]) -> tuple[object, ...]:
    return row["iati_identifier"], row["result_type"], row["result_title"]
