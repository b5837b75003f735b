"""Titles and names as published stand beside identifiers, in English where there is English."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from solidary.exports.rows import Rows
from solidary.exports.text import write_csv
from solidary.exports.titles import Titles, titled
from solidary.records.flow import FLOW
from tests.exports.samples import csv_rows
from tests.refine.samples import activity, made, spent

KOREAN, ENGLISH = "<narrative xml:lang='ko'>맑은 공기</narrative>", "<narrative xml:lang='EN'>=Clean air</narrative>"
PLAIN = "<narrative>Default</narrative>"


def titles(tmp_path: Path, *files: tuple[str, ...]) -> list[tuple[str, str]]:
    found = made(tmp_path, *files)
    schema = titled(FLOW)
    batches = (
        batch
        for part in found.parts
        for batch in Titles.of(found.snapshot, part).add(pq.read_table(part).to_batches(), schema)
    )
    rows = Rows(schema, batches)
    write_csv(rows, tmp_path / "a.csv")
    heading, *lines = csv_rows(tmp_path / "a.csv")
    at = heading.index("activity")
    assert heading[at + 1] == "activity_title"
    return [(line[at], line[at + 1]) for line in lines]


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (KOREAN + ENGLISH, "'=Clean air"),
        (KOREAN, "맑은 공기"),
        (KOREAN + PLAIN, "Default"),
        ("<narrative xml:lang='fr'>Un</narrative><narrative xml:lang='de'>Zwei</narrative>", "Un"),
        ("<narrative/>", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_english_one_else_the_first(tmp_path: Path, inner: str, told: str) -> None:
    one = activity("a-1", f"<title>{inner}</title>", spent("1"))
    assert titles(tmp_path, (one,)) == [("a-1", told)]


def test_each_record_of_each_file_has_its_own(tmp_path: Path) -> None:
    def named(text: str) -> str:
        return f"<title><narrative>{text}</narrative></title>"

    one = (activity("a-1", named("one"), spent("1")), activity("a-2", named("two"), spent("1")))
    two = (activity("a-1", named("again"), spent("1")), activity("a-3", spent("1")))
    found = titles(tmp_path, one, two)
    assert sorted(found) == [("a-1", "again"), ("a-1", "one"), ("a-2", "two"), ("a-3", "")]


def test_without_texts_the_column_is_empty(tmp_path: Path) -> None:
    found = made(tmp_path, (activity("a-1", spent("1")),))
    schema = titled(FLOW)
    (batch,) = Titles().add(found.table().to_batches(), schema)
    assert batch["activity_title"].to_pylist() == [None]
