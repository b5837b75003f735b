"""Flows -> a file or folder of one form, with names beside codes, and with what a reader of it has to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from solidary.errors import UnknownName, WrongUse
from solidary.exports.about import About
from solidary.exports.names import Names
from solidary.exports.package import write_package
from solidary.exports.parquet import write_parquet
from solidary.exports.rows import Rows
from solidary.exports.text import write_csv
from solidary.exports.titles import Titles, titled
from solidary.exports.xlsx import write_xlsx
from solidary.records.flow import FLOW
from solidary.store.parts import thrifty

if TYPE_CHECKING:
    from solidary.exports.draft import Written
    from solidary.exports.selection import Selection
    from solidary.refine.flows import Flows

Progress = Callable[[int, int], None]  # rows read, rows in all
ENDINGS: Final = {"csv": ".csv", "xlsx": ".xlsx", "parquet": ".parquet", "datapackage": "", "iati": ".xml"}


def expect(form: str, target: Path | None) -> Path:
    """See that a form and a target are said, and that the name of the target says the form too; return the target.

    >>> expect("csv", Path("flows.csv")).name
    'flows.csv'
    >>> expect("xslx", Path("flows.xlsx"))
    Traceback (most recent call last):
        ...
    solidary.errors.UnknownName: Unknown form of export 'xslx'. Did you mean 'xlsx'? Known: ...

    Raises:
        UnknownName: if the form is unknown, with the nearest.
        WrongUse: if one of them is missing, or the name ends as that of another form.
    """
    if not form:
        raise WrongUse(f"the form is not said; expected one of {', '.join(ENDINGS)}: `solidary export csv --out FILE`")
    if form not in ENDINGS:
        raise UnknownName("form of export", form, ENDINGS)
    ending = ENDINGS[form]
    if target is None:
        raise WrongUse(f"where to write is not said; expected --out {f'FILE{ending}' if ending else 'FOLDER'}")
    read = target.suffix.lower()
    if ending and read != ending:
        other = next((name for name, one in ENDINGS.items() if one and one == read), None)
        hint = f", or `solidary export {other}`" if other else ""
        raise WrongUse(f"--out: read {target.name!r}, expected a name that ends in {ending}{hint}")
    if not ending and read in (*filter(None, ENDINGS.values()), ".zip", ".json"):
        raise WrongUse(f"--out: read {target.name!r}, expected the name of a folder; a data package is one")
    return target


@dataclass(frozen=True)
class Export:
    """Flows that are to be exported.

    Args:
        names: puts names beside codes.
        about: what the export is; counts the rows as they pass.
        promises: what the register promises, in the form of flows; comes after them.
    """

    flows: Flows
    selection: Selection
    names: Names
    about: About
    progress: Progress | None = None
    promises: pa.Table | None = None

    @property
    def rows(self) -> Rows:
        """The rows, with titles beside identifiers and names beside codes."""
        named = self.names.schema(titled(FLOW))
        return Rows(named, self.names.add(self._taken(), named))

    def _taken(self) -> Iterator[pa.RecordBatch]:
        schema = titled(FLOW)
        done, total = 0, sum(pq.read_metadata(part).num_rows for part in self.flows.parts)
        for part in self.flows.parts:
            titles = Titles.of(self.flows.snapshot, part)
            yield from titles.add(self.selection.rows([part]), schema)
            done += pq.read_metadata(part).num_rows
            if self.progress:
                self.progress(done, total)
        if self.promises is not None:
            yield from Titles().add(self.selection.rows([self.promises]), schema)

    def write(self, form: str, target: Path, *, force: bool = False, bom: bool = False) -> Written:
        """Write the flows in one form.

        Args:
            form: csv, xlsx, parquet or datapackage.
            target: a file, or the folder of a data package.
            force: replace what stands there.
            bom: begin a CSV with a byte order mark.

        Raises:
            UnknownName, WrongUse: if the form is unknown, or the target is named as another one.
            CannotWrite: if something stands there already, or it cannot be written.
        """
        expect(form, target)
        with thrifty():
            return self._written(form, target, force=force, bom=bom)

    def _written(self, form: str, target: Path, *, force: bool, bom: bool) -> Written:
        rows = self.rows
        if form == "datapackage":
            return write_package(rows, target, self.about, force=force)
        watched = Rows(rows.schema, self.about.watch(rows.batches))
        if form == "csv":
            done = write_csv(watched, target, force=force, bom=bom)
        elif form == "xlsx":
            told = lambda: self.about.sheets(rows.schema)  # noqa: E731
            done = write_xlsx(watched, target, name="Flows", told=told, force=force)
        else:
            done = write_parquet(watched, target, told=self.about.summary, force=force)
        return replace(done, notes=(*done.notes, self.about.unlicensed)) if done.rows else done
