"""The catalogue of words: every sentence, heading and term of the product, one YAML file per language.

Sentences are Jinja templates over what a message speaks of. A figure that a sentence prints is marked, so that every
format can link it to its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from solidary.analyses.finding import Figure, Message, Value, Word
from solidary.brief.blocks import Run
from solidary.brief.numbers import numbers_in
from solidary.errors import UnknownName
from solidary.terms.scalars import Absent
from solidary.values.amount import Amount, Quantity
from solidary.values.money import Money
from solidary.values.period import Period

WORDS = Path(__file__).parent / "words"
YEARS = frozenset({"first_year", "last_year", "target_year"})  # columns whose whole numbers are years
CASELESS = frozenset({"ko", "th"})  # their scripts have no capitals; a name that comes first stays as it is
PREDICATED = frozenset({"what", "changed"})  # columns that name what a claim says
OPEN, CLOSE, BARE = "\x02", "\x03", "\x04"  # around a figure's place in a sentence; no source text has them


_NUMBERED = re.compile(r"^(\d+ )(.+)$")


class Notebook:
    """Numbers the figures of a brief in the order in which they are printed."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.figures: list[tuple[str, Figure, str]] = []

    def number(self, question: str, figure: Figure, text: str) -> int:
        """Return the note number of a figure, a new one at its first print."""
        key = (question, figure.key)
        if key not in self.numbers:
            self.figures.append((question, figure, text))
            self.numbers[key] = len(self.figures)
        return self.numbers[key]


