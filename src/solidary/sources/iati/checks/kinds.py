"""The kinds of rules: what each asks of one place in a record, and which elements it finds wanting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from lxml import etree

from solidary.sources.iati.checks.moments import day, later, year_after
from solidary.sources.iati.checks.paths import holds, matches, text
from solidary.sources.iati.checks.pattern import found
from solidary.sources.iati.checks.ruleset import Rule

NEAR: Final = Decimal("0.01")  # a plain sum may miss by less
MOST_ROUNDS: Final = 500  # of a loop at one place; real files have vocabularies by the handful
MONEY: Final = ".//value | .//loan-status | .//forecast"


class Answer(NamedTuple):
    """Whether a rule holds at a place (None: it has nothing to ask there), and what it finds wanting."""

    holds: bool | None
    wanting: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may know besides the record: the moment, and lists that only a registry has."""

    now: datetime
    agencies: tuple[str, ...] | None = None
    organisations: frozenset[str] | None = None

    def has(self, identifier: str, how: str) -> bool:
        """Tell whether an identifier is a known organisation's (``whole``), or begins with one (``prefix``).

        >>> Setting(datetime(2026, 1, 1), organisations=frozenset({"AA-1"})).has("AA-1-x", "prefix")
        True
        """
        known = self.organisations or frozenset()
        if how == "whole":
            return identifier in known
        return any(identifier[:end] in known for end in range(1, len(identifier[:500]) + 1))


class Place(NamedTuple):
    """Where a rule is asked: the element, and the value of the loop if there is one."""

    node: etree._Element
    one: str = ""

    def all(self, says: Mapping[str, Any], *keys: str) -> list[Any]:
        """Return what the paths under some keys find."""
        paths = [path for key in keys for path in _listed(says.get(key, []))]
        return [match for path in paths for match in matches(path, self.node, self.one)]


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def answers(rule: Rule, record: etree._Element, setting: Setting) -> Iterator[tuple[etree._Element, Answer]]:
    """Ask a rule at every place of a record.

    >>> from solidary.sources.iati.checks.ruleset import rules_of
    >>> [rule] = rules_of({"//iati-activity": {"atleast_one": {"cases": [{"paths": ["sector"]}]}}})
    >>> record = etree.fromstring("<iati-activity/>")
    >>> [answer.holds for _, answer in answers(rule, record, Setting(datetime(2026, 1, 1)))]
    [False]
    """
    for node in matches(rule.at, record):
        if not isinstance(node, etree._Element):
            continue
        if not rule.each:
            yield node, ask(rule, Place(node), setting)
            continue
        for one in list(dict.fromkeys(text(match) for match in matches(rule.each, node)))[:MOST_ROUNDS]:
            yield node, ask(rule, Place(node, one), setting)


def ask(rule: Rule, place: Place, setting: Setting) -> Answer:
    """Ask a rule at one place.

    >>> rule = Rule("x", "unique", "error", "", "", ".", says={"paths": ["@a", "@b"]})
    >>> ask(rule, Place(etree.fromstring('<x a="1" b="1"/>')), Setting(datetime(2026, 1, 1))).holds
    False
    """
    says = rule.says
    if "condition" in says and not holds(says["condition"], place.node, place.one):
        return Answer(None)
    return ASK[rule.kind](rule, place, setting)


def _judged(checked: list[Any], wanting: list[Any]) -> Answer:
    return Answer(not wanting if checked else None, tuple(wanting))


def _atleast_one(rule: Rule, place: Place, setting: Setting) -> Answer:
    return Answer(True) if place.all(rule.says, "paths") else Answer(False, (place.node,))


def _no_more_than_one(rule: Rule, place: Place, setting: Setting) -> Answer:
    found = place.all(rule.says, "paths")
    return Answer(len(found) < 2, tuple(found) if len(found) > 1 else ())


def _dependent(rule: Rule, place: Place, setting: Setting) -> Answer:
    there = [bool(matches(path, place.node, place.one)) for path in rule.says["paths"]]
    return Answer(all(there) or not any(there), () if all(there) or not any(there) else (place.node,))


def _only_one_of(rule: Rule, place: Place, setting: Setting) -> Answer:
    """With what excludes the others, none of them; without it, one at most."""
    excluded, others = place.all(rule.says, "excluded"), place.all(rule.says, "paths")
    good = len(others) < (1 if excluded else 2)
    return Answer(good, () if good else (*excluded, *others))


def _one_or_all(rule: Rule, place: Place, setting: Setting) -> Answer:
    """One at the top serves for all below; without it, all below must have their own."""
    says, wanted = rule.says, rule.says["all"]
    if holds(says["one"], place.node):
        return Answer(True)
    if wanted == "lang":
        lacking = matches(".//narrative[not(@xml:lang)]", place.node)
    elif wanted == "currency":
        lacking = [match for match in matches(MONEY, place.node) if match.get("currency") is None]
    else:
        lacking = [each for each in matches("transaction", place.node) if not holds(wanted, each)]
    return Answer(not lacking, tuple(lacking))


def _numbers(found: list[Any]) -> list[Decimal | None]:
    return [_number(text(match)) for match in found]


