"""The ledger only grows: nothing is lost to two writers or a crash, and nothing is changed unseen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from solidary.errors import CannotWrite, LedgerFault, SolidaryError
from solidary.register.ledger import Ledger
from solidary.terms.library import Library
from solidary.workspace import Workspace, open_workspace
from tests.terms.samples import DOSSIER, bundled, load, write

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SAYS: dict[str, object] = {"says": {"amount": "USD 21 million"}, "source": "bridge-text", "locator": "table 2"}
BODY: dict[str, Any] = {"subject": "bridge/money", "statement": SAYS}

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from solidary.register.ledger import Ledger
name, path, count = sys.argv[1:]
ledger, number = Ledger(Path(path)), 0
print("ready", flush=True)
sys.stdin.readline()
while number < int(count):
    number += 1
    ledger.append("note", {"number": number}, name, datetime.now(UTC))
    print(number, flush=True)
"""
FIRST_LINES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from solidary.register.ledger import Ledger
name, folder, rounds = sys.argv[1:]
for round in range(int(rounds)):
    Path(folder, f"{name}{round}").touch()
    while not all(os.path.exists(f"{folder}/{other}{round}") for other in "ab"):
        pass
    Ledger(Path(folder, f"ledger{round}.jsonl")).append("note", {}, name, datetime.now(UTC))
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.jsonl")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load(write(tmp_path / "bridge.yml", DOSSIER))


@pytest.fixture(scope="module")
def bundled_library() -> Library:
    return bundled()


@pytest.fixture
def workspace(tmp_path: Path, bundled_library: Library) -> Workspace:
    opened = open_workspace(tmp_path, today=TODAY)
    opened.__dict__["library"] = bundled_library  # read once for all tests of this file
    return opened


def data(ledger: Ledger) -> bytes:
    assert ledger.path is not None
    return ledger.path.read_bytes()


def replaced(ledger: Ledger, content: bytes) -> Ledger:
    assert ledger.path is not None
    ledger.path.write_bytes(content)
    return ledger


