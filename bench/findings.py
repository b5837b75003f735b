"""How long each finding takes on loaded data, and how that grows: `python -m bench.findings FILES... [--copies 10]`.

The files are loaded (or the latest snapshot of a workspace is taken: `--workspace FOLDER`), then all questions are
asked as a brief asks them: one view, one after the other, with the flows in memory. The best of three rounds counts, in
wall time and in processor time, since other work on the machine moves only the first. Then the same on a snapshot that
holds every file so many times, as other publishers' files would be: activities and links of their own. Goals: all
findings in less than 3 seconds, and at most 12 times that on ten copies.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.flows import copied

from solidary.store.load import load
from solidary.store.snapshot import Lake

SECONDS, GROWTH = 3.0, 12.0  # the goals
JOB = """
import json, sys, time
from datetime import date
from dataclasses import replace
from pathlib import Path
import solidary
from solidary.analyses.questions import QUESTIONS, ask
from solidary.refine.flows import Recipe, make_flows
from solidary.sources.rates.known import known_rates
from solidary.sources.reporters import known_reporters
from solidary.store.snapshot import Lake, Snapshot
if __name__ == "__main__":
    lake, folder = Lake(Path(sys.argv[1])), Path(sys.argv[2])
    flows = make_flows(Recipe(lake, Snapshot(folder), known_rates(None), known_reporters(None)))
    workspace, best = solidary.open(today=date(2026, 11, 24)), {}
    for round in range(4):
        view = replace(workspace.view("kasi", "TH"), flows=flows)
        for question in QUESTIONS:
            start = time.perf_counter(), time.process_time()
            ask(question, view)
            took = time.perf_counter() - start[0], time.process_time() - start[1]
            if round:  # the first warms up
                best[question] = tuple(map(min, best.get(question, took), took))
    print(json.dumps({"best": best, "rows": view.flows.manifest["flows"]}))
"""


def measured(lake: Path, snapshot: Path) -> tuple[dict[str, tuple[float, float]], int]:
    """Ask all questions in a process of their own; return wall and processor seconds by question, and the flows."""
    done = subprocess.run(
        [sys.executable, "-c", JOB, str(lake), str(snapshot)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    told = json.loads(done.stdout)
    return {question: (wall, used) for question, (wall, used) in told["best"].items()}, told["rows"]


def main() -> None:
    """Measure, print a line per finding, and say whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--copies", type=int, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        lake = Lake(asked.workspace / "lake") if asked.workspace else Lake(Path(made) / "lake")
        if asked.files:
            load(lake, asked.files, datetime.now(UTC))
        snapshot = lake.latest("iati")
        if snapshot is None:
            raise SystemExit("nothing is loaded: name files, or a workspace with a snapshot")
        one, rows = measured(Path(made) / "one", snapshot.folder)
        many_folder = Path(made) / "many"
        copied(snapshot, many_folder, asked.copies)
        many, many_rows = measured(Path(made) / "more", many_folder)
    print(f"{rows:,} flows, and {many_rows:,} in {asked.copies} copies; seconds as wall / processor")
    for question, (wall, used) in one.items():
        more = many[question]
        print(f"{question:18} {wall:7.3f} / {used:6.3f}   x{asked.copies}: {more[0]:7.3f} / {more[1]:6.3f}")
    sums = [sum(pair[side] for pair in found.values()) for found in (one, many) for side in (0, 1)]
    grown = sums[3] / sums[1]
    print(f"{'all':18} {sums[0]:7.3f} / {sums[1]:6.3f}   x{asked.copies}: {sums[2]:7.3f} / {sums[3]:6.3f}")
    fast = "yes" if sums[0] < SECONDS else "no"
    print(f"below {SECONDS:g} s: {fast}; grown {grown:.1f} times (processor), goal {GROWTH:g}")


if __name__ == "__main__":
    main()
