"""Is it overstretched? Breadth of scope against means.

Lines with and without money, funds against their targets, promises outside the region, and how much of the announced
total is named project by project.
"""

from __future__ import annotations

from decimal import Decimal

from solidary.analyses.alignment import claims_of, serving
from solidary.analyses.chart import Bar, Bars, Line, Lines
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table, ids, text_of
from solidary.analyses.funds import MILLION, Fund, funds
from solidary.analyses.rounding import number
from solidary.analyses.view import View
from solidary.measures.concentration import effective_number
from solidary.records.claim import ClaimId
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.terms.dossier import PromiseTerm
from solidary.values.amount import Amount
from solidary.values.money import Money, total


def answer(view: View) -> Finding:
    """Answer ``overstretch``.

    Grain of the main table: one row per fund; then per promise outside the region; then per line of the initiative.
    """
    all_funds = funds(view)
    outside = [found for found in view.promises if view.outside(found)]
    messages = [*_doubling(view, all_funds), *_named(view), *_scope(view), *_reader(view, all_funds), *_past(outside)]
    charts = [chart for chart in (_trajectory(all_funds), _named_bars(view)) if chart]
    known = sum(fund.target is not None for fund in all_funds)
    return Finding(
        question="overstretch",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=tuple(messages),
        tables=(_fund_table(view, all_funds), _outside_table(view, outside), _line_table(view)),
        coverage=Coverage(known, len(view.initiative.funds), "fund_targets"),
        charts=tuple(charts),
        caveats=(Message("overstretch.caveat.levels"),) if all_funds else (),
    )


def _latest_year(all_funds: list[Fund]) -> int | None:
    return max((fund.target[0] for fund in all_funds if fund.target), default=None)


def _doubling(view: View, all_funds: list[Fund]) -> list[Message]:
    """The level promised for all funds together, as stated, and as the sum of the funds' own targets."""
    stated = [(found, of, held) for found in view.promises_inside for of, held in found.series("target").items()
              if held.claim and "doubling" in found.name]  # fmt: skip
    year = _latest_year(all_funds)
    parts = [fund for fund in all_funds if fund.target and fund.target[0] == year]
    messages = []
    if stated:
        _, of, held = stated[0]
        about: About = {"total": Figure("annual-target", held.value, "stated", ids(held)), "year": of}
        if parts:
            about |= {"parts": _sum("annual-target-by-fund", parts), "names": tuple(fund.short for fund in parts)}
            about["missing"] = tuple(fund.short for fund in all_funds if fund not in parts)
        messages.append(Message("overstretch.doubling" if parts else "overstretch.doubling_alone", about))
    return messages


def _sum(key: str, parts: list[Fund]) -> Figure:
    moneys = [fund.target[1].value.money for fund in parts if fund.target and isinstance(fund.target[1].value, Amount)]
    working = " + ".join(f"{(money.number / MILLION).normalize():f}" for money in moneys)
    evidence = ids(*(fund.target[1] for fund in parts if fund.target))
    return Figure(key, total(moneys), "sum-of-targets", evidence, rate="a year", working=working)


def flagships(view: View) -> list[Subject]:
    """Return the promises that the announced total is said to consist of, by name."""
    return [found for found in view.promises_inside if isinstance(found.term, PromiseTerm) and found.term.flagship]


def _amounts(subjects: list[Subject], *, first: bool) -> list[tuple[Money, Held, ClaimId]]:
    """Amount in force, or as it was first stated, with its claim."""
    found = []
    for subject in subjects:
        held = subject.any("amount")
        claim = (held.drift[0] if first and held.drift else held.claim) if held.claim else None
        if claim is not None and isinstance(claim.value, Amount):
            found.append((claim.value.money, held, claim.id))
    return found


def _whole(view: View) -> tuple[Money, Held] | None:
    """The announced total of which the flagships are parts."""
    for found in flagships(view):
        part_of = found.term.part_of if isinstance(found.term, PromiseTerm) else None
        key = f"{view.key}/{part_of}"
        if part_of and key in view.register.subjects:
            held = view.register.subjects[key].any("amount")
            if isinstance(held.value, Amount):
                return held.value.money, held
    return None


