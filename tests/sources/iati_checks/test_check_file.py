"""One file -> its report: what cannot be read, structure, identifiers, references, and the official files."""

from __future__ import annotations

import gzip
import time
import zipfile
from pathlib import Path

import pytest

from solidary.errors import WrongUse
from solidary.sources.iati.checks.check import check_dataset
from solidary.sources.iati.checks.report import KEPT, DatasetReport
from solidary.sources.iati.checks.ruleset import own_rules
from solidary.sources.iati.checks.standard import Standard
from solidary.sources.iati.checks.violation import Violation
from solidary.sources.iati.files import find
from tests.sources.iati_checks.oracle import NOW, VALIDATOR, checked, needs_data, rows

ACTIVITY = """\
 <iati-activity default-currency="KRW" xml:lang="en">
  <iati-identifier>{identifier}</iati-identifier>
  <reporting-org ref="XX-1" type="10"><narrative>Office</narrative></reporting-org>
  <title><narrative>Bridge</narrative></title>
  <description><narrative>A bridge</narrative></description>
  <participating-org ref="XX-1" role="4"/>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2024-01-01"/>
  <recipient-country code="TH"/>
  <sector code="21020"/>{more}
 </iati-activity>
"""


def activity(identifier: str = "XX-1-a", more: str = "") -> str:
    return ACTIVITY.format(identifier=identifier, more=more)


def document(*inner: str, version: str = "2.03") -> str:
    return f'<iati-activities version="{version}">\n{"".join(inner)}</iati-activities>\n'


def report(folder: Path, content: str | bytes, name: str = "a.xml") -> DatasetReport:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    [found] = find([file])
    return check_dataset(found, Standard(now=NOW))


def told(found: DatasetReport) -> list[tuple[str, int]]:
    return [(violation.rule, violation.line) for violation in found.violations]


def test_a_good_file_has_nothing_against_it(tmp_path: Path) -> None:
    found = report(tmp_path, document(activity()))
    assert (told(found), found.records, found.version, found.passes) == ([], 1, "2.03", True)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "0.1.1"),
        (b"not XML at all", "0.1.1"),
        (b"\x00\x01\x02", "0.1.1"),
        (b"<iati-activities", "0.1.1"),
        (b"<!DOCTYPE html><html><body><p>Not found<br></body></html>", "0.1.1"),
        (b"<html><body/></html>", "0.2.1"),
        (b"<iati-activity/>", "0.2.1"),
        (b'<iati-activities version="2.03"/>', "0.3.1"),
        (b'<iati-activities version="1.05"><iati-activity/></iati-activities>', "0.6.1"),
        (b'<iati-activities version="9"><iati-activity/></iati-activities>', "0.6.1"),
        (b"<iati-activities><iati-activity/></iati-activities>", "0.6.1"),
        (b"\x1f\x8b damaged", "0.1.1"),
        (b"PK\x03\x04 damaged", "0.1.1"),
    ],
)
def test_what_is_no_good_iati_file_has_the_official_id(tmp_path: Path, content: bytes, rule: str) -> None:
    found = report(tmp_path, content)
    assert rule in {violation.rule for violation in found.violations}
    assert not found.passes


def test_a_file_that_breaks_off_keeps_what_was_found_before(tmp_path: Path) -> None:
    found = report(tmp_path, document(activity(more='\n<sector code="1" percentage="200"/>'))[:-20] + "<a></b>")
    assert {"2.1.1", "12.3.1", "0.1.1"} <= {violation.rule for violation in found.violations}


def test_an_entity_is_not_opened_and_a_doctype_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("TOP SECRET", "utf-8")
    head = f'<!DOCTYPE iati-activities [<!ENTITY x SYSTEM "{tmp_path / "secret"}">]>'
    found = report(tmp_path, head + document(activity(identifier="XX-1-&x;")))
    assert "doctype" in {violation.rule for violation in found.violations}
    assert "SECRET" not in str(found.as_dict())


