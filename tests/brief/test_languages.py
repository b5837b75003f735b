"""Every language says all that English says, of the same things; numbers and dates follow its own calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest
from jinja2 import meta
from jinja2.sandbox import SandboxedEnvironment

from solidary.brief.catalogue import Catalogue, languages
from solidary.brief.numbers import numbers_in
from solidary.errors import UnknownName
from solidary.terms.library import Library
from solidary.values.amount import Amount, Quantity
from solidary.values.period import Period
from solidary.workspace import Workspace
from tests.brief.page import Page

OTHERS = [language for language in languages() if language != "en"]
SCRIPTS = {"th": re.compile(r"[\u0e00-\u0e7f]"), "ko": re.compile(r"[\uac00-\ud7a3]")}
# Signs and names that are written alike in all languages.
ALIKE = re.compile(
    r"^(mark\.|list\.art|print\.whole|value\.zero|bound\.exactly|brief\.title|facts\.fiscal|period\.through)"
)
FORMS = {"en": 2, "th": 1, "ko": 1}  # how many forms a counted noun has; Thai and Korean nouns know no plural


def variables(text: str) -> set[str]:
    """What a sentence speaks of, of the form of Jinja."""
    environment = SandboxedEnvironment()
    for name in ("listed", "of", "bare", "year"):
        environment.filters[name] = str
    return set(meta.find_undeclared_variables(environment.parse(text)))


def fields(text: str) -> set[str]:
    """The gaps of a text, of the form of Python."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def texts(language: str) -> Iterator[tuple[str, str, str]]:
    english = Catalogue("en").entries
    for key, text in Catalogue(language).entries.items():
        yield key, english[key], text


def test_there_are_catalogues_in_thai_and_korean() -> None:
    assert {"en", "th", "ko"} <= set(languages())


def test_a_language_without_a_catalogue_is_told_with_those_that_have_one() -> None:
    with pytest.raises(UnknownName, match=r"Unknown language 'fr'.*en, ko, th"):
        Catalogue("fr")


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_key_of_english_and_no_other(language: str) -> None:
    assert set(Catalogue(language).entries) == set(Catalogue("en").entries)


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_speaks_of_what_it_speaks_of_in_english(language: str) -> None:
    for key, english, text in texts(language):
        if "{{" in english or "{%" in english:
            assert variables(text) == variables(english), key
        elif not key.startswith("unit."):
            assert fields(text) == fields(english), key


@pytest.mark.parametrize("language", OTHERS)
def test_a_counted_noun_has_the_forms_of_its_language(language: str) -> None:
    for key, _, text in texts(language):
        if key.startswith("unit."):
            assert len(text.split("|")) == FORMS[language], key
            assert fields(text) == {""}, key


