"""What is said of a figure beside its value: where it may lie and why, and how good its evidence is."""

from __future__ import annotations

from solidary.analyses.finding import Doubt, Figure
from solidary.brief.catalogue import Catalogue


def doubt_lines(figure: Figure, words: Catalogue) -> tuple[str, ...]:
    """Say where a figure may lie: first all doubts together, then each alone."""
    if not figure.doubts or figure.value is None:
        return tuple(_line(doubt, words) for doubt in figure.doubts)
    whole = words.text("doubt.all").format(span=words.span(figure.low, figure.high))
    return (whole, *(_line(doubt, words) for doubt in figure.doubts))


def grade_text(grade: str, words: Catalogue) -> str:
    """Say what a grade of evidence means: B3, usually reliable, possibly true."""
    return f"{grade}: {words.text(f'evidence.{grade[0]}')}, {words.text(f'evidence.{grade[1]}')}" if grade else ""


def _line(doubt: Doubt, words: Catalogue) -> str:
    rows = "" if doubt.rows is None else f"{doubt.rows:,}"
    return words.text(f"doubt.{doubt.key}").format(span=words.span(doubt.low, doubt.high), rows=rows)
