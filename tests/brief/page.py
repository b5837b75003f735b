"""Reads a page as a browser would, far enough to see whether it is whole, linked and harmless."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input", "source", "base", "area", "col", "embed", "track", "wbr"}
Attributes = dict[str, str]


class Page(HTMLParser):
    """Every element with its attributes and the sections around it, and the text under each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes, tuple[str, ...]]] = []
        self.open: list[tuple[str, Attributes]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        around = tuple(found.get("id") or name for name, found in self.open)
        self.elements.append((tag, attributes, around))
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open = self.open[:-1] if tag not in VOID else self.open

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(tag == "style" for tag, _ in self.open):
            self.text.append(data)

    def all(self, tag: str) -> list[Attributes]:
        """Attributes of each element of a kind."""
        return [attributes for name, attributes, _ in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """All ids in order."""
        return [attributes["id"] for _, attributes, _ in self.elements if "id" in attributes]

    @property
    def links(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each address that an anchor leads to, with what is around it."""
        return [(found["href"], around) for tag, found, around in self.elements if tag == "a" and "href" in found]
