"""A finding: the answer to one question, with figures that each know their evidence and rule.

Faces render findings; nothing after this module computes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from solidary.analyses.chart import Chart
from solidary.records.claim import ClaimId, spell
from solidary.register.held import Held
from solidary.terms.scalars import Absent, Stated
from solidary.values.amount import Amount, Bound, Quantity, spell_number
from solidary.values.money import Money
from solidary.values.period import Period

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Word:
    """A term of ours that the brief's catalogue puts into the reader's language, such as ``status.late``."""

    key: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The rows of money behind a figure: a query of the library, and what it is asked."""

    query: str
    params: tuple[tuple[str, str | int], ...]


Value = Money | Stated | Decimal | int | date | Word | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why a figure may be another: a choice that somebody had to make, or something that is not known.

    Args:
        key: what is in doubt; the catalogue has a sentence for it, ``doubt.rate`` and the like.
        low, high: where the figure would lie if all else were sure; ``None`` is no limit on that side.
        rows: how many rows of money are concerned, where rows are.
    """

    key: str
    low: Value
    high: Value
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed value that can be explained.

    Args:
        key: name inside its finding; the address is ``initiative/question/key@PERSPECTIVE``.
        value: ``None`` means that it cannot be computed; ``missing`` says why.
        unit: what a bare number counts (``promises``, ``%``); money and quantities carry their own.
        rate: ``a year`` for yearly money.
        rule: key of the rule that gave the value.
        working: the arithmetic, as a reader would write it.
        low, high: interval, where the sources leave one; with doubts, ``None`` is no limit on that side.
        trail: the rows of money that it adds up, if it rests on loaded data.
        doubts: why it may be another; their distances from the value add up to ``low`` and ``high``.
        grade: of its evidence: how reliable the source (A to F), how credible what it says (1 to 6).
    """

    key: str
    value: Value
    rule: str
    evidence: tuple[ClaimId, ...] = ()
    unit: str = ""
    rate: str = ""
    bound: Bound = "exactly"
    working: str = ""
    low: Value = None
    high: Value = None
    missing: str = ""
    trail: Trail | None = None
    doubts: tuple[Doubt, ...] = ()
    grade: str = ""


About = dict[str, Figure | Value]
Cells = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be said: its key in the catalogue, and what it speaks of."""

    key: str
    about: Mapping[str, Figure | Value] = field(default_factory=dict)

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures that the sentence prints."""
        return (value for value in self.about.values() if isinstance(value, Figure))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``kind`` tells how to align and show it."""

    key: str
    kind: Literal["text", "number", "money", "time", "mark"] = "text"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the claims behind it; ``strong`` rows are those that concern the reader most."""

    cells: Mapping[str, Value]
    evidence: tuple[ClaimId, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Grain: what one row stands for, in the glossary's words."""

    key: str
    grain: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None

    def arrow(self) -> pa.Table:
        """Return the table as Arrow: dates as dates, money as text with its currency, numbers as decimals."""
        import pyarrow as pa

        columns = {column.key: [_plain(row.cells.get(column.key)) for row in self.rows] for column in self.columns}
        evidence = pa.array([list(row.evidence) for row in self.rows], pa.list_(pa.string()))
        arrays = {key: _array(values) for key, values in columns.items()}
        return pa.table({**arrays, "evidence": evidence})


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what should be known is known."""

    known: int
    of: int
    unit: str


@dataclass(frozen=True, slots=True)
class Part:
    """What the loaded money adds to the answer of a question, after what the register says."""

    messages: tuple[Message, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    caveats: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Finding:
    """The answer to one question about one initiative, for one reader, as of one day.

    Grain: one finding per question, initiative, perspective and day.
    """

    question: str
    initiative: str
    perspective: str
    as_of: date
    messages: tuple[Message, ...]
    tables: tuple[Table, ...]
    coverage: Coverage
    charts: tuple[Chart, ...] = ()
    caveats: tuple[Message, ...] = ()

    def plus(self, part: Part) -> Finding:
        """Return the finding with a part added at the end of each of its kinds."""
        return replace(
            self,
            messages=(*self.messages, *part.messages),
            tables=(*self.tables, *part.tables),
            charts=(*self.charts, *part.charts),
            caveats=(*self.caveats, *part.caveats),
        )

    @property
    def figures(self) -> dict[str, Figure]:
        """All figures by their key."""
        return {figure.key: figure for message in (*self.messages, *self.caveats) for figure in message.figures}

    @property
    def rules(self) -> tuple[str, ...]:
        """All rules that gave a figure."""
        return tuple(dict.fromkeys(figure.rule for figure in self.figures.values()))

    @property
    def evidence(self) -> tuple[ClaimId, ...]:
        """All claims behind the finding, in order of use."""
        from_figures = (claim for figure in self.figures.values() for claim in figure.evidence)
        from_rows = (claim for table in self.tables for row in table.rows for claim in row.evidence)
        return tuple(dict.fromkeys([*from_figures, *from_rows]))

    @property
    def table(self) -> pa.Table:
        """The main table as Arrow; ``.to_pandas()`` and ``polars.from_arrow`` take it from there."""
        return self.tables[0].arrow()

    def address(self, figure: str = "") -> str:
        """Return what `solidary explain` takes, for the finding or one of its figures."""
        whole = f"{self.initiative}/{self.question}{f'/{figure}' if figure else ''}"
        return f"{whole}@{self.perspective}" if self.perspective else whole


def ids(*held: Held) -> tuple[ClaimId, ...]:
    """Collect the claims that carry what is held, the strongest first."""
    return tuple(dict.fromkeys(claim.id for one in held for claim in one.supporters))


def count(key: str, held: list[Held], unit: str, rule: str = "count") -> Figure:
    """Make a figure that counts held slots, whose claims are its evidence."""
    return Figure(key, len(held), rule, ids(*held), unit)


def text_of(value: Value) -> str:
    """Spell a value in the form that dossiers use; for CSV, JSON and `explain`.

    >>> text_of(Money(Decimal(48_000_000), "USD"))
    'USD 48 million'
    """
    match value:
        case None:
            return ""
        case Money():
            return f"{value.currency} {spell_number(value.number)}"
        case Word():
            return value.key.rpartition(".")[2]
        case Decimal():
            return spell_number(value)
        case tuple() | Absent() | Amount() | Quantity() | Period():
            return spell(value)
        case _:
            return str(value)


def _plain(value: Value) -> object:
    return value if isinstance(value, (int, Decimal, date)) or value is None else text_of(value)


def _array(values: list[object]) -> pa.Array:
    import pyarrow as pa

    numbers = [value for value in values if value is not None]
    if numbers and all(isinstance(value, (int, Decimal)) for value in numbers):
        return pa.array([None if value is None else Decimal(str(value)) for value in values], pa.decimal128(38, 6))
    if numbers and all(isinstance(value, date) for value in numbers):
        return pa.array(values, pa.date32())
    return pa.array([None if value is None else str(value) for value in values], pa.string())
