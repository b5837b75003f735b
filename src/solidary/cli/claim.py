"""`solidary claim`: the user's own claims, into the append-only ledger."""

from __future__ import annotations

import getpass
from typing import Annotated

from cyclopts import Parameter

from solidary.cli.options import Workspace
from solidary.cli.show import say


def claim(
    subject: str,
    predicate: str | None = None,
    value: str | None = None,
    *,
    source: str | None = None,
    locator: str | None = None,
    of: str | None = None,
    title: Annotated[str | None, Parameter(help="Of a source that no definition has: its title.")] = None,
    published: Annotated[str, Parameter(help="Of a new source: when it was published.")] = "undated",
    grade: Annotated[str, Parameter(help="Of a new source: official, repost, analysis, news or weak.")] = "weak",
    url: Annotated[str | None, Parameter(help="Of a new source: its address.")] = None,
    withdraw: Annotated[str | None, Parameter(help="Take back the claim named as SUBJECT; say why.")] = None,
    by: Annotated[str | None, Parameter(help="Your name; default: the login name.")] = None,
    workspace: Workspace = None,
) -> None:
    """Add a claim of your own to the workspace's ledger, or take one back.

    Nothing is ever overwritten: a claim competes with the others by the rule of precedence, under your name.

    Examples:
        solidary claim kasi/methane amount "USD 21 million" --source akcmm-my --locator "table 2" -w .

        solidary claim c-1b7ad6ecbb --withdraw "read the wrong row" -w .

    Args:
        subject: Entry such as kasi/methane, or the id of a claim to take back.
        predicate: What is said, such as amount or period.
        value: The value as a dossier writes it.
        source: Key of the source; a new key needs --title.
        locator: Where in the source: a few words, a page, a cell.
        of: The time that the value speaks about.
    """
    import solidary

    opened = solidary.open(workspace)
    name = by or getpass.getuser()
    if withdraw is not None:
        opened.withdraw(subject, withdraw, name)
        say(f"{subject} was taken back; the ledger keeps both lines.")
        return
    statement: dict[str, object] = {
        "says": {predicate or "": value or ""},
        "source": source or "",
        "locator": locator or "",
        **({"of": of} if of else {}),
    }
    new: dict[str, object] | None = (
        {"title": title, "published": published, "grade": grade, **({"url": url} if url else {})} if title else None
    )
    for made in opened.claim(subject, statement, name, new):
        say(f"{made.id} {made.subject} {made.predicate}: known from {made.known_from}, by {made.asserted_by}")
