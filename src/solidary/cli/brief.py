"""`solidary brief`: the main job."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from solidary.cli.options import Day, Language, Reader, Source, Workspace, day
from solidary.cli.show import warn_unmade
from solidary.errors import CannotWrite, WrongUse

Format = Literal["html", "md", "json", "pdf", "docx"]
Cite = Annotated[
    Literal["bibtex", "csl"] | None, Parameter(help="Print how the brief and its sources are cited, instead of it.")
]
ENDINGS: Final[dict[str, Format]] = {".md": "md", ".json": "json", ".pdf": "pdf", ".docx": "docx"}
FILES: Final = ("html", "pdf", "docx")  # formats that go to a file by themselves
OUT_HELP = "File to write; - prints. Default: INITIATIVE-READER.ENDING for html, pdf and docx, else the terminal."


def brief(
    initiative: str,
    *,
    perspective: Reader = None,
    format: Annotated[Format | None, Parameter(help="Default: by the ending of --out, else html.")] = None,
    out: Annotated[str | None, Parameter(allow_leading_hyphen=True, help=OUT_HELP)] = None,
    as_of: Day = None,
    source: Source = "iati",
    language: Language = "en",
    cite: Cite = None,
    workspace: Workspace = None,
) -> None:
    """Write a brief on an initiative, as one country would read it.

    Each number in the brief leads to its claims, sources and rule. Works offline from the bundled dossiers.

    Examples:
        solidary brief kasi --perspective TH

        solidary brief kasi -p VN --as-of 2023-06-30 --format md --out -

        solidary brief kasi -p TH --language th --out kasi.pdf

        solidary brief kasi -p TH --cite bibtex

    Args:
        initiative: Key of the initiative, such as kasi; `solidary ref` lists them.
    """
    import solidary

    opened = solidary.open(workspace)
    warn_unmade(opened, source)
    written = opened.brief(initiative, perspective, day(as_of), source, language)
    if cite:
        if format:
            raise WrongUse("--cite prints citations and no brief; leave out --format")
        _write(written.cite(cite), out, "")
        return
    kind = format or _by_ending(out)
    name = f"{initiative}{f'-{written.perspective}' if written.perspective else ''}.{kind}" if kind in FILES else ""
    makers: dict[Format, Callable[[], str | bytes]] = {
        "html": written.html, "md": written.markdown, "json": written.json, "pdf": written.pdf, "docx": written.docx,
    }  # fmt: skip
    _write(makers[kind](), out, name)


def _by_ending(out: str | None) -> Format:
    return ENDINGS.get(Path(out).suffix, "html") if out else "html"


def _write(content: str | bytes, out: str | None, name: str) -> None:
    """Write to the file that was asked for, to the one of that name, or to the terminal."""
    goal = out or name
    if goal in ("", "-"):
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        return
    save(Path(goal), content)
    print(f"Brief written: {Path(goal).resolve()}", file=sys.stderr)  # noqa: T201


def save(path: Path, content: str | bytes) -> None:
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
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        umask = os.umask(0)
        os.umask(umask)
        Path(draft).chmod(0o666 & ~umask)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
