"""The marks of which every chart is made, as SVG text; colours are classes of the page."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from xml.sax.saxutils import escape

from solidary.brief.catalogue import Catalogue

WIDTH = 420
LINE = 15
CHARACTER = 6.1  # mean width of a character at the size of the labels


def text_at(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    """Return a text."""
    kinds = f' class="{kind}"' if kind else ""
    anchors = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kinds}{anchors}>{escape(text)}</text>'


def rect(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> str:
    """Return a rectangle; its title is shown under the pointer."""
    inner = f"<title>{escape(title)}</title>" if title else ""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"'
    return f'<rect {place} class="{kind}">{inner}</rect>'


def rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Return a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def dot(x: float, y: float, kind: str, title: str, radius: float = 3.2) -> str:
    """Return a dot with a title."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="{kind}"><title>{escape(title)}</title></circle>'


def label_of(text: str, words: Catalogue) -> str:
    """Return a term of ours, or a name, in the words of the reader; any other label as it is."""
    return words.text(text) if words.has(text) else words.own(text)


def cells(text: str) -> float:
    """Return how wide a text is, in mean characters: Hangul is wide, a vowel above a Thai consonant takes no room.

    >>> cells("abc"), cells("กี่"), cells("한국")
    (3.0, 1.15, 3.8)
    """
    return sum(map(_cell, text))


def _cell(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    if "\u0e00" <= character <= "\u0e7f":
        return 1.15
    return 1.9 if unicodedata.east_asian_width(character) in "WF" else 1.0


def wrapped(text: str, width: int) -> list[str]:
    """Break a text at its spaces into lines of so many mean characters; a longer word stays whole.

    >>> wrapped("one two three", 7)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and cells(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def cut(text: str, width: int) -> str:
    """Cut a text that is wider than so many mean characters."""
    if cells(text) <= width:
        return text
    while cells(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def number_text(value: Decimal) -> str:
    """Spell a number: whole ones without a point, others with one digit behind it."""
    return f"{value.normalize():,f}" if value == value.to_integral() else f"{value:,.1f}"


def fine(value: Decimal) -> str:
    """Spell a number with three significant digits, as ratios and shares need; whole ones in full.

    >>> [fine(Decimal(text)) for text in ("0.31418", "12.36", "1500", "0", "0.50")]
    ['0.314', '12.4', '1,500', '0', '0.5']
    """
    if value == value.to_integral():
        return f"{value.to_integral():,f}"
    digits = max(2 - value.adjusted(), 0)
    rounded = round(value, digits)
    return f"{rounded.normalize():,f}"
