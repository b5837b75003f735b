"""A chart of the page -> a picture for paper: colours set, texts apart, so that they are shaped and tagged as text.

The marks stay one SVG. Its texts are taken out and set over it by typst, whose shaping knows Thai vowels; the text
engine for SVG does not give their letters back (PDF/UA asks for them).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Final, TypedDict

from solidary.brief.page import TEMPLATES

SVG: Final = "http://www.w3.org/2000/svg"
RULE: Final = re.compile(r"^((?:\.chart|\.tone-)[^{]*)\{([^}]*)\}|(?<=\} )(\.tone-[^{]*)\{([^}]*)\}", re.MULTILINE)
SIZES: Final = {"quiet": 11.0, "small": 11.0}
SIZE: Final = 12.0


class Mark(TypedDict):
    """A text of a picture: a point of its baseline, in units of the picture, and how much of the text is left of it."""

    x: float
    y: float
    text: str
    size: float
    strong: bool
    quiet: bool
    shift: float


class Picture(TypedDict):
    """A chart without its texts, and the texts; one unit of both is the same."""

    svg: str
    width: float
    height: float
    texts: list[Mark]


def picture(svg: str) -> Picture:
    """Make a chart ready for paper.

    >>> made = picture('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 30"><text x="4" y="9">A</text></svg>')
    >>> made["width"], made["texts"][0]["text"], "<text" in made["svg"]
    (420.0, 'A', False)
    """
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    texts = [_mark(found) for found in root.iter(f"{{{SVG}}}text")]
    _strip(root)
    style = ET.Element(f"{{{SVG}}}style")
    style.text = paper()
    root.insert(0, style)
    return Picture(svg=ET.tostring(root, encoding="unicode"), width=width, height=height, texts=texts)


def coloured(svg: str) -> str:
    """Put the colours of paper into a chart that keeps its texts, for a place that has no style for it."""
    return svg.replace(">", f"><style>.chart {{font: 12px sans-serif; max-width: 32rem}}\n{paper()}</style>", 1)


def _mark(found: ET.Element) -> Mark:
    kinds = found.get("class", "").split()
    return Mark(
        x=float(found.attrib["x"]),
        y=float(found.attrib["y"]),
        text=found.text or "",
        size=min((SIZES[kind] for kind in kinds if kind in SIZES), default=SIZE),
        strong="strong" in kinds,
        quiet="quiet" in kinds,
        shift={"middle": 0.5, "end": 1.0}.get(found.get("text-anchor", ""), 0.0),
    )


def _strip(parent: ET.Element) -> None:
    """Take out texts, and the titles that only a pointer shows."""
    for child in list(parent):
        if child.tag in (f"{{{SVG}}}text", f"{{{SVG}}}title", f"{{{SVG}}}desc"):
            parent.remove(child)
        else:
            _strip(child)


@cache
def paper() -> str:
    """Return the rules of the page's style that concern charts, with the colours that it has in daylight."""
    css = (TEMPLATES / "brief.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css.partition("}")[0]))
    rules = [
        f"{selector.strip()} {{{body}}}"
        for selector, body in re.findall(r"((?:\.chart|\.tone-)[^{}]*)\{([^}]*)\}", css.partition("@media print")[0])
        if selector.strip() != ".chart"
    ]
    return re.sub(r"var\(--([a-z]+)\)", lambda found: colours[found[1]], "\n".join(rules))
