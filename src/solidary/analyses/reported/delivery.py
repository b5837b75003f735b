"""What the loaded money adds to *are they kept?*: the ladder below the promise, how much was paid, and how fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from solidary.analyses.chart import Chart, Step, Steps, Tone
from solidary.analyses.finding import (
    About,
    Cells,
    Column,
    Figure,
    Message,
    Part,
    Row,
    Table,
    Trail,
    Word,
    ids,
)  # fmt: skip
from solidary.analyses.money import COMMITMENTS, SPENDING, Slice, codes, cut, dollars, publishers_of
from solidary.analyses.reported.activities import Activities, activities
from solidary.analyses.reported.names import name_of, partners_of
from solidary.analyses.reported.pace import FEWEST, Pace, differ, percent
from solidary.analyses.reported.steadiness import chance
from solidary.analyses.reported.trails import followed
from solidary.analyses.status import status
from solidary.measures.earned import EarnedValue, earned_value
from solidary.measures.ratio import REASONS
from solidary.measures.tracing import Traced, traced
from solidary.register.register import Subject

if TYPE_CHECKING:
    from solidary.analyses.view import View

PANELS: Final = 6  # curves that are drawn; more are a wall
MOST: Final = 15  # partners in a table
HUNDREDTH: Final = Decimal("0.01")
PROMISED: Final = ("amount", "target")
MOVED: Final = (*COMMITMENTS, *SPENDING)


@dataclass(frozen=True)
class Partner:
    """One partner's promises in the register, and its activities in the members."""

    code: str
    pace: Pace
    money: Slice
    promises: tuple[Subject, ...]

    @property
    def acts(self) -> Activities:
        """Its activities."""
        return self.pace.acts


@dataclass(frozen=True)
class Loaded:
    """All activities that reach the members, by partner; the maker first."""

    view: View
    everyone: Pace
    partners: tuple[Partner, ...]

    @property
    def maker(self) -> Partner:
        """Who makes the promises."""
        return self.partners[0]

    @cached_property
    def others(self) -> Pace:
        """All who report in the members, but the maker."""
        theirs = np.isin(self.everyone.acts.publisher, np.unique(self.maker.acts.publisher), invert=True)
        return Pace("", self.everyone.acts.where(theirs))

    @cached_property
    def traces(self) -> dict[str, Traced | None]:
        """By partner (and under ``""`` for all) how much of what came in can be followed."""
        return traces(self)

    def reader(self) -> Partner | None:
        """The reader, if it is one of the other partners."""
        return next((one for one in self.partners[1:] if one.code == self.view.perspective.code), None)


def part(view: View) -> Part:
    """Add the ladder, the ratio of delivery, the time to half, traces and earned value.

    Grain of the tables: one row per partner, one per partner in the reader's country, one per reason without a ratio.
    """
    found = load(view)
    measured = followed((*_ladder(found), *_ratio(found), *_half(found), *_earned(found)), *_rows(found.maker, MOVED))
    traced_back = followed(_tracing(found), *_rows(found.maker, ("incoming",)))
    messages = (*measured, *traced_back, *_reader(found))
    tables = (_ladder_table(found), _pace_table("pace", [*(one.pace for one in found.partners), found.everyone], found))
    return Part(
        messages=messages,
        tables=(*tables, *_mine_table(found), _reasons_table(found)),
        charts=_charts(found),
        caveats=tuple(_caveats(found)),
    )


def _rows(one: Partner, stages: tuple[str, ...]) -> tuple[Trail, Trail]:
    """The rows of a partner in the members, and of all who report; an activity's rows elsewhere count too."""
    return one.money.trail(stages), replace(one.money, publishers="^.").trail(stages)


def load(view: View) -> Loaded:
    """Read the activities once, and cut them by partner."""
    reader = [view.perspective.code] if view.perspective.code in view.members else []
    everyone = Pace("", activities(view, view.members, reader))
    found = [_partner(view, code, everyone.acts) for code in partners_of(view)]
    kept = [one for one in found[1:] if len(one.acts) or one.promises]
    kept.sort(key=lambda one: (-len(one.acts), one.pace.name))
    return Loaded(view, everyone, (found[0], *kept[:MOST]))


def _partner(view: View, code: str, everyone: Activities) -> Partner:
    publishers = publishers_of(view, code)
    pace = Pace(name_of(view, code), everyone.of(publishers))
    return Partner(code, pace, cut(view, publishers, view.members), _priced(view, code))


