"""Where a dataset comes from and under which licence it was published, as far as anybody said so.

Three places say it: whoever loads a file, the manifests of what was fetched (by SHA-256), and the index that the bulk
archive carries of its own members (``datasets-minimal.json``, by short name). Of all others nobody knows: the licence
is then ``notspecified``, as the registry calls it, which is not a permission.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from solidary.sources.iati.files import Found

UNKNOWN: Final = "notspecified"
FETCHED: Final = "fetched"
INDEX: Final = "datasets-minimal.json"
LARGEST: Final = 256 << 20  # bytes of an index; that of all datasets has some 10 MB


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dataset was published, and the short name of its licence."""

    source: str = ""
    licence: str = UNKNOWN


@dataclass
class Origins:
    """What is known of the datasets of a load.

    Args:
        given: what whoever loads them says of all of them; what is empty there is looked up.
        fetched: SHA-256 of a file -> what its manifest says.
    """

    given: Origin = Origin()
    fetched: Mapping[str, Origin] = field(default_factory=dict)
    _members: dict[Path, dict[str, Origin]] = field(default_factory=dict)

    def of(self, found: Found, sha256: str) -> Origin:
        """Return the origin of one dataset.

        >>> Origins(Origin("https://example.org", "CC-BY-4.0")).of(Found("a.xml", Path("a.xml")), "").licence
        'CC-BY-4.0'
        """
        known = self._member(found) if found.member >= 0 else None
        known = known or self.fetched.get(sha256) or Origin()
        licence = self.given.licence if self.given.licence != UNKNOWN else known.licence
        return Origin(self.given.source or known.source, licence)

    def _member(self, found: Found) -> Origin | None:
        if found.path not in self._members:
            self._members[found.path] = _index(found.path)
        name = PurePosixPath(found.name.rpartition("!")[2]).name
        return self._members[found.path].get(name.removesuffix(".xml"))


def known_origins(folder: Path | None, given: Origin | None = None) -> Origins:
    """Return what the manifests of a workspace's fetched files say.

    Raises:
        CannotWrite: if a manifest was changed and cannot be read.
    """
    return Origins(given or Origin(), dict(_fetched(folder)) if folder is not None else {})


def _fetched(folder: Path) -> Iterator[tuple[str, Origin]]:
    home = folder / FETCHED
    if not home.is_dir():
        return
    from solidary.sources.registry.shelf import Shelf  # brings what fetching needs, for which no load waits

    for shelf in sorted(path.name for path in home.iterdir() if path.is_dir()):
        for about in Shelf(folder, shelf).manifest().values():
            source = _text(about, "source") or _text(about, "address")
            yield _text(about, "sha256"), Origin(source, _licence(about, "licence"))


def _text(about: Mapping[str, Any], key: str) -> str:
    value = about.get(key)
    return value.strip() if isinstance(value, str) else ""


def _licence(about: Mapping[str, Any], key: str) -> str:
    said = _text(about, key)
    return said if said and " " not in said else UNKNOWN  # a short name; the archive of all has a sentence there


def _index(path: Path) -> dict[str, Origin]:
    """Read the index that a bulk archive carries; an archive without one, or a damaged one, says nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info for info in archive.infolist() if PurePosixPath(info.filename).name == INDEX]
            if len(names) != 1 or names[0].file_size > LARGEST:
                return {}
            records = json.loads(archive.read(names[0])).get("datasets")
    except (OSError, ValueError, RuntimeError, NotImplementedError, AttributeError, zipfile.BadZipFile):
        return {}
    return {
        _text(one, "short_name"): Origin(_text(one, "source_url"), _licence(one, "licence_id"))
        for one in (records if isinstance(records, list) else ())
        if isinstance(one, dict)
    }
