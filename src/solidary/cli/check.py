"""`solidary check`: every fault of every file, each with its place; exit code 1 if there is any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from solidary.cli.options import Workspace
from solidary.cli.show import clean, say, show_json, show_rows
from solidary.errors import WrongUse

if TYPE_CHECKING:
    from solidary.sources.iati.checks.report import DatasetReport
    from solidary.sources.iati.checks.violation import Violation
    from solidary.workspace import Workspace as Opened

IATI = (".xml", ".gz", ".zip")
SHOWN = 10  # violations of one rule in one file


def check(
    *paths: Path,
    standard: Annotated[Path | None, Parameter(help="Folder with the official code lists and schemas.")] = None,
    ruleset: Annotated[
        Path | None, Parameter(help="Rules in the published JSON form, instead of the official.")
    ] = None,
    format: Literal["text", "json"] = "text",
    workspace: Workspace = None,
) -> int:
    """Check dossiers, definitions and the ledger; every fault with file, line and column.

    Without a path, the workspace (or the bundled files) is checked. IATI files (xml, gz, zip, folders of them) are
    checked against the standard: structure, identifiers, rules and code lists, with the official ids.

    Examples:
        solidary check my-dossier.yml

        solidary check activities.xml --standard standard/

        solidary check . --format json

    Args:
        paths: Files or folders: a dossier, a definitions file, a ledger, a whole workspace, or IATI files.
        format: text for people, json for programs.
    """
    import solidary

    opened = solidary.open(workspace)
    iati = [path for path in paths if _is_iati(path)]
    rest = [path for path in paths if path not in iati]
    if (standard or ruleset) and not iati:
        raise WrongUse("--standard and --ruleset are for IATI files (xml, gz, zip); no path is one")
    found: dict[str, Any] = {}
    bad = _check_iati(opened, iati, standard, ruleset, format, found) if iati else False
    if rest or not paths:
        bad = _check_own(opened, rest, format, found) or bad
    if format == "json":
        show_json(found)
    return 1 if bad else 0


def _is_iati(path: Path) -> bool:
    """Tell whether a path is an IATI file, or a folder with such files and nothing of ours."""
    if path.is_file():
        return path.suffix.lower() in IATI
    if (
        not path.is_dir()
        or any((path / name).is_dir() for name in ("definitions", "dossiers"))
        or any(path.glob("*.yml"))
    ):
        return False
    return any(file.suffix.lower() in IATI for file in path.rglob("*"))


def _check_own(opened: Opened, paths: Sequence[Path], format: str, found: dict[str, Any]) -> bool:
    report = opened.check(paths)
    if format == "json":
        faults = [fault.as_dict() for fault in report.faults]
        found |= {"faults": faults, "files": report.files, "claims": report.claims}
        return bool(faults)
    for fault in report.faults:
        say(str(fault))
    count = len(report.faults)
    verdict = f"{count} fault{'s' if count != 1 else ''}" if count else "no fault"
    say(f"{report.files} file{'s' if report.files != 1 else ''}, {report.claims} claims: {verdict}")
    return bool(count)


def _check_iati(
    opened: Opened,
    paths: Sequence[Path],
    standard: Path | None,
    ruleset: Path | None,
    format: str,
    found: dict[str, Any],
) -> bool:
    coverage, reports = opened.check_iati(paths, standard, ruleset)
    told, counts, files, records, bad = [], Counter[tuple[str, str]](), 0, 0, 0
    messages: dict[str, str] = {}
    for report in reports:
        files, records, bad = files + 1, records + report.records, bad + (not report.passes)
        counts.update(report.counts)
        if format == "json":
            told.append(report.as_dict())
            continue
        messages |= {violation.rule: violation.message for violation in report.violations}
        _say_file(report)
    if format == "json":
        found["iati"] = {"not_checked": coverage, "files": told}
        return bad > 0
    rows = [[rule, severity, f"{count:,}", messages[rule]] for (rule, severity), count in _ranked(counts)]
    if rows:
        show_rows("Violations by rule", ["rule", "severity", "count", "last message"], rows, [False, False, True])
    for line in coverage:
        say(f"not checked - {line}")
    one, what = "file" if files == 1 else "files", "record" if records == 1 else "records"
    say(f"{files} IATI {one}, {records} {what}: {f'{bad} with errors' if bad else 'no error'}")
    return bad > 0


def _ranked(counts: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    from solidary.sources.iati.checks.violation import SEVERITIES

    return sorted(counts.items(), key=lambda item: (SEVERITIES.index(item[0][1]), -item[1], item[0][0]))


def _say_file(report: DatasetReport) -> None:
    """Say what was found in one file, activity by activity; of each rule only the first few."""
    shown, last = Counter[tuple[str, str]](), ""
    for violation in _grouped(report.violations):
        key = (violation.rule, violation.severity)
        shown[key] += 1
        if shown[key] > SHOWN:
            continue
        if violation.identifier != last:
            say(clean(violation.identifier or violation.file))
            last = violation.identifier
        say(clean(str(violation)))
    for (rule, severity), count in sorted(report.counts.items()):
        if count > SHOWN:
            say(f"{clean(report.file)}: ... {count - SHOWN:,} more of rule {rule} ({severity})")


def _grouped(violations: Sequence[Violation]) -> list[Violation]:
    order: dict[str, int] = {}
    for violation in violations:
        order.setdefault(violation.identifier, len(order))
    return sorted(violations, key=lambda violation: order[violation.identifier])
