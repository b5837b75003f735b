"""`solidary ingest`: IATI files, or spreadsheets with a mapping, into a snapshot."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from solidary.cli.options import Home
from solidary.cli.progress import progress
from solidary.cli.show import say, show_json
from solidary.errors import CannotWrite, UnknownName, WrongUse

SHOWN = 12


def ingest(
    *paths: Path,
    kind: Annotated[
        Literal["iati", "sheet", "crs"],
        Parameter(name="--as", help="What the files are; crs has a mapping of its own."),
    ] = "iati",
    mapping: Annotated[
        Path | None, Parameter(help="Which column of a sheet is what: a file, or the name of a bundled mapping.")
    ] = None,
    workers: Annotated[int | None, Parameter(help="Processes that read at once; default: one per core.")] = None,
    origin: Annotated[str, Parameter(help="Where the files were published, for the manifest.")] = "",
    licence: Annotated[str, Parameter(help="Short name of their licence, such as CC-BY-4.0.")] = "",
    format: Literal["text", "json"] = "text",
    workspace: Home = Path(),
) -> int:
    """Load IATI files (xml, gz, zip, folders) or spreadsheets into a new snapshot of the workspace.

    A broken record is set aside with its line and reason, a broken file with its reason; the rest is loaded. The same
    bytes again change nothing.

    Examples:
        solidary ingest iati-2021.zip

        solidary ingest data/ --workers 2 --workspace .

        solidary ingest tls_aims/ --as sheet --mapping timor-leste

    Args:
        paths: Files or folders.
        format: text for people, json for programs.
    """
    import solidary

    for path in paths:
        if not path.exists():
            near = [str(other) for other in path.parent.iterdir()] if path.parent.is_dir() else []
            raise UnknownName("file or folder", str(path), near)
    if not paths:
        raise UnknownName("file or folder", "nothing", (), "Name at least one.")
    if kind == "sheet" and mapping is None:
        return _propose(paths)
    if workers is not None and workers < 1:
        raise WrongUse(f"--workers: read {workers}, expected at least 1")
    try:
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {workspace}: {error.strerror}; choose another --workspace") from None
    opened = solidary.open(workspace)
    if kind == "iati":
        from solidary.sources.registry.origins import UNKNOWN, Origin

        if mapping is not None:
            raise WrongUse("--mapping is for spreadsheets; --as sheet says that the files are some")
        with progress("bytes") as told:
            bar = (lambda done, total, _: told("ingest", done, total)) if told else None
            done = opened.ingest(paths, workers or os.cpu_count() or 1, bar, Origin(origin, licence or UNKNOWN))
    else:
        if origin or licence:
            raise WrongUse("--origin and --licence are for IATI files; of sheets the mapping says both")
        done = opened.ingest_sheets(paths, mapping or Path("crs"))
    manifest = done.snapshot.manifest
    if format == "json":
        show_json(manifest)
    else:
        _tell(manifest, new=done.new)
    return 0 if manifest["files"]["loaded"] else 1


def _propose(paths: Sequence[Path]) -> int:
    """Print a mapping for the first file that can be read as a sheet; nothing is loaded."""
    from solidary.sources.sheets.guess import guess
    from solidary.sources.sheets.sheet import NotASheet

    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    reasons = []
    for file in filter(Path.is_file, files):
        try:
            say(guess(file).rstrip())
        except NotASheet as reason:
            reasons.append(str(reason))
            continue
        told = "nothing was loaded; save this as a file, correct it, and name it by --mapping"
        break
    else:
        told = "; ".join(["nothing was loaded, and no file is a sheet", *reasons[:SHOWN]])
    print(f"solidary: {told}", file=sys.stderr)  # noqa: T201
    return 1


def _tell(manifest: dict[str, Any], *, new: bool) -> None:
    broken = [(one["name"], fault) for one in manifest["datasets"] for fault in one.get("broken", ())]
    aside = [(one["name"], one["set_aside"]) for one in manifest["datasets"] if "set_aside" in one]
    for name, fault in aside[:SHOWN]:
        say(f"{name}: [{fault['rule']}] {fault['reason']}; the file was set aside")
    for name, fault in broken[:SHOWN]:
        record = fault["identifier"] or "a record"
        where = "" if "mapping" in manifest else f"{name}:{fault['line']}: "  # a row of a sheet tells its own place
        say(f"{where}[{fault['rule']}] {record}: {fault['reason']}; set aside")
    if len(aside) + len(broken) > 2 * SHOWN:
        say("... all of them: --format json")
    files, records = manifest["files"], manifest["records"]
    say(f"files:   {files['read']:>9,} = {files['loaded']:,} loaded + {files['set_aside']:,} set aside")
    say(f"records: {records['read']:>9,} = {records['loaded']:,} loaded + {records['set_aside']:,} set aside")
    rows = sum(table["rows"] for table in manifest["tables"].values())
    unread = sum(manifest["unread"].values())
    say(f"rows:    {rows:>9,} in {len(manifest['tables'])} tables; {unread:,} values in no table")
    _tell_names(manifest)
    for rule, times in manifest["flags"].items():
        say(f"flag:    {times:>9,} {rule}")
    say(f"snapshot {manifest['id']}{'' if new else ' was there already: these bytes are loaded'}")


def _tell_names(manifest: dict[str, Any]) -> None:
    """Tell what of a sheet no list knows: texts for countries. Whose names partners are is asked of the flows."""
    unknown = manifest.get("unknown_countries", {})
    for text, times in list(unknown.items())[:SHOWN]:
        say(f"country: {times:>8,} rows say {text!r}, which is no known country; `values:` can say which it is")
    if len(unknown) > SHOWN:
        say(f"... {len(unknown) - SHOWN:,} more: --format json")
