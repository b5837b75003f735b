"""The lake finds its snapshots, says clearly what it lacks, and is as before after a load that failed."""

from __future__ import annotations

import errno
import multiprocessing
from datetime import timedelta
from pathlib import Path

import pytest

from solidary.errors import SolidaryError, UnknownName
from solidary.store import snapshot as module
from solidary.store.load import load
from solidary.store.parts import tables
from solidary.store.snapshot import Lake, NoSnapshot
from tests.store.conftest import MADE, Loader
from tests.store.samples import activity, document, many, write

FAILED = (OSError, SolidaryError)  # what a person sees of it is told by the tests of the command


def numbered(folder: Path, number: int) -> list[Path]:
    return write(folder / f"in-{number}", {"a.xml": document(activity(f"XM-{number}"))})


def state(lake: Lake) -> tuple[list[str], str]:
    """What a reader of the lake sees: the snapshots and the latest."""
    return [one.id for one in lake.snapshots()], lake.snapshot().id


def hidden(lake: Lake) -> list[str]:
    """What lies in the lake that is no finished thing; the lock at its door is none."""
    return sorted(path.name for path in lake.folder.rglob(".*") if path != lake.folder / ".lock")


def test_an_empty_lake_says_how_to_fill_it(lake: Lake) -> None:
    assert lake.snapshots() == []
    with pytest.raises(NoSnapshot, match="solidary ingest"):
        lake.snapshot()
    assert not lake.folder.exists()


def test_a_snapshot_is_found_by_its_id_and_by_the_beginning_of_it(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    name = ingest(numbered(tmp_path, 1)).snapshot.id
    assert lake.snapshot(name).id == lake.snapshot(name[:6]).id == name


def test_an_unknown_snapshot_is_an_error_that_lists_those_that_are_there(
    ingest: Loader, lake: Lake, tmp_path: Path
) -> None:
    name = ingest(numbered(tmp_path, 1)).snapshot.id
    with pytest.raises(UnknownName, match=name):
        lake.snapshot("zzzz")


def test_an_unknown_table_is_an_error_that_knows_the_nearest(ingest: Loader, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'transaction'"):
        ingest(numbered(tmp_path, 1)).snapshot.table("transactions")


def test_every_table_of_the_specification_can_be_read_even_if_it_is_empty(ingest: Loader, tmp_path: Path) -> None:
    snapshot = ingest(numbered(tmp_path, 1)).snapshot
    rows = {name: snapshot.table(name).num_rows for name in (*tables(), "flag")}
    assert {name: count for name, count in rows.items() if count} == {"activity": 1, "narrative": 1}


def test_snapshots_stand_in_the_order_in_which_they_were_made(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    made = [ingest(numbered(tmp_path, day), made=MADE + timedelta(days=day)).snapshot.id for day in range(6)]
    assert [one.id for one in lake.snapshots()] == made


def test_snapshots_of_one_second_stand_in_the_order_in_which_they_were_made(
    ingest: Loader, lake: Lake, tmp_path: Path
) -> None:
    moments = [MADE + timedelta(milliseconds=100 * number) for number in range(8)]
    made = [ingest(numbered(tmp_path, number), made=moment).snapshot.id for number, moment in enumerate(moments)]
    assert [one.id for one in lake.snapshots()] == made


def test_the_latest_snapshot_is_the_one_that_was_loaded_last(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    one = ingest(numbered(tmp_path, 1), made=MADE).snapshot.id
    two = ingest(numbered(tmp_path, 2), made=MADE + timedelta(days=1)).snapshot.id
    assert lake.snapshot().id == two
    ingest(numbered(tmp_path, 1), made=MADE + timedelta(days=2))
    assert lake.snapshot().id == one


def test_a_published_snapshot_can_be_read_by_everybody(ingest: Loader, tmp_path: Path) -> None:
    snapshot = ingest(numbered(tmp_path, 1)).snapshot
    assert snapshot.folder.stat().st_mode & 0o555 == 0o555
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in snapshot.folder.rglob("*.parquet"))


def test_nothing_but_the_finished_snapshot_is_left(ingest: Loader, lake: Lake, tmp_path: Path) -> None:
    for workers in (1, 2):
        ingest(write(tmp_path / f"{workers}", {"a.xml": document(*many(9, workers)), "b.xml": b""}), workers=workers)
    assert hidden(lake) == []
    assert multiprocessing.active_children() == []


# A load that fails


def test_a_lake_below_a_file_is_an_error_that_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(FAILED, match="file"):
        load(Lake(tmp_path / "file" / "lake"), numbered(tmp_path, 1), MADE)
    assert (tmp_path / "file").read_text("utf-8") == "in the way"


@pytest.mark.parametrize("place", ["snapshots", "raw"])
def test_a_file_in_the_place_of_a_folder_of_the_lake_is_an_error_that_names_it(
    lake: Lake, tmp_path: Path, place: str
) -> None:
    lake.folder.mkdir()
    (lake.folder / place).write_text("in the way", "utf-8")
    with pytest.raises(FAILED, match=place):
        load(lake, numbered(tmp_path, 1), MADE)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["shutil.copyfile", "tempfile.mkdtemp", "shutil.copytree", "_write", "_sync"])
def test_a_full_disk_is_an_error_and_leaves_the_lake_as_before(
    ingest: Loader, lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ingest(numbered(tmp_path, 1))
    before = state(lake)
    with monkeypatch.context() as patch:
        patch.setattr(f"{module.__name__}.{step}", full)
        with pytest.raises(FAILED, match="space"):
            ingest(numbered(tmp_path, 2))
    assert state(lake) == before
    assert hidden(lake) == []
    ingest(numbered(tmp_path, 2))
    assert len(lake.snapshots()) == 2


def test_a_snapshot_that_cannot_take_its_place_is_not_called_published(
    ingest: Loader, lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(numbered(tmp_path, 1))
    before = state(lake)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        with pytest.raises(FAILED):
            ingest(numbered(tmp_path, 2))
    assert state(lake) == before


def test_an_error_while_reading_leaves_the_lake_as_before(
    ingest: Loader, lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(numbered(tmp_path, 1))
    before = state(lake)
    with monkeypatch.context() as patch:
        patch.setattr("solidary.store.load.audit", full)
        with pytest.raises(FAILED):
            ingest(numbered(tmp_path, 2))
    assert state(lake) == before
    assert hidden(lake) == []
