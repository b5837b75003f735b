"""`solidary serve`: the web app, on this machine."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

from cyclopts import Parameter

from solidary.cli.options import Workspace
from solidary.errors import MissingExtra


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    token: Annotated[
        str, Parameter(help="What visitors have to show; needed for any other host.", env_var="SOLIDARY_TOKEN")
    ] = "",
    by: Annotated[str | None, Parameter(help="Your name in forms; default: the login name.")] = None,
    workspace: Workspace = None,
) -> None:
    """Show a workspace as pages in a browser: for yourself, or with a token for others.

    Examples:
        solidary serve

        solidary serve --workspace . --port 9000

    Args:
        host: Address to listen on; by default only this machine can ask.
        port: Port to listen on; 0 takes a free one.
    """
    try:
        from solidary.app.server import check_host, listen, make_app, run
    except ImportError as error:
        raise MissingExtra("web", str(error.name)) from None
    from datetime import date

    check_host(host, token)
    app = make_app(workspace, date.today, token=token, user=by or getpass.getuser(), early=True)
    taken = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"solidary: http://{shown}:{taken.getsockname()[1]}/ (Ctrl-C stops it)", file=sys.stderr, flush=True)  # noqa: T201
    run(app, taken)
