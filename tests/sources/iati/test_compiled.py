"""The compiled walk is there where it can be built, and comes to the same as the walk in Python: rows, counts, faults.

Every other test of this folder reads with both, too; see ``samples.read``.
"""

from __future__ import annotations

import io
import shutil
import sysconfig
import zipfile
from pathlib import Path

import pytest

from solidary.sources.iati import compiled, marks
from solidary.sources.iati.dataset import read_dataset
from solidary.sources.iati.reader import Buffer
from tests.sources.iati.samples import DATA, HEAD, TAIL, activity, read, rows_of

BULK = DATA / "iati-2021-06-08.zip"


def test_the_compiled_walk_is_there_where_a_compiler_and_the_headers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOLIDARY_PURE", raising=False)
    compiler = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    headers = Path(sysconfig.get_path("include"), "Python.h")
    if not shutil.which(compiler) or not headers.exists():
        pytest.skip("no compiler or no headers of Python on this machine")
    assert compiled.walker() is not None


def test_the_compiled_walk_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIDARY_PURE", "1")
    assert compiled.walker() is None
    assert Buffer().walker is None


@pytest.mark.parametrize(
    "text", [b"", b"a ! b ? c", b"x <", b"<!-- -->", b"a<?b?>", b"<![CDATA[", b"!<?", b"?<!", b"<a>!"]
)
def test_what_hides_is_found_alike(text: bytes) -> None:
    assert marks.hides(text) is marks._hides(text)


@pytest.mark.parametrize("end", [0, 1, 5, 70, 1000])
def test_lines_are_counted_alike(end: int) -> None:
    text = b"a\nb\r\n\n" * 40
    assert marks.lines(text, end) == marks._lines(text, end) == text[:end].count(b"\n")


def test_the_line_of_a_start_tag_over_several_lines_is_one_of_its_lines() -> None:
    data = HEAD + activity(1).replace(b"<iati-activity default", b"<iati-activity\n\n default") + TAIL
    for pure in (True, False):
        buffer = Buffer(compiled=not pure)
        read_dataset(io.BytesIO(data), 0, buffer, lambda: None)
        ((_, _, _, _, line, *_),) = rows_of(buffer)["activity"]
        assert line in (3, 4, 5)


@pytest.mark.parametrize(
    "between", [b"", b"\n\n", b"\r\n", b"\r", b"<!-- <a>\n</a> -->", b"<?target\n<b/>?>", b"\n<!-- -->\r"]
)
def test_lines_are_those_of_the_file_whatever_stands_between_records(between: bytes) -> None:
    records = [activity(number).replace(b"<iati-identifier", b"\n<iati-identifier") for number in range(3)]
    data = HEAD + b"\n" + between.join([b"", *records]) + TAIL
    for pure in (True, False):
        buffer = Buffer(compiled=not pure)
        read_dataset(io.BytesIO(data), 0, buffer, lambda: None)
        lines = [row[4] for row in rows_of(buffer)["activity"]]
        starts = [data.count(b"\n", 0, place) + 1 for place in _places(data, b"<iati-activity ")]
        assert lines == starts


def _places(data: bytes, tag: bytes) -> list[int]:
    return [place for place in range(len(data)) if data.startswith(tag, place)]


@pytest.mark.parametrize("number", [0, 40, 80, 120])
def test_real_files_give_the_same_rows(number: int) -> None:
    if not BULK.exists():
        pytest.skip("the shared data is not beside the checkout")
    with zipfile.ZipFile(BULK) as archive:
        chosen = sorted(archive.infolist(), key=lambda info: info.file_size)[number]
        found = read(archive.read(chosen))
    assert found.rule or found.account.records > 0


def test_a_slice_with_a_fault_leaves_the_columns_as_they_were() -> None:
    buffer = Buffer()
    if buffer.walker is None:
        pytest.skip("the compiled walk could not be built")
    good = HEAD + activity(1) + TAIL
    read_dataset(io.BytesIO(good), 0, buffer, lambda: None)
    before, size = rows_of(buffer), buffer.walker.size()
    counts = [7] * len(buffer.tables)
    bad = activity(2) + b"<iati-activity><title><narrative>x"
    root = b'<iati-activities version="2.03">'
    assert buffer.walker.read(2, root, bad, b"</iati-activities>", 0, 1, 0, counts) is None
    assert (rows_of(buffer), buffer.walker.size(), counts) == (before, size, [7] * len(buffer.tables))
