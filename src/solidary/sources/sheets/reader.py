"""Sheets and their mapping -> rows of the record tables that IATI files give too; every row loaded, or set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import count
from pathlib import Path

from solidary.sources.iati.dataset import Account, Broken
from solidary.sources.sheets.desk import Desk, Flush
from solidary.sources.sheets.mapping import MappingFile, SheetTerm
from solidary.sources.sheets.opening import open_sheet
from solidary.sources.sheets.row import Aside, Layout, Row
from solidary.sources.sheets.sheet import NotASheet, Sheet


@dataclass
class Outcome:
    """What became of the files of a mapping.

    Args:
        account: rows loaded and set aside, and the columns that nothing takes.
        begins: the files that were read, with the number before their first line: lines are counted through all files.
        refused: the files that are no sheets, with the reason.
        unknown: texts that should be countries and are none that is known, with how often.
    """

    account: Account = field(default_factory=lambda: Account(kind="sheet"))
    begins: dict[Path, int] = field(default_factory=dict)
    refused: dict[Path, NotASheet] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)


def matched(paths: Iterable[Path], mapping: MappingFile) -> dict[str, list[Path]]:
    """Say which files are which sheet of a mapping: those whose rows describe activities come before all others.

    >>> from solidary.sources.sheets.mapping import read_mapping
    >>> mapping = read_mapping(Path("timor-leste"))
    >>> found = matched([Path("x/tls_aims_transactions.parquet"), Path("readme.txt")], mapping)
    >>> {name: len(files) for name, files in found.items()}
    {'projects': 0, 'transactions': 1}
    """
    files = sorted(paths, key=lambda path: (path.name, path))
    order = sorted(mapping.sheets.items(), key=lambda pair: not pair[1].describes)
    return {name: [path for path in files if fnmatch(path.name, term.file)] for name, term in order}


def read_sheets(dataset: int, files: Mapping[str, list[Path]], mapping: MappingFile, flush: Flush) -> Outcome:
    """Read the files of a mapping as one dataset; rows are handed over in portions.

    Raises:
        UnknownName: if a file lacks a sheet or column that the mapping names, with the nearest.
        SheetFault: if a file breaks off.
    """
    outcome, desk, numbers, begin = Outcome(), Desk(dataset, flush), count(1), 0
    for name, paths in files.items():
        term = mapping.sheets[name]
        for path in paths:
            try:
                sheet = open_sheet(path, term.sheet or "", term.header, mapping.decimal)
            except NotASheet as reason:
                outcome.refused[path] = reason
                continue
            layout = Layout.of(mapping, term, sheet, path.name)
            outcome.begins.setdefault(path, begin)
            begin = max(begin, _read(sheet, layout, desk, outcome.account, path.name, outcome.begins[path], numbers))
            _unread(outcome.account, term, sheet, layout)
    desk.finish()
    outcome.unknown = dict(desk.unknown.most_common())
    return outcome


def _read(
    sheet: Sheet, layout: Layout, desk: Desk, account: Account, file: str, begin: int, numbers: Iterable[int]
) -> int:
    """Read the rows of one sheet; return the number of the last line."""
    line, width = 1, len(sheet.names)
    for (line, cells), number in zip(sheet.rows, numbers, strict=False):
        row = Row(layout, cells)
        try:
            if any(cell.strip() for cell in cells[width:]):
                raise Aside("too-many-cells", sheet.names[-1], f"read {len(cells)} cells, expected {width}")
            desk.take(row, begin + line, number)
        except Aside as aside:
            where = f"{file}:{line}: {aside.column}"
            account.broken.append(Broken(aside.rule, line, row.raw("activity"), f"{where}: {aside.message}"))
        else:
            account.records += 1
    account.encoding = account.encoding or sheet.encoding
    return begin + line


def _unread(account: Account, term: SheetTerm, sheet: Sheet, layout: Layout) -> None:
    for name in sheet.names:
        if name not in layout.used:
            account.unread[f"column {name}"] = (account.unread.get(f"column {name}", (0, 0))[0] + 1, term.header)
