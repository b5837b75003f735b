"""A finding that can show itself: as a chart, in a notebook, as a data frame."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from solidary.analyses.finding import Finding
from solidary.analyses.view import View
from solidary.brief.blocks import ChartBlock, Section, TableBlock
from solidary.errors import UnknownName

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Answer(Finding):
    """What `Workspace.ask` gives: a finding, with the words and pictures of the brief."""

    view: View | None = field(default=None, repr=False, compare=False)
    language: str = "en"

    @classmethod
    def of(cls, finding: Finding, view: View, language: str = "en") -> Answer:
        """Give a finding the means to show itself."""
        parts = {part.name: getattr(finding, part.name) for part in fields(finding)}
        return cls(**parts, view=view, language=language)

    @cached_property
    def section(self) -> Section:
        """The finding as the brief prints it."""
        from solidary.brief.brief import section

        assert self.view is not None
        return section(self.view, self, self.language)

    def chart(self, number: int = 0) -> ChartBlock:
        """Return a chart; it shows itself in a notebook, and ``.svg`` is its text.

        Raises:
            UnknownName: if the finding has no such chart.
        """
        charts = [block for block in self.section.blocks if isinstance(block, ChartBlock)]
        if not 0 <= number < len(charts):
            raise UnknownName("chart", str(number), map(str, range(len(charts))))
        return charts[number]

    def shown(self, number: int = 0) -> TableBlock:
        """Return a table as the brief prints it, in the words of the language; it shows itself in a notebook.

        Raises:
            UnknownName: if the finding has no such table.
        """
        tables = [block for block in self.section.blocks if isinstance(block, TableBlock)]
        if not 0 <= number < len(tables):
            raise UnknownName("table", str(number), map(str, range(len(tables))))
        return tables[number]

    def to_pandas(self) -> pd.DataFrame:
        """Return the main table as a pandas frame (needs pandas)."""
        return self.table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """Return the main table as a polars frame (needs polars)."""
        import polars

        frame: Any = polars.from_arrow(self.table)
        return frame

    def _repr_html_(self) -> str:
        from solidary.brief.page import fragment

        return fragment(self.section)
