"""What an export of flows is: where it comes from, which rules made it, whose data it holds and under which licence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.exports.licences import Licence, Licences
from solidary.exports.rows import kind, meaning
from solidary.version import VERSION

if TYPE_CHECKING:
    from solidary.exports.selection import Selection
    from solidary.refine.flows import Flows

GRAIN: Final = "one row per money row of a source, recipient and sector"
# Rule column -> value -> what it says.
RULES: Final[Mapping[str, Mapping[str, str]]] = {
    "counts_reason": {
        "counted": "a total of its stage counts the row",
        "only-secondary": "counted: reported on behalf of others, none of whom reports in the loaded data",
        "derived": "counted: the commitment was derived from the disbursement, so no ratio of the two may rest on it",
        "no-amount": "not counted: the source has no amount that can be read",
        "secondary-reporter": "not counted: reported on behalf of others who report too",
        "duplicate-identifier": "not counted: the same activity stands in the data more than once",
        "other-level": "not counted: the same money stands at another level of the publisher's hierarchy",
        "umbrella": "not counted: its source says that no sum should count it",
        "revised": "not counted: a revised budget replaces it",
        "promise": "not counted: what was said is not what was spent",
    },
    "recipient_rule and sector_rule": {
        "transaction": "stated by the transaction itself, before what its activity says",
        "alone": "the only one of its activity",
        "stated": "percentages that come to 100",
        "normalised": "percentages that come to 100 within 1, brought to 100",
        "rescaled": "percentages that come to anything else, brought to 100",
        "remainder": "the only one without a percentage takes what the others leave",
        "missing": "several without a percentage share it equally, which is a guess",
        "unknown": "nothing is stated",
    },
    "date_rule, value_date_rule and currency_rule": {
        "own": "stated by the row itself",
        "value-date": "no date of its own; the value date stands for it",
        "date": "no value date; the date stands for it",
        "period": "a promise without a day: the first day of the month, year or period that is stated",
        "default": "the default currency of the activity",
        "unknown": "nothing is stated, so there is no conversion",
    },
    "usd": {"empty": "no rate is known for the currency and day; never zero, and missing in every sum"},
}


@dataclass
class About:
    """What an export is; knows after the rows have passed whose they were."""

    snapshot: str
    rates: str
    loaded: str
    selected: str
    made: datetime
    datasets: tuple[Mapping[str, Any], ...] = ()
    licences: Licences = field(default_factory=Licences)
    rows: int = 0
    whose: Counter[tuple[str, int]] = field(default_factory=Counter)  # publisher and dataset -> rows
    reasons: Counter[str] = field(default_factory=Counter)
    rated: set[str] = field(default_factory=set)  # who published the rates that were used

    @classmethod
    def of(cls, flows: Flows, selection: Selection, licences: Licences, made: datetime) -> About:
        """Say what an export of some flows is."""
        loaded = flows.snapshot.manifest
        return cls(
            flows.snapshot.id, str(flows.manifest["rates"]), str(loaded["made"]), str(selection), made,
            tuple(one for one in loaded["datasets"] if "set_aside" not in one), licences,
        )  # fmt: skip

    def watch(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Let rows pass, and count whose they are and why they count.

        >>> about = About("f3", "e7", "", "all flows", datetime(2026, 1, 1))
        >>> row = {"publisher": ["a"], "dataset": [7], "counts_reason": ["revised"], "rate_source": ["ECB"]}
        >>> _ = list(about.watch([pa.record_batch(row)] * 2))
        >>> about.rows, about.whose["a", 7], about.reasons["revised"]
        (2, 2, 2)
        """
        for batch in batches:
            self.rows += batch.num_rows
            for one in pc.value_counts(batch["counts_reason"]).to_pylist():
                self.reasons[one["values"] or ""] += one["counts"]
            self.rated |= set(pc.unique(batch["rate_source"]).to_pylist()) - {None}
            keys = pa.Table.from_batches([batch.select(["publisher", "dataset"])])
            for one in keys.group_by(["publisher", "dataset"]).aggregate([([], "count_all")]).to_pylist():
                self.whose[one["publisher"] or "", one["dataset"]] += one["count_all"]
            yield batch

    @property
    def facts(self) -> dict[str, str]:
        """What stands over every export, whatever its form."""
        return {
            "made": self.made.isoformat(timespec="seconds"),
            "solidary": VERSION,
            "snapshot": self.snapshot,
            "loaded": self.loaded,
            "rates": self.rates,
            "rate_sources": "; ".join(sorted(self.rated)),
            "selected": self.selected,
            "grain": GRAIN,
        }

    @property
    def licensed(self) -> dict[tuple[str, Licence], int]:
        """Number of rows by publisher and licence, the most first; a publisher may have several licences."""
        found = Counter[tuple[str, Licence]]()
        for (publisher, dataset), rows in self.whose.items():
            found[publisher, self.licences.of(publisher, dataset)] += rows
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1].name)))

    @property
    def unlicensed(self) -> str:
        """Say for how many publishers nobody states a licence."""
        publishers = {publisher for publisher, _ in self.licensed}
        unknown = {publisher for publisher, licence in self.licensed if not licence.known}
        none = f"; for {len(unknown):,} of {len(publishers):,} nobody states one" if unknown else ""
        return f"the licence is that of each publisher{none}"

    def summary(self) -> dict[str, Any]:
        """Return what the export is, in a form for programs."""
        licences = [
            {"publisher": who, "rows": rows, "licence": one.name, "title": one.words, "url": one.url}
            for (who, one), rows in self.licensed.items()
        ]
        return {**self.facts, "rows": self.rows, "reasons": dict(sorted(self.reasons.items())), "licences": licences}

    def sheets(self, schema: pa.Schema) -> dict[str, list[list[str]]]:
        """Return the tables that explain a workbook: what it is, columns, rules, sources, licences."""
        rules = [
            [column, value, said, str(self.reasons.get(value, "")) if column == "counts_reason" else ""]
            for column, values in RULES.items()
            for value, said in values.items()
        ]
        licences = [
            [who, str(rows), one.name, one.words, one.url, one.source] for (who, one), rows in self.licensed.items()
        ]
        names = [
            [str(one["dataset"]), one["name"], str(one.get("source", "")), str(one["sha256"]), str(one["bytes"])]
            for one in self.datasets
        ]
        return {
            "About": [["what", "value"], *map(list, self.facts.items()), ["rows", str(self.rows)]],
            "Columns": [["column", "kind", "meaning"], *([one.name, kind(one), meaning(one)] for one in schema)],
            "Rules": [["column", "value", "meaning", "rows"], *rules],
            "Sources": [["dataset", "file", "address", "sha256", "bytes"], *names],
            "Licences": [["publisher", "rows", "licence", "title", "url", "source"], *licences],
        }
