"""A sheet without a mapping -> a proposal of one, for a person to correct: nothing is loaded by a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from solidary.sources.sheets.cell import EMPTY, countries
from solidary.sources.sheets.workbook import open_sheet

# Words of headings in English, French, Spanish, Portuguese and Korean; the more particular field stands first.
WORDS: Final[dict[str, str]] = {
    "activity": "activity id|project id|project number|project code|iati identifier|crsid|identifier|사업번호|id",
    "title": "project title|project name|title|titre|titulo|título|nome do projeto|사업명|name",
    "description": "long description|description|descripción|descrição|사업내용",
    "provider": "donor|provider|funding agency|funder|bailleur|donante|doador|agency name|공여",
    "receiver": "implementing agency|implementer|channel of delivery|executing agency|시행기관",
    "country": "recipient country|recipient iso|recipients iso3|recipient name|recipient|country|pays|país|수원국|국가",
    "sector": "purpose code|sector code|crs sector code|sector codes|secteur|분야",
    "currency": "currency|devise|moneda|moeda|통화",
    "type": "transaction type|transaction value code|type of flow",
    "date": "transaction date|date|fecha|data|일자",
    "year": "transaction year|year|année|año|ano|연도",
    "value": "transaction value|amount|value|montant|monto|valor|금액",
    "start": "start date|start actual|début|inicio|시작일",
    "end": "end date|completion date|end actual|fin|종료일",
}
AMOUNTS: Final = {"2": r"commit|engagement|compromis|약정", "3": r"disburs|décaiss|desembols|집행"}
SAMPLE: Final = 50


def guess(path: Path, sheet: str = "") -> str:
    """Propose a mapping for a file, as the text of a mapping file with a sample beside each column.

    Args:
        path: the file.
        sheet: name of the sheet of a workbook; default: the first.
    """
    found = open_sheet(path, sheet)
    rows = [cells for _, cells in islice(found.rows, SAMPLE)]
    samples = {name: _sample(rows, place) for place, name in enumerate(found.names)}
    fields = _fields(found.names, samples)
    amounts = _amounts(found.names, samples, set(fields.values()))
    lines = [
        "# A guess by the names of the columns. Correct it, then: solidary ingest FILE --as sheet --mapping THIS-FILE",
        f"title: {path.stem}", "source: who published it, and where", "licence: unknown", "currency: USD  # a guess",
        "sheets:", "  rows:", f"    file: {_quoted(path.name)}",
        *([f"    sheet: {_quoted(sheet)}"] if sheet else []), "    fields:",
    ]  # fmt: skip
    lines += [_field(name, column, samples[column]) for name, column in fields.items()]
    lines += ["    amounts:"] if amounts else []
    lines += [f"      - {{column: {_quoted(name)}, type: '{kind}'}}  # {samples[name]}" for name, kind in amounts]
    unused = [name for name in found.names if name not in {*fields.values(), *(name for name, _ in amounts)}]
    lines += ["# Columns that no field takes:", *(f"#   {name}: {samples[name]}" for name in unused)] if unused else []
    return "\n".join(lines) + "\n"


def _field(name: str, column: str, sample: str) -> str:
    form = ", form: country" if name == "country" and sample.casefold() in countries() else ""
    value = f"{{column: {_quoted(column)}{form}}}" if form else _quoted(column)
    return f"      {name}: {value}  # {sample}"


def _fields(names: Sequence[str], samples: dict[str, str]) -> dict[str, str]:
    """Choose a column for each field: the same words, then words within its heading; empty columns are left out."""
    plain = {name: re.sub(r"[_\W]+", " ", name.casefold()).strip() for name in names if samples[name]}
    found: dict[str, str] = {}
    for field, words in WORDS.items():
        left = {name: text for name, text in plain.items() if name not in found.values()}
        for word in words.split("|"):
            same = [name for name, text in left.items() if text == word]
            within = [name for name, text in left.items() if len(word) > 3 and f" {word} " in f" {text} "]
            if chosen := (same or within)[:1]:
                found[field] = chosen[0]
                break
    return found


def _amounts(names: Sequence[str], samples: dict[str, str], taken: set[str]) -> list[tuple[str, str]]:
    numeric = [name for name in names if name not in taken and re.fullmatch(r"[-+]?[\d., ]+", samples[name])]
    pairs = [(name, kind) for kind, words in AMOUNTS.items() for name in numeric if re.search(words, name.casefold())]
    return pairs


def _sample(rows: Sequence[Sequence[str]], place: int) -> str:
    texts = (row[place].strip() for row in rows if place < len(row))
    first = next((text for text in texts if text not in EMPTY), "")
    return " ".join(first.split())[:40]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
