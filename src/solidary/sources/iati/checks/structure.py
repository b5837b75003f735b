"""The structure of IATI files, version 2: which element stands where, how often, with which attributes.

2.03 stands here whole; 2.02 and 2.01 are told by what is different in them. How to read it:

A line at the margin is a shape that others use by its name. An indented line is an element inside the one above it;
elements stand in this order. After a name: ``?`` at most once, ``*`` any number, ``+`` at least once, nothing: exactly
once. Then what the element is: a shape, or the type of its text (``string``, ``decimal``, ``anyURI``); with neither it
is the shape of its own name, or it holds elements only. ``@`` is an attribute, a text if no type follows after ``:``;
``!`` marks the attributes that must be there.

Attributes and, after the listed ones, elements from other namespaces are welcome everywhere, except that an element
marked ``closed`` takes no such attributes. A line ``...`` is where the elements of others stand if not at the end. What
they hold is theirs; but an element of IATI in it must be built as IATI builds it. That holds for an activity, for what
stands right below it unless it is ``local``, and for the elements and attributes that ``elsewhere-activities`` adds;
likewise for organisations.

In the differences, ``-`` takes an element or attribute away, and what a line states replaces what was stated before.
"""

from __future__ import annotations

from typing import Final

SECOND: Final = """
text
    narrative+
label
    narrative*
narrative string @xml:lang
coded @code!
dated @iso-date:date!
amount decimal @currency @value-date:date!
aid-type coded @vocabulary
place @ref
dimension @name @value
provider label @ref @type @provider-activity-id
receiver label @ref @type @receiver-activity-id

elsewhere-activities @value-date:date
    narrative
    comment text
    description text
    dimension
elsewhere-organisations @value-date:date
    narrative
    comment text
    description text
    title text

iati-activities @version! @generated-datetime:dateTime @linked-data-default:anyURI
    iati-activity+

iati-activity @xml:lang @default-currency @last-updated-datetime:dateTime @hierarchy:int @linked-data-uri:anyURI \
        @humanitarian:boolean @budget-not-provided
    iati-identifier string
    reporting-org
    title text
    description+ text @type
    participating-org+ label @role! @ref @type @activity-id @crs-channel-code
    other-identifier* @ref! @type!
        owner-org? label @ref
    activity-status coded
    activity-date+ label @type! @iso-date:date!
    contact-info* @type
        organisation? text
        department? text
        person-name? text
        job-title? text
        telephone* string
        email* string
        website* anyURI
        mailing-address* text
    activity-scope? coded
    recipient-country* label @code! @percentage:decimal
    recipient-region* label @code! @vocabulary @vocabulary-uri:anyURI @percentage:decimal
    location* @ref
        location-reach? coded
        location-id* @code! @vocabulary!
        name? text
        description? text
        activity-description? text
        administrative* @code! @vocabulary! @level:nonNegativeInteger
        point? @srsName!
            pos string closed
        exactness? coded
        location-class? coded
        feature-designation? coded
    sector* label @code! @vocabulary @vocabulary-uri:anyURI @percentage:decimal
    tag* label @code! @vocabulary! @vocabulary-uri:anyURI
    country-budget-items? @vocabulary!
        budget-item+ @code! @percentage:decimal
            description? text
    humanitarian-scope* label @type! @code! @vocabulary! @vocabulary-uri:anyURI
    policy-marker* label @code! @vocabulary @vocabulary-uri:anyURI @significance
    collaboration-type? coded
    default-flow-type? coded
    default-finance-type? coded
    default-aid-type* aid-type
    default-tied-status? coded
    budget* @type @status
        period-start dated
        period-end dated
        value amount
    planned-disbursement* @type
        period-start dated
        period-end? dated
        value amount
        provider-org? provider
        receiver-org? receiver
    capital-spend? @percentage:decimal!
    transaction* @ref @humanitarian:boolean
        transaction-type coded
        transaction-date dated
        value amount
        description? text
        provider-org? provider
        receiver-org? receiver
        disbursement-channel? coded
        sector* label @code! @vocabulary @vocabulary-uri:anyURI
        recipient-country? label @code!
        recipient-region? label @code! @vocabulary @vocabulary-uri:anyURI
        flow-type? coded
        finance-type? coded
        aid-type* aid-type
        tied-status? coded
    document-link* document-link local
    related-activity* closed @ref! @type!
    legacy-data* closed @name! @value! @iati-equivalent:NMTOKEN
    conditions? @attached:boolean!
        condition* text closed @type!
    result* @type! @aggregation-status:boolean
        title text
        description? text
        document-link*
        reference* @code! @vocabulary! @vocabulary-uri:anyURI
        indicator+
    crs-add?
        other-flags* @code! @significance:boolean!
        loan-terms? @rate-1:decimal @rate-2:decimal
            repayment-type? coded
            repayment-plan? coded
            commitment-date? dated
            repayment-first-date? dated
            repayment-final-date? dated
        loan-status? @year:decimal! @currency @value-date:date!
            interest-received? decimal closed
            principal-outstanding? decimal closed
            principal-arrears? decimal closed
            interest-arrears? decimal closed
        channel-code? string closed
    fss? @extraction-date:date! @priority:boolean @phaseout-year:decimal
        forecast* decimal @year:decimal! @currency @value-date:date

reporting-org text @ref! @type! @secondary-reporter:boolean

document-link @url:anyURI! @format!
    title text
    description? text
    category+ coded
    language* coded
    document-date? dated

indicator @measure! @ascending:boolean @aggregation-status:boolean
    title text
    description? text
    document-link*
    reference* @vocabulary! @code! @indicator-uri:anyURI
    baseline* @year:positiveInteger! @iso-date:date @value
        location* place
        dimension*
        document-link*
        comment? text
    period*
        period-start dated
        period-end dated
        target* measured
        actual* measured

measured closed @value
    location* place
    dimension*
    comment? text
    document-link*

iati-organisations @version! @generated-datetime:dateTime
    iati-organisation+

iati-organisation @xml:lang @default-currency @last-updated-datetime:dateTime
    organisation-identifier anyType closed local
    name text
    reporting-org
    total-budget* @status
        period-start dated
        period-end dated
        value amount
        budget-line* line
    recipient-org-budget* @status
        recipient-org text closed @ref
        period-start dated
        period-end dated
        value amount
        budget-line* line
    recipient-region-budget* @status
        recipient-region label @code @vocabulary @vocabulary-uri:anyURI
        period-start dated
        period-end dated
        value amount
        budget-line* line
    recipient-country-budget* @status
        recipient-country label @code!
        period-start dated
        period-end dated
        value amount
        budget-line* line
    total-expenditure*
        period-start dated
        period-end dated
        value amount
        expense-line* line
    document-link* document-link local
        ...
        recipient-country* label @code!

line @ref
    value amount
    narrative+
"""

