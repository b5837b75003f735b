"""`solidary ref`: what a code, key or rule means."""

from __future__ import annotations

from typing import Literal

from solidary.cli.options import Workspace
from solidary.cli.show import say, show_json, show_rows


def ref(
    term: str | None = None,
    *,
    format: Literal["text", "json"] = "text",
    workspace: Workspace = None,
) -> None:
    """Look up a place, framework, fund, mechanism, partner, source or rule.

    Examples:
        solidary ref

        solidary ref akcf

        solidary ref kasi

        solidary ref late-start

    Args:
        term: A key, code or name; without one, all kinds are listed with their number.
        format: text for people, json for programs.
    """
    import solidary

    opened = solidary.open(workspace)
    if term is None:
        rows = [(kind, str(len(keys)), ", ".join(keys)) for kind, keys in opened.reference.kinds().items()]
        show_rows("What can be looked up", ("Kind", "Number", "Keys"), rows, (False, True, False))
        return
    entries = opened.reference.look_up(term)
    if format == "json":
        show_json([{"kind": entry.kind, "key": entry.key, **dict(entry.lines)} for entry in entries])
        return
    for entry in entries:
        say(f"{entry.kind} {entry.key}")
        for label, text in entry.lines:
            say(f"  {label}: {text}")
