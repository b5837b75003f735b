"""The claim table has one row per claim and the columns that its schema declares."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from solidary.records.claim import Claim
from solidary.records.tables import CLAIM, claim_table
from solidary.sources.dossier import read_claims
from tests.terms.samples import DOSSIER, bundled, load, write


@pytest.fixture
def claims(tmp_path: Path) -> list[Claim]:
    library = load(write(tmp_path / "bridge.yml", DOSSIER))
    return list(read_claims(library, library.dossier("bridge")))


def test_there_is_one_row_per_claim_in_their_order(claims: list[Claim]) -> None:
    table = claim_table(claims)
    assert table["claim_id"].to_pylist() == [claim.id for claim in claims]
    assert table.num_rows == 4


def test_the_table_has_the_declared_schema(claims: list[Claim]) -> None:
    assert claim_table(claims).schema.equals(CLAIM, check_metadata=True)


def test_no_claims_make_an_empty_table_of_the_same_schema() -> None:
    table = claim_table([])
    assert table.num_rows == 0
    assert table.schema.equals(CLAIM, check_metadata=True)


def test_a_row_says_what_the_dossier_says(claims: list[Claim]) -> None:
    row = claim_table(claims).to_pylist()[0]
    assert (row["subject"], row["predicate"], row["value"]) == ("bridge/money", "amount", "USD 19 million")
    assert (row["source"], row["locator"], row["grade"]) == ("bridge-text", "page 1", "official")
    assert (row["of"], row["doubt"], row["published"], row["asserted_by"]) == (None, None, "2023-06", "a tester")


def test_only_declared_columns_are_ever_empty_over_all_bundled_claims() -> None:
    library = bundled()
    found = [claim for dossier in library.dossiers.values() for claim in read_claims(library, dossier)]
    table = claim_table(found)
    assert table.num_rows == len(found)
    for field in CLAIM:
        assert field.nullable or table[field.name].null_count == 0, field.name
        assert table.schema.field(field.name).type == field.type


def test_the_key_of_the_table_is_the_claim_with_who_asserted_it() -> None:
    library = bundled()
    found = [claim for dossier in library.dossiers.values() for claim in read_claims(library, dossier)]
    table: pa.Table = claim_table(found).select(["claim_id", "asserted_by"])
    assert table.group_by(["claim_id", "asserted_by"]).aggregate([]).num_rows == len(found)
