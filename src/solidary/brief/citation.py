"""How a brief and its sources are cited: BibTeX, and the JSON of the Citation Style Language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from solidary.brief.blocks import Brief, SourceEntry, web_address
from solidary.values.period import PartialDate

Style = Literal["bibtex", "csl"]
# What acts in TeX, as TeX prints it. A key of the register has none of these, so it stays as it is.
ESCAPES: Final = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {"~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}"}
)
ENCODED: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def cite(brief: Brief, style: Style) -> str:
    """Return the entry for a brief, then those of its sources, in the order in which the brief lists them."""
    styles: dict[Style, Callable[[Brief], str]] = {"bibtex": bibtex, "csl": csl}
    return styles[style](brief)


def key_of(brief: Brief) -> str:
    """Return the name under which a brief is cited.

    It holds whose brief it is and of which day, so that two briefs in one list stay apart.
    """
    reader = f"-{brief.perspective}" if brief.perspective else ""
    return f"solidary-{brief.initiative}{reader}-{brief.as_of}"


def bibtex(brief: Brief) -> str:
    """Return BibTeX, in UTF-8; what acts in TeX is escaped."""
    day = PartialDate.parse(brief.as_of)
    head = {"author": "{solidary}", "title": _kept(brief.title), **_dated(day), "version": tex(brief.version),
            "langid": brief.language, "note": tex(f"{brief.subtitle} {_made(brief)}")}  # fmt: skip
    entries = [_entry(key_of(brief), head), *(_entry(source.key, _fields(source)) for source in brief.sources)]
    return "\n".join(entries)


def _fields(source: SourceEntry) -> dict[str, str]:
    address = {"url": source.url.translate(ENCODED)} if source.url and web_address(source.url) else {}
    note = {"langid": source.language, "note": tex(source.grade)}
    return {"title": _kept(source.title), **_dated(source.issued), **address, **note}


def _dated(day: PartialDate | None) -> dict[str, str]:
    if day is None:
        return {}
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return {"date": str(day), **{name: str(part) for name, part in parts.items() if part is not None}}


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}\n"


def _kept(title: str) -> str:
    """Return a title in braces of its own, so that no style changes its capitals."""
    return f"{{{tex(title)}}}"


def tex(text: str) -> str:
    r"""Escape what acts in TeX.

    >>> print(tex("R&D: 50 % of {x}_1"))
    R\&D: 50 \% of \{x\}\_1
    """
    return " ".join(text.split()).translate(ESCAPES)


def csl(brief: Brief) -> str:
    """Return CSL-JSON, which reference managers read."""
    items = [_report(brief), *(_document(source) for source in brief.sources)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _report(brief: Brief) -> dict[str, Any]:
    return {
        "id": key_of(brief),
        "type": "report",
        "title": brief.title,
        "author": [{"literal": "solidary"}],
        "issued": _issued(PartialDate.parse(brief.as_of)),
        "version": brief.version,
        "language": brief.language,
        "note": f"{brief.subtitle} {_made(brief)}",
    }


def _document(source: SourceEntry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": source.key, "type": "document", "title": source.title, "language": source.language}
    if source.issued:
        item["issued"] = _issued(source.issued)
    if source.url and web_address(source.url):
        item |= {"type": "webpage", "URL": source.url}
    return {**item, "note": source.grade}


def _issued(day: PartialDate) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(_parts(day))]}


def _parts(day: PartialDate) -> Iterator[int]:
    return (part for part in (day.year, day.month, day.day) if part is not None)


def _made(brief: Brief) -> str:
    return brief.labels["brief.made_by"].format(version=brief.version)
