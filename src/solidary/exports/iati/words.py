"""What an entry says besides money, dates and places: texts for descriptions, organisations, documents and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

from solidary.records.claim import Evidence, spell
from solidary.terms.dossier import ProjectTerm, PromiseTerm
from solidary.terms.scalars import Absent

if TYPE_CHECKING:
    from solidary.register.register import Subject
    from solidary.terms.library import Library

OBJECTIVES: Final = ("deliverable",)
TARGETS: Final = ("audience",)
# Said in words only: IATI has no element for them, or only one that says more than the source does.
OTHERS: Final = (
    "quantity", "projects", "reach", "sector", "city", "round", "manager", "fact",
)  # fmt: skip
FUNDING, EXTENDING, IMPLEMENTING = "1", "3", "4"
FORMATS: Final = {
    "pdf": "application/pdf", "doc": "application/msword", "txt": "text/plain", "xml": "application/xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
SAFE: Final = "/:@!$&'()*+,;=~-._"
QUOTED: Final = re.compile("(%[0-9A-Fa-f]{2})")
HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")


class Body(NamedTuple):
    """An organisation that takes part: role, name, type if it is known."""

    role: str
    name: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A document that stands behind an entry."""

    url: str
    format: str
    evidence: Evidence


def said(subject: Subject, predicates: tuple[str, ...]) -> Iterator[str]:
    """Yield what is in force on some predicates, each with its name and time."""
    for (predicate, of), held in subject.slots.items():
        if predicate not in predicates:
            continue
        texts = [claim.value for claim in held.ranked if claim.doubt is None and not isinstance(claim.value, Absent)]
        several = predicate in ("fact", "sector", "deliverable", "audience", "city")
        for text in dict.fromkeys(map(spell, texts if several else texts[:1])):
            yield f"{predicate.replace('_', ' ')}{f' ({of})' if of else ''}: {text}"


def bodies(subject: Subject, partner: str, library: Library) -> list[Body]:
    """Return who takes part: the partner pays, its fund extends, actor and channel implement.

    The fund extends and does not implement: it manages the money on behalf of who pays.
    """
    term = subject.term
    fund = term.fund if isinstance(term, (PromiseTerm, ProjectTerm)) else None
    own = term.partner if isinstance(term, PromiseTerm) else None
    found = [Body(FUNDING, library.place(own or partner).name, "10")]
    taken: set[str] = set()
    if fund:
        known = library.funds[fund]
        found.append(Body(EXTENDING, f"{known.title} ({known.short})"))
        taken = {known.title.casefold(), known.short.casefold()}
    names = (name for predicate in ("actor", "channel") for name, _ in subject.texts(predicate))
    return found + [Body(IMPLEMENTING, name) for name in dict.fromkeys(names) if name.casefold() not in taken]


def links(subject: Subject) -> tuple[list[Link], int]:
    """Return the documents behind an entry, each once, and how many have no address that can be given."""
    evidence = {claim.evidence.source: claim.evidence for claim in subject.claims}
    found = [(one, address(one.url)) for one in evidence.values()]
    known = [Link(url, _format(url), one) for one, url in found if url]
    return list({link.url: link for link in known}.values()), sum(not url for _, url in found)


def address(url: str | None) -> str:
    """Return an address that can be given; empty if it is none.

    >>> address("https://a.kr/한 (p. 2)"), address("isc.mfa.go.th"), address("https://a.kr/%20[1]")
    ('https://a.kr/%ED%95%9C', '', 'https://a.kr/%20%5B1%5D')
    """
    first = (url or "").split()[:1]
    try:
        parts = urlsplit(first[0]) if first else None
    except ValueError:  # brackets that are no address
        return ""
    if parts is None or parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        return ""
    return parts._replace(
        path=_quoted(parts.path), query=_quoted(parts.query, "?"), fragment=_quoted(parts.fragment, "?")
    ).geturl()


def _quoted(text: str, more: str = "") -> str:
    """Quote what an address cannot hold; what is quoted already stays as it is."""
    return "".join(
        part if QUOTED.fullmatch(part) else quote(part, safe=SAFE + more, errors="replace")
        for part in QUOTED.split(text)
    )


def _format(url: str) -> str:
    return FORMATS.get(urlsplit(url).path.rpartition(".")[2].lower(), "text/html")


def tags(subject: Subject, library: Library) -> Iterator[tuple[str, str, str]]:
    """Yield vocabulary, code and title of the areas that an entry serves; only those of the SDGs are everybody's."""
    for framework, codes in subject.term.serves.items():
        for code in codes:
            title = library.frameworks[framework].areas[code].title
            yield ("2", code, title) if framework == "sdg" else ("99", f"{framework}-{code}", title)
