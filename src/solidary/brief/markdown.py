"""Brief -> Markdown: figures carry footnotes, tables are pipe tables, charts are their text alternative."""

from __future__ import annotations

from collections.abc import Iterator

from solidary.brief.blocks import Block, Brief, ChartBlock, Note, Paragraph, Run, TableBlock, web_address
from solidary.records.claim import spell

ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|"})


def markdown(brief: Brief) -> str:
    """Render a brief as Markdown (CommonMark with tables and footnotes)."""
    return "\n".join(_lines(brief)) + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    labels = brief.labels
    yield from (f"# {_safe(brief.title)}", "", _safe(brief.subtitle), "", f"## {labels['brief.lead']}", "")
    yield from (f"{number}. {_runs(paragraph.runs)}" for number, paragraph in enumerate(brief.lead, start=1))
    yield ""
    yield from (f"- **{_safe(label)}**: {_safe(text)}" for label, text in brief.facts)
    for section in brief.sections:
        yield from ("", f"## {_safe(section.question)}", "")
        for block in section.blocks:
            yield from _block(block)
    yield from ("", f"## {labels['brief.conflicts']}", "", labels["brief.conflicts_intro"], "")
    yield from _table(brief.conflicts)
    yield from ("", f"## {labels['brief.sources']}", "")
    for source in brief.sources:
        address = f" <{source.url}>" if web_address(source.url) else ""
        yield f"- {_safe(source.title)}; {source.published}; {source.grade}{address}"
    yield ""
    yield from (_note(note, brief.as_of) for note in brief.notes)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(style="body"):
            yield from (_runs(block.runs), "")
        case Paragraph():
            yield from (f"*{_runs(block.runs)}*", "")
        case ChartBlock():
            yield from (f"**{_safe(block.caption)}.** {_safe(block.alternative)}", "")
        case TableBlock():
            yield from (f"**{_safe(block.caption)}**", "")
            yield from _table(block)
            yield ""


def _table(block: TableBlock) -> Iterator[str]:
    if not block.rows:
        return
    align = {"number": "---:", "money": "---:"}
    yield _row(block.headings)
    yield f"|{'|'.join(align.get(kind, '---') for kind in block.kinds)}|"
    yield from (_row(row) for row in block.rows)
    if block.total:
        yield _row(block.total)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(_safe(cell) for cell in cells)} |"


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(f"{_safe(run.text)}[^{run.note}]" if run.note else _safe(run.text) for run in runs)


def _note(note: Note, day: str) -> str:
    working = f" = {note.figure.working}" if note.figure.working else ""
    claims = "; ".join(
        f"{claim.id} {spell(claim.value)} ({claim.evidence.title}, {claim.evidence.locator})"
        for claim in note.claims[:3]
    )
    more = f"; + {len(note.claims) - 3}" if len(note.claims) > 3 else ""
    sure = " ".join([*note.doubts, *([f"{note.grade}."] if note.grade else [])])
    text = _safe(f"{note.text}{working}. {note.rule}. {claims}{more}.{f' {sure}' if sure else ''}")
    return f"[^{note.number}]: {text} `solidary explain {note.address} --as-of {day}`"


def _safe(text: str) -> str:
    """Keep what a source says from acting as markup."""
    return text.replace("\r", " ").replace("\n", " ").translate(ESCAPED)
