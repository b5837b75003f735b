"""`solidary export`: each form from the command line, what is chosen, and every way to use it wrongly."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from solidary.workspace import Workspace
from tests.cli.outcome import LATE, TRACEBACK, Outcome, Run, files

WHO = ("--reporting-org", "XM-EX-1", "--reporting-name", "An institute")
IATI = ("export", "iati", *WHO, *LATE)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def export(run: Run, workspace: Workspace, form: str, out: str, *options: str) -> Outcome:
    return run("export", form, "--out", out, "-w", str(workspace.folder), *options)


def test_csv_has_every_flow_with_names_beside_codes(run: Run, with_money: Workspace, tmp_path: Path) -> None:
    done = export(run, with_money, "csv", "flows.csv")
    assert (done.code, done.err) == (0, "")
    found = rows(tmp_path / "flows.csv")
    # A dam; clean air spent, committed and pledged in two countries each; roads; trains: 1 + 3 * 2 + 1 + 1.
    assert len(found) == 9
    named = {"PH": "Philippines", "TH": "Thailand", "VN": "Viet Nam", "LA": "Lao PDR"}
    assert {row["recipient"]: row["recipient_name"] for row in found} == named
    assert {row["activity"]: row["activity_title"] for row in found} == {
        "KR-GOV-051-1": "A dam", "KR-GOV-051-2": "Clean air", "KR-GOV-051-3": "Roads", "XM-DAC-701-1": "Trains",
    }  # fmt: skip
    begin = {"disbursement": "Disbursed", "commitment": "Committed", "pledge": "Pledged"}
    assert all(row["stage_name"].startswith(begin[row["stage"]]) for row in found)
    assert "nobody states one" in done.out


def test_promises_of_the_register_are_a_stage_of_their_own(run: Run, with_money: Workspace, tmp_path: Path) -> None:
    assert export(run, with_money, "csv", "a.csv", "--stage", "promise").code == 0
    found = rows(tmp_path / "a.csv")
    assert len(found) == with_money.promise_flows().num_rows
    (methane,) = (row for row in found if row["activity"] == "kasi/methane")
    assert (methane["published"], methane["currency"]) == ("20000000", "USD")
    assert {row["counts_in_totals"] for row in found} == {"false"}


def test_every_form_holds_the_same_sum(run: Run, with_money: Workspace, tmp_path: Path) -> None:
    for form, out in (("csv", "a.csv"), ("xlsx", "a.xlsx"), ("parquet", "a.parquet"), ("datapackage", "a")):
        assert export(run, with_money, form, out, "--stage", "disbursement", "--country", "TH").code == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    heading, *cells = book["Flows"].iter_rows(values_only=True)
    at = heading.index("amount")
    sums = [
        sum(float(row["amount"]) for row in rows(tmp_path / "a.csv")),
        sum(float(row["amount"]) for row in rows(tmp_path / "a" / "flows.csv")),
        float(sum(pq.read_table(tmp_path / "a.parquet")["amount"].to_pylist())),
        sum(row[at] for row in cells),
    ]
    assert sums == [5_000_000] * 4  # 40 % of 5 million dollars, and 3 million euro


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("--country", "Thailand"), 4),
        (("--country", "th", "--stage", "pledge"), 1),
        (("--publisher", "xm-dac-701-8"), 1),
        (("--year-from", "2025"), 0),
        (("--year-to", "2024"), 9),
        (("--stage", "budget"), 0),
    ],
)
def test_what_is_asked_for_is_written_and_no_more(
    run: Run, with_money: Workspace, tmp_path: Path, options: tuple[str, ...], left: int
) -> None:
    done = export(run, with_money, "csv", "a.csv", *options, "--format", "json")
    assert json.loads(done.out)["rows"] == len(rows(tmp_path / "a.csv")) == left


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "expected one of csv, xlsx, parquet, datapackage, iati"),
        (("cvs", "--out", "a.csv"), "Did you mean 'csv'?"),
        (("csv",), "expected --out FILE.csv"),
        (("datapackage",), "expected --out FOLDER"),
        (("csv", "--out", "a.xlsx"), "or `solidary export xlsx`"),
        (("datapackage", "--out", "a.csv"), "expected the name of a folder"),
        (("csv", "--out", "no/a.csv"), "no folder no to write a.csv in; make it first"),
        (("csv", "--out", "file/a.csv"), "file is no folder"),
        (("csv", "--out", "/proc/a.csv"), "nothing was written"),
        (("csv", "--out", "a.csv", "--country", "Thialand"), "Did you mean 'Thailand'?"),
        (("csv", "--out", "a.csv", "--stage", "comitment"), "Did you mean 'commitment'?"),
        (("csv", "--out", "a.csv", "--publisher", "KR-GOV-01"), "Did you mean 'KR-GOV-010'?"),
        (("csv", "--out", "a.csv", "--source", "crs"), "Unknown source 'crs'. Known: iati."),
        (("csv", "--out", "a.csv", "--year-from", "2024", "--year-to", "2020"), "end before they begin"),
        (("csv", "--out", "a.csv", "--initiative", "kasi"), "for `solidary export iati` alone"),
        (("xlsx", "--out", "a.xlsx", "--bom"), "--bom is for csv alone"),
        (("iati", "--out", "a.xml"), "expected --reporting-org IDENTIFIER"),
        (("iati", "--out", "a.xml", *WHO, "--country", "TH"), "are for flows, not for iati"),
        (("iati", "--out", "a.xml", *WHO, "--initiative", "kas"), "Did you mean 'kasi'?"),
        (("iati", "--out", "a.xml", *WHO, "--reporting-type", "8"), "Did you mean"),
        (("iati", "--out", "a.xml", *WHO, "--as-of", "soon"), "expected a day such as 2023-06-30"),
        (("csv", "--out", "a.csv", "--contry", "TH"), "Did you mean --country?"),
    ],
)
def test_wrong_use_ends_with_two_says_what_was_expected_and_writes_nothing(
    run: Run, with_money: Workspace, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "file").write_text("")
    before = files(tmp_path)
    done = run("export", *arguments, "-w", str(with_money.folder))
    assert (done.code, TRACEBACK in done.err) == (2, False)
    assert told in done.text
    assert files(tmp_path) == before


def test_an_empty_folder_is_told_what_to_do(run: Run) -> None:
    done = run("export", "csv", "--out", "a.csv")
    assert done.code == 1 and "solidary ingest PATH" in done.err


def test_a_workspace_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    done = run("export", "csv", "--out", "a.csv", "-w", "mime")
    assert done.code == 2 and "Did you mean 'mine'?" in done.err


def test_iati_goes_out_and_passes_the_check_of_the_command_line(run: Run) -> None:
    done = run(*IATI, "--out", "kasi.xml", "--secondary")
    assert done.code == 0
    assert "not exported, since IATI has no place for them" in done.text
    assert run("check", "kasi.xml").code == 0
    again = run(*IATI, "--out", "kasi.xml")
    assert again.code == 2 and "--force" in again.err
    assert run(*IATI, "--out", "kasi.xml", "--force", "--initiative", "japan").code == 0


def test_the_official_lists_of_a_workspace_name_codes(run: Run, with_money: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for path in ("data.xml", "lake"):
        (own / path).symlink_to(with_money.folder / path)  # type: ignore[operator]
    lists = own / "standard" / "codelists"
    lists.mkdir(parents=True)
    item = "<codelist-item><code>421</code><name><narrative>A loan by the list</narrative></name></codelist-item>"
    (lists / "FinanceType.xml").write_text(f"<codelist><codelist-items>{item}</codelist-items></codelist>")
    assert run("export", "csv", "--out", "a.csv", "-w", str(own)).code == 0
    assert "A loan by the list" in {row["finance_type_name"] for row in rows(tmp_path / "a.csv")}
