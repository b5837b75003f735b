"""`solidary init`: a dossier that is valid as it is made; nothing of anybody's is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.outcome import LATE, Run, files


def test_a_new_dossier_can_be_checked_and_briefed_at_once(run: Run, tmp_path: Path) -> None:
    made = run("init", "green-bridge", "--title", "Green Bridge Initiative", "--partner", "JP")
    assert made.code == 0
    assert "dossiers/green-bridge.yml" in made.out
    assert run("check", "dossiers/green-bridge.yml").code == 0
    assert run("check", ".").code == 0
    brief = run("brief", "green-bridge", "-w", ".", "-p", "VN", "--format", "md")
    assert brief.code == 0
    assert "Green Bridge Initiative" in brief.out
    assert set(files(tmp_path)) == {"dossiers/green-bridge.yml", "schemas/dossier.schema.json"}


def test_it_can_be_made_in_another_folder(run: Run, tmp_path: Path) -> None:
    assert run("init", "green-bridge", "--workspace", "work").code == 0
    assert (tmp_path / "work" / "dossiers" / "green-bridge.yml").is_file()


def test_a_name_that_exists_is_wrong_use_and_the_file_stays(run: Run, tmp_path: Path) -> None:
    assert run("init", "green-bridge").code == 0
    before = files(tmp_path)
    done = run("init", "green-bridge", "--title", "Another")
    assert done.code == 2
    assert "exists already" in done.err
    assert files(tmp_path) == before


def test_the_name_of_a_bundled_initiative_is_taken(run: Run, tmp_path: Path) -> None:
    assert run("init", "kasi").code == 2
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    "arguments",
    [
        ("Green_Bridge",),
        ("../outside",),
        ("",),
        ("green-bridge", "--partner", "XX"),
        ("green-bridge", "--beneficiary", "asian"),
        (),
    ],
)
def test_wrong_use_makes_nothing(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run("init", *arguments)
    assert done.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "title",
    [
        'The "Green" Bridge',
        "Bridge: a #1 plan",
        "C:\\bridge",
        "{bridge}",
        "한-아세안 연대구상",
        "two\nlines",
        "a\ttab",
        "%s",
    ],
)
def test_whatever_title_is_accepted_the_dossier_is_valid(run: Run, title: str) -> None:
    assert run("init", "green-bridge", "--title", title).code == 0
    done = run("check", "dossiers/green-bridge.yml")
    assert done.code == 0, done.out
    assert run("brief", "green-bridge", "-w", ".", "--format", "json").code == 0


def test_a_control_character_in_a_title_leaves_no_broken_dossier(run: Run, tmp_path: Path) -> None:
    done = run("init", "green-bridge", "--title", "red\x1b[31m")
    if done.code == 0:
        assert run("check", "dossiers/green-bridge.yml").code == 0
    else:
        assert (done.code, files(tmp_path)) == (2, {})


def test_the_partner_that_was_named_makes_the_promises(run: Run) -> None:
    run("init", "green-bridge", "--partner", "JP")
    done = run("brief", "green-bridge", "-w", ".", "-p", "JP", "--format", "md", *LATE)
    assert "makes these promises" in done.out
