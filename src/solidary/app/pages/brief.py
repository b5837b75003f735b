"""The brief itself, as a file to take along."""

from __future__ import annotations

from typing import Literal

from fastapi.responses import Response

from solidary.app.at import Here

TYPES = {"html": "text/html", "md": "text/markdown", "json": "application/json"}


def brief(at: Here, format: Literal["html", "md", "json"]) -> Response:
    """The brief for this reader and day, as one file."""
    written = at.reading.brief(at.where)
    text = {"html": written.html, "md": written.markdown, "json": written.json}[format]()
    name = f"{at.where.initiative}{f'-{at.where.perspective}' if at.where.perspective else ''}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{TYPES[format]}; charset=utf-8", headers=headers)
