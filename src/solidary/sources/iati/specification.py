"""Which element and attribute goes to which column of which table: one text for reader, schema, docs and checks.

A line that starts at the margin opens a table: its name, the path of the element that makes a row, the table above it.
An indented line is a column: its name, then the path of its value below the row's element. ``@`` is an attribute, a
bare path the text of an element. Names are IATI's own, with underscores. Narratives are not columns: every narrative,
in every language, is a row of ``narrative``, with the path of the element that holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


ACTIVITIES: Final = """
activity iati-activity
    iati_identifier              iati-identifier
    last_updated_datetime        @last-updated-datetime
    lang                         @xml:lang
    default_currency             @default-currency
    humanitarian                 @humanitarian
    hierarchy                    @hierarchy
    linked_data_uri              @linked-data-uri
    budget_not_provided          @budget-not-provided
    reporting_org_ref            reporting-org/@ref
    reporting_org_type           reporting-org/@type
    secondary_reporter           reporting-org/@secondary-reporter
    activity_status              activity-status/@code
    activity_scope               activity-scope/@code
    collaboration_type           collaboration-type/@code
    default_flow_type            default-flow-type/@code
    default_finance_type         default-finance-type/@code
    default_tied_status          default-tied-status/@code
    capital_spend                capital-spend/@percentage
    conditions_attached          conditions/@attached
    country_budget_vocabulary    country-budget-items/@vocabulary
description iati-activity/description activity
    type                         @type
other_identifier iati-activity/other-identifier activity
    ref                          @ref
    type                         @type
    owner_org_ref                owner-org/@ref
    owner_ref                    @owner-ref
    owner_name                   @owner-name
activity_date iati-activity/activity-date activity
    type                         @type
    iso_date                     @iso-date
participating_org iati-activity/participating-org activity
    ref                          @ref
    type                         @type
    role                         @role
    activity_id                  @activity-id
    crs_channel_code             @crs-channel-code
recipient_country iati-activity/recipient-country activity
    code                         @code
    percentage                   @percentage
recipient_region iati-activity/recipient-region activity
    code                         @code
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
    percentage                   @percentage
sector iati-activity/sector activity
    code                         @code
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
    percentage                   @percentage
tag iati-activity/tag activity
    code                         @code
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
policy_marker iati-activity/policy-marker activity
    code                         @code
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
    significance                 @significance
humanitarian_scope iati-activity/humanitarian-scope activity
    type                         @type
    code                         @code
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
default_aid_type iati-activity/default-aid-type activity
    code                         @code
    vocabulary                   @vocabulary
country_budget_item iati-activity/country-budget-items/budget-item activity
    code                         @code
    percentage                   @percentage
related_activity iati-activity/related-activity activity
    ref                          @ref
    type                         @type
condition iati-activity/conditions/condition activity
    type                         @type
legacy_data iati-activity/legacy-data activity
    name                         @name
    value                        @value
    iati_equivalent              @iati-equivalent
location iati-activity/location activity
    ref                          @ref
    location_reach               location-reach/@code
    exactness                    exactness/@code
    location_class               location-class/@code
    feature_designation          feature-designation/@code
    srs_name                     point/@srsName
    pos                          point/pos
location_id iati-activity/location/location-id location
    vocabulary                   @vocabulary
    code                         @code
location_administrative iati-activity/location/administrative location
    vocabulary                   @vocabulary
    level                        @level
    code                         @code
    country                      @country
budget iati-activity/budget activity
    type                         @type
    status                       @status
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
planned_disbursement iati-activity/planned-disbursement activity
    type                         @type
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
    provider_org_ref             provider-org/@ref
    provider_org_type            provider-org/@type
    provider_activity_id         provider-org/@provider-activity-id
    receiver_org_ref             receiver-org/@ref
    receiver_org_type            receiver-org/@type
    receiver_activity_id         receiver-org/@receiver-activity-id
transaction iati-activity/transaction activity
    ref                          @ref
    humanitarian                 @humanitarian
    transaction_type             transaction-type/@code
    transaction_date             transaction-date/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
    provider_org_ref             provider-org/@ref
    provider_org_type            provider-org/@type
    provider_activity_id         provider-org/@provider-activity-id
    receiver_org_ref             receiver-org/@ref
    receiver_org_type            receiver-org/@type
    receiver_activity_id         receiver-org/@receiver-activity-id
    disbursement_channel         disbursement-channel/@code
    recipient_country            recipient-country/@code
    recipient_region             recipient-region/@code
    recipient_region_vocabulary  recipient-region/@vocabulary
    recipient_region_uri         recipient-region/@vocabulary-uri
    flow_type                    flow-type/@code
    finance_type                 finance-type/@code
    tied_status                  tied-status/@code
