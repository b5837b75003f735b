"""What a workspace gives to others: flows as files, and what was registered as IATI."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from solidary.records.source import IATI
from solidary.workspace.holdings import Holdings

if TYPE_CHECKING:
    from solidary.exports.draft import Written
    from solidary.exports.flows import Progress
    from solidary.exports.iati.reporter import Reporter

STANDARD: Final = "standard"


class Giving(Holdings):
    """Exports of a workspace."""

    @property
    def standard(self) -> Path | None:
        """The folder with official code lists and schemas, if the workspace has one."""
        folder = self.folder / STANDARD if self.folder else None
        return folder if folder and folder.is_dir() else None

    def export(
        self,
        form: str,
        target: Path,
        *,
        source: str = IATI,
        force: bool = False,
        bom: bool = False,
        progress: Progress | None = None,
        **narrowed: Any,
    ) -> Written:
        """Write loaded flows as csv, xlsx, parquet or datapackage.

        Args:
            form: one of these.
            target: a file, or the new folder of a data package.
            source: ``iati``, or the name of a mapping of sheets.
            force: replace what stands there.
            bom: begin a CSV with a byte order mark.
            progress: told rows done, and rows in all.
            narrowed: ``publisher``, ``country``, ``stage``, ``years``; see ``exports.selection.select``.

        Raises:
            NoSnapshot: if nothing is loaded.
            UnknownName, WrongUse: if a form or name is unknown, with the nearest.
            CannotWrite: if something stands there, or the disk refuses; then nothing is written.
        """
        from solidary.exports.about import About
        from solidary.exports.flows import Export
        from solidary.exports.licences import known_licences
        from solidary.exports.names import Names, known_lists
        from solidary.exports.selection import select

        library, flows = self.library, self.flows(source=source)
        selection = select(flows, library, **narrowed)
        licences = known_licences(self.folder, flows.snapshot.manifest["datasets"])
        about = About.of(flows, selection, licences, datetime.now(UTC))
        promises = self.promise_flows() if selection.stage == "promise" else None
        names = Names(known_lists(library, self.standard))
        return Export(flows, selection, names, about, progress, promises).write(form, target, force=force, bom=bom)

    def export_iati(
        self, initiative: str, target: Path, reporter: Reporter, as_of: date | None = None, *, force: bool = False
    ) -> Written:
        """Write the promises and projects of an initiative as IATI 2.03 that passes the check.

        Args:
            initiative: key of the dossier.
            target: a file.
            reporter: in whose name.
            as_of: know only what could be known on this day.
            force: replace what stands there.

        Raises:
            UnknownName, WrongUse: if there is no such initiative, or nothing of it was known.
            NotValid: if the file does not pass.
            CannotWrite: if something stands there, or the disk refuses; then nothing is written.
        """
        from solidary.exports.iati.file import write_iati
        from solidary.sources.iati.checks.standard import Standard

        made = datetime.now(UTC)
        against = Standard.of(self.standard, None, made)
        return write_iati(self.register(as_of), initiative, reporter, target, made, standard=against, force=force)
