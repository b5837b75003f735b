"""A fault costs the record that it stands in, is reported with its place, and what is hostile does no harm.

Each file has a hundred activities and a fault in number 50. What must come out is counted in the test, by hand or with
expat: records loaded and records reported are together the records of the file.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import re
import struct
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from solidary.sources.iati import dataset, files, reader, slices
from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati.samples import (
    ALL,
    COUNT,
    END,
    FAULTY,
    HEAD,
    OTHERS,
    TAIL,
    Read,
    activity,
    files_below,
    hundred,
    identifier,
    line_of,
    read,
    seen,
    start_of,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG = 12_000_000
SECRET = "the-planted-secret"


def assert_only_number_50_is_reported(found: Read, line: int) -> None:
    assert found.identifiers == OTHERS
    assert found.faults == [(identifier(FAULTY), line)]
    assert found.account.broken[0].message


def assert_all_are_loaded(found: Read) -> None:
    assert found.identifiers == ALL
    assert found.faults == []
    assert found.rule == ""


def narrative(text: bytes) -> bytes:
    return b"<description><narrative>" + text + b"</narrative></description>"


# ---- a fault in one record -------------------------------------------------------------------------------------------


FAULTS = {
    "wrong end tag": b"\n<title><narrative>x</narrative></titel>FAULT",
    "bare ampersand": b"\n" + narrative(b"FAULT R&D"),
    "bare less-than sign": b"\n" + narrative(b"FAULT 5 < 6"),
    "control character": b"\n" + narrative(b"FAULT a\x07b"),
    "zero byte": b"\n" + narrative(b"FAULT a\x00b"),
    "Latin-1 byte": b"\n" + narrative(b"FAULT Montr\xe9al"),
    "entity that nobody declared": b"\n" + narrative(b"FAULT &org;"),
    "attribute twice": b'\n<sector code="FAULT" code="2"/>',
    "attribute without quotes": b"\n<sector code=FAULT/>",
    "prefix that nobody declared": b"\n<x:FAULT/>",
    "100,000 nested elements": b"\n<x>FAULT" + b"<x>" * 99_999 + b"</x>" * 100_000,
    "100,000 attributes on one element": b"\n<x FAULT='' " + b" ".join(b"a%d=''" % n for n in range(99_999)) + b"/>",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_costs_only_its_record_and_is_reported_with_its_line(fault: bytes) -> None:
    data = hundred(fault)
    found = read(data)
    assert found.identifiers == OTHERS
    assert [one.identifier for one in found.account.broken] == [identifier(FAULTY)]
    crowd = found.account.broken[0].rule == "too-many-attributes"
    assert found.account.broken[0].line in ({line_of(data, b"FAULT")} | ({start_of(data, FAULTY)} if crowd else set()))


def test_the_reason_of_a_fault_names_lines_of_the_file() -> None:
    data = hundred(FAULTS["wrong end tag"])
    (broken,) = read(data).account.broken
    assert set(re.findall(r"line (\d+)", broken.message)) <= {str(line_of(data, b"FAULT"))}


def test_a_crowd_of_attributes_is_noticed_behind_a_closing_bracket_in_one_of_them() -> None:
    found = read(hundred(b"<x a='>' " + b" ".join(b"a%d=''" % number for number in range(50_000)) + b"/>"))
    assert found.identifiers == OTHERS
    assert [broken for broken, _ in found.faults] == [identifier(FAULTY)]


def test_the_rows_after_a_fault_keep_their_lines() -> None:
    data = hundred(narrative(b"R&D"))
    mended = seen(data.replace(b"R&D", b"R+D"))
    assert read(data).lines == [line for number, line in enumerate(mended.lines, 1) if number != FAULTY]


def test_an_activity_without_an_end_tag_is_reported_and_the_next_one_is_loaded() -> None:
    data = hundred(record=activity(FAULTY, end=b""))
    found = read(data)
    assert found.identifiers == OTHERS
    ((broken, line),) = found.faults
    assert broken == identifier(FAULTY)
    assert start_of(data, FAULTY) <= line <= start_of(data, FAULTY + 1)


@pytest.mark.parametrize("end", [b"</iati-activty>", b"</IATI-activity>", b"</iati-organisation>", b"</iati-activity"])
def test_an_activity_with_a_wrong_end_tag_is_reported_and_the_next_one_is_loaded(end: bytes) -> None:
    found = read(hundred(record=activity(FAULTY, end=end)))
    assert found.identifiers == OTHERS
    assert [broken for broken, _ in found.faults] == [identifier(FAULTY)]


def test_three_faults_cost_three_records() -> None:
    bad = {3, 50, 100}
    records = [activity(number, b"\n&" if number in bad else b"") for number in range(1, COUNT + 1)]
    data = HEAD + b"".join(records) + TAIL
    found = read(data)
    assert found.identifiers == [identifier(number) for number in range(1, COUNT + 1) if number not in bad]
    assert found.faults == [(identifier(number), start_of(data, number) + 5) for number in sorted(bad)]


def test_a_broken_record_without_an_identifier_is_reported_without_one() -> None:
    found = read(hundred(record=b"<iati-activity>\n&\n</iati-activity>\n"))
    assert found.identifiers == OTHERS
    assert [broken for broken, _ in found.faults] == [""]


def test_a_commented_out_record_beside_a_fault_is_no_record() -> None:
    data = hundred(b"<!-- " + activity(999) + b" -->\n" + narrative(b"R&D"))
    assert_only_number_50_is_reported(read(data), line_of(data, b"R&D"))


def test_a_good_record_with_a_commented_out_one_is_not_cut_because_another_has_a_fault() -> None:
    data = hundred(b"<!-- " + activity(999) + b" -->").replace(b">Project 51<", b">R&D<")
    found = read(data)
    assert found.identifiers == [one for one in ALL if one != identifier(51)]
    assert found.faults == [(identifier(51), line_of(data, b"R&D"))]


def test_an_unclosed_comment_costs_its_record_and_not_those_behind_it() -> None:
    found = read(hundred(b"<!-- nobody closes this"))
    assert found.identifiers[: FAULTY - 1] == OTHERS[: FAULTY - 1]
    assert identifier(FAULTY) in [broken for broken, _ in found.faults]
    assert len(found.identifiers) + len(found.faults) == COUNT


# ---- the file ends too early, or too late ----------------------------------------------------------------------------


def test_a_file_cut_off_at_60_percent_gives_its_whole_records_and_reports_the_rest() -> None:
    data = hundred()
    cut = data[: len(data) * 6 // 10]
    whole = cut.count(END)
    assert 50 < whole < 70
    found = read(cut)
    assert found.identifiers == ALL[:whole]
    ((broken, line),) = found.faults
    assert broken in (identifier(whole + 1), "")
    assert line in (cut.count(b"\n") + 1, start_of(data, whole + 1))


@pytest.mark.parametrize("less", range(1, len(activity(COUNT) + TAIL)), ids=str)
def test_a_file_cut_off_anywhere_says_so(less: int) -> None:
    cut = hundred()[:-less]
    found = read(cut)
    assert found.identifiers == ALL[: cut.count(END)]
    assert bool(found.faults) == (seen(cut).fault is not None)


def test_a_file_cut_off_between_two_records_is_not_taken_for_a_whole_one() -> None:
    cut = hundred()
    cut = cut[: cut.index(END + b"\n<iati", cut.index(b"XM-TEST-060")) + len(END)]
    found = read(cut)
    assert found.identifiers == ALL[:60]
    assert len(found.faults) == 1


def test_a_file_cut_off_in_its_root_tag_is_refused() -> None:
    assert read(HEAD[:60]).rule == "not-iati"


JUNK = [b"<junk/>", b"junk", b"&", b"<more>\n</more>", b"\x00\x00", b"</iati-activities>", b"<!-- open"]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_junk_after_the_end_is_reported_and_costs_nothing(junk: bytes) -> None:
    found = read(hundred() + b"\n\n" + junk)
    assert found.identifiers == ALL
    assert len(found.faults) == 1


def test_junk_after_the_end_is_reported_with_its_line() -> None:
    data = hundred() + b"\n\njunk\n"
    assert [line for _, line in read(data).faults] == [line_of(data, b"junk")]


@pytest.mark.parametrize("tail", [b"", b"\n", b" \r\n\t", b"<!-- end -->\n", b'<?made by="hand"?>'], ids=repr)
def test_what_may_stand_after_the_end_is_not_reported(tail: bytes) -> None:
    data = hundred() + tail
    assert seen(data).fault is None
    assert_all_are_loaded(read(data))


def test_a_second_document_after_the_end_is_reported_or_loaded() -> None:
    found = read(hundred() + HEAD + activity(101) + TAIL)
    loaded, reported = found.identifiers, [broken for broken, _ in found.faults]
    assert sorted(filter(None, [*loaded, *reported])) == [*ALL, identifier(101)]
    assert reported


@pytest.mark.parametrize("junk", [b"stray text", b"R&D", b"<a></b>"], ids=repr)
@pytest.mark.parametrize("place", [1, FAULTY])
def test_junk_before_a_record_is_not_lost_in_silence(junk: bytes, place: int) -> None:
    data = hundred().replace(activity(place), junk + b"\n" + activity(place))
    found = read(data)
    assert found.faults or found.account.unread
    assert identifier(place) in found.identifiers


# ---- encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["ISO-8859-1", "iso-8859-15", "windows-1252", "UTF-16", "UTF-8", "EUC-KR", "ascii"]
)
def test_a_declared_encoding_is_read(encoding: str) -> None:
    text = {"windows-1252": "Montréal “€”", "iso-8859-15": "Montréal €", "EUC-KR": "전염병", "ascii": "A"}
    wanted = text.get(encoding, "Montréal")
    data = hundred(narrative(wanted.encode())).decode().replace('"UTF-8"', f'"{encoding}"').encode(encoding)
    found = read(data)
    assert_all_are_loaded(found)
    assert wanted in found.texts


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    text = "\ufeff" + hundred(narrative("전염병 대응".encode())).decode().partition("\n")[2]
    found = read(text.encode(encoding))
    assert_all_are_loaded(found)
    assert "전염병 대응" in found.texts
    assert found.lines == [start_of(hundred(b"x"), number) - 1 for number in range(1, COUNT + 1)]


def test_a_byte_that_the_declared_encoding_does_not_have_costs_only_its_record() -> None:
    data = hundred(narrative(b"FAULT Montr\xe9al")).replace(b'"UTF-8"', b'"us-ascii"')
    found = read(data)
    assert found.identifiers == OTHERS
    assert found.faults == [(identifier(FAULTY), line_of(data, b"FAULT"))]


@pytest.mark.parametrize("encoding", ["klingon", "zlib", "bz2", "hex", "base64", "uu", "quopri", "rot13", "undefined"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    assert read(hundred().replace(b'"UTF-8"', f'"{encoding}"'.encode())).rule == "encoding"


@pytest.mark.parametrize("encoding", ["idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "utf-16"])
def test_an_encoding_that_is_odd_breaks_nothing(encoding: str) -> None:
    found = read(hundred(narrative(b"\\ud800 \\x -")).replace(b'"UTF-8"', f'"{encoding}"'.encode()))
    assert found.rule or len(found.identifiers) + len(found.faults) == COUNT


# ---- long, and legal but rare ----------------------------------------------------------------------------------------


def test_a_text_of_12_mb_is_read() -> None:
    found = read(hundred(narrative(b"x" * LONG)))
    assert_all_are_loaded(found)
    assert max(len(text or "") for text in found.texts) == LONG


def test_an_attribute_of_12_mb_is_read() -> None:
    found = read(hundred(b'<document-link url="' + b"x" * LONG + b'"/>'))
    assert_all_are_loaded(found)
    assert [len(row["url"]) for row in found.table("document_link")] == [LONG]


def test_an_attribute_full_of_signs_of_equality_is_no_crowd_of_attributes() -> None:
    url = b"https://example.org/?" + b"a=b" * 50_000
    found = read(hundred(b'<document-link url="' + url + b'"/>'))
    assert_all_are_loaded(found)
    assert [row["url"] for row in found.table("document_link")] == [url.decode()]


def test_cdata_beside_text_is_kept() -> None:
    found = read(hundred(narrative(b"one <![CDATA[& two <b>]]> three")))
    assert_all_are_loaded(found)
    assert "one & two <b> three" in found.texts


def test_a_comment_inside_a_text_does_not_split_it() -> None:
    found = read(hundred(narrative(b"one<!-- no --> two<?no no?> three")))
    assert_all_are_loaded(found)
    assert "one two three" in found.texts


HIDDEN = {
    "comment": b"<!-- a </iati-activity> b -->",
    "comment with a start tag": b"<!-- <iati-activity> -->",
    "CDATA": narrative(b"<![CDATA[a </iati-activity> b]]>"),
    "CDATA with a whole record": narrative(b"<![CDATA[" + activity(999) + b"]]>"),
    "instruction": b"<?a </iati-activity> ?>",
    "CDATA mark in a comment": b"<!-- <![CDATA[ -->",
    "comment mark in CDATA": narrative(b"<![CDATA[<!--]]>"),
    "comment mark in an instruction": b"<?a <!-- ?>",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("block", [1 << 20, 600])
def test_a_hidden_tag_does_not_cut(hidden: bytes, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE", block)
    monkeypatch.setattr(slices.head_and_slices, "__defaults__", (block,))
    data = hundred(hidden)
    assert seen(data).fault is None
    found = read(data, block)
    assert_all_are_loaded(found)
    assert found.lines == seen(data).lines


def test_a_commented_out_activity_is_no_activity() -> None:
    data = hundred(record=b"<!--" + activity(FAULTY) + b"-->")
    found = read(data)
    assert found.identifiers == OTHERS
    assert found.faults == []
    assert found.lines == seen(data).lines


@pytest.mark.parametrize("place", [1, FAULTY, COUNT])
def test_a_self_closing_activity_is_an_activity(place: int) -> None:
    data = hundred().replace(activity(place), b'<iati-activity default-currency="EUR" />\n')
    found = read(data)
    assert found.identifiers == [None if one == identifier(place) else one for one in ALL]
    assert found.faults == []
    assert found.lines == seen(data).lines


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_of_nothing_but_self_closing_activities_is_read(count: int) -> None:
    found = read(HEAD + b"<iati-activity/>\n" * count + TAIL)
    assert (found.identifiers, found.faults) == ([None] * count, [])


@pytest.mark.parametrize(
    "root", [b"<iati-activities/>", b"<iati-activities></iati-activities>", b"<iati-organisations />"]
)
def test_a_file_without_records_is_read_and_has_none(root: bytes) -> None:
    found = read(root)
    assert (found.rule, found.account.records, found.faults) == ("", 0, [])


def test_an_end_tag_may_have_white_space() -> None:
    data = hundred().replace(END, b"</iati-activity \n >").replace(TAIL, b"</iati-activities\n>")
    found = read(data)
    assert_all_are_loaded(found)
    assert found.lines == seen(data).lines


def test_lines_that_end_in_cr_and_lf_are_counted_once() -> None:
    data = hundred(narrative(b"FAULT R&D")).replace(b"\n", b"\r\n")
    found = read(data)
    assert_only_number_50_is_reported(found, line_of(data, b"FAULT"))
    assert found.lines[0] == 3
    assert found.lines[-1] == start_of(data, COUNT)


def test_a_record_on_a_line_beyond_65535_knows_it() -> None:
    data = hundred(b"\n" * 200_000)
    found = read(data)
    assert_all_are_loaded(found)
    assert found.lines == seen(data).lines


def test_a_root_tag_over_several_lines_shifts_no_line() -> None:
    root = b'<iati-activities\n  xmlns:x="urn:x"\n  note="a > b"\n  version="2.03"\n>\n'
    data = hundred(b'<x:extra x:a="1"/>', head=HEAD.partition(b"\n")[0] + b"\n" + root)
    found = read(data)
    assert_all_are_loaded(found)
    assert found.account.version == "2.03"
    assert found.lines == seen(data).lines
    assert found.account.unread["iati-activity/{urn:x}extra"] == (1, line_of(data, b"<x:extra"))


def test_a_root_tag_over_several_lines_shifts_no_line_of_a_fault() -> None:
    data = hundred(narrative(b"FAULT R&D"), head=b'<iati-activities\n\n version="2.03"\n>\n')
    assert_only_number_50_is_reported(read(data), line_of(data, b"FAULT"))


def test_a_comment_before_the_root_may_speak_of_a_root() -> None:
    head = HEAD.replace(b"<iati", b'<!-- was <iati-activities version="1.05"> -->\n<iati')
    found = read(hundred(head=head))
    assert_all_are_loaded(found)
    assert found.account.version == "2.03"


def test_a_long_preface_that_speaks_of_a_root_hides_none() -> None:
    preface = b"<!-- <iati-activities> " + b"blah\n" * 50_000 + b"-->\n"
    data = hundred(head=HEAD.replace(b"<iati", preface + b"<iati"))
    found = read(data)
    assert_all_are_loaded(found)
    assert found.lines == seen(data).lines


# ---- beyond all measure ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", [1000, 10, 1])
def test_a_record_beyond_all_measure_is_reported_and_the_next_ones_are_loaded(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = long_record(monkeypatch, block)
    found = read(data, block)
    assert found.identifiers == OTHERS
    assert [one.rule for one in found.account.broken] == ["too-long"]


def test_a_record_beyond_all_measure_is_reported_with_its_line_and_identifier(monkeypatch: pytest.MonkeyPatch) -> None:
    data = long_record(monkeypatch, 1000)
    assert read(data, 1000).faults == [(identifier(FAULTY), start_of(data, FAULTY))]


def test_the_records_behind_one_beyond_all_measure_keep_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    data = long_record(monkeypatch, 1000)
    expected = [line for number, line in enumerate(seen(data).lines, 1) if number != FAULTY]
    assert read(data, 1000).lines == expected


def long_record(monkeypatch: pytest.MonkeyPatch, block: int) -> bytes:
    """Return a file whose number 50 is longer than the longest record that is read."""
    monkeypatch.setattr(slices, "SLICE", block)
    monkeypatch.setattr(slices, "LONGEST", 10_000)
    monkeypatch.setattr(slices.head_and_slices, "__defaults__", (block,))
    return hundred(narrative(b"long\n" * 8_000))


# ---- what a document type could do -----------------------------------------------------------------------------------


def laughs(inside: bytes) -> bytes:
    rows = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    return hundred(inside, head=doctype(b'[<!ENTITY a0 "ha">' + rows + b"]"))


def doctype(declared: bytes) -> bytes:
    return HEAD.replace(b"<iati", b"<!DOCTYPE iati-activities " + declared + b">\n<iati")


def doctypes(url: bytes) -> dict[str, bytes]:
    entity = b'[<!ENTITY big "' + b"x" * 100_000 + b'">]'
    return {
        "billion laughs in a text": laughs(narrative(b"&a9;")),
        "billion laughs in an attribute": laughs(b'<sector code="&a9;"/>'),
        "quadratic": hundred(narrative(b"&big;" * 10_000), head=doctype(entity)),
        "external entity": hundred(narrative(b"&s;"), head=doctype(b'[<!ENTITY s SYSTEM "' + url + b'">]')),
        "external DTD": hundred(head=doctype(b'SYSTEM "' + url + b'"')),
        "parameter entity": hundred(head=doctype(b'[<!ENTITY % p SYSTEM "' + url + b'"> %p;]')),
        "own entity": hundred(narrative(b"&org;"), head=doctype(b'[<!ENTITY org "ACME">]')),
        "nothing declared": hundred(head=doctype(b"")),
        "behind comments": hundred(head=doctype(b"").replace(b"<!DOC", b"<!-- <iati-activities> --><?a b?>\n<!DOC")),
        "behind 300 KB of comments": hundred(
            head=doctype(b"").replace(b"<!DOC", b"<!--" + b"x" * 300_000 + b"--><!DOC")
        ),
    }


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.dtd"
    path.write_text(f"<!-- {SECRET} --><!ENTITY s '{SECRET}'>{SECRET}", "utf-8")
    return path


@pytest.mark.parametrize("case", doctypes(b""))
@pytest.mark.parametrize("scheme", ["path", "uri"])
def test_a_document_type_is_refused_before_anything_is_parsed(
    case: str, scheme: str, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_: object) -> None:
        raise AssertionError("a file with a document type was parsed")

    monkeypatch.setattr(dataset, "_parse", parse)
    url = secret.as_uri() if scheme == "uri" else str(secret)
    found = read(doctypes(url.encode())[case])
    assert found.rule == "doctype"
    assert found.account.records == 0
    assert SECRET not in repr(found)


@pytest.mark.parametrize("case", doctypes(b""))
def test_a_document_type_opens_no_file(case: str, secret: Path) -> None:
    data = doctypes(str(secret).encode())[case]
    forget_access(secret)
    read(data)
    assert not was_accessed(secret)


@pytest.mark.parametrize("case", ["external entity", "external DTD", "parameter entity"])
def test_the_parser_itself_opens_no_file_that_a_document_names(case: str, secret: Path) -> None:
    data = doctypes(str(secret).encode())[case]
    forget_access(secret)
    try:
        root = etree.fromstring(data, reader.parser())
        text = etree.tostring(root, encoding="unicode", method="text")
    except etree.XMLSyntaxError as error:
        text = str(error)
    assert SECRET not in text
    assert not was_accessed(secret)


def forget_access(path: Path) -> None:
    """Put the time of the last access far back; skip where the file system does not keep it."""
    os.utime(path, (0, path.stat().st_mtime))
    path.read_bytes()
    if not was_accessed(path):
        pytest.skip("this file system does not keep the time of the last access")
    os.utime(path, (0, path.stat().st_mtime))


def was_accessed(path: Path) -> bool:
    return path.stat().st_atime > 0


def test_a_document_type_inside_the_root_declares_nothing(secret: Path) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY s SYSTEM "' + str(secret).encode() + b'">]>\n'
    found = read(hundred(narrative(b"&s;"), head=HEAD + declared))
    assert SECRET not in repr(found)
    assert identifier(FAULTY) not in found.identifiers
    assert len(found.identifiers) + len([one for one in found.faults if one[0]]) == COUNT


# ---- no IATI at all --------------------------------------------------------------------------------------------------


NOT_IATI = {
    "empty": (b"", "empty"),
    "white space": (b" \n\t\r\n", "empty"),
    "JSON": (b'{"iati-activities": []}', "not-iati"),
    "text that speaks of a root": (b"see <iati-activities></iati-activities>", "not-iati"),
    "HTML": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "not-iati"),
    "HTML without a type": (b"<html><body>404</body></html>", "not-iati"),
    "other XML": (b'<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>', "not-iati"),
    "code list": (b"<codelist><codelist-items/></codelist>", "not-iati"),
    "a longer name": (b"<iati-activities-list></iati-activities-list>", "not-iati"),
    "root in a comment": (b"<!-- <iati-activities> --><rss/>", "not-iati"),
    "PDF": (b"%PDF-1.7\n\x80\x81", "not-iati"),
    "zeros": (b"\x00" * 100_000, "not-iati"),
    "an activity without a root": (activity(1), "not-iati"),
}


@pytest.mark.parametrize(("data", "rule"), NOT_IATI.values(), ids=NOT_IATI)
def test_what_is_no_iati_is_refused_with_a_reason(data: bytes, rule: str) -> None:
    found = read(data)
    assert found.rule == rule
    assert str(found.account.refused)
    assert (found.identifiers, found.texts, found.faults) == ([], [], [])


# ---- packed files and whole loads ------------------------------------------------------------------------------------


def loaded(folder: Path, *paths: Path) -> Snapshot:
    """Load some paths into a lake, and see that the account agrees with what lies in its tables."""
    before = set(files_below(folder))
    snapshot = load(Lake(folder / "lake"), paths, NOON).snapshot
    assert not [name for name in set(files_below(folder)) - before if not name.startswith("lake/")]
    records, counted = snapshot.manifest["records"], snapshot.manifest["files"]
    assert snapshot.table("activity").num_rows == records["loaded"]
    assert records["read"] == records["loaded"] + records["set_aside"]
    assert counted["read"] == counted["loaded"] + counted["set_aside"] == len(snapshot.manifest["datasets"])
    return snapshot


def identifiers(snapshot: Snapshot) -> list[str]:
    return sorted(snapshot.table("activity")["iati_identifier"].to_pylist())


def outcome(snapshot: Snapshot) -> dict[str, str | int]:
    """Return for each dataset how many records were loaded, or the rule by which it was set aside."""
    found: Sequence[dict[str, Any]] = snapshot.manifest["datasets"]
    return {one["name"]: one["set_aside"]["rule"] if "set_aside" in one else one["records"] for one in found}


def archive(path: Path, members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return path


def small(number: int) -> bytes:
    return HEAD + activity(number) + TAIL


def test_a_fault_is_in_the_manifest_with_its_line_and_identifier(tmp_path: Path) -> None:
    data = hundred(narrative(b"FAULT R&D"))
    (tmp_path / "a.xml").write_bytes(data)
    snapshot = loaded(tmp_path, tmp_path / "a.xml")
    assert snapshot.manifest["records"] == {"read": COUNT, "loaded": COUNT - 1, "set_aside": 1}
    (broken,) = snapshot.manifest["datasets"][0]["broken"]
    assert (broken["identifier"], broken["line"]) == (identifier(FAULTY), line_of(data, b"FAULT"))


def test_one_bad_file_among_good_ones_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml").write_bytes(small(1))
    (folder / "b.json").write_bytes(b"{}")
    (folder / "c.xml").write_bytes(b"")
    (folder / "d.xml").write_bytes(small(2))
    snapshot = loaded(tmp_path, folder)
    assert outcome(snapshot) == {"in/a.xml": 1, "in/b.json": "not-iati", "in/c.xml": "empty", "in/d.xml": 1}
    assert all(one["set_aside"]["reason"] for one in snapshot.manifest["datasets"] if "set_aside" in one)


def test_gzip_is_known_by_its_bytes_whatever_the_file_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(gzip.compress(hundred()))
    assert identifiers(loaded(tmp_path, tmp_path / "a.xml")) == ALL


def test_plain_xml_under_the_name_of_a_gzip_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml.gz").write_bytes(hundred())
    assert identifiers(loaded(tmp_path, tmp_path / "a.xml.gz")) == ALL


def test_gzip_inside_a_zip_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", [("a.xml.gz", gzip.compress(hundred()))])
    assert identifiers(loaded(tmp_path, path)) == ALL


@pytest.mark.parametrize("size", [10, 10_000], ids=["small", "of several slices"])
def test_a_gzip_file_cut_off_is_reported_and_its_rows_agree_with_its_account(tmp_path: Path, size: int) -> None:
    noise = random.Random(1)
    data = HEAD + b"".join(activity(n, narrative(noise.randbytes(size).hex().encode())) for n in range(1, 201)) + TAIL
    packed = gzip.compress(data)
    (tmp_path / "cut.xml.gz").write_bytes(packed[: len(packed) * 6 // 10])
    (tmp_path / "good.xml").write_bytes(small(999))
    snapshot = loaded(tmp_path, tmp_path / "cut.xml.gz", tmp_path / "good.xml")
    cut, good = snapshot.manifest["datasets"]
    assert cut.get("set_aside") or cut.get("broken")
    assert good["records"] == 1


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/evil.xml", "a/b/c.xml", "..\\evil.xml", "C:\\evil.xml", "~/evil.xml"]
)
def test_the_names_inside_an_archive_do_no_harm(tmp_path: Path, name: str) -> None:
    deep = tmp_path / "one" / "two"
    deep.mkdir(parents=True)
    path = archive(deep / "a.zip", [(name, hundred()), ("good.xml", small(999))])
    assert identifiers(loaded(tmp_path, path)) == [*ALL, identifier(999)]
    assert not Path("/evil.xml").exists()


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = archive(tmp_path / "a.zip", [("a.xml", small(1)), ("a.xml", small(2))])
    assert identifiers(loaded(tmp_path, path)) == [identifier(1), identifier(2)]


def test_an_archive_inside_an_archive_is_read_or_reported(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("a.xml", small(1))
    path = archive(tmp_path / "a.zip", [("inner.zip", inner.getvalue()), ("b.xml", small(2))])
    snapshot = loaded(tmp_path, path)
    assert identifiers(snapshot) in ([identifier(2)], [identifier(1), identifier(2)])
    assert len(outcome(snapshot)) == 2


@pytest.mark.parametrize("limit", ["MOST", "RATIO"])
@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_a_bomb_is_set_aside_and_the_rest_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, pack: str
) -> None:
    monkeypatch.setattr(files, limit, {"MOST": 2_000_000, "RATIO": 2}[limit])
    bomb = hundred(b" " * 6_000_000)
    if pack == "gz":
        (tmp_path / "a.xml.gz").write_bytes(gzip.compress(bomb))
        (tmp_path / "b.xml").write_bytes(small(999))
        snapshot = loaded(tmp_path, tmp_path / "a.xml.gz", tmp_path / "b.xml")
    else:
        snapshot = loaded(tmp_path, archive(tmp_path / "a.zip", [("a.xml", bomb), ("b.xml", small(999))]))
    assert sorted(map(str, outcome(snapshot).values())) == ["1", "bomb"]
    assert identifiers(snapshot) == [identifier(999)]


def test_a_bomb_that_shows_itself_late_leaves_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST", 3_000_000)
    packed = gzip.compress(hundred(b" " * 900_000) + b" " * 5_000_000)
    (tmp_path / "a.xml.gz").write_bytes(packed)
    snapshot = loaded(tmp_path, tmp_path / "a.xml.gz")
    assert snapshot.manifest["files"]["set_aside"] == 1 or snapshot.manifest["records"]["set_aside"] > 0


METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflated": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize("place", [0.05, 0.5, 0.95])
def test_a_damaged_member_is_set_aside_and_the_rest_is_loaded(tmp_path: Path, method: int, place: float) -> None:
    path = archive(tmp_path / "a.zip", [("a.xml", hundred()), ("b.xml", small(999))], method)
    with zipfile.ZipFile(path) as file:
        first, second = file.infolist()
    data = bytearray(path.read_bytes())
    begin, end = first.header_offset + 30 + len("a.xml"), second.header_offset
    spot = begin + int((end - begin) * place)
    data[spot : spot + 20] = bytes(255 - byte for byte in data[spot : spot + 20])
    path.write_bytes(data)
    found = outcome(loaded(tmp_path, path))
    assert found.pop("a.zip!b.xml") == 1
    assert list(found.values()) in (["damaged-archive"], ["unreadable"])


def with_header(path: Path, number: int, offset: int, value: int) -> Path:
    """Write a 16-bit value into the entry of a member in the central directory, and into its local header."""
    data = bytearray(path.read_bytes())
    entry = -1
    for _ in range(number):
        entry = data.index(b"PK\x01\x02", entry + 1)
    (local,) = struct.unpack_from("<I", data, entry + 42)
    struct.pack_into("<H", data, entry + offset, value)
    struct.pack_into("<H", data, local + offset - 2, value)
    path.write_bytes(data)
    return path


HEADERS = {"encrypted": (8, 1), "method that nobody knows": (10, 77), "version that nobody knows": (6, 99)}


@pytest.mark.parametrize(("offset", "value"), HEADERS.values(), ids=HEADERS)
def test_a_member_that_cannot_be_opened_is_set_aside(tmp_path: Path, offset: int, value: int) -> None:
    path = archive(tmp_path / "a.zip", [("a.xml", hundred()), ("b.xml", small(999))])
    (tmp_path / "c.xml").write_bytes(small(998))
    snapshot = loaded(tmp_path, with_header(path, 1, offset, value), tmp_path / "c.xml")
    assert identifier(998) in identifiers(snapshot)
    assert snapshot.manifest["files"]["set_aside"] >= 1
    assert set(identifiers(snapshot)) <= {identifier(998), identifier(999)}


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.99])
def test_an_archive_cut_off_is_set_aside_and_other_files_are_loaded(tmp_path: Path, keep: float) -> None:
    path = archive(tmp_path / "a.zip", [("a.xml", hundred()), ("b.xml", small(1))])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    (tmp_path / "c.xml").write_bytes(small(998))
    snapshot = loaded(tmp_path, path, tmp_path / "c.xml")
    assert identifiers(snapshot) == [identifier(998)]
    assert snapshot.manifest["files"] == {"read": 2, "loaded": 1, "set_aside": 1}


def test_a_damaged_directory_of_an_archive_stops_nothing(tmp_path: Path) -> None:
    good = archive(tmp_path / "good.zip", [("a.xml", small(1)), ("b.xml", small(2))]).read_bytes()
    start = good.index(b"PK\x01\x02")
    folder = tmp_path / "in"
    folder.mkdir()
    for spot in range(start, len(good)):
        (folder / f"{spot:04}.zip").write_bytes(good[:spot] + bytes([good[spot] ^ 0xFF]) + good[spot + 1 :])
    (folder / "z.xml").write_bytes(small(998))
    assert identifier(998) in identifiers(loaded(tmp_path, folder))
