"""How fast each partner paid, as curves: time to half of a commitment, and the share paid by year."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from solidary.analyses.chart import Chart, Step, Steps, Tone
from solidary.analyses.reported.loaded import Loaded
from solidary.analyses.reported.names import source
from solidary.analyses.reported.pace import FEWEST, Pace, percent

PANELS: Final = 6  # curves that are drawn; more are a wall


def charts(found: Loaded) -> tuple[Chart, ...]:
    """How many have half of their commitment paid by which month, and the share paid by year."""
    timed = _panels(found, lambda pace: bool(pace.survival and pace.survival.times))
    drawn = _panels(found, lambda pace: bool(pace.curve.quantiles))
    charts: list[Chart] = []
    if timed:
        charts.append(Steps("half", "unit.months", tuple(_risen(found, pace) for pace in timed), source(found.view)))
    if drawn:
        charts.append(Steps("paid", "unit.years", tuple(_paid(found, pace) for pace in drawn), source(found.view)))
    return tuple(charts)


def _panels(found: Loaded, keep: Callable[[Pace], bool]) -> list[Pace]:
    """The maker and the reader, then those with most activities, and last all who report; those that can be drawn."""
    ordered = sorted(found.partners, key=lambda one: not found.strong(one.code))
    paces = [one.pace for one in ordered if len(one.acts) >= FEWEST and keep(one.pace)]
    return [*paces[: PANELS - 1], *([found.everyone] if keep(found.everyone) else [])]


def _label(pace: Pace) -> str:
    return pace.name or "reported.everyone"


def _tone(found: Loaded, pace: Pace) -> Tone:
    code = next((one.code for one in found.partners if one.pace is pace), "")
    return "accent" if code and found.strong(code) else "plain"


def _risen(found: Loaded, pace: Pace) -> Step:
    """The survival curve turned round: who has got there by when, with its interval, as far as any was watched."""
    told = pace.survival
    assert told is not None
    times = (0.0, *told.times, *told.censored[-1:])
    longer = len(told.times) + 1 < len(times) and times[-1] > times[-2]

    def turned(shares: tuple[float, ...]) -> tuple[Decimal, ...]:
        risen = (Decimal(0), *(percent(1 - share) for share in shares))
        return (*risen, risen[-1]) if longer else risen

    across = tuple(Decimal(repr(time)) for time in (times if longer else (0.0, *told.times)))
    return Step(
        _label(pace), across, turned(told.share), turned(told.high), turned(told.low),
        marks=tuple(Decimal(repr(time)) for time in told.censored), tone=_tone(found, pace), count=len(pace.times[0]),
    )  # fmt: skip


def _paid(found: Loaded, pace: Pace) -> Step:
    """The median share paid by the end of each year, between the quartiles; each holds for the year that ends there."""
    told = pace.curve.quantiles
    lows, medians, highs = (tuple(percent(one[place]) for one in (*told, told[-1])) for place in range(3))
    years = tuple(Decimal(year) for year in range(len(told) + 1))
    return Step(_label(pace), years, medians, lows, highs, tone=_tone(found, pace), count=pace.curve.activities[0])
