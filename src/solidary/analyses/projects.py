"""Which projects stand beside the promises? What the maker and other partners report to IATI, as far as it is loaded.

Project data says what an organisation reports of its own money. It does not know promises: the coverage line and the
caveats say how little of a promise could be found there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from solidary.analyses.chart import Bar, Bars
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, Word, ids
from solidary.analyses.money import CENT, COMMITMENTS, SPENDING, Slice, cut, dollars, publishers_of
from solidary.analyses.portion import of_flows, portion
from solidary.analyses.standing_parts import span
from solidary.analyses.uncertainty import interval
from solidary.analyses.view import View
from solidary.measures.bounds import Bounds
from solidary.register.held import Held
from solidary.values.period import Period

MILLION = Decimal(1_000_000)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Reported:
    """What one partner's official bodies report in the members of the beneficiary."""

    code: str
    name: str
    money: Slice
    projects: tuple[Mapping[str, Any], ...]

    @property
    def reached(self) -> tuple[str, ...]:
        """Members for which anything is reported."""
        return tuple(dict.fromkeys(row["recipient"] for row in self.projects))

    @property
    def activities(self) -> int:
        """How many activities; one in two countries counts once."""
        return len({row["activity"] for row in self.projects})


def answer(view: View) -> Finding:
    """Answer ``projects``.

    Grain of the main table: one row per activity of the maker and member of the beneficiary; second: one per partner.
    """
    if view.flows is None:
        return _finding(view, (Message("projects.unloaded"),), (_table(view, ()),), 0)
    own = reported(view, view.initiative.partner)
    others = [reported(view, code) for code in _others(view)]
    messages = (*_own(view, own), *_reader(view, own, others))
    tables = (_table(view, own.projects), _partners(view, [own, *others]))
    return _finding(view, messages, tables, len(own.reached), _bars(view, own), _caveats(view, own))


def _finding(
    view: View, messages: tuple[Message, ...], tables: tuple[Table, ...], reached: int,
    charts: tuple[Bars, ...] = (), caveats: tuple[Message, ...] = (),
) -> Finding:  # fmt: skip
    coverage = Coverage(reached, len(view.members), "members_reported")
    code = view.perspective.code
    return Finding("projects", view.key, code, view.as_of, messages, tables, coverage, charts, caveats)


def reported(view: View, code: str) -> Reported:
    """Collect what a partner's official bodies report in the members of the beneficiary."""
    assert view.flows is not None
    publishers = publishers_of(view, code)
    money = cut(view, publishers, view.members)
    rows = [row for row in view.partner_projects if publishers and re.search(publishers, row["publisher"])]
    rows.sort(key=lambda row: (-(row["spending"] or 0), -(row["commitments"] or 0), row["activity"], row["recipient"]))
    return Reported(code, view.library.place(code).name, money, tuple(rows))


def _others(view: View) -> list[str]:
    partners = (view.library.dossiers[key].initiative.partner for key in view.initiative.compared_with)
    return [code for code in dict.fromkeys(partners) if code != view.initiative.partner]


def _own(view: View, own: Reported) -> list[Message]:
    if not own.projects:
        return [Message("projects.nothing", {"maker": own.name})]
    years = own.money.years
    about: About = {
        "maker": own.name,
        "activities": _activities(own, "activities"),
        "reached": Figure("members-reached", len(own.reached), "count-rows", unit="members"),
        "commitments": own.money.figure("commitments", COMMITMENTS),
        "spending": own.money.figure("spending", SPENDING),
        "first": str(years[0]) if years else "",
        "last": str(years[-1]) if years else "",
    }
    return [Message("projects.own", about), *_largest(view, own), *_early(view, own)]


def _activities(found: Reported, key: str, recipients: tuple[str, ...] = ()) -> Figure:
    kept = [row for row in found.projects if not recipients or row["recipient"] in recipients]
    part = found.money.at((*COMMITMENTS, *SPENDING), recipients)
    return Figure(
        key,
        len({row["activity"] for row in kept}),
        "count-rows",
        unit="activities",
        trail=part.trail((*COMMITMENTS, *SPENDING)),
    )


