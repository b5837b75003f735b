"""The rules: each kind on small documents, our own set, the published form, and the official cases."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from solidary.errors import WrongUse
from solidary.sources.iati.checks.kinds import ASK, Setting
from solidary.sources.iati.checks.moments import day, later, year_after
from solidary.sources.iati.checks.pattern import pattern
from solidary.sources.iati.checks.ruleset import KINDS, own_rules, read_rules, rules_of
from tests.sources.iati_checks.oracle import NOW, RULESETS, VALIDATOR, needs_data, one, outcome, rows, setting

# Official cases that come out otherwise, with the reason.
REGISTRY = "excuses organisations that are registered as publishers; the registry's list is not among the code lists"
DEVIATIONS = {
    ("orgIdCheck", "X.X.13_act_id.json", "X.X.13_act_id_existing_pre.xml"): REGISTRY,
    ("orgIdCheck", "X.X.8_act_id.json", "X.X.8_act_id_existing_pre.xml"): REGISTRY,
}
A, B = "<a>1</a>", "<b>2</b>"
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("atleast_one", {"paths": ["a", "b"]}, B, "true"),
    ("atleast_one", {"paths": ["a", "b"]}, "", "false"),
    ("atleast_one", {"paths": ["a"], "condition": "b"}, "", "No Condition Match"),
    ("no_more_than_one", {"paths": ["a"]}, A + A, "false"),
    ("no_more_than_one", {"paths": ["a"]}, A, "true"),
    ("dependent", {"paths": ["a", "b"]}, A, "false"),
    ("dependent", {"paths": ["a", "b"]}, A + B, "true"),
    ("only_one_of", {"paths": ["a"], "excluded": ["b"]}, A + B, "false"),
    ("only_one_of", {"paths": ["a"], "excluded": ["b"]}, A, "true"),
    ("one_or_all", {"one": "@xml:lang", "all": "lang"}, "<t><narrative/></t>", "false"),
    ("one_or_all", {"one": "@xml:lang", "all": "lang"}, '<t><narrative xml:lang="ko"/></t>', "true"),
    ("one_or_all", {"one": "@default-currency", "all": "currency"}, "<budget><value/></budget>", "false"),
    ("one_or_all", {"one": "sector", "all": "sector"}, "<transaction><sector/></transaction><transaction/>", "false"),
    ("sum", {"paths": ["a"], "sum": 3}, A + "<a>1.995</a>", "true"),
    ("strict_sum", {"paths": ["a"], "sum": 3}, A + "<a>1.995</a>", "false"),
    ("strict_sum", {"paths": ["a"], "sum": 0.3}, "<a>0.1</a><a>0.2</a>", "true"),  # no binary fractions
    ("strict_sum", {"paths": ["a"], "sum": 3}, "<a>much</a>", "No Condition Match"),
    ("strict_sum", {"paths": ["a"], "sum": 3}, "<a>1e999999</a>", "No Condition Match"),
    ("date_order", {"less": "a", "more": "b"}, "<a>2024-01-02</a><b>2024-01-01</b>", "false"),
    ("date_order", {"less": "a", "more": "b"}, "<a>2024-01-01Z</a><b>2024-01-01</b>", "true"),
    ("date_order", {"less": "a", "more": "NOW"}, "<a>2026-06-02</a>", "false"),
    ("date_order", {"less": "a", "more": "NOW"}, "<a>2026-06-01</a>", "true"),
    ("date_now", {"date": "a"}, "<a>2026-06-01T00:00:01Z</a>", "false"),
    ("date_now", {"date": "a"}, "<a>1 June 2026</a>", "No Condition Match"),
    (
        "between_dates",
        {"date": "a", "start": "b", "end": "c"},
        "<a>2024-05-01</a><b>2024-01-01</b><c>2024-04-30</c>",
        "false",
    ),
    (
        "between_dates",
        {"date": "a", "start": "b", "end": "c"},
        "<a>2024-04-30</a><b>2024-01-01</b><c>2024-04-30</c>",
        "true",
    ),
    ("time_limit", {"start": "a", "end": "b"}, "<a>2024-01-01</a><b>2025-01-02</b>", "false"),
    ("time_limit", {"start": "a", "end": "b"}, "<a>2024-01-01</a><b>2024-12-31</b>", "true"),
    ("regex_matches", {"paths": ["a"], "regex": "^[0-9]$"}, "<a>x</a>", "false"),
    ("regex_no_matches", {"paths": ["a"], "regex": "^[0-9]$"}, A, "false"),
    ("startswith", {"paths": ["a"], "prefix": ["b"], "separator": "-"}, "<a>XI-1</a><b>XI</b>", "true"),
    ("startswith", {"paths": ["a"], "prefix": ["b"], "separator": "-"}, "<a>XI1</a><b>XI</b>", "false"),
    ("startswith", {"paths": ["a"], "prefix": ["ORG-ID-PREFIX"]}, A, "No Condition Match"),  # no list, no verdict
    ("unique", {"paths": ["a", "b"]}, A + "<b> 1 </b>", "false"),
    ("evaluates_to", {"paths": ["count(a)"], "value": "1.0"}, A, "true"),
    ("evaluates_to", {"paths": ["count(a)"], "value": "1.0"}, A + A, "false"),
    ("if_then", {"if": "a", "then": "b"}, A, "false"),
    ("if_then", {"if": "a", "then": "b"}, "", "true"),
    ("no_spaces", {"paths": ["a"]}, "<a>1\n</a>", "false"),
    ("no_percent", {"paths": ["a"]}, "<a>50%</a>", "false"),
    ("range", {"paths": ["a"], "min": 0, "max": 100}, "<a>100.01</a>", "false"),
    ("range", {"paths": ["a"], "min": 0, "max": 100}, "<a>100</a>", "true"),
]


def activity(inner: str) -> etree._Element:
    return etree.fromstring(f"<iati-activity>{inner}</iati-activity>")


@pytest.mark.parametrize(("kind", "case", "inner", "expected"), CASES)
def test_each_kind_holds_where_it_should_and_nowhere_else(
    kind: str, case: dict[str, Any], inner: str, expected: str
) -> None:
    assert outcome(one(kind, case), activity(inner)) == expected


def test_every_kind_is_asked_by_a_test_and_known_to_the_reader() -> None:
    assert {kind for kind, *_ in CASES} == set(KINDS) == set(ASK)


def test_a_rule_about_agencies_needs_their_list() -> None:
    rules = one("startswith", {"paths": ["a"], "prefix": ["ORG-ID-PREFIX"], "idCondition": "NOT_EXISTING_ORG_ID"})
    known = Setting(NOW, agencies=("XI-IATI",), organisations=frozenset({"47122"}))
    for said, expected in (("XI-IATI-1", "true"), ("XI-IATI1", "false"), ("47122", "true"), ("47123", "false")):
        assert outcome(rules, activity(f"<a>{said}</a>"), known) == expected


def test_a_loop_asks_once_per_value_even_if_the_value_has_a_quote() -> None:
    case = {
        "foreach": "s/@v",
        "subs": ["paths"],
        "do": {"strict_sum": {"cases": [{"paths": ["s[@v = '$1']/@p"], "sum": 100}]}},
    }
    rules = one("loop", case)
    assert outcome(rules, activity('<s v="a" p="60"/><s v="a" p="40"/><s v="it\'s" p="100"/>')) == "true"
    assert outcome(rules, activity('<s v="a" p="100"/><s v="it\'s" p="99"/>')) == "false"


def test_names_of_kinds_may_be_written_either_way() -> None:
    for name in ("atLeastOne", "atleast_one", "at_least_one"):
        assert one(name, {"paths": ["a"]})[0].kind == "atleast_one"


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ([], "expected an object"),
        ({"//iati-activity": {"atLeastTwo": {"cases": [{}]}}}, "atleast_one"),
        ({"//iati-activity": {"sum": {"cases": [{"paths": []}]}}}, "without sum"),
        ({"//iati-activity": {"unique": {"cases": [{"paths": ["a["]}]}}}, "XPath"),
        ({"//iati-activity": {"unique": {"cases": [{"paths": "a"}]}}}, "expected a list"),
        ({"/html/body": {"unique": {"cases": [{"paths": ["a"]}]}}}, "expected a place"),
        ({"//a": {"regexMatches": {"cases": [{"paths": ["a"], "regex": "("}]}}}, "cannot be read"),
        ({"//a": {"unique": {"cases": [{"paths": ["a"], "ruleInfo": {"severity": "bad"}}]}}}, "severity"),
    ],
)
def test_a_ruleset_that_cannot_be_used_says_why(tree: Any, said: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(tree), "utf-8")
    with pytest.raises(WrongUse, match=said) as raised:
        read_rules(file)
    assert "rules.json" in str(raised.value)


@pytest.mark.parametrize("written", ["^(a+)+$", "(a|aa)*b", "(x)\\1", "a*a*a*b", "([a-z]+){9}", "(a", 7, "x" * 501])
def test_a_pattern_that_might_take_for_ever_is_refused(written: Any) -> None:
    with pytest.raises(WrongUse):
        pattern(written)


def test_an_allowed_pattern_ends_soon_whatever_it_is_given() -> None:
    rules = one("regex_matches", {"paths": ["a"], "regex": "a*a*b"})
    before = time.perf_counter()
    assert outcome(rules, activity(f"<a>{'a' * 1_000_000}</a>")) == "false"
    assert time.perf_counter() - before < 10


def test_dates_are_read_as_files_write_them() -> None:
    assert [day(said) is None for said in ("2024-02-30", "2024-1-1", "", "2024-01-01x")] == [True] * 4
    assert later("2026-05-31T23:00:00-05:00", NOW) is True
    assert year_after(day("2024-02-29") or NOW.date()).isoformat() == "2025-03-01"


def test_our_rules_have_ids_severities_and_words_of_their_own() -> None:
    rules = own_rules()
    assert {rule.severity for rule in rules} == {"error", "warning"}
    assert all(rule.message and rule.id.count(".") == 2 for rule in rules)
    words = {rule.id: set[str]() for rule in rules}
    for rule in rules:
        words[rule.id].add(rule.message)
    assert all(len(said) == 1 for said in words.values())


def test_our_rule_on_sectors_looks_into_every_vocabulary() -> None:
    rules = [rule for rule in own_rules() if rule.id == "2.1.2"]
    two = '<sector vocabulary="2" percentage="50"/><sector vocabulary="2" percentage="40"/>'
    assert outcome(rules, activity(two)) == "false"
    assert outcome(rules, activity(two.replace("40", "50"))) == "true"


@needs_data
def test_the_official_rule_units_come_out_as_they_should() -> None:
    folder, known = VALIDATOR / "ruleset-unit-tests", setting()
    cases = rows(VALIDATOR / "expected_rule_units.csv")
    other = set()
    for case in cases:
        key = (case["rule_type"], case["rule_file"], case["xml_file"])
        rules = read_rules(folder / key[0] / "rules" / key[1])
        root = etree.parse(folder / key[0] / "test-files" / key[2]).getroot()
        if outcome(rules, root, known) != case["expected"]:
            other.add(key)
    assert other == set(DEVIATIONS)
    assert (len(cases), len(cases) - len(other)) == (165, 163)


@needs_data
def test_the_official_ruleset_cases_come_out_as_they_should() -> None:
    cases = rows(RULESETS / "expected_meta.csv")
    good = [
        case
        for case in cases
        if str(
            outcome(read_rules(RULESETS / case["ruleset"]), etree.parse(RULESETS / case["xml"]).getroot()) != "false"
        )
        == case["expected"]
    ]
    assert (len(good), len(cases)) == (83, 83)


@needs_data
def test_our_rules_have_the_ids_and_severities_of_the_official_ruleset() -> None:
    official = read_rules(RULESETS / "rulesets" / "standard.json")
    assert {(rule.id, rule.kind, rule.severity) for rule in own_rules()} == {
        (rule.id, rule.kind, rule.severity) for rule in official
    }
    assert not {rule.message for rule in own_rules()} & {rule.message for rule in official}


def test_rules_of_nothing_are_none() -> None:
    assert rules_of({}) == ()
