"""A bar on a terminal: what is being done, how much of it, how fast, how long it still takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from solidary.cli.show import clean

Told = Callable[[str, int, int | None], None]  # name of the thing, how much of it is done, of how much
LONGEST = 60


@contextmanager
def progress(unit: Literal["bytes", "rows"]) -> Iterator[Told | None]:
    """Give what draws the bar; None where nobody looks, since a program that reads us gets none."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress as bars
    from rich.console import Console

    measured = (bars.DownloadColumn(), bars.TransferSpeedColumn()) if unit == "bytes" else (bars.MofNCompleteColumn(),)
    columns = (bars.TextColumn("{task.description}", markup=False), bars.BarColumn(), *measured)
    with bars.Progress(*columns, bars.TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task, last = bar.add_task("", total=None), ""

        def told(name: str, done: int, total: int | None) -> None:
            nonlocal last
            if name != last:
                last = name
                bar.reset(task, description=clean(name)[:LONGEST], total=total)
            bar.update(task, completed=done, total=total)

        yield told
