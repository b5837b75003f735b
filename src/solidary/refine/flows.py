"""A snapshot and rates -> its flows, as Parquet beside the snapshot: made once, by the queries of ``store/sql``.

The flows of a snapshot follow from its bytes, the rates and the text of the queries, and so does the name of the folder
that holds them; it is written aside and renamed. What only the whole snapshot can tell (which activities are there
twice, which level of a hierarchy counts) is worked out first; the rows themselves then go dataset by dataset, so that
the memory is that of a portion.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.records.flow import FLOW
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import attach_library, attach_snapshot, run
from solidary.store.engine.library import SqlLibrary, bundled

if TYPE_CHECKING:
    from solidary.sources.rates.known import Rates
    from solidary.store.engine.engine import Engine, Value
    from solidary.store.snapshot import Lake, Snapshot

Progress = Callable[[int, int, str], None]
PORTION: Final = 120_000  # money rows that are worked on at once
WHOLE: Final = ("activity_marks", "money_levels", "money_twice")  # what only the whole snapshot can tell
RATE: Final = "rate"
MEMORY: Final = "1200MB"


@dataclass(frozen=True)
class Flows:
    """The flows of one snapshot, made and published."""

    folder: Path
    snapshot: Snapshot

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Where they come from, and how many rows there are for each reason to count or not to count."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return found

    @property
    def parts(self) -> list[Path]:
        """The Parquet files of the flows."""
        return sorted((self.folder / "flow").glob("*.parquet"))

    def table(self, columns: list[str] | None = None) -> pa.Table:
        """Return the flows as Arrow. Grain: see ``records.flow``."""
        if not self.parts:
            return FLOW.empty_table().select(columns or FLOW.names)
        return pq.read_table(self.parts, columns=columns)

    def ask(self, name: str, /, **params: Value) -> pa.Table:
        """Run a query of the library over the flows and their records.

        Raises:
            UnknownName: if there is no such query, with the nearest.
        """
        library = bundled()
        with DuckEngine([self.snapshot.folder, self.folder]) as engine:
            attach_snapshot(engine, self.snapshot)
            engine.attach("flow", self.parts, FLOW)
            engine.attach(RATE, [self.folder / "rate.parquet"])
            attach_library(engine, library)
            return run(engine, library, name, **params)


def make_flows(lake: Lake, snapshot: Snapshot, rates: Rates, progress: Progress | None = None) -> Flows:
    """Make the flows of a snapshot, or find that they are made.

    Args:
        lake: where they are kept.
        snapshot: the records.
        rates: which rates to use; they are read only if the flows are not made yet.
        progress: told after each portion.
    """
    library = bundled()
    home = lake.folder / "flows" / _name(snapshot, rates, library)
    if (home / "manifest.json").exists():
        return Flows(home, snapshot)
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".making-", dir=home.parent))
    try:
        _fill(draft, snapshot, rates, library, progress)
        if not home.exists():  # another may have made the same meanwhile
            draft.rename(home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Flows(home, snapshot)


def _name(snapshot: Snapshot, rates: Rates, library: SqlLibrary) -> str:
    digest = hashlib.sha256(f"{snapshot.id} {rates.name}".encode())
    for file in library.ordered():
        digest.update(file.sql.encode())
    return digest.hexdigest()[:16]


def _fill(draft: Path, snapshot: Snapshot, rates: Rates, library: SqlLibrary, progress: Progress | None) -> None:
    (draft / "flow").mkdir()
    pq.write_table(rates.table(), draft / "rate.parquet")
    with DuckEngine([snapshot.folder, draft], memory=MEMORY, temp=draft / "spill") as engine:
        attach_snapshot(engine, snapshot)
        engine.attach(RATE, [draft / "rate.parquet"])
        attach_library(engine, library)
        for name in WHOLE:
            _keep(engine, name, draft)
        portions = list(_portions(engine))
        for number, (first, last) in enumerate(portions):
            found = engine.query(library.file("flows").sql, first=first, last=last)
            pq.write_table(_shaped(found), draft / "flow" / f"part-{number}.parquet", compression="zstd")
            if progress:
                progress(number + 1, len(portions), "flows")
        manifest = {"snapshot": snapshot.id, "rates": rates.name, **_counts(engine, draft)}
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _keep(engine: Engine, name: str, draft: Path) -> None:
    """Work a view out once, and put the outcome in its place."""
    path = draft / f"{name}.parquet"
    pq.write_table(engine.query(f"select * from {name}"), path, compression="zstd")
    engine.attach(name, [path])


def _portions(engine: Engine) -> Iterator[tuple[int, int]]:
    """Cut the datasets into ranges with about as many money rows each; a dataset is never cut."""
    counted = engine.query("select dataset, count(*) as number from money_rows group by dataset order by dataset")
    first, rows, last = -1, 0, -1
    for row in counted.to_pylist():
        if first >= 0 and rows + row["number"] > PORTION:
            yield first, last
            first, rows = -1, 0
        first = row["dataset"] if first < 0 else first
        last, rows = row["dataset"], rows + row["number"]
    if first >= 0:
        yield first, last


def _shaped(found: pa.Table) -> pa.Table:
    """Give the rows the form of a flow, and an order of their own, so that the same input makes the same bytes."""
    table = pa.Table.from_arrays([found[field.name].cast(field.type) for field in FLOW], schema=FLOW)
    return table.sort_by([(key, "ascending") for key in ("dataset", "table", "row", "recipient", "sector")])


def _counts(engine: Engine, draft: Path) -> dict[str, Any]:
    """Count what was made, and see that no row of money was lost on the way."""
    reasons: dict[str, int] = {}
    for part in (draft / "flow").glob("*.parquet"):
        for one in pc.value_counts(pq.read_table(part, columns=["counts_reason"])["counts_reason"]).to_pylist():
            reasons[one["values"]] = reasons.get(one["values"], 0) + one["counts"]
    money = engine.query("select count(*) as number from money_rows")["number"][0].as_py()
    return {"money_rows": money, "flows": sum(reasons.values()), "reasons": dict(sorted(reasons.items()))}
