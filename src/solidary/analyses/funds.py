"""The funds of an initiative as series: what was paid or budgeted year by year, and what is promised."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from solidary.analyses.finding import Figure, ids
from solidary.analyses.view import View
from solidary.register.held import Held
from solidary.register.register import Subject
from solidary.values.amount import Amount
from solidary.values.money import Money
from solidary.values.period import Period

MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Fund:
    """One fund as of a day.

    Args:
        contributions, targets: what is held for a year.
        mine: the reader can draw on it (or pays it).
    """

    key: str
    short: str
    serves: str
    since: int
    subject: Subject
    contributions: dict[int, Held]
    targets: dict[int, Held]
    mine: bool

    @property
    def paid(self) -> tuple[tuple[int, Decimal], ...]:
        """Year and contribution in millions of the fund's currency."""
        return tuple(
            (year, money.number / MILLION) for year, held in self.contributions.items() if (money := _money(held))
        )

    @property
    def promised(self) -> tuple[tuple[int, Decimal], ...]:
        """Year and promised level in millions."""
        return tuple((year, money.number / MILLION) for year, held in self.targets.items() if (money := _money(held)))

    @property
    def first(self) -> tuple[int, Held] | None:
        """The earliest year with a known contribution."""
        return next(iter(self.contributions.items()), None)

    @property
    def last(self) -> tuple[int, Held] | None:
        """The latest year with a known contribution."""
        return next(reversed(self.contributions.items()), None)

    @property
    def target(self) -> tuple[int, Held] | None:
        """The latest promised level."""
        return next(reversed(self.targets.items()), None)

    def figure(self, key: str, level: tuple[int, Held]) -> Figure:
        """Make the level of a year a figure."""
        return Figure(key, _money(level[1]), "stated", ids(level[1]), rate="a year")


def funds(view: View) -> list[Fund]:
    """Return the initiative's funds on which anything is known, in the order of the dossier's head."""
    levels = {getattr(found.term, "fund", ""): found for found in view.kind("fund")}
    return [_fund(key, levels[key], view) for key in view.initiative.funds if key in levels]


def _fund(key: str, subject: Subject, view: View) -> Fund:
    term = view.library.funds[key]
    mine = key in view.perspective.funds
    since = (term.since.first or term.since.last or view.as_of).year
    contributions, targets = _by_year(subject, "contribution"), _by_year(subject, "target")
    return Fund(key, term.short, term.serves, since, subject, contributions, targets, mine)


def _by_year(subject: Subject, predicate: str) -> dict[int, Held]:
    """Only single years count as points of a series; a stretch such as "until 2014" is not one."""
    found: dict[int, Held] = {}
    for of, held in subject.series(predicate).items():
        years = Period.parse(of).years if of else ()
        if years and held.claim is not None:
            found |= dict.fromkeys(years, held)
    return dict(sorted(found.items()))


def _money(held: Held) -> Money | None:
    return held.value.money if isinstance(held.value, Amount) else None
