"""1.x and 2.x, activities and organisations: what a version spells otherwise ends in the same tables."""

from __future__ import annotations

from solidary.sources.iati.grammar import names, places
from solidary.sources.iati.specification import PLACE, tables
from tests.sources.broken import Result, read

FIRST = """<iati-activities version="1.03"><iati-activity xml:lang="en">
<reporting-org ref="XX-1" type="10">Ministry</reporting-org><iati-identifier> XX-1-A </iati-identifier>
<other-identifier owner-ref="XX-2" owner-name="Fund">OLD-7</other-identifier>
<title>Roads</title><title xml:lang="fr">Routes</title>
<location percentage="50"><name>Oudomxay</name><coordinates latitude="20.6" longitude="101.9" precision="2"/>
<administrative country="LA" adm1="1" adm2="2">Xay</administrative></location>
<transaction><transaction-type code="D"/><value value-date="2012-01-02">1,000</value>
<description>First</description></transaction><activity-website>http://example.org</activity-website>
</iati-activity></iati-activities>"""
ORGANISATION = """<iati-organisations version="2.03"><iati-organisation>
<organisation-identifier>XX-1</organisation-identifier><name><narrative>Fund</narrative></name>
<total-budget status="2"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>
<value currency="USD" value-date="2024-01-01">100</value>
<budget-line ref="a"><value currency="USD">60</value><narrative>Roads</narrative></budget-line>
<budget-line ref="b"><value currency="USD">40</value></budget-line></total-budget>
</iati-organisation></iati-organisations>"""


def rows(found: Result, table: str) -> list[dict[str, object]]:
    columns = [*PLACE, *(column.name for column in tables()[table].columns)]
    return [dict(zip(columns, row, strict=True)) for row in found.buffer.tables[names().index(table)]]


def narratives(found: Result) -> list[tuple[str, str, object, str]]:
    return [(*places()[row[3]], row[4], row[5]) for row in found.buffer.narratives]


def test_texts_of_the_first_decade_are_narratives_with_their_language() -> None:
    told = narratives(read(FIRST.encode()))
    assert ("activity", "title", None, "Roads") in told
    assert ("activity", "title", "fr", "Routes") in told
    assert ("activity", "reporting-org", None, "Ministry") in told
    assert ("location", "name", None, "Oudomxay") in told
    assert ("transaction", "description", None, "First") in told


def test_what_only_the_first_decade_has_is_kept() -> None:
    found = read(FIRST.encode())
    assert found.account.unread == {}
    (place,) = rows(found, "location")
    assert (place["latitude"], place["longitude"], place["percentage"]) == ("20.6", "101.9", "50")
    assert rows(found, "location_administrative")[0]["adm2"] == "2"
    assert rows(found, "other_identifier")[0]["ref"] == "OLD-7"
    assert rows(found, "activity_website")[0]["url"] == "http://example.org"


def test_values_are_kept_as_published() -> None:
    found = read(FIRST.encode())
    (money,) = rows(found, "transaction")
    assert (money["transaction_type"], money["value"], money["value_date"]) == ("D", "1,000", "2012-01-02")
    assert rows(found, "activity")[0]["iati_identifier"] == "XX-1-A"


def test_a_text_outside_narratives_is_a_fault_of_the_second_decade() -> None:
    found = read(FIRST.replace("1.03", "2.03").encode())
    assert found.account.unread["iati-activity/title/text()"][0] == 2
    assert ("activity", "title", None, "Roads") not in narratives(found)


def test_a_missing_version_reads_as_the_first() -> None:
    assert read(FIRST.replace(' version="1.03"', "").encode()).account.unread == {}


def test_organisations_have_budgets_with_their_lines() -> None:
    found = read(ORGANISATION.encode())
    assert found.account.unread == {}
    assert [line["value"] for line in rows(found, "total_budget_line")] == ["60", "40"]
    assert rows(found, "total_budget")[0]["value"] == "100"
    assert [line["parent"] for line in rows(found, "total_budget_line")] == [1, 1]
    assert ("total_budget_line", "", None, "Roads") in narratives(found)


def test_contacts_are_left_out_on_purpose_and_extensions_are_counted() -> None:
    text = '<iati-activities version="2.03" xmlns:x="http://x"><iati-activity x:a="1"><contact-info><email>a@b</email>'
    found = read(f"{text}</contact-info><x:more/></iati-activity></iati-activities>".encode())
    assert found.account.unread == {"iati-activity/@{http://x}a": (1, 1), "iati-activity/{http://x}more": (1, 1)}
    assert found.texts == []


def test_every_table_stands_after_the_one_above_it_and_names_its_columns_once() -> None:
    seen: list[str] = []
    for name, table in tables().items():
        columns = [column.name for column in table.columns]
        assert len(columns) == len(set(columns))
        if table.parent:
            assert table.parent in seen
            assert table.path.startswith(tables()[table.parent].path + "/")
        seen.append(name)
