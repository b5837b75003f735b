"""`solidary fetch`: what it prints, how it ends, and what is left when it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from solidary.cli import main as cli
from tests.cli.outcome import SCRIPT, TRACEBACK, Outcome, environment
from tests.sources.registry.conftest import Make
from tests.sources.registry.samples import index_record, lay_out, lay_out_datasets, xml
from tests.sources.registry.server import Site, failing, half_then_silent, whole

Fetch = Callable[..., Outcome]
BODY = xml("long") + b"<!-- " + b"x" * 400_000 + b" -->"


@pytest.fixture
def fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Fetch:
    """Call the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOLIDARY_WORKSPACE", raising=False)

    def call(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as ended:
            cli.main(["fetch", *arguments])
        told = capsys.readouterr()
        assert TRACEBACK not in told.err
        return Outcome(int(ended.value.code or 0), told.out, told.err)

    return call


def test_what_was_fetched_what_was_there_and_what_failed(site: Site, fetch: Fetch, tmp_path: Path) -> None:
    lay_out_datasets(site)
    site.put("/kr-gov/kr-gov-2021.xml", failing(404))
    options = ("--from", site.url(""), "--allow-private", "--workspace", "ws")
    first = fetch("iati", "--publisher", "jica", *options)
    both = fetch("iati", "--publisher", "kr-gov", "jica", *options)
    assert (first.code, both.code) == (0, 1)
    assert "kr-gov/kr-gov-2021: the service answered 404 Not Found" in both.out
    assert [
        line.split()[1] for line in both.out.splitlines() if line.startswith(("fetched", "unchanged", "failed"))
    ] == [
        "1",
        "1",
        "1",
    ]
    assert "next: solidary ingest ws/fetched/iati --workspace ws" in both.out


def test_the_same_as_json(site: Site, fetch: Fetch) -> None:
    lay_out_datasets(site)
    told = fetch("iati", "--publisher", "jica", "--from", site.url(""), "--allow-private", "--format", "json")
    (item,) = json.loads(told.out)["items"]
    assert (item["state"], item["file"]) == ("fetched", "fetched/iati/jica/jica-th.xml")


def test_a_private_address_is_refused_unless_told(site: Site, fetch: Fetch) -> None:
    told = fetch("iati", "--publisher", "jica", "--from", site.url(""))
    assert told.code == 1 and "--allow-private if you mean it" in told.err
    assert site.log == []


def test_offline_is_one_sentence(fetch: Fetch, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solidary.cli.fetch._client", lambda **_: make())
    told = fetch("iati", "--publisher", "jica", "--from", "http://127.0.0.1:9", "--allow-private")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("solidary: cannot reach 127.0.0.1 (") and "solidary ingest FILES" in told.err


@pytest.mark.parametrize(
    ("source", "hint"), [("rates", "the folder `rates`"), ("deflators", "the folder `deflators`"), ("crs", "--as crs")]
)
def test_offline_each_source_says_what_can_be_done_instead(
    fetch: Fetch, make: Make, monkeypatch: pytest.MonkeyPatch, source: str, hint: str
) -> None:
    monkeypatch.setattr("solidary.cli.fetch._client", lambda **_: make())
    told = fetch(source, "--from", "http://127.0.0.1:9", "--allow-private")
    assert told.code == 1 and hint in told.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("rate",), "Did you mean 'rates'?"),
        ((), "expected one of iati, crs, rates, deflators"),
        (("rates", "--service", "omf"), "Did you mean 'imf'?"),
        (("iati", "--publisher", "a", "--service", "bulc"), "Did you mean 'bulk'?"),
        (("deflators", "--service", "imf"), "--service is for `fetch iati and rates`; `fetch deflators` takes --since"),
        (
            ("rates", "--from", "mirror"),
            "--from: read 'mirror'; is not an address that is fetched from, expected https",
        ),
        (("rates", "--all"), "--all is for `fetch iati`; `fetch rates` takes --service, --since"),
        (("iati", "--publishr", "a"), "Did you mean --publisher?"),
    ],
)
def test_wrong_use_is_told_with_the_nearest_or_what_is_expected(
    fetch: Fetch, arguments: tuple[str, ...], hint: str
) -> None:
    assert hint in fetch(*arguments).text


