"""CSV: what is written is what was there."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidary.errors import ValueFault
from solidary.exports.rows import Broken, Rows
from solidary.exports.safe import original
from solidary.exports.text import write_csv
from solidary.records.flow import FLOW
from solidary.terms.library import Library
from tests.exports.samples import HOSTILE, csv_rows, export, flows, money, named, of, texts, value

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
AMOUNT = st.decimals(min_value=Decimal(-(10**30)), max_value=Decimal(10**30), places=6)


def written(rows: Rows) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as home:
        write_csv(rows, Path(home, "a.csv"))
        return csv_rows(Path(home, "a.csv"))


@given(st.lists(TEXT, max_size=5))
def test_texts_come_back(values: list[str]) -> None:
    cells = [row[1] for row in written(texts(*values))[1:]]
    assert original(pa.array(cells, pa.string())).to_pylist() == values


@given(st.lists(AMOUNT, max_size=5))
def test_amounts_come_back_to_the_last_decimal(values: list[Decimal]) -> None:
    cells = [row[1] for row in written(money(*map(str, values)))[1:]]
    assert [Decimal(cell) for cell in cells] == values
    assert not any("E" in cell or cell.startswith("'") or ("." in cell and cell[-1] in "0.") for cell in cells)


def test_hostile_texts_come_back() -> None:
    cells = [row[1] for row in written(texts(*HOSTILE))[1:]]
    assert original(pa.array(cells)).to_pylist() == list(HOSTILE)


def test_flows_come_back_exactly(tmp_path: Path, library: Library) -> None:
    found = flows(tmp_path)
    done = export(found, library).write("csv", tmp_path / "a.csv")
    heading, *rows = csv_rows(tmp_path / "a.csv")
    again = [dict(zip(heading, row, strict=True)) for row in rows]
    expected = found.table().to_pylist()
    assert done.rows == len(again) == len(expected) > 6
    for row, source in zip(again, expected, strict=True):
        assert {field.name: value(row[field.name].removeprefix("'"), field) for field in FLOW} == source


def test_names_stand_beside_codes(tmp_path: Path, library: Library) -> None:
    export(flows(tmp_path), library).write("csv", tmp_path / "a.csv")
    heading, *rows = csv_rows(tmp_path / "a.csv")
    assert heading.index("recipient_name") == heading.index("recipient") + 1
    at = heading.index("recipient")
    assert {(row[at], row[at + 1]) for row in rows} == {
        ("TH", "Thailand"), ("VN", "Viet Nam"), ("298", "Africa, regional"), ("QQ", ""),
    }  # fmt: skip


def test_the_form_of_each_kind_of_value(tmp_path: Path) -> None:
    batch = pa.record_batch(
        {
            "id": ["007", "", None],
            "day": pa.array([19844, 0, None], pa.date32()),
            "flag": [True, False, None],
            "rate": pa.array([Decimal("0.00000004"), Decimal("-1.500000000000"), None], pa.decimal128(14, 12)),
        }
    )
    write_csv(Rows(batch.schema, [batch]), tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text("utf-8").split("\n")
    assert lines == ["id,day,flag,rate", "007,2024-05-01,true,0.00000004", '"",1970-01-01,false,-1.5', ",,,", ""]


def test_a_byte_order_mark_only_if_asked(tmp_path: Path) -> None:
    write_csv(of(id=["a"]), tmp_path / "a.csv")
    write_csv(of(id=["a"]), tmp_path / "b.csv", bom=True)
    plain, marked = ((tmp_path / name).read_bytes() for name in ("a.csv", "b.csv"))
    assert marked == b"\xef\xbb\xbf" + plain


def test_a_nul_is_replaced_and_no_row_is_lost(tmp_path: Path) -> None:
    write_csv(of(id=["a\0b", None, ""]), tmp_path / "a.csv")
    assert csv_rows(tmp_path / "a.csv") == [["id"], ["a\ufffdb"], [""], [""]]


def test_what_was_made_harmless_is_told(tmp_path: Path) -> None:
    assert "2 texts" in named(write_csv(of(id=["=1", "@x", "a"]), tmp_path / "a.csv"))
    assert write_csv(of(id=["a"]), tmp_path / "b.csv").notes == ()


def test_nothing_is_written_as_a_heading_alone(tmp_path: Path) -> None:
    done = write_csv(Rows(FLOW, []), tmp_path / "a.csv")
    assert (done.rows, csv_rows(tmp_path / "a.csv")) == (0, [FLOW.names])


def test_a_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    surrogate = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0"), pa.py_buffer(b"\xed\xa0\x80")]
    )
    batch = pa.RecordBatch.from_arrays([surrogate], ["id"])
    with pytest.raises(Broken, match="UTF8"):
        write_csv(Rows(batch.schema, [batch]), tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())


def test_a_batch_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="expected those of the schema"):
        write_csv(Rows(FLOW, [pa.record_batch({"id": ["a"]})]), tmp_path / "a.csv")


def test_floating_numbers_are_refused_since_they_hold_no_cent(tmp_path: Path) -> None:
    with pytest.raises(ValueFault, match="decimals"):
        write_csv(of(usd=[0.1]), tmp_path / "a.csv")
