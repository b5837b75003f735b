"""The questions, and one page for each: the finding as the brief prints it, with every figure open."""

from __future__ import annotations

from solidary.analyses.questions import QUESTIONS
from solidary.app.at import Here
from solidary.app.sheet import Sheet
from solidary.brief.blocks import Paragraph
from solidary.brief.data import finding_data
from solidary.brief.outline import ORDER
from solidary.errors import UnknownName


def questions(at: Here) -> Sheet:
    """All questions, in the order that suits the reader, each with the first sentence of its answer."""
    order = [key for key in ORDER[at.view.perspective.role] if key in at.reading.questions]
    chapters = [(key, at.first(key)) for key in order]
    firsts = [
        (key, found, next((block for block in found.section.blocks if isinstance(block, Paragraph)), None))
        for key, found in chapters
    ]
    data = {
        "questions": {key: {"asks": QUESTIONS[key], "address": at.where.to(f"questions/{key}.json")} for key in order}
    }
    return Sheet("questions", at.text("title.questions"), {"answers": firsts}, data)


def question(at: Here, question: str) -> Sheet:
    """The answer to one question: sentences, charts, tables, coverage and caveats; each figure with its address."""
    if question not in QUESTIONS:
        raise UnknownName("question", question, QUESTIONS)
    found = at.chapter(question)
    text = [block.plain for block in found.section.blocks if isinstance(block, Paragraph)]
    order = [key for key in ORDER[at.view.perspective.role] if key in at.reading.questions]
    data = {**finding_data(found.section.finding), "text": text}
    return Sheet("question", found.section.question, {"chapter": found, "order": order, "current": question}, data)
