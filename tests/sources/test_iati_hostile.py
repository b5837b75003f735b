"""A fault costs the activity it stands in, not the file; hostile input does no harm and is named."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from solidary.sources.iati import slices
from solidary.sources.iati.files import Unreadable, find, opened
from tests.sources.broken import FAULT, HEAD, activity, fault_line, file_of, read

GOOD = [f"XX-1-{number}" for number in range(1, 101)]
WITHOUT = [name for name in GOOD if name != f"XX-1-{FAULT}"]
ONE_BROKEN = {
    "wrong end tag": b"<description></descriptio>",
    "bare ampersand": b"<description><narrative>R&D</narrative></description>",
    "control character": b"<description><narrative>a\x07b</narrative></description>",
    "byte that is not UTF-8": b"<description><narrative>caf\xe9</narrative></description>",
    "unknown entity": b"<description><narrative>&org;</narrative></description>",
    "deep nesting": b"<x>" * 100_000 + b"</x>" * 100_000,
    "a crowd of attributes": b"<x " + b" ".join(b'a%d=""' % number for number in range(100_000)) + b"/>",
}


def with_fault(fault: bytes) -> bytes:
    return file_of("@@").replace(b"@@", fault)


@pytest.mark.parametrize("fault", ONE_BROKEN.values(), ids=ONE_BROKEN)
def test_ninety_nine_are_loaded_and_the_broken_one_is_named(fault: bytes) -> None:
    found = read(with_fault(fault))
    assert found.identifiers == WITHOUT
    assert [one.identifier for one in found.account.broken] == [f"XX-1-{FAULT}"]
    first, last = fault_line(), fault_line() + activity(FAULT, "@@").count("\n")
    assert first <= found.account.broken[0].line <= last


def test_an_activity_without_an_end_does_not_take_the_next_with_it() -> None:
    text = file_of("").decode()
    whole = activity(FAULT)
    found = read(text.replace(whole, whole.replace("</iati-activity>", "")).encode())
    assert found.identifiers == WITHOUT
    assert len(found.account.broken) == 1


def test_a_file_that_is_cut_off_gives_its_whole_activities_and_names_the_rest() -> None:
    data = file_of("")
    cut = data[: data.find(b"XX-1-61") + 20]
    found = read(cut)
    assert found.identifiers == GOOD[:60]
    assert [one.identifier for one in found.account.broken] in (["XX-1-61"], [""])


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-16"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    text = file_of("<description><narrative>café</narrative></description>").decode()
    found = read(text.replace("UTF-8", encoding).encode(encoding))
    assert found.identifiers == GOOD
    assert "café" in found.texts


def test_junk_after_the_end_is_reported_and_costs_nothing() -> None:
    found = read(file_of("") + b"<junk>1</junk>")
    assert found.identifiers == GOOD
    assert [one.rule for one in found.account.broken] == ["text-outside"]


@pytest.mark.parametrize("size", [12_000_000])
def test_a_long_text_and_a_long_attribute_are_read(size: int) -> None:
    long = b"x" * size
    found = read(with_fault(b'<description type="' + long + b'"><narrative>' + long + b"</narrative></description>"))
    assert len(found.identifiers) == 100
    assert max(map(len, found.texts)) == size


def test_comments_and_cdata_that_hold_an_end_tag_do_not_cut() -> None:
    hidden = "<!-- </iati-activity> --><description><narrative><![CDATA[a </iati-activity> b]]> c</narrative>"
    hidden += "</description>"
    found = read(file_of(hidden))
    assert found.identifiers == GOOD
    assert "a </iati-activity> b c" in found.texts


def test_an_activity_in_a_comment_is_none() -> None:
    found = read(file_of("").replace(activity(FAULT).encode(), b"<!--" + activity(FAULT).encode() + b"-->"))
    assert found.identifiers == WITHOUT
    assert found.account.broken == []


DOCTYPES = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    "a file": '<!DOCTYPE r [<!ENTITY secret SYSTEM "file:///{path}">]>',
    "external DTD": '<!DOCTYPE r SYSTEM "file:///{path}">',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///{path}"> %p;]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_doctype_is_refused_and_nothing_that_it_names_is_opened(doctype: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("topsecret")
    head = HEAD.replace("<iati", doctype.replace("{path}", str(secret)) + "<iati", 1)
    found = read(file_of("<description><narrative>&secret;</narrative></description>", head=head))
    assert found.account.refused is not None
    assert found.account.refused.rule == "doctype"
    assert (found.identifiers, found.texts) == ([], [])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b'{"a": 1}', "not-iati"),
        (b"<!DOCTYPE html><html></html>", "not-iati"),
        (b"<kml></kml>", "not-iati"),
        (b'<?xml version="1.0" encoding="klingon"?><iati-activities/>', "encoding"),
    ],
)
def test_what_is_no_iati_is_refused_with_the_reason(data: bytes, rule: str) -> None:
    refused = read(data).account.refused
    assert refused is not None
    assert refused.rule == rule


def test_a_record_beyond_all_measure_is_named_and_the_next_ones_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE", 1000)
    monkeypatch.setattr(slices, "LONGEST", 20_000)
    monkeypatch.setattr(slices.head_and_slices, "__defaults__", (1000,))
    found = read(file_of("<description><narrative>" + "x" * 60_000 + "</narrative></description>"))
    assert found.identifiers == WITHOUT
    assert [one.rule for one in found.account.broken] == ["too-long"]


@pytest.mark.parametrize("size", [1, 7, 64, 500, 5000])
def test_the_size_of_a_slice_changes_nothing(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    data = file_of('<transaction ref="1"><value currency="THB">5</value><unknown/></transaction>')
    whole = read(data)
    monkeypatch.setattr(slices, "SLICE", size)
    monkeypatch.setattr(slices.head_and_slices, "__defaults__", (size,))
    parts = read(data)
    assert parts.buffer.tables == whole.buffer.tables
    assert parts.buffer.narratives == whole.buffer.narratives
    assert parts.account.unread == whole.account.unread
    assert list(whole.account.unread) == ["iati-activity/transaction/unknown"]


def test_names_inside_an_archive_do_no_harm(tmp_path: Path) -> None:
    archive = tmp_path / "data.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../evil.xml", file_of(""))
        file.writestr("/absolute.xml", file_of(""))
    before = sorted(tmp_path.parent.iterdir())
    for found in find([archive]):
        with opened(found) as stream:
            assert stream.read(5) == b"<?xml"
    assert sorted(tmp_path.parent.iterdir()) == before


def test_a_bomb_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solidary.sources.iati.files.RATIO", 2)
    bomb = tmp_path / "bomb.xml.gz"
    bomb.write_bytes(gzip.compress(b"<iati-activities>" + b" " * 5_000_000))
    (found,) = find([bomb])
    with pytest.raises(Unreadable, match="beyond all measure"), opened(found) as stream:
        while stream.read(1 << 20):
            pass


def test_gzip_is_known_by_its_bytes_and_a_cut_one_is_named(tmp_path: Path) -> None:
    packed = gzip.compress(file_of(""))
    (tmp_path / "a.xml").write_bytes(packed)
    (tmp_path / "b.xml").write_bytes(packed[:-200])
    good, cut = find([tmp_path])
    with opened(good) as stream:
        assert stream.read(10**7) == file_of("")
    with pytest.raises(Unreadable), opened(cut) as stream:
        while stream.read(1 << 16):
            pass
