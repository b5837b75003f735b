"""The web app under load: time to answer cold and warm, weight of each page, fifty readers at once, on loopback.

    .venv/bin/python bench/app.py [FILES...] [--workspace FOLDER]

Loads the files (default: the snapshot of 2021 beside the checkout) into a new workspace, unless one is given; starts
`solidary serve` as people do; asks each page as a reader whom nobody asked for before (cold), then again (warm).
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from solidary.analyses.questions import QUESTIONS

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("SOLIDARY_DATA", ROOT.parent / "shared" / "data")) / "iati-2021-06-08.zip"
COMMAND = [sys.executable, "-c", "from solidary.cli.main import main; main()"]
PAGES = (
    "", "promises", "questions", *(f"questions/{key}" for key in QUESTIONS), "projects", "projects?text=health",
    "projects?recipient=PH&sort=title", "partners", "partners/JP", "map", "map?show=spent", "funds", "timeline",
    "frameworks", "data", "method", "ledger", "entries/kasi/methane",
    "explain?address=kasi/overstretch/annual-target-by-fund@VN", "explain?address=kasi/projects/spending@VN",
)  # fmt: skip
WARM, READERS, EACH = 15, 50, 20


def address(page: str, reader: str) -> str:
    """Return the address of a page for a reader."""
    path, _, query = page.partition("?")
    said = "&".join(part for part in (query, f"perspective={reader}") if part)
    return f"/kasi{'/' if path else ''}{path}?{said}"


def ask(port: int, place: str) -> tuple[float, int, bytes]:
    """Ask for a page on a connection of its own; return seconds, status and the body as it came."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", place, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return time.perf_counter() - start, answer.status, body


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


def pages(port: int) -> list[float]:
    """Measure each page; return all warm times."""
    print(f"{'page':<58}{'cold':>8}{'median':>8}{'p95':>8}{'gz KB':>8}{'KB':>7}")
    everything: list[float] = []
    for page in PAGES:
        cold, status, body = ask(port, address(page, "VN"))
        assert status == 200, (page, status, body[:200])
        times = [ask(port, address(page, "VN"))[0] for _ in range(WARM)]
        everything += times
        whole = len(gzip.decompress(body)) if body[:2] == b"\x1f\x8b" else len(body)
        median = statistics.median(times)
        print(f"/{page:<57}{cold * 1000:>8.0f}{median * 1000:>8.1f}{p95(times) * 1000:>8.1f}"
              f"{len(body) / 1024:>8.1f}{whole / 1024:>7.0f}")  # fmt: skip
    return everything


def crowd(port: int) -> tuple[list[float], int, float]:
    """Let fifty readers ask at once, each its own pages; return times, faults and seconds in all."""
    times: list[float] = []
    faults: list[object] = []

    def read(number: int) -> None:
        choice = random.Random(number)
        for _ in range(EACH):
            try:
                seconds, status, _ = ask(port, address(choice.choice(PAGES), choice.choice(("TH", "VN", "KR", "JP"))))
            except OSError as error:
                faults.append(error)
                continue
            times.append(seconds)
            if status != 200:
                faults.append(status)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(faults), time.perf_counter() - start


def serve(folder: Path) -> None:
    """Start the server, measure, end it."""
    started = time.perf_counter()
    with subprocess.Popen(
        [*COMMAND, "serve", "-w", str(folder), "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr
            heard = re.search(r":(\d+)/", server.stderr.readline())
            assert heard
            port = int(heard[1])
            print(f"listening after {time.perf_counter() - started:.1f} s")
            ask(port, "/kasi")
            print(f"first page after {time.perf_counter() - started:.1f} s (imports, register, engine)")
            for page in PAGES:  # what depends on nobody is worked out at the start
                ask(port, address(page, ""))
            warm = pages(port)
            print(f"\nwarm, all pages: median {statistics.median(warm) * 1000:.1f} ms, p95 {p95(warm) * 1000:.1f} ms")
            for reader in ("TH", "KR", "JP"):
                cold = [ask(port, address(page, reader))[0] for page in PAGES]
                print(
                    f"cold, as {reader}: median {statistics.median(cold) * 1000:.0f} ms, most {max(cold) * 1000:.0f} ms"
                )
            times, faults, seconds = crowd(port)
            told = f"{faults} faults, {len(times) / seconds:.0f} a second"
            print(f"{READERS} readers at once, {len(times):,} pages: {told}")
            print(f"  median {statistics.median(times) * 1000:.0f} ms, p95 {p95(times) * 1000:.0f} ms")
            status = Path(f"/proc/{server.pid}/status")
            if status.exists():
                peak = re.search(r"VmHWM:\s+(\d+)", status.read_text())
                print(f"memory of the server at its peak: {int(peak[1]) / 1024:.0f} MB" if peak else "")
        finally:
            server.terminate()


def main() -> None:
    """Load if need be, then serve and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", default=[str(DATA)])
    parser.add_argument("--workspace", type=Path)
    given = parser.parse_args()
    if given.workspace:
        serve(given.workspace)
        return
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run([*COMMAND, "ingest", *given.files, "-w", folder], check=True, stdout=subprocess.DEVNULL)
        print(f"loaded in {time.perf_counter() - start:.0f} s")
        serve(Path(folder))


if __name__ == "__main__":
    main()
