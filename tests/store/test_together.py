"""Several loads and readers at once: all succeed, and nobody ever sees half a snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from solidary.store.load import load
from solidary.store.snapshot import Lake
from tests.store.conftest import MADE
from tests.store.crash import drafts, finish, started
from tests.store.samples import document, elements, many, said, write

WELL = (0, "")  # exit code and complaint of a load that succeeds


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "workspace" / "lake")


def files(folder: Path, seed: int) -> list[Path]:
    contents = many(300, seed, f"XM-{seed}")
    return write(folder / f"in-{seed}", {"a.xml": document(*contents[:150]), "b.xml": document(*contents[150:])})


@pytest.mark.parametrize("workers", [1, 2])
def test_two_loads_of_the_same_bytes_give_one_snapshot(lake: Lake, tmp_path: Path, workers: int) -> None:
    paths = files(tmp_path, 1)
    assert finish([started(paths, lake.folder.parent, workers) for _ in range(2)]) == [WELL] * 2
    [one] = lake.snapshots()
    assert lake.snapshot().id == one.id
    assert said(one) == said(load(Lake(tmp_path / "alone"), paths, MADE).snapshot)
    assert drafts(lake) == []


def test_loads_of_different_bytes_give_a_snapshot_each(lake: Lake, tmp_path: Path) -> None:
    inputs = [files(tmp_path, seed) for seed in range(3)]
    assert finish([started(paths, lake.folder.parent) for paths in inputs]) == [WELL] * 3
    expected = [said(load(Lake(tmp_path / "alone"), paths, MADE).snapshot) for paths in inputs]
    found = [said(one) for one in lake.snapshots()]
    assert len(found) == 3
    assert all(one in found for one in expected)
    assert lake.snapshot().id in {one.id for one in lake.snapshots()}
    assert drafts(lake) == []


def test_a_reader_never_sees_a_snapshot_that_is_not_whole(lake: Lake, tmp_path: Path) -> None:
    inputs = [files(tmp_path, seed) for seed in range(3)]
    counts = {elements(path.read_bytes() for path in paths)["iati-activity/transaction"] for paths in inputs}
    loads = [started(paths, lake.folder.parent, workers=1) for paths in inputs]
    try:
        looks = 0
        while any(process.poll() is None for process in loads):
            looks += 1
            check_whole(lake, counts)
    finally:
        done = finish(loads)
    assert done == [WELL] * 3
    assert looks > 1


def check_whole(lake: Lake, counts: set[int]) -> None:
    """Look at the lake as a reader: each snapshot in it has its manifest and all its rows."""
    for one in lake.snapshots():
        assert (one.folder / "manifest.json").exists()
        assert one.table("transaction").num_rows == one.manifest["tables"]["transaction"]["rows"]
        assert one.table("transaction").num_rows in counts
    if (lake.folder / "HEAD").exists():
        assert lake.snapshot().manifest["records"]["loaded"] == 300
