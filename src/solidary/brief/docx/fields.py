"""Fields of a Word document: what Word counts or collects itself when it updates. Each shows a result until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def field(paragraph: Paragraph, code: str, shown: str = "", *, dirty: bool = False) -> Any:
    """Add a field; return the run of its result.

    Args:
        paragraph: where it goes.
        code: what Word is to compute, such as ``PAGE``.
        shown: the result until Word computes it.
        dirty: whether Word should compute it when it opens the document.
    """
    begin = mark(paragraph, "begin")
    if dirty:
        begin.set(name("w:dirty"), "true")
    said = paragraph.add_run()
    said._r.append(element("w:instrText", text=f" {code} ", **{"xml:space": "preserve"}))
    mark(paragraph, "separate")
    result = paragraph.add_run(shown)
    mark(paragraph, "end")
    return result


def mark(paragraph: Paragraph, kind: str) -> Any:
    """Add the begin, middle or end of a field."""
    made = element("w:fldChar", **{"w:fldCharType": kind})
    paragraph.add_run()._r.append(made)
    return made


def bookmark(paragraph: Paragraph, title: str, number: int) -> None:
    """Put a bookmark around all that a paragraph holds so far."""
    start = element("w:bookmarkStart", **{"w:id": str(number), "w:name": title})
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("w:bookmarkEnd", **{"w:id": str(number)}))


def element(tag: str, text: str = "", **attributes: str) -> Any:
    """Make an element of the names that Word knows, such as ``w:fldChar``."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(name(key), value)
    if text:
        made.text = text
    return made


def name(short: str) -> str:
    """Return the full name of an attribute."""
    from docx.oxml.ns import qn

    return "{http://www.w3.org/XML/1998/namespace}space" if short == "xml:space" else str(qn(short))
