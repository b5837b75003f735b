"""How a page gets its two addresses: one for people, and its twin for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from solidary.app.at import Here
from solidary.app.sheet import Sheet

# Page -> its address below the initiative, in the order of the navigation.
NAVIGATION: Final[tuple[tuple[str, str], ...]] = (
    ("initiative", ""), ("promises", "promises"), ("questions", "questions"), ("projects", "projects"),
    ("partners", "partners"), ("map", "map"), ("funds", "funds"), ("timeline", "timeline"),
    ("frameworks", "frameworks"), ("data", "data"), ("method", "method"), ("ledger", "ledger"),
)  # fmt: skip


def pair(router: APIRouter, path: str, build: Callable[..., Sheet]) -> None:
    """Register a page and its twin; the docstring of ``build`` describes both in the OpenAPI document."""
    made, told = Depends(build), (build.__doc__ or "").strip()

    def twin(request: Request, here: Here, sheet: Sheet = made) -> Response:
        return request.app.state.face.json(here, sheet)  # type: ignore[no-any-return]

    def page(request: Request, here: Here, sheet: Sheet = made) -> Response:
        return request.app.state.face.html(request, here, sheet)  # type: ignore[no-any-return]

    name = build.__name__
    router.add_api_route(
        f"{path}.json", twin, response_class=JSONResponse, summary=f"{name}, as JSON", description=told,
        operation_id=f"{name}_json", tags=["data"],
    )  # fmt: skip
    router.add_api_route(
        path, page, response_class=HTMLResponse, summary=name, description=told, operation_id=name, tags=["pages"],
    )  # fmt: skip