def _number(written: str) -> Decimal | None:
    try:
        number = Decimal(written.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def _sum(rule: Rule, place: Place, setting: Setting) -> Answer:
    found = place.all(rule.says, "paths")
    numbers = [number for number in _numbers(found) if number is not None]
    if len(numbers) < len(found) or not found:
        return Answer(None)  # what is no number is for the structural check to tell
    missed = abs(sum(numbers, Decimal(0)) - Decimal(str(rule.says["sum"])))
    good = missed == 0 or (rule.kind == "sum" and missed < NEAR)
    return Answer(good, () if good else tuple(found))


def _range(rule: Rule, place: Place, setting: Setting) -> Answer:
    found = [match for match in place.all(rule.says, "paths") if _number(text(match)) is not None]
    low, high = (Decimal(str(rule.says.get(key, plain))) for key, plain in (("min", "-Infinity"), ("max", "Infinity")))
    return _judged(found, [match for match in found if not low <= (_number(text(match)) or Decimal(0)) <= high])


def _date_order(rule: Rule, place: Place, setting: Setting) -> Answer:
    less = [match for match in place.all(rule.says, "less") if day(text(match))]
    if rule.says["more"] == "now":
        return _judged(less, [match for match in less if later(text(match)[:10], setting.now)])
    more = [match for match in place.all(rule.says, "more") if day(text(match))]
    if not less or not more:
        return Answer(None)
    last, first = max(less, key=_day), min(more, key=_day)
    return Answer(True) if _day(last) <= _day(first) else Answer(False, (last, first))


def _day(match: Any) -> date:
    return day(text(match)) or date.min


def _date_now(rule: Rule, place: Place, setting: Setting) -> Answer:
    found = [match for match in place.all(rule.says, "date") if later(text(match), setting.now) is not None]
    return _judged(found, [match for match in found if later(text(match), setting.now)])


def _between_dates(rule: Rule, place: Place, setting: Setting) -> Answer:
    found = [match for match in place.all(rule.says, "date") if day(text(match))]
    ends = [place.all(rule.says, key)[:1] for key in ("start", "end")]
    start, end = (day(text(end[0])) if end else None for end in ends)
    if start is None or end is None:
        return Answer(None)
    wrong = [match for match in found if not start <= (day(text(match)) or start) <= end]
    return _judged(found, [*wrong, *ends[0], *ends[1]] if wrong else [])


def _time_limit(rule: Rule, place: Place, setting: Setting) -> Answer:
    pairs = zip(place.all(rule.says, "start"), place.all(rule.says, "end"), strict=False)
    read = [(match, day(text(match)), other, day(text(other))) for match, other in pairs]
    dated = [(match, start, other, end) for match, start, other, end in read if start and end]
    wrong = [(match, other) for match, start, other, end in dated if end > year_after(start)]
    return _judged(dated, [place.node, *wrong[0]] if wrong else [])


def _regex(rule: Rule, place: Place, setting: Setting) -> Answer:
    given, wanted = place.all(rule.says, "paths"), rule.kind == "regex_matches"
    said = [match for match in given if text(match).strip() and not (rule.known and _excused(match, rule, setting))]
    return _judged(given, [match for match in said if found(rule.says["regex"], text(match).strip()) is not wanted])


def _startswith(rule: Rule, place: Place, setting: Setting) -> Answer:
    separator = str(rule.says.get("separator", ""))
    if "agencies" in rule.says["prefix"]:
        if setting.agencies is None:
            return Answer(None)
        prefixes: tuple[str, ...] = tuple(f"{agency}-" for agency in setting.agencies)
    else:
        read = (text(match).strip() for match in place.all(rule.says, "prefix"))
        prefixes = tuple(f"{prefix}{separator}" for prefix in read if prefix)
    given = place.all(rule.says, "paths") if prefixes else []
    said = [match for match in given if not (rule.known and _excused(match, rule, setting))]
    return _judged(given, [match for match in said if not text(match).strip().startswith(prefixes)])


def _excused(match: Any, rule: Rule, setting: Setting) -> bool:
    return setting.has(text(match).strip(), rule.known)


def _unique(rule: Rule, place: Place, setting: Setting) -> Answer:
    given = place.all(rule.says, "paths")
    seen = Counter(text(match).strip() for match in given)
    return _judged(given, [match for match in given if seen[text(match).strip()] > 1])


def _evaluates_to(rule: Rule, place: Place, setting: Setting) -> Answer:
    given = place.all(rule.says, "paths")
    return _judged(given, [match for match in given if text(match) != str(rule.says["value"])])


def _if_then(rule: Rule, place: Place, setting: Setting) -> Answer:
    if not holds(rule.says["if"], place.node, place.one) or holds(rule.says["then"], place.node, place.one):
        return Answer(True)
    return Answer(False, tuple(place.all(rule.says, "paths")) or (place.node,))


def _no_spaces(rule: Rule, place: Place, setting: Setting) -> Answer:
    given = place.all(rule.says, "paths")
    return _judged(given, [match for match in given if text(match) != text(match).strip()])


def _no_percent(rule: Rule, place: Place, setting: Setting) -> Answer:
    given = place.all(rule.says, "paths")
    return _judged(given, [match for match in given if "%" in text(match)])


ASK: Final[Mapping[str, Callable[[Rule, Place, Setting], Answer]]] = {
    "atleast_one": _atleast_one,
    "no_more_than_one": _no_more_than_one,
    "dependent": _dependent,
    "only_one_of": _only_one_of,
    "one_or_all": _one_or_all,
    "sum": _sum,
    "strict_sum": _sum,
    "date_order": _date_order,
    "date_now": _date_now,
    "between_dates": _between_dates,
    "time_limit": _time_limit,
    "regex_matches": _regex,
    "regex_no_matches": _regex,
    "startswith": _startswith,
    "unique": _unique,
    "evaluates_to": _evaluates_to,
    "if_then": _if_then,
    "no_spaces": _no_spaces,
    "no_percent": _no_percent,
    "range": _range,
}
