"""`solidary ingest --as sheet`: a guess is shown and nothing loaded by it; faults are told with their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.outcome import TRACEBACK, Run
from tests.sheeted import MAPPING, ROWS


@pytest.fixture
def aid(tmp_path: Path) -> Path:
    (tmp_path / "aid.csv").write_text(ROWS, "utf-8")
    (tmp_path / "aid.yml").write_text(MAPPING, "utf-8")
    return tmp_path


def test_without_a_mapping_one_is_shown_and_nothing_is_loaded(run: Run, aid: Path) -> None:
    done = run("ingest", "aid.csv", "--as", "sheet", "-w", "ws")
    assert done.code == 1
    assert "title: 'Title'  # Wells" in done.out
    assert "nothing was loaded" in done.err
    assert not (aid / "ws").exists()


def test_a_guess_can_be_loaded_once_it_is_saved(run: Run, aid: Path) -> None:
    (aid / "guess.yml").write_text(run("ingest", "aid.csv", "--as", "sheet").out, "utf-8")
    done = run("ingest", "aid.csv", "--as", "sheet", "--mapping", "guess.yml")
    assert (done.code, done.err) == (0, "")
    assert "records:         8 = 8 loaded + 0 set aside" in done.out


def test_a_folder_without_a_sheet_gives_no_guess_but_reasons(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.pdf").write_bytes(b"%PDF-1.7")
    done = run("ingest", "data", "--as", "sheet")
    assert (done.code, done.out) == (1, "")
    assert "no file is a sheet; a.pdf: read a file of kind .pdf" in done.text
    assert TRACEBACK not in done.err


def test_loading_tells_what_was_set_aside_and_what_no_list_knows(run: Run, aid: Path) -> None:
    text = MAPPING.replace("{constant: TL}", "{column: Donor, form: country}")
    (aid / "aid.yml").write_text(text.replace("year: Year", "year: Year\n      start: {column: Committed}"), "utf-8")
    done = run("ingest", "aid.csv", "--as", "sheet", "--mapping", "aid.yml")
    assert "[cannot-read] 1: aid.csv:2: Committed: read '10,000', expected a day" in done.out
    assert "records:         8 = 1 loaded + 7 set aside" in done.out
    assert "1 rows say 'Korean International Cooperation Agency', which is no known country" in done.text


def test_loading_again_says_so(run: Run, aid: Path) -> None:
    asked = ("ingest", "aid.csv", "--as", "sheet", "--mapping", "aid.yml")
    assert "was there already" not in run(*asked).out
    assert "was there already" in run(*asked).out


def test_the_manifest_is_given_as_json(run: Run, aid: Path) -> None:
    done = run("ingest", "aid.csv", "--as", "sheet", "--mapping", "aid.yml", "--format", "json")
    assert json.loads(done.out)["source"] == "aid"


def test_faults_of_a_mapping_are_told_with_their_place(run: Run, aid: Path) -> None:
    (aid / "aid.yml").write_text(MAPPING.replace("currency:", "curency:"), "utf-8")
    done = run("ingest", "aid.csv", "--as", "sheet", "--mapping", "aid.yml")
    assert done.code == 1
    assert "aid.yml:5:1: [unknown-key] curency" in done.text
    assert "did you mean 'currency'?" in done.text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: Title", "title: Titel", "Did you mean 'Title'?"),
        ("  KR: [", "  KX: [", "code of a partner"),
        ("file: aid.csv", "file: other.csv", "expected other.csv"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_told(run: Run, aid: Path, old: str, new: str, told: str) -> None:
    (aid / "aid.yml").write_text(MAPPING.replace(old, new), "utf-8")
    done = run("ingest", "aid.csv", "--as", "sheet", "--mapping", "aid.yml")
    assert done.code == 2
    assert told in done.text
    assert not (aid / "lake").exists() or not list((aid / "lake" / "snapshots").iterdir())


def test_a_mapping_is_for_sheets(run: Run, aid: Path) -> None:
    assert run("ingest", "aid.csv", "--mapping", "aid.yml").code == 2


def test_where_iati_files_were_published_is_not_asked_of_sheets(run: Run, aid: Path) -> None:
    done = run("ingest", "aid.csv", "--as", "sheet", "--mapping", "aid.yml", "--origin", "somewhere")
    assert done.code == 2
    assert "the mapping says" in done.text


CRS = """\
Year|DonorName|AgencyName|CrsID|InitialReport|RecipientCode|ChannelCode|ChannelReportedName|PurposeCode|FlowCode|Finance_t|\
Aid_t|ProjectTitle|LongDescription|USD_Commitment|USD_Disbursement|USD_Received|USD_Commitment_Defl
2020|Korea|KOICA|K1|1|764|11000|KOICA|12220|11|110|C01|Clinic|A clinic|1.5|0.5||9
2020|Korea|KOICA|K2|8|769|11000|KOICA|12220|13|421|C01|Loan|A loan|2|2||9
2020|Korea|KOICA|K3|7|769|11000|KOICA|12220|11|110|C01|Odd|Odd|4|4||9
"""


def test_the_crs_is_read_as_published(run: Run, tmp_path: Path) -> None:
    (tmp_path / "CRS 2020 data.txt").write_text(CRS, "utf-8")
    done = run("ingest", "CRS 2020 data.txt", "--as", "crs")
    assert "records:         3 = 2 loaded + 1 set aside" in done.out
    assert "[unknown-value] K3: CRS 2020 data.txt:4: InitialReport: read '7'" in done.text
    rows = json.loads(run("flows", "--source", "crs", "--by", "partner", "--format", "json").out)
    assert rows["manifest"]["reasons"] == {"counted": 3, "derived": 1}
    (korea,) = rows["totals"]
    assert (korea["partner"], korea["commitments"], korea["spending"]) == ("KR", "3500000.000000", "2500000.000000")
