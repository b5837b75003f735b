"""One state of the workspace, and all that was asked of it so far; a change of the files makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from solidary.analyses.finding import Finding
from solidary.analyses.perspective import perspective, resolve
from solidary.analyses.questions import ON_FLOWS, QUESTIONS, ask
from solidary.analyses.view import View
from solidary.app.drawings.boundaries import read_boundaries
from solidary.app.drawings.outlines import Outlines, outlines
from solidary.app.memo import Memo
from solidary.app.where import Where
from solidary.brief.blocks import Brief, Chapter, Opening
from solidary.brief.brief import chapter, opening, write
from solidary.brief.catalogue import Catalogue
from solidary.register.register import Register
from solidary.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from solidary.refine.flows import Flows

HERE: Final = Path(__file__).parent
BOUNDARIES: Final = "boundaries.json"
DAYS, FINDINGS, HEADS, TABLES = 24, 600, 48, 6  # how many of each are kept


@dataclass
class Reading:
    """Asks the workspace, and keeps the answers by question, initiative, reader and day."""

    workspace: Workspace
    flows: Flows | None
    words: Catalogue = field(default_factory=lambda: Catalogue("en"))
    _registers: Memo[Register] = field(default_factory=lambda: Memo(DAYS))
    _views: Memo[View] = field(default_factory=lambda: Memo(HEADS))
    _findings: Memo[Finding] = field(default_factory=lambda: Memo(FINDINGS))
    _first_findings: Memo[Finding] = field(default_factory=lambda: Memo(FINDINGS))
    _firsts: Memo[Chapter] = field(default_factory=lambda: Memo(FINDINGS))
    _chapters: Memo[Chapter] = field(default_factory=lambda: Memo(FINDINGS))
    _openings: Memo[Opening] = field(default_factory=lambda: Memo(HEADS))
    _projects: Memo[pa.Table] = field(default_factory=lambda: Memo(TABLES))
    _publishers: Memo[dict[str, str]] = field(default_factory=lambda: Memo(TABLES))

    def register(self, day: date) -> Register:
        """Return the register as of a day."""
        return self._registers.get(day, lambda: self.workspace.register(day))

    def where(self, initiative: str, reader: str, day: date | None) -> Where:
        """Read what an address says.

        Raises:
            UnknownName: if the initiative or the reader is unknown.
        """
        library = self.workspace.library
        library.dossier(initiative)
        return Where(initiative, resolve(reader, library), day or self.workspace.today, day is not None)

    def view(self, where: Where) -> View:
        """Return what an analysis sees."""
        return self._views.get((where.initiative, where.perspective, where.day), lambda: self._view(where))

    def _view(self, where: Where) -> View:
        library, register = self.workspace.library, self.register(where.day)
        head = library.dossier(where.initiative).initiative
        return View(register, head, perspective(where.perspective, library, head, where.day), self.flows)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that can be answered from what is loaded."""
        return tuple(key for key in QUESTIONS if self.flows is not None or key not in ON_FLOWS)

    def finding(self, question: str, where: Where) -> Finding:
        """Answer a question."""
        return self._findings.get(self._key(question, where), lambda: ask(question, self.view(where)))

    def chapter(self, question: str, where: Where) -> Chapter:
        """Answer a question in words, tables and charts."""
        return self._chapters.get(
            self._key(question, where), lambda: chapter(self.view(where), self.finding(question, where))
        )

    def first(self, question: str, where: Where) -> Chapter:
        """Answer a question from the register alone, at once; what loaded money adds stands on its page."""
        key = self._key(question, where)
        return self._firsts.get(key, lambda: chapter(self._told(where), self._first(question, where)))

    def _first(self, question: str, where: Where) -> Finding:
        return self._first_findings.get(self._key(question, where), lambda: ask(question, self._told(where)))

    def _told(self, where: Where) -> View:
        return replace(self.view(where), flows=None)

    def opening(self, where: Where) -> Opening:
        """Return lead, facts and conflicts, from the register alone."""
        return self._openings.get(self._key("", where), lambda: self._opening(where))

    def _opening(self, where: Where) -> Opening:
        findings = {key: self._first(key, where) for key in QUESTIONS if key not in ON_FLOWS}
        return opening(self.view(where), findings)

    def brief(self, where: Where) -> Brief:
        """Write the brief."""
        return write(self.view(where), {key: self.finding(key, where) for key in self.questions})

    def projects(self, day: date) -> pa.Table | None:
        """Return all projects that are reported up to a day, for ``portfolio.choose``; ``None`` if none are loaded."""
        return None if self.flows is None else self._projects.get(day, lambda: self._reported(day))

    def _reported(self, day: date) -> pa.Table:
        from solidary.refine.portfolio import searchable

        assert self.flows is not None
        return searchable(self.flows.ask("projects_of", publishers="^.", until=day.isoformat()))

    def publishers(self, day: date) -> dict[str, str]:
        """Return the name under which each publisher last reported, by identifier."""
        return self._publishers.get(day, lambda: self._named(day))

    def _named(self, day: date) -> dict[str, str]:
        table = self.projects(day)
        pairs = table.select(["publisher", "publisher_name"]).to_pylist() if table is not None else []
        return {one["publisher"]: one["publisher_name"] for one in pairs if one["publisher_name"]}

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """The names of codes, list by list."""
        from babel import Locale

        from solidary.exports.names import known_lists

        found = known_lists(self.workspace.library)
        world = {code: str(name) for code, name in Locale("en").territories.items() if len(code) == 2}
        found["Country"] = world | found["Country"]
        return found

    @cached_property
    def boundaries(self) -> dict[str, Any]:
        """The figures of the map: ``boundaries.json`` of the workspace, else the bundled ones."""
        own = self.workspace.folder / BOUNDARIES if self.workspace.folder else None
        path = own if own is not None and own.is_file() else HERE / "figures" / BOUNDARIES
        return read_boundaries(path)

    @cached_property
    def outlines(self) -> Outlines:
        """The countries on the plane of the map."""
        return outlines(self.boundaries)

    def place(self, code: str | None) -> str:
        """Return the name of a recipient: a country, a region, or the code itself."""
        if not code:
            return self.words.text("value.unknown")
        return self.codes["Country"].get(code) or self.codes["Region"].get(code) or code

    @staticmethod
    def _key(question: str, where: Where) -> tuple[str, str, str, date]:
        return question, where.initiative, where.perspective, where.day