def _named(view: View) -> list[Message]:
    first, now = (_amounts(flagships(view), first=start) for start in (True, False))
    whole = _whole(view)
    if not first or whole is None:
        return []
    about: About = {
        "count": Figure("flagships", len(first), "count", unit="promises"),
        "first": _sum_of("flagships-announced", first, "sum-as-announced"),
        "now": _sum_of("flagships-now", now, "sum-in-force"),
        "whole": Figure("announced-total", whole[1].value, "stated", ids(whole[1])),
        "share": _share("flagships-share", first, whole, "share"),
        "share_now": _share("flagships-share-now", now, whole, "share"),
    }
    moved = [money for money, _, _ in first] != [money for money, _, _ in now]
    return [Message("overstretch.named_moved" if moved else "overstretch.named", about)]


def _sum_of(key: str, parts: list[tuple[Money, Held, ClaimId]], rule: str) -> Figure:
    working = " + ".join(f"{(money.number / MILLION).normalize():f}" for money, _, _ in parts)
    evidence = tuple(claim for _, _, claim in parts)
    return Figure(key, total(money for money, _, _ in parts), rule, evidence, working=working)


def _share(key: str, parts: list[tuple[Money, Held, ClaimId]], whole: tuple[Money, Held], rule: str) -> Figure:
    part = total(money for money, _, _ in parts)
    share = part.share_of(whole[0]) if part else None
    evidence = (*(claim for _, _, claim in parts), *ids(whole[1]))
    working = f"{text_of(part)} / {text_of(whole[1].value)}"
    return Figure(key, share, rule, evidence, "%", working=working, bound="about")


def _scope(view: View) -> list[Message]:
    promises = view.promises_inside
    priced = [found for found in promises if found.any("amount").claim or found.series("target")]
    own, lines = view.lines
    funded = [key for key in lines if serving(priced, own, key)]
    about: About = {
        "promises": Figure("promises", len(promises), "count", claims_of(promises), "promises"),
        "priced": Figure("promises-with-money", len(priced), "count", claims_of(priced), "promises"),
        "bare": Figure("promises-without-money", len(promises) - len(priced), "count", unit="promises"),
        "lines": Figure("lines", len(lines), "count", unit="lines"),
        "funded": Figure("lines-with-money", len(funded), "alignment", claims_of(priced), "lines"),
    }
    return [Message("overstretch.scope", about), *_spread(view, own, list(lines))] if promises else []


def _spread(view: View, own: str, lines: list[str]) -> list[Message]:
    """How scattered the promises are over the lines, beside lines of equal size."""
    counts = [len(serving(view.promises_inside, own, key)) for key in lines]
    equal = effective_number(counts)
    if equal is None:
        return []
    working = f"1 / sum of squared shares of {' + '.join(map(str, counts))}"
    about: About = {
        "lines": Figure("lines", len(lines), "count", unit="lines"),
        "equal": Figure("effective-lines", number(equal), "effective-lines", unit="lines", working=working),
    }
    return [Message("overstretch.spread", about)]


def _past(outside: list[Subject]) -> list[Message]:
    if not outside:
        return []
    about: About = {"outside": Figure("promises-outside", len(outside), "outside", claims_of(outside), "promises")}
    return [Message("overstretch.outside", about)]


def _reader(view: View, all_funds: list[Fund]) -> list[Message]:
    """Which part of the promised level the reader can draw on; for the maker, what it still has to add."""
    year = _latest_year(all_funds)
    mine = [fund for fund in all_funds if fund.mine and fund.target and fund.target[0] == year]
    role = view.perspective.role
    if not mine or role not in ("member", "maker", "grouping"):
        return []
    closed = tuple(fund.short for fund in all_funds if not fund.mine)
    unknown = tuple(fund.short for fund in all_funds if fund.mine and fund not in mine)
    differing = tuple(fund.short for fund in mine if fund.last and (fund.last[1].rivals or fund.last[1].drifted))
    about: About = {
        "reader": view.perspective.name,
        "sum": _sum("my-annual-target", mine),
        "year": year or 0,
        "names": tuple(fund.short for fund in mine),
        "closed": closed,
        "unknown": unknown,
        "differing": differing,
        "currency": view.perspective.currency,
        "fiscal": view.perspective.fiscal_months,
    }
    if role == "maker":
        rise = _rise(mine)
        if rise is None:
            return []
        about["rise"] = rise
    return [Message(f"overstretch.{role}", about)]