def _largest(view: View, own: Reported) -> list[Message]:
    """Where most of it went, and how much of it is to be paid back."""
    spent = own.money.at(SPENDING)
    by_country, whole = spent.by("recipient"), spent.usd
    if not by_country or not whole or whole < 0:
        return []
    code = next(iter(by_country))
    elsewhere = of_flows(own.money.to(other for other in view.members if other != code), SPENDING)
    to_be_paid_back = pc.fill_null(pc.starts_with(own.money.table["finance_type"], "4"), False)
    lent, given = (of_flows(own.money.where(keep), SPENDING) for keep in (to_be_paid_back, pc.invert(to_be_paid_back)))
    unsaid = pc.sum(pc.cast(pc.is_null(spent.table["finance_type"]), "int64")).as_py() or 0
    about: About = {
        "country": view.library.place(code).name,
        "sum": own.money.figure("largest-recipient", SPENDING, [code]),
        "share": portion("largest-share", "share-of-rows", of_flows(own.money.to([code]), SPENDING), elsewhere),
        "loans": portion("loans-share", "share-of-rows", lent, given) if not unsaid else None,
    }
    return [Message("projects.largest", about)]


def _early(view: View, own: Reported) -> list[Message]:
    """Say so of promises that are younger than all the money: then none of it can be theirs."""
    last = max((row["last_date"] for row in own.projects if row["last_date"]), default=None)
    if last is None:
        return []
    later = [held for found in view.promises if (held := found.any("announced")).value and _first(held) > last]
    if not later:
        return []
    about: About = {"last": last, "later": Figure("promises-after", len(later), "count", ids(*later), "promises")}
    return [Message("projects.early", about)]


def _first(held: Held) -> date:
    """Return the first day on which a promise may have been announced."""
    first = held.value.first if isinstance(held.value, Period) else None
    return first or date.min


def _reader(view: View, own: Reported, others: list[Reported]) -> list[Message]:
    reader = view.perspective
    if reader.role == "member":
        return [_member(view, own, others)]
    mine = next((one for one in others if one.code == reader.code), None)
    if mine is None:
        return []
    if not mine.projects:
        return [Message("projects.partner_none", {"reader": mine.name})]
    about: About = {
        "reader": mine.name,
        "activities": _activities(mine, "my-activities"),
        "spending": mine.money.figure("my-spending", SPENDING),
        "shared": tuple(view.library.place(code).name for code in mine.reached if code in own.reached),
    }
    return [Message("projects.partner", about)]


def _member(view: View, own: Reported, others: list[Reported]) -> Message:
    code, name = view.perspective.code, view.perspective.name
    beside = [one for one in others if code in one.reached]
    about: About = {
        "reader": name,
        "maker": own.name,
        "partners": Figure("partners-in-my-country", len(beside), "count-rows", unit="partners"),
        "names": tuple(one.name for one in beside),
    }
    if code not in own.reached:
        return Message("projects.none_mine", about)
    spent = own.money.at(SPENDING).by("recipient")
    about |= {
        "activities": _activities(own, "activities-in-my-country", (code,)),
        "commitments": own.money.figure("commitments-in-my-country", COMMITMENTS, [code]),
        "spending": own.money.figure("spending-in-my-country", SPENDING, [code]),
        "place": Figure("my-place", list(spent).index(code) + 1, "rank-of-rows") if code in spent else None,
        "of": len(spent),
    }
    return Message("projects.mine", about)


def _table(view: View, projects: tuple[Mapping[str, Any], ...]) -> Table:
    columns = (
        Column("activity"), Column("title"), Column("recipient"), Column("finance"), Column("first_date", "time"),
        Column("commitments", "money"), Column("spending", "money"),
    )  # fmt: skip
    return Table("projects_reported", "activity and member", columns, tuple(_row(view, row) for row in projects))


