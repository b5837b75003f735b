"""Tables of a workspace: what is no CSV in UTF-8 is told by its name, by every reader of such a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solidary.errors import SolidaryError, UnknownName
from solidary.exports.licences import known_licences
from solidary.sources.deflators.known import known_deflators
from solidary.sources.rates.known import known_rates
from solidary.sources.reporters import ReporterFault, known_reporters
from solidary.sources.table import table_rows
from solidary.sources.trade import known_trade

READERS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "rates/own.csv": ("Date,Rate,Currency", lambda folder: known_rates(folder).table()),
    "deflators/own.csv": ("Area,Year,Index", lambda folder: known_deflators(folder).table()),
    "reporters.csv": ("publisher,source", lambda folder: known_reporters(folder).table()),
    "licences.csv": ("publisher,licence", known_licences),
    "trade/own.csv": ("exporter,importer,code,value,year", known_trade),
}


@pytest.mark.parametrize("name", READERS)
def test_a_table_in_another_encoding_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    (head, read), path = READERS[name], tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(f"{head}\nL\u00e4nder".encode("latin-1"))
    with pytest.raises(SolidaryError, match=rf"{path.name}: cannot be read as CSV in UTF-8"):
        read(tmp_path)


def test_cells_are_trimmed_and_missing_ones_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\ufeffa,b\n 1 ,2\n3\n", "utf-8")
    assert list(table_rows(path, ("a", "b", "c"), ReporterFault)) == [
        (2, {"a": "1", "b": "2", "c": ""}), (3, {"a": "3", "b": "", "c": ""}),
    ]  # fmt: skip


def test_a_column_that_nobody_knows_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("publisherr\nx\n")
    with pytest.raises(UnknownName, match="publisher"):
        list(table_rows(path, ("publisher", "level"), ReporterFault))
