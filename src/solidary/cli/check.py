"""`solidary check`: every fault of every file, each with its place; exit code 1 if there is any."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from solidary.cli.options import Workspace
from solidary.cli.show import say, show_json


def check(
    *paths: Path,
    format: Literal["text", "json"] = "text",
    workspace: Workspace = None,
) -> int:
    """Check dossiers, definitions and the ledger; every fault with file, line and column.

    Without a path, the workspace (or the bundled files) is checked.

    Examples:
        solidary check my-dossier.yml

        solidary check . --format json

    Args:
        paths: Files or folders: a dossier, a definitions file, a ledger, or a whole workspace.
        format: text for people, json for programs.
    """
    import solidary

    report = solidary.open(workspace).check(paths)
    if format == "json":
        show_json(
            {"faults": [fault.as_dict() for fault in report.faults], "files": report.files, "claims": report.claims}
        )
        return 1 if report.faults else 0
    for fault in report.faults:
        say(str(fault))
    found = len(report.faults)
    verdict = f"{found} fault{'s' if found != 1 else ''}" if found else "no fault"
    say(f"{report.files} file{'s' if report.files != 1 else ''}, {report.claims} claims: {verdict}")
    return 1 if found else 0
