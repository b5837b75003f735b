"""All promises of the initiative: filtered, sorted, with their drift; each opens to its claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query

from solidary.analyses.finding import text_of
from solidary.analyses.status import STATES, status
from solidary.app.at import At, Here
from solidary.app.sheet import Sheet
from solidary.brief.data import plain
from solidary.records.claim import spell
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.values.amount import Amount
from solidary.values.period import Period

SORTS = ("status", "title", "amount", "start", "conflicts")


@dataclass(frozen=True)
class Line:
    """A promise as the table shows it. Grain: one per promise."""

    subject: Subject
    state: str
    amount: Amount | None
    period: Period | None
    drift: tuple[str, ...]
    conflicts: int
    reached: tuple[str, ...]
    mine: bool

    @property
    def areas(self) -> tuple[str, ...]:
        """What it serves, as ``framework:area``."""
        return tuple(f"{key}:{area}" for key, areas in self.subject.term.serves.items() for area in areas)


def promises(
    at: Here,
    text: Annotated[str, Query(description="Words that all occur in the title.", max_length=200)] = "",
    status: Annotated[str, Query(description="One of the states of delivery.")] = "",
    serves: Annotated[list[str] | None, Query(description="framework:area; several must all be served.")] = None,
    place: Annotated[str, Query(description="Code of a place or grouping that the promise names.")] = "",
    money: Annotated[str, Query(description="with or without a stated amount.")] = "",
    drifted: Annotated[bool, Query(description="Only promises whose terms changed.")] = False,
    sort: Annotated[str, Query(description=f"One of {', '.join(SORTS)}.")] = "status",
) -> Sheet:
    """The promises with status, amount, period, drift and conflicts; filtered and sorted as asked."""
    everything = lines(at)
    words, wanted = text.casefold().split(), [one for one in serves or [] if one]
    kept = [
        line for line in everything
        if all(word in line.subject.title.casefold() for word in words)
        and status in ("", line.state)
        and all(one in line.areas for one in wanted)
        and (not place or place in line.reached)
        and (not money or (money == "with") == (line.amount is not None))
        and (not drifted or line.drift)
    ]  # fmt: skip
    kept.sort(key=_order(sort))
    asked = {
        "text": text,
        "status": status,
        "serves": wanted,
        "place": place,
        "money": money,
        "drifted": drifted,
        "sort": sort,
    }
    about = {
        "lines": kept, "all": len(everything), "asked": asked, "states": STATES, "sorts": SORTS,
        "frameworks": [(key, at.view.library.frameworks[key]) for key in _frameworks(at)],
        "places": _places(at, everything),
    }  # fmt: skip
    data = {"asked": asked, "of": len(everything), "promises": [_data(line) for line in kept]}
    return Sheet("promises", at.text("title.promises"), about, data)


def lines(at: At) -> list[Line]:
    """Return all promises to the beneficiary or its members, with the status that ``delivery`` gives them."""
    view = at.view
    mine = {found.key for found in view.mine(view.promises_inside)} if view.perspective.code else set()
    return [_line(at, found, found.key in mine) for found in view.promises_inside]


def _line(at: At, subject: Subject, mine: bool) -> Line:
    held = list(subject.slots.values())
    drift = tuple(
        f"{one.predicate}: {' → '.join(at.words.value(claim.value) for claim in one.drift)}"
        for one in held
        if one.drifted
    )
    return Line(
        subject,
        status(subject, at.view.as_of).state,
        subject.amount() or _only(next(iter(subject.series("target").values()), None)),
        subject.period(),
        drift,
        sum(bool(one.rivals) for one in held),
        at.view.reached(subject),
        mine,
    )


def _only(held: Held | None) -> Amount | None:
    return held.value if held is not None and isinstance(held.value, Amount) else None


def _order(sort: str) -> Callable[[Line], Any]:
    orders: dict[str, Callable[[Line], Any]] = {
        "title": lambda line: line.subject.title.casefold(),
        "amount": lambda line: -line.amount.money.number if line.amount else 0,
        "start": lambda line: str(line.period or "9999"),
        "conflicts": lambda line: -line.conflicts,
    }
    return orders.get(sort, lambda line: STATES.index(line.state) if line.state in STATES else len(STATES))


def _frameworks(at: At) -> list[str]:
    """The initiative's own framework and the outlook of the beneficiary, as far as there are such."""
    known = [key for key in at.view.initiative.frameworks if key in at.view.library.frameworks]
    return list(dict.fromkeys([*known[:1], *(key for key in known if key == "aoip"), *known[1:]]))[:2]


def _places(at: At, everything: list[Line]) -> list[tuple[str, str]]:
    """Whoever is named by a promise, as choices."""
    library = at.view.library
    codes = {code for line in everything for code in line.reached}
    names = {
        code: library.groupings[code].name if code in library.groupings else at.reading.place(code) for code in codes
    }
    return sorted(names.items(), key=lambda pair: pair[1])


def _data(line: Line) -> dict[str, object]:
    held_of = line.subject.slots.values()
    return {
        "entry": line.subject.key, "title": line.subject.title, "status": line.state,
        "amount": plain(line.amount), "period": text_of(line.period), "drift": list(line.drift),
        "conflicts": line.conflicts, "serves": list(line.areas), "for": list(line.reached), "mine": line.mine,
        "in_force": {held.predicate: spell(held.value) for held in held_of if held.value is not None},
    }  # fmt: skip
