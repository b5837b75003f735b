"""The IATI registry, which is a CKAN: its action API lists datasets page by page, by publisher or by country.

Shapes as of CKAN 2.10 with the registry's own extras: ``package_search`` gives ``result.count`` and ``result.results``,
each with ``name``, ``organization.name``, ``license_id``, ``resources[].url``; ``organization_list`` gives names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from solidary.errors import UnknownName, WrongUse
from solidary.sources.registry.cache import Cache
from solidary.sources.registry.faults import Unexpected
from solidary.sources.registry.listing import Dataset, check_name, read_json, text
from solidary.sources.registry.result import Told
from solidary.sources.registry.transport import Client

REGISTRY: Final = "https://iatiregistry.org/api/3/action"
ROWS: Final = 500  # the registry gives at most 1,000 at once
_CODE: Final = 2


def of_publishers(
    client: Client, cache: Cache, base: str, publishers: Sequence[str], told: Told | None = None
) -> list[Dataset]:
    """Return the datasets of some publishers.

    Raises:
        UnknownName: if nobody is called so, with the nearest publisher.
        Unexpected: if the answer is not what a registry sends.
    """
    found: list[Dataset] = []
    for name in dict.fromkeys(check_name("--publisher", name) for name in publishers):
        of_one = _search(client, cache, base, f"organization:{name}", told)
        if not of_one:
            known = _result(read_json(client, cache, f"{base}/organization_list", told), base)
            names = [str(one) for one in known] if isinstance(known, list) else []
            if name not in names:
                raise UnknownName("publisher", name, names, "Names are those of the IATI registry.")
        found += of_one
    return found


def of_country(client: Client, cache: Cache, base: str, country: str, told: Told | None = None) -> list[Dataset]:
    """Return the datasets that their publishers filed under one country; files on several countries are not among them.

    Raises:
        WrongUse: if the country is not two letters.
        Unexpected: if the answer is not what a registry sends.
    """
    code = country.strip().upper()
    if not (len(code) == _CODE and code.isascii() and code.isalpha()):
        raise WrongUse(f"--country: read {country!r}, expected two letters such as TH")
    return _search(client, cache, base, f"extras_country:{code}", told)


def _search(client: Client, cache: Cache, base: str, query: str, told: Told | None) -> list[Dataset]:
    """Page through a search. A list that shifts between two pages names some twice and may leave some out."""
    found: dict[str, Dataset] = {}
    start, count = 0, 1
    while start < count:
        asked = urlencode({"fq": query, "rows": ROWS, "start": start, "sort": "name asc"})
        result = _result(read_json(client, cache, f"{base}/package_search?{asked}", told), base)
        records = result.get("results") if isinstance(result, dict) else None
        count = result.get("count", -1) if isinstance(result, dict) else -1
        if not isinstance(records, list) or not isinstance(count, int) or count < 0:
            raise Unexpected(base, "read no `count` and `results`, expected a page of package_search")
        if count and not records:
            raise Unexpected(base, f"read {len(found)} datasets for {query}, expected {count}; run it again")
        for record in records:
            found |= {f"{one.publisher}/{one.name}": one for one in _datasets(record)}
        start += len(records)
    return [found[name] for name in sorted(found)]


def _result(answer: Mapping[str, Any], base: str) -> Any:
    if answer.get("success") is not True:
        error = answer.get("error")
        told = error.get("message") if isinstance(error, dict) else error
        raise Unexpected(base, f"the registry reports a fault: {told or 'none that it names'}")
    return answer.get("result")


def _datasets(record: Any) -> Iterator[Dataset]:
    """Yield one dataset per resource; nearly all packages have one, the others are numbered from 2."""
    if not isinstance(record, dict):
        return
    owner = record.get("organization")
    publisher = text(owner, "name") if isinstance(owner, dict) else ""
    name, resources = text(record, "name"), record.get("resources")
    if not publisher or not name:
        return
    licence = text(record, "license_id")
    addresses = [text(one, "url") for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    for number, address in enumerate(addresses or [""], 1):
        yield Dataset(publisher, name if number == 1 else f"{name}-{number}", address, address, licence)
