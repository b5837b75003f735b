"""Do two countries fit in creative trade? Specialisation, complementarity, intensity, from a table that the user loads.

Codes are those of a list that stands in the definitions with its edition; editions do not compare, so the newest one of
which the table has a code is taken.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from solidary.analyses.chart import Dot, Dots, Tone
from solidary.analyses.finding import About, Cells, Column, Figure, Message, Part, Row, Table
from solidary.analyses.rounding import number
from solidary.measures.trade import complementarity, intensity, similarity

if TYPE_CHECKING:
    from solidary.analyses.view import View
    from solidary.records.claim import ClaimId
    from solidary.records.trade import Trade
    from solidary.terms.definition import CodeListTerm


def part(view: View) -> Part:
    """Answer ``creative`` from a trade table. Grain of the table: one row per member."""
    latest = _latest(view.trade, view.as_of.year)
    maker, key = view.initiative.partner, _edition(view, latest)
    code_list = view.library.code_lists[key]
    rows = _once(latest, code_list)
    creative = [row for row in rows if _within(row.code, code_list)]
    evidence = view.register.defined("code_lists", key)
    about: About = {
        "maker": view.library.place(maker).name,
        "year": str(rows[0].year) if rows else "",
        "edition": code_list.edition,
        "codes": Figure("creative-codes", len({row.code for row in creative}), "creative-trade", evidence, "codes"),
        "specialised": Figure(
            "creative-advantage", number(_advantage(rows, creative, maker)), "creative-trade", evidence, "times",
            missing="missing.no_trade",
        ),
    }  # fmt: skip
    messages = [Message("creative.trade", about), *_reader(view, creative, evidence)]
    return Part(tuple(messages), (_table(view, rows, creative),), _charts(view, creative))


def _latest(rows: tuple[Trade, ...], last: int) -> list[Trade]:
    years = [row.year for row in rows if row.year <= last]
    return [row for row in rows if row.year == max(years)] if years else []


def _edition(view: View, rows: list[Trade]) -> str:
    lists = view.library.code_lists
    newest_first = sorted(lists, key=lambda key: (-lists[key].since, key))
    return next((key for key in newest_first if any(_within(row.code, lists[key]) for row in rows)), newest_first[0])


def _within(code: str, code_list: CodeListTerm) -> bool:
    """Whether a code is on the list or below one that is: 11.1.1 lies below 11.1."""
    return any(
        code == one or code.startswith(f"{one}.") or code in code_list.parts.get(one, ()) for one in code_list.codes
    )


def _once(rows: list[Trade], code_list: CodeListTerm) -> list[Trade]:
    """Leave out what would count twice: totals, and the parts of a code that is in the table itself."""
    known = {row.code for row in rows}
    twice = {*code_list.totals, *(part for one, parts in code_list.parts.items() if one in known for part in parts)}
    return [row for row in rows if row.code not in twice]


def _sums(rows: list[Trade], side: str, code: str) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for row in rows:
        if getattr(row, side) == code:
            found[row.code] += float(row.value)
    return found


def _advantage(rows: list[Trade], creative: list[Trade], code: str) -> float | None:
    """Balassa's index of all creative codes together; only with other codes in the table does it say anything."""
    own, world = _total(rows, exporter=code), _total(rows)
    theirs, all_creative = _total(creative, exporter=code), _total(creative)
    if not own or not all_creative or world == all_creative:
        return None
    return (theirs / own) / (all_creative / world)


def _total(rows: list[Trade], exporter: str = "", importer: str = "") -> float:
    return float(
        sum(
            (row.value for row in rows if exporter in ("", row.exporter) and importer in ("", row.importer)), Decimal(0)
        )
    )


def _fit(creative: list[Trade], maker: str, code: str) -> dict[str, float | None]:
    sells, buys, rival = (_sums(creative, *pair) for pair in
                          (("exporter", maker), ("importer", code), ("exporter", code)))  # fmt: skip
    codes = sorted({*sells, *buys, *rival})
    row = {name: [found.get(one, 0.0) for one in codes] for name, found in
           (("sells", sells), ("buys", buys), ("rival", rival))}  # fmt: skip
    between, to_partner = _total(creative, maker, code), _total(creative, importer=code)
    return {
        "complementarity": complementarity(row["sells"], row["buys"]),
        "intensity": intensity(between, _total(creative, maker), to_partner, _total(creative)),
        "similarity": similarity(row["sells"], row["rival"]),
    }


def _reader(view: View, creative: list[Trade], evidence: tuple[ClaimId, ...]) -> list[Message]:
    if view.perspective.role != "member":
        return []
    fit = _fit(creative, view.initiative.partner, view.perspective.code)
    about: About = {
        "reader": view.perspective.name,
        "maker": view.library.place(view.initiative.partner).name,
        "complementarity": Figure("complementarity", number(fit["complementarity"], "0.1"), "creative-trade", evidence,
                                  "%", missing="missing.no_trade"),
        "intensity": Figure("intensity", number(fit["intensity"]), "creative-trade", evidence, "times",
                            missing="missing.no_trade"),
        "similarity": Figure("similarity", number(fit["similarity"], "0.1"), "creative-trade", evidence, "%",
                             missing="missing.no_trade"),
    }  # fmt: skip
    return [Message("creative.trade_mine", about)]


def _table(view: View, rows: list[Trade], creative: list[Trade]) -> Table:
    columns = (
        Column("member"), Column("complementarity", "number", "%"), Column("intensity", "number"),
        Column("similarity", "number", "%"), Column("advantage", "number"),
    )  # fmt: skip
    found = []
    for code in view.members:
        fit = _fit(creative, view.initiative.partner, code)
        cells: Cells = {
            "member": view.library.place(code).name,
            "complementarity": number(fit["complementarity"], "0.1"),
            "intensity": number(fit["intensity"]),
            "similarity": number(fit["similarity"], "0.1"),
            "advantage": number(_advantage(rows, creative, code)),
        }
        found.append(Row(cells, strong=code == view.perspective.code))
    return Table("creative_trade", "member", columns, tuple(found))


def _charts(view: View, creative: list[Trade]) -> tuple[Dots, ...]:
    dots = []
    for code in view.members:
        value = number(_fit(creative, view.initiative.partner, code)["intensity"])
        if value is not None:
            tone: Tone = "accent" if code == view.perspective.code else "plain"
            dots.append(Dot(view.library.place(code).name, value, tone=tone))
    return (Dots("intensity", "1 = as the world", tuple(dots), Decimal(1)),) if dots else ()
