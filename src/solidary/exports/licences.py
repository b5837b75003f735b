"""Under which licence each publisher gives its data away, as far as anybody states one.

A workspace may say so in ``licences.csv``, one line for each publisher: ``publisher`` (its identifier), ``licence``
(its short name at the registry or Open Definition, such as CC-BY-4.0), and as far as known ``title``, ``url`` and
``source``. Without a line, the licence counts that the snapshot has for the dataset. Of all others nobody knows any,
and every export says so: that is not a permission.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from solidary.errors import SolidaryError
from solidary.sources.registry.origins import UNKNOWN
from solidary.sources.table import table_rows

FILE: Final = "licences.csv"
COLUMNS: Final = ("publisher", "licence", "title", "url", "source")
ADVICE: Final = "unknown; ask the publisher before you redistribute its data"


class LicenceFault(SolidaryError):
    """A line of the table of licences that cannot be read."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as somebody states it."""

    name: str = UNKNOWN
    title: str = ""
    url: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        """Its title, or what to do without one."""
        return self.title if self.known else ADVICE

    @property
    def known(self) -> bool:
        """Whether anybody states one."""
        return self.name != UNKNOWN


@dataclass(frozen=True)
class Licences:
    """The licences that are known: by publisher, and by the number of a dataset in its snapshot."""

    stated: Mapping[str, Licence] = field(default_factory=dict)
    declared: Mapping[int, Licence] = field(default_factory=dict)

    def of(self, publisher: str, dataset: int) -> Licence:
        """Return the licence of what a publisher says in a dataset, which may be unknown.

        >>> Licences().of("XM-DAC-41114", 0).known
        False
        """
        return self.stated.get(publisher) or self.declared.get(dataset) or Licence()


def known_licences(folder: Path | None, datasets: Iterable[Mapping[str, Any]] = ()) -> Licences:
    """Read what a workspace says of licences; nothing if it says nothing.

    Args:
        folder: the workspace.
        datasets: of the manifest of a snapshot.

    Raises:
        UnknownName: if a column is unknown, with the nearest.
        LicenceFault: if a line cannot be read, or a publisher stands there twice.
    """
    declared = {
        one["dataset"]: Licence(one["licence"], source=f"declared for the dataset {one['name']}")
        for one in datasets
        if one.get("licence", UNKNOWN) != UNKNOWN
    }
    path = folder / FILE if folder is not None else None
    return Licences(_stated(path) if path is not None and path.is_file() else {}, declared)


def _stated(path: Path) -> dict[str, Licence]:
    found: dict[str, Licence] = {}
    for line, publisher, licence in _rows(path):
        if publisher in found:
            raise LicenceFault(f"{path.name}:{line}: {publisher} has a licence already; keep one line")
        found[publisher] = licence
    return found


def _rows(path: Path) -> Iterator[tuple[int, str, Licence]]:
    for line, row in table_rows(path, COLUMNS, LicenceFault):
        cells = {name: " ".join(text.split()) for name, text in row.items()}
        if not cells["publisher"]:
            raise LicenceFault(f"{path.name}:{line}: read no publisher, expected its identifier")
        yield line, cells["publisher"], _licence(cells)


def _licence(cells: Mapping[str, str]) -> Licence:
    if cells["licence"] in ("", UNKNOWN):
        return Licence(source=cells["source"])
    return Licence(cells["licence"], cells["title"], cells["url"], cells["source"])