transaction_sector iati-activity/transaction/sector transaction
    code                         @code
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
transaction_aid_type iati-activity/transaction/aid-type transaction
    code                         @code
    vocabulary                   @vocabulary
document_link iati-activity/document-link activity
    url                          @url
    format                       @format
    document_date                document-date/@iso-date
document_category iati-activity/document-link/category document_link
    code                         @code
document_language iati-activity/document-link/language document_link
    code                         @code
result iati-activity/result activity
    type                         @type
    aggregation_status           @aggregation-status
result_reference iati-activity/result/reference result
    vocabulary                   @vocabulary
    vocabulary_uri               @vocabulary-uri
    code                         @code
result_document_link iati-activity/result/document-link result
    url                          @url
    format                       @format
    document_date                document-date/@iso-date
result_document_category iati-activity/result/document-link/category result_document_link
    code                         @code
result_document_language iati-activity/result/document-link/language result_document_link
    code                         @code
indicator iati-activity/result/indicator result
    measure                      @measure
    ascending                    @ascending
    aggregation_status           @aggregation-status
indicator_reference iati-activity/result/indicator/reference indicator
    vocabulary                   @vocabulary
    code                         @code
    indicator_uri                @indicator-uri
indicator_document_link iati-activity/result/indicator/document-link indicator
    url                          @url
    format                       @format
    document_date                document-date/@iso-date
indicator_document_category iati-activity/result/indicator/document-link/category indicator_document_link
    code                         @code
indicator_document_language iati-activity/result/indicator/document-link/language indicator_document_link
    code                         @code
baseline iati-activity/result/indicator/baseline indicator
    iso_date                     @iso-date
    year                         @year
    value                        @value
baseline_location iati-activity/result/indicator/baseline/location baseline
    ref                          @ref
baseline_dimension iati-activity/result/indicator/baseline/dimension baseline
    name                         @name
    value                        @value
period iati-activity/result/indicator/period indicator
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
target iati-activity/result/indicator/period/target period
    value                        @value
target_location iati-activity/result/indicator/period/target/location target
    ref                          @ref
target_dimension iati-activity/result/indicator/period/target/dimension target
    name                         @name
    value                        @value
actual iati-activity/result/indicator/period/actual period
    value                        @value
actual_location iati-activity/result/indicator/period/actual/location actual
    ref                          @ref
actual_dimension iati-activity/result/indicator/period/actual/dimension actual
    name                         @name
    value                        @value
crs_add iati-activity/crs-add activity
    rate_1                       loan-terms/@rate-1
    rate_2                       loan-terms/@rate-2
    repayment_type               loan-terms/repayment-type/@code
    repayment_plan               loan-terms/repayment-plan/@code
    commitment_date              loan-terms/commitment-date/@iso-date
    repayment_first_date         loan-terms/repayment-first-date/@iso-date
    repayment_final_date         loan-terms/repayment-final-date/@iso-date
    channel_code                 channel-code
crs_other_flag iati-activity/crs-add/other-flags crs_add
    code                         @code
    significance                 @significance
loan_status iati-activity/crs-add/loan-status crs_add
    year                         @year
    currency                     @currency
    value_date                   @value-date
    interest_received            interest-received
    principal_outstanding        principal-outstanding
    principal_arrears            principal-arrears
    interest_arrears             interest-arrears
fss iati-activity/fss activity
    extraction_date              @extraction-date
    priority                     @priority
    phaseout_year                @phaseout-year
fss_forecast iati-activity/fss/forecast fss
    year                         @year
    value_date                   @value-date
    currency                     @currency
    value                        .
"""

ORGANISATIONS: Final = """
organisation iati-organisation
    organisation_identifier      organisation-identifier
    last_updated_datetime        @last-updated-datetime
    lang                         @xml:lang
    default_currency             @default-currency
    reporting_org_ref            reporting-org/@ref
    reporting_org_type           reporting-org/@type
    secondary_reporter           reporting-org/@secondary-reporter
