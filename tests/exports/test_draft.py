"""All or nothing: whatever happens, the target is whole or not there, and nothing of anybody's is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from solidary.errors import CannotWrite
from solidary.exports.draft import drafted
from solidary.exports.parquet import write_parquet
from solidary.exports.rows import Rows
from solidary.exports.text import write_csv
from solidary.exports.xlsx import write_xlsx
from tests.exports.samples import endless, left, of

WRITERS: dict[str, Callable[..., Any]] = {"a.csv": write_csv, "a.xlsx": write_xlsx, "a.parquet": write_parquet}
JOB = """
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
import pyarrow as pa
from solidary.exports.rows import Rows
from tests.exports.samples import endless
from tests.exports.test_draft import WRITERS
said = []
def step():
    said.append(1)
    if len(said) == 40:
        print("under way", flush=True)
target = Path(sys.argv[1])
WRITERS[target.name](Rows(pa.schema({"id": pa.string()}), endless(step)), target)
"""


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_what_is_stopped_leaves_no_file(tmp_path: Path, name: str, end: signal.Signals) -> None:
    target = tmp_path / name
    job = subprocess.Popen([sys.executable, "-c", JOB, str(target)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert job.stdout is not None and job.stdout.readline() == b"under way\n"
    try:
        job.send_signal(end)
        job.wait(30)
    finally:
        job.kill()
        job.wait()
        job.stdout.close()
    assert not target.exists()
    assert left(tmp_path) == ([] if end == signal.SIGINT else [f".{name}.draft"])
    WRITERS[name](of(id=["a"]), target)
    assert left(tmp_path) == [name]


@pytest.mark.parametrize("name", WRITERS)
def test_a_fault_in_the_rows_leaves_no_file(tmp_path: Path, name: str) -> None:
    count = iter(range(30))

    def step() -> None:
        if next(count, None) is None:
            raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        WRITERS[name](Rows(pa.schema({"id": pa.string()}), endless(step)), tmp_path / name)
    assert left(tmp_path) == []


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_there_stays_unless_forced(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    target.write_text("mine")
    with pytest.raises(CannotWrite, match=r"is there already.*--force"):
        WRITERS[name](of(id=["a"]), target)
    assert target.read_text() == "mine"
    WRITERS[name](of(id=["a"]), target, force=True)
    assert target.read_bytes()[:4] != b"mine"
    assert left(tmp_path) == [name]


def test_what_came_meanwhile_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with pytest.raises(CannotWrite, match="is there already"), drafted(target) as draft:
        draft.write_text("late")
        target.write_text("first")
    assert target.read_text() == "first"
    assert left(tmp_path) == ["a.txt"]


def test_two_exports_to_one_place_do_not_mix(tmp_path: Path) -> None:
    with drafted(tmp_path / "a.txt") as draft:
        draft.write_text("one")
        with pytest.raises(CannotWrite, match="another export is writing"), drafted(tmp_path / "a.txt"):
            pass
    assert (tmp_path / "a.txt").read_text() == "one"


def test_there_must_be_a_folder_to_write_in(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="no folder"), drafted(tmp_path / "none" / "a.txt"):
        pass


def test_a_folder_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    (tmp_path / "a.csv" / "mine").write_text("x")
    with pytest.raises(CannotWrite, match="not replaced"):
        write_csv(of(id=["a"]), tmp_path / "a.csv", force=True)


def test_a_new_file_is_for_everybody_that_may_read_here(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    write_csv(of(id=["a"]), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "other").stat().st_mode
    assert time.time() - (tmp_path / "a.csv").stat().st_mtime < 60
