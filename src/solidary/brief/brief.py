"""Findings -> the blocks of a brief. Chooses words and order; computes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from solidary.analyses.finding import Column, Finding, Row, Table
from solidary.analyses.view import View
from solidary.brief.blocks import (
    Block,
    Brief,
    Chapter,
    ChartBlock,
    EntryBlock,
    Group,
    Note,
    Opening,
    Paragraph,
    Run,
    Section,
    SourceEntry,
    TableBlock,
)
from solidary.brief.catalogue import Catalogue, Notebook
from solidary.brief.charts import draw
from solidary.brief.doubts import doubt_lines, grade_text
from solidary.brief.names import proper_names
from solidary.brief.outline import ORDER, lead
from solidary.records.claim import Claim, spell
from solidary.records.source import IATI
from solidary.register.register import Register
from solidary.terms.dossier import Contradiction
from solidary.version import VERSION

LABELS = ("brief.", "grade.", "chart.", "predicate.", "print.")  # what the formats print beside the blocks
FOLD = 12  # a table with more rows than this is folded on the page


def write(view: View, findings: Mapping[str, Finding], language: str = "en") -> Brief:
    """Write the brief of one reader from the answers to all questions."""
    return _Writer(view, findings, Catalogue(language)).brief()


def section(view: View, finding: Finding, language: str = "en") -> Section:
    """Put a single finding into words, tables and charts."""
    return _Writer(view, {finding.question: finding}, Catalogue(language)).section(finding.question)


def chapter(view: View, finding: Finding, language: str = "en") -> Chapter:
    """Put a single finding into words, and say what its figures and rows lead to.

    >>> import solidary
    >>> view = solidary.open().view("kasi", "TH")
    >>> from solidary.analyses.questions import ask
    >>> chapter(view, ask("overstretch", view)).notes[0].address
    'kasi/overstretch/annual-target@TH'
    """
    writer = _Writer(view, {finding.question: finding}, Catalogue(language))
    written = writer.section(finding.question)
    return Chapter(written, tuple(writer.notes_of()), tuple(writer.entries.values()), tuple(writer.groups.values()))


def opening(view: View, findings: Mapping[str, Finding], language: str = "en") -> Opening:
    """Write the head of a brief alone: lead, facts, conflicts."""
    writer = _Writer(view, findings, Catalogue(language))
    said, told, conflicts = writer.lead(), tuple(writer.facts()), writer.conflicts()
    made_by = writer.labels()["brief.made_by"].format(version=VERSION)
    entries, groups = tuple(writer.entries.values()), tuple(writer.groups.values())
    return Opening(said, told, conflicts, tuple(writer.notes_of()), entries, groups, made_by)


class _Writer:
    """Holds the words and the numbering of one brief while it is written."""

    def __init__(self, view: View, findings: Mapping[str, Finding], words: Catalogue) -> None:
        self.view, self.findings, self.words = view, findings, words
        words.proper = proper_names(view.library, words.language)
        words.context = {
            "promiser": view.library.place(view.initiative.partner).name,
            "beneficiary": view.library.groupings[view.initiative.beneficiary].name,
        }
        self.notes = Notebook()
        self.entries: dict[str, EntryBlock] = {}
        self.groups: dict[tuple[str, ...], Group] = {}

    def brief(self) -> Brief:
        view, words = self.view, self.words
        opening = self.lead()
        sections = tuple(self.section(key) for key in ORDER[view.perspective.role] if key in self.findings)
        conflicts = self.conflicts()
        notes = tuple(self.notes_of())
        named = words.own(view.perspective.name)
        reader = words.text("brief.for_reader").format(name=named) if view.perspective.code else ""
        day = words.value(view.as_of)
        return Brief(
            initiative=view.key,
            perspective=view.perspective.code,
            as_of=view.as_of.isoformat(),
            day=day,
            language=words.language,
            title=words.text("brief.title").format(short=words.own(view.initiative.short), for_reader=reader),
            subtitle=words.text("brief.subtitle").format(title=words.own(view.initiative.title), day=day),
            lead=opening,
            facts=tuple(self.facts()),
            sections=sections,
            conflicts=conflicts,
            notes=notes,
            entries=tuple(self.entries.values()),
            groups=tuple(self.groups.values()),
            sources=tuple(self._sources()),
            labels=self.labels(),
            version=VERSION,
        )

    def lead(self) -> tuple[Paragraph, ...]:
        """The five sentences."""
        chosen = lead(self.view.perspective.role, self.findings)
        return tuple(Paragraph(self.words.sentence(message, key, self.notes), "lead") for key, message in chosen)

    def labels(self) -> dict[str, str]:
        """Words that every format needs."""
        labels = {key: text for key, text in self.words.entries.items() if key.startswith(LABELS)}
        if flows := self.view.flows:
            loaded = self.words.value(date.fromisoformat(flows.snapshot.manifest["made"][:10]))
            about = flows.snapshot.manifest
            made = labels["brief.made_with" if flows.source == IATI else "brief.made_with_source"]
            labels["brief.made_by"] = made.format(
                version=VERSION,
                loaded=loaded,
                snapshot=flows.snapshot.id,
                source=flows.source,
                title=about.get("title"),
                licence=about.get("licence"),
            )
        return labels

    def facts(self) -> Iterator[tuple[str, str]]:
        """The box at the head: what the reader is to the initiative."""
        view, words, reader = self.view, self.words, self.view.perspective
        beneficiary = words.own(view.library.groupings[view.initiative.beneficiary].name)
        maker = words.own(view.library.place(view.initiative.partner).name)
        members = [words.own(view.library.place(code).name) for code in view.members]
        role = words.text(f"role.{reader.role}")
        yield (
            words.text("facts.reader"),
            role.format(name=words.own(reader.name), beneficiary=beneficiary, maker=maker, members=len(members)),
        )
        yield words.text("facts.members").format(beneficiary=beneficiary), f"{len(members)}: {', '.join(members)}"
        if len(reader.groupings) > 1:
            names = (words.own(view.library.groupings[key].name) for key in reader.groupings)
            yield words.text("facts.groupings"), ", ".join(names)
        if reader.funds:
            label = "facts.funds_paid" if reader.role == "maker" else "facts.funds_open"
            yield words.text(label), ", ".join(words.own(view.library.funds[key].short) for key in reader.funds)
        if reader.currency:
            fiscal = words.text("facts.fiscal").format(currency=reader.currency, months=self._fiscal_months())
            yield words.text("facts.money"), fiscal
        yield words.text("facts.known"), self._known()

    def _fiscal_months(self) -> str:
        first = self.view.perspective.fiscal_year
        month = self.words.numbers.month
        return self.words.text("period.through").format(first=month(first), last=month((first - 2) % 12 + 1))

    def _known(self) -> str:
        known = [claim for claim in self.view.register.by_id.values() if claim.subject.startswith(f"{self.view.key}/")]
        latest = self.view.register.latest(self.view.key)
        sources = len({claim.evidence.source for claim in known})
        text, none = self.words.text("facts.known_text"), self.words.text("value.none")
        return text.format(claims=len(known), sources=sources, latest=self.words.value(latest) if latest else none)

    def section(self, key: str) -> Section:
        """The answer to one question."""
        words, finding = self.words, self.findings[key]
        said: list[Block] = [Paragraph(words.sentence(message, key, self.notes)) for message in finding.messages]
        charts = [self._chart(finding, number) for number in range(len(finding.charts))]
        tables = [self._table(table) for table in finding.tables if table.rows]
        blocks = [*said, *charts, *tables, self._coverage(finding), *self._caveats(key, finding)]
        return Section(key, words.text(f"short.{key}"), words.text(f"question.{key}"), tuple(blocks), finding)

    def _coverage(self, finding: Finding) -> Paragraph:
        cover = finding.coverage
        text = self.words.text(f"coverage.{cover.unit}").format(known=cover.known, of=cover.of)
        return Paragraph((Run(f"{self.words.text('brief.coverage')}: {text}"),), "coverage")

    def _caveats(self, key: str, finding: Finding) -> Iterator[Paragraph]:
        for message in finding.caveats:
            runs = self.words.sentence(message, key, self.notes)
            yield Paragraph((Run(f"{self.words.text('brief.caveat')}: "), *runs), "caveat")

    def _chart(self, finding: Finding, number: int) -> ChartBlock:
        chart = finding.charts[number]
        caption = self.words.text(f"chart.{chart.key}")
        identity = f"{finding.question}-{chart.key}"
        svg, alternative = draw(chart, caption, self.words, identity)
        return ChartBlock(caption, svg, alternative, chart)

    def _table(self, table: Table, caption: str = "") -> TableBlock:
        words = self.words
        shown = [
            column for column in table.columns if any(row.cells.get(column.key) not in (None, ()) for row in table.rows)
        ]
        rows = tuple(self._cells(row, shown) for row in table.rows)
        return TableBlock(
            caption=caption or self._caption(table.key),
            headings=tuple(words.text(f"column.{column.key}") for column in shown),
            kinds=tuple(column.kind for column in shown),
            rows=rows,
            strong=tuple(number for number, row in enumerate(table.rows) if row.strong),
            total=self._cells(table.total, shown) if table.total else None,
            table=table,
            links=tuple(self._link(row, cells[0]) for row, cells in zip(table.rows, rows, strict=True)),
            folded=len(table.rows) > FOLD,
        )

    def _link(self, row: Row, title: str) -> str:
        """Return the anchor of the entry on which a row rests, or of the group of entries that it counts."""
        found = dict.fromkeys(self.view.register.by_id[claim].subject for claim in row.evidence)
        entries = tuple(self._entry(key) for key in found)
        if len(entries) < 2:
            return entries[0].anchor if entries else ""
        anchors = tuple(entry.anchor for entry in entries)
        self.groups.setdefault(anchors, Group(f"g{len(self.groups) + 1}", title, entries))
        return self.groups[anchors].anchor

    def _entry(self, key: str) -> EntryBlock:
        if key not in self.entries:
            subject = self.view.register.subjects.get(key)
            claims = [claim for held in subject.slots.values() for claim in held.ranked] if subject else [
                claim for claim in self.view.register.by_id.values() if claim.subject == key
            ]  # fmt: skip
            title = subject.title if subject else key.removeprefix("definitions/")
            anchor = "e-" + re.sub(r"[^A-Za-z0-9-]", "-", key)
            self.entries[key] = EntryBlock(anchor, key, title, tuple(claims))
        return self.entries[key]

    def _caption(self, key: str) -> str:
        known = f"table.{key}" if self.words.has(f"table.{key}") else f"table.{key.partition('.')[0]}.any"
        return self.words.text(known)

    def _cells(self, row: Row, columns: list[Column]) -> tuple[str, ...]:
        cells = [self.words.cell(row.cells.get(column.key), column.key) for column in columns]
        if row.cells.get(columns[0].key) == "":
            cells[0] = self.words.text("brief.total")
        return tuple("" if cell == "–" else cell for cell in cells)

    def conflicts(self) -> TableBlock:
        """Grain: one row per slot or contradiction on which sources differ."""
        register, dossier = self.view.register, self.view.library.dossier(self.view.key)
        rows = []
        pointed: set[str] = set()
        for found in dossier.contradictions.values():
            claims = register.contradiction(self.view.key, found)
            if len({spell(claim.value) for claim in claims}) > 1:
                pointed |= {claim.subject + claim.predicate for claim in claims}
                rows.append(self._contradiction(found, claims))
        rows += [
            self._differing(conflict.subject.title, conflict.held.predicate, conflict.held.ranked, "")
            for conflict in register.conflicts(self.view.key)
            if conflict.subject.key + conflict.held.predicate not in pointed
        ]
        columns = (Column("subject"), Column("in_force"), Column("others"), Column("reading"))
        table = Table("conflicts", "contradiction", columns, tuple(rows))
        return self._table(table)

    def _contradiction(self, found: Contradiction, claims: tuple[Claim, ...]) -> Row:
        return self._differing(found.title, "", claims, found.reading)

    def _differing(self, title: str, predicate: str, claims: tuple[Claim, ...], reading: str) -> Row:
        told = [f"{self._said(claim)} ({claim.evidence.title}, {self._date(claim)})" for claim in claims]
        distinct: dict[str, str] = {}
        for claim, text in zip(claims, told, strict=True):
            distinct.setdefault(f"{claim.predicate} {spell(claim.value)} {claim.of}", text)
        texts = list(distinct.values())
        subject = f"{title}: {self.words.cell(predicate, 'what')}" if predicate else title
        cells = {"subject": subject, "in_force": texts[0], "others": "; ".join(texts[1:]), "reading": reading}
        return Row(dict(cells), tuple(claim.id for claim in claims))

    def _said(self, claim: Claim) -> str:
        of = f" [{claim.of}]" if claim.of else ""
        return f"{self.words.value(claim.value)}{of}"

    def _date(self, claim: Claim) -> str:
        published = claim.evidence.published
        return self.words.value(published) if published else self.words.text("brief.undated")

    def notes_of(self) -> Iterator[Note]:
        """What stands behind each figure that was printed so far."""
        register: Register = self.view.register
        for number, (question, figure, text) in enumerate(self.notes.figures, start=1):
            rule = self.view.library.rules[figure.rule]
            title = self.words.own(rule.title)
            claims = tuple(register.by_id[claim] for claim in figure.evidence)
            address = self.findings[question].address(figure.key)
            doubts, grade = doubt_lines(figure, self.words), grade_text(figure.grade, self.words)
            yield Note(number, address, figure, text, title, rule.text, claims, doubts, grade)

    def _sources(self) -> Iterator[SourceEntry]:
        cited = {claim for finding in self.findings.values() for claim in finding.evidence}
        cited |= {claim.id for entry in self.entries.values() for claim in entry.claims}
        used = Counter(self.view.register.by_id[claim].evidence.source for claim in cited)
        by_key = {claim.evidence.source: claim.evidence for claim in self.view.register.by_id.values()}
        for key in sorted(used):
            found = by_key[key]
            published = self.words.value(found.published) if found.published else self.words.text("brief.undated")
            grade = self.words.text(f"grade.{found.grade}")
            issued = (found.published.start or found.published.end) if found.published else None
            yield SourceEntry(key, found.title, found.url, published, grade, found.language, used[key], issued)
