"""The data that a workspace has loaded: snapshots of records, and the flows of money that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from solidary.errors import CannotWrite, UnknownName
from solidary.records.source import IATI
from solidary.workspace.opened import Opened

if TYPE_CHECKING:
    import pyarrow as pa

    from solidary.refine.flows import Flows, Recipe
    from solidary.sources.registry.origins import Origin
    from solidary.store.diff import Diff
    from solidary.store.load import Load, Progress
    from solidary.store.snapshot import Lake

LAKE: Final = "lake"


class Holdings(Opened):
    """Snapshots and flows of a workspace."""

    @property
    def lake(self) -> Lake:
        """The snapshots of the workspace.

        Raises:
            CannotWrite: if there is no workspace.
        """
        from solidary.store.snapshot import Lake

        if self.folder is None:
            raise CannotWrite("no workspace was given; `--workspace FOLDER` says where snapshots should be kept")
        return Lake(self.folder / LAKE)

    def ingest(
        self, paths: Sequence[Path], workers: int = 1, progress: Progress | None = None, origin: Origin | None = None
    ) -> Load:
        """Load IATI files (xml, gz, zip, folders) into a new snapshot; the same bytes again change nothing.

        The flows of money are made with it, so that no question has to wait for them.

        Args:
            paths: files or folders.
            workers: processes that read at once.
            progress: told after each dataset.
            origin: where the files come from and under which licence, if neither the manifest of what was fetched
                nor the index of a bulk archive says so.
        """
        from solidary.sources.registry.origins import known_origins
        from solidary.store.load import load

        origins = known_origins(self.folder, origin)
        done = load(self.lake, paths, datetime.now(UTC), workers=workers, progress=progress, origins=origins)
        if done.snapshot.manifest["files"]["loaded"]:
            self.flows(progress)
        return done

    def diff(self, since: str = "", until: str = "") -> Diff:
        """Say what is new, changed or gone between two snapshots; default: the last two."""
        from solidary.store.diff import diff

        last = self.lake.snapshot(until)
        source = last.manifest.get("source", IATI)
        known = [one.id for one in self.lake.snapshots() if one.manifest.get("source", IATI) == source]
        earlier = known[: known.index(last.id)]
        if not since and not earlier:
            raise UnknownName("earlier snapshot", "the one before", known, "There is only one.")
        return diff(self.lake.snapshot(since or earlier[-1]), last)

    def ingest_sheets(self, paths: Sequence[Path], mapping: Path) -> Load:
        """Load spreadsheets or flat files through a mapping: its file, or the name of a bundled one."""
        from solidary.refine.partners import check_codes
        from solidary.sources.sheets.mapping import read_mapping
        from solidary.store.load_sheets import load_sheets

        terms = read_mapping(mapping)
        check_codes(terms.partners, self.library)
        done = load_sheets(self.lake, paths, terms, mapping.stem, datetime.now(UTC))
        if done.snapshot.manifest["files"]["loaded"]:
            self.flows(source=done.snapshot.manifest["source"])
        return done

    def flows(self, progress: Progress | None = None, source: str = IATI) -> Flows:
        """Return the flows of the latest snapshot of a source, made if they are not made yet.

        Args:
            progress: told after each portion.
            source: ``iati``, or the name of a mapping of sheets; sums of two sources are never added.

        Raises:
            NoSnapshot: if nothing is loaded.
            CannotWrite: if there is no workspace.
        """
        from solidary.refine.flows import make_flows

        return make_flows(self._recipe(source), progress)

    def flows_found(self, source: str = IATI) -> Flows | None:
        """Return the flows of the latest snapshot of a source if they are made; a question never writes.

        Raises:
            UnknownName: if another source than IATI is asked for and nothing is loaded of it.
        """
        known = self.lake.sources() if self.folder else []
        if source in known:
            return self._recipe(source).found()
        if source == IATI:
            return None
        raise UnknownName("source", source, known, "`solidary ingest` loads one.")

    def unmade(self, source: str = IATI) -> bool:
        """Say whether a source is loaded, but no flows are made of it by the rules and rates of today.

        So it is after an upgrade or with new rates: questions then know of no money, since none of them writes.
        """
        return self.folder is not None and source in self.lake.sources() and self.flows_found(source) is None

    def promise_flows(self, initiative: str = "", as_of: date | None = None) -> pa.Table:
        """Return what is promised in the form of all money, at the stage ``promise``; none of it counts in totals.

        Grain: one row per promise; see ``records.flow``. Default: the promises of all dossiers.

        >>> import solidary
        >>> set(solidary.open().promise_flows("kasi")["counts_in_totals"].to_pylist())
        {False}
        """
        from solidary.refine.promises import promise_flows
        from solidary.sources.rates.known import known_rates

        return promise_flows(self.register(as_of), initiative, known_rates(self.folder))

    def _recipe(self, source: str) -> Recipe:
        from solidary.refine.flows import Recipe
        from solidary.sources.deflators.known import known_deflators
        from solidary.sources.rates.known import known_rates
        from solidary.sources.reporters import known_reporters

        lake, home = self.lake, self.folder
        given = known_rates(home), known_reporters(home), known_deflators(home)
        return Recipe(lake, lake.latest(source), *given)
