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


@dataclass(frozen=True, slots=True)
class Step:
    """A curve that moves in steps, with a band around it and marks along it.

    Args:
        label: printed as it is, or a key of the catalogue.
        across: where each step is, rising; the first is 0.
        values: the height from there on, in per cent.
        low: lower end of the band.
        high: upper end of the band.
        marks: where something ended unseen, such as a censored time.
        count: how many cases stand behind it.
    """

    label: str
    across: tuple[Decimal, ...]
    values: tuple[Decimal, ...]
    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]
    marks: tuple[Decimal, ...] = ()
    tone: Tone = "plain"
    count: int = 0


@dataclass(frozen=True, slots=True)
class Steps:
    """Curves in steps from 0 to 100 per cent, one panel each on the same axes.

    Args:
        key: names the caption in the catalogue.
        across: key of the catalogue for the unit along the axis.
        steps: at least one.
        source: names the data.
    """

    key: str
    across: str
    steps: tuple[Step, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A change of level: the first day of the new one, and between which days it lies if that is known."""

    at: date
    low: date | None = None
    high: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day."""

    label: str
    at: date


@dataclass(frozen=True, slots=True)
class Run:
    """A dense series.

    Args:
        label: printed as it is, or a key of the catalogue.
        points: first day of each of the equal periods, and its value.
        levels: from, to and height of each level between breaks.
        breaks: where the level changes.
        marks: what happened meanwhile.
    """

    label: str
    points: tuple[tuple[date, Decimal], ...]
    levels: tuple[tuple[date, date, Decimal], ...] = ()
    breaks: tuple[Break, ...] = ()
    marks: tuple[Mark, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Series:
    """Dense series over time, one panel each on the same time axis, each on a scale of its own.

    Args:
        key: names the caption in the catalogue.
        unit: printed at the top.
        runs: at least one, each with at least two points.
        source: names the data.
    """

    key: str
    unit: str
    runs: tuple[Run, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a network.

    Args:
        label: a text of the data or a key of the catalogue.
        group: key of the catalogue under which it stands.
        weight: 0 to 1, drawn as its size; what it measures the caption says.
    """

    label: str
    group: str
    weight: Decimal
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Network:
    """A network of two kinds, each in a column of its own.

    Args:
        key: names the caption in the catalogue.
        left: nodes of the one kind, group by group.
        right: nodes of the other kind, group by group.
        ties: numbers of a left and a right node.
        strong: number of the left node whose ties stand out, if any.
    """

    key: str
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ties: tuple[tuple[int, int], ...]
    strong: int | None = None


Chart = Bars | Dots | Lines | Matrix | Network | Series | Steps | Timeline
