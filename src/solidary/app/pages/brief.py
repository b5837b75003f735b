"""The brief itself, as a file to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fastapi.responses import Response

from solidary.app.at import Here

Format = Literal["html", "pdf", "docx", "md", "json"]
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


def brief(at: Here, format: Format) -> Response:
    """The brief for this reader and day, as one file."""
    written = at.reading.brief(at.where)
    write: dict[str, Callable[[], str | bytes]] = {
        "html": written.html, "pdf": written.pdf, "docx": written.docx, "md": written.markdown, "json": written.json,
    }  # fmt: skip
    content = write[format]()
    name = f"{at.where.initiative}{f'-{at.where.perspective}' if at.where.perspective else ''}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=TYPES[format], headers=headers)
