"""The door: where the token is shown once, if the server asks for one; and what needs no initiative."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from solidary.app.guard import ENTRY
from solidary.app.reading import Reading

door = APIRouter(include_in_schema=False)


@door.get("/")
def home(request: Request) -> Response:
    """Go to the initiative with the most entries."""
    reading: Reading = request.app.state.shelf.reading()
    dossiers = reading.workspace.library.dossiers.values()
    largest = max(dossiers, key=lambda found: sum(1 for _ in found.entries()))
    return RedirectResponse(f"/{largest.key}", 307)


@door.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """Give a file that pages load."""
    files = request.app.state.face.files
    if name not in files:
        return JSONResponse({"error": "no such file"}, 404)
    content, kind = files[name]
    fixed = {"Cache-Control": "public, max-age=31536000, immutable"} if request.query_params.get("v") else {}
    return Response(content, media_type=kind, headers=fixed)


@door.get("/favicon.ico")
def icon() -> Response:
    """Lead to the icon, for what asks without looking."""
    return RedirectResponse("/static/icon.svg", 308)


@door.get("/enter")
def enter(request: Request) -> Response:
    """Ask for the token."""
    return _asked(request, "")


@door.post("/enter")
def entered(request: Request, token: Annotated[str, Form(max_length=400)] = "") -> Response:
    """Take the token; the browser keeps it for this host alone."""
    wanted: str = request.app.state.token
    if not wanted or not hmac.compare_digest(token.encode(), wanted.encode()):
        return _asked(request, "That is not the token.", 403)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(ENTRY, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def _asked(request: Request, fault: str, status: int = 200) -> Response:
    template = request.app.state.face.environment.get_template("enter.html.j2")
    return HTMLResponse(template.render(fault=fault), status)
