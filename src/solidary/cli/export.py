"""`solidary export`: flows as CSV, XLSX, Parquet or a data package; what was registered as IATI."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from solidary.cli.options import Day, Workspace, day
from solidary.cli.progress import progress
from solidary.cli.show import say, show_json, show_rows
from solidary.errors import WrongUse

if TYPE_CHECKING:
    from solidary.exports.draft import Written
    from solidary.exports.iati.reporter import Reporter

Text = Annotated[str, Parameter(show_default=False)]
Year = Annotated[int | None, Parameter(show_default=False)]
Flag = Annotated[bool, Parameter(negative="", show_default=False)]


def export(
    form: Annotated[str, Parameter(show_default=False)] = "",
    /,
    *,
    out: Path | None = None,
    source: Text = "iati",
    publisher: Text = "",
    country: Text = "",
    stage: Text = "",
    year_from: Year = None,
    year_to: Year = None,
    bom: Flag = False,
    initiative: Text = "",
    as_of: Day = None,
    reporting_org: Text = "",
    reporting_name: Text = "",
    reporting_type: Text = "",
    secondary: Flag = False,
    force: Flag = False,
    format: Literal["text", "json"] = "text",
    workspace: Workspace = None,
) -> None:
    """Write flows as csv, xlsx, parquet or datapackage, or promises and projects as iati.

    Nothing that stands there is overwritten without --force, and what is interrupted leaves nothing.

    Examples:
        solidary export csv --out thailand.csv --country TH --year-from 2020 --workspace .

        solidary export datapackage --out flows-2026 --workspace .

        solidary export iati --out kasi.xml --initiative kasi --reporting-org XM-X-1 --reporting-name "An institute"

    Args:
        form: csv, xlsx, parquet, datapackage or iati.
        out: File to write, or the new folder of a data package.
        source: Only flows of this source: iati, or the mapping by which a sheet was loaded, such as crs.
        publisher: Only flows that this organisation reports, by its identifier.
        country: Only flows to this country (TH, Thailand).
        stage: Only flows at this stage, such as commitment or disbursement; promise: what the dossiers register.
        year_from: Only flows of this calendar year and later.
        year_to: Only flows of this calendar year and earlier.
        bom: Begin a CSV with a byte order mark, which older spreadsheets need to read UTF-8.
        initiative: For iati: key of the dossier, such as kasi.
        reporting_org: For iati: identifier of the organisation in whose name the file goes out.
        reporting_name: For iati: its name.
        reporting_type: For iati: its type, a code such as 10 (government) or 80 (academic); default: 90 (other).
        secondary: For iati: it reports what others promised.
        force: Replace what stands there.
        format: text for people, json for programs.
    """
    import solidary
    from solidary.exports.flows import expect

    target = expect(form, out)
    rest = [reporting_org, reporting_name, reporting_type, initiative, secondary, as_of]
    narrowed = ["" if source == "iati" else source, publisher, country, stage, year_from, year_to, bom]
    _refuse(form, iati=any(rest), flows=any(one not in ("", None, False) for one in narrowed))
    if form == "iati":
        who = _reporter(reporting_org, reporting_name, reporting_type, secondary=secondary)
        opened = solidary.open(workspace)
        done = opened.export_iati(initiative or "kasi", target, who, day(as_of), force=force)
    else:
        if bom and form != "csv":
            raise WrongUse("--bom is for csv alone")
        asked = {"publisher": publisher, "country": country, "stage": stage, "years": (year_from, year_to)}
        opened = solidary.open(workspace or Path())
        with progress("rows") as told:
            bar = partial(told, form) if told else None
            done = opened.export(form, target, source=source, force=force, bom=bom, progress=bar, **asked)
    _tell(done, form, format)


def _refuse(form: str, *, iati: bool, flows: bool) -> None:
    if form == "iati" and flows:
        raise WrongUse("--source, --publisher, --country, --stage, --year-... and --bom are for flows, not for iati")
    if form != "iati" and iati:
        raise WrongUse("--initiative, --as-of, --secondary and --reporting-... are for `solidary export iati` alone")


def _reporter(ref: str, name: str, kind: str, *, secondary: bool) -> Reporter:
    from solidary.exports.iati.reporter import Reporter

    if not ref or not name:
        raise WrongUse("who reports is not said; expected --reporting-org IDENTIFIER and --reporting-name NAME")
    return Reporter(ref, name, kind or "90", secondary)


def _tell(done: Written, form: str, format: str) -> None:
    if format == "json":
        show_json({"path": str(done.path), "form": form, "rows": done.rows, "bytes": done.bytes, "notes": done.notes})
        return
    rows = "activities" if form == "iati" else "rows"
    show_rows(
        "Written", ("path", rows, "bytes"), [(str(done.path), f"{done.rows:,}", f"{done.bytes:,}")], (False, True, True)
    )
    for note in done.notes:
        say(f"* {note}")
