"""Reads a PDF as a reader and an assistive technology would: letters with their places, tags, bookmarks, fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


class Letter(NamedTuple):
    """A printed letter: its page, its box in points from the lower left corner, its size."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float


class Paper:
    """A PDF file."""

    def __init__(self, made: bytes) -> None:
        self.read = pypdfium2.PdfDocument(made)
        self.tree = pikepdf.open(BytesIO(made))

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.read)

    @cached_property
    def text(self) -> str:
        """All its text, without spaces and marks that only hold lines together."""
        return bare("".join(page.get_textpage().get_text_range() for page in self.read))

    def letters(self) -> Iterator[Letter]:
        """Every letter that leaves ink."""
        for number, page in enumerate(self.read):
            found = page.get_textpage()
            for place in range(found.count_chars()):
                text = chr(pdfium.FPDFText_GetUnicode(found.raw, place))
                size = pdfium.FPDFText_GetFontSize(found.raw, place)
                if text.strip() and text not in "\u2060\u200b\ufffe\x02":
                    left, bottom, right, top = found.get_charbox(place)
                    yield Letter(text, number, left, bottom, right, top, size)

    def tags(self, kind: str) -> list[Any]:
        """All structure elements of a kind, such as ``/Figure``."""
        return [found for found in walk(self.tree.Root.StructTreeRoot) if found.get("/S") == kind]

    @property
    def bookmarks(self) -> list[str]:
        """The titles of the bookmarks."""
        return [found.get_title() for found in self.read.get_toc()]

    def fonts(self) -> Iterator[Any]:
        """The descriptor of every font."""
        for found in self.tree.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor":
                yield found


def walk(node: Any) -> Iterator[Any]:
    """Every element of a structure tree below a node."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from walk(kid)


def bare(text: str) -> str:
    """Take out spaces, joiners and hyphens, which come and go at the ends of lines."""
    return re.sub(r"[-\s\u00a0\u00ad\u200b\u2060\ufffe\x02]", "", text)
