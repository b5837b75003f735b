"""What a chart shows, as data: brief and app draw it. Labels are texts of the data or keys of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Tone = Literal["good", "fair", "poor", "plain", "quiet", "accent"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``label`` is printed as it is, ``note`` after the value."""

    label: str
    value: Decimal
    tone: Tone = "plain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from zero."""

    key: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A series by year; points from ``open_from`` on are promised, not paid."""

    label: str
    points: tuple[tuple[int, Decimal], ...]
    promised: tuple[tuple[int, Decimal], ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Lines:
    """Series over years."""

    key: str
    unit: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A cross-table of counts or marks."""

    key: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    strong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A point or span on a time axis."""

    label: str
    start: date
    end: date
    lane: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events on lanes, with the day of the brief marked."""

    key: str
    today: date
    events: tuple[Event, ...]
    spans: bool = False  # events last until the next one, instead of being points


@dataclass(frozen=True, slots=True)
class Dot:
    """One value and how far it may be off; without a value only its bounds are known.

    Args:
        label: a text of the data or a key of the catalogue.
        value: what is held for likely; one of value and bounds must be there.
        low, high: bounds, where there are any.
        note: printed after the numbers; a text or a key.
    """

    label: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    tone: Tone = "plain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dots:
    """Values with their intervals on one axis that carries zero, the largest first.

    Args:
        key: names the caption in the catalogue.
        unit: printed at the axis.
        dots: at least one.
        reference: where a line is drawn: what would be neutral, or a threshold.
        reference_label: what the line says; a text or a key of the catalogue.
    """

    key: str
    unit: str
    dots: tuple[Dot, ...]
    reference: Decimal | None = None
    reference_label: str = ""


Chart = Bars | Dots | Lines | Matrix | Timeline