# 2.03 added to 2.02; read backwards.
BEFORE_2_03: Final = """
iati-activity -@budget-not-provided
    participating-org -@crs-channel-code
    -tag
    default-aid-type?
    transaction
        aid-type?
    document-link document-link
    result
        -document-link
        -reference
aid-type -@vocabulary
document-link
    -description
indicator -@aggregation-status
    -document-link
    baseline? @value! -@iso-date
        -location
        -dimension
        -document-link
    period
        target?
        actual?
measured @value!
    -document-link
iati-organisation
    document-link document-link
        -...
elsewhere-activities
    -dimension
"""

BEFORE_2_02: Final = """
iati-activity -@humanitarian
    participating-org -@activity-id
    recipient-region -@vocabulary-uri
    sector -@vocabulary-uri
    -humanitarian-scope
    policy-marker @significance! -@vocabulary-uri
    budget -@status
    planned-disbursement
        -provider-org
        -receiver-org
    transaction -@humanitarian
        sector -@vocabulary-uri
        recipient-region -@vocabulary-uri
    crs-add
        -channel-code
provider -@type
receiver -@type
document-link
    -document-date
indicator
    -reference
measured
    -location
    -dimension
iati-organisation
    total-budget -@status
    recipient-org-budget -@status
    -recipient-region-budget
    recipient-country-budget -@status
    -total-expenditure
"""
