"""How a text in a file becomes a value: the types that the term models are made of.

Each type carries its JSON Schema, so that an editor can help while one types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema

from solidary.errors import ValueFault
from solidary.values.amount import AMOUNT_PATTERN, QUANTITY_PATTERN, Amount, Quantity
from solidary.values.currencies import currency
from solidary.values.period import PERIOD_PATTERN, PartialDate, Period


class Absent(Enum):
    """Silence as a value: a source that was read and says nothing on the point."""

    NOT_STATED = "not stated"


NOT_STATED: Final = Absent.NOT_STATED
Stated = Amount | Quantity | Period | str | tuple[str, ...] | Absent
RefKind = Literal[
    "source", "place", "body", "grouping", "framework", "area", "fund", "mechanism", "initiative", "entry"
]


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field whose text must be a key that exists elsewhere."""

    kind: RefKind


class Strict(BaseModel):
    """Base of all terms: unknown keys are faults, nothing is coerced, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _text(value: object) -> str:
    if not isinstance(value, str):
        kind = "a list" if isinstance(value, list) else "a mapping"
        raise ValueFault(kind, "one text value")
    return value.strip()


def _parsed(parse: Callable[[str], Any]) -> Callable[[object], Any]:
    return lambda value: parse(_text(value))


def _or_not_stated(parse: Callable[[str], Any]) -> Callable[[object], Any]:
    return lambda value: NOT_STATED if value == NOT_STATED.value else parse(_text(value))


def _schema(pattern: str, *examples: str, year: bool = False) -> WithJsonSchema:
    """Return the JSON Schema of a text; editors read a bare year as a number, so that is allowed where years stand."""
    text = {"type": "string", "pattern": pattern.replace("(?P<", "(?<"), "examples": list(examples)}
    number = {"type": "integer", "minimum": 1000, "maximum": 9999}
    return WithJsonSchema({"anyOf": [text, number]} if year else text)


def _line(text: str) -> str:
    if not text:
        raise ValueFault(text, "some text")
    return " ".join(text.split())


def _day(text: str) -> date:
    point = PartialDate.parse(text)
    if point.day is None:
        raise ValueFault(text, "a day such as 2025-10-26")
    return point.first


def _published(text: str) -> Period | None:
    return None if text == "undated" else Period.parse(text)


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_line(value.strip()),)
    if isinstance(value, list) and value:
        return tuple(_line(_text(item)) for item in value)
    raise ValueFault(str(value), "a code or a list of codes such as [TH, VN]")


def _or_codes(value: object) -> tuple[str, ...] | Absent:
    return NOT_STATED if value == NOT_STATED.value else _codes(value)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise ValueFault(text, "a whole number")
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueFault(text, "'yes' or 'no'")
    return text == "yes"


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
AnyKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
Text = Annotated[str, PlainValidator(_parsed(_line)), WithJsonSchema({"type": "string", "minLength": 1})]
Day = Annotated[date, PlainValidator(_parsed(_day)), _schema(r"^\d{4}-\d{2}-\d{2}$", "2025-10-26")]
Month = Annotated[
    int,
    BeforeValidator(_parsed(_whole)),
    Field(ge=1, le=12),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 12}, {"type": "string", "pattern": r"^\d{1,2}$"}]}
    ),
]
Flag = Annotated[bool, PlainValidator(_parsed(_yes)), WithJsonSchema({"enum": ["yes", "no"]})]
CurrencyCode = Annotated[str, PlainValidator(_parsed(currency)), _schema("^[A-Z]{3}$", "THB")]
Span = Annotated[
    Period, PlainValidator(_parsed(Period.parse)), _schema(PERIOD_PATTERN, "2023-26", "2022-11", year=True)
]
Published = Annotated[
    Period | None,
    PlainValidator(_parsed(_published)),
    _schema(rf"^undated$|{PERIOD_PATTERN}", "2023-06", "undated", year=True),
]
Codes = Annotated[
    tuple[str, ...],
    PlainValidator(_codes),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
SaidAmount = Annotated[
    Amount | Absent,
    PlainValidator(_or_not_stated(Amount.parse)),
    _schema(f"^not stated$|{AMOUNT_PATTERN}", "USD 19 million", "about USD 200 million", "USD 48 million a year"),
]
SaidQuantity = Annotated[
    Quantity | Absent,
    PlainValidator(_or_not_stated(Quantity.parse)),
    _schema(f"^not stated$|{QUANTITY_PATTERN}", "40,000 people", "67.2 %"),
]
SaidPeriod = Annotated[
    Period | Absent,
    PlainValidator(_or_not_stated(Period.parse)),
    _schema(f"^not stated$|{PERIOD_PATTERN}", "2023-26", year=True),
]
SaidText = Annotated[
    str | Absent, PlainValidator(_or_not_stated(_line)), WithJsonSchema({"type": "string", "minLength": 1})
]
SaidCodes = Annotated[
    tuple[str, ...] | Absent,
    PlainValidator(_or_codes),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
