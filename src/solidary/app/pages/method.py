"""About the method: written by the code itself, so that it says what the program does and not what it once did."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import Any

from solidary.analyses.questions import QUESTIONS
from solidary.app.at import Here
from solidary.app.sheet import Sheet
from solidary.register import precedence
from solidary.store.engine.library import bundled


def method(at: Here) -> Sheet:
    """The rules by which figures are made, the questions, the order of precedence and the queries, from the code."""
    rules = at.view.library.rules
    used: dict[str, list[tuple[str, str]]] = {}
    for question in at.reading.questions:
        finding = at.finding(question)
        for key, figure in finding.figures.items():
            used.setdefault(figure.rule, []).append((question, finding.address(key)))
    questions = [(key, asks, _said(f"solidary.analyses.{key}")) for key, asks in QUESTIONS.items()]
    about = {
        "rules": [(key, rule, used.get(key, [])) for key, rule in rules.items()],
        "questions": questions,
        "precedence": paragraphs(precedence.__doc__ or ""),
        "queries": [(name, file.head) for name, file in sorted(bundled().files.items())],
        "measures": list(_measures()),
    }  # fmt: skip
    data = {
        "rules": {key: {"title": rule.title, "text": rule.text, "reference": rule.reference,
                        "figures": [address for _, address in used.get(key, [])]} for key, rule in rules.items()},
        "questions": {key: {"asks": asks, "method": said} for key, asks, said in questions},
        "queries": {name: file.head for name, file in bundled().files.items()},
    }  # fmt: skip
    return Sheet("method", at.text("title.method"), about, data)


def paragraphs(doc: str) -> list[str]:
    r"""Take a docstring apart into its paragraphs and numbered lines; the mark-up of its names is left out.

    >>> paragraphs("One rule.\n\n1. First\n   goes.\n2. Then.")
    ['One rule.', '1. First goes.', '2. Then.']
    """
    parts = re.split(r"\n\n|\n(?=\d+\. )", inspect.cleandoc(doc))
    return [" ".join(part.split()).replace("``", "") for part in parts]


def _said(module: str) -> list[str]:
    return paragraphs(import_module(module).__doc__ or "")


def _measures() -> Any:
    """The measures of the field that the package has: module, and what it says of itself."""
    import pkgutil

    import solidary.measures

    for found in pkgutil.iter_modules(solidary.measures.__path__):
        yield found.name, _said(f"solidary.measures.{found.name}")