def three(ledger: Ledger) -> Ledger:
    for number in (1, 2, 3):
        ledger.append("note", {"number": number}, "ann", AT)
    return ledger


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def go(process: subprocess.Popen[str]) -> None:
    """Let a writer that said it is ready begin."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()


def test_a_ledger_that_was_never_written_is_empty_and_reading_makes_no_file(ledger: Ledger) -> None:
    assert ledger.lines() == []
    assert ledger.path is not None
    assert not ledger.path.exists()


def test_lines_are_read_as_they_were_written(ledger: Ledger) -> None:
    written = [ledger.append("note", {"text": f"한국 \u2028 {number}\r\n"}, "ann", AT) for number in range(3)]
    assert ledger.lines() == written
    assert [line.number for line in written] == [1, 2, 3]


def test_an_append_leaves_what_stood_before_untouched(ledger: Ledger) -> None:
    before = data(three(ledger))
    ledger.append("note", {}, "bob", AT)
    assert data(ledger).startswith(before)


def test_equal_entries_have_different_hashes_since_each_carries_the_one_before(ledger: Ledger) -> None:
    one, two = (ledger.append("note", {}, "ann", AT) for _ in range(2))
    assert one.hash != two.hash


def test_two_processes_that_append_at_once_lose_nothing(ledger: Ledger) -> None:
    writers = [start(WRITER, name, str(ledger.path), "20") for name in ("ann", "bob")]
    for writer in writers:
        go(writer)
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    lines = ledger.lines()
    assert len(lines) == 40
    for name in ("ann", "bob"):
        assert [line.body["number"] for line in lines if line.by == name] == list(range(1, 21))


def test_two_processes_that_begin_a_ledger_at_once_lose_nothing(tmp_path: Path) -> None:
    rounds = 150
    writers = [start(FIRST_LINES, name, str(tmp_path), str(rounds)) for name in "ab"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    found = [{line.by for line in Ledger(tmp_path / f"ledger{number}.jsonl").lines()} for number in range(rounds)]
    assert found == [{"a", "b"}] * rounds


def test_a_ledger_that_another_process_began_meanwhile_is_not_emptied(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(ledger)
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path, **kw: path.name != "ledger.jsonl" and exists(path, **kw))
    ledger.append("note", {}, "bob", AT)  # the answer to "is there a file?" is older than the file
    monkeypatch.undo()
    assert len(ledger.lines()) == 4


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_a_line_that_a_crash_cut_short_was_never_written(ledger: Ledger, cut: int) -> None:
    whole = data(three(ledger))
    replaced(ledger, whole[:-cut])
    assert [line.body["number"] for line in ledger.lines()] == [1, 2]
    ledger.append("note", {"number": 4}, "ann", AT)
    assert [line.body["number"] for line in ledger.lines()] == [1, 2, 4]
    assert data(ledger).count(b"\n") == 3


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("field", ["at", "by", "do", "hash"])
def test_a_changed_line_is_a_fault_with_its_number(ledger: Ledger, number: int, field: str) -> None:
    lines = data(three(ledger)).splitlines(keepends=True)
    tree = json.loads(lines[number - 1])
    tree[field] = "0" * 64
    lines[number - 1] = json.dumps(tree).encode() + b"\n"
    with pytest.raises(LedgerFault) as caught:
        replaced(ledger, b"".join(lines)).lines()
    assert (caught.value.file, caught.value.line) == (str(ledger.path), number)


@pytest.mark.parametrize(
    ("order", "number"), [((1, 2), 1), ((0, 2), 2), ((0, 2, 1), 2), ((0, 1, 1, 2), 3), ((1, 0, 2), 1)]
)
def test_a_line_that_was_removed_moved_or_copied_is_a_fault(
    ledger: Ledger, order: tuple[int, ...], number: int
) -> None:
    lines = data(three(ledger)).splitlines(keepends=True)
    with pytest.raises(LedgerFault) as caught:
        replaced(ledger, b"".join(lines[place] for place in order)).lines()
    assert caught.value.line == number


@pytest.mark.parametrize("junk", [b"\n", b"{}\n", b"[]\n", b"null\n", b"no line\n", b"\xff\xfe\n", b'{"at": 1}\n'])
def test_a_line_that_is_no_ledger_line_is_a_fault(ledger: Ledger, junk: bytes) -> None:
    whole = data(three(ledger))
    with pytest.raises(LedgerFault) as caught:
        replaced(ledger, whole + junk).lines()
    assert caught.value.line == 4


def test_nothing_is_appended_to_a_broken_ledger(ledger: Ledger) -> None:
    broken = data(three(ledger)).replace(b"ann", b"eve", 1)
    with pytest.raises(LedgerFault):
        replaced(ledger, broken).append("note", {}, "ann", AT)
    assert data(ledger) == broken


@pytest.mark.skipif(os.name == "nt", reason="this system has no SIGKILL")
def test_a_writer_that_is_killed_leaves_a_readable_ledger(ledger: Ledger) -> None:
    for delay in (0.0, 0.011, 0.037):
        before = len(ledger.lines())
        writer = start(WRITER, "ann", str(ledger.path), "1000000")
        go(writer)
        assert writer.stdout is not None
        seen = [int(writer.stdout.readline()) for _ in range(5)]
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        told = [*seen, *(int(line) for line in writer.communicate()[0].splitlines(keepends=True) if line[-1] == "\n")]
        assert len(ledger.lines()) - before >= max(told)  # what was reported as written is there
        assert ledger.append("note", {"number": 0}, "bob", AT) == ledger.lines()[-1]


def test_a_claim_of_the_ledger_is_a_claim_like_any_other(ledger: Ledger, library: Library) -> None:
    ledger.append("claim", BODY, "ann", AT)
    (claim,) = ledger.claims(library)
    assert (claim.subject, claim.predicate, str(claim.value)) == ("bridge/money", "amount", "USD 21 million")
    assert (claim.asserted_by, claim.place, claim.known_from) == ("ann", f"{ledger.path}:1", date(2023, 6, 30))


def test_a_withdrawn_claim_is_hidden_and_both_lines_stay(ledger: Ledger, library: Library) -> None:
    ledger.append("claim", BODY, "ann", AT)
    (claim,) = ledger.claims(library)
    ledger.append("withdraw", {"id": claim.id, "reason": "read the wrong row"}, "ann", AT)
    assert list(ledger.claims(library)) == []
    assert [line.action for line in ledger.lines()] == ["claim", "withdraw"]


def test_a_claim_that_is_made_again_after_its_withdrawal_is_in_force(ledger: Ledger, library: Library) -> None:
    ledger.append("claim", BODY, "ann", AT)
    (claim,) = ledger.claims(library)
    ledger.append("withdraw", {"id": claim.id, "reason": "read the wrong row"}, "ann", AT)
    ledger.append("claim", BODY, "ann", AT)
    assert [found.id for found in ledger.claims(library)] == [claim.id]


def test_a_claim_on_an_entry_that_is_gone_is_a_fault_at_its_line(ledger: Ledger, library: Library) -> None:
    ledger.append("note", {}, "ann", AT)
    ledger.append("claim", {**BODY, "subject": "bridge/gone"}, "ann", AT)
    with pytest.raises(LedgerFault) as caught:
        list(ledger.claims(library))
    assert caught.value.line == 2
    count, (fault,) = ledger.check(library)
    assert (count, fault.line, fault.rule) == (0, 2, "ledger")


def test_a_claim_through_the_workspace_is_read_back(workspace: Workspace) -> None:
    made = workspace.claim("kasi/methane", {**SAYS, "source": "isc-2306"}, "ann")
    assert [claim.id for claim in workspace.ledger.claims(workspace.library)] == [claim.id for claim in made]
    assert made[0].id in {claim.id for claim in workspace.claims}


def test_a_claim_with_a_source_of_its_own_carries_it(workspace: Workspace) -> None:
    source: dict[str, object] = {"title": "My notes", "published": "2025-05-01", "grade": "weak"}
    (made,) = workspace.claim("kasi/methane", {**SAYS, "source": "my-notes"}, "ann", source)
    assert (made.evidence.title, made.evidence.grade, made.known_from) == ("My notes", "weak", date(2025, 5, 1))


def test_the_workspace_takes_back_only_what_its_ledger_holds(workspace: Workspace) -> None:
    (made,) = workspace.claim("kasi/methane", {**SAYS, "source": "isc-2306"}, "ann")
    workspace.withdraw(made.id, "read the wrong row", "ann")
    assert list(workspace.ledger.claims(workspace.library)) == []
    before = data(workspace.ledger)
    for other in (made.id, "c-0000000000"):
        with pytest.raises(SolidaryError):
            workspace.withdraw(other, "again", "ann")
    assert data(workspace.ledger) == before


WRONG: dict[str, tuple[str, dict[str, object]]] = {
    "amount": ("kasi/methane", {"says": {"amount": "USD nineteen"}}),
    "currency": ("kasi/methane", {"says": {"amount": "USX 19 million"}}),
    "period": ("kasi/methane", {"says": {"period": "2022-02-30"}}),
    "predicate": ("kasi/methane", {"says": {"amont": "USD 19 million"}}),
    "number type": ("kasi/methane", {"says": {"amount": 19}}),
    "nothing said": ("kasi/methane", {"says": {}}),
    "one wrong of two": ("kasi/methane", {"says": {"amount": "USD 19 million", "period": "soon"}}),
    "of": ("kasi/methane", {"of": "one day"}),
    "source": ("kasi/methane", {"source": "isc-9999"}),
    "locator": ("kasi/methane", {"locator": "  "}),
    "method": ("kasi/methane", {"method": "guess"}),
    "unknown key": ("kasi/methane", {"reason": "so"}),
    "place": ("kasi/methane", {"says": {"places": ["XX"]}}),
    "beneficiary": ("kasi/methane", {"says": {"beneficiary": "ASIAN"}}),
    "entry": ("kasi/methan", {}),
    "initiative": ("kazi/methane", {}),
    "no subject": ("", {}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_claim_is_refused_and_nothing_is_written(workspace: Workspace, name: str) -> None:
    subject, changes = WRONG[name]
    with pytest.raises((SolidaryError, ValueError)):
        workspace.claim(subject, {**SAYS, "source": "isc-2306", **changes}, "ann")
    assert workspace.ledger.path is not None
    assert not workspace.ledger.path.exists()


@pytest.mark.parametrize("missing", ["says", "source", "locator"])
def test_an_incomplete_claim_is_refused_and_nothing_is_written(workspace: Workspace, missing: str) -> None:
    statement = {key: value for key, value in {**SAYS, "source": "isc-2306"}.items() if key != missing}
    with pytest.raises((SolidaryError, ValueError)):
        workspace.claim("kasi/methane", statement, "ann")
    assert workspace.ledger.path is not None
    assert not workspace.ledger.path.exists()


def test_nothing_can_be_written_without_a_workspace(bundled_library: Library) -> None:
    opened = open_workspace(today=TODAY)
    opened.__dict__["library"] = bundled_library
    with pytest.raises(SolidaryError, match="no workspace"):
        opened.claim("kasi/methane", {**SAYS, "source": "isc-2306"}, "ann")
    with pytest.raises(CannotWrite, match="no workspace"):
        Ledger(None).append("note", {}, "ann", AT)
    assert Ledger(None).lines() == []
