"""`solidary brief`: the main job."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from solidary.cli.options import Day, Language, Reader, Source, Workspace, day
from solidary.errors import CannotWrite

Format = Literal["html", "md", "json"]
OUT_HELP = "File to write; - prints. Default: INITIATIVE-READER.html for html, the terminal for the others."


def brief(
    initiative: str,
    *,
    perspective: Reader = None,
    format: Annotated[Format | None, Parameter(help="Default: by the ending of --out, else html.")] = None,
    out: Annotated[str | None, Parameter(allow_leading_hyphen=True, help=OUT_HELP)] = None,
    as_of: Day = None,
    source: Source = "iati",
    language: Language = "en",
    workspace: Workspace = None,
) -> None:
    """Write a brief on an initiative, as one country would read it.

    Each number in the brief leads to its claims, sources and rule. Works offline from the bundled dossiers.

    Examples:
        solidary brief kasi --perspective TH

        solidary brief kasi -p VN --as-of 2023-06-30 --format md --out -

    Args:
        initiative: Key of the initiative, such as kasi; `solidary ref` lists them.
    """
    import solidary

    written = solidary.open(workspace).brief(initiative, perspective, day(as_of), source, language)
    kind = format or _by_ending(out)
    text = {"html": written.html, "md": written.markdown, "json": written.json}[kind]()
    if out == "-" or (out is None and kind != "html"):
        sys.stdout.write(text)
        return
    path = Path(out or f"{initiative}{f'-{written.perspective}' if written.perspective else ''}.html")
    save(path, text)
    print(f"Brief written: {path.resolve()}", file=sys.stderr)  # noqa: T201


def _by_ending(out: str | None) -> Format:
    endings: dict[str, Format] = {".md": "md", ".json": "json"}
    return endings.get(Path(out).suffix, "html") if out else "html"


def save(path: Path, text: str) -> None:
    """Write a file as a whole or not at all.

    Raises:
        CannotWrite: if a folder stands there, or the folder above does not exist or cannot be written.
    """
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder; give a file, such as --out {path / 'brief.html'}")
    try:
        handle, draft = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CannotWrite(f"cannot write to {path.resolve().parent}: {error.strerror}; choose another --out") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(draft).chmod(0o666 & ~umask)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
