"""`solidary fetch`: files from the real services into the workspace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from solidary.cli.show import clean, say, show_json
from solidary.errors import CannotWrite, WrongUse

if TYPE_CHECKING:
    from solidary.sources.registry.result import Result, Told
    from solidary.sources.registry.transport import Client

SHOWN = 20


def fetch(
    source: Literal["iati", "crs", "rates"],
    *,
    publisher: Annotated[
        tuple[str, ...], Parameter(consume_multiple=True, negative="", help="iati: short names of the registry.")
    ] = (),
    country: Annotated[str, Parameter(help="iati: datasets filed under a country, such as TH.")] = "",
    everything: Annotated[
        bool, Parameter(name="--all", negative="", help="iati: all datasets, as one archive of about 0.8 GB.")
    ] = False,
    service: Annotated[
        Literal["bulk", "registry", "imf", "oecd"] | None,
        Parameter(help="iati: bulk (default) or registry; rates: imf (default) or oecd."),
    ] = None,
    part: Annotated[
        tuple[str, ...],
        Parameter(consume_multiple=True, negative="", help="crs: full (default, about 1 GB), reduced, or years."),
    ] = (),
    since: Annotated[int | None, Parameter(help="rates: first year; default: 2000.")] = None,
    base: Annotated[str, Parameter(name="--from", help="Another address of the service, such as a mirror.")] = "",
    allow_private: Annotated[
        bool, Parameter(negative="", help="Fetch from private and loopback addresses too.")
    ] = False,
    format: Literal["text", "json"] = "text",
    workspace: Annotated[Path, Parameter(name=["--workspace", "-w"], help="Folder that gets the files.")] = Path(),
) -> int:
    """Fetch IATI datasets, the OECD's CRS or exchange rates into the workspace.

    What broke off goes on where it stopped, what has not changed is not fetched again, and a dataset that cannot be had
    stops no other. `solidary ingest` loads what was fetched.

    Examples:
        solidary fetch iati --publisher kr-gov koica

        solidary fetch rates --service imf --since 2010

    Args:
        source: What to fetch.
        format: text for people, json for programs.
    """
    foreign = {"iati": (part, since), "crs": (publisher, country, everything, service, since)}
    foreign["rates"] = (publisher, country, everything, part)
    if any(value not in ((), "", False, None) for value in foreign[source]):
        raise WrongUse(
            f"fetch {source}: an option of another source was given; `solidary fetch --help` says whose is whose"
        )
    if everything and (publisher or country):
        raise WrongUse("--all: already brings every publisher and country; leave the others out")
    try:
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {workspace}: {error.strerror}; choose another --workspace") from None
    with _progress() as told:
        how = _How(workspace, base, _client(allow_private=allow_private), told)
        if source == "iati":
            result = how.all_iati(service) if everything else how.iati(publisher, country, service)
        elif source == "crs":
            result = how.crs(part)
        else:
            result = how.rates(service, since)
    if format == "json":
        show_json(result.as_json())
    else:
        _tell(result, workspace)
    return result.exit_code


def _client(*, allow_private: bool) -> Client:
    from solidary.sources.registry.addresses import ANYWHERE, Guard
    from solidary.sources.registry.transport import Client

    return Client(Guard(ANYWHERE if allow_private else ()))


@dataclass(frozen=True)
class _How:
    """Where to and from, and who asks."""

    workspace: Path
    base: str
    client: Client
    told: Told | None

    def iati(self, publisher: tuple[str, ...], country: str, service: str | None) -> Result:
        from solidary.sources.registry.iati import fetch_iati

        chosen: Literal["bulk", "registry"] | None = "bulk" if service == "bulk" else None
        if service == "registry":
            chosen = "registry"
        elif service not in ("bulk", None):
            raise WrongUse(f"--service: read {service}, expected bulk or registry")
        return fetch_iati(
            self.workspace, publisher, country, service=chosen, base=self.base, client=self.client, told=self.told
        )

    def all_iati(self, service: str | None) -> Result:
        from solidary.sources.registry.iati import fetch_all_iati

        if service in ("bulk", None):
            return fetch_all_iati(self.workspace, base=self.base, client=self.client, told=self.told)
        raise WrongUse(f"--service: read {service}, expected bulk, which is the one that has --all")

    def crs(self, part: tuple[str, ...]) -> Result:
        from solidary.sources.registry.crs import fetch_crs

        return fetch_crs(self.workspace, part or ("full",), base=self.base, client=self.client, told=self.told)

    def rates(self, service: str | None, since: int | None) -> Result:
        from solidary.sources.registry.rates import fetch_rates

        if service in ("imf", "oecd", None):
            whose: Literal["imf", "oecd"] = "oecd" if service == "oecd" else "imf"
            year = 2000 if since is None else since
            return fetch_rates(self.workspace, whose, year, base=self.base, client=self.client, told=self.told)
        raise WrongUse(f"--service: read {service}, expected imf or oecd")


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
    if result.source == "iati" and (fetched or same):
        say(f"next: solidary ingest {result.folder} --workspace {workspace}")


def _bytes(size: int) -> str:
    """Return a size for people.

    >>> _bytes(950), _bytes(1_250_000)
    ('0.0 MB', '1.2 MB')
    """
    return f"{size / 1e6:,.1f} MB"


@contextmanager
def _progress() -> Iterator[Told | None]:
    """Show what is being fetched on a terminal; a program that reads us gets nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=None)
        last = [""]

        def told(name: str, done: int, total: int | None) -> None:
            if name != last[0]:
                last[0] = name
                bar.reset(task, description=clean(name)[:60], total=total)
            bar.update(task, completed=done, total=total)

        yield told
