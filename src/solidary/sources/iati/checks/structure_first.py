"""The structure of IATI files, version 1: 1.05 stands here whole, the earlier ones by what is different in them.

The notation is that of ``structure``, with four words more, since version 1 orders nothing and counts nothing:

``loose`` (or ``loose+``) holds the elements below it, and those of others, in any order and any number (or at least one
of them). ``mixed`` holds words beside its elements. ``flat`` takes no element of others. No element below a loose one
carries ``?``, ``*`` or ``+``.
"""

from __future__ import annotations

from typing import Final

FIRST: Final = """
plain mixed flat
text mixed @xml:lang
coded mixed @xml:lang @code!
code mixed @xml:lang @code
point-code mixed @code
dated mixed closed @iso-date:date
amount decimal @currency @value-date:date!

elsewhere-activities @percentage:decimal @value-date:date
    comment text
elsewhere-organisations @percentage:decimal @value-date:date
    comment text
    description
    title text

iati-activities loose @version:decimal @generated-datetime:dateTime @linked-data-default
    iati-activity

iati-activity loose+ @version:decimal @xml:lang @default-currency @last-updated-datetime:dateTime @hierarchy:int \
        @linked-data-uri
    reporting-org
    iati-identifier plain
    other-identifier plain @owner-ref @owner-name
    title text
    description
    activity-status code
    activity-date string @xml:lang @type! @iso-date:date
    contact-info loose @type
        organisation text
        person-name text
        job-title text
        telephone plain
        email plain
        mailing-address plain @xml:lang
        website anyURI closed
    participating-org text @role! @ref @type
    activity-scope code
    recipient-country coded @percentage:decimal
    recipient-region code @vocabulary @percentage:decimal
    location loose @ref @percentage:decimal
        location-id point-code @vocabulary
        name text
        description text
        activity-description text
        administrative point-code @vocabulary @level:nonNegativeInteger @country @adm1 @adm2
        point loose+ @srsName!
            pos string closed
        exactness point-code
        location-reach code
        location-class point-code
        feature-designation point-code
        coordinates @latitude:decimal! @longitude:decimal! @precision
        gazetteer-entry mixed @gazetteer-ref!
        location-type coded
    sector code @vocabulary @percentage:decimal
    country-budget-items mixed loose @vocabulary!
        budget-item mixed loose @code! @percentage:decimal
            description
    policy-marker code @vocabulary @significance
    collaboration-type coded
    default-flow-type coded
    default-finance-type coded
    default-aid-type coded
    default-tied-status coded
    budget loose @type
        period-start dated
        period-end dated
        value amount
    planned-disbursement loose @updated:date
        period-start dated
        period-end dated
        value amount
    capital-spend @percentage:decimal!
    transaction loose+ @ref
        value amount
        description text
        transaction-type coded
        provider-org mixed @ref @provider-activity-id
        receiver-org mixed @ref @receiver-activity-id
        transaction-date mixed @iso-date:date!
        flow-type coded
        finance-type coded
        aid-type coded
        tied-status coded
        disbursement-channel coded
    document-link
    activity-website anyURI
    related-activity text closed @ref! @type!
    conditions loose @attached:boolean!
        condition text closed @type!
    result loose @type! @aggregation-status:boolean
        title text
        description
        indicator loose @measure! @ascending:boolean
            title text
            description
            baseline loose @year:positiveInteger! @value!
                comment text
            period loose
                period-start dated
                period-end dated
                target measured
                actual measured
    legacy-data mixed closed @name! @value! @iati-equivalent:NMTOKEN
    crs-add loose
        aidtype-flag mixed @code! @significance:boolean!
        loan-terms loose @rate-1:decimal @rate-2:decimal
            repayment-type code
            repayment-plan code
            commitment-date dated
            repayment-first-date dated
            repayment-final-date dated
        loan-status loose @year:decimal! @currency @value-date:date!
            interest-received decimal closed
            principal-outstanding decimal closed
            principal-arrears decimal closed
            interest-arrears decimal closed
    fss loose @extraction-date:date! @priority:boolean @phaseout-year:decimal
        forecast decimal @year:decimal! @currency @value-date:date

description text @type
reporting-org text @ref! @type @secondary-reporter:boolean
measured loose closed @value!
    comment text

document-link loose+ @url:anyURI! @format
    title text
    category coded
    language code

iati-organisations loose @version:decimal @generated-datetime:dateTime
    iati-organisation

iati-organisation loose+ @version:decimal @xml:lang @default-currency @last-updated-datetime:dateTime
    iati-identifier plain
    name plain @xml:lang
    reporting-org
    total-budget loose
        period-start dated @iso-date:date!
        period-end dated @iso-date:date!
        value amount
    recipient-org-budget loose closed
        recipient-org text @ref
        period-start dated @iso-date:date!
        period-end dated @iso-date:date!
        value amount
    recipient-country-budget loose closed
        recipient-country coded
        period-start dated @iso-date:date!
        period-end dated @iso-date:date!
        value amount
    document-link
"""

BEFORE_1_05: Final = ""  # 1.05 changed words, not structure

BEFORE_1_04: Final = """
reporting-org -@secondary-reporter
iati-activity
    location -@ref
        -location-id
        -activity-description
        administrative mixed -@vocabulary -@level
        -point
        -exactness
        -location-reach
        -location-class
        -feature-designation
    country-budget-items
        budget-item @percentage:decimal!
    conditions
        condition mixed closed
"""

BEFORE_1_03: Final = """
amount integer
iati-activity
    -activity-scope
    recipient-country @percentage:positiveInteger
    recipient-region @percentage:positiveInteger -@vocabulary
    sector @percentage:positiveInteger
    contact-info -@type
        organisation plain
        person-name plain
        -job-title
        mailing-address -@xml:lang
        -website
    location @percentage:positiveInteger
    -capital-spend
    -country-budget-items
    -crs-add
    -fss
elsewhere-activities -@percentage -@value-date
elsewhere-organisations -@percentage -@value-date
"""

BEFORE_1_02: Final = """
iati-activities -@linked-data-default
iati-activity @hierarchy -@linked-data-uri
document-link @language:language
    -language
"""
