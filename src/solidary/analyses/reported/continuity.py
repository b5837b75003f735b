"""What the loaded money adds to *is it kept up?*: breaks, jumps at changes of government, predictability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from solidary.analyses.chart import Break, Chart, Mark, Run, Series
from solidary.analyses.finding import About, Cells, Column, Figure, Message, Part, Row, Table, Trail, Word
from solidary.analyses.money import SPENDING, cut, publishers_of
from solidary.analyses.reported.engagement import Money, engagement, money
from solidary.analyses.reported.names import name_of, partners_of, source
from solidary.analyses.reported.predictability import predictable, schedule_table, schedules_of
from solidary.analyses.reported.schedule import PLANS
from solidary.analyses.reported.steadiness import (
    ENOUGH,
    Shift,
    Steadiness,
    chance,
    hundredth,
    mean_period,
    millions,
)
from solidary.analyses.reported.trails import followed
from solidary.measures.interrupted import Interruption
from solidary.measures.stability import CRITICAL
from solidary.records.claim import ClaimId

if TYPE_CHECKING:
    from solidary.analyses.view import View
    from solidary.terms.definition import GovernmentTerm

TENTH: Final = Decimal("0.1")
PANELS: Final = 4
DRAWN: Final = 8  # periods that a line needs
SCHEDULED: Final = (*PLANS, *SPENDING)


@dataclass(frozen=True)
class Kept:
    """The series of all partners; the maker's may be missing."""

    view: View
    money: Money
    steady: tuple[Steadiness, ...]

    @property
    def maker(self) -> Steadiness | None:
        """The series of who makes the promises."""
        return self.of(self.view.initiative.partner)

    @cached_property
    def reader(self) -> Steadiness | None:
        """The series of the reader, if it is another partner."""
        code = self.view.perspective.code
        return None if code == self.view.initiative.partner else self.of(code)

    def of(self, code: str) -> Steadiness | None:
        """The series of a partner."""
        return next((one for one in self.steady if one.series.code == code), None)


def part(view: View) -> Part:
    """Add the series of money, its breaks against changes of government, and predictability.

    Grain of the tables: one row per partner; per break; per partner with a schedule; one per change of government.
    """
    found = load(view)
    schedules = schedules_of(view, found.money.until)
    code, readers = view.initiative.partner, [view.perspective.code]
    planned = _trail(view, code, readers if readers[0] in view.members else view.members, SCHEDULED)
    messages = [
        *_maker(found), *_own(found), *followed(predictable(view, schedules), planned),
        *followed(_here(found), _trail(view, code, readers, SPENDING)),
    ]  # fmt: skip
    tables = (_series_table(found), _break_table(found), _jump_table(found), schedule_table(view, schedules))
    return Part(
        messages=tuple(messages),
        tables=tuple(table for table in tables if table.rows),
        charts=_charts(found),
        caveats=tuple(_caveats(found)),
    )


def _trail(view: View, code: str, recipients: Iterable[str], stages: tuple[str, ...]) -> Trail:
    return cut(view, publishers_of(view, code), recipients).trail(stages)


def load(view: View) -> Kept:
    """Read the money once, and make the series of each partner."""
    spent = money(view)
    made = ((code, engagement(view, code, spent, view.members)) for code in partners_of(view))
    steady = tuple(Steadiness(name_of(view, code), one, governments_of(view, code)) for code, one in made if one)
    return Kept(view, spent, steady)


def governments_of(view: View, code: str) -> tuple[GovernmentTerm, ...]:
    """Changes of government of a partner that are known and have happened, in their order."""
    known = (one for one in view.library.governments if one.partner == code and one.since <= view.as_of)
    return tuple(sorted(known, key=lambda one: one.since))


def _maker(found: Kept) -> list[Message]:
    one = found.maker
    name = name_of(found.view, found.view.initiative.partner)
    if one is None:
        return [Message("continuity.reported.nothing", {"maker": name})]
    return _told(found, one, "")


def _own(found: Kept) -> list[Message]:
    """The same for a reader who is another partner; else for the partner with the longest series that can be judged."""
    if found.reader is not None:
        return _told(found, found.reader, "reader-")
    if found.maker is not None and not found.maker.missing:
        return []
    others = [one for one in found.steady if not one.missing and one is not found.maker]
    best = max(others, key=lambda one: (len(one.series), float(one.mean())), default=None)
    return _told(found, best, "other-") if best else []


def _told(found: Kept, one: Steadiness, prefix: str) -> list[Message]:
    rows = _trail(found.view, one.series.code, found.view.members, SPENDING)
    return list(followed(_measured(found, one, prefix), rows))