def _row(view: View, row: Mapping[str, Any]) -> Row:
    first: date | None = row["first_date"]
    cells: Cells = {
        "activity": row["activity"],
        "title": row["title"],
        "recipient": view.library.place(row["recipient"]).name,
        "finance": Word(f"finance.{row['finance']}") if row["finance"] else None,
        "first_date": first,
        "commitments": dollars(row["commitments"]),
        "spending": dollars(row["spending"]),
    }
    return Row(cells, strong=row["recipient"] == view.perspective.code)


def _partners(view: View, found: list[Reported]) -> Table:
    columns = (
        Column("partner"), Column("activities", "number"), Column("reached", "number"),
        Column("commitments", "money"), Column("spending", "money"), Column("spending_between"), Column("years"),
        Column("unknown_rows", "number"),
    )  # fmt: skip
    rows = []
    for one in found:
        years, counted = one.money.years, one.money.at((*COMMITMENTS, *SPENDING))
        cells: Cells = {
            "partner": one.name,
            "activities": one.activities,
            "reached": len(one.reached),
            "commitments": dollars(one.money.at(COMMITMENTS).usd),
            "spending": dollars(one.money.at(SPENDING).usd),
            "spending_between": _between(one.money),
            "years": "–".join(dict.fromkeys((str(years[0]), str(years[-1])))) if years else None,
            "unknown_rows": counted.rows_unknown,
        }
        rows.append(Row(cells, strong=one.code in (view.perspective.code, view.initiative.partner)))
    return Table("partners_reported", "partner", columns, tuple(rows))


def _between(money: Slice) -> str | None:
    """Where the spending lies, in millions; nothing if that is sure, or reads as one number."""
    usd, found = money.at(SPENDING).usd, interval(money, SPENDING)
    if usd is None or not found.doubts:
        return None
    low, high = (None if end is None else end.number for end in (found.low, found.high))
    told = span(Bounds(low, usd.quantize(CENT), high), MILLION)
    return told if low is None or high is None or "–" in told else None


def _bars(view: View, own: Reported) -> tuple[Bars, ...]:
    spent = own.money.at(SPENDING).by("recipient")
    if not spent:
        return ()
    bars = (
        Bar(view.library.place(code).name, (spent.get(code, Decimal(0)) / MILLION).quantize(TENTH),
            "accent" if code == view.perspective.code else "plain", "" if code in own.reached else "–")
        for code in sorted(view.members, key=lambda code: (-spent.get(code, Decimal(0)), code))
    )  # fmt: skip
    return (Bars("projects", "USD million", tuple(bars)),)


def _caveats(view: View, own: Reported) -> tuple[Message, ...]:
    assert view.flows is not None
    found = view.flows.ask("coverage_of", publishers=own.money.publishers or "^$").to_pylist()[0]
    pledges: About = {
        "pledges": Figure("pledge-rows", found["pledges"], "count-rows", unit="pledge_rows"),
        "transactions": Figure("transaction-rows", found["transactions"], "count-rows", unit="transactions"),
        "publishers": Figure("publishers", found["publishers"], "count-rows", unit="publishers"),
    }
    messages = [Message("projects.caveat.pledges", pledges)]
    if found["own_transactions"]:
        years: About = {
            "maker": own.name,
            "rows": Figure("own-rows", found["own_transactions"], "count-rows", unit="transactions"),
            "years": Figure("own-years", found["own_years"], "count-rows", unit="years"),
            "first": str(found["own_first_year"]),
            "last": str(found["own_last_year"]),
            "secondary": Figure("own-secondary", found["own_secondary"], "only-secondary", unit="activities"),
            "unrated": Figure("own-without-rate", found["own_unrated"], "count-rows", unit="transactions"),
        }
        messages.append(Message("projects.caveat.years", years))
    return tuple(messages)
