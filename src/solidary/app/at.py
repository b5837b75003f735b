"""Where a request stands: the reading of the workspace, the initiative, who reads and as of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from solidary.analyses.finding import Finding
from solidary.analyses.view import View
from solidary.app.reading import Reading
from solidary.app.said import said
from solidary.app.where import Where
from solidary.brief.blocks import Chapter
from solidary.brief.catalogue import Catalogue
from solidary.errors import ValueFault, WrongUse
from solidary.values.period import PartialDate


@dataclass(frozen=True)
class At:
    """A request's place."""

    reading: Reading
    where: Where

    @property
    def view(self) -> View:
        """What an analysis sees."""
        return self.reading.view(self.where)

    @property
    def words(self) -> Catalogue:
        """The words of the reader's language."""
        return self.reading.words

    def text(self, key: str, **about: object) -> str:
        """Return a word of the app, with what it speaks of."""
        found = said()[key]
        return found.format(**about) if about else found

    def finding(self, question: str) -> Finding:
        """Answer a question."""
        return self.reading.finding(question, self.where)

    def first(self, question: str) -> Chapter:
        """Answer a question from the register alone, in words."""
        return self.reading.first(question, self.where)

    def chapter(self, question: str) -> Chapter:
        """Answer a question in words."""
        return self.reading.chapter(question, self.where)


def at(
    request: Request,
    initiative: Annotated[str, Path(description="Key of an initiative, such as kasi.")],
    perspective: Annotated[str, Query(description="Reader: a country (TH, Thailand) or ASEAN.", max_length=80)] = "",
    as_of: Annotated[str, Query(description="Know only what could be known on this day.", max_length=10)] = "",
) -> At:
    """Read the place that an address names.

    Raises:
        UnknownName: if the initiative or the reader is unknown.
        WrongUse: if the day is none.
    """
    reading: Reading = request.app.state.shelf.reading()
    return At(reading, reading.where(initiative, perspective, day_of(as_of)))


Here = Annotated[At, Depends(at)]


def day_of(text: str) -> date | None:
    """Read a day; a month or a year means its last day.

    >>> day_of("2023-06"), day_of("")
    (datetime.date(2023, 6, 30), None)
    """
    if not text:
        return None
    try:
        return PartialDate.parse(text).last
    except ValueFault:
        raise WrongUse(f"as_of: read {text!r}, expected a day such as 2023-06-30") from None
