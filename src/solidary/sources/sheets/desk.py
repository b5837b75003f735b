"""What rows say -> rows of the record tables.

An activity has a row in ``activity``; its title, countries, sectors and organisations hang on it as they do in IATI. A
row of money is a ``transaction`` of its activity; it takes over the provider and receiver that the activity names, and
has the country and sector of its own line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from solidary.sources.sheets.mapping import NOT_FOR_TOTALS, FieldName
from solidary.sources.sheets.row import Aside, Row
from solidary.sources.sheets.said import Said

Tables = dict[str, list[dict[str, Any]]]
Flush = Callable[[Tables], None]
WAITING: Final = 20_000  # rows
SETTLED: Final[tuple[FieldName, ...]] = ("provider", "receiver", "publisher", "counts")
DEFAULTS: Final[dict[FieldName, str]] = {
    "status": "activity_status", "flow_type": "default_flow_type", "finance_type": "default_finance_type",
    "tied_status": "default_tied_status",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """An activity that rows of other lines and sheets can hang on."""

    row: int
    record: int
    line: int
    settled: Mapping[FieldName, str | None]  # what holds for all its lines


@dataclass
class Desk:
    """Adds the rows of one dataset to its tables."""

    dataset: int
    flush: Flush
    rows: Tables = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    known: dict[str, Known] = field(default_factory=dict)
    parts: dict[tuple[Any, ...], int] = field(default_factory=dict)  # what hangs on something already, by what it says
    unknown: Counter[str] = field(default_factory=Counter)  # texts that should be countries

    def take(self, row: Row, line: int, number: int) -> None:
        """Add a row.

        Args:
            row: the row.
            line: where it stands; no two rows of a dataset have the same.
            number: which row of the dataset it is.

        Raises:
            Aside: if anything in it cannot be read, or contradicts another; then nothing of it is added.
        """
        said, term = Said.of(row), row.layout.term
        key = f"{said.name}-{number}" if term.each_row == "activity" else said.name
        found = self.known.get(key)
        if found is not None:
            _same(found, said, row)
        elif not term.describes:
            raise Aside("unknown-activity", row.column("activity"), f"read {said.name!r}, which no other sheet has")
        found = found or self._activity(row, said, key, line)
        alone = term.each_row == "activity"
        self._hanging(found, said, line, alone=alone)
        for move in said.moves:
            self._money(found, said, move, line, own=not alone)
        if said.texts["result"]:
            self._result(found, said, row.layout.mapping.language, line)
        if not alone:
            self.known[key] = found
        self.unknown.update(said.unknown)
        if sum(map(len, self.rows.values())) >= WAITING:
            self.finish()

    def finish(self) -> None:
        """Hand over the rows that wait."""
        self.flush(self.rows)
        self.rows = {}

    def _activity(self, row: Row, said: Said, key: str, line: int) -> Known:
        mapping = row.layout.mapping
        self.counts["record"] += 1
        record = self.counts["record"]
        values: dict[str, Any] = {column: said.texts[name] for name, column in DEFAULTS.items()}
        values |= {"reporting_org_ref": said.texts["publisher"] or mapping.publisher, "lang": mapping.language}
        values |= {"default_currency": mapping.currency, "iati_identifier": f"{mapping.prefix or ''}{key}"}
        place = self._add("activity", record, line, None, values)
        found = Known(place, record, line, {name: said.texts[name] for name in SETTLED})
        self._told(
            found,
            "activity",
            place,
            {"title": said.texts["title"], "description": said.texts["description"]},
            mapping.language,
        )
        roles: tuple[tuple[str, FieldName], ...] = (("1", "provider"), ("4", "receiver"))
        for role, name in roles:
            channel = said.texts["channel"] if role == "4" else None
            if said.texts[name] or channel:
                org = {"role": role, "ref": said.texts[name], "crs_channel_code": channel}
                self._add("participating_org", record, line, place, org)
        kinds: tuple[tuple[str, FieldName], ...] = (("2", "start"), ("4", "end"))
        for kind, name in kinds:
            if day := said.dates[name]:
                self._add("activity_date", record, line, place, {"type": kind, "iso_date": day})
        if aid := said.texts["aid_type"]:
            self._add("default_aid_type", record, line, place, {"code": aid, "vocabulary": "1"})
        if said.texts["counts"] == "no":
            self._add("tag", record, line, place, {"code": NOT_FOR_TOTALS, "vocabulary": "99"})
        return found

    def _hanging(self, found: Known, said: Said, line: int, *, alone: bool) -> None:
        """Add countries and sectors that the activity does not have yet; one with a single line has none."""
        add = self._hang if alone else self._once
        percentage = said.numbers["percentage"]
        for kind, place in said.places:
            add(f"recipient_{kind}", found, line, found.row, {"code": place})
        for code in said.sectors:
            sector = {"code": code, "vocabulary": said.texts["sector_vocabulary"] or "1", "percentage": percentage}
            add("sector", found, line, found.row, sector)

    def _money(self, found: Known, said: Said, move: Mapping[str, Any], line: int, *, own: bool) -> None:
        """Add a row of money; a line that is one of several of its activity says for itself for whom and what it is."""
        first = found.settled
        values: dict[str, Any] = {"provider_org_ref": said.texts["provider"] or first["provider"]}
        values |= {"receiver_org_ref": said.texts["receiver"] or first["receiver"]}
        if own:
            values |= {f"recipient_{kind}": code for kind, code in said.places}
        place = self._add("transaction", found.record, line, found.row, values | dict(move))
        for code in said.sectors if own else ():
            sector = {"code": code, "vocabulary": said.texts["sector_vocabulary"] or "1"}
            self._add("transaction_sector", found.record, line, place, sector)

    def _result(self, found: Known, said: Said, language: str, line: int) -> None:
        """Add what a line says of a result: the values of an indicator in a period."""
        texts, dates, numbers = said.texts, said.dates, said.numbers
        result = self._titled(
            "result", found, line, found.row, {"type": texts["result_type"]}, texts["result"], language
        )
        if not texts["indicator"]:
            return
        measure = {"measure": texts["measure"]}
        indicator = self._titled("indicator", found, line, result, measure, texts["indicator"], language)
        if numbers["baseline"]:
            base = {"value": numbers["baseline"], "year": numbers["baseline_year"]}
            self._add("baseline", found.record, line, indicator, base)
        span = {"period_start": dates["period_start"], "period_end": dates["period_end"]}
        period = self._once("period", found, line, indicator, span)
        tables: tuple[FieldName, ...] = ("target", "actual")
        for table in tables:
            if value := numbers[table]:
                self._add(table, found.record, line, period, {"value": value})

    def _titled(
        self, table: str, found: Known, line: int, parent: int, values: dict[str, Any], title: str | None, language: str
    ) -> int:
        key = (table, parent, title, *values.values())
        if key not in self.parts:
            self.parts[key] = self._add(table, found.record, line, parent, values)
            self._told(found, table, self.parts[key], {"title": title}, language)
        return self.parts[key]

    def _once(self, table: str, found: Known, line: int, parent: int, values: dict[str, Any]) -> int:
        key = (table, parent, *values.values())
        if key not in self.parts:
            self.parts[key] = self._hang(table, found, line, parent, values)
        return self.parts[key]

    def _hang(self, table: str, found: Known, line: int, parent: int, values: dict[str, Any]) -> int:
        return self._add(table, found.record, line, parent, values)

    def _add(self, table: str, record: int, line: int, parent: int | None, values: Mapping[str, Any]) -> int:
        self.counts[table] += 1
        where = {"dataset": self.dataset, "record": record, "row": self.counts[table], "parent": parent, "line": line}
        self.rows.setdefault(table, []).append(where | dict(values))
        return self.counts[table]

    def _told(self, found: Known, table: str, place: int, texts: Mapping[str, str | None], language: str) -> None:
        row = {"dataset": self.dataset, "record": found.record, "row": place, "table": table, "lang": language}
        told = [row | {"element": element, "text": text} for element, text in texts.items() if text]
        self.rows.setdefault("narrative", []).extend(told)


def _same(found: Known, said: Said, row: Row) -> None:
    """See that two lines of an activity agree on whose money it is and whether it counts."""
    names: tuple[FieldName, ...] = ("publisher", "counts")
    for name in names:
        first, second = found.settled[name], said.texts[name]
        if second is not None and first != second:
            message = f"read {second!r}, and line {found.line} of the same activity says {first!r}"
            raise Aside("contradiction", row.column(name), message)
