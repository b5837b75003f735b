"""The frame of every picture: size, name and description, as a screen reader needs them. SVG text."""

from __future__ import annotations

from typing import Literal
from xml.sax.saxutils import escape

Role = Literal["img", "group"]  # a group is what holds links


def framed(kind: str, size: tuple[float, float], title: str, told: str, body: str, role: Role = "img") -> str:
    """Put a picture into its frame.

    Args:
        kind: its first class, which also names it on the page.
        size: width and height.
        title: its name.
        told: what it shows, in words.
        body: its marks.
        role: a picture, or a group of links.

    >>> framed("strip", (10, 5), "a < b", "", "<g/>")[:44]
    '<svg class="strip" viewBox="0 0 10 5" role="'
    """
    identity = kind.partition(" ")[0]
    names = f'aria-labelledby="{identity}-t" aria-describedby="{identity}-d"'
    texts = f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(told)}</desc>'
    box = f'viewBox="0 0 {size[0]:.0f} {size[1]:.0f}"'
    return f'<svg class="{kind}" {box} role="{role}" {names} xmlns="http://www.w3.org/2000/svg">{texts}{body}</svg>'
