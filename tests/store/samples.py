"""Small IATI files made by code, and an independent count of what is in them (expat; the program reads with lxml)."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from solidary.store.parts import tables
from solidary.store.snapshot import Snapshot

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
TAIL: Final = "</iati-activities>\n"
WHERE: Final = frozenset({"dataset", "record", "row", "parent", "line"})  # where a value stands, not what it says
WORDS: Final = "water school bridge health 물 sông ถนน rice port methane training".split()


def transaction(value: str, sectors: Sequence[str] = (), text: str = "") -> str:
    """Make a transaction with sectors of its own, and a description."""
    inner = "".join(f'<sector code="{code}" vocabulary="1"/>' for code in sectors)
    told = f"<description><narrative>{text}</narrative></description>" if text else ""
    return (
        '  <transaction><transaction-type code="3"/><transaction-date iso-date="2024-05-01"/>'
        f'<value currency="USD" value-date="2024-05-01">{value}</value>{told}{inner}</transaction>\n'
    )


def activity(name: str, *inner: str, titles: Sequence[str] = ("A title",), status: str = "2") -> str:
    """Make an activity; ``inner`` follows its status."""
    told = "".join(f"<narrative>{title}</narrative>" if "<" not in title else title for title in titles)
    return (
        f'<iati-activity default-currency="USD">\n  <iati-identifier>{name}</iati-identifier>\n'
        f'  <title>{told}</title>\n  <activity-status code="{status}"/>\n{"".join(inner)}</iati-activity>\n'
    )


def document(*activities: str) -> bytes:
    """Make a file of activities."""
    return (HEAD + "".join(activities) + TAIL).encode()


def many(count: int, seed: int, prefix: str = "XM-TEST") -> list[str]:
    """Make activities with random transactions, sectors and texts; the same for the same seed."""
    dice = random.Random(seed)
    return [activity(f"{prefix}-{number}", *_moves(dice), titles=_titles(dice)) for number in range(count)]


def _moves(dice: random.Random) -> list[str]:
    return [
        transaction(
            str(dice.randint(1, 10**6)), dice.choices(("11110", "14030", "41010"), k=dice.randint(0, 2)), _text(dice)
        )
        for _ in range(dice.randint(0, 6))
    ]


def _titles(dice: random.Random) -> list[str]:
    return [_text(dice), *(f'<narrative xml:lang="ko">{_text(dice)}</narrative>' for _ in range(dice.randint(0, 1)))]


def _text(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(3, 12)))


def write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write files, gzipped if they are called so; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return paths


def elements(contents: Iterable[bytes]) -> Counter[str]:
    """Count the elements of some files by their path, with expat."""
    counts: Counter[str] = Counter()
    for content in contents:
        _count(content, counts)
    return counts


def _count(content: bytes, counts: Counter[str]) -> None:
    path: list[str] = []

    def start(name: str, _: object) -> None:
        path.append(name)
        counts["/".join(path[1:])] += 1

    reader = expat.ParserCreate()
    reader.StartElementHandler = start
    reader.EndElementHandler = lambda _: path.pop()
    reader.Parse(content, True)


Rows = dict[str, list[tuple[Any, ...]]]


def said(snapshot: Snapshot) -> Rows:
    """All that a snapshot says, without where it stands: the rows of each table, sorted."""
    return {name: _sorted(snapshot, name) for name in (*tables(), "flag")}


def _sorted(snapshot: Snapshot, name: str) -> list[tuple[Any, ...]]:
    table = snapshot.table(name)
    columns = [table[column].to_pylist() for column in table.column_names if column not in WHERE]
    return sorted(zip(*columns, strict=True), key=repr)


def linked(snapshot: Snapshot, name: str, column: str, above: str, theirs: str) -> list[tuple[Any, Any]]:
    """Join a table with the table above it by dataset and row: pairs of values, sorted."""
    parents = snapshot.table(above)
    keys = zip(parents["dataset"].to_pylist(), parents["row"].to_pylist(), strict=True)
    known = dict(zip(keys, parents[theirs].to_pylist(), strict=True))
    table = snapshot.table(name)
    rows = zip(*(table[key].to_pylist() for key in ("dataset", "parent", column)), strict=True)
    return sorted(((known[dataset, parent], value) for dataset, parent, value in rows), key=repr)
