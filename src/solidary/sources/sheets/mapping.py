"""The form of a mapping: which column of which sheet is which field, in which unit. A person writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field, PlainValidator

from solidary.errors import TermFaults, UnknownName, ValueFault
from solidary.terms.fault import Rule
from solidary.terms.reading import read_terms
from solidary.terms.scalars import AnyKey, Strict, Text

FieldName = Literal[
    "activity", "title", "description", "publisher", "provider", "receiver", "channel", "country", "region", "sector",
    "sector_vocabulary", "percentage", "status", "start", "end", "flow_type", "finance_type", "aid_type",
    "tied_status", "counts", "reference", "type", "date", "year", "value_date", "value", "currency", "derived",
    "result_type", "result", "indicator", "measure", "baseline", "baseline_year", "period_start", "period_end",
    "target", "actual",
]  # fmt: skip
FIELDS: Final = get_args(FieldName)
BUNDLED: Final = Path(__file__).parent / "mappings"
NOT_FOR_TOTALS: Final = "not-for-totals"
TYPES: Final = (*map(str, range(1, 14)), "IF", "C", "D", "E", "IR", "LR", "R", "QP", "QS", "Q3", "CG")  # of IATI


def _number(value: object) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise ValueFault(str(value), "a number such as 1000000") from None
    if not found.is_finite() or not 0 < found <= 10**12:
        raise ValueFault(str(value), "a number above 0 such as 1000000")
    return found


def _line(value: object) -> int:
    if not str(value).isdecimal() or not 1 <= int(str(value)) <= 1_000:
        raise ValueFault(str(value), "the number of a line, 1 or more")
    return int(str(value))


def _list(value: object) -> object:
    """A bare text is the only one."""
    return [value] if isinstance(value, str) else value


def _column(value: object) -> object:
    """A bare text is the name of a column, a list of texts are its names in different releases."""
    return {"column": value} if isinstance(value, (str, list)) else value


Columns = Annotated[list[Text], BeforeValidator(_list)]


class FieldTerm(Strict):
    """Where a field comes from: a column, or a constant; ``values`` says what its texts mean, ``form`` how to read."""

    column: Columns = []
    constant: Text | None = None
    values: dict[str, str] = {}
    form: Literal["text", "country", "dac"] = "text"
    date: Text | None = None  # such as %d/%m/%Y; ISO without it


class AmountTerm(Strict):
    """A column that holds amounts of one type: commitments, disbursements, a year."""

    column: Columns
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

    @property
    def describes(self) -> bool:
        """Whether its rows say what an activity is, and not only that of one that another sheet has."""
        return "title" in self.fields or "publisher" in self.fields


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
    currency: Text | None = None  # of amounts, where no column says so
    multiplier: Annotated[Decimal, PlainValidator(_number)] = Decimal(1)
    decimal: Literal[".", ","] = "."
    sheets: Annotated[dict[str, SheetTerm], Field(min_length=1)]


def read_mapping(path: Path) -> MappingFile:
    """Read a mapping from its file, or a bundled one by its name.

    Raises:
        UnknownName: if there is none, with the nearest name; TermFaults: with every fault of the file and its place.

    >>> read_mapping(Path("timor-leste")).licence
    'ODC-BY'
    """
    found = path if path.is_file() else BUNDLED / f"{path.name}.yml"
    if not found.is_file():
        raise UnknownName("mapping", str(path), sorted(one.stem for one in BUNDLED.glob("*.yml")))
    terms, document = read_terms(found, MappingFile, found.name)
    if terms is not None:
        for place, rule, message in _gaps(terms):
            document.fault(place, rule, message)
    if terms is None or document.faults:
        raise TermFaults(document.faults)
    return terms


def _gaps(terms: MappingFile) -> Iterator[tuple[tuple[str | int, ...], Rule, str]]:
    """Find what no single value shows: a sheet whose rows hang on nothing, money without a type."""
    for name, sheet in terms.sheets.items():
        for number, amount in enumerate(sheet.amounts):
            if amount.type not in TYPES:
                yield ("sheets", name, "amounts", number, "type"), "unknown-code", _unknown_type(amount.type)
        place = ("sheets", name, "fields")
        if "activity" not in sheet.fields:
            yield place, "missing-key", f"sheet {name!r} does not say which column names the activity"
        if "value" in sheet.fields and "type" not in sheet.fields:
            yield place, "missing-key", "there is a `value` and no `type`: 2 for commitments, 3 for disbursements"
        for key, field in sheet.fields.items():
            if not field.column and field.constant is None:
                yield (*place, key), "missing-key", f"field {key!r} has neither a column nor a constant"
        if kinds := sheet.fields.get("type"):
            meant = (*kinds.values.values(), *([kinds.constant] if kinds.constant else ()))
            yield from (((*place, "type"), "unknown-code", _unknown_type(text)) for text in meant if text not in TYPES)


def _unknown_type(text: str) -> str:
    return f"read the type {text!r}, expected one of IATI's: 2 for commitments, 3 for disbursements, 12 for pledges"


def chosen(columns: Sequence[str], names: Sequence[str], file: str) -> str:
    """Choose the name that a column has in this release of a source.

    Raises:
        UnknownName: if it has none of them, with the nearest of those that are there.
    """
    for column in columns:
        if column in names:
            return column
    raise UnknownName("column", columns[0], names, f"Looked for in {file}.")


def plain(mapping: MappingFile) -> Mapping[str, Any]:
    """Return a mapping as plain data, from which its name follows."""
    found: Mapping[str, Any] = json.loads(json.dumps(mapping.model_dump(warnings=False), default=str))
    return found
