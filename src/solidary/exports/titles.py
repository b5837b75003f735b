"""What activities and those who report them are called, in a column beside the identifier, as published.

Of several languages the English text stands, else the first. What has none has an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from solidary.exports.rows import read

if TYPE_CHECKING:
    from solidary.store.snapshot import Snapshot

# Column of the identifier -> column of its text, element that has it, meaning.
BESIDE: Final = {
    "activity": ("activity_title", "title", "title of the activity, in English if it has one; as published"),
    "publisher": ("publisher_name", "reporting-org", "name of who reports, in English if it has one; as published"),
}
TEXTS: Final = ["dataset", "record", "table", "element", "lang", "text"]
Texts = dict[str, dict[int, str]]  # element -> place of a record -> text


def titled(schema: pa.Schema) -> pa.Schema:
    """Return a schema with a column of texts after each identifier that has them.

    >>> titled(pa.schema({"activity": pa.string(), "usd": pa.int32()})).names
    ['activity', 'activity_title', 'usd']
    """
    return pa.schema([made for found in schema for made in (found, *_beside(found.name))], schema.metadata)


@dataclass(frozen=True)
class Titles:
    """The texts of some datasets of a snapshot."""

    texts: Texts = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot, part: Path) -> Titles:
        """Read the texts of the datasets that a part of the flows is made of: as many as fit into its portion."""
        datasets = pc.unique(pq.read_table(part, columns=["dataset"])["dataset"]).to_pylist()
        narratives = sorted((snapshot.folder / "narrative").glob("*.parquet"))
        return cls(_read(narratives, datasets) if datasets else {})

    def add(self, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield batches with their texts, in the form of ``schema``; grain and order stay."""
        sets = {name: self._set(element) for name, element, _ in BESIDE.values()}
        for batch in batches:
            places = _places(batch)
            arrays = [_told(places, *sets[name]) if name in sets else batch[name] for name in schema.names]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _set(self, element: str) -> tuple[pa.Array, pa.Array]:
        found = self.texts.get(element, {})
        return pa.array(list(found), pa.int64()), pa.array(list(found.values()), pa.string())


def _read(narratives: Iterable[Path], datasets: list[int]) -> Texts:
    elements = [element for _, element, _ in BESIDE.values()]
    wanted = (pc.field("table") == "activity") & pc.field("element").isin(elements)
    wanted &= pc.field("dataset").isin(datasets)
    english, others = ({element: dict[int, str]() for element in elements} for _ in range(2))
    for path in narratives:
        for batch in read(path, TEXTS, wanted, span=(min(datasets), max(datasets))):
            places = _places(batch).to_pylist()
            for place, row in zip(places, batch.select(["element", "lang", "text"]).to_pylist(), strict=True):
                if row["text"] and row["text"].strip():
                    texts = english if (row["lang"] or "en").lower() == "en" else others
                    texts[row["element"]].setdefault(place, row["text"])
    return {element: others[element] | english[element] for element in elements}


def _told(places: pa.Array, known: pa.Array, texts: pa.Array) -> pa.Array:
    return texts.take(pc.index_in(places, value_set=known))


def _beside(name: str) -> list[pa.Field]:
    if name not in BESIDE:
        return []
    column, _, meaning = BESIDE[name]
    return [pa.field(column, pa.string(), metadata={"meaning": meaning})]


def _places(batch: pa.RecordBatch) -> pa.Array:
    """Return one number for each record of a snapshot."""
    return pc.add(pc.multiply(batch["dataset"].cast(pa.int64()), 1 << 32), batch["record"].cast(pa.int64()))
