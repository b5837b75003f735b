"""Real spreadsheets beside the checkout: where they are, and how they are loaded."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
import pytest

import solidary
from solidary.refine.flows import Flows
from solidary.workspace import Workspace
from tests.conftest import TODAY

DATA: Final = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[4] / "shared" / "data")
CENT: Final = Decimal("0.01")


def there(name: str) -> Path:
    """A real file or folder; the test is skipped where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs the real data {name} beside the checkout (or $SOLIDARY_DATA)")
    return path


def loaded(folder: Path, names: list[str], mapping: str | Path) -> Workspace:
    """Load real files into a workspace of their own."""
    opened = solidary.open(folder, today=TODAY)
    opened.ingest_sheets([there(name) for name in names], Path(mapping))
    return opened


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a Parquet file, read without the program."""
    found: list[dict[str, Any]] = pq.read_table(there(name)).to_pylist()
    return found


def exact(text: str | None) -> Decimal:
    """An amount as the source writes it; nothing is nothing."""
    return Decimal(text) if text and text.strip() else Decimal(0)


def sums(flows: Flows, *keys: str, counted: bool = True) -> dict[Any, Decimal]:
    """Add up what was loaded, by the columns named, in its own currency."""
    found: dict[Any, Decimal] = {}
    for row in flows.table([*keys, "amount", "counts_in_totals"]).to_pylist():
        if row["counts_in_totals"] or not counted:
            key = tuple(row[name] for name in keys)
            found[key] = found.get(key, Decimal(0)) + row["amount"]
    return found


def lines(name: str) -> list[dict[str, Any]]:
    """The rows of a workbook, read without the program."""
    import openpyxl

    book = openpyxl.load_workbook(there(name), read_only=True)
    assert book.active is not None
    names, *found = book.active.iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, names), row, strict=True)) for row in found]
