"""Statements of a dossier -> claims: one for each thing that one source says at one place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from solidary.records.claim import Claim, Evidence, SubjectKey, claim_id
from solidary.terms.definition import SourceTerm
from solidary.terms.dossier import PREDICATES, SECTIONS, Statement
from solidary.terms.library import Dossier, DossierPart, Library
from solidary.values.period import Period

_SECTION_OF = {kind: section for section, kind in SECTIONS.items()}


def read_claims(library: Library, dossier: Dossier) -> Iterator[Claim]:
    """Yield all claims of a dossier.

    Grain: one claim per entry, statement and predicate.
    """
    for kind, key, entry, part in dossier.entries():
        subject = SubjectKey(f"{dossier.key}/{key}")
        for number, statement in enumerate(entry.claims):
            place = _place(part, kind, key, number)
            yield from claims_of(statement, subject, kind, library.source(statement.source, dossier), dossier, place)


def claims_of(
    statement: Statement, subject: SubjectKey, kind: str, source: SourceTerm, dossier: Dossier, place: str,
    asserted_by: str = "",
) -> Iterator[Claim]:  # fmt: skip
    """Yield one claim for each thing that a statement says."""
    evidence = Evidence(
        statement.source, source.title, source.url, source.published, source.grade, source.language, statement.locator
    )
    known_from = known(statement.asserted or source.published, dossier.initiative.compiled)
    for predicate in PREDICATES:
        value = getattr(statement.says, predicate)
        if value is None:
            continue
        yield Claim(
            id=claim_id(subject, predicate, statement.of, value, statement.source, statement.locator),
            subject=subject,
            kind=kind,
            predicate=predicate,
            value=value,
            of=statement.of,
            evidence=evidence,
            method=statement.method,
            doubt=statement.doubt,
            known_from=known_from,
            asserted_by=asserted_by or dossier.initiative.coded_by,
            place=place,
        )


def known(published: Period | None, compiled: date) -> date:
    """Say from which day on a reader could know what a source says.

    The last day that its date allows, so that a brief "as of" a day never knows too much; an undated source counts
    from the day on which the dossier was compiled.

    >>> known(Period.parse("2023-06"), date(2026, 11, 23))
    datetime.date(2023, 6, 30)
    """
    last = published.last if published else None
    return min(last, compiled) if last else compiled


def _place(part: DossierPart, kind: str, key: str, number: int) -> str:
    line, _ = part.document.place((_SECTION_OF[kind], key, "claims", number))
    return f"{part.document.file}:{line}"