def _measured(found: Kept, one: Steadiness, prefix: str) -> list[Message]:
    periods = Figure(f"{prefix}periods", len(one.series), "series-breaks", unit=f"{one.series.every}s")
    about: About = {
        "partner": one.name,
        "periods": periods,
        "from": one.series.starts[0],
        "filled": Figure(f"{prefix}filled", one.filled, "series-breaks", unit=f"{one.series.every}s"),
        "mean": mean_period(found.view, one, f"{prefix}mean", found.view.members, found.money.base),
        "every": Word(f"every.{one.series.every}"),
        "prices": _prices(found),
    }
    if one.missing:
        about |= {"breaks": Figure(f"{prefix}breaks", None, "series-breaks", unit="breaks", missing=one.missing),
                  "enough": ENOUGH}  # fmt: skip
        return [Message("continuity.reported.short", about)]
    stability, drift = one.stability
    about |= {
        "breaks": Figure(f"{prefix}breaks", len(one.shifts), "series-breaks", unit="breaks"),
        "sup": None if stability is None else Figure(
            f"{prefix}sup-f", hundredth(stability.sup), "stability",
            working=f"5 % of stable series exceed {CRITICAL[0.05]}",
        ),
        "p": None if drift is None else chance(
            f"{prefix}cusum-p", drift.p, "stability", f"cumulated residuals reach {drift.size:.2f}"
        ),
        "critical": Decimal(str(CRITICAL[0.05])),
    }  # fmt: skip
    shifts = (_shifted(found, shift, f"{prefix}break-{number + 1}") for number, shift in enumerate(one.shifts))
    jumped = [_jumped(found, one, *one.jumps[-1], prefix)] if one.jumps else []
    return [Message("continuity.reported.series", about), *shifts, *jumped, *_overlapped(found, one, prefix)]


def _prices(found: Kept) -> str:
    return str(found.money.base) if found.money.base else ""


def _shifted(found: Kept, shift: Shift, key: str) -> Message:
    base = found.money.base
    evidence = tuple(claim for one in shift.governments for claim in _evidence(found.view, one))
    about: About = {
        "at": Figure(key, shift.at, "series-breaks", evidence, low=shift.low, high=shift.high),
        "before": millions(f"{key}-before", shift.before, "series-breaks", base),
        "after": millions(f"{key}-after", shift.after, "series-breaks", base),
        "low": shift.low,
        "high": shift.high,
        "governments": tuple(one.title for one in shift.governments),
    }
    return Message("continuity.reported.break", about)


def _evidence(view: View, one: GovernmentTerm) -> tuple[ClaimId, ...]:
    return view.register.defined("governments", one.key)


def _jumped(found: Kept, one: Steadiness, government: GovernmentTerm, jump: Interruption, prefix: str) -> Message:
    base, evidence = found.money.base, _evidence(found.view, government)
    low, high = (millions("", end, "interrupted-series", base).value for end in (jump.low, jump.high))
    about: About = {
        "partner": one.name,
        "government": government.title,
        "since": Figure(f"{prefix}government-since", government.since, "stated", evidence),
        "jump": millions(f"{prefix}jump", jump.level, "interrupted-series", base, low=low, high=high,
                         working=f"change of slope {jump.slope:.3f} million a period; Newey-West p {jump.p:.3f}"),
        "rank": Figure(f"{prefix}jump-rank", jump.rank, "interrupted-series"),
        "dates": jump.dates,
        "every": Word(f"every.{one.series.every}"),
    }  # fmt: skip
    return Message("continuity.reported.jump", about)


def _overlapped(found: Kept, one: Steadiness, prefix: str) -> list[Message]:
    if one.overlap is None:
        return []
    government, share = one.overlap
    value = Decimal(repr(round(100 * share, 6))).quantize(TENTH)
    about: About = {
        "partner": one.name,
        "government": government.title,
        "overlap": Figure(f"{prefix}content-overlap", value, "content-overlap", _evidence(found.view, government), "%"),
    }
    return [Message("continuity.reported.content", about)]


def _here(found: Kept) -> list[Message]:
    """What the maker paid in the reader's own country, period by period."""
    view = found.view
    if view.perspective.code not in view.members:
        return []
    name = name_of(view, view.initiative.partner)
    own = engagement(view, view.initiative.partner, found.money, [view.perspective.code])
    if own is None or not own.values.any():
        return [Message("continuity.reported.none_here", {"reader": view.perspective.name, "maker": name})]
    steady = Steadiness(name, own, governments_of(view, view.initiative.partner))
    about: About = {
        "reader": view.perspective.name,
        "maker": name,
        "filled": Figure("here-filled", steady.filled, "series-breaks", unit=f"{own.every}s"),
        "of": len(own),
        "mean": mean_period(view, steady, "here-mean", [view.perspective.code], found.money.base),
        "every": Word(f"every.{own.every}"),
        "breaks": Figure("here-breaks", None if steady.missing else len(steady.shifts), "series-breaks",
                         unit="breaks", missing=steady.missing),
    }  # fmt: skip
    return [Message("continuity.reported.here", about)]


