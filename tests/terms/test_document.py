"""YAML text is read without surprises: values stay text, and no text, however hostile, ends in a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidary.terms.definition import DefinitionFile
from solidary.terms.document import Document, parse_document, read_document
from solidary.terms.dossier import DossierFile
from solidary.terms.reading import read_terms
from tests.terms.samples import faults_of, locate, write

YAMLISH = st.text(alphabet="ab01:-[]{}#&*!|>'\"%@`, \n\t\r?<~=\\\0\x85\u2028\ufeff한")


def parsed(text: str) -> Document:
    return parse_document(text, Document("x.yml"))


@pytest.mark.parametrize(
    "scalar",
    ["NO", "no", "yes", "on", "null", "~", "true", "01520", "0152", "0x1F", "1:30", "12:30:45", "1e3", "1_000", ".inf",
     "2020-13-01", "2020-12-01", "2020-12-01T10:00:00Z", "=", "+1", "3.10"],
)  # fmt: skip
def test_a_value_stays_the_text_that_it_is(scalar: str) -> None:
    assert parsed(f"value: {scalar}\n").tree == {"value": scalar}
    assert parsed(f"{scalar}: value\n").tree == {scalar: "value"}


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert parsed("<<: {a: b}\n").tree == {"<<": {"a": "b"}}


def test_line_and_column_are_those_of_the_text() -> None:
    text = "a:\n  - {한국: 대한민국, b: c}\n  -   d\n"
    document = parsed(text)
    assert document.place(("a", 0, "b"), key=True) == locate(text, "b: c")
    assert document.place(("a", 0, "b")) == locate(text, "b: c", "c")
    assert document.place(("a", 1)) == locate(text, "d\n")


def test_a_byte_order_mark_moves_nothing() -> None:
    with tempfile.TemporaryDirectory() as folder:
        document = read_document(write(Path(folder) / "a.yml", b"\xef\xbb\xbfkey: value\n"))
    assert document.tree == {"key": "value"}
    assert document.place(("key",), key=True) == (1, 1)


def billion_laughs() -> str:
    rows = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(rows) + "\n"


HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "billion laughs": (billion_laughs().encode(), "no-alias", 1),
    "deep lists": (b"a:\n  " + b"[" * 10_000, "too-deep", 2),
    "deep mappings": (b"a:\n" + b"{b: " * 10_000 + b"}" * 10_000, "syntax", 2),
    "deep blocks": (b"".join(b" " * n + b"k:\n" for n in range(1000)), "too-deep", 41),
    "tab": (b"a:\n\tb: c\n", "syntax", 2),
    "NUL": (b"a: b\nc: d\ne: \0f\n", "syntax", 3),
    "control character": (b"a: b\nc: \x07\n", "syntax", 2),
    "latin-1": ("a: b\nc: Grün\n".encode("latin-1"), "encoding", 2),
    "UTF-16": ("a: b\n".encode("utf-16"), "encoding", 1),
    "empty": (b"", "syntax", 1),
    "comment only": (b"# nothing\n", "syntax", 1),
    "two documents": (b"a: b\n---\nc: d\n", "syntax", 2),
    "open bracket": (b"a: b\nc: [d\n", "syntax", 3),
    "list as a key": (b"a: b\n[c]: d\n", "syntax", 2),
    "unknown alias": (b"a: b\nc: *d\n", "no-alias", 2),
    "directive": (b"%YAML 9.9\n---\na: b\n", "syntax", 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_fault_at_its_line(tmp_path: Path, name: str) -> None:
    content, rule, line = HOSTILE[name]
    document = read_document(write(tmp_path / "a.yml", content))
    assert [(fault.rule, fault.line) for fault in document.faults][:1] == [(rule, line)]
    assert faults_of(tmp_path / "a.yml")


@pytest.mark.parametrize("text", ["- promises\n", "promises\n", "[]\n", "'text'\n"])
def test_a_file_that_is_no_mapping_gives_one_fault_on_its_type(tmp_path: Path, text: str) -> None:
    found = [fault for fault in faults_of(write(tmp_path / "a.yml", text)) if fault.rule == "wrong-type"]
    assert [(fault.line, fault.column) for fault in found] == [(1, 1)]


def test_an_alias_as_a_key_does_not_make_its_neighbours_look_wrong() -> None:
    document = parsed("a: b\n*c : d\ne: f\n")
    assert [fault.rule for fault in document.faults] == ["no-alias"]
    assert document.tree["e"] == "f"


def test_a_text_of_five_megabytes_is_read(tmp_path: Path) -> None:
    long = "word " * 1_000_000
    document = read_document(write(tmp_path / "a.yml", f"a: '{long}end'\n"))
    assert document.tree == {"a": f"{long}end"}
    assert not document.faults


def test_a_dossier_of_five_megabytes_gives_its_fault(tmp_path: Path) -> None:
    filling = "# " + "x" * 98 + "\n"
    text = filling * 50_000 + "promises: none\n"
    found = faults_of(write(tmp_path / "a.yml", text))
    assert (50_001, len("promises: ") + 1) in {(fault.line, fault.column) for fault in found}


def sound(document: Document, text: str) -> bool:
    """A document has a tree or says why not, and its faults lie inside the file."""
    lines = len(text.splitlines()) + 1
    inside = all(1 <= fault.line <= lines and fault.column >= 1 for fault in document.faults)
    return inside and (document.tree is not None or bool(document.faults))


@given(st.text() | YAMLISH)
def test_any_text_is_a_document_or_faults(text: str) -> None:
    assert sound(parsed(text), text)


@settings(deadline=None)
@given(st.binary() | YAMLISH.map(str.encode))
def test_any_bytes_are_terms_or_faults(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.yml", content)
        for model in (DossierFile, DefinitionFile):
            terms, document = read_terms(path, model)
            assert terms is not None or document.faults
