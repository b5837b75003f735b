"""The activities that reach the members, by partner, beside the promises of each: what delivery is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from solidary.analyses.money import Slice, codes, cut, publishers_of
from solidary.analyses.reported.activities import Activities, activities
from solidary.analyses.reported.names import name_of, partners_of
from solidary.analyses.reported.pace import Pace
from solidary.measures.tracing import Traced, traced
from solidary.register.register import Subject

if TYPE_CHECKING:
    from solidary.analyses.view import View

MOST: Final = 15  # partners in a table
PROMISED: Final = ("amount", "target")


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

    def strong(self, code: str) -> bool:
        """Whether a partner is the maker or the reader."""
        return code in (self.maker.code, self.view.perspective.code)


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
