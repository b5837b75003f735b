"""Sheet -> HTML or JSON: the frame of every page, the means that templates have, and what a browser may keep."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from solidary.app.at import At
from solidary.app.routes import NAVIGATION
from solidary.app.seal import COOKIE, Seal
from solidary.app.sheet import Sheet
from solidary.app.where import Where
from solidary.brief.blocks import (
    Chapter,
    ChartBlock,
    EntryBlock,
    Group,
    Note,
    Opening,
    Paragraph,
    TableBlock,
    web_address,
)
from solidary.brief.page import TEMPLATES as BRIEF
from solidary.records.claim import spell
from solidary.version import VERSION

HERE: Final = Path(__file__).parent
TYPES: Final = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass
class Face:
    """Writes pages."""

    seal: Seal
    user: str = ""

    @cached_property
    def environment(self) -> Environment:
        """The templates; whatever they print is escaped."""
        made = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters |= {"spell": spell, "drawn": Markup, "thousands": lambda number: f"{number:,}", "id_of": id}
        made.tests |= {
            "linked": web_address,
            "paragraph": lambda block: isinstance(block, Paragraph),
            "chart": lambda block: isinstance(block, ChartBlock),
            "tabular": lambda block: isinstance(block, TableBlock),
        }
        made.globals |= {"version": VERSION, "static": self.address, "noted": noted, "opened": opened}
        return made

    @cached_property
    def files(self) -> dict[str, tuple[bytes, str]]:
        """What pages load, by name, with its type. Charts look as in the brief, so its style comes first."""
        found = {path.name: path.read_bytes() for path in sorted((HERE / "static").iterdir())}
        found["style.css"] = b"\n".join([(BRIEF / "brief.css").read_bytes(), found["style.css"]])
        return {name: (content, TYPES[name.rpartition(".")[2]]) for name, content in found.items()}

    def address(self, name: str) -> str:
        """Return the address of a static file, which changes with its content."""
        return f"/static/{name}?v={hashlib.sha256(self.files[name][0]).hexdigest()[:12]}"

    def html(self, request: Request, at: At, sheet: Sheet) -> Response:
        """Write a page."""
        browser = request.cookies.get(COOKIE) or secrets.token_hex(16)
        sealed: list[str] = []

        def seal() -> str:
            sealed.append(self.seal.make(browser))
            return sealed[-1]

        template = self.environment.get_template(f"{sheet.page}.html.j2")
        text = template.render(self._frame(request, at, sheet) | dict(sheet.about) | {"seal": seal})
        answer = HTMLResponse(text, sheet.status)
        if sealed and COOKIE not in request.cookies:
            answer.set_cookie(COOKIE, browser, httponly=True, samesite="strict")
        return answer

    def _frame(self, request: Request, at: At, sheet: Sheet) -> dict[str, Any]:
        path, query = request.url.path, request.url.query
        params = [
            (name, text) for name, text in request.query_params.multi_items() if name not in ("perspective", "as_of")
        ]
        return {
            "sheet": sheet, "at": at, "where": at.where, "view": at.view, "t": at.text, "words": at.words,
            "navigation": NAVIGATION, "readers": readers(at), "path": path, "params": params,
            "twin": f"{path}.json{'?' if query else ''}{query}",
            "user": request.cookies.get("solidary-name", "") or self.user,
        }  # fmt: skip

    def json(self, at: At, sheet: Sheet) -> Response:
        """Write the twin of a page."""
        stands = {"initiative": at.where.initiative, "perspective": at.where.perspective or None, "as_of": at.where.day}
        text = json.dumps({**stands, "title": sheet.title, **sheet.data}, default=str, ensure_ascii=False)
        return Response(text, sheet.status, media_type=JSONResponse.media_type)

    def fault(self, request: Request, message: str, status: int) -> Response:
        """Say what is wrong, in the form in which was asked."""
        if request.url.path.endswith(".json"):
            return JSONResponse({"error": message}, status)
        template = self.environment.get_template("fault.html.j2")
        return HTMLResponse(template.render(message=message, status=status), status)


def readers(at: At) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who can read, in groups: the bodies, the members of the day, the other states."""
    view, library = at.view, at.view.library
    name: Callable[[str], str] = lambda code: library.place(code).name  # noqa: E731
    members = sorted(view.members, key=name)
    partners = sorted((code for code in library.partners if code not in members), key=name)
    bodies = [view.initiative.beneficiary]
    known = {*bodies, *members, *partners, ""}
    mine = [view.perspective.code] if view.perspective.code not in known else []
    groups = (("bodies", bodies), ("members", members), ("partners", partners), ("others", mine))
    named: Callable[[str], str] = lambda key: library.groupings[key].name if key in library.groupings else name(key)  # noqa: E731
    return [(group, [(key, named(key)) for key in keys]) for group, keys in groups if keys]


def noted(notes: Iterable[Note]) -> dict[int, Note]:
    """Return notes by their number."""
    return {note.number: note for note in notes}


def opened(where: Where, found: Chapter | Opening) -> dict[str, str]:
    """Return the address behind each anchor of a table: an entry, or the entries that a row counts."""
    return dict(_addresses(where, found.entries, found.groups))


def _addresses(where: Where, entries: Iterable[EntryBlock], groups: Iterable[Group]) -> Iterable[tuple[str, str]]:
    for entry in entries:
        yield entry.anchor, where.entry(entry.key)
    for group in groups:
        yield group.anchor, where.to("entries", only=",".join(entry.key for entry in group.entries))
