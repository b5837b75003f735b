"""IATI datasets into a workspace: by publisher, by country, or all of them as one archive.

``fetched/iati/<publisher>/<dataset>.xml`` and a manifest, so that ``solidary ingest fetched/iati`` can follow.
One dataset that cannot be had never stops the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from solidary.errors import UnknownName, WrongUse
from solidary.sources.registry import bulk, ckan
from solidary.sources.registry.cache import Cache, Entry
from solidary.sources.registry.faults import FetchFault, Unexpected
from solidary.sources.registry.listing import Dataset
from solidary.sources.registry.result import Item, Result, Told, named
from solidary.sources.registry.shelf import Blocked, Held, Shelf, provenance, safe_name
from solidary.sources.registry.transport import Client

SERVICES: Final = ("bulk", "registry")
XML: Final = "application/xml, text/xml;q=0.9, */*;q=0.5"
_ENDS: Final = 4096
_COUNTRY: Final = (
    "The registry names the country of a dataset only where its publisher filed it under one; "
    "files on several countries are not among these. `--publisher` or `--all` bring them."
)


def fetch_iati(
    workspace: Path,
    publishers: Sequence[str] = (),
    country: str = "",
    *,
    service: str = "",
    base: str = "",
    client: Client | None = None,
    told: Told | None = None,
) -> Result:
    """Fetch the datasets of publishers, or those filed under a country.

    Args:
        workspace: folder that gets ``fetched/iati`` and ``cache``.
        publishers: short names of the registry, such as ``kr-gov``.
        country: ISO 3166-1 alpha-2 code; only the registry knows countries.
        service: the copies of the bulk data service (default), or the registry and the publishers' own servers.
        base: address of the service; default: the real one.
        client: who asks; default: a polite one that goes to public addresses only.
        told: is told what is being fetched.

    Raises:
        UnknownName: if a publisher or the service is unknown, with the nearest.
        WrongUse: if nothing, or both, was asked for.
        FetchFault: if the list of datasets cannot be had; a dataset that cannot be had is an item that says so.
    """
    if bool(publishers) == bool(country):
        raise WrongUse("name publishers or a country, and not both, such as `--publisher kr-gov` or `--country TH`")
    if service and service not in SERVICES:
        raise UnknownName("service", service, SERVICES)
    client, shelf = client or Client(), Shelf(workspace, "iati")
    service = service or ("registry" if country else "bulk")
    wanted = _listed(client, shelf.cache, publishers, country, service, base, told)
    before = shelf.manifest()
    with shelf.noting() as held:
        run = _Run(client, shelf, before, held, told, len(wanted))
        items = [run.fetch(dataset, number) for number, dataset in enumerate(wanted, 1)]
    gone = _gone(shelf.folder, before, wanted, publishers)
    notes = [*([_COUNTRY] if country else []), *([] if wanted else ["No dataset is listed."]), *gone]
    return Result("iati", shelf.folder, tuple(items), tuple(notes))


def fetch_all_iati(
    workspace: Path, *, base: str = "", client: Client | None = None, told: Told | None = None
) -> Result:
    """Fetch every dataset as the one archive that the bulk data service makes of them (0.8 GB in 2026).

    It stands apart in ``fetched/iati-all``, so that no dataset is loaded twice; ``solidary ingest`` reads it as it is.

    Raises:
        FetchFault: if it cannot be had; run again, it goes on where it stopped.
    """
    client, shelf = client or Client(), Shelf(workspace, "iati-all")
    address = f"{(base or bulk.BULK).rstrip('/')}/{bulk.ARCHIVE}"
    with shelf.noting() as held:
        entry, new = shelf.cache.fetch(client, address, told=named(told, bulk.ARCHIVE))
        with shelf.cache.path(entry).open("rb") as file:
            if (begin := file.read(4)) != b"PK\x03\x04":
                raise Unexpected(address, f"read {begin!r}, expected a zip archive")
        file_ = shelf.place(entry, bulk.ARCHIVE)
        licence = "that of each dataset, see iati-data/datasets-minimal.json in the archive"
        held[bulk.ARCHIVE] = provenance(entry, {"publisher": "all", "licence": licence})
    item = Item(bulk.ARCHIVE, address, "fetched" if new else "unchanged", file_, entry.sha256, entry.size)
    return Result("iati", shelf.folder, (item,))


def _listed(
    client: Client, cache: Cache, publishers: Sequence[str], country: str, service: str, base: str, told: Told | None
) -> list[Dataset]:
    if country and service == "bulk":
        raise WrongUse("--country: the bulk data service does not know countries; leave out `--service bulk`")
    if country:
        return ckan.of_country(client, cache, (base or ckan.REGISTRY).rstrip("/"), country, told)
    if service == "registry":
        return ckan.of_publishers(client, cache, (base or ckan.REGISTRY).rstrip("/"), publishers, told)
    return bulk.of_publishers(client, cache, (base or bulk.BULK).rstrip("/"), publishers, told)


@dataclass(frozen=True)
class _Run:
    """One walk through a list of datasets: what was there before, and what the manifest is to say."""

    client: Client
    shelf: Shelf
    before: Held
    held: Held
    told: Told | None
    count: int

    def fetch(self, dataset: Dataset, number: int) -> Item:
        """Fetch one dataset; what goes wrong with it is told by its item, and stops nothing."""
        name = f"{dataset.publisher}/{dataset.name}"
        path = f"{safe_name(dataset.publisher)}/{safe_name(dataset.name)}.xml"
        failed = Item(name, dataset.address or dataset.source, "failed")
        if not dataset.address:
            where = f"; its publisher has it at {dataset.source}" if dataset.source else ""
            return replace(failed, reason=f"the service has no copy of it{where}")
        try:
            entry = self._get(dataset, f"{number}/{self.count} {name}")
            new = self.before.get(path, {}).get("sha256") != entry.sha256 or not (self.shelf.folder / path).exists()
            file = self.shelf.place(entry, path)
        except FetchFault as fault:
            kept = "; the file of an earlier fetch stays" if (self.shelf.folder / path).exists() else ""
            return replace(failed, reason=fault.reason + kept)
        except Blocked as fault:
            return replace(failed, reason=str(fault))
        about = {"publisher": dataset.publisher, "dataset": dataset.name, "licence": dataset.licence}
        self.held[path] = provenance(entry, {"source": dataset.source, **about})
        return Item(name, dataset.address, "fetched" if new else "unchanged", file, entry.sha256, entry.size)

    def _get(self, dataset: Dataset, label: str) -> Entry:
        cache, told = self.shelf.cache, named(self.told, label)
        entry, _ = cache.fetch(self.client, dataset.address, accept=XML, mark=dataset.mark, told=told)
        _check(cache, entry)
        return entry


def _check(cache: Cache, entry: Entry) -> None:
    """Refuse what is plainly no dataset: the page of a website, or XML that breaks off; the rest is up to the reader.

    Raises:
        Unexpected: if so.
    """
    with cache.path(entry).open("rb") as file:
        begin = file.read(_ENDS)
        file.seek(max(0, entry.size - _ENDS))
        end = file.read()
    plain = begin.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()  # UTF-16 too
    if not plain:
        raise Unexpected(entry.url, "read an empty file, expected IATI XML")
    if plain.startswith((b"<!doctype html", b"<html")):
        raise Unexpected(entry.url, "read the page of a website, expected IATI XML")
    if plain.startswith(b"<") and not end.replace(b"\0", b"").rstrip().endswith(b">"):
        raise Unexpected(entry.url, "read XML that breaks off in the middle, expected a whole file")


def _gone(folder: Path, before: Held, wanted: Sequence[Dataset], publishers: Sequence[str]) -> list[str]:
    """Say which files of an earlier fetch are no longer listed; they are the user's to delete."""
    listed = {(dataset.publisher, dataset.name) for dataset in wanted}
    return [
        f"{path} is no longer listed by {about.get('publisher')}; delete the file to leave it out"
        for path, about in before.items()
        if about.get("publisher") in publishers
        and (about.get("publisher"), about.get("dataset")) not in listed
        and (folder / path).exists()
    ]
