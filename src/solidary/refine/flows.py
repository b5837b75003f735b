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

from solidary.errors import WrongUse
from solidary.records.flow import FLOW
from solidary.records.source import IATI
from solidary.refine.answers import Answers
from solidary.sources.deflators.known import Deflators
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import attach_library, attach_snapshot, run
from solidary.store.engine.library import bundled

if TYPE_CHECKING:
    from solidary.sources.rates.known import Rates
    from solidary.sources.reporters import Reporters
    from solidary.store.engine.engine import Engine, Value
    from solidary.store.snapshot import Lake, Snapshot

Progress = Callable[[int, int, str], None]
PORTION: Final = 120_000  # money rows that are worked on at once
GIVEN: Final = ("rate", "reporter", "deflator")  # what the records do not say
WHOLE: Final = (  # what only the whole snapshot can tell, and what follows from what is given
    "activity_marks", "mean_rates", "money_levels", "money_twice", "price_levels",
)  # fmt: skip
AFTER: Final = (  # what many questions ask of the flows
    "money_cube", "money_by_currency", "channel_cube", "publisher_heads", "split_doubts",
    "activity_heads",
)  # fmt: skip
MANIFEST: Final = "manifest.json"
MEMORY: Final = "1200MB"
NO_DEFLATORS: Final = Deflators()


@dataclass(frozen=True)
class Flows:
    """The flows of one snapshot, made and published."""

    folder: Path
    snapshot: Snapshot

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Where they come from, and how many rows there are for each reason to count or not to count."""
        found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text("utf-8"))
        return found

    @property
    def source(self) -> str:
        """``iati``, or the name of the mapping of its sheets."""
        return str(self.snapshot.manifest.get("source", IATI))

    @property
    def parts(self) -> list[Path]:
        """The Parquet files of the flows."""
        return sorted((self.folder / "flow").glob("*.parquet"))

    def table(self, columns: list[str] | None = None) -> pa.Table:
        """Return the flows as Arrow. Grain: see ``records.flow``."""
        if not self.parts:
            return FLOW.empty_table().select(columns or FLOW.names)
        return pq.read_table(self.parts, columns=columns)

    @cached_property
    def cube(self) -> pa.Table:
        """The flows added up. Grain: see ``money_cube.sql``."""
        return pq.read_table(self.folder / "money_cube.parquet")

    def constant(self, base: int, month: int = 1) -> pa.Table:
        """Add the flows up in dollars of one year's prices and rates. Grain: see ``constant_prices.sql``.

        Args:
            base: the base year; its name belongs beside every sum, as do the sources in ``levels``.
            month: first month of the reader's fiscal year, 1 to 12; ``fiscal_year`` is the year in which it ends.

        Raises:
            WrongUse: if the month is none.
        """
        if not 1 <= month <= 12:
            raise WrongUse(f"read {month} as the first month of a fiscal year, expected 1 to 12")
        return self.ask("constant_prices", base=base, month=month)

    @cached_property
    def levels(self) -> pa.Table:
        """Price levels and mean rates by currency and year, with their sources. Grain: see ``price_levels.sql``."""
        return pq.read_table(self.folder / "price_levels.parquet")

    @cached_property
    def channels(self) -> pa.Table:
        """The flows added up by channel. Grain: see ``channel_cube.sql``."""
        return pq.read_table(self.folder / "channel_cube.parquet")

    @cached_property
    def heads(self) -> pa.Table:
        """What publishers are called, and of what kind they are. Grain: see ``publisher_heads.sql``."""
        return pq.read_table(self.folder / "publisher_heads.parquet")

    @cached_property
    def split_doubts(self) -> pa.Table:
        """The rows whose recipients share them on a guess. Grain: see ``split_doubts.sql``."""
        return pq.read_table(self.folder / "split_doubts.parquet")

    @cached_property
    def engine(self) -> Engine:
        """An engine that knows the flows, their records and the library, as long as this object lives."""
        engine = DuckEngine([self.snapshot.folder, self.folder])
        attach_snapshot(engine, self.snapshot)
        attach_library(engine, bundled())
        engine.attach("flow", self.parts, FLOW)
        for name in (*GIVEN, *WHOLE, *AFTER):
            engine.attach(name, [self.folder / f"{name}.parquet"])
        return engine

    @cached_property
    def _answers(self) -> Answers:
        return Answers()

    def ask(self, name: str, /, **params: Value) -> pa.Table:
        """Run a query of the library over the flows and their records; flows never change, so small answers are kept.

        Raises:
            UnknownName: if there is no such query, with the nearest.
        """
        return self._answers.get((name, *sorted(params.items())), lambda: run(self.engine, bundled(), name, **params))


@dataclass(frozen=True)
class Recipe:
    """What flows follow from: the records of a snapshot, rates, deflators, and what is said of publishers."""

    lake: Lake
    snapshot: Snapshot
    rates: Rates
    reporters: Reporters
    deflators: Deflators = NO_DEFLATORS

    @property
    def home(self) -> Path:
        """Where the flows are, once they are made; named by all that they follow from."""
        said = f"{self.snapshot.id} {self.rates.name} {self.reporters.name} {self.deflators.name}"
        digest = hashlib.sha256(said.encode())
        for file in bundled().ordered():
            digest.update(file.sql.encode())
        return self.lake.folder / "flows" / digest.hexdigest()[:16]

    def found(self) -> Flows | None:
        """Return the flows if they are made."""
        return Flows(self.home, self.snapshot) if (self.home / MANIFEST).exists() else None


def make_flows(recipe: Recipe, progress: Progress | None = None) -> Flows:
    """Make flows, or find that they are made.

    Args:
        recipe: what they follow from; rates are read only if the flows are not made yet.
        progress: told after each portion.
    """
    if found := recipe.found():
        return found
    home = recipe.home
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".making-", dir=home.parent))
    try:
        _fill(draft, recipe, progress)
        if not home.exists():  # another may have made the same meanwhile
            draft.rename(home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Flows(home, recipe.snapshot)


def _fill(draft: Path, recipe: Recipe, progress: Progress | None) -> None:
    library, snapshot = bundled(), recipe.snapshot
    (draft / "flow").mkdir()
    given = dict(zip(GIVEN, (one.table() for one in (recipe.rates, recipe.reporters, recipe.deflators)), strict=True))
    with DuckEngine([snapshot.folder, draft], memory=MEMORY, temp=draft / "spill") as engine:
        attach_snapshot(engine, snapshot)
        for name, table in given.items():
            pq.write_table(table, draft / f"{name}.parquet")
            engine.attach(name, [draft / f"{name}.parquet"])
        attach_library(engine, library)
        for name in WHOLE:
            _keep(engine, name, draft)
        portions, source = list(_portions(engine)), snapshot.manifest.get("source", IATI)
        for number, (first, last) in enumerate(portions):
            found = engine.query(library.file("flows").sql, first=first, last=last)
            pq.write_table(_shaped(found, source), draft / "flow" / f"part-{number}.parquet", compression="zstd")
            if progress:
                progress(number + 1, len(portions), "flows")
        engine.attach("flow", sorted((draft / "flow").glob("*.parquet")), FLOW)
        for name in AFTER:
            _keep(engine, name, draft)
        manifest = {"snapshot": snapshot.id, "source": source, "rates": recipe.rates.name, **_counts(engine, draft)}
    (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


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


def _shaped(found: pa.Table, source: str) -> pa.Table:
    """Give the rows the form of a flow, and an order of their own, so that the same input makes the same bytes."""
    found = found.set_column(found.schema.get_field_index("source"), "source", pa.repeat(source, found.num_rows))
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
