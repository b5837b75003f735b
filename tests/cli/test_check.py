"""`solidary check`: all faults of all files in one run, each at its place; exit code 1 if there is any."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.outcome import TRACEBACK, Run, files, process

# Ten different faults, each marked at the line where it should be told.
FAULTS = """\
initiative:
  key: faulty
  titel: A slip of the pen                              # fault: unknown key
  title: Faulty
  short: Faulty
  partner: XX                                           # fault: unknown code
  beneficiary: ASEAN
  compiled: 30 June 2025                                # fault: no day
  coded_by: me
sources:
  text:
    title: Text
    published: 2025-01
    grade: offical                                      # fault: unknown grade
promises:
  one:
    title: One
    fund: akfc                                          # fault: dangling fund
    serves: {aoip: [maritim]}                           # fault: unknown area
    claims:
      - says: {amount: USD nineteen million}            # fault: no amount
        source: text
        locator: page 1
      - says: {period: 2027-2023}                       # fault: ends before it starts
        source: texts                                   # fault: dangling source
        locator: page 2
milestones:
  one:                                                  # fault: the key is taken
    title: One again
    kind: summit
    claims:
      - says: {date: 2025}
        source: text
        locator: page 3
"""
GOOD = """\
initiative:
  {key_line}
  title: Good
  short: Good
  partner: JP
  beneficiary: ASEAN
  compiled: 2025-06-30
  coded_by: me
sources:
  good-text: {{title: Text, published: 2025-01, grade: official}}
promises:
  one:
    title: One
    claims:
      - says: {{amount: USD 5 million, period: 2025-27}}
        source: good-text
        locator: page 1
"""


def good(path: Path) -> Path:
    path.write_text(GOOD.format(key_line=f"key: {path.stem}"), "utf-8")
    return path


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), start=1) if "# fault" in line]


def test_the_bundled_files_have_no_fault(run: Run) -> None:
    done = run("check")
    assert done.code == 0
    assert done.out.rstrip().endswith("no fault")


def test_a_good_file_is_counted_and_passes(run: Run, tmp_path: Path) -> None:
    done = run("check", str(good(tmp_path / "good.yml")))
    assert done.code == 0
    assert "1 file, 2 claims: no fault" in done.out  # an amount and a period


def test_ten_faults_give_ten_located_lines_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "faulty.yml").write_text(FAULTS, "utf-8")
    done = process("check", "faulty.yml", cwd=tmp_path)
    *lines, verdict = done.out.splitlines()
    assert len(marked(FAULTS)) == 10
    places = [re.match(r"faulty\.yml:(\d+):(\d+): \[[a-z-]+\] \S", line) for line in lines]
    assert [int(place[1]) for place in places if place] == marked(FAULTS)
    assert len(lines) == 10
    assert "10 faults" in verdict
    assert done.code == 1
    assert TRACEBACK not in done.err


def test_each_fault_says_what_was_read_and_what_is_near(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.yml").write_text(FAULTS, "utf-8")
    out = run("check", "faulty.yml").out
    for near in ("'title'", "'official'", "'akcf'", "'maritime'", "'text'"):
        assert f"did you mean {near}?" in out
    for read in ("'titel'", "'XX'", "'30 June 2025'", "'USD nineteen million'", "'2027-2023'"):
        assert read in out


def test_json_carries_the_same_faults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.yml").write_text(FAULTS, "utf-8")
    done = run("check", "faulty.yml", "--format", "json")
    found = json.loads(done.out)
    assert done.code == 1
    assert [fault["line"] for fault in found["faults"]] == marked(FAULTS)
    assert {"file", "line", "column", "where", "rule", "message", "nearest"} <= set(found["faults"][0])


def test_json_of_a_good_file_has_an_empty_list(run: Run, tmp_path: Path) -> None:
    done = run("check", str(good(tmp_path / "good.yml")), "--format", "json")
    assert (done.code, json.loads(done.out)) == (0, {"faults": [], "files": 1, "claims": 2})


def test_a_folder_is_one_dossier(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "good"
    folder.mkdir()
    good(folder / "head.yml").write_text(GOOD.format(key_line="key: good"), "utf-8")
    (folder / "more.yml").write_text(
        "facts:\n  two:\n    title: Two\n    topic: funds\n    claims:\n"
        "      - {says: {fact: a thing}, source: good-text, locator: page 2}\n",
        "utf-8",
    )
    done = run("check", "good")
    assert done.code == 0, done.out
    assert "2 files, 3 claims: no fault" in done.out


def test_a_whole_workspace_is_checked(run: Run, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / "dossiers").mkdir(exist_ok=True)
        good(tmp_path / "dossiers" / f"{name}.yml")
    (tmp_path / "dossiers" / "faulty.yml").write_text(FAULTS.replace("key: good", "key: faulty"), "utf-8")
    done = run("check", ".")
    assert done.code == 1
    assert sum(": [" in line for line in done.out.splitlines()) == 10


def test_an_empty_folder_is_wrong_use(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("check", "empty")
    assert (done.code, done.out) == (2, "")
    assert "solidary init" in done.err


def test_a_missing_path_is_wrong_use_and_the_nearest_is_offered(run: Run, tmp_path: Path) -> None:
    good(tmp_path / "good.yml")
    done = run("check", "goood.yml")
    assert (done.code, done.out) == (2, "")
    assert "good.yml" in done.err.replace("goood.yml", "")


def test_broken_yaml_is_one_located_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("initiative:\n  key: [unclosed\n", "utf-8")
    done = run("check", "broken.yml")
    assert done.code == 1
    assert re.search(r"^broken\.yml:\d+:\d+: \[syntax\]", done.out, re.MULTILINE)


def test_a_file_of_other_bytes_is_one_located_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.yml").write_bytes(b"initiative:\n  title: caf\xe9\n")
    done = run("check", "latin.yml")
    assert done.code == 1
    assert "latin.yml:2:" in done.out
    assert "[encoding]" in done.out


def test_a_file_without_anything_is_a_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing.yml").write_text("", "utf-8")
    assert run("check", "nothing.yml").code == 1


def test_a_changed_ledger_is_a_fault_at_its_line(run: Run, tmp_path: Path) -> None:
    statement = ("kasi/methane", "amount", "USD 21 million", "--source", "akcmm-my", "--locator", "table 2")
    for number in ("one", "two"):
        assert run("claim", *statement, "--by", number, "-w", ".").code == 0
    assert run("check", "ledger.jsonl").code == 0
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text(ledger.read_text("utf-8").replace("21 million", "22 million", 1), "utf-8")
    done = run("check", "ledger.jsonl")
    assert done.code == 1
    assert "ledger.jsonl:1:1: [ledger]" in done.out


def test_checking_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.yml").write_text(FAULTS, "utf-8")
    good(tmp_path / "good.yml")
    before = files(tmp_path)
    run("check", "faulty.yml", "good.yml")
    assert files(tmp_path) == before


def test_a_faulty_workspace_stops_an_answer_with_its_faults_and_code_one(tmp_path: Path) -> None:
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / "faulty.yml").write_text(FAULTS, "utf-8")
    done = process("ask", "delivery", "faulty", "-w", ".", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "dossiers/faulty.yml:3:" in done.err
    assert TRACEBACK not in done.err
