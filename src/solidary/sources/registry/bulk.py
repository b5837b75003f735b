"""The IATI bulk data service: a copy of every registered dataset, an index of them, and one archive of all.

Shapes as of version 2 of the service (github.com/IATI/bulk-data-service): ``datasets-minimal`` is a JSON object with
``datasets``, each with ``short_name``, ``reporting_org_short_name``, ``licence_id``, ``source_url`` and
``last_known_good_dataset``, whose ``cached_dataset_xml_url`` and ``hash`` are null if the service never got the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from solidary.errors import UnknownName
from solidary.sources.registry.cache import Cache
from solidary.sources.registry.faults import Unexpected
from solidary.sources.registry.listing import Dataset, check_name, read_json, text
from solidary.sources.registry.result import Told
from solidary.sources.registry.transport import Client

BULK: Final = "https://bulk-data.iatistandard.org"
INDEX: Final = "datasets-minimal"
ARCHIVE: Final = "iati-data.zip"


def of_publishers(
    client: Client, cache: Cache, base: str, publishers: Sequence[str], told: Told | None = None
) -> list[Dataset]:
    """Return the datasets of some publishers, in the order of their names.

    Raises:
        UnknownName: if nobody is called so, with the nearest publisher.
        Unexpected: if the index is not what the service is known to send.
    """
    asked = {check_name("--publisher", name) for name in publishers}
    found = everything(client, cache, base, told)
    known = {dataset.publisher for dataset in found}
    for name in sorted(asked - known):
        raise UnknownName("publisher", name, known, "Names are those of the IATI registry.")
    return [dataset for dataset in found if dataset.publisher in asked]


def everything(client: Client, cache: Cache, base: str, told: Told | None = None) -> list[Dataset]:
    """Return all datasets that the index names."""
    url = f"{base}/{INDEX}"
    records = read_json(client, cache, url, told).get("datasets")
    if not isinstance(records, list) or not records:
        raise Unexpected(url, "read no list `datasets`, expected the index of the IATI bulk data service")
    found = [_dataset(record) for record in records if isinstance(record, dict)]
    return sorted((one for one in found if one.publisher and one.name), key=lambda one: (one.publisher, one.name))


def _dataset(record: Mapping[str, Any]) -> Dataset:
    good = record.get("last_known_good_dataset")
    good = good if isinstance(good, dict) else {}
    return Dataset(
        publisher=text(record, "reporting_org_short_name"),
        name=text(record, "short_name"),
        address=text(good, "cached_dataset_xml_url") or text(good, "cached_dataset_url_xml"),
        source=text(record, "source_url"),
        licence=text(record, "licence_id"),
        mark=text(good, "hash"),
    )
