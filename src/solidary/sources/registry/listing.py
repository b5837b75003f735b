"""What the services that list IATI datasets have in common: a dataset, and JSON that is checked before it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from solidary.errors import WrongUse
from solidary.sources.registry.cache import Cache
from solidary.sources.registry.faults import Unexpected
from solidary.sources.registry.result import Told, named
from solidary.sources.registry.transport import Client

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Dataset:
    """A file that somebody publishes.

    Args:
        publisher: short name of the publisher, as the registry has it.
        name: short name of the dataset.
        address: where it is fetched from; empty if the service has no copy.
        source: where the publisher has it.
        licence: as the publisher declared it; empty if it did not.
        mark: a hash by which the service tells versions apart; empty if it does not say.
    """

    publisher: str
    name: str
    address: str
    source: str
    licence: str
    mark: str = ""


def read_json(client: Client, cache: Cache, url: str, told: Told | None) -> dict[str, Any]:
    """Fetch a JSON object.

    Raises:
        Unexpected: if something else comes, such as the login page of a network.
    """
    entry, _ = cache.fetch(client, url, accept="application/json", told=named(told, "list of datasets"))
    body = cache.read(entry)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unexpected(url, f"read {body[:40]!r}, expected JSON; is a login page in between?") from None
    if not isinstance(found, dict):
        raise Unexpected(url, f"read a JSON {type(found).__name__}, expected an object")
    return found


def text(record: Mapping[str, Any], name: str) -> str:
    """Return a field as text; what is missing, null or no text is empty, half a character of UTF-16 is a question mark.

    >>> text({"a": " b ", "c": None}, "a"), text({"c": None}, "c")
    ('b', '')
    """
    value = record.get(name)
    return value.encode("utf-8", "replace").decode("utf-8").strip() if isinstance(value, str) else ""


def check_name(option: str, name: str) -> str:
    """Return a publisher's name as the registry writes it, before it becomes a part of a query.

    >>> check_name("--publisher", "kr-gov")
    'kr-gov'

    Raises:
        WrongUse: if it is no such name.
    """
    if not _NAME.fullmatch(name):
        raise WrongUse(f"{option}: read {name!r}, expected the short name that the registry uses, such as kr-gov")
    return name
