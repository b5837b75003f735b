"""`solidary brief`: where it writes, what it refuses, and that it never leaves half a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.outcome import LATE, Run, files


def test_the_brief_goes_to_a_file_named_after_initiative_and_reader(run: Run, tmp_path: Path) -> None:
    done = run("brief", "kasi", "--perspective", "TH", *LATE)
    assert (done.code, done.out) == (0, "")
    assert list(files(tmp_path)) == ["kasi-TH.html"]
    assert str(tmp_path / "kasi-TH.html") in done.err


def test_without_a_reader_the_file_bears_the_initiative_alone(run: Run, tmp_path: Path) -> None:
    assert run("brief", "kasi", *LATE).code == 0
    assert (tmp_path / "kasi.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(("name", "opening"), [("b.md", "# KASI"), ("b.json", "{"), ("b.html", "<!doctype html>")])
def test_the_ending_of_the_file_chooses_the_format(run: Run, tmp_path: Path, name: str, opening: str) -> None:
    assert run("brief", "kasi", "--out", name, *LATE).code == 0
    assert (tmp_path / name).read_text("utf-8").casefold().startswith(opening.casefold())


def test_a_dash_prints_markdown_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("brief", "kasi", "-p", "TH", "--format", "md", "--out", "-", *LATE)
    assert (done.code, done.err, files(tmp_path)) == (0, "", {})
    # 32 for the large fund, 10 for the Mekong one and 6 for BIMP-EAGA make the 48 that were promised
    assert "AKCF, MKCF and BKCF add up to USD 48 million a year" in done.text
    assert "32 + 10 + 6" in done.text
    # Thailand is in the Mekong but not in BIMP-EAGA: 32 + 10
    assert "USD 42 million a year" in done.text


def test_markdown_and_json_go_to_the_terminal_by_themselves(run: Run, tmp_path: Path) -> None:
    assert run("brief", "kasi", "--format", "md", *LATE).out.startswith("# KASI")
    assert json.loads(run("brief", "kasi", "--format", "json", *LATE).out)["initiative"] == "kasi"
    assert files(tmp_path) == {}


def test_the_printed_json_says_for_whom_and_when(run: Run) -> None:
    found = json.loads(run("brief", "kasi", "-p", "thailand", "--format", "json", "--out", "-", *LATE).out)
    assert (found["perspective"], found["as_of"], len(found["lead"])) == ("TH", "2025-12-31", 5)


def test_an_early_day_knows_ten_members(run: Run) -> None:
    early = run("brief", "kasi", "--format", "md", "--as-of", "2023-06-30").out
    late = run("brief", "kasi", "--format", "md", *LATE).out
    assert "As of 30 June 2023" in early
    assert "10: Brunei" in early
    assert "11: Brunei" in late
    assert "Timor-Leste" not in early.partition("## ")[2].partition("Known on this day")[0]


def test_a_month_means_its_last_day(run: Run) -> None:
    month = run("brief", "kasi", "--format", "md", "--as-of", "2023-06")
    day = run("brief", "kasi", "--format", "md", "--as-of", "2023-06-30")
    assert month == day


def test_every_spelling_of_the_reader_gives_the_same_brief(run: Run) -> None:
    usual = run("brief", "kasi", "-p", "TH", "--format", "md", *LATE)
    for spelling in ("th", "THA", "THAILAND"):
        assert run("brief", "kasi", "-p", spelling, "--format", "md", *LATE) == usual


def test_an_old_file_is_replaced_as_a_whole(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("old " * 100_000, "utf-8")
    assert run("brief", "kasi", "--out", "b.md", *LATE).code == 0
    assert list(files(tmp_path)) == ["b.md"]
    assert "old old" not in (tmp_path / "b.md").read_text("utf-8")


def test_a_missing_folder_is_wrong_use_and_is_not_made(run: Run, tmp_path: Path) -> None:
    done = run("brief", "kasi", "--out", "no/such/brief.html", *LATE)
    assert done.code == 2
    assert "no/such" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_wrong_use(run: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = run("brief", "kasi", "--out", "here", *LATE)
    assert done.code == 2
    assert "is a folder" in done.err
    assert files(tmp_path) == {}


@pytest.mark.parametrize("day", ["yesterday", "2023-02-30", "2023-13", "30.06.2023", ""])
def test_a_day_that_the_calendar_has_not_is_wrong_use(run: Run, tmp_path: Path, day: str) -> None:
    done = run("brief", "kasi", f"--as-of={day}")
    assert done.code == 2
    assert "2023-06-30" in done.text
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (("brief", "kassi"), "'kasi'"),
        (("brief", "kasi", "-p", "Thailnd"), "'Thailand'"),
        (("brief", "kasi", "-p", "Aseann"), "'ASEAN'"),
    ],
)
def test_an_unknown_name_is_wrong_use_and_the_nearest_is_offered(
    run: Run, arguments: tuple[str, ...], nearest: str
) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert f"Did you mean {nearest}?" in done.err


@pytest.mark.parametrize("kind", ["md", "html"])
def test_what_a_dossier_says_cannot_steer_the_terminal(run: Run, red_dossier: Path, kind: str) -> None:
    done = run("brief", "red", "--format", kind, "--out", "-", "-w", str(red_dossier), *LATE)
    assert done.code == 0
    assert "Alarm" in done.out
    assert not set(done.out) & {"\x1b", "\x07"}


@pytest.mark.parametrize(("name", "opening"), [("b.pdf", b"%PDF-1.7"), ("b.docx", b"PK")])
def test_the_brief_for_print_goes_to_a_file(run: Run, tmp_path: Path, name: str, opening: bytes) -> None:
    done = run("brief", "kasi", "-p", "TH", "--out", name, *LATE)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(opening)


def test_a_language_speaks_in_every_format(run: Run) -> None:
    thai = run("brief", "kasi", "-p", "TH", "-l", "th", "--format", "md", *LATE)
    korean = json.loads(run("brief", "kasi", "-p", "TH", "--language", "ko", "--format", "json", *LATE).out)
    assert "31 ธันวาคม พ.ศ.\u00a02568" in thai.out  # 2025 + 543
    assert korean["language"] == "ko" and "2027년" in korean["lead"][0]


def test_an_unknown_language_is_wrong_use(run: Run, tmp_path: Path) -> None:
    done = run("brief", "kasi", "--language", "fr", *LATE)
    assert done.code == 2
    assert "Known: en, ko, th" in done.text
    assert files(tmp_path) == {}


def test_citations_are_printed_instead_of_the_brief(run: Run, tmp_path: Path) -> None:
    bibtex = run("brief", "kasi", "-p", "TH", "--cite", "bibtex", *LATE)
    csl = json.loads(run("brief", "kasi", "-p", "TH", "--cite", "csl", *LATE).out)
    assert bibtex.out.startswith("@misc{solidary-kasi-TH-2025-12-31,")
    assert csl[0]["id"] == "solidary-kasi-TH-2025-12-31"
    assert bibtex.out.count("@misc{") == len(csl)
    assert files(tmp_path) == {}


def test_a_citation_has_no_format_of_the_brief(run: Run) -> None:
    done = run("brief", "kasi", "--cite", "csl", "--format", "pdf", *LATE)
    assert done.code == 2
    assert "leave out --format" in done.text
