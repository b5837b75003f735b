"""Rows -> Parquet: every type kept, the meaning of each column in its field, what the file is in its own metadata."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from solidary.exports.draft import Written, drafted
from solidary.exports.rows import Rows

GROUP: Final = 131_072  # rows of a row group
KEY: Final = "solidary"


def write_parquet(
    rows: Rows, target: Path, *, told: Callable[[], Mapping[str, Any]] = dict, force: bool = False
) -> Written:
    """Write rows as one Parquet file.

    Args:
        rows: what to write.
        target: where; nothing may stand there.
        told: what the file is; stands as JSON under the key ``solidary`` of its metadata. Asked after the rows.
        force: replace what stands there.

    >>> import tempfile
    >>> one = pa.record_batch({"id": ["007"]})
    >>> with tempfile.TemporaryDirectory() as home:
    ...     _ = write_parquet(Rows(one.schema, [one]), Path(home, "a.parquet"), told=lambda: {"snapshot": "f3"})
    ...     pq.read_metadata(Path(home, "a.parquet")).metadata[b"solidary"]
    b'{"snapshot": "f3"}'

    Raises:
        CannotWrite: if the file is there already, or cannot be written.
    """
    number, waiting = 0, list[pa.RecordBatch]()
    with drafted(target, force=force) as draft:
        with pq.ParquetWriter(draft, rows.schema, compression="zstd") as writer:
            for batch in rows.portions():
                waiting.append(batch)
                number += batch.num_rows
                if sum(one.num_rows for one in waiting) >= GROUP:
                    _write(writer, waiting)
            _write(writer, waiting)
            writer.add_key_value_metadata({KEY: json.dumps(told(), ensure_ascii=False)})
        size = draft.stat().st_size
    return Written(target, number, size)


def _write(writer: pq.ParquetWriter, waiting: list[pa.RecordBatch]) -> None:
    if waiting:
        writer.write_table(pa.Table.from_batches(waiting), row_group_size=GROUP)
    waiting.clear()
