"""What a snapshot says of itself: each dataset with hash, source and licence, what was loaded and what set aside."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any, Final

from solidary.sources.iati.dataset import Account
from solidary.sources.iati.files import Found
from solidary.sources.iati.specification import ACTIVITIES, FIRST_DECADE, ORGANISATIONS
from solidary.sources.registry.origins import Origins

SPECIFICATION: Final = hashlib.sha256((ACTIVITIES + ORGANISATIONS + FIRST_DECADE).encode()).hexdigest()[:16]


def manifest_of(
    found: list[Found], accounts: dict[int, Account], digests: dict[Path, str], draft: Path,
    origins: Origins | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Tell what was read, loaded and set aside, by dataset and in all."""
    known = origins or Origins()
    datasets = [
        _dataset(number, one, accounts[number], digests[one.path]) | asdict(known.of(one, digests[one.path]))
        for number, one in enumerate(found)
    ]
    loaded = [one for one in datasets if "set_aside" not in one]
    return {
        "specification": SPECIFICATION,
        "files": {"read": len(datasets), "loaded": len(loaded), "set_aside": len(datasets) - len(loaded)},
        "records": {
            "read": sum(one["records"] + len(one["broken"]) for one in loaded),
            "loaded": sum(one["records"] for one in loaded),
            "set_aside": sum(len(one["broken"]) for one in loaded),
        },
        "tables": _tables(draft),
        "unread": _unread(accounts.values()),
        "datasets": datasets,
    }


def _dataset(number: int, found: Found, account: Account, digest: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"dataset": number, "name": found.name, "sha256": digest, "bytes": found.size}
    if account.refused:
        return entry | {"set_aside": {"rule": account.refused.rule, "reason": str(account.refused)}}
    broken = [
        {"rule": one.rule, "line": one.line, "identifier": one.identifier, "reason": one.message}
        for one in account.broken
    ]
    unread = {path: {"times": times, "line": line} for path, (times, line) in sorted(account.unread.items())}
    return entry | {
        "kind": account.kind, "version": account.version, "encoding": account.encoding,
        "attributes": account.attributes, "records": account.records, "broken": broken, "unread": unread,
    }  # fmt: skip


def _tables(draft: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    counts: dict[str, Any] = {}
    for part in sorted(draft.rglob("*.parquet")):
        table = counts.setdefault(part.parent.name, {"rows": 0, "bytes": 0})
        table["rows"] += pq.read_metadata(part).num_rows
        table["bytes"] += os.stat(part).st_size  # noqa: PTH116
    return counts


def _unread(accounts: Iterable[Account]) -> dict[str, int]:
    """Count over all datasets what no table has, the most frequent first."""
    counts: dict[str, int] = {}
    for path, (times, _) in chain.from_iterable(account.unread.items() for account in accounts):
        counts[path] = counts.get(path, 0) + times
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
