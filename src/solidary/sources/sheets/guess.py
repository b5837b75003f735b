"""A sheet without a mapping -> a proposal of one, for a person to correct: nothing is loaded by a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final

from solidary.sources.sheets.cell import EMPTY, CellFault, countries, number
from solidary.sources.sheets.mapping import TYPES, FieldName
from solidary.sources.sheets.opening import open_sheet

# Words of headings in English, French, Spanish, Portuguese and Korean; the more particular field stands first. A word
# after = has to be the whole heading.
WORDS: Final[Mapping[FieldName, str]] = {
    "activity": "activity id|project id|project number|crsid|crs id|identifier|사업번호|id|=project|=activity",
    "title": "project title|project name|activity title|title|titre|titulo|título|nome do projeto|사업명|name",
    "description": "long description|description|descripción|descrição|사업내용",
    "publisher": "donor|donor name|donor agency|funder|bailleur|donante|doador|공여",
    "provider": "funding agency|agency name|extending agency|provider org|provider",
    "receiver": "implementing agency|implementer|channel of delivery|executing agency|시행기관",
    "country": "recipient country|recipient iso3|recipient iso2|recipient name|recipient|country|pays|país|수원국|국가",
    "sector": "purpose code|sector code|crs sector code|sector|secteur|분야",
    "currency": "currency|devise|moneda|moeda|통화",
    "type": "transaction type code|transaction type|transaction value code|=type",
    "date": "transaction date|date|fecha|data|일자",
    "year": "transaction year|project year|year|année|año|ano|연도",
    "value": "transaction value|amount|value|montant|monto|valor|금액",
    "start": "start date|start actual|actual start|début|inicio|시작일",
    "end": "end date|completion date|end actual|actual end|종료일",
}
AMOUNTS: Final = {"2": r"commit|engagement|compromis|약정", "3": r"disburs|décaiss|desembols|집행"}
KINDS: Final = {"c": "2", "commitment": "2", "commitments": "2", "d": "3", "disbursement": "3", "disbursements": "3"}
MONEY: Final = {"krw": "KRW", "won": "KRW", "usd": "USD", "eur": "EUR", "euro": "EUR", "jpy": "JPY", "yen": "JPY"}
SAMPLE: Final = 200
_CONSTANT: Final = re.compile(r"defl|constant|real|usd_?20\d\d")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_YEAR: Final = re.compile(r"(19|20)\d{2}")


@dataclass(frozen=True)
class Column:
    """A column of the sheet, and what stands in its first rows."""

    name: str
    samples: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its heading as plain words, without plurals."""
        plain = re.sub(r"[_\W]+", " ", self.name.casefold()).strip()
        return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in plain.split())

    @property
    def shown(self) -> str:
        """A sample to stand beside it."""
        return " ".join(self.samples[0].split())[:40] if self.samples else ""

    def mostly(self, fits: Callable[[str], bool]) -> bool:
        """Say whether at least half of the samples are of a kind."""
        return bool(self.samples) and sum(map(fits, self.samples)) * 2 >= len(self.samples)


def guess(path: Path, sheet: str = "") -> str:
    """Propose a mapping for a file, as the text of a mapping file with a sample beside each column.

    Args:
        path: the file.
        sheet: name of the sheet of a workbook; default: the first.

    Raises:
        NotASheet: if it cannot be read, with the reason.
    """
    found = open_sheet(path, sheet)
    rows = [cells for _, cells in islice(found.rows, SAMPLE)]
    columns = [Column(name, _samples(rows, place)) for place, name in enumerate(found.names)]
    fields = dict(_fields(columns))
    if "value" not in fields:
        fields.pop("type", None)
    if "date" in fields:
        fields.pop("year", None)
    amounts = list(_amounts([one for one in columns if one not in fields.values()])) if "value" not in fields else []
    money = [fields["value"]] if "value" in fields else [one for one, _ in amounts]
    lines = list(_head(path, sheet, money))
    lines += [] if "activity" in fields else ["      # activity: which column names the activity?"]
    lines += [_field(name, column) for name, column in fields.items()]
    lines += ['      type: {constant: "3"}  # a guess'] if "value" in fields and "type" not in fields else []
    lines += ["    amounts:"] if amounts else []
    lines += [_amount(one, kind) for one, kind in amounts]
    unused = [one for one in columns if one not in [*fields.values(), *(one for one, _ in amounts)]]
    lines += ["# Columns that no field takes:", *(f"#   {one.name}: {one.shown}" for one in unused)] if unused else []
    return "\n".join(lines) + "\n"


