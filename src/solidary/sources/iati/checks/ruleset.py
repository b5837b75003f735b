"""Rules as data: our own file of the official rules, and the published JSON form that others write theirs in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from solidary.errors import WrongUse, nearest
from solidary.sources.iati.checks.paths import compiled, from_record
from solidary.sources.iati.checks.pattern import pattern
from solidary.sources.iati.checks.violation import SEVERITIES

OWN: Final = Path(__file__).parent / "rules.yml"
# kind -> what a rule of it must say. Others write startsWith or starts_with for startswith; they mean the same.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "atleast_one": ("paths",),
    "no_more_than_one": ("paths",),
    "dependent": ("paths",),
    "only_one_of": ("paths", "excluded"),
    "one_or_all": ("one", "all"),
    "sum": ("paths", "sum"),
    "strict_sum": ("paths", "sum"),
    "date_order": ("less", "more"),
    "date_now": ("date",),
    "between_dates": ("date", "start", "end"),
    "time_limit": ("start", "end"),
    "regex_matches": ("paths", "regex"),
    "regex_no_matches": ("paths", "regex"),
    "startswith": ("paths", "prefix"),
    "unique": ("paths",),
    "evaluates_to": ("paths", "value"),
    "if_then": ("if", "then"),
    "no_spaces": ("paths",),
    "no_percent": ("paths",),
    "range": ("paths",),
}
_PLAIN: Final = {kind.replace("_", ""): kind for kind in KINDS}
_XPATHS: Final = (
    "condition",
    "if",
    "then",
    "one",
    "less",
    "more",
    "date",
    "start",
    "end",
    "paths",
    "prefix",
    "excluded",
)
_LISTS: Final = ("paths", "prefix", "excluded")
_WORDS: Final = {"now", "agencies"}  # not paths; known to the kinds
_KNOWN: Final = {"NOT_EXISTING_ORG_ID": "whole", "NOT_EXISTING_ORG_ID_PREFIX": "prefix"}
MOST_BYTES: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold at every place that ``at`` finds in a record.

    ``each`` finds values; the rule is asked once for each, and its expressions know the value as ``$one``.
    """

    id: str
    kind: str
    severity: str
    category: str
    message: str
    at: str
    each: str = ""
    known: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)


@cache
def own_rules() -> tuple[Rule, ...]:
    """Return the official rules as this package carries them.

    >>> next(rule.severity for rule in own_rules() if rule.id == "6.2.2")
    'error'
    """
    return tuple(_own(yaml.load(OWN.read_text("utf-8"), Loader=yaml.CSafeLoader)))


def _own(places: list[dict[str, Any]]) -> Iterator[Rule]:
    for place in places:
        for entry in place["rules"]:
            body = dict(entry)
            head = [body.pop(key) for key in ("id", "kind", "is", "about", "says")]
            each, known = body.pop("each", ""), body.pop("known", "")
            yield _rule(head, place["at"], {key: _one(value) for key, value in body.items()}, each, known)


