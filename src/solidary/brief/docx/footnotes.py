"""Footnotes of a Word document, which python-docx does not make: a part of the package, with a reference for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from solidary.brief.docx.fields import element, field

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
CONTENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS: Final = (("-1", "separator"), ("0", "continuationSeparator"))
REFERENCE, NOTE = "FootnoteReference", "FootnoteText"


def add_footnotes(document: Document, texts: tuple[str, ...]) -> None:
    """Put the texts of all footnotes into the package; note 1 is the first."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    lines = "".join(_note(str(number), text) for number, text in enumerate(texts, start=1))
    rules = "".join(_separator(*one) for one in SEPARATORS)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    xml = f'{head}<w:footnotes xmlns:w="{W}">{rules}{lines}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), CONTENT, xml.encode("utf-8"), document.part.package)
    document.part.relate_to(part, KIND)
    known = element("w:footnotePr")
    for number, _ in SEPARATORS:
        known.append(element("w:footnote", **{"w:id": number}))
    document.settings.element.append(known)


def refer(paragraph: Paragraph, number: int, *, first: bool) -> None:
    """Add the mark of a footnote; where the note was used before, its number as a field that points there."""
    if not first:
        field(paragraph, f"NOTEREF {anchor(number)} \\f \\h", str(number)).style = REFERENCE_STYLE
        return
    start = element("w:bookmarkStart", **{"w:id": str(number), "w:name": anchor(number)})
    paragraph._p.append(start)
    run: Any = paragraph.add_run(style=REFERENCE_STYLE)
    run._r.append(element("w:footnoteReference", **{"w:id": str(number)}))
    paragraph._p.append(element("w:bookmarkEnd", **{"w:id": str(number)}))


REFERENCE_STYLE: Final = "footnote reference"


def anchor(number: int) -> str:
    """Return the bookmark around the mark of a footnote."""
    return f"_Note{number}"


def _note(number: str, text: str) -> str:
    sign = f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr><w:footnoteRef/></w:r>'
    said = f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
    return f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{NOTE}"/></w:pPr>{sign}{said}</w:p></w:footnote>'


def _separator(number: str, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