def _head(path: Path, sheet: str, money: Sequence[Column]) -> Iterator[str]:
    words = [word for one in money for word in one.words.split()]
    currency = next((MONEY[word] for word in words if word in MONEY), "USD")
    yield "# A guess by the names of the columns. Correct it, then: solidary ingest FILE --as sheet --mapping THIS-FILE"
    yield f"title: {_quoted(path.stem)}"
    yield from ("source: who published it, and where", "licence: unknown", f"currency: {currency}  # a guess")
    yield from ("sheets:", "  rows:", f"    file: {_quoted(path.name)}")
    yield from ([f"    sheet: {_quoted(sheet)}"] if sheet else [])
    yield "    fields:"


def _fields(columns: Sequence[Column]) -> Iterator[tuple[FieldName, Column]]:
    """Choose a column for each field: the same words first, then words within its heading; its cells have to fit."""
    taken: list[Column] = []
    for field, words in WORDS.items():
        left = [one for one in columns if one not in taken and _fits(field, one)]
        same = [one for word in words.split("|") for one in left if one.words == word.removeprefix("=")]
        within = [one for word in words.split("|") if len(word) > 3 for one in left if f" {word} " in f" {one.words} "]
        if chosen := (same or within)[:1]:
            taken += chosen
            yield field, chosen[0]


def _fits(field: FieldName, column: Column) -> bool:
    """Say whether the cells of a column can be those of a field; an empty column is of no use."""
    kinds: dict[FieldName, Callable[[str], bool]] = {
        "date": lambda text: bool(_DAY.fullmatch(text)), "start": lambda text: bool(_DAY.fullmatch(text)),
        "end": lambda text: bool(_DAY.fullmatch(text)), "year": lambda text: bool(_YEAR.fullmatch(text)),
        "type": lambda text: text in TYPES or text.casefold() in KINDS, "sector": str.isdecimal,
        "value": _is_number, "country": lambda text: text.casefold() in countries(),
        "publisher": lambda text: not _is_number(text), "provider": lambda text: not _is_number(text),
        "title": lambda text: not _is_number(text), "currency": lambda text: len(text) <= 4 and not _is_number(text),
    }  # fmt: skip
    return column.mostly(kinds.get(field, bool))


def _amounts(columns: Sequence[Column]) -> Iterator[tuple[Column, str]]:
    for kind, words in AMOUNTS.items():
        yield from ((one, kind) for one in columns if one.mostly(_is_number) and re.search(words, one.name.casefold()))


def _field(name: str, column: Column) -> str:
    value = _quoted(column.name)
    if name == "country":
        value = f"{{column: {value}, form: country}}"
    elif name == "type" and any(text not in TYPES for text in column.samples):
        texts = list(dict.fromkeys(column.samples))[:8]
        meant = ", ".join(f"{_quoted(text)}: '{KINDS.get(text.casefold(), '3')}'" for text in texts)
        value = f"{{column: {value}, values: {{{meant}}}}}"
    return f"      {name}: {value}  # {column.shown}"


def _amount(column: Column, kind: str) -> str:
    """Write a column of amounts; a year in its heading is that of the amounts, a price basis has to be minded."""
    year = next((word for word in column.words.split() if _YEAR.fullmatch(word)), "")
    mind = "; constant prices? never add them to current ones" if _CONSTANT.search(column.name.casefold()) else ""
    part = f", year: '{year}'" if year else ""
    return f"      - {{column: {_quoted(column.name)}, type: '{kind}'{part}}}  # {column.shown}{mind}"


def _samples(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    texts = (row[place].strip() for row in rows if place < len(row))
    return tuple(text for text in texts if text not in EMPTY)


def _is_number(text: str) -> bool:
    for mark in ".,":
        try:
            number(text, Decimal(1), mark)
        except CellFault:
            continue
        return True
    return False


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
