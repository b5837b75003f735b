"""Names of partners, as sources write them: whose they are, and that none is guessed or lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from solidary.errors import UnknownName
from solidary.refine.partners import Owner, Partners, by_partner, check_codes
from solidary.terms.library import Library
from tests.sheeted import MAPPING, sheeted


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("KOICA", "KR"), ("koica", "KR"), ("Republic of  Korea", "KR"), ("KR", "KR"), ("KOR", "KR"),
        ("KR-GOV-010", "KR"),
        ("Government Of Japan", "JP"), ("Embassy of the United States", "US"), ("European Commission", "EU"),
        ("Asia Development Bank", "XM-DAC-46004"), ("ADB", "XM-DAC-46004"), ("XM-DAC-46004", "XM-DAC-46004"),
        ("44000", "XM-DAC-44000"), ("Monaco", "MC"), ("Government of Portugal", "PT"),
    ],
)  # fmt: skip
def test_a_name_as_a_whole_belongs_to_a_partner(library: Library, name: str, code: str) -> None:
    assert Partners(library, {}).owner(name) == Owner(code, "known")


@pytest.mark.parametrize(
    "name", ["Government of South Australia", "Bank of Korea", "Koreans", "Ministry of Finance", "Unspecified", "", " "]
)
def test_a_name_that_is_not_known_keeps_itself(library: Library, name: str) -> None:
    assert Partners(library, {}, "|").owner(name) == Owner(name, "unknown")


def test_the_mapping_goes_before_the_definitions(library: Library) -> None:
    assert Partners(library, {"AU": ["KOICA"]}).owner("KOICA").code == "AU"


def test_several_names_of_one_partner_are_its_own_and_of_several_partners_nobodys(library: Library) -> None:
    known = Partners(library, {"AU": ["DFAT"]}, "|")
    assert known.owner("Australian Aid Program|DFAT") == Owner("AU", "known")
    assert known.owner("DFAT|KOICA") == Owner("DFAT|KOICA", "joint")
    assert known.owner("Ministry of Finance|KOICA").standing == "joint"
    assert known.owner("Ministry of Finance|Ministry of Finance").standing == "unknown"
    assert Partners(library, {"AU": ["DFAT"]}).owner("DFAT|DFAT").standing == "unknown"


def test_a_mapping_may_settle_whose_several_names_together_are(library: Library) -> None:
    known = Partners(library, {"XM-DAC-46004": ["Ministry of Public Works|Asian Development Bank"]}, "|")
    assert known.owner("Ministry of Public Works|Asian Development Bank") == Owner("XM-DAC-46004", "known")
    assert known.owner("Ministry of Health|Asian Development Bank").standing == "joint"


def test_money_is_added_up_by_partner_and_no_name_is_dropped(tmp_path: Path) -> None:
    opened = sheeted(tmp_path)
    flows = opened.flows(source="aid")
    found = by_partner(flows.cube, Partners.of(flows, opened.library)).to_pylist()
    told = {row["partner"]: (row["standing"], row["commitments"], row["spending"], row["rows"]) for row in found}
    assert told == {
        "KR": ("known", 10_000 + 300, 2_000 + 5_000 + 100, 5),
        "JP": ("known", 40_000, None, 1),
        "AU": ("known", 7_000, 7_000, 2),
        "XM-DAC-46004": ("known", 60_000, 60_000, 2),
        "Ministry of Public Works": ("unknown", 11, 12, 2),
        "Australian Aid Program|Norway": ("joint", 900, 800, 2),
    }
    assert [row["standing"] for row in found] == ["known"] * 4 + ["unknown", "joint"]
    assert sum(row["spending"] or Decimal(0) for row in found) == 74_912


def test_a_code_that_is_nobodys_is_refused_before_anything_is_loaded(tmp_path: Path, library: Library) -> None:
    with pytest.raises(UnknownName, match=r"XM-DAC-46005.*XM-DAC-46004"):
        check_codes({"XM-DAC-46005": ["Bank"]}, library)
    with pytest.raises(UnknownName, match="'KX'"):
        sheeted(tmp_path, mapping=MAPPING.replace("  KR: [", "  KX: ["))
    assert not (tmp_path / "lake").exists()
