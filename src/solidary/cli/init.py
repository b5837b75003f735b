"""`solidary init`: a new dossier to fill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from solidary.cli.show import say


def init(
    name: str,
    *,
    title: str | None = None,
    partner: Annotated[str, Parameter(help="Who promises: a country code.")] = "KR",
    beneficiary: Annotated[str, Parameter(help="To whom: the key of a grouping.")] = "ASEAN",
    workspace: Annotated[Path, Parameter(name=["--workspace", "-w"], help="Folder to make it in.")] = Path(),
) -> None:
    """Make a new dossier to fill, in a workspace.

    Examples:
        solidary init green-bridge --title "Green Bridge Initiative" --partner JP

    Args:
        name: Key of the new initiative: small letters, digits, hyphens.
        title: Its full title.
    """
    import solidary

    made = solidary.open(workspace).begin(name, title or name, partner, beneficiary)
    for path in made:
        say(f"made {path}")
    say(f"Next: fill {made[0]}, then `solidary check {made[0]}` and `solidary brief {name} --workspace {workspace}`.")
