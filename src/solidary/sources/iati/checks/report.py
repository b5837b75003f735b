"""What a check found in one file: every violation counted, the first of each rule kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from solidary.sources.iati.checks.violation import GRAVE, SEVERITIES, Violation

KEPT: Final = 1_000  # per rule and file; the rest is counted


@dataclass(slots=True)
class DatasetReport:
    """The violations of one file.

    >>> report = DatasetReport("a.xml")
    >>> report.add(Violation("a.xml", 1, 0, "", "6.2.2", "error", "classifications", "no sector"))
    >>> report.passes, report.by_severity()
    (False, {'critical': 0, 'error': 1, 'warning': 0, 'advisory': 0})
    """

    file: str
    version: str = ""
    kind: str = ""
    records: int = 0
    violations: list[Violation] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # (rule, severity) -> how many

    def add(self, violation: Violation) -> None:
        """Count a violation, and keep it unless its rule has very many already."""
        key = (violation.rule, violation.severity)
        self.counts[key] += 1
        if self.counts[key] <= KEPT:
            self.violations.append(violation)

    @property
    def passes(self) -> bool:
        """Whether nothing critical and no error was found."""
        return not any(severity in GRAVE for _, severity in self.counts)

    def by_severity(self) -> dict[str, int]:
        """Count the violations by severity."""
        found = Counter[str]()
        for (_, severity), count in self.counts.items():
            found[severity] += count
        return {severity: found[severity] for severity in SEVERITIES}

    def as_dict(self) -> dict[str, Any]:
        """Give what a program reads."""
        return {
            "file": self.file,
            "version": self.version,
            "kind": self.kind,
            "records": self.records,
            "passes": self.passes,
            "severities": self.by_severity(),
            "rules": [
                {"rule": rule, "severity": severity, "count": count}
                for (rule, severity), count in sorted(self.counts.items())
            ],
            "violations": [violation.as_dict() for violation in self.violations],
        }
