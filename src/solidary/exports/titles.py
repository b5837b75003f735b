"""What activities and those who report them are called, in a column beside the identifier, as published.

Of several languages the English text stands, else the first. What has none has an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

if TYPE_CHECKING:
    from solidary.store.snapshot import Snapshot

# Column of the identifier -> column of its text, element that has it, meaning.
BESIDE: Final = {
    "activity": ("activity_title", "title", "title of the activity, in English if it has one; as published"),
    "publisher": ("publisher_name", "reporting-org", "name of who reports, in English if it has one; as published"),
}
Texts = dict[str, dict[int, str]]  # column -> place of a record -> text


@dataclass
class Titles:
    """Puts texts of a snapshot beside identifiers; ``narratives`` are its Parquet files of texts."""

    narratives: Sequence[Path] = ()
    _of: tuple[int, ...] = ()
    _texts: Texts = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Titles:
        """Take the texts of a snapshot."""
        return cls(sorted((snapshot.folder / "narrative").glob("*.parquet")))

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return a schema with a column of texts after each identifier that has them.

        >>> Titles().schema(pa.schema({"activity": pa.string(), "usd": pa.int32()})).names
        ['activity', 'activity_title', 'usd']
        """
        fields = [made for found in schema for made in (found, *_beside(found.name))]
        return pa.schema(fields, schema.metadata)

    def add(self, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield batches with their texts, in the form of ``schema``; grain and order stay."""
        columns = {column: name for name, (column, _, _) in BESIDE.items()}
        for batch in batches:
            self._read(tuple(sorted(pc.unique(batch["dataset"]).to_pylist())))
            places = _places(batch["dataset"], batch["record"])
            arrays = [self._told(columns[name], places) if name in columns else batch[name] for name in schema.names]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _told(self, name: str, places: pa.Array) -> pa.Array:
        texts = self._texts.get(name, {})
        at = pc.index_in(places, value_set=pa.array(list(texts), pa.int64()))
        return pa.array(list(texts.values()), pa.string()).take(at)

    def _read(self, datasets: tuple[int, ...]) -> None:
        """Read the texts of some datasets; those of others are let go, so that memory stays that of a portion."""
        if datasets == self._of or not self.narratives:
            return
        elements = {element: name for name, (_, element, _) in BESIDE.items()}
        wanted = (
            (pc.field("table") == "activity")
            & pc.field("element").isin(list(elements))
            & pc.field("dataset").isin(list(datasets))
        )
        names = ["dataset", "record", "element", "lang", "text"]
        rows = ds.dataset(list(self.narratives), format="parquet").to_table(columns=names, filter=wanted)
        english = pc.equal(pc.utf8_lower(pc.coalesce(rows["lang"], pa.scalar("en"))), "en")
        texts: Texts = {name: {} for name in BESIDE}
        for part in (rows.filter(english), rows.filter(pc.invert(english))):
            places = _places(part["dataset"], part["record"]).to_pylist()
            for place, element, text in zip(places, part["element"].to_pylist(), part["text"].to_pylist(), strict=True):
                if text and text.strip():
                    texts[elements[element]].setdefault(place, text)
        self._of, self._texts = datasets, texts


def _beside(name: str) -> list[pa.Field]:
    if name not in BESIDE:
        return []
    column, _, meaning = BESIDE[name]
    return [pa.field(column, pa.string(), metadata={"meaning": meaning})]


def _places(datasets: pa.Array, records: pa.Array) -> pa.Array:
    """Return one number for each record of a snapshot."""
    return pc.add(pc.multiply(datasets.cast(pa.int64()), 1 << 32), records.cast(pa.int64()))