def _priced(view: View, code: str) -> tuple[Subject, ...]:
    """The promises of a partner on record with money, if they are to the members or their grouping."""
    keys = [key for key, dossier in view.library.dossiers.items() if dossier.initiative.partner == code]
    return tuple(
        found
        for key in keys
        for found in view.kind("promise", key)
        if not view.outside(found) and any(found.any(name).value is not None for name in PROMISED)
    )


def _ladder(found: Loaded) -> list[Message]:
    maker, acts = found.maker, found.maker.acts
    if not len(acts):
        return [Message("delivery.reported.nothing", {"maker": maker.pace.name})]
    late = [one for one in found.view.promises_inside if status(one, found.view.as_of).state == "late"]
    about: About = {
        "maker": maker.pace.name,
        "promises": Figure(
            "ladder-promises",
            len(maker.promises),
            "ladder",
            ids(*(one.any(name) for one in maker.promises for name in PROMISED)),
            "promises",
        ),
        "pledges": Figure("ladder-pledges", int(acts.pledges.sum()), "ladder", unit="pledge_rows"),
        "commitments": maker.money.figure("ladder-committed", COMMITMENTS),
        "spending": maker.money.figure("ladder-spent", SPENDING),
        "activities": Figure("ladder-activities", len(acts), "ladder", unit="activities"),
        "results": Figure("ladder-results", int((acts.results > 0).sum()), "ladder", unit="activities"),
        "measured": Figure("ladder-measured", int((acts.measured > 0).sum()), "ladder", unit="activities"),
        "late": len(late),
    }
    return [Message("delivery.reported.ladder", about)]


def _ratio(found: Loaded) -> list[Message]:
    maker = found.maker.pace
    if not len(maker.acts):
        return []
    about: About = {
        "maker": maker.name,
        "median": maker.median("ratio-median"),
        "above": maker.above("ratio-above"),
        "known": Figure("ratio-known", maker.known, "delivery-ratio", unit="activities"),
        "of": len(maker.acts),
        "everyone": found.everyone.median("ratio-median-all"),
        "quartiles": _between(maker, "ratio-quartiles"),
        "bare": _bare(maker, "paid-without-commitment"),
    }
    return [Message("delivery.reported.ratio" if maker.quartiles else "delivery.reported.no_ratio", about)]


def _between(pace: Pace, key: str) -> Figure:
    low, median, high = pace.quartiles or (None, None, None)
    return Figure(key, low, "delivery-ratio", unit="%", low=low, high=high, working=f"median {median} %")


def _bare(pace: Pace, key: str) -> Figure:
    """What was paid where no commitment is on record: ratios are blind to it, however large it is."""
    bare = pace.acts.where((pace.acts.ratios.reasons == "no-commitment") & (np.nan_to_num(pace.acts.paid_usd) > 0))
    value = Decimal(repr(round(float(bare.paid_usd.sum()), 2))) if len(bare) else None
    return Figure(key, dollars(value), "delivery-ratio", working=f"{len(bare)} activities")


def _half(found: Loaded) -> list[Message]:
    maker, others = found.maker.pace, found.others
    if not len(maker.acts):
        return []
    about: About = {
        "maker": maker.name,
        "half": maker.half("half"),
        "others": others.half("half-others"),
        "p": None,
    }
    if test := differ(maker, others):
        about["p"] = chance("half-difference", test.p, "time-to-half", f"log-rank chi-squared {test.chi2:.2f}")
    return [Message("delivery.reported.half", about)]


def traces(found: Loaded) -> dict[str, Traced | None]:
    """Say by partner (and under ``""`` for all) how much of what came in can be followed."""
    view, until = found.view, found.maker.money.until.isoformat()
    assert view.flows is not None
    rows = view.flows.ask("tracing_rows", recipients=codes(view.members), until=until)
    publisher = np.array(rows["publisher"].fill_null("").to_pylist(), dtype=str)
    named, hit = (rows[name].to_numpy(zero_copy_only=False) for name in ("named", "found"))
    usd = pc.cast(rows["usd"], "float64").to_numpy(zero_copy_only=False)
    whose = {one.code: np.isin(publisher, np.unique(one.acts.publisher)) for one in found.partners}
    told = {code: traced(named[mine], hit[mine], usd[mine]) for code, mine in whose.items()}
    return {**told, "": traced(named, hit, usd)}