def read_rules(file: Path) -> tuple[Rule, ...]:
    """Read a ruleset in the published JSON form.

    Raises:
        WrongUse: if the file cannot be read, is no ruleset, or has a kind, path or pattern that cannot be used.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise WrongUse(f"{file}: larger than {MOST_BYTES // 1_000_000} MB; expected a ruleset")
        tree = json.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise WrongUse(f"{file}: cannot be read as JSON: {error}") from None
    try:
        return rules_of(tree)
    except WrongUse as error:
        raise WrongUse(f"{file}: {error}") from None


def rules_of(tree: Any) -> tuple[Rule, ...]:
    """Make rules of the published JSON form: place -> kind -> cases.

    >>> rules_of({"//iati-activity": {"atLeastOne": {"cases": [{"paths": ["title"]}]}}})[0].kind
    'atleast_one'

    Raises:
        WrongUse: if it has another form.
    """
    return tuple(
        rule
        for at, kinds in _mapping(tree, "a ruleset").items()
        for kind, body in _mapping(kinds, at).items()
        for case in _cases(body, f"{at} {kind}")
        for rule in _published(at, kind, case)
    )


def _published(at: str, kind: str, case: Mapping[str, Any]) -> Iterator[Rule]:
    if kind != "loop":
        yield _case(at, kind, case, "", ())
        return
    each, subs = case.get("foreach"), tuple(case.get("subs", ()))
    if not isinstance(each, str):
        raise WrongUse(f"a loop at {at!r} without foreach")
    for inner, body in _mapping(case.get("do"), "do of a loop").items():
        for found in _cases(body, f"{at} loop {inner}"):
            yield _case(at, inner, found, each, subs)


def _case(at: str, kind: str, case: Mapping[str, Any], each: str, subs: tuple[str, ...]) -> Rule:
    name = _PLAIN.get(kind.replace("_", "").lower())
    if name is None:
        guess = nearest(kind, KINDS)
        raise WrongUse(f"read the kind of rule {kind!r}" + (f"; did you mean {guess!r}?" if guess else ""))
    info = _mapping(case.get("ruleInfo", {}), "ruleInfo")
    severity = str(info.get("severity", "error"))
    if severity not in SEVERITIES:
        raise WrongUse(f"read the severity {severity!r}, expected one of {', '.join(SEVERITIES)}")
    message = str(info.get("message", f"{name} does not hold"))
    body = {key: _one(value) if key in subs else value for key, value in case.items()}
    if name == "startswith" and "start" in body:  # the older name of it
        body.setdefault("prefix", [body.pop("start")])
    body = {key: _word(value) for key, value in body.items() if key not in ("ruleInfo", "idCondition")}
    head = [str(info.get("id", name)), name, severity, str(info.get("category", "ruleset")), message]
    return _rule(head, at, body, each, _KNOWN.get(str(case.get("idCondition")), ""))


def _rule(head: list[str], at: str, says: dict[str, Any], each: str, known: str) -> Rule:
    """Make a rule whose paths are known to compile and whose pattern is known to end."""
    name, kind, severity, category, message = head
    missing = [key for key in KINDS[kind] if key not in says]
    if missing:
        raise WrongUse(f"a rule of kind {kind} at {at!r} without {', '.join(missing)}")
    for key in _LISTS:
        if key in says and not isinstance(says[key], list):
            raise WrongUse(f"{key} of a rule of kind {kind} at {at!r}: expected a list")
    for key in _XPATHS:
        for path in says.get(key, ()) if key in _LISTS else [says[key]] if key in says else []:
            if path not in _WORDS:
                compiled(str(path))
    if "regex" in says:
        pattern(says["regex"])
    if each:
        compiled(each)
    place = from_record(at)
    compiled(place)
    return Rule(name, kind, severity, category, message, place, each, known, says)


def _one(value: Any) -> Any:
    """Put ``$one`` where the value of a loop stands."""
    if isinstance(value, list):
        return [_one(inner) for inner in value]
    return (
        value.replace("'$1'", "$one").replace('"$1"', "$one").replace("$1", "$one") if isinstance(value, str) else value
    )


def _word(value: Any) -> Any:
    if isinstance(value, list):
        return [_word(inner) for inner in value]
    return {"NOW": "now", "ORG-ID-PREFIX": "agencies"}.get(value, value) if isinstance(value, str) else value


def _mapping(tree: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(tree, dict):
        raise WrongUse(f"{where}: expected an object, read {str(tree)[:40]!r}")
    return tree


def _cases(body: Any, where: str) -> list[Mapping[str, Any]]:
    cases = _mapping(body, where).get("cases", [])
    if not isinstance(cases, list):
        raise WrongUse(f"{where}: expected a list of cases")
    return [_mapping(case, where) for case in cases]
