"""Nothing that happens to a file or a load loses anything: `python bench/robust.py [FILES...]`.

10,000 random mutations of real files (or of files made by code, if none is named) are loaded in batches: no load may
crash, the manifest must count what the tables hold, and every file is loaded or set aside. Then 100 loads are killed at
random moments: the lake must be readable and as it was, or have the new snapshot as a whole.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests.sources.iati.samples import hundred
from tests.sources.iati.test_mutations import mutated
from tests.store.crash import drafts, ended, started
from tests.store.samples import activity, document, many, write

from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot

MUTATIONS, BATCH, LARGEST = 10_000, 500, 1 << 20
KILLS, ACTIVITIES = 100, 20_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def originals(paths: list[Path]) -> list[bytes]:
    """Return real files that are not too large to be mutated thousands of times."""
    found = [path for folder in paths for path in sorted(folder.rglob("*.xml")) if path.stat().st_size < LARGEST]
    return [path.read_bytes() for path in found] or [hundred()]


def wrong(snapshot: Snapshot) -> list[str]:
    """Return what the manifest says and the tables do not."""
    manifest = snapshot.manifest
    rows = {name: snapshot.table(name).num_rows for name in manifest["tables"]}
    told = {name: table["rows"] for name, table in manifest["tables"].items()}
    records = snapshot.table("activity").num_rows + snapshot.table("organisation").num_rows
    found = [f"{name}: {told[name]} told, {rows[name]} there" for name in told if told[name] != rows[name]]
    if manifest["records"]["loaded"] != records:
        found.append(f"records: {manifest['records']['loaded']} told, {records} there")
    files = {one["name"].partition("!")[0] for one in manifest["datasets"]}  # an archive is told member by member
    if len(files) != BATCH:
        found.append(f"files: {len(files)} told of {BATCH}")
    return found


def mutate(sources: list[bytes]) -> None:
    """Load 10,000 mutated files in batches of 500, and print what became of them."""
    fates: Counter[str] = Counter()
    faults, start = 0, time.perf_counter()
    for batch in range(MUTATIONS // BATCH):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder, "in")
            home.mkdir()
            for number in range(BATCH):
                seed = batch * BATCH + number
                (home / f"{number:04}.xml").write_bytes(mutated(sources[seed % len(sources)], seed))
            snapshot = load(Lake(Path(folder, "lake")), [home], NOW).snapshot
            for one in snapshot.manifest["datasets"]:
                fates["set aside" if "set_aside" in one else "with a fault" if one["broken"] else "whole"] += 1
            for told in wrong(snapshot):
                faults += 1
                print(f"batch {batch}: {told}")
    seconds = time.perf_counter() - start
    print(f"{MUTATIONS:,} mutations of {len(sources)} files: {dict(fates)}, {faults} disagreements, {seconds:.0f} s")


def kill() -> None:
    """Kill 100 loads at random moments, and print how the lake was afterwards."""
    fates: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        home, dice = Path(folder), random.Random(1)
        made = many(ACTIVITIES, seed=1)
        paths = write(home / "big", {"a.xml": document(*made[::2]), "b.xml": document(*made[1::2])})
        lake = Lake(home / "lake")
        small = load(lake, write(home / "small", {"small.xml": document(activity("XM-SMALL"))}), NOW).snapshot.id
        start = time.perf_counter()
        finished = started(paths, home / "trial")
        finished.communicate()
        whole = time.perf_counter() - start
        for number in range(KILLS):
            other = write(home / "other", {"other.xml": document(activity(f"XM-{number}"))})  # or nothing were to do
            before = len(lake.snapshots())
            process = started([*paths, *other], home)
            time.sleep(dice.uniform(0, whole))
            process.kill()
            process.communicate()
            fates["a process was left" if not ended(process.pid) else _state(lake, small, before)] += 1
        load(lake, paths, NOW)
        print(f"{KILLS} kills within {whole:.1f} s: {dict(fates)}; {len(drafts(lake))} drafts left after the next load")


def _state(lake: Lake, small: str, before: int) -> str:
    """Say how a lake is after a kill."""
    known = {one.id: one for one in lake.snapshots()}
    if small not in known or len(known) < before:
        return "LOST what it had"
    for name, one in known.items():
        if one.table("activity").num_rows != (1 if name == small else ACTIVITIES + 1):
            return "HALF a snapshot"
    return "as before" if len(known) == before else "with the new snapshot"


if __name__ == "__main__":
    mutate(originals([Path(path) for path in sys.argv[1:]]))
    kill()
