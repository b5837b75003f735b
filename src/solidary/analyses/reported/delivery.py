"""What the loaded money adds to *are they kept?*: the ladder below the promise, how much was paid, and how fast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from solidary.analyses.amounts import Amount, figure, total
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
from solidary.analyses.money import COMMITMENTS, SPENDING, dollars
from solidary.analyses.reported.achieved import earned
from solidary.analyses.reported.curves import charts
from solidary.analyses.reported.loaded import PROMISED, Loaded, Partner, load
from solidary.analyses.reported.pace import Pace, differ
from solidary.analyses.reported.steadiness import chance
from solidary.analyses.reported.trails import followed
from solidary.analyses.status import status
from solidary.measures.ratio import REASONS
from solidary.measures.tracing import Traced

if TYPE_CHECKING:
    from solidary.analyses.view import View

HUNDREDTH: Final = Decimal("0.01")
MOVED: Final = (*COMMITMENTS, *SPENDING)


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
        charts=charts(found),
        caveats=tuple(_caveats(found)),
    )


def _rows(one: Partner, stages: tuple[str, ...]) -> tuple[Trail, Trail]:
    """The rows of a partner in the members, and of all who report; an activity's rows elsewhere count too."""
    return one.money.trail(stages), replace(one.money, publishers="^.").trail(stages)


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
    some = (np.nan_to_num(pace.acts.paid_usd) > 0) | (pace.acts.paid_unknown > 0)
    bare = pace.acts.where((pace.acts.ratios.reasons == "no-commitment") & some)
    columns = (np.nan_to_num(one).tolist() for one in (bare.paid_usd, bare.paid_usd_average, bare.paid_unknown))
    paid = [Amount(usd, mean, usd, unknown=int(unknown)) for usd, mean, unknown in zip(*columns, strict=True)]
    return replace(figure(key, "delivery-ratio", total(paid), paid), working=f"{len(bare)} activities")


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
    if one is None or one.money_found is None or one.ends is None:
        return Figure(key, None, "traceability", unit="%", missing="missing.no_incoming")
    working = f"{one.named} % of {one.rows} rows name an activity, {one.found} % one that is in the data"
    low, high = (Decimal(str(end)) for end in one.ends)
    return Figure(key, Decimal(str(one.money_found)), "traceability", unit="%", low=low, high=high, working=working)


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
    rows = tuple(Row(_steps(one, told[one.code]), strong=found.strong(one.code)) for one in found.partners)
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


def _pace_table(key: str, paces: Iterable[Pace], found: Loaded) -> Table:
    columns = (
        Column("partner"), Column("activities", "number"), Column("with_ratio", "number"),
        Column("lower", "number", "%"), Column("median", "number", "%"), Column("upper", "number", "%"),
        Column("above", "number", "%"), Column("half", "number", "months"), Column("half_low", "number", "months"),
        Column("half_high", "number", "months"), Column("open", "number"),
    )  # fmt: skip
    strong = {one.pace.name for one in found.partners if found.strong(one.code)}
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


def _caveats(found: Loaded) -> list[Message]:
    maker = found.maker.pace
    messages = [Message("delivery.reported.caveat.unlinked")]
    if maker.even:
        messages.append(Message("delivery.reported.caveat.even", {"maker": maker.name}))
    if maker.bookish:
        messages.append(Message("delivery.reported.caveat.books", {"maker": maker.name}))
    return messages
