"""What an analysis sees: the register as of a day, one initiative, one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from solidary.analyses.perspective import Perspective
from solidary.records.trade import Trade
from solidary.register.register import Register, Subject
from solidary.terms.definition import AreaTerm
from solidary.terms.dossier import InitiativeTerm, PromiseTerm
from solidary.terms.library import Library

if TYPE_CHECKING:
    from solidary.analyses.portfolio import Portfolio
    from solidary.analyses.undertakings import Undertaking
    from solidary.refine.flows import Flows
    from solidary.refine.partners import Owner

Reach = Literal["named", "grouping", "whole", "none"]


@dataclass(frozen=True)
class View:
    """The input of every analysis; ``flows`` is the loaded money, ``trade`` the loaded trade, if there is any."""

    register: Register
    initiative: InitiativeTerm
    perspective: Perspective
    flows: Flows | None = None
    trade: tuple[Trade, ...] = ()

    @property
    def key(self) -> str:
        """Key of the initiative."""
        return self.initiative.key

    @property
    def as_of(self) -> date:
        """Day of the brief."""
        return self.register.as_of

    @property
    def library(self) -> Library:
        """Definitions and dossiers."""
        return self.register.library

    def kind(self, kind: str, dossier: str = "") -> tuple[Subject, ...]:
        """Return the known subjects of one kind in this (or another) initiative."""
        return self.register.of_kind(dossier or self.key, kind)

    @cached_property
    def promises(self) -> tuple[Subject, ...]:
        """All promises of the initiative's own partner."""
        return tuple(subject for subject in self.kind("promise") if self.partner_of(subject) == self.initiative.partner)

    @cached_property
    def promises_inside(self) -> tuple[Subject, ...]:
        """The promises to the beneficiary or its members."""
        return tuple(subject for subject in self.promises if not self.outside(subject))

    def partner_of(self, subject: Subject) -> str:
        """Return who promises."""
        term = subject.term
        return (term.partner if isinstance(term, PromiseTerm) else None) or self.initiative.partner

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Members of the beneficiary on the day of the brief."""
        return self.library.grouping(self.initiative.beneficiary).members(self.as_of)

    def reached(self, subject: Subject) -> tuple[str, ...]:
        """Return the codes for whom or where something is promised; the beneficiary itself if nothing is said."""
        stated = (*subject.codes("beneficiary"), *subject.codes("places"))
        return tuple(dict.fromkeys(stated)) or (self.initiative.beneficiary,)

    def outside(self, subject: Subject) -> bool:
        """Say whether a promise goes wholly past the beneficiary and its members."""
        return not any(self._inside(code) for code in self.reached(subject))

    def _inside(self, code: str) -> bool:
        if code == self.initiative.beneficiary or code in self.members:
            return True
        return code in self.library.groupings and self._overlaps(code)

    def _overlaps(self, grouping: str) -> bool:
        return bool(set(self.library.grouping(grouping).members(self.as_of)) & set(self.members))

    def reach(self, subject: Subject) -> Reach:
        """Say how a subject concerns the reader: by name, through a smaller grouping, as one of all, or not."""
        code = self.perspective.code
        reached = self.reached(subject)
        if not code or code in reached:
            return "whole" if code in ("", self.initiative.beneficiary) else "named"
        if self.perspective.role == "maker":
            return "whole"
        mine = [key for key in reached if key in self.perspective.groupings]
        if any(key != self.initiative.beneficiary for key in mine):
            return "grouping"
        return "whole" if mine else "none"

    def mine(self, subjects: Iterable[Subject]) -> tuple[Subject, ...]:
        """Return the subjects that name the reader or a smaller grouping of the reader's."""
        return tuple(subject for subject in subjects if self.reach(subject) in ("named", "grouping"))

    @cached_property
    def owners(self) -> Mapping[str, Owner]:
        """Whose money stands under each publisher of the loaded flows."""
        from solidary.refine.partners import Partners

        if self.flows is None:
            return {}
        known = Partners.of(self.flows, self.library)
        named = self.flows.cube["publisher"].unique().drop_null().to_pylist()
        return {name: known.owner(name) for name in sorted(named)}

    @cached_property
    def publisher_heads(self) -> Mapping[str, tuple[str, str]]:
        """Kind and name of each publisher of the loaded flows; empty texts where it says nothing."""
        if self.flows is None:
            return {}
        rows = self.flows.heads.to_pylist()
        return {row["publisher"]: (row["kind"] or "", row["name"] or "") for row in rows}

    @cached_property
    def partner_projects(self) -> list[dict[str, Any]]:
        """The projects of the maker and of all partners compared, in the members; asked once for several questions."""
        from solidary.analyses.money import month_end, publishers_of

        if self.flows is None:
            return []
        heads = (self.library.dossiers[key].initiative for key in self.initiative.compared_with)
        codes = dict.fromkeys([self.initiative.partner, *(head.partner for head in heads)])
        patterns = [pattern for code in codes if (pattern := publishers_of(self, code))]
        if not patterns:
            return []
        until = month_end(self.as_of).isoformat()
        found = self.flows.ask("projects_of", publishers="|".join(patterns), until=until)
        inside = frozenset(self.members)
        return [row for row in found.to_pylist() if row["recipient"] in inside]

    @cached_property
    def portfolio(self) -> Portfolio:
        """Who reports spending where and on what; several questions rest on it."""
        from solidary.analyses.portfolio import portfolio

        return portfolio(self)

    @cached_property
    def undertakings(self) -> tuple[Undertaking, ...]:
        """What donors undertake in the members, activity by activity."""
        from solidary.analyses.undertakings import undertakings

        return undertakings(self)

    @property
    def lines(self) -> tuple[str, dict[str, AreaTerm]]:
        """The initiative's own framework (its first) and the lines of effort in it; none if it has none."""
        own = next(iter(self.initiative.frameworks), "")
        return own, self.library.frameworks[own].areas if own in self.library.frameworks else {}

    def area_title(self, framework: str, area: str) -> str:
        """Return the short title of an area."""
        return self.library.frameworks[framework].areas[area].short

    def names(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return short names of groupings and mechanisms; places keep their code, which is short enough."""
        library = self.library
        return tuple(
            library.groupings[code].name
            if code in library.groupings
            else library.mechanisms[code].short
            if code in library.mechanisms
            else code
            for code in codes
        )
