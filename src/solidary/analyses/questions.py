"""The questions that can be asked, in the order of the field; each is one module with ``answer``."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from solidary.analyses.finding import Finding
from solidary.analyses.grade import graded
from solidary.analyses.view import View
from solidary.errors import UnknownName
from solidary.records.source import IATI

QUESTIONS: Final[dict[str, str]] = {
    "continuity": "Is the engagement kept up across governments?",
    "concreteness": "Are the promises concrete?",
    "delivery": "Are they kept?",
    "projects": "Which projects stand beside the promises?",
    "alignment": "What does it serve?",
    "centrality": "Is ASEAN in the centre?",
    "overstretch": "Is it overstretched?",
    "interoperability": "With whom could it be joined up?",
    "outreach": "Whom does it reach?",
    "creative": "Does the content-industry hub make sense?",
    "milestones": "What falls due?",
    "comparison": "How does it compare?",
}

# Without loaded data these say only that there is none, so a brief leaves them out.
ON_FLOWS: Final = frozenset({"projects"})

# To these the loaded money adds a part: the module of the same name in ``reported``, with ``part(view) -> Part``.
REPORTED: Final = frozenset({"centrality", "comparison", "continuity", "delivery", "interoperability", "overstretch"})


def ask(question: str, view: View) -> Finding:
    """Answer one question.

    Raises:
        UnknownName: with the nearest question.
    """
    if question not in QUESTIONS:
        raise UnknownName("question", question, QUESTIONS)
    finding: Finding = import_module(f"solidary.analyses.{question}").answer(view)
    if view.flows is not None and question in REPORTED:
        finding = finding.plus(import_module(f"solidary.analyses.reported.{question}").part(view))
    if view.flows is not None and view.flows.source != IATI and question in ON_FLOWS | REPORTED:
        finding = finding.plus(import_module("solidary.analyses.source").part(view, listed=question in ON_FLOWS))
    return graded(finding, view.register)
