"""From a printed figure (or an entry, or a claim) back to what it rests on. The other half of every brief."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from solidary.analyses.finding import Figure, Finding
from solidary.brief.catalogue import Catalogue
from solidary.brief.data import claim_data, figure_data
from solidary.brief.doubts import doubt_lines, grade_text
from solidary.brief.trail import HEADINGS as ROWS
from solidary.brief.trail import foot_of, lines_of, row_data, rows_behind, sources_of
from solidary.errors import UnknownName
from solidary.records.claim import Claim, agree, spell
from solidary.register.held import MEASURABLE, Held
from solidary.register.register import Register, Subject
from solidary.terms.scalars import Absent

if TYPE_CHECKING:
    import pyarrow as pa

    from solidary.refine.flows import Flows

ADDRESS = re.compile(r"^(?P<initiative>[^/@]+)/(?P<name>[^/@]+)(?:/(?P<figure>[^@]+))?(?:@(?P<reader>[^@]+))?$")
COMPETES = "competes"
HEADINGS = ("Claim", "Standing", "On", "Says", "Where", "Source", "Grade", "Published", "Known from")


class Address(NamedTuple):
    """What `solidary explain` was asked for."""

    initiative: str
    name: str
    figure: str | None
    reader: str | None


@dataclass
class Explanation:
    """What stands behind a figure, finding, entry or claim.

    Args:
        head: label and text of each line above the claims.
        rows: one row per claim, those in force first, then those that compete with them.
        table: the rows of money, if the figure rests on loaded data.
    """

    head: list[tuple[str, str]]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    headings: tuple[str, ...] = HEADINGS
    foot: list[str] = field(default_factory=list)
    data: dict[str, object] = field(default_factory=dict)
    table: pa.Table | None = None


def parse(address: str) -> Address:
    """Take an address apart.

    Raises:
        UnknownName: if it has not the form of one.
    """
    found = ADDRESS.match(address.strip())
    if not found:
        forms = ["initiative/question/figure@READER", "initiative/question@READER", "initiative/entry", "c-0123456789"]
        raise UnknownName("address", address, forms)
    return Address(*found.groups())


def explain_figure(
    finding: Finding, key: str, register: Register, words: Catalogue, flows: Flows | None = None
) -> Explanation:
    """Explain one figure of a finding, down to its claims or its rows of money.

    Raises:
        UnknownName: with the nearest figure of the finding.
    """
    if key not in finding.figures:
        raise UnknownName("figure", key, finding.figures)
    figure = finding.figures[key]
    rule = register.library.rules[figure.rule]
    claims = [register.by_id[claim] for claim in figure.evidence]
    head = [("Figure", words.figure(figure)), ("Address", finding.address(key)), ("As of", finding.as_of.isoformat())]
    head += [("Working", figure.working)] if figure.working else []
    head += [("Sure", line) for line in doubt_lines(figure, words)]
    head += [("Evidence", grade_text(figure.grade, words))] if figure.grade else []
    head += [("Rule", f"{rule.title} ({figure.rule}). {rule.text}")]
    data = {**figure_data(figure, finding), "as_of": finding.as_of.isoformat(), "rule_text": rule.text}
    if figure.trail and flows:
        table = rows_behind(figure.trail, flows)
        data |= {"rows": row_data(table), "sources": sources_of(table, flows)}
        return Explanation(head, lines_of(table), ROWS, foot_of(table, flows), data, table)
    return _with_claims(Explanation(head, data=data), _carried(claims, register), _foot(figure))


def _foot(figure: Figure) -> list[str]:
    return (
        []
        if figure.evidence
        else ["This figure counts or compares what other figures show; it rests on no claim of its own."]
    )


def explain_finding(finding: Finding, words: Catalogue) -> Explanation:
    """List the figures of a finding."""
    rows: list[tuple[str, ...]] = [
        (words.figure(figure), figure.rule, str(len(figure.evidence)), finding.address(key))
        for key, figure in finding.figures.items()
    ]
    head = [("Question", words.text(f"question.{finding.question}")), ("As of", finding.as_of.isoformat())]
    figures = {key: figure_data(figure, finding) for key, figure in finding.figures.items()}
    return Explanation(head, rows, ("Figure", "Rule", "Claims", "Address"), data={"figures": figures})


def explain_subject(subject: Subject, register: Register) -> Explanation:
    """Explain an entry: every claim on it, those in force first."""
    head = [("Entry", f"{subject.key}: {subject.title}"), ("Kind", subject.kind)]
    head += [("As of", register.as_of.isoformat())]
    head += [("Serves", f"{framework} {', '.join(areas)}") for framework, areas in subject.term.serves.items()]
    head += [
        (f"In force: {_slot(held)}", spell(held.value)) for held in subject.slots.values() if held.value is not None
    ]
    head += [("Not stated", _slot(held)) for held in subject.slots.values() if held.silent]
    ordered = {claim: _standing(held, claim) for held in subject.slots.values() for claim in held.ranked}
    data: dict[str, object] = {"entry": subject.key, "title": subject.title, "kind": subject.kind}
    return _with_claims(Explanation(head, data=data), ordered, [])


def explain_claim(claim: Claim, register: Register) -> Explanation:
    """Explain one claim: its evidence and what competes with it."""
    head = [
        ("Claim", f"{claim.id}: {claim.subject}, {claim.predicate}{f' [{claim.of}]' if claim.of else ''}"),
        ("Says", spell(claim.value)),
        ("On record by", f"{claim.asserted_by}, {claim.place}, method {claim.method}"),
    ]
    head += [("Doubted", claim.doubt)] if claim.doubt else []
    return _with_claims(Explanation(head, data={}), _carried([claim], register), [])


def _standing(held: Held, claim: Claim) -> str:
    """Say how a claim stands on its slot: in force, once in force, agreeing with what is, or competing with it."""
    if claim == held.claim:
        return "in force"
    if isinstance(claim.value, Absent):
        return "silent"
    if claim in held.supporters:
        return "agrees"
    if held.predicate not in MEASURABLE:
        return "also says"
    return "once in force" if claim in held.drift else COMPETES


def _slot(held: Held) -> str:
    return f"{held.predicate} [{held.of}]" if held.of else held.predicate


def _carried(claims: list[Claim], register: Register) -> dict[Claim, str]:
    """Return the claims that carry something, then those on the same slots that differ from them."""
    standings = dict.fromkeys(claims, "carries it")
    for subject, slot in dict.fromkeys((claim.subject, claim.slot) for claim in claims):
        if subject in register.subjects:
            for claim in register.subjects[subject].held(*slot).ranked:
                told = any(
                    agree(claim.value, one.value) for one in claims if one.subject == subject and one.slot == slot
                )
                standings.setdefault(claim, "agrees" if told else COMPETES)
    return standings


def _with_claims(found: Explanation, standings: dict[Claim, str], foot: list[str]) -> Explanation:
    """Fill in the claims, each with how it stands."""
    claims = list(standings)
    found.rows = [_row(claim, standing) for claim, standing in standings.items()]
    found.data |= {
        "claims": {claim.id: claim_data(claim) for claim in claims if standings[claim] != COMPETES},
        "competing": {claim.id: claim_data(claim) for claim in claims if standings[claim] == COMPETES},
    }
    sources = {claim.evidence.source: claim.evidence for claim in claims}
    found.foot = [*foot, *(f"{source.title}: {source.url}" for source in sources.values() if source.url)]
    return found


def _row(claim: Claim, standing: str) -> tuple[str, ...]:
    evidence = claim.evidence
    marks = [standing, *(["worked out"] if claim.method == "arithmetic" else [])]
    marks += [f"doubted: {claim.doubt}"] if claim.doubt else []
    on = f"{claim.subject} {claim.predicate}{f' [{claim.of}]' if claim.of else ''}"
    return (
        claim.id, ", ".join(marks), on, spell(claim.value), evidence.locator, evidence.title, evidence.grade,
        str(evidence.published or "undated"), claim.known_from.isoformat(),
    )  # fmt: skip
