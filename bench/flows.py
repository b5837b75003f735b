"""How long records take to become flows, and how that grows: `python -m bench.flows FILES... [--copies 100]`.

The snapshot of the files (or the latest one of a lake: `--lake FOLDER`) is turned into flows, then one that holds it so
many times. A copy is as another publisher's file would be: datasets of its own, activities of its own, and links that
stay within it. Each run is a process of its own: wall time, cpu time, peak memory, and a check that every copy gave the
same sums. Goals: a hundred copies (seven million transactions) below 2 GB and at most 110 times the time of one.
"""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.store.engine.library import bundled
from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot

IDENTIFIERS = {
    "activity": ("iati_identifier",), "related_activity": ("ref",),
    "transaction": ("provider_activity_id", "receiver_activity_id"),
    "planned_disbursement": ("provider_activity_id", "receiver_activity_id"),
}  # fmt: skip
MEMORY, GROWTH = 2048, 110  # the goals: MB, and times the time of one
JOB = """
import resource, sys, time
from pathlib import Path
from solidary.refine.flows import Recipe, make_flows
from solidary.sources.rates.known import known_rates
from solidary.sources.reporters import known_reporters
from solidary.store.snapshot import Lake, Snapshot
if __name__ == "__main__":
    lake, folder = Lake(Path(sys.argv[1])), Path(sys.argv[2])
    start = time.perf_counter()
    flows = make_flows(Recipe(lake, Snapshot(folder), known_rates(None), known_reporters(None)))
    wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, flows.folder)
"""


def copied(snapshot: Snapshot, folder: Path, copies: int) -> Snapshot:
    """Write a snapshot that holds another one many times."""
    files = snapshot.manifest["files"]["read"]
    read = {table for file in bundled().ordered() for table in file.statement.tables}
    for home in sorted(path for path in snapshot.folder.iterdir() if path.is_dir() and path.name in read):
        (folder / home.name).mkdir(parents=True)
        table = pq.read_table(sorted(home.glob("*.parquet")))
        for number in range(copies):
            place = table.schema.get_field_index("dataset")
            moved = pc.add(table["dataset"], pa.scalar(number * files, pa.int32()))
            made = table.set_column(place, table.schema.field(place), moved)
            for name in IDENTIFIERS.get(home.name, ()):
                place = made.schema.get_field_index(name)
                renamed = pc.binary_join_element_wise(made[name], str(number), "#")
                made = made.set_column(place, made.schema.field(place), renamed)
            pq.write_table(made, folder / home.name / f"part-{number}.parquet", compression="zstd", compression_level=1)
    (folder / "manifest.json").write_text(json.dumps(snapshot.manifest))
    return Snapshot(folder)


def timed(lake: Path, snapshot: Snapshot) -> tuple[float, float, float, Path]:
    """Make flows in a process of its own; return wall seconds, cpu seconds, peak MB, and the folder of the flows."""
    command = [sys.executable, "-c", JOB, str(lake), str(snapshot.folder)]
    wall, cpu, peak, folder = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(wall), float(cpu), float(peak), Path(folder)


def sums(folder: Path) -> dict[str, object]:
    """Return the sum of all amounts by stage, exactly."""
    found: dict[str, pa.Scalar] = {}
    for part in sorted((folder / "flow").glob("*.parquet")):
        table = pq.read_table(part, columns=["stage", "amount"]).group_by("stage").aggregate([("amount", "sum")])
        for row in table.to_pylist():
            if row["amount_sum"] is not None:
                found[row["stage"]] = found.get(row["stage"], 0) + row["amount_sum"]
    return dict(sorted(found.items()))


def main() -> None:
    """Measure and print."""
    copies = int(sys.argv[sys.argv.index("--copies") + 1]) if "--copies" in sys.argv else 100
    paths = [Path(one) for one in sys.argv[1:] if not one.startswith("--") and not one.isdigit()]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if "--lake" in sys.argv:
            snapshot = Lake(paths[0]).latest("iati")
        else:
            snapshot = load(Lake(home / "lake"), paths, datetime.now(UTC)).snapshot
        wall, cpu, peak, one = timed(home / "lake", snapshot)
        print(
            f"one: {wall:.1f} s wall, {cpu:.1f} s cpu, {peak:.0f} MB, {json.loads((one / 'manifest.json').read_text())}"
        )
        big = copied(snapshot, home / "lake" / "big", copies)
        wall_big, cpu_big, peak_big, many = timed(home / "lake", big)
        print(f"{copies} copies: {wall_big:.1f} s wall, {cpu_big:.1f} s cpu, {peak_big:.0f} MB")
        print(f"growth: {wall_big / wall:.1f} x wall, {cpu_big / cpu:.1f} x cpu (goal: {GROWTH})")
        print(f"memory: {peak_big:.0f} MB (goal: {MEMORY})")
        first, last = sums(one), sums(many)
        same = all(value * copies == last[stage] for stage, value in first.items())  # type: ignore[operator]
        reasons = [json.loads((made / "manifest.json").read_text())["reasons"] for made in (one, many)]
        same = same and {key: rows * copies for key, rows in reasons[0].items()} == reasons[1]
        print(
            f"sums of every stage and rows of every reason are {copies} times those of one: {'yes' if same else 'NO'}"
        )


if __name__ == "__main__":
    main()
