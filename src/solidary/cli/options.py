"""Options that several commands share, so that they read and mean the same everywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from solidary.errors import ValueFault, WrongUse

Reader = Annotated[
    str | None, Parameter(name=["--perspective", "-p"], help="Reader: a country (TH, Thailand) or ASEAN.")
]
Day = Annotated[
    str | None, Parameter(name="--as-of", help="Know only what could be known on this day, such as 2023-06-30.")
]
Source = Annotated[
    str, Parameter(name="--source", help="Whose loaded money: iati, or the name of a mapping of spreadsheets.")
]
Language = Annotated[
    str, Parameter(name=["--language", "-l"], help="Language of sentences, numbers and dates: en, th or ko.")
]
Workspace = Annotated[
    Path | None,
    Parameter(
        name=["--workspace", "-w"],
        help="Folder with your own definitions, dossiers and ledger.",
        env_var="SOLIDARY_WORKSPACE",
    ),
]

Home = Annotated[
    Path,
    Parameter(
        name=["--workspace", "-w"],
        help="Folder that keeps what is fetched and loaded; default: here.",
        show_default=False,
        env_var="SOLIDARY_WORKSPACE",
    ),
]


def day(text: str | None) -> date | None:
    """Read the day of `--as-of`; a month or year means its last day.

    >>> day("2023-06")
    datetime.date(2023, 6, 30)
    """
    from solidary.values.period import PartialDate

    if text is None:
        return None
    try:
        return PartialDate.parse(text).last
    except ValueFault:
        raise WrongUse(f"--as-of: read {text!r}, expected a day such as 2023-06-30") from None
