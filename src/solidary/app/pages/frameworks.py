"""Frameworks crossed: how many promises stand where a line and an area meet, and what money they state."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from solidary.analyses.crosstable import Cell, cross
from solidary.app.at import At, Here
from solidary.app.sheet import Sheet
from solidary.brief.data import finding_data
from solidary.errors import UnknownName


def frameworks(
    at: Here,
    down: Annotated[str, Query(description="Framework whose areas are the rows.")] = "",
    across: Annotated[str, Query(description="Framework whose areas are the columns.")] = "",
) -> Sheet:
    """Lines of one framework by areas of another, with promises and the money that they state."""
    known = [key for key in at.view.initiative.frameworks if key in at.view.library.frameworks]
    if not known:
        return Sheet("frameworks", at.text("title.frameworks"), {"cross": None, "chapter": at.chapter("alignment")})
    down, across = down or known[0], across or next((key for key in ("aoip", *known[1:]) if key in known), known[0])
    for name in (down, across):
        if name not in known:
            raise UnknownName("framework", name, known)
    found = cross(at.view, down, across)
    terms = at.view.library.frameworks
    about = {
        "cross": found, "known": [(key, terms[key]) for key in known], "chapter": at.chapter("alignment"),
        "money": {id(cell): money(at, cell) for row in (*found.cells, found.totals, found.foot) for cell in row},
    }  # fmt: skip
    data = {
        "down": down, "across": across,
        "cells": [
            {"row": row, "column": column, "promises": [one.key for one in cell.promises], "priced": cell.priced,
             "sums": {one.currency: str(one.number) for one in cell.sums}}
            for (row, _), cells in zip(found.rows, found.cells, strict=True)
            for (column, _), cell in zip(found.columns, cells, strict=True)
        ],
        "alignment": finding_data(at.finding("alignment")),
    }  # fmt: skip
    return Sheet("frameworks", at.text("title.frameworks"), about, data)


def money(at: At, cell: Cell) -> str:
    """Spell what a cell's promises state, currency by currency."""
    return " + ".join(at.words.value(one) for one in cell.sums)
