"""How a file is cut changes nothing: rows, lines, faults and unread counts are those of one reading in one piece.

Files are made at random from records and from what may stand between them; what must come out is what expat finds.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.sources.iati import slices
from tests.sources.iati.samples import DATA, END, HEAD, TAIL, Read, activity, hundred, identifier, read, seen

WHOLE = [
    b"",
    b"<!-- a </iati-activity> b -->",
    b"<!-- <iati-activity> -->",
    b"<description><narrative>a <![CDATA[</iati-activity><!--]]> b</narrative></description>",
    "<description><narrative xml:lang='ko'>전염병 대응</narrative></description>".encode(),
    b'<strange odd="1"/><sector code="1" odd="2"/>stray',
    b'<x:extra xmlns:x="urn:x" x:a="1">\r\n</x:extra>',
    b'<transaction><value currency="USD">1</value><sector code="1"/>\n<sector code="2"/></transaction>',
    b"<title>\n\n<narrative>again</narrative></title>",
    b"<!-- --><!----><![CDATA[ ]]>",
]
FAULTS = [
    b"<description><narrative>R&D</narrative></description>",
    b"<title>\n</titel>",
    b"\xff\xfe",
    b"\n<sector code=1/>",
    b"<a><b></a>",
    b"</x>",
]
BETWEEN = [
    b"",
    b"\n",
    b"\r\n\t",
    b"<!-- </iati-activity> -->",
    b"<!--\n" + activity(999) + b"-->",
    b"<?a b?>",
    b" " * 90,
]
ENDS = [END, b"</iati-activity >", b"</iati-activity\n>"]
HEADS = [
    HEAD,
    HEAD.replace(b"\n", b"\r\n"),
    b'<iati-activities version="2.02">',
    HEAD.replace(b"<iati", b'<!-- <iati-activities version="1.05"> -->\n<?a b?><iati'),
    b'<?xml version="1.0"?><iati-activities note="a > b" xmlns:y="urn:y"  version = \'2.01\'>\n',
]
SIZES = st.integers(1, 5000)


@st.composite
def files(draw: st.DrawFn, insides: list[bytes]) -> bytes:
    """Make a file of up to eight records, numbered from 1."""
    parts = [draw(st.sampled_from(HEADS))]
    for number in range(1, draw(st.integers(0, 8)) + 1):
        inside, end = draw(st.sampled_from(insides)), draw(st.sampled_from(ENDS))
        parts += [draw(st.sampled_from(BETWEEN)), activity(number, inside, end)]
    return b"".join([*parts, TAIL])


@contextmanager
def sliced(size: int) -> Iterator[None]:
    """Let slices begin at some size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "SLICE", size)
        patch.setattr(slices.head_and_slices, "__defaults__", (size,))
        yield


def cut(data: bytes, size: int, block: int) -> Read:
    with sliced(size):
        return read(data, block)


@settings(max_examples=200, deadline=None)
@given(files(WHOLE), SIZES, SIZES)
def test_a_good_file_is_read_alike_however_it_is_cut(data: bytes, size: int, block: int) -> None:
    expected, found = seen(data), cut(data, size, block)
    assert expected.fault is None
    assert (found.identifiers, found.lines, found.faults) == (expected.identifiers, expected.lines, [])
    assert found.everything == read(data).everything


@settings(max_examples=200, deadline=None)
@given(files([*WHOLE, *FAULTS]), SIZES, SIZES)
def test_a_file_with_faults_is_read_alike_however_it_is_cut(data: bytes, size: int, block: int) -> None:
    assert cut(data, size, block).everything == read(data).everything


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*WHOLE, *FAULTS]), max_size=8), SIZES, SIZES)
def test_each_record_is_loaded_or_reported_however_the_file_is_cut(insides: list[bytes], size: int, block: int) -> None:
    found = cut(HEAD + b"".join(activity(n, inside) for n, inside in enumerate(insides, 1)) + TAIL, size, block)
    good = [identifier(number) for number, inside in enumerate(insides, 1) if inside in WHOLE]
    bad = [identifier(number) for number, inside in enumerate(insides, 1) if inside in FAULTS]
    assert found.identifiers == good
    assert [one for one, _ in found.faults] == bad


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([b"<iati-activity/>", b"<iati-activity a='>' />\n", activity(1)]), max_size=8),
    SIZES,
    SIZES,
)
def test_self_closing_records_are_read_alike_however_they_are_cut(records: list[bytes], size: int, block: int) -> None:
    data = HEAD + b"".join(records) + TAIL
    found = cut(data, size, block)
    assert (len(found.identifiers), found.lines, found.faults) == (len(records), seen(data).lines, [])


@settings(max_examples=100, deadline=None)
@given(files([*WHOLE, *FAULTS]), st.integers(0, 3000), SIZES, SIZES)
def test_a_file_that_ends_too_early_is_read_alike_however_it_is_cut(
    data: bytes, keep: int, size: int, block: int
) -> None:
    assert cut(data[:keep], size, block).everything == read(data[:keep]).everything


JUNK = [b"&", b"<a></b>", b"junk", b"</x>"]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@pytest.mark.parametrize("size", [1, 300, 2000])
def test_junk_between_records_is_treated_alike_however_the_file_is_cut(junk: bytes, size: int) -> None:
    data = HEAD + b"".join(activity(number, end=END + b"\n" + junk) for number in range(1, 9)) + TAIL
    assert cut(data, size, size).everything == read(data).everything


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "windows-1252", "iso-8859-1"])
@pytest.mark.parametrize("block", [1, 2, 3, 7, 50, 1000])
def test_the_encoding_is_known_however_little_the_stream_gives_at_once(encoding: str, block: int) -> None:
    text = hundred("<description><narrative>Montréal</narrative></description>".encode()).decode()
    data = text.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    assert cut(data, block, block).everything == read(data).everything


@pytest.mark.parametrize("size", [50, 4_000, 70_000, 1_000_003])
def test_a_real_file_is_read_alike_however_it_is_cut(size: int) -> None:
    path = DATA / "iati-asean-2021" / "2021-06-08.xml.gz"
    if not path.exists():
        pytest.skip("the shared data is not beside the checkout")
    data = gzip.decompress(path.read_bytes())[:1_500_000]
    found, expected = cut(data, size, max(size, 1000)), seen(data)
    assert found.lines == expected.lines[: data.count(END)]
    assert found.identifiers == expected.identifiers[: data.count(END)]
    assert found.everything == read(data).everything
