"""The form of a mapping: which column of which sheet is which field, in which unit. A person writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field, PlainValidator

from solidary.errors import UnknownName, ValueFault
from solidary.sources.sheets.workbook import SheetFault
from solidary.terms.reading import read_terms
from solidary.terms.scalars import AnyKey, Strict, Text

FieldName = Literal[
    "activity", "title", "description", "publisher", "provider", "receiver", "channel", "country", "region", "sector",
    "sector_vocabulary", "status", "start", "end", "flow_type", "finance_type", "aid_type", "tied_status", "counts",
    "reference", "type", "date", "year", "value", "currency", "derived",
]  # fmt: skip
FIELDS: Final = get_args(FieldName)
BUNDLED: Final = Path(__file__).parent / "mappings"
NOT_FOR_TOTALS: Final = "not-for-totals"


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueFault(str(value), "a number such as 1000000") from None


def _line(value: object) -> int:
    if not str(value).isdecimal() or int(str(value)) < 1:
        raise ValueFault(str(value), "the number of a line, 1 or more")
    return int(str(value))


def _column(value: object) -> object:
    """A bare text is the name of a column."""
    return {"column": value} if isinstance(value, str) else value


class FieldTerm(Strict):
    """Where a field comes from: a column, or a constant; ``values`` says what its texts mean, ``form`` how to read."""

    column: Text | None = None
    constant: Text | None = None
    values: dict[str, str] = {}
    form: Literal["text", "country", "dac"] = "text"
    date: Text | None = None  # such as %d/%m/%Y; ISO without it


class AmountTerm(Strict):
    """A column that holds amounts of one type: commitments, disbursements, a year."""

    column: Text
    type: Text
    year: Text | None = None


class SheetTerm(Strict):
    """One sheet: what makes a row of it, and where each field is."""

    file: Text  # pattern of the file's name
    sheet: Text | None = None
    header: Annotated[int, PlainValidator(_line)] = 1
    each_row: Literal["activity", "part"] = "part"
    fields: dict[FieldName, Annotated[FieldTerm, BeforeValidator(_column)]]
    amounts: list[AmountTerm] = []

    @property
    def moves(self) -> bool:
        """Whether its rows hold money."""
        return "value" in self.fields or bool(self.amounts)


class MappingFile(Strict):
    """A mapping of one source."""

    title: Text
    source: Text
    licence: Text
    language: Text = "en"
    prefix: Text | None = None  # of identifiers, which must differ from those of other sources
    publisher: Text | None = None  # whose money it is, where no column says so
    partners: dict[AnyKey, list[Text]] = {}  # how the source spells the names of partners, by their code
    separator: Text | None = None  # what stands between several partners in one cell of `publisher`
    currency: Text | None = None
    multiplier: Annotated[Decimal, PlainValidator(_number)] = Decimal(1)
    decimal: Literal[".", ","] = "."
    sheets: Annotated[dict[str, SheetTerm], Field(min_length=1)]


def read_mapping(path: Path) -> MappingFile:
    """Read a mapping from its file, or a bundled one by its name.

    Raises:
        UnknownName: if there is none, with the nearest name; SheetFault: with every fault of the file and its place.

    >>> read_mapping(Path("timor-leste")).licence
    'ODC-BY'
    """
    found = path if path.exists() else BUNDLED / f"{path.name}.yml"
    if not found.exists():
        raise UnknownName("mapping", str(path), sorted(one.stem for one in BUNDLED.glob("*.yml")))
    terms, document = read_terms(found, MappingFile, found.name)
    if terms is None:
        raise SheetFault("\n".join(map(str, document.faults)))
    for name, sheet in terms.sheets.items():
        if "activity" not in sheet.fields:
            raise SheetFault(f"{found.name}: sheet {name!r} does not say which column names the activity")
    return terms


def missing_columns(sheet: SheetTerm, names: tuple[str, ...], file: str) -> None:
    """See that a sheet has all columns that its mapping names.

    Raises:
        UnknownName: with the nearest of those that are there.
    """
    wanted = [field.column for field in sheet.fields.values() if field.column]
    for column in (*wanted, *(amount.column for amount in sheet.amounts)):
        if column not in names:
            raise UnknownName("column", column, names, f"Looked for in {file}.")


def plain(mapping: MappingFile) -> Mapping[str, Any]:
    """Return a mapping as plain data, from which its name follows."""
    found: Mapping[str, Any] = json.loads(json.dumps(mapping.model_dump(warnings=False), default=str))
    return found
