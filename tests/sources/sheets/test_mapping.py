"""Faults of a mapping: all of them at once, each with file, line, column, what was expected and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from solidary.errors import TermFaults, UnknownName
from solidary.sources.sheets.mapping import BUNDLED, read_mapping
from tests.sources.sheets.samples import FLAT, mapped


def faults(folder: Path, old: str, new: str) -> list[str]:
    assert old in FLAT
    with pytest.raises(TermFaults) as raised:
        mapped(folder, FLAT.replace(old, new, 1))
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("      title: Title", "      titel: Title", "map.yml:10:7: [wrong-value] sheets.rows.fields.titel"),
        ("    amounts:", "    amount:", "map.yml:14:5: [unknown-key] sheets.rows.amount"),
        ("currency: USD", "curency: USD", "did you mean 'currency'?"),
        ("currency: USD", "multiplier: many", "map.yml:4:13: [wrong-value] multiplier: read 'many', expected a number"),
        ("currency: USD", "multiplier: 0", "expected a number above 0"),
        ("currency: USD", "multiplier: 1e999999", "expected a number above 0"),
        ("currency: USD", "decimal: ;", "expected '.' or ','"),
        ("licence: CC0\n", "", "key 'licence' is missing"),
        ("    file: ", "    header: 0\n    file: ", "map.yml:7:13: [wrong-value] sheets.rows.header: read '0'"),
        ("      activity: Project\n", "", "sheet 'rows' does not say which column names the activity"),
        ("      year: Year", "      year: {form: dac}", "map.yml:13:13: [missing-key] sheets.rows.fields.year"),
        ('type: "3"', "type: spent", "map.yml:15:31: [unknown-code] sheets.rows.amounts[1].type: read the type"),
        ("      year: Year", "      value: Spent", "there is a `value` and no `type`"),
        ("      year: Year", "      type: {constant: D2}", "read the type 'D2', expected one of IATI's"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    lines = faults(tmp_path, old, new)
    assert any(told in line for line in lines), lines


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert (
        len(faults(tmp_path, "currency: USD", "decimal: ;\nmultiplier: x\ncolour: red")) == 3 + 1
    )  # and the line that counts them


def test_a_mapping_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="timor-leste"):
        read_mapping(Path("timor-lest"))


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("*.yml")), ids=lambda path: path.stem)
def test_every_bundled_mapping_is_whole(path: Path) -> None:
    assert read_mapping(Path(path.stem)).sheets


def test_a_column_may_have_several_names(tmp_path: Path) -> None:
    terms = mapped(tmp_path, FLAT.replace("activity: Project", "activity: [Project, project_id]"))
    assert terms.sheets["rows"].fields["activity"].column == ["Project", "project_id"]
