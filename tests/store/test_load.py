"""A load is all or nothing, a no-op when repeated, and the same whatever the order, packing and number of workers."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solidary.store.load import load
from solidary.store.parts import tables
from solidary.store.snapshot import Lake, NoSnapshot, Snapshot
from tests.store.broken import HEAD, TAIL, activity, file_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PLACES = {"dataset", "record", "row", "parent", "line"}
JOB = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from solidary.store.load import load
from solidary.store.snapshot import Lake
if __name__ == "__main__":
    load(Lake(Path(sys.argv[1])), [Path(sys.argv[2])], datetime.now(UTC), workers=int(sys.argv[3]))
    print("pandas" in sys.modules)
"""


def contents(snapshot: Snapshot) -> dict[str, list[str]]:
    """Return the values of all tables, wherever their rows stood."""
    found = {}
    for name in tables():
        table = snapshot.table(name)
        values = table.select([column for column in table.column_names if column not in PLACES])
        found[name] = sorted(map(str, values.to_pylist()))
    return found


def folder_of(path: Path, *files: bytes) -> Path:
    path.mkdir()
    for number, data in enumerate(files):
        (path / f"{number}.xml").write_bytes(data)
    return path


def money(number: int) -> str:
    return activity(
        number, f'<transaction><value currency="THB">{number}</value></transaction><sector code="{number}"/>'
    )


def file_with(numbers: range) -> bytes:
    return (HEAD + "".join(map(money, numbers)) + TAIL).encode()


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "in", file_with(range(50)))
    lake = Lake(tmp_path / "lake")
    first, again = load(lake, [source], NOW), load(lake, [source], NOW)
    assert (first.new, again.new) == (True, False)
    assert first.snapshot.id == again.snapshot.id
    assert len(lake.snapshots()) == 1


def test_order_packing_splitting_and_workers_change_no_row(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", file_with(range(60)))
    split = folder_of(tmp_path / "split", file_with(range(30, 60)), file_with(range(30)))
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / "a.xml.gz").write_bytes(gzip.compress(file_with(range(60))))
    found = [
        contents(load(Lake(tmp_path / f"lake-{path.name}-{workers}"), [path], NOW, workers=workers).snapshot)
        for path, workers in ((one, 1), (split, 1), (split, 2), (tmp_path / "packed", 1))
    ]
    assert found[0]["transaction"]
    assert all(other == found[0] for other in found)


def test_counts_in_are_counts_loaded_and_set_aside(tmp_path: Path) -> None:
    broken = file_of("<description></descriptio>")
    source = folder_of(tmp_path / "in", file_with(range(10)), broken, b'{"no": "xml"}', b"")
    manifest = load(Lake(tmp_path / "lake"), [source], NOW).snapshot.manifest
    assert manifest["files"] == {"read": 4, "loaded": 2, "set_aside": 2}
    assert manifest["records"] == {"read": 110, "loaded": 109, "set_aside": 1}
    (fault,) = [fault for one in manifest["datasets"] for fault in one.get("broken", ())]
    assert (fault["rule"], fault["identifier"]) == ("not-well-formed", "XX-1-50")


def test_the_manifest_counts_the_rows_that_are_there(tmp_path: Path) -> None:
    snapshot = load(Lake(tmp_path / "lake"), [folder_of(tmp_path / "in", file_with(range(20)))], NOW).snapshot
    counted = {name: table["rows"] for name, table in snapshot.manifest["tables"].items() if name != "flag"}
    assert counted == {name: rows for name in tables() if (rows := snapshot.table(name).num_rows)}


def test_the_input_is_kept_by_its_content(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "in", file_with(range(5)))
    lake = Lake(tmp_path / "lake")
    (entry,) = load(lake, [source], NOW).snapshot.manifest["datasets"]
    kept = lake.folder / "raw" / entry["sha256"][:2] / entry["sha256"]
    assert kept.read_bytes() == file_with(range(5))


