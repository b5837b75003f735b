"""`import solidary` is light, and offers exactly the public names that the documentation gives."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import solidary

HEAVY = ("pydantic", "pyarrow", "jinja2", "yaml", "rich", "cyclopts")
PAGE = Path(__file__).parent.parent / "docs" / "python.md"


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_importing_solidary_loads_nothing_heavy() -> None:
    assert not loaded_by("import solidary") & set(HEAVY)


def test_the_probe_sees_what_is_loaded() -> None:
    assert "yaml" in loaded_by("import solidary; solidary.open().library")


def test_listing_the_names_loads_nothing_heavy() -> None:
    assert not loaded_by("import solidary; dir(solidary); solidary.__version__") & set(HEAVY)


def test_the_command_line_starts_without_reading_anything() -> None:
    assert not loaded_by("import solidary.cli.main") & {"pydantic", "pyarrow", "jinja2", "yaml"}


@pytest.mark.parametrize("name", solidary.__all__)
def test_every_public_name_can_be_got(name: str) -> None:
    assert getattr(solidary, name).__module__.startswith("solidary.")
    assert name in dir(solidary)


def test_the_public_names_are_those_of_the_documentation() -> None:
    section = PAGE.read_text("utf-8").partition("## Public names")[2].partition("\n## ")[0]
    documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert documented == sorted(documented, key=str)
    assert set(documented) == set(solidary.__all__)


def test_the_public_names_are_sorted_and_stand_once() -> None:
    assert sorted(set(solidary.__all__)) == list(solidary.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="opne"):
        getattr(solidary, "opne")  # noqa: B009


def test_the_version_is_a_plain_number() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", solidary.__version__)
