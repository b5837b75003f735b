"""The Arrow schemas of records, so that every engine and format sees the same columns."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from solidary.records.claim import Claim, spell

CLAIM = pa.schema(
    [
        pa.field("claim_id", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False, metadata={"meaning": "initiative/entry"}),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("predicate", pa.string(), nullable=False),
        pa.field("of", pa.string(), metadata={"meaning": "the time that the value speaks about"}),
        pa.field("value", pa.string(), nullable=False, metadata={"meaning": "as a dossier writes it"}),
        pa.field("source", pa.string(), nullable=False),
        pa.field("locator", pa.string(), nullable=False),
        pa.field("grade", pa.string(), nullable=False),
        pa.field("language", pa.string(), nullable=False),
        pa.field("published", pa.string()),
        pa.field("known_from", pa.date32(), nullable=False),
        pa.field("method", pa.string(), nullable=False),
        pa.field("doubt", pa.string()),
        pa.field("asserted_by", pa.string(), nullable=False),
    ]
)


def claim_table(claims: Iterable[Claim]) -> pa.Table:
    """Return claims as Arrow.

    Grain: one row per claim. Key: ``claim_id`` with ``asserted_by``.
    """
    return pa.Table.from_pylist([_row(claim) for claim in claims], CLAIM)


def _row(claim: Claim) -> dict[str, object]:
    published = claim.evidence.published
    return {
        "claim_id": claim.id,
        "subject": claim.subject,
        "kind": claim.kind,
        "predicate": claim.predicate,
        "of": str(claim.of) if claim.of else None,
        "value": spell(claim.value),
        "source": claim.evidence.source,
        "locator": claim.evidence.locator,
        "grade": claim.evidence.grade,
        "language": claim.evidence.language,
        "published": str(published) if published else None,
        "known_from": claim.known_from,
        "method": claim.method,
        "doubt": claim.doubt,
        "asserted_by": claim.asserted_by,
    }
