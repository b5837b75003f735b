"""Sourced definitions (groupings, frameworks, mechanisms, funds, coordinator terms) -> claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from solidary.records.claim import Claim, Evidence, SubjectKey, claim_id
from solidary.sources.dossier.reader import known
from solidary.terms.definition import Sourced
from solidary.terms.library import Library
from solidary.terms.scalars import Stated
from solidary.values.period import Period


def read_definitions(library: Library, compiled: date) -> Iterator[Claim]:
    """Yield the claims on which definitions rest.

    Grain: one claim per sourced definition. Subject: ``definitions/section/key``.

    Args:
        library: the definitions.
        compiled: day from which undated sources count as known.
    """
    for section, key, term, predicate, value in _sourced(library):
        source = library.sources[term.source]
        subject = SubjectKey(f"definitions/{section}/{key}")
        yield Claim(
            id=claim_id(subject, predicate, None, value, term.source, term.locator),
            subject=subject,
            kind="definition",
            predicate=predicate,
            value=value,
            of=None,
            evidence=Evidence(
                term.source, source.title, source.url, source.published, source.grade, source.language, term.locator
            ),
            method="person",
            doubt=None,
            known_from=known(source.published, compiled),
            asserted_by="solidary team",
            place="definitions",
        )


def _sourced(library: Library) -> Iterator[tuple[str, str, Sourced, str, Stated]]:
    for key, grouping in library.groupings.items():
        yield "groupings", key, grouping, "places", tuple(dict.fromkeys([*grouping.members, *grouping.joined]))
    for key, framework in library.frameworks.items():
        yield "frameworks", key, framework, "date", framework.adopted
    for key, mechanism in library.mechanisms.items():
        yield "mechanisms", key, mechanism, "launched", mechanism.since
    for key, channel in library.channels.items():
        yield "channels", key, channel, "launched", channel.since
    for key, codes in library.code_lists.items():
        yield "code_lists", key, codes, "fact", codes.edition
    for key, fund in library.funds.items():
        yield "funds", key, fund, "manager", fund.manager
    for term in library.coordinators:
        yield "coordinators", term.key, term, "period", term.term
    for government in library.governments:
        yield "governments", government.key, government, "launched", Period.parse(government.since.isoformat())
