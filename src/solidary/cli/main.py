"""`solidary`: the commands, found when they are called, so that `--help` stays fast."""

from __future__ import annotations

import os
import sys
from typing import Final

from cyclopts import App

from solidary import __version__
from solidary.errors import SolidaryError

COMMANDS: Final[dict[str, str]] = {
    "brief": "Write a brief on an initiative, as one country would read it.",
    "ask": "Answer one question about an initiative; without a question, list them.",
    "explain": "Lead from a printed figure to its claims, sources and rule.",
    "check": "Check dossiers, definitions, the ledger and IATI files; every fault with its line.",
    "ref": "Look up a place, framework, fund, mechanism, partner, source or rule.",
    "init": "Make a new dossier to fill, in a workspace.",
    "ingest": "Load IATI files or spreadsheets into a new snapshot of the workspace.",
    "flows": "Show what the loaded money comes to, in three ways to count.",
    "diff": "Say what is new, changed or gone between two snapshots.",
    "fetch": "Fetch IATI files, the OECD's CRS, exchange rates or deflators from the real services.",
    "export": "Write flows as CSV, XLSX, Parquet or a data package; promises as IATI.",
    "serve": "Show a workspace as pages in a browser.",
    "claim": "Add a claim of your own to the workspace's ledger, or take one back.",
}

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # idle threads of it spin: a tenth of a second of every command

app = App(
    name="solidary",
    help="Register what states promised each other, follow it, and judge it from your own country's point of view.",
    version=__version__,
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
for _name, _help in COMMANDS.items():
    app.command(f"solidary.cli.{_name}:{_name}", name=_name, help=_help)


def main(arguments: list[str] | None = None) -> None:
    """Run one command; end with 0 (good), 1 (fault in the data) or 2 (wrong use). Our own errors show no traceback."""
    try:
        code = app(arguments, exit_on_error=False, result_action="return_int_as_exit_code_else_zero")
    except SolidaryError as error:
        print(f"solidary: {error}", file=sys.stderr)  # noqa: T201
        code = error.exit_code
    except KeyboardInterrupt:
        print("solidary: stopped; nothing was left half-written", file=sys.stderr)  # noqa: T201
        code = 130
    except BrokenPipeError:  # the reader (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if not _is_usage(error):
            raise
        code = 2
    sys.exit(code)


def _is_usage(error: Exception) -> bool:
    """Wrong use was already explained on the terminal by the parser."""
    from cyclopts import CycloptsError

    return isinstance(error, CycloptsError)
