"""Styles of the document: A4, and for each script the font that its letters need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from solidary.brief.docx.fields import element, name
from solidary.brief.docx.footnotes import NOTE, REFERENCE, REFERENCE_STYLE

if TYPE_CHECKING:
    from docx.document import Document

# Latin, East Asian and complex scripts each have a font of their own in Word; these come with Windows, and Word and
# LibreOffice put others in their place where they are absent.
FONTS: Final = {"w:ascii": "Arial", "w:hAnsi": "Arial", "w:eastAsia": "Malgun Gothic", "w:cs": "Leelawadee UI"}
LOCALES: Final = {"en": "en-GB", "ko": "ko-KR", "th": "th-TH"}
SIZES: Final = {"Normal": 9, "Title": 20, "Subtitle": 10, "Heading 1": 12.5, "Caption": 8.5, "List Number": 9.5}
ACCENT: Final = "0B4D90"


def set_styles(document: Document, language: str) -> None:
    """Set paper, fonts and sizes; all text follows from styles, none is set by hand."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(21)
    section.top_margin = section.bottom_margin = Mm(18)
    note = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    mark = document.styles.add_style(REFERENCE_STYLE, WD_STYLE_TYPE.CHARACTER)
    note.element.set(name("w:styleId"), NOTE)
    mark.element.set(name("w:styleId"), REFERENCE)
    mark.font.superscript = True
    small = document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = document.styles["Normal"]
    source = document.styles.add_style("Exhibit Source", WD_STYLE_TYPE.PARAGRAPH)
    source.base_style = document.styles["Normal"]
    for key, size in {**SIZES, "footnote text": 7, "Table Text": 7.5, "Exhibit Source": 7}.items():
        _font(document.styles[key].element.get_or_add_rPr(), size, language)
    for key in ("Title", "Heading 1", "Caption"):
        _colour(document.styles[key].element.get_or_add_rPr())
    document.styles["Subtitle"].font.italic = False
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Heading 1"].paragraph_format.space_before = Pt(11)
    for key, after in (
        ("Normal", 4),
        ("List Number", 3),
        ("footnote text", 0),
        ("Table Text", 1),
        ("Exhibit Source", 2),
    ):
        document.styles[key].paragraph_format.space_after = Pt(after)
        document.styles[key].paragraph_format.line_spacing = 1.0


def _font(properties: Any, size: float, language: str) -> None:
    """Give a style the fonts of all scripts; Thai takes its size and weight from the marks for complex scripts."""
    for tag in ("w:rFonts", "w:sz", "w:szCs", "w:lang", "w:bCs"):
        for old in properties.findall(name(tag)):
            properties.remove(old)
    properties.insert(0, element("w:rFonts", **FONTS))
    locale = LOCALES.get(language, language)
    if properties.find(name("w:b")) is not None:
        properties.find(name("w:b")).addnext(element("w:bCs"))
    halves = str(round(size * 2))
    for made in (
        element("w:sz", **{"w:val": halves}),
        element("w:szCs", **{"w:val": halves}),
        element("w:lang", **{"w:val": "en-GB", "w:eastAsia": "ko-KR", "w:bidi": "th-TH"} | _own(locale)),
    ):
        properties.append(made)


def _own(locale: str) -> dict[str, str]:
    """Return the attribute under which Word keeps a language: Korean is East Asian, Thai a complex script."""
    key = {"ko-KR": "w:eastAsia", "th-TH": "w:bidi"}.get(locale, "w:val")
    return {key: locale}


def _colour(properties: Any) -> None:
    for old in properties.findall(name("w:color")):
        properties.remove(old)
    properties.find(name("w:sz")).addprevious(element("w:color", **{"w:val": ACCENT}))
