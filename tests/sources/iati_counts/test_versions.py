"""What 1.x spells otherwise than 2.x, and what each version says: small files by hand, and every value that is in them.

Values stay as published: letters of the first decade are not turned into the numbers of the second.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from solidary.store.load import load
from solidary.store.snapshot import Lake, Snapshot
from tests.sources.iati_counts.conftest import Read

FIRST: Final = ("1.01", "1.03", "1.05")
SECOND: Final = ("2.01", "2.02", "2.03")

ACTIVITY_1: Final = """\
<iati-activities version="{version}">
  <iati-activity xml:lang="en" default-currency="EUR" last-updated-datetime="2011-05-06" hierarchy="1">
    <reporting-org ref="AA-AAA-1" type="10" xml:lang="de">Amt für Wasser</reporting-org>
    <iati-identifier> AA-AAA-1-W </iati-identifier>
    <other-identifier owner-ref="BB-BBB-2" owner-name="Bank">W/7</other-identifier>
    <title xml:lang="en">Water</title>
    <title xml:lang="fr">Eau</title>
    <description type="1">Wells &amp; pipes</description>
    <activity-status code="2"/>
    <activity-date type="start-planned" iso-date="2011-01-01">New Year</activity-date>
    <participating-org ref="CC-CCC-3" role="Funding" type="40">Kasse</participating-org>
    <activity-website>http://water.example.org/</activity-website>
    <activity-website>http://eau.example.org/</activity-website>
    <recipient-country code="KH" percentage="60" xml:lang="fr">Cambodge</recipient-country>
    <recipient-region code="798">Asia</recipient-region>
    <location percentage="55">
      <location-type code="PPL"/>
      <name>Kampot</name>
      <description>by the river</description>
      <administrative country="KH" adm1="KH-7" adm2="0707">Kampot town</administrative>
      <coordinates latitude="10.61" longitude="104.18" precision="3"/>
      <gazetteer-entry gazetteer-ref="GEO">1831112</gazetteer-entry>
    </location>
    <sector vocabulary="DAC" code="14030" percentage="100">Water supply</sector>
    <policy-marker vocabulary="DAC" code="2" significance="1">Environment</policy-marker>
    <budget type="1">
      <period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/>
      <value currency="USD" value-date="2011-01-01">1,000.50</value>
    </budget>
    <planned-disbursement updated="2011-02-02">
      <period-start iso-date="2011-03-01"/><period-end iso-date="2011-04-01"/>
      <value value-date="2011-03-01">20</value>
    </planned-disbursement>
    <transaction ref="t1">
      <transaction-type code="D"/>
      <provider-org ref="AA-AAA-1" provider-activity-id="AA-AAA-1-X">Amt</provider-org>
      <receiver-org ref="DD-DDD-4" receiver-activity-id="DD-DDD-4-Y" xml:lang="km">ភ្នំពេញ</receiver-org>
      <value value-date="2011-06-30">-300</value>
      <description xml:lang="en">First wells</description>
      <transaction-date iso-date="2011-06-30"/>
      <flow-type code="10"/><finance-type code="110"/><aid-type code="C01"/><tied-status code="5"/>
      <disbursement-channel code="1"/>
    </transaction>
    <transaction><transaction-type code="IF"/><value value-date="2011-07-01">7</value></transaction>
    <document-link url="http://water.example.org/a.pdf" format="application/pdf">
      <title>Plan</title><category code="A01"/><language code="en"/>
    </document-link>
    <conditions attached="1"><condition type="1">Pay the fee</condition></conditions>
    <result type="1">
      <title>More water</title>
      <indicator measure="1">
        <title>Wells</title>
        <baseline year="2010" value="3"><comment>counted</comment></baseline>
        <period><period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/>
          <target value="9"><comment xml:lang="en">planned</comment></target><actual value="8"/></period>
      </indicator>
    </result>
    <legacy-data name="Phase" value="B" iati-equivalent="activity-status"/>
  </iati-activity>
