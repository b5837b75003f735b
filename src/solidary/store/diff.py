"""What is new, changed or gone between two snapshots: by activity (or organisation), and by field.

A field is a column of the activity itself, or a table that hangs on it (``transaction``, ``budget`` ...); the order of
files, the file in which an activity stands and its line do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from solidary.sources.iati.specification import PLACE
from solidary.sources.iati.specification import tables as specified
from solidary.store.parts import tables
from solidary.store.snapshot import Snapshot

HEADS = {"activity": "iati_identifier", "organisation": "organisation_identifier"}
Fields = dict[str, int]  # field -> hash of all that it says


@dataclass(frozen=True)
class Diff:
    """What differs. ``changed`` gives the fields of each identifier that is in both snapshots."""

    before: str
    after: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: dict[str, tuple[str, ...]]
    same: int


def diff(before: Snapshot, after: Snapshot) -> Diff:
    """Compare two snapshots.

    An identifier that stands several times is followed by ``#2``, ``#3`` ... in the order of the datasets.
    """
    one, two = (_contents(snapshot) for snapshot in (before, after))
    both = [key for key in two if key in one]
    changed = {key: fields for key in both if (fields := _differing(one[key], two[key]))}
    return Diff(
        before.id,
        after.id,
        tuple(key for key in two if key not in one),
        tuple(key for key in one if key not in two),
        changed,
        len(both) - len(changed),
    )


def _differing(one: Fields, two: Fields) -> tuple[str, ...]:
    return tuple(sorted(field for field in one.keys() | two.keys() if one.get(field) != two.get(field)))


def _contents(snapshot: Snapshot) -> dict[str, Fields]:
    """Return the fields of every activity and organisation, by identifier."""
    found: dict[tuple[str, int], Fields] = {}
    names: dict[tuple[str, int], str] = {}
    for head, identifier in HEADS.items():
        table = snapshot.table(head)
        keys = [(head, key) for key in _keys(table).to_pylist()]
        columns = {name: table[name].to_pylist() for name in table.column_names if name not in PLACE}
        for number, key in enumerate(keys):
            names[key] = (columns[identifier][number] or "").strip()
            found[key] = {name: hash(values[number]) for name, values in columns.items() if values[number] is not None}
    starts = {name: _starts(snapshot.table(name)) for name in tables() if name != "narrative"}
    for name in tables():
        if name not in HEADS:
            for record, value in _grouped(snapshot.table(name), name, starts):
                home = ("activity", record) if ("activity", record) in found else ("organisation", record)
                if home in found:
                    found[home][name] = hash((found[home].get(name), value))
    order = sorted(found)  # as the datasets stand, not as they were read
    return dict(zip(_numbered([names[key] for key in order]), (found[key] for key in order), strict=True))


def _keys(table: pa.Table) -> pa.ChunkedArray:
    """Number each record over all datasets."""
    dataset, record = (pc.cast(table[name], pa.int64()) for name in ("dataset", "record"))
    return pc.add(pc.multiply(dataset, 1 << 32), record)


def _starts(table: pa.Table) -> dict[int, int]:
    """Return the first row of each record in a table, from which the rows that hang on it are counted."""
    firsts = pa.table({"key": _keys(table), "row": table["row"]}).group_by("key").aggregate([("row", "min")])
    return dict(zip(firsts["key"].to_pylist(), firsts["row_min"].to_pylist(), strict=True))


def _grouped(table: pa.Table, name: str, starts: dict[str, dict[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield for each record a hash of all its rows in a table, each with the place of the row above it."""
    if not table.num_rows:
        return
    narrative = name == "narrative"
    above = None if narrative else specified()[name].parent
    values = [column for column in table.column_names if column not in PLACE]
    texts = _joined(table, values)
    columns = {"key": _keys(table), "text": texts, "parent": table["row" if narrative else "parent"]}
    columns["above"] = table["table"] if narrative else pa.array([above] * table.num_rows, pa.string())
    grouped = pa.table(columns).group_by(["key", "above"]).aggregate([("text", "list"), ("parent", "list")])
    order = ("key", "above", "text_list", "parent_list")
    for key, home, told, parents in sorted(
        zip(*(grouped[column].to_pylist() for column in order), strict=True), key=lambda row: (row[0], row[1] or "")
    ):
        first = starts[home].get(key, 0) if home else 0
        yield key, hash((home, tuple(told), tuple(number - first for number in parents)))


def _joined(table: pa.Table, columns: list[str]) -> pa.ChunkedArray:
    """Make one text of all values of a row; no value is not the same as an empty one."""
    if not columns:
        return pa.chunked_array([pa.array([""] * table.num_rows)])
    filled = (pc.fill_null(table[column], "\0") for column in columns)
    return pc.binary_join_element_wise(*filled, pa.scalar("\x1f"))


def _numbered(names: list[str]) -> Iterator[str]:
    """Tell equal identifiers apart by a number that no other identifier already carries."""
    seen: Counter[str] = Counter()
    known = set(names)
    for name in names:
        seen[name] += 1
        told = name if seen[name] == 1 else f"{name}#{seen[name]}"
        while told != name and told in known:
            told += "#"
        yield told
