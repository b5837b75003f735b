"""The timeline from 1989 to 2030: everything dated, by year, with what lies ahead."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Final

from fastapi import Query

from solidary.analyses.chronicle import Happening, chronicle
from solidary.app.at import At, Here
from solidary.app.drawings.strip import strip
from solidary.app.sheet import Sheet

YEARS: Final = (1989, 2030)
KINDS: Final = ("milestone", "brand", "government", "fund", "promise", "project", "office", "programme")


def timeline(
    at: Here,
    kind: Annotated[list[str] | None, Query(description=f"Kinds of entries: {', '.join(KINDS)}.")] = None,
    mine: Annotated[
        bool, Query(description="Only what names the reader or a smaller grouping of the reader's.")
    ] = False,
) -> Sheet:
    """Everything dated on record, the earliest first."""
    wanted = [one for one in kind or [] if one in KINDS]
    everything = chronicle(at.view)
    kept = [one for one in everything if (not wanted or one.kind in wanted) and (not mine or one.mine)]
    years = [(year, list(found)) for year, found in groupby(kept, key=lambda one: one.first.year)]
    about = {
        "years": years, "kinds": KINDS, "wanted": wanted, "mine": mine, "strip": _strip(at, kept), "shown": len(kept),
        "all": len(everything), "this_year": at.where.day.year,
    }  # fmt: skip
    return Sheet("timeline", at.text("title.timeline"), about, {"happenings": [_data(one) for one in kept]})


def _strip(at: At, kept: list[Happening]) -> str:
    lanes = [
        (
            at.text(f"kind.{kind}"),
            [
                (one.first, one.when.last or one.first, f"{at.words.value(one.when)}: {one.title}", one.mine)
                for one in kept if one.kind == kind
            ],
        )
        for kind in KINDS if any(one.kind == kind for one in kept)
    ]  # fmt: skip
    return strip(lanes, YEARS, (at.where.day, at.words.text("chart.today")), at.text("title.timeline")) if lanes else ""


def _data(one: Happening) -> dict[str, object]:
    return {
        "when": str(one.when), "entry": one.subject, "title": one.title, "kind": one.kind, "what": one.what,
        "claim": one.claim, "mine": one.mine, "ahead": one.ahead,
    }  # fmt: skip
