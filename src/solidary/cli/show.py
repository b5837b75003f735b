"""Tables and faults on a terminal: rich where a person looks, plain text where a program reads."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from solidary.brief.blocks import TableBlock
    from solidary.workspace import Workspace


def warn_unmade(opened: Workspace, source: str) -> None:
    """Say on the error stream that loaded money is left out until its flows are made, and how they are."""
    if opened.unmade(source):
        again = "" if source == "iati" else f" --source {source}"
        print(  # noqa: T201
            "solidary: the loaded data is left out, since no flows are made of it by the rules and rates of today; "
            f"`solidary flows{again}` makes them",
            file=sys.stderr,
        )


def console_width() -> int:
    """Return the width to write for; a pipe has no width of its own and gets a wide one."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 160


def show_table(block: TableBlock) -> None:
    """Print a table of a finding."""
    rows = [*block.rows, *((block.total,) if block.total else ())]
    show_rows(block.caption, block.headings, rows, [kind in ("number", "money") for kind in block.kinds], block.strong)


def show_rows(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[bool] = (),
    strong: Sequence[int] = (),
) -> None:
    """Print rows under headings; figures to the right, the reader's own rows in bold."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=caption, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number < len(right) and right[number] else "left", overflow="fold")
    for number, row in enumerate(rows):
        # Text, not markup: what a source says in brackets must not act on the terminal.
        table.add_row(*(Text(clean(cell)) for cell in row), style="bold" if number in strong else None)
    _console().print(table)


def _console() -> Console:
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:  # the reader has seen enough; main() ends quietly
            raise BrokenPipeError

    return Plain(width=console_width(), highlight=False)


def clean(text: str) -> str:
    r"""Take control characters out of what a source says, so that it cannot steer the terminal.

    >>> clean("a\x1b[31mb")
    'a[31mb'
    """
    plain = text.replace("\u00a0", " ")
    return "".join(character for character in plain if character.isprintable() or character == "\n")


def show_json(content: object) -> None:
    """Print plain data as JSON."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def say(text: str = "") -> None:
    """Print one line."""
    sys.stdout.write(f"{clean(text)}\n")
