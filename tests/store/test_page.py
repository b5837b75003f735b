"""The page on tables tells every table with its element and the table above it, its places, and every flag."""

from __future__ import annotations

import re
from pathlib import Path

from solidary.sources.iati.specification import PLACE, tables
from solidary.store import audit, doubts

PAGE = (Path(__file__).parents[2] / "docs" / "iati.md").read_text("utf-8")


def test_the_list_of_tables_is_the_specification() -> None:
    told = re.findall(r"^\| `(\w+)` \| `(iati-[\w/-]+)` \| (?:`(\w+)` )?\|$", PAGE, re.MULTILINE)
    assert told == [(table.name, table.path, table.parent or "") for table in tables().values()]


def test_every_column_of_the_place_is_told() -> None:
    assert [column for column in PLACE if f"`{column}`" not in PAGE] == []


def test_every_rule_of_a_flag_is_told() -> None:
    source = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (audit, doubts))
    rules = set(re.findall(r'"((?:date|number|currency|code|identifier|element)-[a-z-]+|mojibake)"', source))
    assert len(rules) >= 8
    assert {rule for rule in rules if f"`{rule}`" not in PAGE} == set()
