"""The funds as trajectories: what was paid year by year, what is promised, and the claim behind each level."""

from __future__ import annotations

from dataclasses import dataclass

from solidary.analyses.funds import Fund
from solidary.analyses.funds import funds as funds_of
from solidary.app.at import Here
from solidary.app.sheet import Sheet
from solidary.brief.blocks import ChartBlock, TableBlock
from solidary.brief.data import finding_data
from solidary.records.claim import Claim, spell
from solidary.register.held import Held

SERIES = ("contribution", "target", "cumulative")


@dataclass(frozen=True)
class Level:
    """What is held of a fund for a time. Grain: one per fund, predicate and time."""

    predicate: str
    of: str
    held: Held

    @property
    def claim(self) -> Claim | None:
        """The claim in force."""
        return self.held.claim


def funds(at: Here) -> Sheet:
    """The funds of the initiative: contributions by year, promised levels, and the sources that differ."""
    found = [(fund, at.view.library.funds[fund.key], _levels(fund)) for fund in funds_of(at.view)]
    charts = {
        block.chart.key: block
        for key in ("continuity", "overstretch") for block in at.chapter(key).section.blocks
        if isinstance(block, ChartBlock) and block.chart.key in ("levels", "funds")
    }  # fmt: skip
    table = next((block for block in at.chapter("overstretch").section.blocks
                  if isinstance(block, TableBlock) and block.table.key == "funds"), None)  # fmt: skip
    about = {"funds": found, "charts": list(charts.values()), "table": table, "chapter": at.chapter("overstretch")}
    data = {
        "funds": {
            fund.key: {"title": term.title, "manager": term.manager, "since": str(term.since),
                       "levels": [_data(level) for level in levels]}
            for fund, term, levels in found
        },
        "overstretch": finding_data(at.finding("overstretch")),
    }  # fmt: skip
    return Sheet("funds", at.text("title.funds"), about, data)


def _levels(fund: Fund) -> list[Level]:
    slots = fund.subject.slots.items()
    return [Level(name, of, held) for (name, of), held in sorted(slots, key=lambda pair: pair[0][1]) if name in SERIES]


def _data(level: Level) -> dict[str, object]:
    claim = level.claim
    return {
        "what": level.predicate, "of": level.of, "value": spell(claim.value) if claim else None,
        "claim": claim.id if claim else None, "source": claim.evidence.title if claim else None,
        "also_claimed": [spell(rival.value) for rival in level.held.rivals],
    }  # fmt: skip
