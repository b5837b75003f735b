"""Puts the app together: pages, their twins, forms, the guard before them; and runs it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from solidary.app.door import door
from solidary.app.face import Face
from solidary.app.guard import LOOPBACK, Guard
from solidary.app.pages.brief import brief
from solidary.app.pages.data import data
from solidary.app.pages.entry import entries, entry
from solidary.app.pages.explanation import explain, explain_rows
from solidary.app.pages.frameworks import frameworks
from solidary.app.pages.funds import funds
from solidary.app.pages.initiative import initiative
from solidary.app.pages.ledger import Unsealed, ledger, new_claim, writing
from solidary.app.pages.method import method
from solidary.app.pages.partners import partner, partners
from solidary.app.pages.places import places
from solidary.app.pages.project import project
from solidary.app.pages.projects import export_csv, export_xlsx, projects
from solidary.app.pages.promises import promises
from solidary.app.pages.question import question, questions
from solidary.app.pages.timeline import timeline
from solidary.app.routes import pair
from solidary.app.seal import Seal
from solidary.app.shelf import Shelf
from solidary.errors import CannotWrite, MissingExtra, MissingFont, SolidaryError, UnknownName, ValueFault, WrongUse
from solidary.version import VERSION

PAGES: Final[dict[str, Callable[..., object]]] = {
    "/{initiative}/promises": promises, "/{initiative}/questions": questions,
    "/{initiative}/questions/{question}": question, "/{initiative}/projects": projects,
    "/{initiative}/projects/{activity:path}": project, "/{initiative}/partners": partners,
    "/{initiative}/partners/{code}": partner, "/{initiative}/map": places, "/{initiative}/funds": funds,
    "/{initiative}/timeline": timeline, "/{initiative}/frameworks": frameworks, "/{initiative}/data": data,
    "/{initiative}/method": method, "/{initiative}/ledger": ledger, "/{initiative}/claims/new": new_claim,
    "/{initiative}/explain": explain, "/{initiative}/entries": entries, "/{initiative}/entries/{key:path}": entry,
    "/{initiative}": initiative,
}  # fmt: skip
# Else a variable of the environment could have every request reported to some other machine.
SILENT: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
STATUS: Final[tuple[tuple[type[SolidaryError], int], ...]] = (
    (UnknownName, 404), (Unsealed, 403), (WrongUse, 400), (ValueFault, 400), (CannotWrite, 409),
    (MissingExtra, 501), (MissingFont, 501),
)  # fmt: skip


def make_app(
    folder: Path | None, clock: Callable[[], date], *, token: str = "", user: str = "", early: bool = False
) -> ASGIApp:
    """Make the app of a workspace.

    Args:
        folder: the workspace; without one the bundled dossiers are shown and nothing can be written.
        clock: says which day it is.
        token: what visitors have to show; empty where only this machine can ask.
        user: the name that forms begin with.
        early: begin to work before anybody asks.
    """
    app = FastAPI(title="solidary", version=VERSION, docs_url=None, redoc_url=None, telemetry=SILENT)
    app.state.shelf, app.state.face, app.state.token = Shelf(folder, clock), Face(Seal(), user), token
    app.include_router(door)
    app.include_router(_pages())
    app.include_router(writing)
    app.add_exception_handler(SolidaryError, _refused)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
    if early:
        threading.Thread(target=warm, args=(app.state.shelf,), daemon=True).start()
    return GZipMiddleware(Guard(app, token), minimum_size=1024, compresslevel=5)


def _pages() -> APIRouter:
    router = APIRouter()
    router.add_api_route("/{initiative}/explain.csv", explain_rows, tags=["data"], operation_id="explain_csv")
    router.add_api_route("/{initiative}/brief.{format}", brief, tags=["data"], operation_id="brief")
    router.add_api_route("/{initiative}/projects.csv", export_csv, tags=["data"], operation_id="projects_csv")
    router.add_api_route("/{initiative}/projects.xlsx", export_xlsx, tags=["data"], operation_id="projects_xlsx")
    for path, build in PAGES.items():
        pair(router, path, build)  # type: ignore[arg-type]
    return router


def _refused(request: Request, error: Exception) -> Response:
    """Answer a fault: in words, with the nearest name; never with a traceback."""
    face: Face = request.app.state.face
    if isinstance(error, HTTPException):
        return face.fault(request, str(error.detail), error.status_code)
    if isinstance(error, RequestValidationError):
        told = "; ".join(f"{found['loc'][-1]}: {found['msg']}" for found in error.errors())
        return face.fault(request, told, 400)
    return face.fault(request, str(error), next((status for kind, status in STATUS if isinstance(error, kind)), 500))


def listen(host: str, port: int) -> socket.socket:
    """Take a port.

    Raises:
        CannotWrite: if it is taken, or the host is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(512)  # now, so that the address that we print can be reached
    except OSError as error:
        taken.close()
        raise CannotWrite(f"cannot listen on {host}:{port}: {error.strerror}; choose another --port") from None
    return taken


def check_host(host: str, token: str) -> None:
    """See that only this machine can ask, or a token has to be shown.

    Raises:
        WrongUse: if neither is so, or the token is too short to keep anybody out.
    """
    if host not in LOOPBACK and not token:
        raise WrongUse(f"--host {host} opens the workspace to others; give a --token that they have to show")
    if token and len(token) < 16:
        raise WrongUse("--token: expected 16 characters at least")


def warm(shelf: Shelf) -> None:
    """Ask what the first reader will ask, so that it is there; a fault is told to who meets it."""
    with suppress(SolidaryError):
        reading = shelf.reading()
        dossiers = reading.workspace.library.dossiers.values()
        largest = max(dossiers, key=lambda found: sum(1 for _ in found.entries()))
        where = reading.where(largest.key, "", None)
        reading.opening(where)
        for question in reading.questions:
            reading.chapter(question, where)
        reading.publishers(where.day)


def run(app: ASGIApp, taken: socket.socket) -> None:
    """Serve until somebody stops it."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, date_header=False)
    uvicorn.Server(config).run([taken])
