"""The official cases, where they lie beside the checkout."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from solidary.sources.iati.checks.check import check_dataset
from solidary.sources.iati.checks.kinds import Setting, answers
from solidary.sources.iati.checks.report import DatasetReport
from solidary.sources.iati.checks.ruleset import Rule, rules_of
from solidary.sources.iati.checks.standard import Standard
from solidary.sources.iati.files import Found

DATA: Final = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[4] / "shared" / "data")
VALIDATOR, RULESETS, CODELISTS = (DATA / name for name in ("iati-validator-tests", "iati-rulesets", "iati-codelists"))
needs_data = pytest.mark.skipif(
    not all(folder.is_dir() for folder in (VALIDATOR, RULESETS, CODELISTS)),
    reason=f"the official cases are not in {DATA}; SOLIDARY_DATA names their folder",
)
NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def one(kind: str, case: dict[str, Any], at: str = "//iati-activity") -> tuple[Rule, ...]:
    return rules_of({at: {kind: {"cases": [case]}}})


def setting() -> Setting:
    return Standard.of(CODELISTS, None, NOW).setting() if CODELISTS.is_dir() else Setting(NOW)


def outcome(rules: Iterable[Rule], root: etree._Element, known: Setting | None = None) -> str:
    """Say what the official cases say of a ruleset and a file: false if anything fails, else true if anything holds."""
    records = [root] if root.tag == "iati-activity" else list(root.iter("iati-activity", "iati-organisation"))
    asked = known or Setting(NOW)
    got = [answer.holds for rule in rules for record in records for _, answer in answers(rule, record, asked)]
    if None not in got and not got:
        return "No Rule Match"
    return "false" if False in got else "true" if True in got else "No Condition Match"


@cache
def checked(file: Path, standard: Standard | None = None) -> DatasetReport:
    return check_dataset(Found(file.name, file), standard or Standard.of(CODELISTS, None, NOW))