@pytest.mark.parametrize("language", OTHERS)
def test_every_entry_is_written_in_the_script_of_its_language(language: str) -> None:
    bare = [key for key, _, text in texts(language) if not SCRIPTS[language].search(text) and not ALIKE.match(key)]
    assert set(bare) <= {"unit.percent", "unit.times", "unit.plain"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_area_grouping_and_rule_of_the_definitions_has_a_name(library: Library, language: str) -> None:
    known = library.translations[language]
    latin = {"KASI", "AOIP", "ACMECS", "BIMSTEC", "BIMP-EAGA", "ARF", "ADMM-Plus", "GMS"}  # abbreviations stay
    names = {rule.title for rule in library.rules.values()}
    names |= {area.short for framework in library.frameworks.values() for area in framework.areas.values()}
    names |= {framework.areas_are for framework in library.frameworks.values()}
    names |= {grouping.name for grouping in library.groupings.values()}
    names |= {mechanism.short for mechanism in library.mechanisms.values()}
    assert names - latin - set(known) == set()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("reader", ["TH", "KR", "JP", "ASEAN", "DE", ""])
def test_a_brief_can_be_written_for_every_reader(workspace: Workspace, language: str, reader: str) -> None:
    brief = workspace.brief("kasi", reader, language=language)
    english = workspace.brief("kasi", reader)
    assert [section.key for section in brief.sections] == [section.key for section in english.sections]
    assert [note.address for note in brief.notes] and len(brief.lead) == len(english.lead)
    assert all(SCRIPTS[language].search(paragraph.plain) for paragraph in brief.paragraphs())
    assert not [one.plain for one in brief.paragraphs() if "{" in one.plain or "  " in one.plain]


@pytest.mark.parametrize("language", languages())
def test_the_page_says_in_which_language_it_is(workspace: Workspace, language: str) -> None:
    page = Page(workspace.brief("kasi", "TH", language=language).html())
    assert page.all("html")[0]["lang"] == language


def test_the_sum_of_the_funds_reads_as_each_language_writes_it(workspace: Workspace) -> None:
    # 32 + 10 + 6 = 48 million dollars a year by 2027: 4,800 times ten thousand in Korean; 2027 + 543 = 2570 in Thai
    said = {language: workspace.brief("kasi", "TH", language=language).lead[0].plain for language in languages()}
    assert "USD\u00a048 million a year by 2027" in said["en"]
    assert "ปีละ 48\u00a0ล้านดอลลาร์สหรัฐ" in said["th"] and "2570" in said["th"]
    assert "2027년" in said["ko"] and "연간 4,800만\u00a0미국\u00a0달러" in said["ko"]


def test_days_follow_the_calendar_of_the_language() -> None:
    day = date(2026, 11, 24)
    spelled = {language: numbers_in(language, Catalogue(language).entries).day(day) for language in languages()}
    # 2026 + 543 = 2569
    assert spelled["en"] == "24 November 2026"
    assert spelled["th"].replace("\u00a0", " ") == "24 พฤศจิกายน พ.ศ. 2569"
    assert spelled["ko"] == "2026년 11월 24일"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "2023-26", "2023–2026"),
        ("th", "2023-26", "พ.ศ. 2566–2569"),
        ("ko", "2023-26", "2023~2026년"),
        ("en", "from 2025", "from 2025"),
        ("th", "from 2025", "ตั้งแต่ พ.ศ. 2568"),
        ("ko", "from 2025", "2025년부터"),
        ("en", "about 2019", "about 2019"),
        ("th", "about 2019", "ประมาณ พ.ศ. 2562"),
        ("ko", "about 2019", "약 2019년"),
        ("ko", "2022-11", "2022년 11월"),
        ("th", "2022-11", "พฤศจิกายน พ.ศ. 2565"),
    ],
)
def test_periods_follow_the_calendar_of_the_language(language: str, text: str, expected: str) -> None:
    numbers = numbers_in(language, Catalogue(language).entries)
    assert numbers.period(Period.parse(text)).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "KRW 180.4 billion a year", "KRW 180.4 billion a year"),
        ("th", "KRW 180.4 billion a year", "ปีละ 180,400 ล้านวอน"),  # 180.4 thousand millions
        ("ko", "KRW 180.4 billion a year", "연간 1,804억 원"),  # 1,804 times a hundred million
        ("ko", "USD 10.39 billion", "103억 9,000만 미국 달러"),
        ("th", "about USD 200 million", "ประมาณ 200 ล้านดอลลาร์สหรัฐ"),
        ("ko", "at least USD 50,000", "최소 5만 미국 달러"),
        ("th", "USD 200,000 to 500,000 a year", "ปีละ 200,000–500,000 ดอลลาร์สหรัฐ"),
        ("ko", "USD 200,000 to 500,000 a year", "연간 20만~50만 미국 달러"),
        ("ko", "AUD 204 million", "2억 400만 호주 달러"),
    ],
)
def test_money_is_spelled_exactly_and_in_the_order_of_the_language(language: str, text: str, expected: str) -> None:
    numbers = numbers_in(language, Catalogue(language).entries)
    assert numbers.amount(Amount.parse(text)).replace("\u00a0", " ") == expected


def test_a_quantity_keeps_the_unit_of_its_source() -> None:
    numbers = numbers_in("ko", Catalogue("ko").entries)
    assert numbers.quantity(Quantity.parse("about 40,000 people")) == "약 4만 people"


@pytest.mark.parametrize("number", [1, 9_999, 10_000, 10_001, 99_990_000, 100_000_000, 123_456_789_012])
def test_groups_of_ten_thousand_give_the_number_back(number: int) -> None:
    spelled = numbers_in("ko", {}).scaled(Decimal(number))
    scales = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
    parts = re.findall(r"([\d,]+)([조억만]?)", spelled)
    assert sum(int(digits.replace(",", "")) * scales[scale] for digits, scale in parts) == number


@pytest.mark.parametrize(
    ("before", "written", "expected"),
    [
        ("한국", "은(는) 먼저", "은 먼저"),  # closed by ㄱ
        ("일본, 캐나다", "와(과) 함께", "와 함께"),  # open
        ("유럽연합", "와(과)의 관계", "과의 관계"),
        ("공여 주체 1.1개", "이(가) 같은", "가 같은"),
        ("AKCF", "을(를) 통해", "을(를) 통해"),  # who reads it, knows how it sounds; we do not
    ],
)
def test_a_korean_particle_follows_the_sound_before_it(before: str, written: str, expected: str) -> None:
    assert numbers_in("ko", {}).tidied(before, written) == expected


def test_thai_has_a_space_before_and_after_other_letters() -> None:
    thai = numbers_in("th", {})
    assert thai.tidied("", "กับUNOCHAในเมียนมา 2ด้าน") == "กับ UNOCHA ในเมียนมา 2 ด้าน"
    assert (thai.tidied("มี", "7 องค์กร"), thai.tidied("มี", "เจ็ด"), thai.tidied("", "7")) == (" 7 องค์กร", "เจ็ด", "7")


def test_a_space_before_a_thai_figure_is_no_part_of_it(workspace: Workspace) -> None:
    runs = [run for paragraph in workspace.brief("kasi", "TH", language="th").paragraphs() for run in paragraph.runs]
    assert runs and not [run for run in runs if run.note and run.text != run.text.strip()]


def test_no_korean_sentence_writes_one_form_of_a_particle_after_a_name() -> None:
    wrong = re.compile(r"\}\}(은|는|이|가|을|를|와|과)(?=[ ,])")
    assert [key for key, text in Catalogue("ko").entries.items() if wrong.search(text)] == []