def test_entities_that_multiply_do_no_harm(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    inner = activity(more='\n<sector code="&e11;"/>')
    assert not report(tmp_path, f"<!DOCTYPE iati-activities [{entities}]>" + document(inner)).passes


def test_a_file_made_to_be_slow_is_checked_in_time(tmp_path: Path) -> None:
    dates = "".join(f'<activity-date type="{kind}" iso-date="2024-01-01"/>' for kind in (1, 3) * 5_000)
    sectors = "".join(f'<sector vocabulary="v{number}" code="1" percentage="100"/>' for number in range(5_000))
    attributes = " ".join(f'a{number}="1"' for number in range(10_000))
    before = time.perf_counter()
    report(tmp_path, document(activity(more=f"{dates}{sectors}<tag {attributes}/>")))
    assert time.perf_counter() - before < 60


def test_archives_are_opened_member_by_member(tmp_path: Path) -> None:
    assert told(report(tmp_path, gzip.compress(document(activity()).encode()), "a.xml.gz")) == []
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.xml", document(activity()))
        archive.writestr("two.xml", "no")
    reports = [check_dataset(found, Standard(now=NOW)) for found in find([tmp_path / "a.zip"])]
    assert [(found.file, found.passes) for found in reports] == [("a.zip!one.xml", True), ("a.zip!two.xml", False)]


def test_an_identifier_used_twice_is_told_at_the_second(tmp_path: Path) -> None:
    found = report(tmp_path, document(activity(), activity("XX-1-b"), activity()))
    assert told(found) == [("1.1.2", 25)]  # an activity has 11 lines, the root one
    assert found.violations[0].identifier == "XX-1-a"


def test_an_activity_that_the_file_lacks_is_an_advisory_and_one_it_has_is_not(tmp_path: Path) -> None:
    related = '\n<related-activity ref="XX-1-{}" type="1"/>'
    found = report(tmp_path, document(activity(more=related.format("b")), activity("XX-1-b", related.format("c"))))
    assert [(v.rule, v.severity, v.read, v.identifier) for v in found.violations] == [
        ("1000.0.6", "advisory", "XX-1-c", "XX-1-b")
    ]
    assert found.passes


def test_a_rule_tells_line_identifier_and_what_was_read(tmp_path: Path) -> None:
    found = report(tmp_path, document(activity(), activity("XX-1", '\n  <sector code="1" percentage="60"/>')))
    by_rule = {violation.rule: violation for violation in found.violations}
    assert set(by_rule) == {"1.1.3", "1.1.21", "2.1.1"}
    assert by_rule["1.1.21"].line == 14
    assert by_rule["1.1.3"].read == "XX-1"
    assert by_rule["2.1.1"].lines == (22, 23, 13)
    assert {violation.identifier for violation in found.violations} == {"XX-1"}


def test_structure_is_asked_of_each_record_and_of_what_is_beside_them(tmp_path: Path) -> None:
    found = report(tmp_path, document(activity(), "<stray/>", activity("XX-1-b").replace(' code="2"', ""), "words"))
    assert [(v.rule, v.line) for v in found.violations if v.severity == "critical"] == [
        ("0.3.1", 19),  # the status without code
        ("0.3.1", 13),  # the stray element
        ("0.3.1", 13),  # the words, at the record that they follow
    ]


def test_lines_beyond_the_count_of_the_parser_are_told_to_within_a_line(tmp_path: Path) -> None:
    late = activity(more="\n" * 70_000 + '<sector code="1" percentage="x">\n</sector>')
    lines = [v.line for v in report(tmp_path, document(late)).violations if v.rule == "0.3.1"]
    assert lines
    assert all(abs(line - 70_011) <= 1 for line in lines)


def test_very_many_violations_are_counted_and_not_all_kept() -> None:
    found = DatasetReport("a.xml")
    for number in range(KEPT + 5):
        found.add(Violation("a.xml", number, 0, "", "6.2.2", "error", "classifications", "no sector"))
    assert (len(found.violations), found.counts["6.2.2", "error"]) == (KEPT, KEPT + 5)
    assert found.by_severity()["error"] == KEPT + 5


def test_the_time_of_the_check_decides_what_lies_in_the_future(tmp_path: Path) -> None:
    more = '\n<activity-date type="2" iso-date="2026-06-02"/>'
    inner = activity().replace('<activity-date type="1" iso-date="2024-01-01"/>', more)
    assert [rule for rule, _ in told(report(tmp_path, document(inner)))] == ["11.1.4"]


def test_a_folder_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        Standard.of(tmp_path / "nowhere", own_rules(), NOW)


# Official cases whose ids or lines come out otherwise, with the reason.
BEFORE = "the official line is the one before the description or title; ours is its own"
INTEGRATION = {
    "xlsx-spreadsheet-with-extension.xml": "a workbook is a zip archive: its members are checked one by one, 0.2.1",
    "error_at_70076_in_early_activity.xml": "the official check gives up at line 65,537; ours says 70,077",
    "iati-act-atLeastOne-error-02.xml": BEFORE,
    "iati-act-atLeastOne-error-03.xml": BEFORE,
    "iati-act-atLeastOne-error-04.xml": BEFORE,
    "iati-act-atLeastOne-error-05.xml": BEFORE,
    "iati-act-identifier-exists-15-transaction-x-ref-found-201.xml": "the official script "
    "expects none of these ids, and there is none; the table of cases lists them as if they were expected",
}


def agrees(case: dict[str, str]) -> bool:
    found = checked_all(VALIDATOR / "integration-tests" / "test-files" / case["file"])
    ids = {violation.rule for report in found for violation in report.violations}
    lines = {str(line) for report in found for violation in report.violations for line in violation.lines}
    critical = any(report.by_severity()["critical"] for report in found)
    verdicts = set(filter(None, case["valid"].split(";")))
    return (
        set(filter(None, case["rule_ids"].split(";"))) <= ids
        and set(filter(None, case["line_numbers"].split(";"))) <= lines
        and (len(verdicts) != 1 or verdicts == {"false" if critical else "true"})
        and (case["http_status"] in ("", "200") or critical)
    )


def checked_all(file: Path) -> list[DatasetReport]:
    if not zipfile.is_zipfile(file):
        return [checked(file)]
    return [check_dataset(found, Standard(now=NOW)) for found in find([file])]


@needs_data
def test_the_official_files_have_the_official_ids_lines_and_verdicts() -> None:
    cases = rows(VALIDATOR / "expected_integration.csv")
    there = [case for case in cases if case["file_present"] == "True"]
    other = [case for case in there if not agrees(case)]
    assert {case["file"] for case in other} == set(INTEGRATION)
    assert (len(cases), len(there), len(there) - len(other)) == (93, 91, 84)


@needs_data
def test_the_official_good_files_have_no_critical_violation() -> None:
    for name in ("iati-act-no-errors.xml", "iati-org-no-errors.xml", "iati-act-line-endings-cr.xml"):
        found = checked(VALIDATOR / "integration-tests" / "test-files" / name)
        assert found.by_severity()["critical"] == 0, name


@needs_data
def test_the_official_schemas_can_be_used_instead_of_ours() -> None:
    standard = Standard.of(VALIDATOR, None, NOW)
    file = VALIDATOR / "integration-tests" / "test-files" / "iati-act-schema-errors.xml"
    assert standard.schemas == VALIDATOR / "schemas"
    assert "0.3.1" in {violation.rule for violation in checked(file, standard).violations}
