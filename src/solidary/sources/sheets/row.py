"""One row of a sheet by the names of our fields: what each field says, or why the row is set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from solidary.sources.sheets.cell import EMPTY, CellFault, codes, country, currency, day, last_day, number, sound
from solidary.sources.sheets.flat import BAD
from solidary.sources.sheets.mapping import TYPES, FieldName, FieldTerm, MappingFile, SheetTerm, chosen
from solidary.sources.sheets.sheet import Sheet

PROSE: Final = frozenset({"title", "description"})
NAMIBIA: Final = "NA"  # is empty to most programs, and a country to this one form


class Aside(Exception):
    """Why a row is set aside."""

    def __init__(self, rule: str, column: str, message: str) -> None:
        super().__init__(message)
        self.rule, self.column, self.message = rule, column, message


@dataclass(frozen=True)
class Layout:
    """Where the fields of a mapping are in one file."""

    mapping: MappingFile
    term: SheetTerm
    places: Mapping[str, int]  # of columns
    columns: Mapping[FieldName, str]
    amounts: Sequence[str]

    @classmethod
    def of(cls, mapping: MappingFile, term: SheetTerm, sheet: Sheet, file: str) -> Layout:
        """Find the columns of a mapping in a sheet.

        Raises:
            UnknownName: if it lacks one, with the nearest of those that are there.
        """
        columns = {name: chosen(field.column, sheet.names, file) for name, field in term.fields.items() if field.column}
        amounts = [chosen(amount.column, sheet.names, file) for amount in term.amounts]
        return cls(mapping, term, {name: place for place, name in enumerate(sheet.names)}, columns, amounts)

    @property
    def used(self) -> frozenset[str]:
        """The columns that are read."""
        return frozenset([*self.columns.values(), *self.amounts])


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row."""

    layout: Layout
    cells: Sequence[str]

    def column(self, name: FieldName) -> str:
        """Return the column of a field, or its own name."""
        return self.layout.columns.get(name, name)

    def cell(self, column: str, *, prose: bool = False) -> str:
        """Return the text of a cell; in prose a letter that cannot be read costs itself alone.

        Raises:
            Aside: if some of its letters cannot be read.
        """
        place = self.layout.places[column]
        text = self.cells[place].strip() if place < len(self.cells) else ""
        if text.isascii():
            return text
        return BAD.sub("\ufffd", text) if prose else self._parsed(text, column, sound)

    def raw(self, name: FieldName) -> str:
        """Return what stands in the cell of a field, to tell it."""
        place = self.layout.places.get(self.layout.columns.get(name, ""), len(self.cells))
        return self.cells[place].strip() if place < len(self.cells) else ""

    def text(self, name: FieldName) -> str | None:
        """Return what a field says, in the words of the mapping; nothing for an empty cell.

        Raises:
            Aside: if the mapping lists what its texts mean, and this is none of them.
        """
        field = self.layout.term.fields.get(name)
        if field is None:
            return None
        column = self.layout.columns.get(name)
        cell = self.cell(column, prose=name in PROSE) if column else ""
        if cell in EMPTY and not (cell == NAMIBIA and field.form == "country"):
            return field.constant
        if field.values and cell not in field.values and field.form == "text":
            known = ", ".join(map(repr, list(field.values)[:8]))
            raise Aside("unknown-value", self.column(name), f"read {cell!r}, expected one of {known}")
        return field.values.get(cell, cell) or None

    def country(self, name: FieldName) -> tuple[str, str, bool] | None:
        """Return whether a field names a country or a region, its code, and whether that is known to be one."""
        text = self.text(name)
        if not text:
            return None
        form = self._field(name).form
        if form == "text":
            return name, text, True
        kind, code = country(text, form)
        return kind, code, kind == "region" or code in codes()

    def day(self, name: FieldName) -> str | None:
        """Return a day as ISO text."""
        return self.read(name, lambda text: day(text, self._field(name).date))

    def year(self, name: FieldName) -> str | None:
        """Return the last day of a year."""
        return self.read(name, last_day)

    def money(self, name: FieldName) -> str | None:
        """Return an amount in the unit of its currency."""
        return self.read(name, self._exact)

    def plain_number(self, name: FieldName) -> str | None:
        """Return a number as it stands."""
        return self.read(name, lambda text: number(text, Decimal(1), self.layout.mapping.decimal))

    def amount(self, column: str) -> str | None:
        """Return the amount in a column of amounts; an empty cell is no money."""
        text = self.cell(column)
        return None if text in EMPTY else self._parsed(text, column, self._exact)

    def currency(self) -> str:
        """Return the currency of the row's money.

        Raises:
            Aside: if neither the row nor the mapping says which, since none may be supposed.
        """
        if "currency" not in self.layout.term.fields and self.layout.mapping.currency:
            return self.layout.mapping.currency
        if found := self.read("currency", currency):
            return found
        raise Aside("no-currency", self.column("currency"), "read nothing, expected a currency such as USD")

    def kind(self) -> str:
        """Return the type of the row's money.

        Raises:
            Aside: if it is none of IATI's.
        """
        found = self.text("type") or ""
        if found not in TYPES:
            expected = "expected a type of IATI such as 2; `values:` says what other texts mean"
            raise Aside("unknown-type", self.column("type"), f"read {found!r}, {expected}")
        return found

    def read(self, name: FieldName, parse: Callable[[str], str]) -> str | None:
        """Return what a field says, parsed; nothing if it says nothing.

        Raises:
            Aside: if it cannot be parsed.
        """
        text = self.text(name)
        return None if text is None else self._parsed(text, self.column(name), parse)

    def _field(self, name: FieldName) -> FieldTerm:
        return self.layout.term.fields[name]

    def _exact(self, text: str) -> str:
        return number(text, self.layout.mapping.multiplier, self.layout.mapping.decimal)

    def _parsed(self, text: str, column: str, parse: Callable[[str], str]) -> str:
        try:
            return parse(text)
        except CellFault as fault:
            shown = text.encode("utf-8", "replace").decode()[:60]
            raise Aside("cannot-read", column, f"read {shown!r}, expected {fault}") from None