def _tracing(found: Loaded) -> list[Message]:
    told = found.traces
    own, everyone = told[found.maker.code], told[""]
    if everyone is None:
        return [Message("delivery.reported.untraced")]
    about: About = {
        "maker": found.maker.pace.name,
        "own": _traced("traced", own),
        "rows": Figure("incoming", own.rows if own else 0, "traceability", unit="transactions"),
        "everyone": _traced("traced-all", everyone),
        "all_rows": Figure("incoming-all", everyone.rows, "traceability", unit="transactions"),
    }
    return [Message("delivery.reported.traced", about)]


def _traced(key: str, one: Traced | None) -> Figure:
    if one is None or one.money_found is None:
        return Figure(key, None, "traceability", unit="%", missing="missing.no_incoming")
    working = f"{one.named} % of {one.rows} rows name an activity, {one.found} % one that is in the data"
    return Figure(key, Decimal(str(one.money_found)), "traceability", unit="%", working=working)


def earned(acts: Activities) -> tuple[EarnedValue, EarnedValue, int] | None:
    """Work out earned value where results are measured, in dollars: only full results, and in part; and of how many.

    Each measured period of an activity has an equal part of its commitment, since no source says otherwise.
    """
    with np.errstate(invalid="ignore"):
        usable = (acts.measured > 0) & (acts.committed_usd > 0) & (acts.paid_usd > 0) & (acts.planned_usd > 0)
    some = acts.where(usable)
    if not len(some):
        return None
    budget, spent, planned = (float(one.sum()) for one in (some.committed_usd, some.paid_usd, some.planned_usd))
    parts = [float((some.committed_usd * share / some.measured).sum()) for share in (some.achieved, some.met)]
    low, high = (earned_value(planned, part, spent, budget) for part in parts)
    return low, high, len(some)


def _earned(found: Loaded) -> list[Message]:
    acts = found.maker.acts
    if not len(acts):
        return []
    told = earned(acts)
    about: About = {
        "maker": found.maker.pace.name,
        "results": Figure("with-results", int((acts.results > 0).sum()), "earned-value", unit="activities"),
        "measured": Figure("with-measured", int((acts.measured > 0).sum()), "earned-value", unit="activities"),
        "cost": Figure("cost-index", None, "earned-value", missing="missing.no_measured_results"),
    }
    if told is None:
        return [Message("delivery.reported.unearned", about)]
    low, high, number = told
    about |= {
        "of": Figure("earned-of", number, "earned-value", unit="activities"),
        "cost": _index("cost-index", low.cost_index, high.cost_index),
        "schedule": _index("schedule-index", low.schedule_index, high.schedule_index),
    }
    return [Message("delivery.reported.earned", about)]


def _index(key: str, low: float | None, high: float | None) -> Figure:
    one, other = (
        None if value is None else Decimal(repr(round(value, 6))).quantize(HUNDREDTH) for value in (low, high)
    )
    return Figure(key, other, "earned-value", low=one, high=other, working="low: full results only; high: in part too")


def _reader(found: Loaded) -> list[Message]:
    view, role = found.view, found.view.perspective.role
    if view.perspective.code in view.members:
        own = found.maker.money.at(MOVED, [view.perspective.code])
        return list(followed([_member(found)], own.trail(MOVED), replace(own, publishers="^.").trail(MOVED)))
    mine = found.reader()
    if role != "partner" or mine is None:
        return []
    about: About = {
        "reader": mine.pace.name,
        "activities": Figure("my-activities", len(mine.acts), "ladder", unit="activities"),
        "median": mine.pace.median("my-ratio"),
        "half": mine.pace.half("my-half"),
        "spending": mine.money.figure("my-spending", SPENDING),
    }
    said = Message("delivery.reported.partner" if len(mine.acts) else "delivery.reported.partner_none", about)
    return list(followed([said], *_rows(mine, MOVED)))


def _member(found: Loaded) -> Message:
    here, own = _here(found, found.everyone), _here(found, found.maker.pace)
    code = found.view.perspective.code
    about: About = {
        "reader": found.view.perspective.name,
        "maker": own.name,
        "activities": Figure("activities-here", len(own.acts), "ladder", unit="activities"),
        "commitments": found.maker.money.figure("committed-here", COMMITMENTS, [code]),
        "spending": found.maker.money.figure("spent-here", SPENDING, [code]),
        "median": own.median("ratio-here"),
        "all_activities": Figure("activities-here-all", len(here.acts), "ladder", unit="activities"),
        "all_median": here.median("ratio-here-all"),
        "all_half": here.half("half-here-all"),
    }
    return Message("delivery.reported.mine" if len(own.acts) else "delivery.reported.none_mine", about)


