"""Printed -> PDF, by typst: tagged (PDF/UA-1), bookmarked, fonts embedded, charts as vectors."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from solidary.brief.blocks import Brief
from solidary.brief.print.fonts import advice, families
from solidary.brief.print.outline import PAGES, printed
from solidary.brief.print.picture import picture
from solidary.brief.print.printed import Drawing, Grid, Part, Printed
from solidary.errors import MissingExtra, MissingFont

if TYPE_CHECKING:
    from types import ModuleType

TEMPLATE: Final = Path(__file__).with_name("brief.typ")
CHART: Final = TEMPLATE.with_name("chart.typ")
STANDARD: Final = "ua-1"
LONG: Final = re.compile(r"[!-~]{13,}")
PIECES: Final = re.compile(r"[^-/_.:]{0,11}[-/_.:]|.{1,12}")
UNSEEN: Final = re.compile(r"the text `\"(.*?)\"` could not be displayed")


PAGE: Final = re.compile(rb"<xmpTPg:NPages>(\d+)<")


def pdf(brief: Brief) -> bytes:
    """Write the brief for print as PDF.

    Raises:
        MissingExtra: if typst is not installed.
        MissingFont: if no font here has the letters of the language.
    """
    return typeset(fitted(brief))


def fitted(brief: Brief) -> Printed:
    """Choose as many exhibits as the pages allow, by halving.

    Raises:
        MissingExtra: if typst is not installed.
        MissingFont: if no font here has the letters of the language.
    """
    paper = printed(brief)
    fits, most = 0, paper.exhibits
    if pages(typeset(paper)) <= PAGES:
        return paper
    while most - fits > 1:
        tried = (fits + most) // 2
        fits, most = (tried, most) if pages(typeset(printed(brief, tried))) <= PAGES else (fits, tried)
    return printed(brief, fits)


def pages(made: bytes) -> int:
    """Count the pages of a PDF, which typst writes into its metadata."""
    found = PAGE.search(made)
    assert found is not None
    return int(found[1])


def typeset(paper: Printed, *, system_fonts: bool = True) -> bytes:
    """Set what was chosen for paper.

    Args:
        paper: what is to be set.
        system_fonts: whether fonts of the machine may be used; else only those that typst carries.

    Raises:
        MissingExtra: if typst is not installed.
        MissingFont: if no font has the letters of the language.
    """
    typst = typesetter()
    fonts = _fonts(system_fonts)
    data = {**content(paper), "fonts": families(paper.language, fonts.families())}
    try:
        made: bytes = typst.compile(
            TEMPLATE,
            font_paths=fonts,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=[STANDARD],
        )
    except typst.TypstError as error:
        if unseen := UNSEEN.search(str(error)):
            raise MissingFont(unseen[1], advice(paper.language)) from None
        raise
    return made


def raster(svg: str, language: str, ppi: int = 220) -> bytes:
    """Draw a chart as PNG.

    Raises:
        MissingExtra: if typst is not installed.
    """
    fonts = _fonts(True)
    data = {**picture(svg), "language": language, "fonts": families(language, fonts.families())}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made: bytes = typesetter().compile(CHART, font_paths=fonts, sys_inputs=inputs, format="png", ppi=ppi)
    return made


@cache
def _fonts(system_fonts: bool) -> Any:
    """Look for fonts once: a machine may have hundreds."""
    return typesetter().Fonts(include_system_fonts=system_fonts)


@cache
def typesetter() -> ModuleType:
    """Return typst.

    Raises:
        MissingExtra: if it is not installed.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtra("print", "typst") from None
    return typst


def content(paper: Printed) -> dict[str, Any]:
    """Return what the template reads; plain data, so that nothing in it can act as markup."""
    keys = ("print.figure", "print.table", "brief.lead", "brief.conflicts", "print.coverage", "print.method")
    return {
        **{key: getattr(paper, key) for key in ("language", "title", "subtitle", "version", "made", "citation")},
        "whole": "|".join(sorted(paper.labels["print.whole"].split("|"), key=len, reverse=True)),
        "day": [int(part) for part in paper.as_of.split("-")],
        "lead": [[asdict(piece) for piece in text] for text in paper.lead],
        "facts": paper.facts,
        "parts": [_part(part) for part in paper.parts],
        "conflicts": _grid(paper.conflicts),
        "conflicts_intro": paper.conflicts_intro,
        "coverage": _grid(paper.coverage),
        "method": paper.method,
        "notes": paper.notes,
        "labels": {key.partition(".")[2]: paper.labels[key] for key in keys},
    }


def _part(part: Part) -> dict[str, Any]:
    texts = [[asdict(piece) for piece in text] for text in part.texts]
    return {"title": part.title, "texts": texts, "exhibits": [_exhibit(one) for one in part.exhibits]}


def _exhibit(one: Grid | Drawing) -> dict[str, Any]:
    if isinstance(one, Drawing):
        return {"caption": one.caption, "alternative": one.alternative, "foot": one.foot, **picture(one.svg)}
    return _grid(one)


def _grid(grid: Grid) -> dict[str, Any]:
    return {**asdict(grid), "rows": [[loose(cell) for cell in row] for row in grid.rows]}


def loose(cell: str) -> str:
    """Let a line break inside what is wider than a column: an identifier, an amount; else it would lie on the next one.

    >>> loose("KR-GOV-021-20ED00002") == "KR-\u200bGOV-\u200b021-\u200b20ED00002"
    True
    """
    return LONG.sub(lambda found: "\u200b".join(PIECES.findall(found[0])), cell).replace("\u00a0", " ")