total_budget iati-organisation/total-budget organisation
    status                       @status
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
total_budget_line iati-organisation/total-budget/budget-line total_budget
    ref                          @ref
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
recipient_org_budget iati-organisation/recipient-org-budget organisation
    status                       @status
    recipient_org_ref            recipient-org/@ref
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
recipient_org_budget_line iati-organisation/recipient-org-budget/budget-line recipient_org_budget
    ref                          @ref
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
recipient_region_budget iati-organisation/recipient-region-budget organisation
    status                       @status
    recipient_region             recipient-region/@code
    recipient_region_vocabulary  recipient-region/@vocabulary
    recipient_region_uri         recipient-region/@vocabulary-uri
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
recipient_region_budget_line iati-organisation/recipient-region-budget/budget-line recipient_region_budget
    ref                          @ref
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
recipient_country_budget iati-organisation/recipient-country-budget organisation
    status                       @status
    recipient_country            recipient-country/@code
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
recipient_country_budget_line iati-organisation/recipient-country-budget/budget-line recipient_country_budget
    ref                          @ref
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
total_expenditure iati-organisation/total-expenditure organisation
    period_start                 period-start/@iso-date
    period_end                   period-end/@iso-date
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
total_expenditure_line iati-organisation/total-expenditure/expense-line total_expenditure
    ref                          @ref
    value                        value
    currency                     value/@currency
    value_date                   value/@value-date
organisation_document iati-organisation/document-link organisation
    url                          @url
    format                       @format
    document_date                document-date/@iso-date
organisation_document_category iati-organisation/document-link/category organisation_document
    code                         @code
organisation_document_language iati-organisation/document-link/language organisation_document
    code                         @code
organisation_document_country iati-organisation/document-link/recipient-country organisation_document
    code                         @code
"""

# What 1.x spells otherwise: more columns for tables of 2.x, and one table of its own. Text that stands where 2.x has a
# narrative is a narrative. All else is the same in every version.
FIRST_DECADE: Final = """
other_identifier iati-activity/other-identifier activity
    ref                          .
location iati-activity/location activity
    latitude                     coordinates/@latitude
    longitude                    coordinates/@longitude
    precision                    coordinates/@precision
    location_type                location-type/@code
    percentage                   @percentage
    gazetteer_entry              gazetteer-entry
    gazetteer_ref                gazetteer-entry/@gazetteer-ref
location_administrative iati-activity/location/administrative location
    adm1                         @adm1
    adm2                         @adm2
planned_disbursement iati-activity/planned-disbursement activity
    updated                      @updated
activity_website iati-activity/activity-website activity
    url                          .
crs_other_flag iati-activity/crs-add/aidtype-flag crs_add
    code                         @code
    significance                 @significance
organisation iati-organisation
    organisation_identifier      iati-identifier
"""
# Read and left out on purpose, with the reason; everything else that is not in a table is counted as unread.
IGNORED: Final = {
    "iati-activity/contact-info": "personal data of contacts is not kept",
    "iati-activity/result/indicator/baseline/document-link": "documents of single figures are not kept",
    "iati-activity/result/indicator/period/target/document-link": "documents of single figures are not kept",
    "iati-activity/result/indicator/period/actual/document-link": "documents of single figures are not kept",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and where its value stands below the row's element."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the element that makes one of its rows, and the table of the row above."""

    name: str
    path: str
    parent: str | None
    columns: tuple[Column, ...]


# What each row knows besides its values. ``record`` counts the activities (or organisations) of a dataset.
PLACE: Final = ("dataset", "record", "row", "parent", "line")
NARRATIVE: Final = ("dataset", "record", "row", "table", "element", "lang", "text")


def _parsed(text: str) -> Iterator[Table]:
    blocks: list[list[str]] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    for head, *lines in blocks:
        name, path, *parent = head.split()
        columns = tuple(Column(*line.split()) for line in lines)
        yield Table(name, path, parent[0] if parent else None, columns)


@cache
def tables() -> dict[str, Table]:
    """Return all tables by name, the columns of 1.x after those of 2.x.

    >>> [column.name for column in tables()["budget"].columns][:3]
    ['type', 'status', 'period_start']
    """
    found = {table.name: table for table in (*_parsed(ACTIVITIES), *_parsed(ORGANISATIONS))}
    for table in _parsed(FIRST_DECADE):
        known = found.get(table.name)
        more = tuple(column for column in table.columns if known is None or column.name not in _names(known))
        path, columns = (known.path, known.columns) if known else (table.path, ())
        found[table.name] = Table(table.name, path, table.parent, (*columns, *more))
    return found


def _names(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns)


def sources_of(major: int) -> Iterator[Table]:
    """Yield the tables as a major version spells them: 2.x, then what 1.x adds."""
    yield from (*_parsed(ACTIVITIES), *_parsed(ORGANISATIONS))
    if major < 2:
        yield from _parsed(FIRST_DECADE)
