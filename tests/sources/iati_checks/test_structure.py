"""The structural check: verdicts that follow from the standard, and the same answers as the official schemas.

The official schemas of 2.01-2.03 come with the data; those of version 1 are asked too if SOLIDARY_SCHEMAS names a
folder that has them as ``1.05/iati-activities-schema.xsd``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from lxml import etree

from solidary.errors import UnknownName, WrongUse
from solidary.sources.iati.checks.notation import OTHERS, Element, changed, filled, parse, shapes
from solidary.sources.iati.checks.schema import RECORDS, ROOTS, VERSIONS, Fault, compiled, faults, official
from solidary.sources.iati.checks.sentences import plain

DATA: Final = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[4] / "shared" / "data")
SCHEMAS: Final = Path(os.environ.get("SOLIDARY_SCHEMAS") or DATA / "iati-validator-tests" / "schemas")
SUITE: Final = DATA / "iati-schema-tests" / "tests"
SMALL: Final = 60_000  # bytes of a file that is changed at random
EVERY: Final = int(os.environ.get("SOLIDARY_EVERY", "7"))  # of the changes is tried; 1 tries all, in a minute or two
XML: Final = "{http://www.w3.org/XML/1998/namespace}"
FOREIGN: Final = "{urn:somebody-else}note"
WORDS: Final = ("", " ", "x", "1,000", "12.50", "-1", "2024-02-30", "2024-02-29", "true", "a b", "2024-01-01T00:00:00Z")
VALID: Final = {
    "string": "text",
    "anyType": "text",
    "anyURI": "https://example.org/",
    "boolean": "1",
    "date": "2024-12-31",
    "dateTime": "2024-12-31T00:00:00Z",
    "decimal": "12.5",
    "int": "2",
    "integer": "12",
    "language": "en",
    "xml:lang": "en",
    "NMTOKEN": "word",
    "nonNegativeInteger": "0",
    "positiveInteger": "2024",
}
ACTIVITY: Final = """<iati-activities version="2.03">
<iati-activity>
<iati-identifier>KR-GOV-010-1</iati-identifier>
<reporting-org ref="KR-GOV-010" type="10"><narrative>KOICA</narrative></reporting-org>
<title><narrative>Clean water</narrative></title>
<description><narrative>Wells</narrative></description>
<participating-org role="1"/>
<activity-status code="2"/>
<activity-date type="1" iso-date="2020-01-01"/>
<transaction>
<transaction-type code="2"/>
<transaction-date iso-date="2020-02-01"/>
<value value-date="2020-02-01" currency="USD">1000.50</value>
</transaction>
</iati-activity>
</iati-activities>"""
EARLY: Final = """<iati-activities version="1.05">
<iati-activity>
<title>Clean water</title>
<reporting-org ref="KR-GOV-010" type="10">KOICA</reporting-org>
<budget>
<value value-date="2020-02-01">1000.50</value>
<period-end iso-date="2020-12-31"/>
</budget>
<title>Wells</title>
</iati-activity>
</iati-activities>"""


def tree_of(text: str | bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.ElementTree(etree.fromstring(text, parser))


def told(text: str, version: str = "2.03") -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in faults(tree_of(text), version)]


def lines(text: str, version: str = "2.03") -> list[int]:
    return [line for line, _ in told(text, version)]


def without(line: int, text: str = ACTIVITY) -> str:
    """The text with a line emptied, so that the others keep their number."""
    rows = text.split("\n")
    return "\n".join([*rows[: line - 1], "", *rows[line:]])


# What follows from the standard


def test_a_sound_activity_has_no_fault() -> None:
    assert told(ACTIVITY) == []


@pytest.mark.parametrize("line", [3, 4, 5, 6, 7, 8, 9, 11, 12, 13])
def test_what_must_stand_once_is_missed(line: int) -> None:
    assert len(told(without(line))) == 1


def test_a_missing_title_is_told_by_what_stands_in_its_place() -> None:
    assert told(without(5)) == [(6, "description: unexpected here; expected title")]


def test_a_second_title_is_one_too_many() -> None:
    row = ACTIVITY.split("\n")[4]
    assert told(ACTIVITY.replace(row, row + row)) == [(5, "title: unexpected here; expected description")]


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_version_2_keeps_to_an_order(version: str) -> None:
    rows = ACTIVITY.split("\n")
    rows[4], rows[3] = rows[3], rows[4]
    assert lines("\n".join(rows), version) == [4]


@pytest.mark.parametrize("version", ["1.03", "1.04", "1.05"])
def test_version_1_keeps_to_no_order_and_no_number(version: str) -> None:
    assert told(EARLY, version) == []


@pytest.mark.parametrize("version", ["1.01", "1.02"])
def test_amounts_were_whole_numbers_before_1_03(version: str) -> None:
    assert told(EARLY, version) == [(6, "value: read '1000.50', expected a whole number")]


def test_an_activity_without_content_is_none_in_version_1() -> None:
    assert lines('<iati-activities version="1.05"><iati-activity/></iati-activities>', "1.05") == [1]


def test_words_of_version_1_are_no_narratives_of_version_2() -> None:
    assert (5, "title: words between its elements, where none may stand") in told(
        ACTIVITY.replace("<title><narrative>Clean water</narrative></title>", "<title>Clean water</title>")
    )


@pytest.mark.parametrize(
    ("read", "message"),
    [
        ("1,000.50", "value: read '1,000.50', expected a number with at most a decimal point"),
        ("", "value: read '', expected a number"),
        ("1e6", "value: read '1e6', expected a number"),
    ],
)
def test_an_amount_is_a_plain_number(read: str, message: str) -> None:
    ((line, found),) = told(ACTIVITY.replace("1000.50", read))
    assert line == 13
    assert found.startswith(message)


def test_a_day_that_is_not_in_the_calendar_is_no_date() -> None:
    assert told(ACTIVITY.replace('iso-date="2020-01-01"', 'iso-date="2020-02-30"')) == [
        (9, "activity-date/@iso-date: read '2020-02-30', expected a date as 2024-12-31")
    ]


def test_attributes_are_missed_and_strangers_named() -> None:
    assert told(ACTIVITY.replace('<activity-status code="2"/>', '<activity-status kode="2"/>')) == [
        (8, "activity-status: the attribute kode is not part of the standard here"),
        (8, "activity-status: the attribute code is missing"),
    ]


@pytest.mark.parametrize(
    ("element", "before", "since"),
    [
        ('<tag code="1" vocabulary="1"/>', "2.02", "2.03"),
        ('<humanitarian-scope type="1" code="1" vocabulary="1"/>', "2.01", "2.02"),
        ('<document-link format="a/b" url="u"><title><narrative/></title><category code="A1"/>'
         '<document-date iso-date="2020-01-01"/></document-link>', "2.01", "2.02"),
    ],
)  # fmt: skip
def test_an_element_belongs_to_the_versions_that_have_it(element: str, before: str, since: str) -> None:
    place = "<transaction>" if element.startswith(("<tag", "<hum")) else "</iati-activity>"
    text = ACTIVITY.replace(place, element + place)
    assert told(text, since) == []
    assert len(told(text, before)) == 1


def test_elements_of_others_stand_at_the_end_in_version_2_and_anywhere_in_version_1() -> None:
    note = '<n:note xmlns:n="urn:n"/>'
    assert told(ACTIVITY.replace("</iati-activity>", note + "</iati-activity>")) == []
    assert lines(ACTIVITY.replace("<title>", note + "<title>")) == [5]
    assert told(EARLY.replace("<budget>", note + "<budget>"), "1.05") == []


def test_elements_of_iati_inside_those_of_others_must_be_built_as_iati_s() -> None:
    text = ACTIVITY.replace("</iati-activity>", '<n:note xmlns:n="urn:n"><sector/></n:note></iati-activity>')
    assert told(text) == [(15, "sector: the attribute code is missing")]
    assert told(text.replace("<sector/>", '<sector code="1"/>')) == []


def test_elements_and_attributes_without_a_namespace_are_nobody_else_s() -> None:
    assert lines(ACTIVITY.replace("</iati-activity>", "<note/></iati-activity>")) == [15]
    assert lines(ACTIVITY.replace("<transaction>", '<transaction note="1">')) == [10]
    assert told(ACTIVITY.replace("<transaction>", '<transaction xmlns:n="urn:n" n:note="1">')) == []


def test_a_language_is_checked_wherever_it_stands() -> None:
    assert told(ACTIVITY.replace("<transaction>", '<transaction xml:lang="no language">')) == [
        (10, "transaction/@xml:lang: read 'no language', expected a language code")
    ]
    assert told(ACTIVITY.replace("<transaction>", '<transaction xml:lang="">')) == []


def test_a_recipient_country_follows_the_document_of_an_organisation() -> None:
    text = (
        '<iati-organisations version="2.03"><iati-organisation><organisation-identifier>A</organisation-identifier>'
        '<name><narrative/></name><reporting-org ref="A" type="10"><narrative/></reporting-org>'
        '<document-link format="a/b" url="u"><title><narrative/></title><category code="B01"/>'
        '<recipient-country code="TH"/></document-link></iati-organisation></iati-organisations>'
    )
    assert told(text) == told(text, "2.02") == told(text, "2.01") == []
    assert len(told(text.replace('code="TH"', ""))) == 1


def test_another_root_is_one_fault() -> None:
    assert list(faults(tree_of("<a>\n<b/></a>"), "2.03")) == [
        Fault(1, 0, "/a", "a: not the root of an IATI file; expected iati-activities or iati-organisations")
    ]


def test_a_fault_has_the_path_of_its_element() -> None:
    text = ACTIVITY.replace("</iati-activity>", "</iati-activity><iati-activity/>")
    assert [fault.path for fault in faults(tree_of(text), "2.03")] == ["/iati-activities/iati-activity[2]"]


def test_lines_are_right_beyond_the_65535th() -> None:
    text = ACTIVITY.replace("<iati-activity>", "\n" * 70_000 + "<iati-activity>").replace("1000.50", "x")
    assert lines(text) == [70_013]


# Names and hostile files


def test_unknown_versions_and_folders_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"2\.04"):
        told(ACTIVITY, "2.04")
    with pytest.raises(WrongUse, match="has neither"):
        list(faults(tree_of(ACTIVITY), "2.03", tmp_path))
    (tmp_path / "iati-activities-schema.xsd").write_text("<no schema>")
    with pytest.raises(WrongUse, match="cannot be used as a schema"):
        list(faults(tree_of(ACTIVITY), "2.03", tmp_path))


def test_a_schema_of_another_version_is_not_asked(tmp_path: Path) -> None:
    element = '<s:element name="iati-activities"/>'
    schema = f'<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" version="2.02">{element}</s:schema>'
    (tmp_path / "iati-activities-schema.xsd").write_text(schema)
    with pytest.raises(WrongUse, match=r"schema of version 2\.02"):
        official(tmp_path, "2.03", "iati-activities")
    assert official(tmp_path, "2.02", "iati-activities").validate(tree_of(ACTIVITY))


def test_entities_are_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    head = f'<!DOCTYPE iati-activities [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    found = told(head + ACTIVITY.replace("KR-GOV-010-1", "&a;").replace("1000.50", "x"))
    assert [line for line, _ in found] == [3, 13]
    assert found[0][1] == "iati-identifier: read &a;, expected the text itself; entities are not opened"


def test_a_schema_that_the_file_names_is_not_opened(tmp_path: Path) -> None:
    schema = tmp_path / "theirs.xsd"
    schema.write_text(
        '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:n">'
        '<s:element name="note" type="s:decimal"/></s:schema>'
    )
    where = f'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:n {schema.as_uri()}"'
    text = ACTIVITY.replace("<iati-activities ", f"<iati-activities {where} ")
    assert told(text.replace("</iati-activity>", '<n:note xmlns:n="urn:n">x</n:note></iati-activity>')) == []


# The notation


@pytest.mark.parametrize("text", ["a\n        b", "    a", "a b c"])
def test_a_line_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not fit|more than one shape"):
        parse(text)


def test_a_shape_that_is_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="no shape 'b'"):
        filled(parse("a b")[0], {})


@pytest.mark.parametrize("change", ["a\n    -c", "a\n    c?", "a -@y"])
def test_a_difference_changes_only_what_is_there(change: str) -> None:
    with pytest.raises(KeyError):
        changed(parse("a @x\n    b string")[0], parse(change)[0])


@pytest.mark.parametrize("version", ["1.05", "2.03"])
def test_every_shape_is_used(version: str) -> None:
    known = shapes(version)
    used = {word for element in known.values() for part in below(element) for word in (part.kind, part.name)}
    assert set(known) <= used | set(ROOTS) | {elsewhere for _, elsewhere in RECORDS.values()}


def below(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from below(child)
    if element.kind:
        yield Element(element.kind)


def test_messages_that_nobody_foresaw_are_passed_on() -> None:
    assert plain("Something else.") == "Something else."
    assert plain("Element 'a': Something else.") == "a: Something else."


# The same answers as the official schemas


def asked(version: str, root: str) -> tuple[Any, Any]:
    try:
        theirs = official(SCHEMAS, version, root)
    except WrongUse:
        pytest.skip(f"no official schema of {version} in the data; SOLIDARY_SCHEMAS names a folder that has it")
    return compiled(version, root), theirs


def answer(schema: Any, tree: Any) -> list[tuple[int, int, str]]:
    schema.validate(tree)
    return [(error.line, error.type, error.path) for error in schema.error_log]


def specimen(version: str, root: str) -> bytes:
    """A file with every element and attribute of a version once, one element per line."""
    known = shapes(version)

    def grown(element: Element) -> Any:
        node = etree.Element(element.name)
        node.text = VALID[element.kind] if element.kind else "\n"
        for name, kind in element.attributes.items():
            node.set(name.replace("xml:", XML), VALID[kind.rstrip("!")])
        node.extend(grown(child) for child in element.children if child.name != OTHERS)
        node.tail = "\n"
        return node

    return bytes(etree.tostring(grown(filled(known[root], known))))


def remove(node: Any) -> None:
    node.getparent().remove(node)


def double(node: Any) -> None:
    node.getparent().insert(0, etree.fromstring(etree.tostring(node, with_tail=False)))


def to_front(node: Any) -> None:
    node.getparent().insert(0, node)


def to_end(node: Any) -> None:
    node.getparent().append(node)


def wrap(node: Any) -> None:
    """Put an element of somebody else around it, at the end of the record or of the file."""
    parent = node.getparent()
    while parent.getparent() is not None and parent.getparent().getparent() is not None:
        parent = parent.getparent()
    etree.SubElement(parent, FOREIGN).append(node)


def rename(node: Any, name: str) -> None:
    node.tag = name


def put(node: Any, place: int, name: str) -> None:
    node.insert(place, etree.Element(name))


def write(node: Any, text: str) -> None:
    node.text = text


def mark(node: Any, name: str, value: str) -> None:
    node.set(name, value)


def unmark(node: Any, name: str) -> None:
    del node.attrib[name]


def tried(node: Any) -> list[Callable[[Any], None]]:
    """Every small change of an element that is tried: itself, its attributes, its text."""
    made: list[Callable[[Any], None]] = []
    if node.getparent() is not None:
        made += [remove, double, to_front, to_end, wrap]
        made += [partial(rename, name=name) for name in ("narrative", "title", "value", FOREIGN)]
    made += [partial(put, place=place, name=name) for place in (0, 1, len(node)) for name in ("narrative", FOREIGN)]
    made += [partial(write, text=word) for word in WORDS]
    strangers = {"unknown": "1", FOREIGN: "1", f"{XML}lang": "a b", f"{XML}space": "none", f"{XML}base": "a"}
    made += [partial(mark, name=name, value=value) for name, value in strangers.items()]
    made += [partial(unmark, name=name) for name in node.attrib]
    made += [partial(mark, name=name, value=word) for name in node.attrib for word in WORDS]
    return made


def elements(tree: Any) -> list[Any]:
    return list(tree.iter(etree.Element))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("root", ROOTS)
def test_whatever_is_changed_in_a_whole_file_the_official_schema_says_the_same(version: str, root: str) -> None:
    ours, theirs = asked(version, root)
    text = specimen(version, root)
    assert answer(theirs, tree_of(text)) == []
    steps = [(number, step) for number, node in enumerate(elements(tree_of(text))) for step in tried(node)]
    refused = 0
    for number, step in steps[::EVERY]:
        tree = tree_of(text)
        step(elements(tree)[number])
        expected = answer(theirs, tree)
        assert answer(ours, tree) == expected, (step, number)
        refused += bool(expected)
    assert refused > len(steps) / EVERY / 4


def files() -> Iterator[tuple[Path, Any]]:
    for path in sorted(DATA.glob("iati-*/**/*.xml")):
        try:
            tree = tree_of(path.read_bytes())
        except etree.XMLSyntaxError:
            continue
        if tree.getroot().tag in ROOTS:
            yield path, tree


@pytest.mark.parametrize("version", VERSIONS)
def test_every_file_of_the_data_is_judged_as_by_the_official_schema(version: str) -> None:
    asked(version, ROOTS[0])
    judged = 0
    for path, tree in files():
        ours, theirs = asked(version, tree.getroot().tag)
        assert answer(ours, tree) == answer(theirs, tree), path
        judged += 1
    assert judged > 900


def test_the_suite_of_the_standard_passes_and_fails_as_it_should() -> None:
    if not SUITE.is_dir():
        pytest.skip("the test files of the IATI schemas are not in the data")
    verdicts = {
        path: ("should-pass" in path.parts, not any(faults(tree_of(path.read_bytes()), "2.03")))
        for path in SUITE.rglob("*.xml")
        if "registry-tests" not in path.parts  # another format: the records of the IATI Registry
    }
    assert [path for path, (expected, found) in verdicts.items() if expected != found] == []
    assert sum(expected for expected, _ in verdicts.values()) == 233
    assert len(verdicts) == 233 + 453


@pytest.mark.parametrize("seed", range(6))
def test_files_of_publishers_changed_at_random_are_judged_the_same(seed: int) -> None:
    random = Random(seed)
    found = [path for path, _ in files() if path.stat().st_size < SMALL]
    if not found:
        pytest.skip("no IATI files in the data")
    for path in random.sample(found, 60):
        tree = tree_of(path.read_bytes())
        for _ in range(random.randint(1, 4)):
            node = random.choice(elements(tree))
            random.choice(tried(node))(node)
        for version in ("2.01", "2.02", "2.03"):
            ours, theirs = asked(version, tree.getroot().tag)
            assert answer(ours, tree) == answer(theirs, tree), (path, version)
