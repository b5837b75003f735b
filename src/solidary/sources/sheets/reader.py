"""Sheets and their mapping -> rows of the record tables that IATI files give too; every row loaded, or set aside.

An activity has a row in ``activity``; its title, country, sector and organisations hang on it as they do in IATI. A row
of money is a ``transaction`` of its activity and takes over the provider and receiver that the activity names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from solidary.sources.iati.dataset import Account, Broken
from solidary.sources.sheets.cell import EMPTY, CellFault, country, day, last_day, number
from solidary.sources.sheets.mapping import NOT_FOR_TOTALS, MappingFile, SheetTerm, missing_columns
from solidary.sources.sheets.workbook import Sheet, open_sheet

Tables = dict[str, list[dict[str, Any]]]
Flush = Callable[[Tables], None]
WAITING: Final = 20_000  # rows
DERIVED: Final = "2=3"  # a commitment that was derived from the disbursement
ACTIVITY: Final = {
    "status": "activity_status", "flow_type": "default_flow_type", "finance_type": "default_finance_type",
    "tied_status": "default_tied_status", "publisher": "reporting_org_ref", "currency": "default_currency",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """An activity that rows of money can hang on."""

    row: int
    record: int
    provider: str | None
    receiver: str | None


@dataclass
class Desk:
    """Reads the sheets of one dataset; rows go into tables, and what cannot be read is set aside with its place."""

    dataset: int
    mapping: MappingFile
    flush: Flush
    account: Account = field(default_factory=lambda: Account(kind="sheet"))
    rows: Tables = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    known: dict[str, Known] = field(default_factory=dict)

    def read(self, term: SheetTerm, sheet: Sheet, file: str) -> None:
        """Read one sheet.

        Raises:
            UnknownName: if it lacks a column that its mapping names.
        """
        missing_columns(term, sheet.names, file)
        self._unread(term, sheet.names)
        places = {name: place for place, name in enumerate(sheet.names)}
        for line, cells in sheet.rows:
            row = _Row(term, places, cells)
            before = {table: len(rows) for table, rows in self.rows.items()}
            try:
                self._take(row, line, self.mapping)
            except _Aside as aside:
                for table, rows in self.rows.items():  # nothing of a row stays if any of it cannot be read
                    del rows[before.get(table, 0) :]
                where = f"{file}:{line}: {aside.column}"
                self.account.broken.append(Broken(aside.rule, line, row.raw("activity"), f"{where}: {aside.message}"))
            if sum(map(len, self.rows.values())) >= WAITING:
                self.finish()

    def finish(self) -> None:
        """Hand over the rows that wait."""
        self.flush(self.rows)
        self.rows = {}

    def _unread(self, term: SheetTerm, names: tuple[str, ...]) -> None:
        used = {found.column for found in term.fields.values()} | {amount.column for amount in term.amounts}
        for name in names:
            if name not in used:
                self.account.unread[f"column {name}"] = (1, term.header)

    def _take(self, row: _Row, line: int, mapping: MappingFile) -> None:
        name = row.text("activity")
        if name is None:
            raise _Aside("no-activity", row.column("activity"), "read nothing, expected what names the activity")
        key = f"{name}-{line}" if row.term.each_row == "activity" else name
        flat = any(one in row.term.fields for one in ("title", "country", "sector", "description"))
        moves = list(_moves(row, mapping)) if row.term.moves else []
        if key not in self.known:
            if not flat:
                raise _Aside("unknown-activity", row.column("activity"), f"read {name!r}, which no other sheet has")
            found = self._activity(row, key, line, mapping)
        else:
            found = self.known[key]
        for move in moves:
            given = {"provider_org_ref": found.provider, "receiver_org_ref": found.receiver}
            self._add("transaction", found.record, line, found.row, given | move)
        if row.term.each_row == "part":
            self.known[key] = found
        self.account.records += 1

    def _activity(self, row: _Row, key: str, line: int, mapping: MappingFile) -> Known:
        record = self.counts["record"] + 1
        values = {column: row.text(name) for name, column in ACTIVITY.items()}
        values["reporting_org_ref"] = values["reporting_org_ref"] or mapping.publisher
        values["default_currency"] = values["default_currency"] or mapping.currency
        values["lang"] = mapping.language
        place = self._add("activity", record, line, None, values | {"iati_identifier": f"{mapping.prefix or ''}{key}"})
        self.counts["record"] = record
        for element in ("title", "description"):
            self._narrative(place, element, row.text(element), mapping.language)
        self._hanging(row, place, record, line)
        return Known(place, record, row.text("provider"), row.text("receiver"))

    def _hanging(self, row: _Row, place: int, record: int, line: int) -> None:
        """Add what hangs on an activity."""
        for role, name in (("1", "provider"), ("4", "receiver")):
            if (found := row.text(name)) or (role == "4" and row.text("channel")):
                values = {"role": role, "ref": found, "crs_channel_code": row.text("channel") if role == "4" else None}
                self._add("participating_org", record, line, place, values)
        for name in ("country", "region"):
            if found := row.text(name):
                kind, code = row.country(name, found)
                self._add(f"recipient_{kind}", record, line, place, {"code": code})
        if found := row.text("sector"):
            self._add(
                "sector", record, line, place, {"code": found, "vocabulary": row.text("sector_vocabulary") or "1"}
            )
        for kind, name in (("2", "start"), ("4", "end")):
            if row.text(name):
                self._add("activity_date", record, line, place, {"type": kind, "iso_date": row.day(name)})
        if found := row.text("aid_type"):
            self._add("default_aid_type", record, line, place, {"code": found, "vocabulary": "1"})
        if row.text("counts") == "no":
            self._add("tag", record, line, place, {"code": NOT_FOR_TOTALS, "vocabulary": "99"})

    def _add(self, table: str, record: int, line: int, parent: int | None, values: Mapping[str, Any]) -> int:
        place = self.counts[table] + 1
        self.counts[table] = place
        where = {"dataset": self.dataset, "record": record, "row": place, "parent": parent, "line": line}
        self.rows.setdefault(table, []).append(where | dict(values))
        return place

    def _narrative(self, place: int, element: str, text: str | None, language: str) -> None:
        if text:
            row = {"dataset": self.dataset, "record": self.counts["record"], "row": place, "table": "activity"}
            self.rows.setdefault("narrative", []).append(row | {"element": element, "lang": language, "text": text})


class _Aside(Exception):
    """Why a row is set aside."""

    def __init__(self, rule: str, column: str, message: str) -> None:
        super().__init__(message)
        self.rule, self.column, self.message = rule, column, message


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by the names of our fields."""

    term: SheetTerm
    places: Mapping[str, int]
    cells: Sequence[str]

    def column(self, name: Any) -> str:
        found = self.term.fields.get(name)
        return (found.column if found else None) or str(name)

    def cell(self, column: str) -> str:
        place = self.places[column]
        return self.cells[place].strip() if place < len(self.cells) else ""

    def raw(self, name: Any) -> str:
        found = self.term.fields.get(name)
        return self.cell(found.column) if found and found.column else ""

    def text(self, name: Any) -> str | None:
        """Return what a field says, in the words of the mapping; nothing for an empty cell."""
        found = self.term.fields.get(name)
        if found is None:
            return None
        if found.column is None:
            return found.constant
        cell = self.cell(found.column)
        if cell in EMPTY:
            return found.constant
        if found.values and cell not in found.values:
            known = ", ".join(map(repr, list(found.values)[:8]))
            raise _Aside("unknown-value", found.column, f"read {cell!r}, expected one of {known}")
        return found.values.get(cell, cell) or None

    def country(self, name: Any, text: str) -> tuple[str, str]:
        form = self.term.fields[name].form
        return country(text, form) if form != "text" else (name, text)

    def day(self, name: Any) -> str:
        return self.read(name, lambda text: day(text, self.term.fields[name].date))

    def read(self, name: Any, parse: Callable[[str], str]) -> str:
        return _parsed(self.text(name) or "", self.column(name), parse)


