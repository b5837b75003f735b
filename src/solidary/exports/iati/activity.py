"""One entry of the register -> one activity of IATI 2.03."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from lxml import etree

from solidary.exports.iati import words
from solidary.exports.iati.days import dates, reached
from solidary.exports.iati.money import Sum, sums
from solidary.exports.iati.region import where
from solidary.terms.dossier import InitiativeTerm, ProjectTerm, PromiseTerm

if TYPE_CHECKING:
    from solidary.exports.iati.reporter import Reporter
    from solidary.register.register import Register, Subject

LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_SECTOR: Final = "99810"  # sectors not specified; a sector is demanded, and dossiers have no DAC codes
FINANCE: Final = {"grant": "110", "loan": "421"}
PURPOSE: Final = "A02"  # objectives and purpose: of all categories the one that a promise's source is nearest to
PLEDGE: Final = "12"
UNKNOWN: Final = "a day that it names has passed and no source says what happened; IATI has no code for that"


@dataclass
class Author:
    """Makes activities of an initiative, and keeps count of what IATI cannot say."""

    register: Register
    head: InitiativeTerm
    reporter: Reporter
    made: datetime
    told: dict[str, Subject]
    untold: Counter[str] = field(default_factory=Counter)
    promised: list[Sum] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day of the register, which no actual date may pass."""
        return min(self.register.as_of, self.made.date())

    def name(self, subject: Subject) -> str:
        """Return the identifier of an entry's activity."""
        return f"{self.reporter.ref}-{subject.key.replace('/', '-')}"

    def activity(self, subject: Subject) -> etree._Element:
        """Make the activity; its parts stand in the order that the schema asks for."""
        made = self.made.isoformat(timespec="seconds")
        root = etree.Element("iati-activity", {"last-updated-datetime": made, "hierarchy": str(self._level(subject))})
        root.set(LANGUAGE, "en")
        _text(root, "iati-identifier", self.name(subject))
        self._reporter(root)
        _told(root, "title", subject.title)
        self._descriptions(root, subject)
        for body in words.bodies(subject, self.head.partner, self.register.library):
            _told(root, "participating-org", body.name, role=body.role, type=body.type)
        etree.SubElement(root, "other-identifier", ref=subject.key, type="A1")
        etree.SubElement(root, "activity-status", code=reached(subject, self.today)[0])
        for one in dates(subject, self.today):
            _told(root, "activity-date", one.words, {"iso-date": str(one.day)}, type=one.type)
            self.untold["start"] += one.words.startswith("no start")
        self._where(root, subject)
        self._sorts(root, subject)
        self._money(root, subject)
        self._documents(root, subject)
        self._relations(root, subject)
        return root

    def _reporter(self, root: etree._Element) -> None:
        secondary = {"secondary-reporter": "1"} if self.reporter.secondary else {}
        _told(root, "reporting-org", self.reporter.name, secondary, ref=self.reporter.ref, type=self.reporter.type)

    def _descriptions(self, root: etree._Element, subject: Subject) -> None:
        partner = self.register.library.place(self.head.partner).name
        general = (
            f"{subject.kind.capitalize()} of {partner} as registered in {self.head.title!r}, as known on {self.today}."
        )
        _told(root, "description", general, type="1")
        for type_, predicates in (("2", words.OBJECTIVES), ("3", words.TARGETS), ("4", words.OTHERS)):
            found = list(words.said(subject, predicates)) + (self._besides(subject) if type_ == "4" else [])
            _told(root, "description", "; ".join(found), type=type_) if found else None
        self.untold["words"] += sum(1 for _ in words.said(subject, words.OTHERS))

    def _besides(self, subject: Subject) -> list[str]:
        """Say in words what no element can: budgets have none of their own, and some sums no form at all."""
        found, untold = sums(subject, self.today)
        texts = [*dict.fromkeys(one.words for one in found if one.span), *(one.words for one in untold)]
        return texts + ([f"status: {UNKNOWN}"] if reached(subject, self.today)[1] == "unknown" else [])

    def _where(self, root: etree._Element, subject: Subject) -> None:
        stated = subject.codes("places") or subject.codes("beneficiary")
        self.untold["place"] += not stated
        found = where(stated or (self.head.beneficiary,), self.register.library, self.today)
        note = "" if stated else "; not stated for this entry, but the beneficiary of the whole initiative"
        if found.country:
            etree.SubElement(root, "recipient-country", code=found.country)
        for vocabulary, code in found.regions:
            _told(root, "recipient-region", found.words + note, code=code, vocabulary=vocabulary)

    def _sorts(self, root: etree._Element, subject: Subject) -> None:
        etree.SubElement(root, "sector", code=NO_SECTOR, vocabulary="1")
        for vocabulary, code, title in words.tags(subject, self.register.library):
            _told(root, "tag", title, code=code, vocabulary=vocabulary)
        finance = subject.term.finance if isinstance(subject.term, PromiseTerm) else None
        self.untold["finance"] += bool(finance) and finance not in FINANCE
        if finance in FINANCE:
            etree.SubElement(root, "default-finance-type", code=FINANCE[finance])

    def _money(self, root: etree._Element, subject: Subject) -> None:
        found, untold = sums(subject, self.today)
        self.untold.update(one.why for one in untold)
        self.untold.update(bound=sum(one.bound for one in found), unknown=reached(subject, self.today)[1] == "unknown")
        self.untold["no-money"] += not found
        self.promised += found
        for one in sorted((one for one in found if one.span), key=lambda one: one.span or ()):
            made = etree.SubElement(root, "budget", type="1", status="1")
            for name, day in zip(("period-start", "period-end"), one.span or (), strict=True):
                etree.SubElement(made, name, {"iso-date": str(day)})
            _value(made, one)
        bodies = words.bodies(subject, self.head.partner, self.register.library)
        for one in (one for one in found if not one.span):
            made = etree.SubElement(root, "transaction", ref=one.claim)
            etree.SubElement(made, "transaction-type", code=PLEDGE)
            etree.SubElement(made, "transaction-date", {"iso-date": str(one.day)})
            _value(made, one)
            _told(made, "description", one.words)
            _told(made, "provider-org", bodies[0].name, type=bodies[0].type)

    def _documents(self, root: etree._Element, subject: Subject) -> None:
        found, without = words.links(subject)
        self.untold["address"] += without
        for link in found:
            made = etree.SubElement(root, "document-link", url=link.url, format=link.format)
            _told(made, "title", link.evidence.title)
            etree.SubElement(made, "category", code=PURPOSE)
            if len(link.evidence.language) == 2:
                etree.SubElement(made, "language", code=link.evidence.language)
            published = link.evidence.published
            if published and published.first and published.first == published.last:
                etree.SubElement(made, "document-date", {"iso-date": str(published.first)})

    def _relations(self, root: etree._Element, subject: Subject) -> None:
        above = self.above(subject)
        below = [one for one in self.told.values() if self.above(one) == subject]
        for type_, others in (("1", [above] if above else []), ("2", below)):
            for other in others:
                etree.SubElement(root, "related-activity", ref=self.name(other), type=type_)

    def above(self, subject: Subject) -> Subject | None:
        """Return the exported entry of which another one is a part."""
        term = subject.term
        key = term.part_of if isinstance(term, PromiseTerm) else term.promise if isinstance(term, ProjectTerm) else None
        return self.told.get(f"{self.head.key}/{key}") if key else None

    def _level(self, subject: Subject) -> int:
        """Return the level in the hierarchy, so that a part is never added to its whole."""
        level, seen = 1, {subject.key}
        while (above := self.above(subject)) and above.key not in seen:
            level, subject = level + 1, above
            seen.add(above.key)
        return level


