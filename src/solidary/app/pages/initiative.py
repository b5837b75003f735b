"""The initiative at a glance: the lead, the ladder of its promises, what falls due, a first answer to each question."""

from __future__ import annotations

from solidary.analyses.questions import ON_FLOWS
from solidary.app.at import At, Here
from solidary.app.sheet import Sheet
from solidary.brief.blocks import Chapter, ChartBlock, Paragraph, TableBlock
from solidary.brief.data import finding_data
from solidary.brief.outline import ORDER

DUE = 7  # milestones that are shown; the others are on the page of their question


def initiative(at: Here) -> Sheet:
    """The sentences of the lead, the promises by status, what falls due, and the first answer to each question."""
    opening = at.reading.opening(at.where)
    order = [key for key in ORDER[at.view.perspective.role] if key in at.reading.questions]
    chapters = [(key, at.first(key)) for key in order if key not in ON_FLOWS]
    others = at.view.library.dossiers.items()
    about = {
        "opening": opening,
        "ladder": _first_chart(at.first("delivery")),
        "due": _due(at),
        "answers": [(key, found, _first_sentence(found)) for key, found in chapters],
        "others": [(key, found.initiative.title) for key, found in others if key != at.where.initiative],
        "more": [key for key in order if key in ON_FLOWS],
    }
    data = {
        "initiative_title": at.view.initiative.title,
        "lead": [paragraph.plain for paragraph in opening.lead],
        "facts": dict(opening.facts),
        "delivery": finding_data(at.first("delivery").section.finding),
        "milestones": finding_data(at.first("milestones").section.finding),
        "pages": {key: at.where.to(f"questions/{key}.json") for key in order},
    }
    return Sheet("initiative", at.view.initiative.title, about, data)


def _first_chart(found: Chapter) -> ChartBlock | None:
    return next((block for block in found.section.blocks if isinstance(block, ChartBlock)), None)


def _first_sentence(found: Chapter) -> Paragraph | None:
    return next((block for block in found.section.blocks if isinstance(block, Paragraph)), None)


def _due(at: At) -> list[tuple[tuple[str, ...], str, bool]]:
    """The next milestones: the cells of each, the anchor behind it, and whether it concerns the reader."""
    for block in at.first("milestones").section.blocks:
        if isinstance(block, TableBlock) and block.table.key == "milestones.ahead":
            kept = zip(block.rows[:DUE], block.links[:DUE], block.table.rows[:DUE], strict=True)
            return [(cells, link, row.strong) for cells, link, row in kept]
    return []