DOUBTFUL = (
    '<transaction><transaction-type code="99"/><transaction-date iso-date="2024-02-30"/>'
    "<value>1,000</value></transaction>"
    '<budget><value currency="USS" value-date="03/04/2024">5</value></budget>'
    "<description><narrative>CafÃ©</narrative></description>"
)


def test_doubtful_values_are_kept_and_flagged_with_their_place(tmp_path: Path) -> None:
    text = file_of(DOUBTFUL).decode().replace(' default-currency="USD"', "")
    text = text.replace("XX-1-7<", "XX-1-8<")
    snapshot = load(Lake(tmp_path / "lake"), [folder_of(tmp_path / "in", text.encode())], NOW).snapshot
    assert snapshot.manifest["flags"] == {
        "date-not-iso": 2, "identifier-duplicate": 2, "code-unknown": 1, "currency-missing": 1, "currency-unknown": 1,
        "mojibake": 1, "number-not-decimal": 1,
    }  # fmt: skip
    flags = {row["rule"]: row for row in snapshot.table("flag").to_pylist()}
    assert flags["number-not-decimal"]["value"] == "1,000"
    assert text.splitlines()[flags["number-not-decimal"]["line"] - 1].startswith("<transaction>")
    assert snapshot.table("transaction")["value"].to_pylist() == ["1,000"]


def test_an_empty_lake_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="no snapshot"):
        Lake(tmp_path).snapshot()


def start(tmp_path: Path, lake: Path, source: Path, workers: int) -> subprocess.Popen[bytes]:
    job = tmp_path / "job.py"
    if not job.exists():
        job.write_text(JOB)
    command = [sys.executable, str(job), str(lake), str(source), str(workers)]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)


def test_a_load_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    source = folder_of(tmp_path / "in", file_with(range(20)), file_with(range(10, 20)))
    (source / "2.xml").write_text(HEAD + '<iati-activity><title><narrative>\u00c3\u00a9</narrative></title>'
                                  '<transaction><transaction-date iso-date="2026-02-30"/><value>1</value>'
                                  "</transaction></iati-activity>" + TAIL)  # fmt: skip
    command = [sys.executable, "-c", JOB, str(tmp_path / "lake"), str(source), "1"]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60).stdout
    flags = Lake(tmp_path / "lake").snapshot().manifest["flags"]
    assert {"date-not-iso", "mojibake", "identifier-missing", "identifier-duplicate", "currency-missing"} <= set(flags)
    assert told == "False\n", "pandas was imported, which takes as long as 20 MB of XML; see store/literals.py"


def test_a_killed_load_leaves_the_lake_as_it_was_and_the_next_one_works(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    before = load(lake, [folder_of(tmp_path / "old", file_with(range(5)))], NOW).snapshot.id
    source = folder_of(tmp_path / "new", *(file_with(range(n, n + 1500)) for n in range(0, 6000, 1500)))
    chance = random.Random(7)
    published = 0
    for _ in range(8):
        process = start(tmp_path, lake.folder, source, workers=chance.choice((1, 2)))
        time.sleep(chance.uniform(0.2, 1.2))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        published = len(lake.snapshots())
        assert lake.snapshot().id in ([before] if published == 1 else [one.id for one in lake.snapshots()])
        assert all(one.manifest["id"] == one.id for one in lake.snapshots())
    after = load(lake, [source], NOW).snapshot
    assert after.table("transaction").num_rows == 6000
    assert [path.name for path in (lake.folder / "snapshots").iterdir() if path.name.startswith(".")] == []


def test_two_loads_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    sources = [folder_of(tmp_path / name, file_with(range(n, n + 800))) for n, name in enumerate("ab")]
    running = [start(tmp_path, lake.folder, source, 1) for source in (*sources, sources[0])]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(lake.snapshots()) == 2
    assert all(one.table("transaction").num_rows == 800 for one in lake.snapshots())
