"""`solidary check` on IATI files: official ids with lines, a cap with a count, coverage, exit codes, JSON."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.cli.outcome import TRACEBACK, Run, files, process
from tests.sources.iati_checks.test_check_file import activity, document
from tests.sources.iati_checks.test_codes import folder_with

RULES = {"//iati-activity": {"atleast_one": {"cases": [{"paths": ["budget"], "ruleInfo": {"id": "B.1"}}]}}}


def written(folder: Path, name: str, content: str) -> str:
    (folder / name).write_text(content, "utf-8")
    return name


def test_a_good_file_passes_and_what_was_not_checked_is_told(run: Run, tmp_path: Path) -> None:
    done = run("check", written(tmp_path, "good.xml", document(activity())))
    assert done.code == 0
    assert "1 IATI file, 1 record: no error" in done.out
    assert "not checked - rules 1.14.8, 1.18.8" in done.out
    assert "Sector" in done.out


def test_a_violation_has_file_line_official_id_and_severity(run: Run, tmp_path: Path) -> None:
    bad = document(
        activity(more='\n  <budget><period-start iso-date="2024-01-02"/></budget>').replace('code="2"', 'code="9"')
    )
    done = run("check", written(tmp_path, "bad.xml", bad))
    assert done.code == 1
    assert "bad.xml:8: [9.5.1] error: " in done.out
    assert "XX-1-a" in done.out.splitlines()
    assert "1 with errors" in done.out


def test_a_warning_alone_does_not_fail(run: Run, tmp_path: Path) -> None:
    done = run("check", written(tmp_path, "a.xml", document(activity(" XX-1-a"))))
    assert "[1.3.1] warning" in done.out
    assert done.code == 0


def test_very_many_of_one_rule_are_counted(run: Run, tmp_path: Path) -> None:
    many = document(*(activity(f"XX-1-{number}").replace('<sector code="21020"/>', "") for number in range(1_234)))
    done = run("check", written(tmp_path, "many.xml", many))
    assert done.out.count("[6.2.2] error") == 10
    assert "many.xml: ... 1,224 more of rule 6.2.2 (error)" in done.out
    assert any(line.split()[:3] == ["6.2.2", "error", "1,234"] for line in done.out.splitlines())


def test_json_has_reports_counts_and_what_was_not_checked(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "a.xml", document(activity().replace('<sector code="21020"/>', "")))
    done = run("check", name, "--format", "json")
    found = json.loads(done.out)
    assert done.code == 1
    assert set(found) == {"iati"}
    [report] = found["iati"]["files"]
    assert report["severities"] == {"critical": 0, "error": 1, "warning": 0, "advisory": 0}
    [violation] = report["violations"]
    assert (violation["rule"], violation["line"], violation["identifier"]) == ("6.2.2", 2, "XX-1-a")
    assert found["iati"]["not_checked"]


def test_lists_of_a_folder_and_of_the_workspace_are_used(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "a.xml", document(activity()))
    (tmp_path / "standard").mkdir()
    folder_with(tmp_path / "standard", "Sector", "11110")
    for options in (("--standard", "standard"), ("-w", ".")):
        done = run("check", name, *options)
        assert "[9.76.1] error" in done.out, options
        assert done.code == 1


def test_rules_of_the_user_take_the_place_of_the_official(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "a.xml", document(activity().replace('<sector code="21020"/>', "")))
    done = run("check", name, "--ruleset", written(tmp_path, "rules.json", json.dumps(RULES)))
    assert "a.xml:2: [B.1] error" in done.out
    assert "6.2.2" not in done.out


def test_a_dossier_and_an_iati_file_are_checked_in_one_run(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "a.xml", document(activity()))
    done = run("check", name, written(tmp_path, "nothing.yml", ""), "--format", "json")
    assert set(json.loads(done.out)) == {"iati", "faults", "files", "claims"}
    assert done.code == 1


def test_a_folder_and_an_archive_are_opened(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    written(tmp_path / "data", "a.xml", document(activity()))
    with zipfile.ZipFile(tmp_path / "data" / "b.zip", "w") as archive:
        archive.writestr("b.xml", document(activity()))
    done = run("check", "data")
    assert "2 IATI files, 2 records: no error" in done.out


def test_bad_input_ends_with_a_violation_and_no_traceback(tmp_path: Path) -> None:
    for number, content in enumerate(("", "<html>", "no", "PK\x03\x04", "<!DOCTYPE html><html></html>")):
        done = process("check", written(tmp_path, f"{number}.xml", content), cwd=tmp_path)
        assert done.code == 1, done.out
        assert "critical" in done.out
        assert TRACEBACK not in done.err


def test_wrong_use_ends_with_two(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "a.xml", document(activity()))
    rules = written(tmp_path, "rules.json", '{"//iati-activity": {"atleast_two": {"cases": [{}]}}}')
    for options in (("--standard", "nowhere"), ("--ruleset", "nowhere.json"), ("--ruleset", rules)):
        done = run("check", name, *options)
        assert (done.code, done.out) == (2, ""), options
    assert run("check", "--standard", ".").code == 2
    assert run("check", "b.xml").code == 2


def test_checking_iati_changes_nothing_and_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "a.xml", document(activity("XX-1\u009b2J")))
    before = files(tmp_path)
    assert "\u009b" not in run("check", name).out
    assert files(tmp_path) == before
