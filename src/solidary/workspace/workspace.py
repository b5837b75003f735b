"""The workspace: questions, briefs and explanations from what is opened and loaded, and claims into the ledger."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from solidary.analyses.perspective import perspective as perspective_of
from solidary.analyses.perspective import resolve
from solidary.analyses.questions import ON_FLOWS, QUESTIONS, ask
from solidary.analyses.view import View
from solidary.errors import CannotWrite, UnknownName, WrongUse
from solidary.records.source import IATI
from solidary.register.ledger import Ledger
from solidary.terms.beginning import template
from solidary.terms.checking import Report, check, sort_paths
from solidary.terms.schema import schema_path
from solidary.workspace.giving import Giving
from solidary.workspace.opened import DEFINITIONS, DOSSIERS, HERE, dossiers_in
from solidary.workspace.writing import Writing

if TYPE_CHECKING:
    import pyarrow as pa

    from solidary.brief.answer import Answer
    from solidary.brief.blocks import Brief
    from solidary.brief.explanation import Explanation
    from solidary.sources.iati.checks.report import DatasetReport

KEY = re.compile(r"^[a-z0-9][a-z0-9-]*$")


def open_workspace(folder: str | Path | None = None, *, today: date | None = None) -> Workspace:
    """Open a workspace: the bundled definitions and dossiers, overlaid by those of a folder.

    Nothing is written.

    Args:
        folder: a folder with ``definitions/``, ``dossiers/`` and ``ledger.jsonl``, each optional; default: none.
        today: the day that counts as today; default: the clock's.

    Raises:
        TermFaults: if a definition or dossier has faults; all of them, located.

    >>> open_workspace().ask("overstretch", "kasi", perspective="TH").figures["annual-target-by-fund"].working
    '32 + 10 + 6'
    """
    return Workspace(Path(folder) if folder is not None else None, today or date.today())  # noqa: DTZ011


class Workspace(Giving, Writing):
    """A library, its claims, the user's ledger and the loaded data; answers questions and writes briefs."""

    def view(
        self, initiative: str, perspective: str | None = None, as_of: date | None = None, source: str = IATI
    ) -> View:
        """Return what an analysis sees; its money is that of one source."""
        from solidary.sources.trade import known_trade

        head = self.library.dossier(initiative).initiative
        register = self.register(as_of)
        reader = perspective_of(resolve(perspective, self.library), self.library, head, register.as_of)
        return View(register, head, reader, self.flows_found(source), known_trade(self.folder))

    def ask(
        self,
        question: str,
        initiative: str,
        perspective: str | None = None,
        as_of: date | None = None,
        source: str = IATI,
        language: str = "en",
    ) -> Answer:
        """Answer one question about one initiative.

        Args:
            question: its key, such as ``delivery``.
            initiative: its key, such as ``kasi``.
            perspective: the reader.
            as_of: the day of the answer; default: today.
            source: whose data the money is of: ``iati``, or the name of a mapping of sheets.
            language: that of its sentences when it shows itself: ``en``, ``th`` or ``ko``.

        Raises:
            UnknownName: if the question, initiative, perspective, source or language is unknown, with the nearest name.
        """
        from solidary.brief.answer import Answer

        view = self.view(initiative, perspective, as_of, source)
        return Answer.of(ask(question, view), view, language)

    def brief(
        self,
        initiative: str,
        perspective: str | None = None,
        as_of: date | None = None,
        source: str = IATI,
        language: str = "en",
    ) -> Brief:
        """Write a brief: all questions, in the order that suits the reader; arguments as in ``ask``.

        >>> open_workspace(today=date(2026, 11, 24)).brief("kasi", "TH", language="ko").title
        'KASI: 태국의 관점에서 본 브리프'
        """
        from solidary.brief.brief import write

        view = self.view(initiative, perspective, as_of, source)
        asked = [question for question in QUESTIONS if view.flows is not None or question not in ON_FLOWS]
        return write(view, {question: ask(question, view) for question in asked}, language)

    def explain(self, address: str, as_of: date | None = None, source: str = IATI) -> Explanation:
        """Lead from a figure, finding, entry or claim to its claims, sources and rule; ``source`` as in ``ask``.

        Raises:
            UnknownName: if nothing has that address, with the nearest name.
        """
        from solidary.brief import explanation
        from solidary.brief.catalogue import Catalogue

        if address.startswith("c-"):
            register = self.register(as_of)
            if address not in register.by_id:
                raise UnknownName("claim", address, register.by_id)
            return explanation.explain_claim(register.by_id[address], register)
        asked = explanation.parse(address)
        view = self.view(asked.initiative, asked.reader, as_of, source)
        if asked.name not in QUESTIONS:
            key = f"{asked.initiative}/{asked.name}"
            names = [*QUESTIONS, *(found.partition("/")[2] for found in view.register.subjects)]
            if key not in view.register.subjects:
                raise UnknownName("question or entry", asked.name, names)
            return explanation.explain_subject(view.register.subject(key), view.register)
        finding, words = ask(asked.name, view), Catalogue("en")
        if asked.figure is None:
            return explanation.explain_finding(finding, words)
        return explanation.explain_figure(finding, asked.figure, view.register, words, view.flows)

    def check(self, paths: Sequence[Path] = ()) -> Report:
        """Check files, or without any the workspace (or the bundled files); nothing is written."""
        own = [self.folder] if self.folder else [HERE / DEFINITIONS, *dossiers_in(HERE / DOSSIERS)]
        found = sort_paths(paths or own)
        report = check(found, self.definition_folders, self.dossier_paths)
        for ledger in found.ledgers:
            claims, faults = Ledger(ledger).check(report.library)
            report.claims, report.files = report.claims + claims, report.files + 1
            report.faults += faults
        return report

    def check_iati(
        self, paths: Sequence[Path], standard: Path | None = None, ruleset: Path | None = None
    ) -> tuple[list[str], Iterator[DatasetReport]]:
        """Check IATI files; gives what cannot be checked, and one report per file.

        Args:
            paths: files or folders.
            standard: a folder with official files; default: ``standard/`` of the workspace.
            ruleset: rules in the published JSON form, instead of the official ones.
        """
        from solidary.sources.iati.checks.check import check_all
        from solidary.sources.iati.checks.ruleset import read_rules
        from solidary.sources.iati.checks.standard import Standard
        from solidary.sources.iati.files import find

        against = Standard.of(standard or self.standard, read_rules(ruleset) if ruleset else None, datetime.now(UTC))
        return against.coverage(), check_all(find(paths), against)

    def begin(self, name: str, title: str, partner: str, beneficiary: str) -> list[Path]:
        """Make a new dossier in the workspace.

        Raises:
            CannotWrite: if it is there already; nothing is overwritten.
            UnknownName: if the partner or the beneficiary is unknown.
        """
        if self.folder is None:
            raise CannotWrite("no workspace was given; `--workspace FOLDER` says where the dossier should be made")
        if not KEY.match(name):
            raise WrongUse(f"read {name!r}, expected a key of small letters, digits and hyphens, such as green-bridge")
        title = " ".join(title.split())
        if not title.isprintable():
            raise WrongUse("the title has a control character; expected text")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.library.place(partner)
        self.library.grouping(beneficiary)
        path = self.folder / DOSSIERS / f"{name}.yml"
        schema = self.folder / "schemas" / schema_path("dossier").name
        if name in self.library.dossiers or path.exists():
            raise CannotWrite(f"an initiative {name!r} exists already; choose another name")
        for folder in (path.parent, schema.parent):
            folder.mkdir(parents=True, exist_ok=True)
        schema.write_text(schema_path("dossier").read_text("utf-8"), encoding="utf-8")
        with path.open("x", encoding="utf-8") as file:
            file.write(template(name, title, partner, beneficiary, getpass.getuser(), self.today))
        return [path, schema]

    def claim_table(self) -> pa.Table:
        """Return all claims as Arrow. Grain: one row per claim."""
        from solidary.records.tables import claim_table

        return claim_table(self.claims)
