"""What was registered goes out as IATI 2.03: valid by our own check and the official schema, and read back as it is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import solidary
from solidary.errors import CannotWrite, UnknownName, WrongUse
from solidary.exports.draft import Written
from solidary.exports.iati import activity
from solidary.exports.iati.activity import Author, document
from solidary.exports.iati.file import NotValid, write_iati
from solidary.exports.iati.reporter import Reporter
from solidary.register.register import Register
from solidary.sources.iati.checks.check import check_dataset
from solidary.sources.iati.checks.standard import Standard
from solidary.sources.iati.files import Found
from solidary.workspace import Workspace
from tests.conftest import Look
from tests.exports.samples import NOW, left, named

DATA: Final = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[3] / "shared" / "data")
SCHEMA: Final = DATA / "iati-validator-tests" / "schemas" / "2.03" / "iati-activities-schema.xsd"
WHO: Final = Reporter("XM-EX-1", "An institute", "80")
DAY: Final = date(2025, 12, 31)
DOSSIERS: Final = ("kasi", "australia", "canada", "china", "eu", "india", "japan", "uk", "usa")
# A whole of 10 million, a part of 4 million of it, a level of 1.5 million for one year, and sums that have no form.
ENTRIES: Final = """
promises:
  whole:
    title: Bridges & roads
    claims:
      - {says: {amount: USD 10 million, agreed: 2021-11-12}, source: speech, locator: p. 1}
  part:
    title: A bridge
    part_of: whole
    finance: loan
    claims:
      - {says: {amount: over USD 3 million}, source: speech, locator: p. 2}
      - {says: {amount: over USD 4 million, period: 2023-26, places: TH}, source: report, locator: p. 2}
      - {says: {deliverable: one bridge, audience: those who cross}, source: report, locator: p. 3}
  level:
    title: A level
    claims:
      - {says: {target: USD 1.5 million a year}, of: 2024, source: report, locator: p. 4}
  each:
    title: So much each
    claims:
      - {says: {amount: USD 5 thousand each}, source: report, locator: p. 5}
projects:
  span:
    title: A span of it
    promise: part
    claims:
      - {says: {launched: 2024-05-02, completed: 2025-03-01, places: [KH, LA]}, source: paper, locator: p. 6}