class Catalogue:
    """All words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.entries: dict[str, str] = _entries(language)
        self.numbers = numbers_in(language, self.entries)
        self.context: dict[str, str] = {}  # whose promises, to whom: what every sentence may name
        self.proper: Mapping[str, str] = {}  # names of places, areas, funds, rules as this language has them

    @cached_property
    def _environment(self) -> SandboxedEnvironment:
        # The texts are ours, their values are data: nothing a dossier says is ever read as a template.
        environment = SandboxedEnvironment(undefined=StrictUndefined, finalize=self._shown, autoescape=False)
        environment.filters["listed"] = self.listed
        environment.filters["of"] = self._count
        environment.filters["bare"] = _bare
        environment.filters["year"] = self.year
        return environment

    @lru_cache(maxsize=512)  # noqa: B019  a catalogue lives as long as the process
    def _template(self, key: str) -> Template:
        return self._environment.from_string(self.text(key))

    def has(self, key: str) -> bool:
        """Say whether the catalogue has a key."""
        return key in self.entries

    def text(self, key: str) -> str:
        """Return an entry as it stands."""
        if key not in self.entries:
            raise UnknownName("word", key, self.entries)
        return self.entries[key]

    def sentence(self, message: Message, question: str, notes: Notebook) -> tuple[Run, ...]:
        """Put a message into words; figures become runs with a note number."""
        rendered = " ".join(self._template(message.key).render(**self.context, **message.about).split())
        shown = [run for run in self._fitted(self._runs(rendered, message, question, notes)) if run.text]
        if self.language in CASELESS:
            return tuple(shown)
        first = shown[0]
        return (Run(first.text[:1].upper() + first.text[1:], first.note), *shown[1:])

    def _runs(self, rendered: str, message: Message, question: str, notes: Notebook) -> Iterator[Run]:
        """Take a sentence apart at the places of its figures."""
        for part in rendered.split(OPEN):
            head, _, tail = part.partition(CLOSE)
            if CLOSE not in part:
                yield Run(head)
                continue
            figure = next(found for found in message.figures if found.key == head.removesuffix(BARE))
            text = self.bare(figure) if head.endswith(BARE) else self.figure(figure)
            yield Run(text, notes.number(question, figure, text))
            yield Run(tail)

    def _fitted(self, runs: Iterable[Run]) -> list[Run]:
        """Fit each stretch to the one before it; a space between them is no part of a figure."""
        fitted: list[Run] = []
        for run in runs:
            text = self.numbers.tidied(fitted[-1].text if fitted else "", run.text)
            if run.note and text.startswith(" ") and fitted:
                fitted[-1], text = Run(f"{fitted[-1].text} ", fitted[-1].note), text[1:]
            if run.text:
                fitted.append(Run(text, run.note))
        return fitted

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Figure):
            return f"{OPEN}{value.key}{CLOSE}"
        return self.named(value) if isinstance(value, str) else self.value(value)

    def named(self, name: str) -> str:
        """Put a name into a sentence, with the article that it may need: the Philippines."""
        return f"{self.text('list.article')} {name}" if name in self.articled else self.own(name)

    def own(self, name: str) -> str:
        """Return a name as this language has it; what it has no name for stays as it was written.

        A number before an area stays before it.
        """
        number, text = _NUMBERED.match(name).groups() if _NUMBERED.match(name) else ("", name)  # type: ignore[union-attr]
        return f"{number}{self.proper.get(text, text)}"

    def year(self, year: int | str) -> str:
        """Spell a year in the calendar of this language; what is no year stays."""
        return self.numbers.year(int(year)) if str(year).isdecimal() else str(year)

    @cached_property
    def articled(self) -> frozenset[str]:
        """Names that take an article in this language."""
        return frozenset(self.text("list.articled").split("|")) - {""}

    def bare(self, figure: Figure) -> str:
        """Spell the number of a count alone; zero in a word, where the language has one."""
        return self.text("value.zero") if figure.value == 0 else self._counted(figure.value)

    def _counted(self, value: Value) -> str:
        """Spell a count with thousands marks; years, which have none, are no figures with a unit."""
        return f"{value:,}" if isinstance(value, int) else self.value(value)

    def _count(self, figure: Figure, words: str) -> str:
        """Print the number of a figure alone, and the words that follow: ``{{ late | of('is late|are late') }}``."""
        forms = words.split("|")
        return f"{OPEN}{figure.key}{BARE}{CLOSE} {forms[0] if figure.value == 1 else forms[-1]}"

    def figure(self, figure: Figure) -> str:
        """Spell a figure: number, unit, bound, rate."""
        if figure.value is None:
            return (
                self.text(figure.missing) if self.has(figure.missing) else figure.missing or self.text("value.unknown")
            )
        if figure.doubts and isinstance(figure.value, Money):
            return self._doubted(figure)
        if figure.low is not None and figure.high is not None and figure.low != figure.high:
            return self._between(figure)
        if figure.unit:
            text = self.counted(self._counted(figure.value), figure.unit, figure.value)
        else:
            text = self.value(figure.value)
        text = self.numbers.bounded(text, figure.bound)
        rated = figure.rate and not isinstance(figure.value, Amount)
        return self.numbers.rated(text, figure.rate) if rated else text

    def counted(self, number: str, unit: str, value: Value) -> str:
        """Put the noun of a count to its number, in the form that it needs; braces are the place of the number."""
        forms = self.text(f"unit.{'percent' if unit == '%' else unit}").split("|")
        form = forms[0] if value == 1 or len(forms) == 1 else forms[1]
        return form.format(number) if "{}" in form else f"{number} {form}"

    def _between(self, figure: Figure) -> str:
        """Spell an interval, and before it the value if that is neither of its ends."""
        between = self.numbers.between(self.value(figure.low), self.value(figure.high))
        central = figure.value not in (figure.low, figure.high)
        text, counted = (self.value(figure.value), figure.value) if central else (between, figure.high)
        text = self.counted(text, figure.unit, counted) if figure.unit else text
        return f"{text} ({between})" if central else text

    def _doubted(self, figure: Figure) -> str:
        """Spell money that may be another: the sum, and its ends as far as they read differently."""
        text, span = self.value(figure.value), self.span(figure.low, figure.high)
        if figure.low is not None and figure.high is None and self.value(figure.low) == text:
            return span
        return text if self.value(figure.low) == text == self.value(figure.high) else f"{text} ({span})"

    def span(self, low: Value, high: Value) -> str:
        """Spell the two ends of an interval; ``None`` is no limit."""
        if low is None and high is None:
            return self.text("doubt.none")
        if low is None or high is None:
            return self.numbers.bounded(
                self.value(high if low is None else low), "up to" if low is None else "at least"
            )
        return self.numbers.between(self.value(low), self.value(high))

    def value(self, value: Value) -> str:
        """Spell any value."""
        match value:
            case None:
                return "–"
            case Word():
                return self.text(value.key)
            case Absent():
                return self.text("value.silent")
            case Amount():
                return self.numbers.amount(value)
            case Quantity():
                return self.numbers.quantity(value)
            case Money():
                return self.numbers.money(value)
            case Period():
                return self.numbers.period(value)
            case date():
                return self.numbers.day(value)
            case Decimal():
                return self.numbers.decimal(value)
            case tuple():
                return ", ".join(self.own(part) for part in value)
            case str():
                return self.own(value)
            case _:
                return str(value)

    def cell(self, value: Value, column: str) -> str:
        """Spell a value of a table; what kind of thing a bare number or key is, its column knows."""
        if isinstance(value, int) and column in YEARS:
            return self.year(value)
        if column in PREDICATED and isinstance(value, (str, tuple)):
            parts = (value,) if isinstance(value, str) else value
            return ", ".join(self.entries.get(f"predicate.{part}", self.own(part)) for part in parts)
        return self.value(value)

    def scale(self, unit: str) -> str:
        """Return the unit of a chart in this language."""
        name, _, base = unit.partition(", prices of ")
        text = self.entries.get(f"scale.{name}", name)
        return self.text("scale.prices").format(unit=text, year=self.year(base)) if base else text

    def listed(self, names: Iterable[str]) -> str:
        """Join names as the language does: one, two and three."""
        found = [self.named(name) if isinstance(name, str) else self.value(name) for name in names]
        if len(found) < 2:
            return "".join(found)
        return f"{', '.join(found[:-1])} {self.text('list.and')} {found[-1]}"


def _bare(figure: Figure) -> str:
    """Print the number of a figure alone: ``{{ late | bare }}``."""
    return f"{OPEN}{figure.key}{BARE}{CLOSE}"


def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, by their codes."""
    return tuple(sorted(found.stem for found in WORDS.glob("*.yml")))


@cache
def _entries(language: str) -> dict[str, str]:
    path = WORDS / f"{language}.yml"
    if not path.exists():
        raise UnknownName("language", language, languages())
    return _flat(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader))


def _flat(tree: Any, prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        path = f"{prefix}{key}"
        found |= _flat(value, f"{path}.") if isinstance(value, dict) else {path: value}
    return found
