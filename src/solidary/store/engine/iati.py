"""One IATI file -> its tables, for ``map_files``: the reader, the columns and the flags of an ingest.

Differs from ``solidary ingest`` in one thing: an identifier that two files share is not flagged, since each
file is read by itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from solidary.errors import WrongUse
from solidary.sources.iati.dataset import Account, read_dataset
from solidary.sources.iati.files import Found, Unreadable, opened
from solidary.sources.iati.grammar import names
from solidary.sources.iati.reader import Buffer
from solidary.sources.iati.slices import NotIati
from solidary.store.audit import audit
from solidary.store.parts import Parts, schema, tables

ACCOUNT: Final = pa.schema([
    ("dataset", pa.int32()), ("name", pa.string()), ("kind", pa.string()), ("version", pa.string()),
    ("records", pa.int64()), ("broken", pa.int64()), ("set_aside", pa.string()),
])  # fmt: skip


def read_iati(number: int, name: str, content: bytes) -> Iterator[tuple[str, pa.Table]]:
    """Yield the tables of one file, xml or gz, and one row of ``account`` that says what became of it.

    >>> xml = b'<iati-activities version="2.03"><iati-activity><iati-identifier>A</iati-identifier></iati-activity>'
    >>> found = dict(read_iati(0, "a.xml", xml + b"</iati-activities>"))
    >>> found["activity"]["iati_identifier"].to_pylist(), found["account"]["records"].to_pylist()
    (['A'], [1])

    Raises:
        WrongUse: if the file is an archive of many.
    """
    if content[:4] == b"PK\x03\x04":
        raise WrongUse("a zip archive; expected one dataset per file: xml or gz")
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "tables")
        folder.mkdir()
        account = _written(number, Found(name, _kept(Path(home, "file"), content), size=len(content)), folder)
        if not account.refused:
            audit(folder)
            for table in (*tables(), "flag"):
                for part in folder.joinpath(table).glob("*.parquet"):
                    yield table, pq.read_table(part, schema=schema(table))
    row = [number, name, account.kind, account.version, account.records, len(account.broken)]
    columns = zip(ACCOUNT, [*row, account.refused and account.refused.rule], strict=True)
    yield "account", pa.table([pa.array([value], field.type) for field, value in columns], schema=ACCOUNT)


def _kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _written(number: int, found: Found, folder: Path) -> Account:
    """Read a dataset into Parquet; rows wait there, so that memory does not follow the size of the file."""
    parts, buffer = Parts(folder, "0"), Buffer()

    def flush() -> None:
        kinds = zip((*names(), "narrative"), (*buffer.tables, buffer.narratives), strict=True)
        for place, (table, rows) in enumerate(kinds):
            parts.write(table, rows)
            if waiting := buffer.compiled(place):
                parts.write_waiting(table, waiting)
        buffer.clear()

    try:
        with opened(found) as stream:
            return read_dataset(stream, number, buffer, flush)
    except Unreadable as error:
        return Account(refused=NotIati(error.rule, str(error)))
    finally:
        flush()
        parts.close()
