"""The folder that fetched files land in, with a manifest that says where each comes from and under which licence.

fetched/iati/kr-gov/kr-gov-2021.xml
fetched/iati/manifest.json
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from solidary.errors import CannotWrite
from solidary.sources.registry.cache import CACHE, Cache, Entry, write

FETCHED: Final = "fetched"
MANIFEST: Final = "manifest.json"
_LONGEST: Final = 150
Held = dict[str, dict[str, Any]]


class Blocked(CannotWrite):
    """One file cannot be written; others may."""


@dataclass(frozen=True)
class Shelf:
    """One folder below ``fetched`` of a workspace."""

    workspace: Path
    name: str

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.workspace / FETCHED / self.name

    @property
    def cache(self) -> Cache:
        """The cache of the workspace, which is where the bytes are."""
        return Cache(self.workspace / CACHE)

    def place(self, entry: Entry, path: str) -> str:
        """Make a file of a cached body, at once and whole; return its path within the workspace.

        Raises:
            Blocked: if something is in the way.
        """
        target, kept = self.folder / path, self.cache.path(entry)
        draft = target.with_name(f".{target.name}-{os.getpid()}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not (target.exists() and target.samefile(kept)):
                draft.unlink(missing_ok=True)
                _copy(kept, draft)
                draft.replace(target)
        except OSError as error:
            raise Blocked(f"cannot write {target}: {error.strerror}; move what is in the way") from None
        finally:
            draft.unlink(missing_ok=True)
        return target.relative_to(self.workspace).as_posix()

    def manifest(self) -> Held:
        """Return what is known of the files: path within the folder -> source, licence, hash, time.

        Raises:
            CannotWrite: if the manifest cannot be read; nothing is fetched over one that somebody changed by hand.
        """
        path = self.folder / MANIFEST
        if not path.exists():
            return {}
        try:
            held: Held = json.loads(path.read_text("utf-8"))["files"]
            return {name: dict(about) for name, about in held.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise CannotWrite(f'{path}: read no manifest, expected {{"files": {{...}}}}; move it away') from None

    @contextmanager
    def noting(self) -> Iterator[Held]:
        """Give a table to fill; it is merged into the manifest at the end, and also if something stops us before."""
        self.manifest()
        held: Held = {}
        try:
            yield held
        finally:
            if held:
                with self.cache.locked(f"manifest-{self.name}"):
                    files = dict(sorted({**self.manifest(), **held}.items()))
                    write(self.folder / MANIFEST, json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n")


def provenance(entry: Entry, about: Mapping[str, str]) -> dict[str, Any]:
    """Return what the manifest says of a file."""
    times = {"fetched": entry.fetched, "checked": entry.checked}
    return {"address": entry.url, **about, "sha256": entry.sha256, "size": entry.size, **times}


def safe_name(text: str) -> str:
    """Return a name that is one segment of a path on every system, whatever a stranger wrote.

    >>> safe_name("kr-gov"), safe_name("../x"), safe_name(".."), safe_name("a b")
    ('kr-gov', '_..%2Fx', '_..', 'a%20b')
    """
    name = quote(text, safe="", errors="replace")
    if len(name) > _LONGEST:  # cut, and told apart from others that begin so
        name = f"{name[: _LONGEST // 2]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    return name if name and not name.startswith((".", "~")) else f"_{name}"


def _copy(kept: Path, draft: Path) -> None:
    """Link, since the cache's files are read-only and never written again; copy where links are not to be had."""
    try:
        os.link(kept, draft)
    except OSError:
        shutil.copyfile(kept, draft)