def clean(text: str) -> str:
    r"""Put U+FFFD where XML has no character for what a text holds.

    >>> clean("a\0b\ud800")
    'a\ufffdb\ufffd'
    """
    return ILLEGAL.sub("\ufffd", text)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = clean(text)


def _told(
    parent: etree._Element, name: str, text: str, more: dict[str, str] | None = None, **attributes: str
) -> etree._Element:
    """Add an element with its words in a narrative; attributes without a value are left out."""
    given = {**{key: value for key, value in attributes.items() if value}, **(more or {})}
    made = etree.SubElement(parent, name, given)
    if text:
        _text(made, "narrative", text)
    return made


def _value(parent: etree._Element, one: Sum) -> None:
    made = etree.SubElement(parent, "value", {"currency": one.currency, "value-date": str(one.day)})
    whole, _, part = f"{one.number:f}".partition(".")
    made.text = f"{whole}.{part.rstrip('0')}".rstrip(".")


def document(author: Author, subjects: Iterable[Subject]) -> etree._ElementTree:
    """Make a file of activities."""
    made = author.made.isoformat(timespec="seconds")
    root = etree.Element("iati-activities", {"version": "2.03", "generated-datetime": made})
    root.extend(author.activity(subject) for subject in subjects)
    return etree.ElementTree(root)