def _here(found: Loaded, pace: Pace) -> Pace:
    """The part that reaches the reader's country."""
    return Pace(pace.name, pace.acts.where(pace.acts.own))


def _ladder_table(found: Loaded) -> Table:
    columns = (
        Column("partner"), Column("priced", "number"), Column("pledges", "number"), Column("commitments", "money"),
        Column("spending", "money"), Column("activities", "number"), Column("with_results", "number"),
        Column("with_measured", "number"), Column("traced", "number", "%"),
    )  # fmt: skip
    told = found.traces
    rows = tuple(Row(_steps(one, told[one.code]), strong=_strong(found, one.code)) for one in found.partners)
    return Table("ladder", "partner", columns, rows)


def _steps(one: Partner, trace: Traced | None) -> Cells:
    share = trace.money_found if trace else None
    return {
        "partner": one.pace.name,
        "priced": len(one.promises),
        "pledges": int(one.acts.pledges.sum()),
        "commitments": dollars(one.money.at(COMMITMENTS).usd),
        "spending": dollars(one.money.at(SPENDING).usd),
        "activities": len(one.acts),
        "with_results": int((one.acts.results > 0).sum()),
        "with_measured": int((one.acts.measured > 0).sum()),
        "traced": None if share is None else Decimal(str(share)),
    }


def _strong(found: Loaded, code: str) -> bool:
    return code in (found.maker.code, found.view.perspective.code)


def _pace_table(key: str, paces: Iterable[Pace], found: Loaded) -> Table:
    columns = (
        Column("partner"), Column("activities", "number"), Column("with_ratio", "number"),
        Column("lower", "number", "%"), Column("median", "number", "%"), Column("upper", "number", "%"),
        Column("above", "number", "%"), Column("half", "number", "months"), Column("half_low", "number", "months"),
        Column("half_high", "number", "months"), Column("open", "number"),
    )  # fmt: skip
    strong = {one.pace.name for one in found.partners if _strong(found, one.code)}
    rows = []
    for pace in paces:
        name = pace.name or Word("reported.everyone")
        if len(pace.acts):
            rows.append(Row({**pace.cells(), "partner": name}, strong=pace.name in strong))
    return Table(key, "partner", columns, tuple(rows))


def _mine_table(found: Loaded) -> tuple[Table, ...]:
    own = found.everyone.acts.own
    if found.view.perspective.code not in found.view.members or own.all():  # or all is the reader's own already
        return ()
    paces = [*(_here(found, one.pace) for one in found.partners), _here(found, found.everyone)]
    return (_pace_table("pace_mine", paces, found),)


def _reasons_table(found: Loaded) -> Table:
    """Grain: one row per reason for which an activity has no ratio."""
    own, everyone = (pace.acts.ratios.counted() for pace in (found.maker.pace, found.everyone))
    rows = tuple(
        Row({"reason": Word(f"reason.{reason}"), "maker": own.get(reason, 0), "everyone": everyone[reason]})
        for reason in REASONS
        if reason in everyone
    )
    columns = (Column("reason"), Column("maker", "number"), Column("everyone", "number"))
    return Table("without_ratio", "reason", columns, rows)


def _charts(found: Loaded) -> tuple[Chart, ...]:
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
    ordered = sorted(found.partners, key=lambda one: not _strong(found, one.code))
    paces = [one.pace for one in ordered if len(one.acts) >= FEWEST and keep(one.pace)]
    return [*paces[: PANELS - 1], *([found.everyone] if keep(found.everyone) else [])]


def source(view: View) -> str:
    """Name the data in a line: its source and the day on which it was loaded."""
    assert view.flows is not None
    told = view.flows.snapshot.manifest
    return f"{told.get('title') or view.flows.source.upper()}, {told['made'][:10]}"


def _label(pace: Pace) -> str:
    return pace.name or "reported.everyone"


def _tone(found: Loaded, pace: Pace) -> Tone:
    code = next((one.code for one in found.partners if one.pace is pace), "")
    return "accent" if code and _strong(found, code) else "plain"


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


def _caveats(found: Loaded) -> list[Message]:
    maker = found.maker.pace
    messages = [Message("delivery.reported.caveat.unlinked")]
    if maker.even:
        messages.append(Message("delivery.reported.caveat.even", {"maker": maker.name}))
    if maker.bookish:
        messages.append(Message("delivery.reported.caveat.books", {"maker": maker.name}))
    return messages