@pytest.mark.parametrize(
    "arguments",
    [
        ("iati",),
        ("iati", "--publisher", "a", "--country", "TH"),
        ("iati", "--all", "--publisher", "a"),
        ("iati", "--all", "--service", "registry"),
        ("iati", "--publisher", "a", "--service", "imf"),
        ("iati", "--part", "full"),
        ("crs", "--publisher", "a"),
        ("crs", "--part", "everything"),
        ("rates", "--all"),
        ("rates", "--service", "bulk"),
        ("rates", "--since", "3000"),
        ("sheets",),
        (),
    ],
)
def test_wrong_use_ends_with_two(fetch: Fetch, arguments: tuple[str, ...]) -> None:
    told = fetch(*arguments)
    assert told.code == 2 and told.text


def test_a_workspace_that_cannot_be_made_is_told(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = fetch("rates", "--workspace", "file/ws")
    assert told.code == 2 and "choose another --workspace" in told.err


def started(site: Site, folder: Path) -> subprocess.Popen[str]:
    arguments = ["fetch", "iati", "--publisher", "jica", "--from", site.url(""), "--allow-private", "-w", str(folder)]
    return subprocess.Popen([SCRIPT, *arguments], env=environment(), text=True, stdout=-1, stderr=-1)


def begun(folder: Path) -> bool:
    return any(path.stat().st_size > 100_000 for path in (folder / "cache" / "parts").glob("*.part"))


def wait_for(ready: Callable[[], bool]) -> None:
    for _ in range(1000):
        if ready():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to that")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_it_goes_on_the_next_time(site: Site, tmp_path: Path, stop: signal.Signals) -> None:
    lay_out(site, index_record(site, "jica", "jica-a"), index_record(site, "jica", "jica-b"))
    site.put("/jica/jica-a.xml", xml("a"))
    site.put("/jica/jica-b.xml", half_then_silent(BODY), whole(BODY))
    running = started(site, tmp_path)
    wait_for(lambda: begun(tmp_path))
    running.send_signal(stop)
    _, complaint = running.communicate(timeout=20)
    assert TRACEBACK not in complaint
    assert complaint == ("solidary: stopped; the same command goes on from here\n" if stop == signal.SIGINT else "")
    assert running.returncode == (130 if stop == signal.SIGINT else -signal.SIGKILL)
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.parts[-2] not in ("locks", "index")]
    assert not [path for path in left if path.suffix == ".ready" or path.name.startswith(".")]
    assert not (tmp_path / "fetched/iati/jica/jica-b.xml").exists()
    assert (tmp_path / "fetched/iati/jica/jica-a.xml").read_bytes() == xml("a")

    again = started(site, tmp_path)
    out, _ = again.communicate(timeout=20)
    assert again.returncode == 0, out
    assert (tmp_path / "fetched/iati/jica/jica-b.xml").read_bytes() == BODY
    assert site.asked("/jica/jica-b.xml")[1].sent < len(BODY)
    held = json.loads((tmp_path / "fetched/iati/manifest.json").read_text())["files"]
    assert set(held) == {"jica/jica-a.xml", "jica/jica-b.xml"}


def test_two_processes_at_once_do_not_disturb_each_other(site: Site, tmp_path: Path) -> None:
    names = [f"jica-{number}" for number in range(8)]
    lay_out(site, *(index_record(site, "jica", name) for name in names))
    for name in names:
        site.put(f"/jica/{name}.xml", BODY)
    both = [started(site, tmp_path) for _ in range(2)]
    told = [one.communicate(timeout=30) for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert {(tmp_path / f"fetched/iati/jica/{name}.xml").read_bytes() for name in names} == {BODY}
    assert all(sorted(one.sent for one in site.asked(f"/jica/{name}.xml")) == [0, len(BODY)] for name in names)
    held = json.loads((tmp_path / "fetched/iati/manifest.json").read_text())["files"]
    assert len(held) == 8
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".part", ".ready")]


def test_help_does_not_load_what_fetches() -> None:
    code = "import sys, solidary.cli.main, solidary.cli.fetch\nprint(sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30).stdout
    assert "'cyclopts'" in told and "'urllib3'" not in told


def test_the_environment_of_the_tests_is_clean() -> None:
    assert not [name for name in os.environ if name.lower().endswith("_proxy")]