def _rise(mine: list[Fund]) -> Figure | None:
    """What is missing between the latest known contributions and the promised level."""
    pairs = [(fund, fund.target[1].value, fund.last[1].value) for fund in mine if fund.target and fund.last]
    moneys = [
        (goal.money, last.money) for _, goal, last in pairs if isinstance(goal, Amount) and isinstance(last, Amount)
    ]
    if not moneys:
        return None
    working = " + ".join(
        f"({(goal.number / MILLION).normalize():f} - {(last.number / MILLION).normalize():f})" for goal, last in moneys
    )
    evidence = ids(*(held for fund, _, _ in pairs for held in (fund.target[1], fund.last[1]) if fund.target))  # type: ignore[index]
    return Figure("rise", total(goal - last for goal, last in moneys), "rise", evidence, rate="a year", working=working)


def _fund_table(view: View, all_funds: list[Fund]) -> Table:
    rows = []
    for fund in all_funds:
        level, goal = fund.last, fund.target
        held = [point[1] for point in (level, goal) if point]
        cells: Cells = {
            "fund": fund.short,
            "serves": view.library.groupings[fund.serves].name,
            "last_year": level[0] if level else None,
            "last": level[1].value if level else None,
            "target_year": goal[0] if goal else None,
            "target": goal[1].value if goal else None,
        }
        rows.append(Row(cells, ids(*held), fund.mine))
    goals = [
        fund.target[1].value.money for fund in all_funds if fund.target and isinstance(fund.target[1].value, Amount)
    ]
    columns = (
        Column("fund"), Column("serves"), Column("last_year", "number"), Column("last", "money"),
        Column("target_year", "number"), Column("target", "money"),
    )  # fmt: skip
    same_year = len({fund.target[0] for fund in all_funds if fund.target}) == 1
    whole = (
        Row({"fund": "", "target": Amount(sum_of, rate="a year")}) if same_year and (sum_of := total(goals)) else None
    )
    return Table("funds", "fund", columns, tuple(rows), whole)


def _outside_table(view: View, outside: list[Subject]) -> Table:
    rows = tuple(
        Row(
            {
                "promise": found.title,
                "for": view.names(view.reached(found)),
                "amount": _money(found),
                "when": found.period() or found.period("announced"),
            },
            tuple(claim.id for claim in found.claims),
        )
        for found in outside
    )
    columns = (Column("promise"), Column("for"), Column("amount", "money"), Column("when", "time"))
    return Table("outside", "promise", columns, rows)


def _money(found: Subject) -> Amount | None:
    held = found.any("amount").value or found.any("target").value
    return held if isinstance(held, Amount) else None


def _line_table(view: View) -> Table:
    own, lines = view.lines
    rows = []
    for key, area in lines.items():
        found = serving(view.promises_inside, own, key)
        priced = [one for one in found if one.any("amount").claim or one.series("target")]
        name = f"{key} {area.title}" if key.isdigit() else area.title
        rows.append(Row({"line": name, "promises": len(found), "priced": len(priced)}, claims_of(found)))
    columns = (Column("line"), Column("promises", "number"), Column("priced", "number"))
    return Table("lines", "area", columns, tuple(rows))


def _trajectory(all_funds: list[Fund]) -> Lines | None:
    lines = tuple(Line(fund.short, fund.paid, fund.promised, "accent" if fund.mine else "plain") for fund in all_funds)
    return Lines("funds", "USD million a year", lines) if any(line.promised for line in lines) else None


def _named_bars(view: View) -> Bars | None:
    parts = [(found, found.amount()) for found in flagships(view)]
    whole = _whole(view)
    if not parts or whole is None:
        return None
    bars = [Bar(found.title, money.money.number / MILLION, "accent") for found, money in parts if money]
    rest = whole[0].number / MILLION - sum((bar.value for bar in bars), Decimal(0))
    return Bars("named", "USD million", (*bars, Bar("named.rest", rest, "quiet")))
