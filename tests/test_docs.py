"""The documentation is true and whole: its commands run and print what is shown, its links lead somewhere, and nothing
that a user can write or read is left out.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from pydantic import BaseModel

import solidary
from solidary.analyses.questions import ON_FLOWS, QUESTIONS
from solidary.analyses.status import STATES
from solidary.cli.main import COMMANDS, main
from solidary.sources.sheets import mapping
from solidary.terms import definition, dossier
from solidary.terms.document import Document, parse_document
from solidary.terms.fault import Rule
from solidary.workspace import Workspace
from tests.cli.outcome import Outcome, process

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))])
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
EXIT = re.compile(r"\s+# exit (\d)$")

# The words that were agreed on before the first line was written.
WORDS = """
activity transaction budget planned_disbursement recipient_country participating_org sector policy_marker
related_activity result indicator period promise claim evidence judgement flow stage framework area partner mechanism
fund channel programme audience deliverable milestone finding coverage perspective brief
""".split()


class Example(NamedTuple):
    """A command that a page shows, the exit code that it tells, and the lines that it shows under it."""

    command: str
    code: int
    shown: tuple[str, ...]


@cache
def opened() -> solidary.Workspace:
    return solidary.open()


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def examples(page: Path) -> Iterator[Example]:
    for block in CONSOLE.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *rest = part.splitlines()
            told = EXIT.search(first)
            shown = tuple(line.strip() for line in rest if line.strip() not in ("", "..."))
            yield Example(EXIT.sub("", first), int(told[1]) if told else 0, shown)


WITH_EXAMPLES = [page for page in PAGES if any(True for _ in examples(page))]


def ran(page: Path, folder: Path) -> list[Outcome]:
    """Run the commands of a page one after the other, as a reader would who begins in an empty folder."""
    return [process(*shlex.split(example.command)[1:], cwd=folder) for example in examples(page)]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[Outcome]]:
    """All commands of all pages, two pages at a time."""
    folders = [tmp_path_factory.mktemp(page.stem) for page in WITH_EXAMPLES]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(WITH_EXAMPLES, pool.map(ran, WITH_EXAMPLES, folders), strict=True))


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=name_of)
def test_every_command_of_a_page_runs_and_prints_what_is_shown(page: Path, outcomes: dict[Path, list[Outcome]]) -> None:
    for example, done in zip(examples(page), outcomes[page], strict=True):
        assert example.command.startswith("solidary ")
        assert done.code == example.code, f"{example.command}\n{done.err}"
        for line in example.shown:
            assert line in f"{done.out}\n{done.err}".replace("\u00a0", " "), example.command


def test_the_runner_of_examples_sees_commands_codes_and_lines(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ solidary ref x # exit 2\nUnknown\n...\n$ solidary ask\n```\n", "utf-8")
    assert list(examples(page)) == [Example("solidary ref x", 2, ("Unknown",)), Example("solidary ask", 0, ())]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_shell_example_stands_in_a_block_that_is_run(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(re.findall(r"^\s*\$ ", text, re.MULTILINE)) == sum(1 for _ in examples(page))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_page_that_names_all_its_options(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    text = capsys.readouterr().out
    page = read(f"commands/{command}.md")
    assert not ended.value.code
    assert COMMANDS[command] in text
    options = set(re.findall(r"--[a-z][a-z-]+", text)) - set(re.findall(r"--(?:no|empty)-[a-z-]+", text))
    assert options
    assert {option for option in options if f"`{option}`" not in page} == set()
    assert f"$ solidary {command}" in page


def test_there_is_no_page_of_a_command_that_is_not_there() -> None:
    assert {page.stem for page in (DOCS / "commands").glob("*.md")} == set(COMMANDS)


def test_the_index_leads_to_every_page() -> None:
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(read("index.md"))}
    assert {page.resolve() for page in DOCS.rglob("*.md")} - {(DOCS / "index.md").resolve()} <= linked


def section(page: str, heading: str) -> str:
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_a_section_with_its_rules_coverage_and_limits(question: str) -> None:
    text = section(read("questions.md"), question)
    assert QUESTIONS[question] in text
    for part in ("* Rules: ", "* Coverage: ", "* Limits: "):
        assert part in text


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_rules_of_a_section_are_those_that_its_figures_use(question: str, with_money: Workspace) -> None:
    ws = with_money if question in ON_FLOWS else opened()
    line = section(read("questions.md"), question).partition("* Rules: ")[2].partition("\n* ")[0]
    readers = (None, "TH", "VN", "PH", "KR", "JP", "ASEAN", "DE")
    days = (date(2023, 6, 30), date(2025, 12, 31))
    used = {rule for who in readers for day in days for rule in ws.ask(question, "kasi", who, day).rules}
    assert set(re.findall(r"`([a-z-]+)`", line)) == used


def test_every_rule_is_told() -> None:
    told = set(re.findall(r"`([a-z-]+)`", read("questions.md") + read("way.md")))
    assert set(opened().library.rules) - told == set()


def test_every_status_and_grade_and_rule_of_faults_is_told() -> None:
    assert {state for state in STATES if state not in section(read("questions.md"), "delivery")} == set()
    assert {grade for grade in definition.GRADES if f"`{grade}`" not in read("definitions.md")} == set()
    assert {rule for rule in get_args(Rule) if f"`{rule}`" not in read("commands/check.md")} == set()


def entries(page: str) -> list[str]:
    return re.findall(r"^\| \*\*([^*]+)\*\* \|", page, re.MULTILINE)


def test_every_agreed_word_is_in_the_glossary() -> None:
    assert set(WORDS) - set(entries(read("glossary.md"))) == set()


def test_every_kind_of_entry_is_in_the_glossary() -> None:
    assert set(dossier.SECTIONS.values()) - set(entries(read("glossary.md"))) == set()


def test_a_word_stands_in_the_glossary_once() -> None:
    words = entries(read("glossary.md"))
    assert sorted(words) == sorted(set(words))


def test_words_that_are_kept_for_later_are_not_in_the_code_yet() -> None:
    kept = entries(section(read("glossary.md"), "Words kept for project data"))
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"(?:class|def) (\w+)|^    (\w+): ", code, re.MULTILINE))
    names = {name.casefold() for pair in used for name in pair if name}
    assert set(kept) & names == set()


def models(module: Any) -> list[type[BaseModel]]:
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, BaseModel) and found.__module__ == module.__name__
    ]


def missing_keys(module: Any, page: str) -> set[str]:
    keys = {key for model in models(module) for key in model.model_fields}
    return {
        key for key in keys if not re.search(rf"`{key}[`:]|^\s*(?:- )?(?:\w+: \{{)?{key}:(?: |$)", page, re.MULTILINE)
    }


def test_every_key_of_a_dossier_is_told() -> None:
    assert missing_keys(dossier, read("dossiers.md")) == set()


def test_every_key_of_a_definition_is_told() -> None:
    assert missing_keys(definition, read("definitions.md")) == set()


def test_every_key_of_a_mapping_is_told() -> None:
    page = read("sheets.md")
    assert missing_keys(mapping, page) == set()
    assert {field for field in mapping.FIELDS if f"`{field}`" not in page} == set()
    assert {path.stem for path in mapping.BUNDLED.glob("*.yml") if f"| `{path.stem}`" not in page} == set()


@pytest.mark.parametrize("predicate", dossier.PREDICATES)
def test_every_predicate_is_in_the_table_of_predicates(predicate: str) -> None:
    assert f"`{predicate}`" in section(read("dossiers.md"), "Predicates")


def test_every_section_of_the_files_is_in_a_table() -> None:
    for model, page in ((dossier.DossierFile, "dossiers.md"), (definition.DefinitionFile, "definitions.md")):
        text = section(read(page), "Sections")
        assert {name for name in model.model_fields if f"`{name}`" not in text} <= {"initiative"}


def choices(model: type[BaseModel], key: str) -> set[str]:
    return {str(choice) for choice in get_args(model.model_fields[key].annotation) if isinstance(choice, str)}


def test_every_choice_that_a_dossier_offers_is_told() -> None:
    text = read("dossiers.md")
    offered = [
        *choices(dossier.MilestoneTerm, "kind"), *choices(dossier.ProgrammeTerm, "kind"),
        *choices(dossier.OfficeTerm, "kind"), *choices(dossier.FactTerm, "topic"),
    ]  # fmt: skip
    assert offered
    assert {choice for choice in offered if not re.search(rf"\b{choice}\b", text)} == set()


@pytest.mark.parametrize("page", [page for page in PAGES if YAML.search(page.read_text("utf-8"))], ids=name_of)
def test_every_yaml_example_is_valid(page: Path) -> None:
    models: dict[str, type[BaseModel]] = {"definitions": definition.DefinitionFile, "sheets": mapping.MappingFile}
    model = models.get(page.stem, dossier.DossierFile)
    for block in YAML.findall(page.read_text("utf-8")):
        document = parse_document(block, Document(page.name))
        assert document.faults == []
        assert model.model_validate(document.tree)


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.strip().casefold()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        goal = (page.parent / name).resolve() if name else page
        assert goal.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", goal.read_text("utf-8"), re.MULTILINE)
            assert anchor in [slug(heading) for heading in headings], target


def test_the_targets_of_the_makefile_that_are_told_are_there() -> None:
    told = set(re.findall(r"`make (\w+)", "".join(page.read_text("utf-8") for page in PAGES)))
    there = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"brief", "test", "lint"} <= told <= there


def test_the_rooms_that_are_told_are_those_that_the_linter_knows() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [room for layer in reversed(layers) for room in layer.split(" | ")]
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    told = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (?:nothing|the above)", contributing, re.MULTILINE)
    assert re.findall(r"\w+", " ".join(told)) == rooms
    assert re.findall(r"^\| `(\w+)` \|", read("way.md"), re.MULTILINE) == rooms[2:]  # without errors and version


def test_the_changelog_has_the_version_of_the_package() -> None:
    assert f"## [{solidary.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
