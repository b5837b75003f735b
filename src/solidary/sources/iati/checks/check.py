"""One IATI file -> what it has against the standard: reading, structure, identifiers, rules, codes.

The file is read as a stream and each activity or organisation is checked by itself and then forgotten, so that a file
of a gigabyte needs the memory of its largest record. For the structural check a record is copied under a root of its
own: a schema says nothing about two records side by side except that there is at least one, which is asked at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, BinaryIO, Final

from lxml import etree

from solidary.sources.iati.checks import schema
from solidary.sources.iati.checks.kinds import answers
from solidary.sources.iati.checks.paths import RECORDS, line, matches, text
from solidary.sources.iati.checks.report import DatasetReport
from solidary.sources.iati.checks.standard import Standard
from solidary.sources.iati.checks.violation import Violation, short
from solidary.sources.iati.files import Found, Unreadable, opened

ROOTS: Final = ("iati-activities", "iati-organisations")
CHUNK: Final = 1 << 16
PREFACE: Final = 1 << 20  # a root that begins later is none
LATEST: Final = "2.03"
_LINE: Final = re.compile(r" line (\d+)")
SURE_LINES: Final = 65_534  # a schema knows no line beyond
NOBODY: Final = "(no identifier)"
IDENTIFIER: Final = {"iati-activity": "iati-identifier", "iati-organisation": "organisation-identifier"}
# Rule id -> where an activity names another one.
REFERENCES: Final = {
    "1000.0.1": "participating-org/@activity-id",
    "1000.0.2": "planned-disbursement/provider-org/@provider-activity-id",
    "1000.0.3": "planned-disbursement/receiver-org/@receiver-activity-id",
    "1000.0.4": "transaction/provider-org/@provider-activity-id",
    "1000.0.5": "transaction/receiver-org/@receiver-activity-id",
    "1000.0.6": "related-activity/@ref",
}


def check_dataset(found: Found, standard: Standard) -> DatasetReport:
    """Check one file, or one member of an archive. Whatever it holds, there is a report.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.xml")
    ...     _ = file.write_text("<html/>")
    ...     [(found.rule, found.line) for found in check_dataset(Found("a.xml", file), Standard()).violations]
    [('0.2.1', 1)]
    """
    report = DatasetReport(found.name)
    desk = _Desk(report, standard)
    try:
        with opened(found) as stream:
            desk.read(stream)
    except Unreadable as error:
        desk.tell(0, "0.1.1", "critical", "documents", f"the file cannot be read: {error}")
    return report


class _Desk:
    """Where one file is read and checked."""

    def __init__(self, report: DatasetReport, standard: Standard) -> None:
        self.report, self.standard, self.setting = report, standard, standard.setting()
        self.identifier = ""
        self.seen: Counter[str] = Counter()
        self.references: list[tuple[str, int, str, str]] = []
        self.major = 2

    def tell(self, at: int, rule: str, severity: str, category: str, message: str, read: str = "") -> None:
        """Report one violation of the record that is being read."""
        self._add(at, (rule, severity, category, message), read, (at,) if at else ())

    def _add(self, at: int, what: tuple[str, str, str, str], read: str, lines: tuple[int, ...]) -> None:
        self.report.add(Violation(self.report.file, at, 0, self.identifier, *what, short(read), lines))

    def read(self, stream: BinaryIO) -> None:
        """Read the file record by record until its end, or until it stops being XML."""
        parser = etree.XMLPullParser(
            events=("start", "end"), tag=(*ROOTS, *RECORDS), resolve_entities=False, no_network=True, load_dtd=False
        )
        fed, root = 0, None
        try:
            while block := stream.read(CHUNK):
                parser.feed(block)
                root = self._events(parser, root)
                fed += len(block)
                if root is None and fed > PREFACE:
                    break
            if fed == 0:
                self.tell(1, "0.1.1", "critical", "documents", "the file is empty; expected IATI XML")
                return
            if fed <= PREFACE or root is not None:
                last = parser.close()
                root = self._events(parser, root)
                self._doctype(last)
        except etree.XMLSyntaxError as error:
            self._events(parser, root)
            self.identifier = ""
            at, said = error.lineno or 1, _said(error)
            lines = tuple(int(number) for number in _LINE.findall(said))
            what = ("0.1.1", "critical", "documents", "the file is not well-formed XML")
            self._add(at, what, said, (*lines, at))
            return
        if getattr(stream, "broke", False):
            self.tell(0, "0.1.1", "critical", "documents", "the archive breaks off before the end of the file")
        self.identifier = ""
        if root is None:
            expected = f"expected {' or '.join(ROOTS)} as its root"
            self.tell(1, "0.2.1", "critical", "documents", f"the file is XML, but not IATI; {expected}")
        elif root is not None and not self.report.records:
            self._structure(root, whole=True)
        elif root is not None:
            for element in root:
                self._beside(element)
        self._resolve()

    def _doctype(self, root: Any) -> None:
        if root is not None and root.getroottree().docinfo.doctype:
            self.tell(
                1,
                "doctype",
                "warning",
                "documents",
                "the file has a DOCTYPE; IATI needs none, and nothing it declares is used",
            )

    def _events(self, parser: Any, root: Any) -> Any:
        for event, element in parser.read_events():
            parent = element.getparent()
            if event == "start" and parent is None and element.tag in ROOTS:
                root = element
                self._root(root)
            elif event == "end" and element.tag in RECORDS and parent is root and root is not None:
                self._record(root, element)
                element.clear(keep_tail=True)
                while (before := element.getprevious()) is not None:
                    self._beside(before)
                    root.remove(before)
        return root

    def _beside(self, element: etree._Element) -> None:
        """Look at what stands under the root besides whole records: no element of no namespace, and no words."""
        expected = "expected iati-activity or iati-organisation"
        self.identifier = ""
        if isinstance(element.tag, str) and element.tag not in RECORDS and not element.tag.startswith("{"):
            self.tell(
                element.sourceline or 1, "0.3.1", "critical", "iati", f"{element.tag}: unexpected here; {expected}"
            )
        if (element.tail or "").strip():
            at = element.sourceline or 1
            self.tell(
                at, "0.3.1", "critical", "iati", f"words stand between the records; {expected}", element.tail or ""
            )

    def _root(self, root: etree._Element) -> None:
        version = root.get("version", "").strip()
        self.report.version, self.report.kind = version, str(root.tag)
        self.major = 1 if version.startswith("1") else 2
        at = root.sourceline or 1
        if self.major == 1:
            message = "version 1 is no longer supported by the standard; the rules, made for version 2, are not asked"
            self.tell(at, "0.6.1", "critical", "documents", message, version)
        elif version not in schema.VERSIONS:
            message = f"not a version of IATI; expected one of {', '.join(schema.VERSIONS)}; checked as {LATEST}"
            self.tell(at, "0.6.1", "critical", "documents", message, version or "no version")

    def _record(self, root: etree._Element, record: etree._Element) -> None:
        self.report.records += 1
        name = text(next(iter(matches(IDENTIFIER[str(record.tag)], record)), "")).strip()
        self.identifier = name or NOBODY
        self._structure(root, record)
        self._identifiers(record, name)
        if self.major == 2:
            self._rules(record)
        for wrong in self.standard.codes.wrong(record, self.major):
            message = f"{wrong.place.path}: not a code of the list {wrong.place.list}"
            read = wrong.read if wrong.read.strip() else "nothing"
            self.tell(line(wrong.match), wrong.place.rule, wrong.severity, wrong.place.category, message, read)

    def _structure(self, root: etree._Element, record: etree._Element | None = None, *, whole: bool = False) -> None:
        alone = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
        alone.sourceline = root.sourceline or 1
        if record is not None:
            alone.append(deepcopy(record))
        version = self.report.version if self.report.version in schema.VERSIONS else LATEST
        for fault in schema.faults(alone.getroottree(), version, self.standard.schemas):
            if whole or self.report.records == 1 or fault.path != f"/{root.tag}":
                at = fault.line if 0 < fault.line < SURE_LINES or record is None else _line(fault.path, alone, record)
                self.tell(at, "0.3.1", "critical", "iati", fault.message)

    def _identifiers(self, record: etree._Element, name: str) -> None:
        if record.tag != "iati-activity":
            return
        self.seen[name] += 1
        if self.seen[name] == 2 or (self.seen[name] > 2 and name):
            at = line(next(iter(matches("iati-identifier", record)), record))
            self.tell(at, "1.1.2", "error", "identifiers", "another activity of the file has the same identifier", name)
        for rule, path in REFERENCES.items():
            for match in matches(path, record):
                if named := text(match).strip():
                    self.references.append((rule, line(match), named, self.identifier))
        if len(self.references) > 200_000:
            self._resolve(keep=True)

    def _resolve(self, *, keep: bool = False) -> None:
        """Tell the activities that are named and not in the file; ``keep`` only forgets those that are."""
        left = [found for found in self.references if found[2] not in self.seen]
        self.references = left if keep else []
        for rule, at, named, identifier in () if keep else left:
            self.identifier = identifier
            self.tell(at, rule, "advisory", "identifiers", "names an activity that this file does not have", named)
        self.identifier = ""

    def _rules(self, record: etree._Element) -> None:
        for rule in self.standard.rules:
            for node, answer in answers(rule, record, self.setting):
                if answer.holds is False:
                    wanting = answer.wanting or (node,)
                    lines = tuple(dict.fromkeys([*(line(match) for match in wanting[:20]), line(node)]))
                    read = "; ".join(text(match) for match in wanting[:3] if not isinstance(match, etree._Element))
                    self._add(lines[0], (rule.id, rule.severity, rule.category, rule.message), read, lines)


def _line(path: str, alone: etree._Element, record: etree._Element) -> int:
    """Find the line of an element of a copied record in the record that it was copied from."""
    asked = next(iter(matches(path, alone)), None) if path else None
    both = zip(alone[0].iter(), record.iter(), strict=True)
    return next((line(original) for copied, original in both if copied is asked), line(record))


def _said(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "").partition(", line ")[0]


def check_all(found: Iterator[Found], standard: Standard) -> Iterator[DatasetReport]:
    """Check files one after the other.

    >>> list(check_all(iter(()), Standard()))
    []
    """
    for dataset in found:
        yield check_dataset(dataset, standard)
