"""`solidary fetch`: files from the real services into the workspace."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

from solidary.cli.options import Home
from solidary.cli.progress import progress
from solidary.cli.show import say, show_json
from solidary.errors import CannotWrite, SolidaryError, UnknownName, WrongUse

if TYPE_CHECKING:
    from solidary.sources.registry.result import Result
    from solidary.sources.registry.transport import Client

SHOWN: Final = 20
STOPPED: Final = 130
OPTIONS: Final = {
    "iati": ("--publisher", "--country", "--all", "--service"),
    "crs": ("--part",),
    "rates": ("--service", "--since"),
    "deflators": ("--since",),
}
ELSEWHERE: Final = {
    "iati": "or load files that were downloaded elsewhere: `solidary ingest FILES`",
    "crs": "or load a file that was downloaded elsewhere: `solidary ingest FILE --as crs`",
    "rates": "or put a table of rates into the folder `rates` of the workspace",
    "deflators": "or put a table of deflators into the folder `deflators` of the workspace",
}


def fetch(
    source: Annotated[str, Parameter(show_default=False, help="What to fetch: iati, crs, rates or deflators.")] = "",
    /,
    *,
    publisher: Annotated[
        tuple[str, ...],
        Parameter(consume_multiple=True, negative="", show_default=False, help="iati: short names of the registry."),
    ] = (),
    country: Annotated[
        str, Parameter(show_default=False, help="iati: datasets filed under a country, such as TH.")
    ] = "",
    everything: Annotated[
        bool,
        Parameter(
            name="--all", negative="", show_default=False, help="iati: all datasets as one archive, about 0.8 GB."
        ),
    ] = False,
    service: Annotated[
        str,
        Parameter(show_default=False, help="iati: bulk (default) or registry; rates: imf (default) or oecd."),
    ] = "",
    part: Annotated[
        tuple[str, ...],
        Parameter(
            consume_multiple=True,
            negative="",
            show_default=False,
            help="crs: full (default, about 1 GB), reduced, or years.",
        ),
    ] = (),
    since: Annotated[int | None, Parameter(help="rates, deflators: first year; default: 2000.")] = None,
    base: Annotated[
        str, Parameter(name="--from", show_default=False, help="Another address of the service, such as a mirror.")
    ] = "",
    allow_private: Annotated[
        bool, Parameter(negative="", show_default=False, help="Fetch from private and loopback addresses too.")
    ] = False,
    format: Literal["text", "json"] = "text",
    workspace: Home = Path(),
) -> int:
    """Fetch IATI datasets, the OECD's CRS, exchange rates or deflators into the workspace.

    What broke off goes on where it stopped, what has not changed is not fetched again, and a dataset that cannot be had
    stops no other. `solidary ingest` loads what was fetched.

    Examples:
        solidary fetch iati --publisher kr-gov koica

        solidary fetch rates --service imf --since 2010

    Args:
        format: text for people, json for programs.
    """
    given = {"--publisher": publisher, "--country": country, "--all": everything, "--service": service}
    _refuse(source, {**given, "--part": part, "--since": since is not None})
    if everything and (publisher or country or service == "registry"):
        raise WrongUse(
            "--all: is one archive of every publisher and country; leave --publisher, --country and registry"
        )
    if base:
        _see(base)
    try:
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {workspace}: {error.strerror}; choose another --workspace") from None
    options = {"publisher": publisher, "country": country, "all": everything, "service": service, "part": part}
    with progress("bytes") as told, _told_apart(source):
        how = {"base": base, "client": _client(allow_private=allow_private), "told": told}
        result = _fetch(source, workspace, {**options, "since": since}, how)
    if format == "json":
        show_json(result.as_json())
    else:
        _tell(result, workspace)
    return result.exit_code


def _refuse(source: str, given: dict[str, Any]) -> None:
    """Refuse a source that there is not, and options of another one."""
    if not source:
        raise WrongUse(f"what to fetch is not said; expected one of {', '.join(OPTIONS)}: `solidary fetch rates`")
    if source not in OPTIONS:
        raise UnknownName("source", source, OPTIONS)
    own = OPTIONS[source]
    for option in (name for name, value in given.items() if value and name not in own):
        whose = " and ".join(name for name, options in OPTIONS.items() if option in options)
        raise WrongUse(f"{option} is for `fetch {whose}`; `fetch {source}` takes {', '.join(own)}")


def _see(base: str) -> None:
    """See that another address of a service is one."""
    from solidary.sources.registry.faults import Refused
    from solidary.sources.registry.route import split

    try:
        split(base)
    except Refused as fault:
        raise WrongUse(f"--from: read {base!r}; {fault.reason}") from None


def _fetch(source: str, workspace: Path, options: dict[str, Any], how: dict[str, Any]) -> Result:
    if source == "crs":
        from solidary.sources.registry.crs import fetch_crs

        return fetch_crs(workspace, options["part"] or ("full",), **how)
    since = 2000 if options["since"] is None else options["since"]
    if source == "rates":
        from solidary.sources.registry.rates import fetch_rates

        return fetch_rates(workspace, options["service"] or "imf", since, **how)
    if source == "deflators":
        from solidary.sources.registry.deflators import fetch_deflators

        return fetch_deflators(workspace, since, **how)
    from solidary.sources.registry.iati import fetch_all_iati, fetch_iati

    if options["all"]:
        return fetch_all_iati(workspace, **how)
    return fetch_iati(workspace, options["publisher"], options["country"], service=options["service"], **how)


def _client(*, allow_private: bool) -> Client:
    from solidary.sources.registry.addresses import ANYWHERE, Guard
    from solidary.sources.registry.transport import Client

    return Client(Guard(ANYWHERE if allow_private else ()))


@contextmanager
def _told_apart(source: str) -> Iterator[None]:
    """Say what to do without a network, and that what was stopped can go on."""
    from solidary.sources.registry.faults import Unreachable

    try:
        yield
    except Unreachable as fault:
        raise SolidaryError(f"{fault}, {ELSEWHERE[source]}.") from None
    except KeyboardInterrupt:
        print("solidary: stopped; the same command goes on from here", file=sys.stderr)  # noqa: T201
        raise SystemExit(STOPPED) from None


def _tell(result: Result, workspace: Path) -> None:
    failed, fetched, same = (result.of(state) for state in ("failed", "fetched", "unchanged"))
    for item in failed[:SHOWN]:
        say(f"{item.name}: {item.reason} ({item.address})")
    if len(failed) > SHOWN:
        say(f"... and {len(failed) - SHOWN} more that failed: --format json")
    say(f"fetched:   {len(fetched):>7,}  {_bytes(sum(item.size for item in fetched))}")
    say(f"unchanged: {len(same):>7,}  {_bytes(sum(item.size for item in same))}, from the cache")
    say(f"failed:    {len(failed):>7,}")
    for note in result.notes:
        say(note)
    if command := _next(result, [item.file for item in (*fetched, *same)]):
        say(f"next: {command} --workspace {shlex.quote(str(workspace))}")


def _next(result: Result, files: list[str]) -> str:
    """Return the command that uses what was fetched; empty if none can yet."""
    folder = shlex.quote(str(result.folder))
    if result.source == "crs":
        return f"solidary ingest {folder} --as crs" if any(file.endswith(".parquet") for file in files) else ""
    loading = f"solidary ingest {folder}" if result.source == "iati" else "solidary flows"
    return loading if files else ""


def _bytes(size: int) -> str:
    """Return a size for people.

    >>> _bytes(950), _bytes(1_250_000)
    ('0.0 MB', '1.2 MB')
    """
    return f"{size / 1e6:,.1f} MB"