def _parsed(text: str, column: str, parse: Callable[[str], str]) -> str:
    try:
        return parse(text)
    except CellFault as fault:
        raise _Aside("cannot-read", column, f"read {text!r}, expected {fault}") from None


def _moves(row: _Row, mapping: MappingFile) -> Iterator[dict[str, Any]]:
    """Yield the money of a row: its value, or each of its columns of amounts; an empty cell is no money."""
    exact = lambda text: number(text, mapping.multiplier, mapping.decimal)  # noqa: E731
    shared = _shared(row)
    if row.text("value"):
        yield shared | {"transaction_type": row.text("type"), "value": row.read("value", exact)}
    for amount in row.term.amounts:
        text = row.cell(amount.column)
        if text not in EMPTY:
            kind = DERIVED if amount.type == "2" and row.text("derived") == "yes" else amount.type
            move = shared | {"transaction_type": kind, "value": _parsed(text, amount.column, exact)}
            yield move | ({"transaction_date": last_day(amount.year)} if amount.year else {})


def _shared(row: _Row) -> dict[str, Any]:
    found: dict[str, Any] = {"ref": row.text("reference"), "currency": row.text("currency")}
    found |= {"flow_type": row.text("flow_type"), "finance_type": row.text("finance_type")}
    if row.text("date"):
        found["transaction_date"] = row.day("date")
    elif row.text("year"):
        found["transaction_date"] = row.read("year", last_day)
    for name, column in (("provider", "provider_org_ref"), ("receiver", "receiver_org_ref")):
        if text := row.text(name):
            found[column] = text
    return found


def matched(paths: Iterable[Path], mapping: MappingFile) -> dict[str, list[Path]]:
    """Say which files are which sheet of a mapping: those whose rows name activities come before those with money only.

    >>> from solidary.sources.sheets.mapping import read_mapping
    >>> mapping = read_mapping(Path("timor-leste"))
    >>> found = matched([Path("x/tls_aims_transactions.parquet"), Path("readme.txt")], mapping)
    >>> {name: len(files) for name, files in found.items()}
    {'projects': 0, 'transactions': 1}
    """
    files = sorted(paths)
    order = sorted(mapping.sheets.items(), key=lambda pair: "title" not in pair[1].fields)
    return {name: [path for path in files if fnmatch(path.name, term.file)] for name, term in order}


def read_sheets(dataset: int, files: Mapping[str, list[Path]], mapping: MappingFile, flush: Flush) -> Account:
    """Read the files of a mapping as one dataset; rows are handed over in portions.

    Raises:
        SheetFault, UnknownName: if a file cannot be read, or lacks a column.
    """
    desk = Desk(dataset, mapping, flush)
    for name, paths in files.items():
        term = mapping.sheets[name]
        for path in paths:
            desk.read(term, open_sheet(path, term.sheet or "", term.header), path.name)
    desk.finish()
    return desk.account