def _series_table(found: Kept) -> Table:
    columns = (
        Column("partner"), Column("every"), Column("periods", "number"), Column("filled", "number"),
        Column("from", "time"), Column("mean", "money"), Column("breaks", "number"), Column("sup_f", "number"),
        Column("cusum_p", "number"), Column("overlap", "number", "%"), Column("pattern", "number"),
    )  # fmt: skip
    strong = (found.view.initiative.partner, found.view.perspective.code)
    rows = tuple(Row(_cells(found, one), strong=one.series.code in strong) for one in found.steady)
    return Table("engagement", "partner", columns, rows)


def _cells(found: Kept, one: Steadiness) -> Cells:
    stability, drift = one.stability
    return {
        "partner": one.name,
        "every": Word(f"every.{one.series.every}"),
        "periods": len(one.series),
        "filled": one.filled,
        "from": one.series.starts[0],
        "mean": millions("mean", float(one.mean()), "series-breaks", found.money.base).value,
        "breaks": None if one.missing else len(one.shifts),
        "sup_f": hundredth(stability.sup) if stability else None,
        "cusum_p": ("< 0.01" if drift.p < 0.01 else hundredth(drift.p)) if drift else None,
        "overlap": Decimal(repr(round(100 * one.overlap[1], 6))).quantize(TENTH) if one.overlap else None,
        "pattern": None if one.pattern is None else hundredth(one.pattern),
    }


def _break_table(found: Kept) -> Table:
    """Grain: one row per break of a partner's series."""
    columns = (
        Column("partner"), Column("at", "time"), Column("half_low", "time"), Column("half_high", "time"),
        Column("before", "money"), Column("after", "money"), Column("government"),
    )  # fmt: skip
    rows = [
        Row(
            {"partner": one.name, "at": shift.at, "half_low": shift.low, "half_high": shift.high,
             "before": millions("", shift.before, "series-breaks", found.money.base).value,
             "after": millions("", shift.after, "series-breaks", found.money.base).value,
             "government": ", ".join(government.title for government in shift.governments) or None},
            tuple(claim for government in shift.governments for claim in _evidence(found.view, government)),
        )
        for one in found.steady
        for shift in one.shifts
    ]  # fmt: skip
    return Table("series_breaks", "break", columns, tuple(rows))


def _jump_table(found: Kept) -> Table:
    """Grain: one row per change of government with enough periods on either side."""
    columns = (
        Column("partner"), Column("government"), Column("since", "time"), Column("jump", "money"),
        Column("jump_low", "money"), Column("jump_high", "money"), Column("rank", "number"), Column("dates", "number"),
    )  # fmt: skip
    base = found.money.base

    def money_of(value: float) -> Figure:
        return millions("", value, "interrupted-series", base)

    rows = [
        Row(
            {"partner": one.name, "government": government.title, "since": government.since,
             "jump": money_of(jump.level).value, "jump_low": money_of(jump.low).value,
             "jump_high": money_of(jump.high).value, "rank": jump.rank, "dates": jump.dates},
            _evidence(found.view, government),
        )
        for one in found.steady
        for government, jump in one.jumps
    ]  # fmt: skip
    return Table("jumps", "change of government", columns, tuple(rows))


def _charts(found: Kept) -> tuple[Chart, ...]:
    long = [one for one in found.steady if len(one.series) >= DRAWN and one.series.values.any()]
    strong = (found.view.initiative.partner, found.view.perspective.code)
    long.sort(key=lambda one: (one.series.code not in strong, bool(one.missing), -len(one.series)))
    if not long:
        return ()
    unit = f"USD million a {long[0].series.every}"
    runs = tuple(
        _run(one, one.series.code in strong) for one in long[:PANELS] if one.series.every == long[0].series.every
    )
    return (
        Series(
            "engagement",
            f"{unit}, prices of {found.money.base}" if found.money.base else unit,
            runs,
            source(found.view),
        ),
    )


def _run(one: Steadiness, strong: bool) -> Run:
    starts, values = one.series.starts, one.series.values
    points = tuple((day, hundredth(float(value))) for day, value in zip(starts, values, strict=True))
    edges = [0, *(one.partition.breaks if one.partition else ()), len(starts) - 1]
    levels = () if one.partition is None else tuple(
        (starts[first], starts[last], hundredth(level))
        for first, last, level in zip(edges, edges[1:], one.partition.levels, strict=False)
    )  # fmt: skip
    marks = tuple(Mark(one.title, one.since) for one in one.governments if starts[0] < one.since <= starts[-1])
    breaks = tuple(Break(shift.at, shift.low, shift.high) for shift in one.shifts)
    return Run(one.name, points, levels, breaks, marks, "accent" if strong else "plain")


def _caveats(found: Kept) -> list[Message]:
    messages = [Message("continuity.reported.caveat.cause")]
    late = [one.name for one in found.steady if one.series.late and not one.missing]
    if late:
        messages.append(Message("continuity.reported.caveat.late", {"names": tuple(late)}))
    if found.money.base is None:
        messages.append(Message("continuity.reported.caveat.current"))
    return messages
