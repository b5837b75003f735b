"""`solidary diff`: what changed from one snapshot to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from solidary.cli.options import Home
from solidary.cli.show import say, show_json

SHOWN = 20


def diff(
    *,
    since: Annotated[str, Parameter(help="Snapshot to compare with; default: the one before.")] = "",
    until: Annotated[str, Parameter(help="Snapshot to look at; default: the latest.")] = "",
    format: Literal["text", "json"] = "text",
    workspace: Home = Path(),
) -> None:
    """Say what is new, changed or gone between two snapshots, by activity and by field.

    Examples:
        solidary diff

        solidary diff --since 7468fb68 --format json

    Args:
        format: text for people, json for programs.
    """
    import solidary

    found = solidary.open(workspace).diff(since, until)
    if format == "json":
        content = {"before": found.before, "after": found.after, "new": found.new, "gone": found.gone}
        show_json({**content, "changed": found.changed, "same": found.same})
        return
    say(f"from {found.before} to {found.after}")
    say(f"new {len(found.new):,}, gone {len(found.gone):,}, changed {len(found.changed):,}, same {found.same:,}")
    for label, names in (("new", found.new), ("gone", found.gone)):
        for name in names[:SHOWN]:
            say(f"{label:<8}{name}")
    for name, fields in list(found.changed.items())[:SHOWN]:
        say(f"changed {name}: {', '.join(fields)}")
    if max(len(found.new), len(found.gone), len(found.changed)) > SHOWN:
        say("... all of them: --format json")
