"""Rows -> a data package: a folder that says itself what it holds, in the form of Frictionless Data.

``flows.csv`` has the rows, ``publishers.csv`` whose they are and under which licence, ``datapackage.json`` everything
else: each column with type and meaning, the files that the rows come from, licences, rates, snapshot, and the size and
SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from solidary.exports.about import About
from solidary.exports.draft import MARK, Written, drafted
from solidary.exports.licences import Licence
from solidary.exports.rows import Kind, Rows, kind, meaning
from solidary.exports.text import fill_csv

TYPES: Final[dict[Kind, str]] = {
    "text": "string", "whole": "integer", "decimal": "number", "day": "date", "flag": "boolean",
}  # fmt: skip
UNITS: Final = {
    "published": "currency", "amount": "currency", "usd": "USD", "rate": "USD for one unit of currency",
    "recipient_share": "1", "sector_share": "1",
}  # fmt: skip
PUBLISHER: Final = pa.schema(
    [
        pa.field("publisher", pa.string(), metadata={"meaning": "identifier of the organisation that reports"}),
        pa.field("rows", pa.int64(), metadata={"meaning": "rows of flows.csv that are its own, under this licence"}),
        pa.field("licence", pa.string(), metadata={"meaning": "short name; notspecified if nobody states one"}),
        pa.field("licence_title", pa.string(), metadata={"meaning": "its title, or what to do without one"}),
        pa.field("licence_url", pa.string(), metadata={"meaning": "where it can be read"}),
        pa.field("licence_source", pa.string(), metadata={"meaning": "who states it"}),
    ]
)


def write_package(rows: Rows, target: Path, about: About, *, force: bool = False) -> Written:
    """Write rows of flows as a data package.

    Args:
        rows: what to write.
        target: where; an empty or a new folder.
        force: replace the data package that stands there.
        about: what the rows are; counts them as they pass.

    Raises:
        CannotWrite: if the folder is there already and not empty, or cannot be written.
    """
    with drafted(target, force=force) as draft:
        draft.mkdir()
        flows = fill_csv(Rows(rows.schema, about.watch(rows.batches)), draft / "flows.csv")
        publishers = fill_csv(Rows(PUBLISHER, [_publishers(about)]), draft / "publishers.csv")
        described = _described(about, _resource(flows, rows.schema), _resource(publishers, PUBLISHER))
        (draft / MARK).write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8", "replace")
        size = sum(path.stat().st_size for path in draft.iterdir())
    return Written(target, flows.rows, size, (*flows.notes, about.unlicensed))


def _publishers(about: About) -> pa.RecordBatch:
    rows = [
        (who or None, rows, one.name, one.words or None, one.url or None, one.source or None)
        for (who, one), rows in about.licensed.items()
    ]
    columns = [pa.array([row[at] for row in rows], field.type) for at, field in enumerate(PUBLISHER)]
    return pa.RecordBatch.from_arrays(columns, schema=PUBLISHER)


def _resource(written: Written, schema: pa.Schema) -> dict[str, Any]:
    with written.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found: dict[str, Any] = {
        "name": written.path.stem,
        "path": written.path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.bytes,
        "hash": f"sha256:{digest}",
        "rows": written.rows,
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": [_field(one) for one in schema], "missingValues": [""]},
    }
    return found | ({"notes": list(written.notes)} if written.notes else {})


def _field(field: pa.Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": TYPES[kind(field)], "description": meaning(field)}
    return found | ({"unit": UNITS[field.name]} if field.name in UNITS else {})


def _described(about: About, *resources: dict[str, Any]) -> dict[str, Any]:
    facts = about.facts
    return {
        "profile": "tabular-data-package",
        "name": f"flows-{about.snapshot}",
        "title": "Flows of development co-operation",
        "description": f"{facts['grain']}; {facts['selected']}. The licence is that of each publisher.",
        "created": about.made.astimezone().isoformat(timespec="seconds"),
        "licenses": _licences(about),
        "sources": [
            {
                "title": one["name"],
                **({"path": one["source"]} if str(one.get("source", "")).startswith("http") else {}),
                **{"hash": f"sha256:{one['sha256']}", "bytes": one["bytes"], "dataset": one["dataset"]},
            }
            for one in about.datasets
        ],
        "solidary": {**facts, "rows": about.rows, "reasons": dict(sorted(about.reasons.items()))},
        "resources": list(resources),
    }


def _licences(about: About) -> list[dict[str, Any]]:
    """Return each licence once, with the publishers to whose rows it belongs."""
    found: dict[Licence, list[str]] = {}
    for publisher, licence in sorted(about.licensed, key=lambda pair: (pair[1].name, pair[0])):
        found.setdefault(licence, []).append(publisher)
    return [
        {
            "name": one.name,
            "title": one.words or one.name,
            **({"path": one.url} if one.url else {}),
            "publishers": whose,
        }
        for one, whose in found.items()
    ]
