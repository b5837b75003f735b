"""What is said of publishers: a table of the user's, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from solidary.errors import SolidaryError, UnknownName
from solidary.sources.reporters import Reporters, known_reporters

HEAD = "publisher,source_type,level,source\n"


def read(folder: Path, text: str) -> list[dict[str, object]]:
    (folder / "reporters.csv").write_text(text, "utf-8")
    rows: list[dict[str, object]] = known_reporters(folder).table().to_pylist()
    return rows


def test_each_line_says_something_of_one_publisher(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD}XM-1,secondary_source,,the registry\nXM-2,,2,\n") == [
        {"reporting_org_ref": "XM-1", "source_type": "secondary_source", "level": None, "source": "the registry"},
        {"reporting_org_ref": "XM-2", "source_type": None, "level": 2, "source": None},
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("publisher,sourcetype\nXM-1,x\n", "Did you mean 'source_type'"),
        (f"{HEAD}XM-1,secondary,,\n", "secondary_source"),
        (f"{HEAD},secondary_source,,\n", r"reporters\.csv:2: read no publisher"),
        (f"{HEAD}XM-1,,two,\n", r"reporters\.csv:2: read level 'two'"),
        (f"{HEAD}XM-1,,1,\nXM-1,,2,\n", r"reporters\.csv:3: XM-1 stands in line 2"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SolidaryError, match=told):
        read(tmp_path, text)


def test_other_words_are_another_name_and_no_file_is_none(tmp_path: Path) -> None:
    assert known_reporters(tmp_path) == Reporters()
    read(tmp_path, f"{HEAD}XM-1,,1,\n")
    before = known_reporters(tmp_path).name
    read(tmp_path, f"{HEAD}XM-1,,2,\n")
    assert known_reporters(tmp_path).name not in (before, Reporters().name)
    with pytest.raises(UnknownName):
        read(tmp_path, "x\n1\n")