</iati-activities>
"""

# Table, columns, and what must stand in them.
Expected = list[tuple[str, str, list[tuple[str | None, ...]]]]
EXPECTED_1: Final[Expected] = [
    (
        "activity",
        "iati_identifier lang default_currency hierarchy reporting_org_ref reporting_org_type activity_status",
        [("AA-AAA-1-W", "en", "EUR", "1", "AA-AAA-1", "10", "2")],
    ),
    ("activity", "conditions_attached last_updated_datetime", [("1", "2011-05-06")]),
    ("other_identifier", "ref owner_ref owner_name type", [("W/7", "BB-BBB-2", "Bank", None)]),
    ("activity_date", "type iso_date", [("start-planned", "2011-01-01")]),
    ("participating_org", "ref role type", [("CC-CCC-3", "Funding", "40")]),
    ("activity_website", "url", [("http://water.example.org/",), ("http://eau.example.org/",)]),
    ("recipient_country", "code percentage", [("KH", "60")]),
    ("recipient_region", "code vocabulary", [("798", None)]),
    (
        "location",
        "latitude longitude precision location_type percentage gazetteer_entry gazetteer_ref pos",
        [("10.61", "104.18", "3", "PPL", "55", "1831112", "GEO", None)],
    ),
    ("location_administrative", "country adm1 adm2 code", [("KH", "KH-7", "0707", None)]),
    ("sector", "vocabulary code percentage", [("DAC", "14030", "100")]),
    (
        "budget",
        "type period_start period_end value currency value_date",
        [("1", "2011-01-01", "2011-12-31", "1,000.50", "USD", "2011-01-01")],
    ),
    ("planned_disbursement", "updated period_start value currency", [("2011-02-02", "2011-03-01", "20", None)]),
    (
        "transaction",
        "ref transaction_type value transaction_date provider_org_ref provider_activity_id receiver_activity_id",
        [
            ("t1", "D", "-300", "2011-06-30", "AA-AAA-1", "AA-AAA-1-X", "DD-DDD-4-Y"),
            (None, "IF", "7", None, None, None, None),
        ],
    ),
    ("transaction", "flow_type finance_type tied_status", [("10", "110", "5"), (None, None, None)]),
    ("transaction_aid_type", "code vocabulary", [("C01", None)]),
    ("document_link", "url format", [("http://water.example.org/a.pdf", "application/pdf")]),
    ("document_category", "code", [("A01",)]),
    ("document_language", "code", [("en",)]),
    ("condition", "type", [("1",)]),
    ("baseline", "year value", [("2010", "3")]),
    ("target", "value", [("9",)]),
    ("actual", "value", [("8",)]),
    ("legacy_data", "name value iati_equivalent", [("Phase", "B", "activity-status")]),
]
TEXTS_1: Final = [
    ("activity", "reporting-org", "de", "Amt für Wasser"),
    ("activity", "title", "en", "Water"),
    ("activity", "title", "fr", "Eau"),
    ("description", "", None, "Wells & pipes"),
    ("activity_date", "", None, "New Year"),
    ("participating_org", "", None, "Kasse"),
    ("recipient_country", "", "fr", "Cambodge"),
    ("recipient_region", "", None, "Asia"),
    ("location", "name", None, "Kampot"),
    ("location", "description", None, "by the river"),
    ("location_administrative", "", None, "Kampot town"),
    ("sector", "", None, "Water supply"),
    ("policy_marker", "", None, "Environment"),
    ("transaction", "provider-org", None, "Amt"),
    ("transaction", "receiver-org", "km", "ភ្នំពេញ"),
    ("transaction", "description", "en", "First wells"),
    ("document_link", "title", None, "Plan"),
    ("condition", "", None, "Pay the fee"),
    ("result", "title", None, "More water"),
    ("indicator", "title", None, "Wells"),
    ("baseline", "comment", None, "counted"),
    ("target", "comment", "en", "planned"),
]

ORGANISATION_2: Final = """\
<iati-organisations version="{version}">
  <iati-organisation default-currency="EUR" xml:lang="en" last-updated-datetime="2016-01-01">
    <organisation-identifier>AA-AAA-1</organisation-identifier>
    <name><narrative>Office of Water</narrative><narrative xml:lang="de">Wasseramt</narrative></name>
    <reporting-org ref="AA-AAA-1" type="10" secondary-reporter="0"><narrative>Office</narrative></reporting-org>
    <total-budget status="2">
      <period-start iso-date="2016-01-01"/><period-end iso-date="2016-12-31"/>
      <value currency="USD" value-date="2016-01-01">500</value>
      <budget-line ref="l1">
        <value currency="USD" value-date="2016-01-02">300</value><narrative xml:lang="en">Wells</narrative>
      </budget-line>
      <budget-line ref="l2"><value>200</value><narrative>Pipes</narrative></budget-line>
    </total-budget>
    <recipient-org-budget status="1">
      <recipient-org ref="DD-DDD-4"><narrative>Partner</narrative></recipient-org>
      <period-start iso-date="2017-01-01"/><period-end iso-date="2017-12-31"/>
      <value value-date="2017-01-01">40</value>
      <budget-line ref="o1"><value value-date="2017-01-01">40</value><narrative>All</narrative></budget-line>
    </recipient-org-budget>
    <recipient-country-budget status="1">
      <recipient-country code="KH"><narrative>Cambodia</narrative></recipient-country>
      <period-start iso-date="2018-01-01"/><period-end iso-date="2018-12-31"/>
      <value value-date="2018-01-01">50</value>
      <budget-line ref="c1"><value currency="KHR">9</value><narrative xml:lang="km">ទឹក</narrative></budget-line>
    </recipient-country-budget>
    <document-link url="http://water.example.org/r.pdf" format="application/pdf">
      <title><narrative>Report</narrative></title>
      <category code="B01"/><category code="B02"/>
      <language code="en"/><language code="km"/>
      <recipient-country code="KH"><narrative>for Cambodia</narrative></recipient-country>
      <recipient-country code="VN"/>
    </document-link>
  </iati-organisation>