"""


@pytest.fixture
def small(look: Look) -> Register:
    return look(ENTRIES, DAY, "").register


def write(register: Register, target: Path, initiative: str = "bridge", reporter: Reporter = WHO) -> Written:
    return write_iati(register, initiative, reporter, target, NOW)


def activities(path: Path) -> dict[str, etree._Element]:
    return {found.findtext("iati-identifier"): found for found in etree.parse(path).getroot().iter("iati-activity")}


@cache
def schema() -> etree.XMLSchema:
    if not SCHEMA.is_file():
        pytest.skip(f"needs the official schema {SCHEMA.name} of 2.03 beside the checkout (or $SOLIDARY_DATA)")
    return etree.XMLSchema(etree.parse(SCHEMA))


@pytest.mark.parametrize("initiative", DOSSIERS)
def test_each_bundled_dossier_is_valid_by_the_official_schema(
    workspace: Workspace, tmp_path: Path, initiative: str
) -> None:
    write(workspace.register(DAY), tmp_path / "out.xml", initiative)
    official = schema()
    assert official.validate(etree.parse(tmp_path / "out.xml")), official.error_log


def test_all_that_is_promised_and_each_project_is_in_the_file(workspace: Workspace, tmp_path: Path) -> None:
    register = workspace.register(DAY)
    done = write(register, tmp_path / "out.xml", "kasi")
    wanted = [*register.of_kind("kasi", "promise"), *register.of_kind("kasi", "project")]
    found = activities(tmp_path / "out.xml")
    assert set(found) == {f"XM-EX-1-{one.key.replace('/', '-')}" for one in wanted}
    assert done.rows == len(found) == len(wanted)
    titles = {found[f"XM-EX-1-{one.key.replace('/', '-')}"].findtext("title/narrative") for one in wanted}
    assert titles == {one.title for one in wanted}


def test_a_sum_is_a_pledge_a_level_a_budget_and_nothing_is_spent(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml")
    found = activities(tmp_path / "out.xml")
    pledged = {
        name.removeprefix("XM-EX-1-bridge-"): (one.findtext("value"), one.find("value").get("currency"))
        for name, record in found.items()
        for one in record.iter("transaction")
    }
    assert pledged == {"whole": ("10000000", "USD"), "part": ("4000000", "USD")}
    kinds = {one.get("code") for record in found.values() for one in record.iter("transaction-type")}
    assert kinds == {"12"}
    ((name, budget),) = ((name, one) for name, record in found.items() for one in record.iter("budget"))
    assert (name, budget.findtext("value")) == ("XM-EX-1-bridge-level", "1500000")
    assert [budget[at].get("iso-date") for at in (0, 1)] == ["2024-01-01", "2024-12-31"]


def test_a_pledge_has_the_day_of_the_promise_its_bound_and_what_it_was_before(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml")
    found = activities(tmp_path / "out.xml")
    whole = found["XM-EX-1-bridge-whole"].find("transaction")
    assert whole.find("transaction-date").get("iso-date") == "2021-11-12"
    part = found["XM-EX-1-bridge-part"].find("transaction")
    assert part.findtext("description/narrative") == (
        "amount: over USD 4 million; before: over USD 3 million as known on 2020-01-01"
    )
    assert part.find("transaction-date").get("iso-date") == "2023-01-01"  # when the changed sum was first heard of


def test_parts_know_their_whole_and_stand_below_it(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml")
    found = activities(tmp_path / "out.xml")
    related = {
        name.removeprefix("XM-EX-1-bridge-"): (
            record.get("hierarchy"),
            [(one.get("type"), one.get("ref").rpartition("-")[2]) for one in record.iter("related-activity")],
        )
        for name, record in found.items()
    }
    assert related == {
        "whole": ("1", [("2", "part")]),
        "part": ("2", [("1", "whole"), ("2", "span")]),
        "span": ("3", [("1", "part")]),
        "level": ("1", []),
        "each": ("1", []),
    }


def test_one_place_is_a_country_and_several_the_region_that_holds_them(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml")
    found = activities(tmp_path / "out.xml")
    assert found["XM-EX-1-bridge-part"].find("recipient-country").get("code") == "TH"
    regions = [
        (one.get("vocabulary"), one.get("code")) for one in found["XM-EX-1-bridge-span"].iter("recipient-region")
    ]
    assert regions == [("1", "789"), ("2", "035")]


def test_a_project_that_ended_is_closed_and_a_promise_is_in_the_pipeline(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml")
    found = activities(tmp_path / "out.xml")
    assert found["XM-EX-1-bridge-span"].find("activity-status").get("code") == "4"
    assert found["XM-EX-1-bridge-whole"].find("activity-status").get("code") == "1"
    dates = [(one.get("type"), one.get("iso-date")) for one in found["XM-EX-1-bridge-span"].iter("activity-date")]
    assert dates == [("2", "2024-05-02"), ("4", "2025-03-01")]


def test_what_iati_cannot_say_is_told(small: Register, tmp_path: Path) -> None:
    told = named(write(small, tmp_path / "out.xml"))
    assert "budgets: USD 1.5 million; pledges: USD 14 million; parts and the promise that they are part of" in told
    assert "1 sums for each of something whose number is not stated: in words only" in told
    assert "1 sums that a source gives as about, over, up to or a range" in told
    assert "all 5 with sector 99810" in told
    each = activities(tmp_path / "out.xml")["XM-EX-1-bridge-each"]
    assert any("USD 5,000 each" in (one.text or "") for one in each.iter("narrative"))


def test_on_an_earlier_day_the_sum_of_that_day_stands(workspace: Workspace, tmp_path: Path) -> None:
    # 19 million for 2023-26 by the list of June 2023; 20 million for 2024-27 by the ministry in February 2025.
    for day, amount in ((date(2023, 6, 30), "19000000"), (DAY, "20000000")):
        write(workspace.register(day), tmp_path / f"{day}.xml", "kasi")
        found = activities(tmp_path / f"{day}.xml")["XM-EX-1-kasi-methane"]
        assert [one.findtext("value") for one in found.iter("transaction")] == [amount]


def test_our_own_reader_reads_back_what_was_written(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml")
    opened = solidary.open(tmp_path, today=DAY)
    snapshot = opened.ingest([tmp_path / "out.xml"]).snapshot
    assert snapshot.manifest["records"] == {"read": 5, "loaded": 5, "set_aside": 0}
    assert snapshot.manifest["unread"] == {}
    rows = opened.flows().table().to_pylist()
    assert Counter((row["stage"], row["currency"], int(row["published"])) for row in rows) == {
        ("pledge", "USD", 10_000_000): 1,
        ("pledge", "USD", 4_000_000): 1,
        ("budget", "USD", 1_500_000): 1,
    }
    assert {row["recipient"] for row in rows if row["activity"].endswith("part")} == {"TH"}
    assert not [row for row in rows if row["stage"] in ("commitment", "disbursement", "expenditure")]


def test_who_reports_for_others_is_not_counted_beside_them(small: Register, tmp_path: Path) -> None:
    write(small, tmp_path / "out.xml", reporter=replace(WHO, secondary=True))
    (first, *_) = activities(tmp_path / "out.xml").values()
    assert first.find("reporting-org").get("secondary-reporter") == "1"
    opened = solidary.open(tmp_path, today=DAY)
    opened.ingest([tmp_path / "out.xml"])
    assert {row["counts_in_totals"] for row in opened.flows().table().to_pylist()} == {False}


def test_a_file_that_does_not_pass_is_not_written(
    small: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "PLEDGE", "99")
    with pytest.raises(NotValid, match="nothing was written"):
        write(small, tmp_path / "out.xml")
    assert left(tmp_path) == []


def test_nothing_is_overwritten(small: Register, tmp_path: Path) -> None:
    (tmp_path / "out.xml").write_text("mine")
    with pytest.raises(CannotWrite, match="--force"):
        write(small, tmp_path / "out.xml")
    assert (tmp_path / "out.xml").read_text() == "mine"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("", "A"), "read the identifier ''"),
        (("XM X", "A"), "no blank"),
        (("XM/1", "A"), "no blank"),
        (("XM-1", " "), "no name"),
    ],
)
def test_a_reporter_without_identifier_or_name_is_wrong_use(given: tuple[str, str], told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        Reporter(*given)


def test_an_unknown_type_of_organisation_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownName, match="80 is academic"):
        Reporter("XM-1", "A", "81")


def test_an_initiative_of_which_nothing_is_known_yet_is_wrong_use(look: Look, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no promise and no project of 'bridge' was known on 2019-01-01"):
        write(look(ENTRIES, date(2019, 1, 1), "").register, tmp_path / "out.xml")


WORDS: Final = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30) | st.sampled_from(
    ["<b>&amp;", "]]>", "a\0b", "\ufffe", "\r\n", "한국 – Việt", "=1+1"]
)

ADDRESSES: Final = (
    "HTTP://0/[", "https://a.example/[1]?q=[2]#[3]", "https://a.example/%zz%20", "https://a.example:99999999/", "//a",
    "https://[", "https://[::1]/", "https://한국.kr/", "https://a_b.example/", "https://u:p@a.example/", "https://a?x#y#z",
)  # fmt: skip


def hostile(register: Register, text: str, url: str, number: Decimal) -> Register:
    """The same entries, with a text in every place that holds one, and a sum of any size."""

    def changed(claim: Any) -> Any:
        value: Any = text if isinstance(claim.value, str) else claim.value
        if getattr(value, "money", None):
            value = replace(value, money=replace(value.money, number=number))
        evidence = replace(claim.evidence, title=text, url=url, locator=text)
        return replace(claim, value=value, evidence=evidence)

    return replace(register, claims=tuple(map(changed, register.claims)))


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(WORDS, WORDS),
    WORDS | st.sampled_from(ADDRESSES) | WORDS.map("https://a.example/{}".format),
    st.decimals("0.01", "1e15", places=2),
    st.dates(date(2020, 1, 2), date(2026, 12, 31)),
)
def test_whatever_people_write_the_file_is_valid(
    look: Look, texts: tuple[str, str], url: str, number: Decimal, day: date
) -> None:
    words, name = texts
    register = hostile(look(ENTRIES, day, "").register, words, url, number)
    told = {one.key: one for kind in ("promise", "project") for one in register.of_kind("bridge", kind)}
    head = register.library.dossier("bridge").initiative
    reporter = Reporter("XM-EX-1", f"An {name}")
    tree = document(Author(register, head, reporter, datetime(2026, 12, 31, tzinfo=UTC), told), told.values())
    with TemporaryDirectory() as folder:
        path = Path(folder, "out.xml")
        tree.write(str(path), encoding="utf-8", xml_declaration=True)
        report = check_dataset(Found("out.xml", path), Standard(now=datetime(2026, 12, 31, tzinfo=UTC)))
        assert report.passes, [str(one) for one in report.violations if one.grave]
        root = etree.parse(path).getroot()
    if SCHEMA.is_file():
        assert schema().validate(root), schema().error_log
    assert amounts(root) <= {number}


def amounts(root: etree._Element) -> set[Decimal]:
    return set(_values(root))


def _values(root: etree._Element) -> Iterator[Decimal]:
    for one in root.iter("value"):
        yield Decimal(one.text)
