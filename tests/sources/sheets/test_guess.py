"""A guess is a mapping that can be read, sensible on real files, and shown before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from solidary.sources.sheets.guess import guess
from solidary.sources.sheets.mapping import MappingFile, read_mapping
from tests.sources.sheets.real import there
from tests.sources.sheets.samples import GOOD, NAMES


def guessed(folder: Path, path: Path) -> MappingFile:
    (folder / "guess.yml").write_text(guess(path), "utf-8")
    return read_mapping(folder / "guess.yml")


def columns(terms: MappingFile) -> dict[str, str]:
    sheet = terms.sheets["rows"]
    fields = {name: field.column[0] for name, field in sheet.fields.items() if field.column}
    return fields | {amount.type: amount.column[0] for amount in sheet.amounts}


REAL = {
    "splits/koica_dev.parquet": {
        "activity": "id", "title": "project_name", "country": "country", "year": "project_year", "value": "won_amount",
    },
    "derived/tls_aims_projects.parquet": {
        "activity": "project_id", "title": "project_title", "publisher": "donors", "country": "recipients_iso3",
        "sector": "ad_sector_codes", "start": "start_actual_isodate", "end": "end_actual_isodate",
        "year": "transactions_start_year", "2": "total_commitments", "3": "total_disbursements",
    },
    "derived/tls_aims_transactions.parquet": {
        "activity": "project_id", "currency": "transaction_currency", "type": "transaction_value_code",
        "year": "transaction_year", "value": "transaction_value",
    },
    "crs-microdata-sample/formatted_data/crs_identity.csv": {
        "activity": "project_number", "title": "project_title", "description": "long_description",
        "publisher": "donor_name", "provider": "agency_name", "country": "recipient_name", "sector": "purpose_code",
        "year": "year", "2": "usd_commitment", "3": "usd_disbursement",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_the_guess_for_a_real_file_is_what_a_person_would_say(tmp_path: Path, name: str) -> None:
    assert columns(guessed(tmp_path, there(name))) == REAL[name]


def test_the_currency_is_guessed_from_the_heading(tmp_path: Path) -> None:
    assert guessed(tmp_path, there("splits/koica_dev.parquet")).currency == "KRW"


def test_a_column_without_cells_is_of_no_use(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Project,Date,Year,Amount\n1,,2012,5\n2,-,2013,6\n")
    found = columns(guessed(tmp_path, tmp_path / "a.csv"))
    assert found["year"] == "Year"
    assert "date" not in found


def test_headings_in_other_languages_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("사업번호;사업명;수원국;연도;금액\n7;우물;TL;2012;1.000,5\n", "utf-8")
    assert columns(guessed(tmp_path, tmp_path / "a.csv")) == {
        "activity": "사업번호", "title": "사업명", "country": "수원국", "year": "연도", "value": "금액",
    }  # fmt: skip


def test_a_year_or_a_price_basis_in_a_heading_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("project id,disbursed 2012,disbursed 2013,commitment_usd_defl\n1,5,6,7\n")
    terms = guessed(tmp_path, tmp_path / "a.csv")
    assert [(one.column[0], one.year) for one in terms.sheets["rows"].amounts] == [
        ("commitment_usd_defl", None), ("disbursed 2012", "2012"), ("disbursed 2013", "2013"),
    ]  # fmt: skip
    assert "# 7; constant prices?" in guess(tmp_path / "a.csv")


def test_a_guess_without_an_activity_asks_for_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("country,year,exports\nTL,2012,5\n")
    assert "# activity: which column names the activity?" in guess(tmp_path / "a.csv")


def test_letters_for_types_are_explained_for_correction(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,title,transaction type,year,amount\n1,a,Commitment,2012,5\n1,a,Disbursement,2012,4\n"
    )
    terms = guessed(tmp_path, tmp_path / "a.csv")
    assert terms.sheets["rows"].fields["type"].values == {"Commitment": "2", "Disbursement": "3"}


def test_a_name_with_marks_of_yaml_stays_a_name(tmp_path: Path) -> None:
    (tmp_path / "it's: a #1.csv").write_text("project id: 'x',#title,amount\n1,a,5\n")
    assert columns(guessed(tmp_path, tmp_path / "it's: a #1.csv")) == {
        "activity": "project id: 'x'",
        "title": "#title",
        "value": "amount",
    }


def test_the_guess_shows_a_sample_and_what_is_left_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(NAMES.strip() + ",Colour\n" + GOOD.strip() + ",red\n")
    told = guess(tmp_path / "a.csv")
    assert "title: 'Title'  # Wells" in told
    assert "#   Colour: red" in told