</iati-organisations>
"""
EXPECTED_ORGANISATION: Final[Expected] = [
    (
        "organisation",
        "organisation_identifier default_currency lang reporting_org_ref reporting_org_type secondary_reporter",
        [("AA-AAA-1", "EUR", "en", "AA-AAA-1", "10", "0")],
    ),
    (
        "total_budget",
        "status period_start period_end value currency value_date",
        [("2", "2016-01-01", "2016-12-31", "500", "USD", "2016-01-01")],
    ),
    (
        "total_budget_line",
        "ref value currency value_date",
        [("l1", "300", "USD", "2016-01-02"), ("l2", "200", None, None)],
    ),
    ("recipient_org_budget", "status recipient_org_ref value", [("1", "DD-DDD-4", "40")]),
    ("recipient_org_budget_line", "ref value value_date", [("o1", "40", "2017-01-01")]),
    ("recipient_country_budget", "status recipient_country value", [("1", "KH", "50")]),
    ("recipient_country_budget_line", "ref value currency", [("c1", "9", "KHR")]),
    ("organisation_document", "url format", [("http://water.example.org/r.pdf", "application/pdf")]),
    ("organisation_document_category", "code", [("B01",), ("B02",)]),
    ("organisation_document_language", "code", [("en",), ("km",)]),
    ("organisation_document_country", "code", [("KH",), ("VN",)]),
]
TEXTS_ORGANISATION: Final = [
    ("organisation", "name", None, "Office of Water"),
    ("organisation", "name", "de", "Wasseramt"),
    ("organisation", "reporting-org", None, "Office"),
    ("total_budget_line", "", "en", "Wells"),
    ("total_budget_line", "", None, "Pipes"),
    ("recipient_org_budget", "recipient-org", None, "Partner"),
    ("recipient_org_budget_line", "", None, "All"),
    ("recipient_country_budget", "recipient-country", None, "Cambodia"),
    ("recipient_country_budget_line", "", "km", "ទឹក"),
    ("organisation_document", "title", None, "Report"),
    ("organisation_document_country", "", None, "for Cambodia"),
]


def _values(snapshot: Snapshot, table: str, columns: str) -> list[tuple[Any, ...]]:
    data = snapshot.table(table)
    return list(zip(*(data[name].to_pylist() for name in columns.split()), strict=True))


def _texts(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    rows = _values(snapshot, "narrative", "table element lang text")
    return [(table, element or "", *rest) for table, element, *rest in rows]


def _entry(snapshot: Snapshot) -> dict[str, Any]:
    (entry,) = snapshot.manifest["datasets"]
    found: dict[str, Any] = entry
    return found


def _unread(snapshot: Snapshot) -> dict[str, int]:
    return {path: entry["times"] for path, entry in _entry(snapshot)["unread"].items()}


def _activity(inner: str, version: str = "2.03") -> str:
    return f'<iati-activities version="{version}">\n<iati-activity>{inner}</iati-activity>\n</iati-activities>'


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """Load the activity of the first decade, once in each of its versions."""
    found = {}
    for version in FIRST:
        folder = tmp_path_factory.mktemp("first")
        (folder / "file.xml").write_text(ACTIVITY_1.format(version=version), "utf-8")
        made = datetime(2026, 1, 1, tzinfo=UTC)
        found[version] = load(Lake(folder / "lake"), [folder / "file.xml"], made).snapshot
    return found


@pytest.mark.parametrize("version", FIRST)
@pytest.mark.parametrize(("table", "columns", "expected"), EXPECTED_1)
def test_an_activity_of_the_first_decade_is_read_as_published(
    first: dict[str, Snapshot], version: str, table: str, columns: str, expected: list[tuple[str | None, ...]]
) -> None:
    assert _values(first[version], table, columns) == expected


@pytest.mark.parametrize("version", FIRST)
def test_the_texts_of_the_first_decade_become_narratives_with_their_languages(
    first: dict[str, Snapshot], version: str
) -> None:
    assert sorted(_texts(first[version]), key=str) == sorted(TEXTS_1, key=str)


@pytest.mark.parametrize("version", FIRST)
def test_an_activity_of_the_first_decade_leaves_nothing_unread(first: dict[str, Snapshot], version: str) -> None:
    entry = _entry(first[version])
    assert (entry["version"], entry["records"], entry["broken"], entry["unread"]) == (version, 1, [], {})


def test_a_file_without_a_version_is_read_as_1_01(read: Read) -> None:
    snapshot = read(ACTIVITY_1.replace(' version="{version}"', ""))
    assert sorted(_texts(snapshot), key=str) == sorted(TEXTS_1, key=str)
    assert _unread(snapshot) == {}
    assert _entry(snapshot)["version"] == ""


@pytest.mark.parametrize("letter", "C D E IF IR LR R QP QS CG".split())
def test_every_letter_of_the_first_decades_transaction_types_is_kept_and_not_doubted(read: Read, letter: str) -> None:
    snapshot = read(_activity(f'<transaction><transaction-type code="{letter}"/></transaction>', "1.05"))
    assert _values(snapshot, "transaction", "transaction_type") == [(letter,)]
    assert "code-unknown" not in snapshot.manifest["flags"]


def test_the_flags_that_2_01_renamed_are_read_under_their_old_name(read: Read) -> None:
    snapshot = read(_activity('<crs-add><aidtype-flag code="1" significance="2"/></crs-add>', "1.05"))
    assert _values(snapshot, "crs_other_flag", "code significance") == [("1", "2")]
    assert _unread(snapshot) == {}


def test_the_identifier_that_2_01_renamed_is_read_under_its_old_name(read: Read) -> None:
    record = "<iati-organisation><iati-identifier>AA-AAA-1</iati-identifier></iati-organisation>"
    snapshot = read(f'<iati-organisations version="1.05">{record}</iati-organisations>')
    assert _values(snapshot, "organisation", "organisation_identifier") == [("AA-AAA-1",)]
    assert _unread(snapshot) == {}


def test_texts_beside_codes_of_the_first_decade_are_kept_or_reported(read: Read) -> None:
    snapshot = read(_activity('<activity-status code="2" xml:lang="en">Running</activity-status>', "1.03"))
    assert _values(snapshot, "activity", "activity_status") == [("2",)]
    kept = [text for *_, text in _texts(snapshot)]
    assert kept == ["Running"] or _unread(snapshot) == {"iati-activity/activity-status/text()": 1}


def test_what_the_first_decade_wrote_and_no_table_has_is_reported(read: Read) -> None:
    text = _activity('<result><description type="2">Text</description></result>', "1.05")
    snapshot = read(text.replace("<iati-activity>", '<iati-activity version="1.05">'))
    assert _unread(snapshot) == {"iati-activity/@version": 1, "iati-activity/result/description/@type": 1}


def test_an_organisation_of_the_first_decade_is_read(read: Read) -> None:
    snapshot = read(
        """<iati-organisations version="1.03"><iati-organisation xml:lang="en" default-currency="EUR">
        <reporting-org ref="AA-AAA-1" type="10">Office</reporting-org><name xml:lang="de">Wasseramt</name>
        <total-budget><period-start iso-date="2012-01-01"/><period-end iso-date="2012-12-31"/>
        <value currency="EUR" value-date="2012-01-01">5</value></total-budget>
        <recipient-org-budget><recipient-org ref="DD-DDD-4">Partner</recipient-org><value>6</value>
        </recipient-org-budget>
        <recipient-country-budget><recipient-country code="KH" xml:lang="fr">Cambodge</recipient-country>
        <value>7</value></recipient-country-budget>
        <document-link url="http://a.example.org"><title>Report</title><category code="B01"/></document-link>
        </iati-organisation></iati-organisations>"""
    )
    assert _unread(snapshot) == {}
    assert _values(snapshot, "total_budget", "value currency") == [("5", "EUR")]
    assert _values(snapshot, "recipient_org_budget", "recipient_org_ref value") == [("DD-DDD-4", "6")]
    assert _values(snapshot, "recipient_country_budget", "recipient_country value") == [("KH", "7")]
    assert sorted(_texts(snapshot), key=str) == sorted(
        [
            ("organisation", "reporting-org", None, "Office"),
            ("organisation", "name", "de", "Wasseramt"),
            ("recipient_org_budget", "recipient-org", None, "Partner"),
            ("recipient_country_budget", "recipient-country", "fr", "Cambodge"),
            ("organisation_document", "title", None, "Report"),
        ],
        key=str,
    )


@pytest.mark.parametrize("version", SECOND)
def test_an_organisation_of_the_second_decade_is_read_with_budget_lines_and_documents(read: Read, version: str) -> None:
    snapshot = read(ORGANISATION_2.format(version=version))
    for table, columns, expected in EXPECTED_ORGANISATION:
        assert _values(snapshot, table, columns) == expected, table
    assert sorted(_texts(snapshot), key=str) == sorted(TEXTS_ORGANISATION, key=str)
    assert (_entry(snapshot)["version"], _unread(snapshot)) == (version, {})


def test_regions_and_expenditure_of_organisations_are_read_with_their_lines(read: Read) -> None:
    snapshot = read(
        """<iati-organisations version="2.03"><iati-organisation>
        <recipient-region-budget status="1"><recipient-region code="798" vocabulary="99" vocabulary-uri="http://v">
        <narrative>Asia</narrative></recipient-region><value>8</value>
        <budget-line ref="r1"><value>3</value><narrative>Part</narrative></budget-line></recipient-region-budget>
        <total-expenditure><period-start iso-date="2015-01-01"/><period-end iso-date="2015-12-31"/>
        <value currency="USD">9</value><expense-line ref="e1"><value value-date="2015-01-01">4</value>
        <narrative>Rest</narrative></expense-line></total-expenditure></iati-organisation></iati-organisations>"""
    )
    columns = "recipient_region recipient_region_vocabulary recipient_region_uri value"
    assert _values(snapshot, "recipient_region_budget", columns) == [("798", "99", "http://v", "8")]
    assert _values(snapshot, "recipient_region_budget_line", "ref value") == [("r1", "3")]
    assert _values(snapshot, "total_expenditure", "period_start value currency") == [("2015-01-01", "9", "USD")]
    assert _values(snapshot, "total_expenditure_line", "ref value value_date") == [("e1", "4", "2015-01-01")]
    assert _unread(snapshot) == {}


@pytest.mark.parametrize("version", SECOND)
def test_an_activity_of_the_second_decade_is_read_with_all_its_languages(read: Read, version: str) -> None:
    snapshot = read(
        _activity(
            """<iati-identifier>AA-1</iati-identifier>
            <title><narrative>Water</narrative><narrative xml:lang="fr">Eau</narrative><narrative/></title>
            <other-identifier ref="W/7" type="A1"><owner-org ref="BB-2"><narrative>Bank</narrative></owner-org>
            </other-identifier>
            <location><point srsName="http://s"><pos>10.6 104.1</pos></point></location>
            <transaction><transaction-type code="3"/><sector code="14030" vocabulary="1"/><sector code="9"/>
            <recipient-country code="KH"/></transaction>""",
            version,
        )
    )
    assert _texts(snapshot) == [
        ("activity", "title", None, "Water"),
        ("activity", "title", "fr", "Eau"),
        ("activity", "title", None, None),
        ("other_identifier", "owner-org", None, "Bank"),
    ]
    assert _values(snapshot, "other_identifier", "ref type owner_org_ref") == [("W/7", "A1", "BB-2")]
    assert _values(snapshot, "location", "srs_name pos") == [("http://s", "10.6 104.1")]
    assert _values(snapshot, "transaction", "transaction_type recipient_country") == [("3", "KH")]
    assert _values(snapshot, "transaction_sector", "code vocabulary") == [("14030", "1"), ("9", None)]
    assert _unread(snapshot) == {}


@pytest.mark.parametrize("version", SECOND)
def test_text_outside_narratives_is_no_narrative_in_the_second_decade_but_reported(read: Read, version: str) -> None:
    text = "<title>Water</title><description>Wells</description><activity-status code='2'>Running</activity-status>"
    snapshot = read(_activity(text, version))
    assert _texts(snapshot) == []
    assert _unread(snapshot) == {
        "iati-activity/title/text()": 1,
        "iati-activity/description/text()": 1,
        "iati-activity/activity-status/text()": 1,
    }


@pytest.mark.parametrize(
    "element", ["activity-website", "location/coordinates", "location/gazetteer-entry", "location/location-type"]
)
def test_what_2_01_removed_is_reported_in_the_second_decade(read: Read, element: str) -> None:
    outer, _, inner = element.rpartition("/")
    text = f"<{inner}>x</{inner}>"
    snapshot = read(_activity(f"<{outer}>{text}</{outer}>" if outer else text, "2.01"))
    assert _unread(snapshot) == {f"iati-activity/{element}": 1}


def test_text_after_a_narrative_is_reported(read: Read) -> None:
    snapshot = read(_activity("<title><narrative>Water</narrative>and more</title>"))
    assert _unread(snapshot) == {"iati-activity/title/text()": 1}


def test_text_between_records_is_reported(read: Read) -> None:
    record = "<iati-activity></iati-activity>"
    snapshot = read(f'<iati-activities version="2.03">{record} stray {record}</iati-activities>')
    entry = _entry(snapshot)
    assert entry["records"] == 2
    assert entry["unread"] or entry["broken"]


def test_markup_inside_a_narrative_is_not_lost_in_silence(read: Read) -> None:
    snapshot = read(_activity("<title><narrative>Clean <b>drinking</b> water</narrative></title>"))
    ((_, _, _, text),) = _texts(snapshot)
    assert text == "Clean drinking water" or "iati-activity/title/narrative/b" in _unread(snapshot)


def test_every_unknown_child_of_a_code_is_reported(read: Read) -> None:
    snapshot = read(_activity("<activity-status code='2'><x/><x/><y/></activity-status>"))
    assert _unread(snapshot) == {"iati-activity/activity-status/x": 2, "iati-activity/activity-status/y": 1}


def test_a_language_on_an_element_that_has_none_in_the_second_decade_is_reported(read: Read) -> None:
    snapshot = read(_activity("<title xml:lang='en'><narrative>Water</narrative></title>"))
    assert len(_unread(snapshot)) == 1


def test_a_record_without_content_is_a_record(read: Read) -> None:
    snapshot = read(
        '<iati-activities version="2.03">\n<iati-activity hierarchy="1"/>\n'
        '<iati-activity hierarchy="2"/>\n</iati-activities>'
    )
    assert _values(snapshot, "activity", "hierarchy line") == [("1", 2), ("2", 3)]
    assert (_entry(snapshot)["records"], _entry(snapshot)["broken"]) == (2, [])


def test_a_self_closed_record_after_a_whole_one_is_a_record(read: Read) -> None:
    snapshot = read(
        '<iati-activities version="2.03">\n<iati-activity></iati-activity>\n'
        '<iati-activity hierarchy="2"/>\n</iati-activities>'
    )
    assert (_entry(snapshot)["records"], _entry(snapshot)["broken"]) == (2, [])


def test_lines_count_from_the_top_of_the_file_whatever_the_root_tag_looks_like(read: Read) -> None:
    snapshot = read(
        '<?xml version="1.0"?>\n<iati-activities\n  version="2.03"\n  generated-datetime="2020-01-01">\n'
        '<iati-activity>\n<sector code="1"/>\n<unknown/>\n</iati-activity>\n</iati-activities>'
    )
    assert _values(snapshot, "activity", "line") == [(5,)]
    assert _values(snapshot, "sector", "line") == [(6,)]
    assert _entry(snapshot)["unread"]["iati-activity/unknown"]["line"] == 7


def test_an_element_of_a_publishers_own_namespace_is_reported_with_it(read: Read) -> None:
    snapshot = read(_activity('<own:note xmlns:own="http://own.example.org" own:id="1">x</own:note>'))
    assert _unread(snapshot) == {"iati-activity/{http://own.example.org}note": 1}


def test_a_value_that_stands_twice_is_kept_once_and_reported_once(read: Read) -> None:
    snapshot = read(_activity('<activity-status code="2"/><activity-status code="3"/>'))
    assert _values(snapshot, "activity", "activity_status") == [("2",)]
    assert _unread(snapshot) == {"iati-activity/activity-status/@code again": 1}


def test_contacts_are_left_out_and_not_reported(read: Read) -> None:
    contact = "<contact-info type='1'><person-name><narrative>A</narrative></person-name></contact-info>"
    snapshot = read(_activity(contact))
    assert (_texts(snapshot), _unread(snapshot)) == ([], {})
