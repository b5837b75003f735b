"""The OECD's Creditor Reporting System as bulk files: whole, reduced, or by year.

The files are not at a fixed address: the description of the dataflow names them in annotations whose text is
``LABEL|ADDRESS``, the label with a version such as ``-v20260803`` that changes with each release. Shape as of October
2026, ``GET /dataflow/OECD.DCD.FSD/DSD_CRS@DF_CRS/latest``, SDMX-ML 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from solidary.errors import UnknownName, WrongUse
from solidary.sources.registry.cache import Cache, Entry
from solidary.sources.registry.faults import FetchFault, Unexpected
from solidary.sources.registry.result import Item, Result, Told, named
from solidary.sources.registry.shelf import Held, Shelf, provenance
from solidary.sources.registry.transport import Client

OECD: Final = "https://sdmx.oecd.org/public/rest"
FLOW: Final = "dataflow/OECD.DCD.FSD/DSD_CRS@DF_CRS/latest"
LICENCE: Final = "OECD terms and conditions"
_VERSION: Final = re.compile(r"-(v\d{8}(?:-\d+)?)$")
_PARTS: Final = {"full": ("CRS-Parquet", "CRS.parquet"), "reduced": ("CRS-reduced-parquet", "CRS-reduced.parquet")}
_PACKED: Final = "years come in archives of a kind that has to be unpacked first (7-Zip does)"
_YEARS: Final = re.compile(r"\d{4}(-\d{2})?")
_BEGINS: Final = {".parquet": b"PAR1", ".zip": b"PK\x03\x04"}


def fetch_crs(
    workspace: Path,
    parts: Sequence[str] = ("full",),
    *,
    base: str = "",
    client: Client | None = None,
    told: Told | None = None,
) -> Result:
    """Fetch files of the CRS into ``fetched/crs``.

    Args:
        workspace: folder that gets ``fetched/crs`` and ``cache``.
        parts: ``full`` (about 1 GB), ``reduced`` (fewer columns), or years such as ``2022`` and ``2004-05``.
        base: address of the SDMX service; default: the OECD's.
        client: who asks; default: a polite one that goes to public addresses only.
        told: is told what is being fetched.

    Raises:
        WrongUse: if a part is none of these.
        FetchFault: if the description of the dataflow cannot be had.
        UnknownName: if it names no such file, with those that it names.
    """
    client, shelf = client or Client(), Shelf(workspace, "crs")
    wanted = [_part(part) for part in dict.fromkeys(parts)]
    listed = _listed(client, shelf.cache, f"{(base or OECD).rstrip('/')}/{FLOW}", told)
    for label, _ in wanted:
        if label not in listed:
            raise UnknownName("file of the CRS", label, listed)
    with shelf.noting() as held:
        items = [_fetch(client, shelf, (label, name, *listed[label]), held, told) for label, name in wanted]
    packed = [item.file for item in items if item.file.endswith(".zip")]
    return Result("crs", shelf.folder, tuple(items), (f"{_PACKED}: {', '.join(packed)}",) if packed else ())


def _part(part: str) -> tuple[str, str]:
    """Return the label of a part, and the name of its file.

    >>> _part("reduced"), _part("2022")
    (('CRS-reduced-parquet', 'CRS-reduced.parquet'), ('CRS 2022 (dotStat format)', 'CRS-2022.zip'))
    """
    if part in _PARTS:
        return _PARTS[part]
    if not _YEARS.fullmatch(part):
        raise WrongUse(f"read {part!r}, expected full, reduced, or a year such as 2022")
    return f"CRS {part} (dotStat format)", f"CRS-{part}.zip"


def _listed(client: Client, cache: Cache, url: str, told: Told | None) -> dict[str, tuple[str, str]]:
    """Return the files that the description of the dataflow names: label -> address, version."""
    entry, _ = cache.fetch(client, url, told=named(told, "list of files"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(cache.read(entry), parser)
    except etree.XMLSyntaxError as error:
        raise Unexpected(url, f"read no XML ({error.msg}), expected the description of a dataflow") from None
    found = {}
    for text in root.iter("{*}AnnotationText"):
        label, bar, address = (text.text or "").partition("|")
        if bar and text.get("{http://www.w3.org/XML/1998/namespace}lang", "en") == "en":
            version = _VERSION.search(label.strip())
            found[_VERSION.sub("", label.strip())] = (urljoin(url, address.strip()), version[1] if version else "")
    if not found:
        raise Unexpected(url, "read a description without `LABEL|ADDRESS`, expected the files of the CRS")
    return found


def _fetch(client: Client, shelf: Shelf, wanted: tuple[str, str, str, str], held: Held, told: Told | None) -> Item:
    label, name, address, version = wanted
    item = Item(label, address, "failed")
    before = shelf.manifest().get(name, {}).get("sha256") if (shelf.folder / name).exists() else None
    try:
        entry, _ = shelf.cache.fetch(client, address, mark=version, told=named(told, label))
        _check(shelf.cache, entry, name)
    except FetchFault as fault:
        return replace(item, reason=fault.reason)
    file = shelf.place(entry, name)
    held[name] = provenance(entry, {"publisher": "OECD", "licence": LICENCE, "version": version, "dataset": label})
    return Item(label, address, "unchanged" if before == entry.sha256 else "fetched", file, entry.sha256, entry.size)


def _check(cache: Cache, entry: Entry, name: str) -> None:
    """Refuse what is not the kind of file that it should be.

    Raises:
        Unexpected: if so.
    """
    magic = _BEGINS[Path(name).suffix]
    with cache.path(entry).open("rb") as file:
        begin = file.read(4)
        file.seek(max(0, entry.size - 4))
        end = file.read()
    if begin != magic or (magic == b"PAR1" and end != magic):
        raise Unexpected(entry.url, f"read {begin!r} ... {end!r}, expected a {Path(name).suffix[1:]} file")
