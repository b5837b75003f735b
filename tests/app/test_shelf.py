"""What is kept and for how long: asked once, waited for together, and never older than the files."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

import pytest

import solidary
from solidary.app.memo import Memo
from solidary.app.shelf import Shelf
from tests.conftest import TODAY


def test_those_who_ask_for_the_same_at_once_wait_for_one_answer() -> None:
    memo: Memo[int] = Memo(4)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(memo.get("x", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, answers) == ([1], [1] * 8)


def test_what_could_not_be_made_is_tried_again() -> None:
    memo: Memo[int] = Memo(4)
    with pytest.raises(ZeroDivisionError):
        memo.get("x", lambda: 1 // 0)
    assert memo.get("x", lambda: 7) == 7


def test_the_reading_is_the_same_until_a_file_or_the_day_changes(tmp_path: Path) -> None:
    today = [TODAY]
    shelf = Shelf(tmp_path, lambda: today[0])
    first = shelf.reading()
    assert shelf.reading() is first
    statement: dict[str, object] = {"says": {"amount": "USD 21 million"}, "source": "akcmm-my", "locator": "table 2"}
    solidary.open(tmp_path, today=TODAY).claim("kasi/methane", statement, "another process")
    second = shelf.reading()
    assert second is not first
    assert (
        second.workspace.library is first.workspace.library
    )  # the dossiers did not change, so they are not read again
    assert len(second.workspace.claims) == len(first.workspace.claims) + 1
    today[0] = date(2026, 11, 25)
    assert shelf.reading().workspace.today == date(2026, 11, 25)


def test_a_dossier_that_is_changed_is_read_again(tmp_path: Path) -> None:
    opened = solidary.open(tmp_path, today=TODAY)
    opened.begin("bridge", "Green Bridge", "KR", "ASEAN")
    shelf = Shelf(tmp_path, lambda: TODAY)
    first = shelf.reading()
    path = tmp_path / "dossiers" / "bridge.yml"
    path.write_text(path.read_text("utf-8").replace("Green Bridge", "Blue Bridge"), "utf-8")
    assert first.workspace.library.dossier("bridge").initiative.title == "Green Bridge"
    assert shelf.reading().workspace.library.dossier("bridge").initiative.title == "Blue Bridge"


def test_a_workspace_is_found_anew_when_data_is_loaded(tmp_path: Path) -> None:
    from tests.loaded import loaded

    shelf = Shelf(tmp_path, lambda: TODAY)
    assert shelf.reading().flows is None
    loaded(tmp_path)
    assert shelf.reading().flows is not None
